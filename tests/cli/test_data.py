import json

import numpy as np
import pytest
from click.testing import CliRunner

from digitink.cli.data import command
from digitink.data import catalogue, formats, load
from digitink.errors import DataError, OutputError, UsageError


@pytest.fixture(autouse=True)
def no_data(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITINK_DATA", str(tmp_path))
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_, **__: str(tmp_path / "own"))
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(command, arguments, catch_exceptions=False).stdout


def test_list_names_each_set_and_whether_it_is_here():
    lines = run("list").splitlines()
    assert lines[0].split() == ["name", "samples", "writers", "use", "here", "licence"]
    assert [line.split()[0] for line in lines[1:]] == catalogue.names()
    assert lines[1].split()[:5] == ["mnist-train", "60,000", "250", "training", "present"]
    assert lines[1].endswith("CC BY-SA 3.0")
    assert lines[5].split()[:5] == ["usps.train", "7,291", "?", "measuring", "missing"]


def test_list_as_json_is_one_object_a_set():
    facts = [json.loads(line) for line in run("list", "--json").splitlines()]
    assert [fact["name"] for fact in facts] == catalogue.names()
    assert facts[0]["state"] == "present"
    assert facts[2]["state"] == "missing"
    assert facts[2]["folder"] is None
    assert facts[2]["trainable"] is True
    assert "get it from https://archive.ics.uci.edu" in facts[2]["problem"]


def test_show_counts_what_is_here():
    page = run("show", "mnist-test")
    assert page.startswith("mnist-test: 10,000 test digits")
    assert "measuring only, never trained on" in page
    assert "CC BY-SA 3.0" in page
    assert all(sha256 in page for sha256 in catalogue.entry("mnist-test").files.values())
    assert "0: 980  1: 1,135" in page


def test_show_says_where_to_put_what_is_missing(no_data):
    page = run("show", "semeion")
    assert f"put it at {no_data / 'semeion' / 'semeion.data'}" in page
    assert "counts" not in page


def test_show_says_what_was_altered(no_data):
    (no_data / "semeion").mkdir()
    (no_data / "semeion" / "semeion.data").write_text("other")
    facts = json.loads(run("show", "semeion", "--json"))
    assert facts["state"] == "altered"
    assert facts["folder"] == str(no_data)
    assert "its SHA-256 is" in facts["problem"]
    assert "counts" not in facts


def test_show_as_json_holds_the_counts():
    facts = json.loads(run("show", "mnist-test", "--json"))
    assert facts["counts"]["7"] == 1028
    assert facts["n"] == sum(facts["counts"].values()) == 10_000


def test_a_wrong_name_lists_the_right_ones():
    with pytest.raises(DataError, match="no data set named 'mnist'; known: mnist-train"):
        run("show", "mnist")


@pytest.fixture
def drawn(tmp_path):
    """Ten digits as ink."""
    strokes = [[[0, 0], [10, 0], [4, 20]]]
    path = tmp_path / "drawn.json"
    path.write_text(json.dumps([{"label": str(i), "strokes": strokes} for i in range(10)]))
    return path


@pytest.mark.parametrize(
    ("to", "name"),
    [
        ("csv", "digits.csv"),
        ("idx", "digits-images-idx3-ubyte"),
        ("json", "digits.jsonl"),
        ("png", "digits"),
    ],
)
def test_export_writes_what_is_read_again(drawn, tmp_path, to, name):
    assert to in formats.WRITERS
    out = tmp_path / "out" / name
    out.parent.mkdir()
    result = CliRunner().invoke(command, ["export", str(drawn), "--to", to, "--out", str(out)])
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr == f"wrote 10 digits to {out}\n"
    assert sorted(load(out).labels.tolist()) == list(range(10))


def test_export_of_a_known_set_and_of_pixels_alone(tmp_path):
    out = tmp_path / "test.csv"
    run("export", "mnist-test", "--to", "csv", "--out", str(out))
    with out.open() as file:
        assert file.readline().startswith("label,pixel0,pixel1,")
        assert file.readline().startswith("7,0,0,")
    np.testing.assert_array_equal(load(out).frames()[:50], load("mnist-test").frames()[:50])
    run("export", "mnist-test", "--to", "csv", "--out", str(out), "--no-labels")
    with out.open() as file:
        assert file.readline().startswith("pixel0,pixel1,")


@pytest.mark.parametrize(
    ("to", "name", "words"),
    [
        ("csv", "digits.csv.gz", "does not end in .csv; give it that"),
        ("json", "digits.ink", "does not end in .json or .jsonl; give it that"),
        ("idx", "digits-images-idx3-ubyte.gz", "has a suffix, as no IDX has; leave it out"),
    ],
)
def test_export_under_a_name_that_is_another_format_s(drawn, tmp_path, to, name, words):
    with pytest.raises(UsageError, match=words):
        run("export", str(drawn), "--to", to, "--out", str(tmp_path / name))
    assert [path.name for path in tmp_path.iterdir()] == ["drawn.json"]


def test_no_labels_is_for_csv(drawn, tmp_path):
    with pytest.raises(UsageError, match="--no-labels is for --to csv"):
        run("export", str(drawn), "--to", "idx", "--out", str(tmp_path / "x"), "--no-labels")


def test_a_folder_is_written_whole_or_not_at_all(drawn, tmp_path, monkeypatch):
    out = tmp_path / "pictures"
    written = []

    def fail(_, path):
        written.append(path)
        if len(written) == 5:
            raise OutputError("the disk is full")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")

    monkeypatch.setattr("digitink.data.pictures.write_picture", fail)
    with pytest.raises(OutputError, match="the disk is full"):
        run("export", str(drawn), "--to", "png", "--out", str(out))
    assert len(written) == 5
    assert [path.name for path in tmp_path.iterdir()] == ["drawn.json"]
    out.mkdir()
    with pytest.raises(OutputError, match="is there already; give a folder that is to be made"):
        run("export", str(drawn), "--to", "png", "--out", str(out))
