import os
from pathlib import Path

import pytest


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """$DIGITINK_DATA and the user's data folder, both empty and in tmp_path."""
    given, own = tmp_path / "given", tmp_path / "own"
    given.mkdir()
    monkeypatch.setenv("DIGITINK_DATA", str(given))
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_, **__: str(own))
    return given, own / "data"


@pytest.fixture(scope="session")
def real_data():
    """The folder of the real data sets, for tests that need them."""
    given = os.environ.get("DIGITINK_DATA")
    if not given:
        pytest.skip("needs the data sets of $DIGITINK_DATA, which is not set")
    return Path(given)
