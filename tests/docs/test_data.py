"""docs/data.md knows the sets that there are, and what it says of formats can be done."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from digitink.cli import main as cli
from digitink.data import formats, load
from digitink.data.catalogue import ENTRIES
from digitink.data.collection import Collection
from digitink.data.pictures import SUFFIXES
from digitink.ink import Ink

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/data.md").read_text(encoding="utf-8")
STROKES = [[(0, 4), (62, 0), (45, 40), (22, 100)]]


def test_the_table_is_the_catalogue():
    row = r"^\| `([\w.-]+)` \| ([\d,]+) \| .+? \| (training|measuring) \| (.+?) \|$"
    told = [
        (name, int(n.replace(",", "")), use == "training", licence)
        for name, n, use, licence in re.findall(row, PAGE, re.MULTILINE)
    ]
    assert told == [(e.name, e.n, e.trainable, e.origin.licence) for e in ENTRIES]


def test_every_picture_suffix_is_named():
    named = re.search(r"pictures of that digit: ([\w, ]+)", PAGE)[1].strip().lower().split(", ")
    assert {suffix.strip(".") for suffix in SUFFIXES} == {*named, "jpg", "tif"}


@pytest.fixture
def mine(tmp_path, monkeypatch):
    """What `digitink collect --out mine` leaves, in the folder that is worked in."""
    monkeypatch.chdir(tmp_path)
    collection = Collection(Path("mine"), times=10)
    for digit in range(10):
        collection.add(Ink(STROKES), digit)
    collection.finish()
    return collection


def test_what_is_collected_is_in_every_format(mine):
    assert "`digits.jsonl` (the strokes), folders 0 to 9 of pictures, `digits.csv` and IDX" in PAGE
    for path in ("mine", "mine/digits.jsonl", "mine/digits.csv", "mine/digits-images-idx3-ubyte"):
        assert load(path).labels.tolist() == list(range(10))


def test_exports_run_and_are_read_again(mine):
    lines = re.findall(r"^    digitink (data export mine.+)$", PAGE, re.MULTILINE)
    assert len(lines) == 2
    for line in lines:
        *_, kind, _, out = line.split()
        assert kind in formats.WRITERS
        assert cli.main(line.split()) == 0
        assert load(out).labels.tolist() == list(range(10))


def test_what_is_packed_is_read(mine):
    import gzip

    for name in ("digits.csv", "digits.jsonl"):
        packed = Path("mine", f"{name}.gz")
        packed.write_bytes(gzip.compress(Path("mine", name).read_bytes()))
        assert len(load(packed)) == 10
    for part in ("images-idx3", "labels-idx1"):
        plain = Path("mine", f"digits-{part}-ubyte")
        Path(f"{plain}.gz").write_bytes(gzip.compress(plain.read_bytes()))
    assert len(load("mine/digits-images-idx3-ubyte.gz")) == 10


def test_ink_and_arrays_as_the_table_has_them(tmp_path):
    item = json.dumps({"label": "7", "strokes": STROKES, "writer": "anna"})
    (tmp_path / "one.json").write_text(f"[{item}]", encoding="utf-8")
    assert load(tmp_path / "one.json").writers.tolist() == ["anna"]
    images = np.zeros((2, 28, 28), np.uint8)
    labels = np.array([3, 4])
    np.savez(tmp_path / "own.npz", images=images, labels=labels)
    assert load(tmp_path / "own.npz").labels.tolist() == [3, 4]
    pairs = {"x_train": images, "y_train": labels, "x_test": images[:1], "y_test": labels[:1]}
    np.savez(tmp_path / "mnist.npz", **pairs)
    assert len(load(f"{tmp_path / 'mnist.npz'}#test")) == 1


def test_measuring_sets_are_refused_for_training(capfd):
    pytest.importorskip("torch")
    assert cli.main(["train", "--data", "mnist-test"]) == 2
    assert "never trained on" in capfd.readouterr().err


def test_where_sets_are_looked_for(tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("DIGITINK_DATA", str(tmp_path))
    assert cli.main(["data", "show", "pendigits.tra"]) == 0
    found = capfd.readouterr().out
    assert f"put it at {tmp_path}" in found
    assert re.search(r"digitink\W+data", found.partition(" or ")[2])
