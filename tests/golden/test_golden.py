"""Pictures that must be read right, with the shipped model. scripts/make_golden.py draws them."""

import json
from pathlib import Path

import pytest

import digitink

FOLDER = Path(__file__).parent
READINGS = json.loads((FOLDER / "readings.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", READINGS)
def test_is_read_right(name):
    assert digitink.read(FOLDER / name).text == READINGS[name]


def test_every_picture_has_its_reading():
    pictures = {path.name for path in FOLDER.iterdir() if path.suffix in (".png", ".jpg")}
    assert pictures == set(READINGS)
