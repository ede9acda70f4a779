"""The public surface is exactly what __all__ says, and costs nothing until it is used."""

import os
import subprocess
import sys

import pytest

import digitink


def test_all_is_sorted_and_every_name_is_there():
    assert digitink.__all__ == sorted(digitink.__all__)
    for name in digitink.__all__:
        value = getattr(digitink, name)
        if isinstance(value, type):
            assert value.__module__ == "digitink"


def test_all_names_have_a_home_and_no_others():
    assert set(digitink._HOMES) == set(digitink.__all__)
    assert set(digitink.__all__) <= set(dir(digitink))


def test_the_names_stay_what_they_are_once_all_is_imported():
    """A submodule that is imported takes its name in the package, over whatever stood there."""
    modules = ["reader", "picture", "frame", "model", "server.app", "data", "evaluate.measure"]
    code = f"import {', '.join(f'digitink.{module}' for module in modules)}; import digitink"
    code += "; print([n for n in digitink.__all__ if not callable(getattr(digitink, n))])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'raed'"):
        digitink.raed  # noqa: B018


def test_import_loads_no_heavy_module():
    heavy = {"numpy", "cv2", "onnxruntime", "PIL", "click", "fastapi", "torch"}
    code = f"import sys, digitink; print(sorted({heavy!r} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_reading_never_loads_torch():
    code = "import sys, digitink.reader; print('torch' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"


def test_nothing_but_a_reading_comes_of_reading(tmp_path):
    """ONNX Runtime would leave an identity and a queue of events at home, and send them."""
    env = {**os.environ, "HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    env |= {name: str(tmp_path / "xdg") for name in os.environ if name.startswith("XDG_")}
    env.pop("ORT_DISABLE_TELEMETRY", None)
    ink = "digitink.Ink([[(0, 12), (20, 0), (20, 100)]])"
    code = f"import digitink; print(digitink.read({ink}).text)"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env
    )
    assert (found.stdout, found.stderr) == ("1\n", "")
    assert list(tmp_path.rglob("*")) == []
