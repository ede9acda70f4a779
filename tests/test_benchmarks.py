import ast
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import pytest

import digitink
from digitink.data import Samples
from digitink.model import Card, Model

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "benchmarks"
SOURCES = sorted(FOLDER.glob("**/*.py"))
SCRIPTS = sorted(file for file in FOLDER.glob("*.py") if "def main()" in file.read_text())


@pytest.fixture
def load(monkeypatch):
    """A benchmark's module by its name, with its neighbours importable as when it runs."""
    monkeypatch.syspath_prepend(FOLDER)

    def load(name):
        spec = spec_from_file_location(name, FOLDER / f"{name}.py")
        module = module_from_spec(spec)
        monkeypatch.setitem(sys.modules, name, module)
        spec.loader.exec_module(module)
        return module

    return load


def test_there_are_benchmarks():
    assert {file.stem for file in SCRIPTS} >= {"training", "reading", "size", "people", "robust"}


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.name)
def test_each_file_parses_and_opens_with_what_it_is_for(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_each_script_prints_its_claim(file):
    claim = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    done = subprocess.run(
        [sys.executable, file, "--help"], capture_output=True, text=True, check=True
    )
    assert claim in done.stdout


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_each_script_is_documented(file):
    assert f"benchmarks/{file.name}" in (ROOT / "docs" / "benchmarks.md").read_text("utf-8")


def test_the_reference_shares_no_code_with_digitink():
    for file in (FOLDER / "reference").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in getattr(node, "names", [])]
            names.append(getattr(node, "module", None) or "")
            assert not any(name.split(".")[0] == "digitink" for name in names), file


def test_what_a_script_prints_takes_the_place_of_what_it_printed_before(load):
    recorded = load("run_all").recorded
    empty = "a\n<!-- b.py -->\n<!-- end of b.py -->\nc\n"
    filled = "a\n<!-- b.py -->\n\n| x |\n\n<!-- end of b.py -->\nc\n"
    assert recorded(empty, "b.py", "| x |\n") == filled
    assert recorded(filled, "b.py", "| x |\n") == filled


@pytest.mark.parametrize(
    "script", ["training", "reading", "size", "people", "robust", "friends", "inside", "notebooks"]
)
def test_the_document_has_a_place_for_each_table(load, script):
    document = (ROOT / "docs" / "benchmarks.md").read_text("utf-8")
    assert "measured here" in load("run_all").recorded(document, f"{script}.py", "measured here")


def test_spread_by_hand(load):
    spread = load("timing").Spread.of([5.0, 1.0, 3.0, 2.0])
    assert (spread.n, spread.median, spread.mean) == (4, 2.5, 2.75)
    assert (spread.low, spread.high, spread.p99) == (1, 5, 5)
    assert spread.deviation == pytest.approx((8.75 / 3) ** 0.5)
    assert spread.cells(".1f") == ["4", "2.5", "1.0", "5.0"]


def test_the_99th_percentile_is_the_nearest_rank(load):
    assert load("timing").Spread.of(list(range(1, 201))).p99 == 198
    assert load("timing").Spread.of([7.0]).p99 == 7


def test_alternate_takes_turns_after_a_round_that_does_not_count(load):
    made = []
    calls = {"a": lambda: made.append("a"), "b": lambda: made.append("b")}
    times = load("timing").alternate(calls, rounds=2)
    assert "".join(made) == "ababab"
    assert {name: len(values) for name, values in times.items()} == {"a": 2, "b": 2}


def test_a_failing_process_ends_the_benchmark_with_its_complaint(load):
    command = [sys.executable, "-c", "raise SystemExit('no such thing')"]
    with pytest.raises(SystemExit, match="no such thing"):
        load("timing").process(command)


@pytest.mark.parametrize(
    ("measured", "at_most", "met"),
    [(2, False, True), (1.9, False, False), (2, True, True), (2.1, True, False)],
)
def test_a_target_holds_its_bound(load, measured, at_most, met):
    assert load("claims").Target("speed", measured, 2, at_most=at_most).met is met


@pytest.mark.parametrize("at_most", [False, True])
def test_what_is_no_number_meets_no_target(load, at_most):
    assert not load("claims").Target("speed", float("nan"), 2, at_most=at_most).met


