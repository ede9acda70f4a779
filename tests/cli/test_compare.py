import json

from digitink.cli.compare import aligned


def test_two_models_are_set_side_by_side(run):
    code, out, err = run("compare", "everyday", "mnist")
    assert (code, err) == (0, "")
    head, empty, recipe, *lines = out.splitlines()
    assert head.split() == ["everyday", "mnist"]
    assert (empty, recipe) == ("", "recipe")
    assert "network" in lines[1]
    assert any(line.startswith("mnist-test: right, %") for line in lines)
    assert lines[-1].startswith("mnist-test: of 10,000, everyday alone has ")
    assert "p = " in lines[-1]


def test_json_and_a_report(run, tmp_path):
    path = tmp_path / "both.html"
    code, out, err = run("compare", "mnist", "mnist", "--json", "--report", path)
    assert (code, err) == (0, f"digitink: report {path}\n")
    record = json.loads(out)
    assert record["differences"] == {}
    assert {test["p"] for test in record["tests"]} == {1.0}
    assert "mnist (1)" in path.read_text(encoding="utf-8")


def test_what_cannot_be_compared_is_one_line(run, tmp_path):
    code, out, err = run("compare", "mnist")
    assert (code, out) == (2, "")
    assert err == "digitink: 1 to compare; give 2 to 20 runs or models\n"
    assert run("compare", "mnist", "nmist")[0] == 5
    code, out, err = run("compare", "mnist", tmp_path)
    assert (code, out) == (5, "")
    assert "is no training run: no run.json is there; give the folder that digitink train" in err


def test_a_report_that_cannot_be_written_is_told_first(run, tmp_path):
    code, out, err = run("compare", "nmist", "--report", tmp_path / "missing" / "a.html")
    assert (code, out) == (1, "")
    assert "cannot write" in err


def test_columns_are_aligned():
    assert aligned([["", "a"], ["long", "bcd"]]) == ["        a", "long  bcd"]
