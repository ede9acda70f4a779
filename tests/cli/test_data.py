import json

import pytest
from click.testing import CliRunner

from digitink.cli.data import command
from digitink.data import catalogue
from digitink.errors import DataError


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