def test_a_missed_target_ends_the_benchmark_with_1(load, capsys):
    claims = load("claims")
    claims.conclude([claims.Target("speed", 3, 2)])
    with pytest.raises(SystemExit) as ending:
        claims.conclude([claims.Target("speed", 3, 2), claims.Target("size", 3, 2, " MB", True)])
    assert ending.value.code == 1
    assert "| size   |     3 MB | at most 2 MB | MISSED |" in capsys.readouterr().out


def test_tables_are_aligned_markdown(load):
    assert load("claims").table(["", "n"], [["abc", "1"], ["d", "1,000"]]).splitlines() == [
        "|     |     n |",
        "| --- | ----: |",
        "| abc |     1 |",
        "| d   | 1,000 |",
    ]
    assert "| -- | -: |" in load("claims").table(["a", "n"], [["b", "1"]])


def test_made_up_ink_is_all_different_and_the_same_each_time(load):
    strokes = load("strokes")
    drawn = list(strokes.made_up(200))
    assert drawn == list(strokes.made_up(200))
    assert len({str(each) for each, _ in drawn}) == 200
    assert [label for _, label in drawn[:10]] == list(range(10))
    assert all(8 <= len(stroke) <= 60 for each, _ in drawn for stroke in each)


def test_numbers_are_composed_of_whole_digits(load):
    drawn, labels = zip(*load("strokes").made_up(40), strict=True)
    inks = [digitink.Ink(strokes) for strokes in drawn]
    samples = Samples("made up", inks, np.array(labels), writers=np.array(["a", "b"] * 20))
    composing = load("composing")
    for spacing in composing.SPACINGS:
        made = composing.numbers(samples, spacing, 6)
        again = composing.numbers(samples, spacing, 6)
        assert [number.ink for number in made] == [number.ink for number in again]
        for number in made:
            assert len(number.text.split("\n")) <= spacing.lines
            assert len(number.digits) == len(number.text.replace("\n", ""))
            strokes = [i for digit in number.digits for i in digit]
            assert strokes == list(range(len(number.ink.strokes)))


def test_edits_by_hand(load):
    edits = load("whole_numbers").edits
    assert [edits("4711", read) for read in ("4711", "471", "44711", "1147")] == [0, 1, 1, 4]
    assert edits("12\n3", "123") == 1


def test_the_timed_stages_are_those_of_reading(load):
    class Session:
        def run(self, _, feeds):
            logits = feeds["frames"].reshape(-1, 28, 28)[:, 4:24, 14:24].sum(axis=1)
            return logits, logits

    card = Card("sums", "", temperature=1, unsure_below=0.5, recipe="", seed=0, parameters=0)
    model = Model(card, Path("sums.onnx"), Session())
    for strokes, _ in load("strokes").made_up(10):
        value = ink = digitink.Ink(strokes)
        for stage in load("reading").stages(model).values():
            value = stage(value)
        # Of strokes that may be several digits what else they may be takes from a digit.
        (digit,) = digitink.read(ink, model=model, single=True).digits
        assert digit.probabilities == pytest.approx(value[0])


def test_agreement_by_hand(load):
    keras = np.array([[0.9, 0.1], [0.4, 0.6], [0.7, 0.3]])
    digitink = np.array([[0.8, 0.2], [0.4, 0.6], [0.45, 0.55]])
    found = load("friends").Agreement.of(keras, digitink, labels=np.array([0, 1, 1]))
    assert (found.n, found.same) == (3, 2)
    assert (found.keras, found.digitink) == (pytest.approx(200 / 3), 100)
    assert found.difference == pytest.approx(0.25)
    assert found.row("x") == ["x", "66.67", "100.00", "2 of 3", "2.5e-01"]


def test_training_targets_compare_with_the_ten_epochs(load):
    training = load("training")
    runs = {
        "fast": [training.Run(99.0, 4.0, 10.0), training.Run(99.2, 5.0, 12.0)],
        "standard": [training.Run(99.4, 70.0, 101.0)],
    }
    found = training.targets(runs, {"training_seconds": 200.0})
    assert [(each.measured, each.met) for each in found] == [
        (pytest.approx(99.1), True),
        (pytest.approx(200 / 4.5), True),
        (pytest.approx(200 / 11), True),
        (pytest.approx(99.4), False),
        (pytest.approx(200 / 101), False),
    ]
