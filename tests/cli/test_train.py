import json
import re
import runpy
import shutil
import signal
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from digitink.cli import train
from digitink.data import Samples, csv_files, mnist
from digitink.errors import DataError, MissingExtra, TrainingError, UnknownName, UsageError
from digitink.model import load_model
from digitink.train.recipe import RECIPES

TINY = Path(__file__).parent.parent / "train" / "tiny_train.py"


def invoke(*arguments):
    return CliRunner().invoke(train.command, list(map(str, arguments)))


@pytest.fixture(scope="module", autouse=True)
def tiny():
    """The real command on a thousand digits, with the recipe `tiny` of a second."""
    pytest.importorskip("torch", reason="the extra `train` is not installed")
    from digitink.train.corpora import CORPORA

    tiny = runpy.run_path(str(TINY))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(RECIPES, "tiny", tiny["TINY"])
        patch.setitem(CORPORA, "tiny", tiny["corpus"])
        yield


@pytest.fixture(scope="module")
def ended(tiny, tmp_path_factory):
    """What the command did to the end, and where."""
    out = tmp_path_factory.mktemp("runs")
    return invoke("--recipe", "tiny", "--threads", 1, "--seed", 5, "--out", out), out


def test_it_ends_with_the_test_and_the_model(ended):
    result, out = ended
    assert result.exit_code == 0
    tested, model = result.stdout.splitlines()
    assert re.fullmatch(
        r"test accuracy \d\d\.\d\d%, loss \d\.\d{4} \(best epoch 4 of 4, .*", tested
    )
    assert model == f"model {out / 'tiny-seed5' / 'model.onnx'}"
    assert load_model(model.removeprefix("model ")).card.seed == 5


def test_it_shows_how_each_epoch_went(ended):
    first, *epochs, last = ended[0].stderr.splitlines()
    assert last == f"report {ended[1] / 'tiny-seed5' / 'report.html'}"
    assert re.fullmatch(r"recipe tiny, seed 5, on \w+, 1 thread, \w+", first)
    assert len(epochs) == 4
    for number, line in enumerate(epochs, 1):
        assert re.fullmatch(
            rf"epoch {number}/4  loss \d\.\d{{4}}  accuracy \d+\.\d\d%"
            r"  validation loss \d\.\d{4}  accuracy \d+\.\d\d%  \d+\.\d s",
            line,
        )


def test_an_ended_run_is_not_resumed(ended):
    result = invoke("--resume", ended[1] / "tiny-seed5", "--json")
    assert result.exit_code == 0
    assert "has ended; there is nothing to resume" in result.stderr
    assert json.loads(result.stdout)["epochs"] == 4


def test_an_ended_run_that_was_moved_says_where_it_is(ended, tmp_path):
    moved = shutil.copytree(ended[1] / "tiny-seed5", tmp_path / "elsewhere")
    said = json.loads(invoke("--resume", moved, "--json").stdout)
    assert (said["run"], said["model"]) == (str(moved), str(moved / "model.onnx"))


def test_epochs_and_json(tmp_path):
    result = invoke("--recipe", "tiny", "--epochs", 1, "--threads", 1, "--out", tmp_path, "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert (found["epochs"], found["ending"]) == (1, "complete")
    assert Path(found["model"]).exists()


@pytest.fixture
def kaggle(tmp_path):
    """A few hundred of MNIST's digits as Kaggle's CSV."""
    frames = mnist("test")
    pixels = frames.images[:300].astype(np.float32) / 255
    path = tmp_path / "mine.csv"
    csv_files.write(Samples("x", pixels, frames.labels[:300], framed=True), path)
    return path


def test_ones_own_data_take_the_place_of_the_recipe_s(kaggle, tmp_path, monkeypatch, interrupt_at):
    monkeypatch.chdir(tmp_path)
    interrupt_at("Epoch")
    result = invoke("--recipe", "tiny", "--threads", 1, "--data", "mine.csv", "--out", tmp_path)
    assert result.exit_code == 130
    monkeypatch.undo()
    resumed = invoke("--resume", tmp_path / "tiny-seed0", "--json")  # from another folder
    assert resumed.exit_code == 0
    card = load_model(json.loads(resumed.stdout)["model"]).card
    assert card.training["data"] == [{"name": "mine.csv", "n": 300}]
    assert card.training["recipe"]["data"] == ["mine.csv"]
    assert [figure["data"] for figure in card.figures] == ["mine.csv, held back", "mnist-test"]
    assert str(tmp_path) not in card.to_json()


def spoilt_label(text):
    header, first, rest = text.split("\n", 2)
    return "\n".join([header, first.replace("7", "10", 1), rest])


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda text: text.replace(",pixel783", "", 1), "has 784 columns, label is number 1 of"),
        (lambda text: text.replace("\n7,0,0,", "\n7,0,", 1), "line 2: 784 columns; expected 785"),
        (lambda text: text.replace(",255,", ",256,", 1), ": 256; expected 0..255"),
        (spoilt_label, "line 2, column label: 10; expected a digit 0..9"),
        (lambda text: text.replace("label", "number", 1), "has no label column"),
    ],
)
def test_what_is_no_data_set_starts_no_run(kaggle, tmp_path, spoil, words):
    kaggle.write_text(spoil(kaggle.read_text()))
    error = invoke("--recipe", "tiny", "--data", kaggle, "--out", tmp_path / "runs").exception
    assert isinstance(error, DataError)
    assert error.exit_code == 5
    assert words in str(error)
    assert not (tmp_path / "runs").exists()


def test_an_empty_folder_starts_no_run(tmp_path):
    (tmp_path / "mine").mkdir()
    error = invoke("--data", tmp_path / "mine", "--out", tmp_path / "runs").exception
    assert isinstance(error, DataError)
    assert "mine holds no pictures; expected folders 0 to 9" in str(error)
    assert not (tmp_path / "runs").exists()


@pytest.fixture
def interrupt_at(monkeypatch):
    """interrupt_at(event): as if someone pressed Ctrl-C at the first event of that kind."""

    def interrupt_at(kind):
        lines = train._lines

        @contextmanager
        def pressing(epochs):
            with lines(epochs) as report:

                def press(event):
                    report(event)
                    if type(event).__name__ == kind:
                        signal.raise_signal(signal.SIGINT)

                yield press

        monkeypatch.setattr(train, "_lines", pressing)

    return interrupt_at


def test_ctrl_c_keeps_the_best_so_far_and_resume_goes_on(interrupt_at, monkeypatch, tmp_path):
    before = signal.getsignal(signal.SIGINT)
    interrupt_at("Epoch")
    result = invoke("--recipe", "tiny", "--threads", 1, "--out", tmp_path)
    assert result.exit_code == 130
    assert "not tested yet (best epoch 1 of 1," in result.stdout
    run = tmp_path / "tiny-seed0"
    assert load_model(run / "model.onnx").card.training["best_epoch"] == 1
    assert f"to go on: digitink train --resume {run}" in result.stderr
    assert signal.getsignal(signal.SIGINT) is before
    monkeypatch.undo()
    resumed = invoke("--resume", run)
    assert resumed.exit_code == 0
    assert "epoch 2/4" in resumed.stderr
    assert "epoch 1/4" not in resumed.stderr
    assert "(best epoch 4 of 4," in resumed.stdout


def test_ctrl_c_in_the_first_epoch_leaves_a_run_that_resume_goes_on_with(
    interrupt_at, monkeypatch, tmp_path
):
    from digitink.train.folder import create

    interrupt_at("Step")

    def beside_another(out, *rest):  # which began in another terminal meanwhile
        for name in ("a", "z"):
            (out / name).mkdir()
            (out / name / "run.json").touch()
        return create(out, *rest)

    monkeypatch.setattr("digitink.train.folder.create", beside_another)
    result = invoke("--recipe", "tiny", "--threads", 1, "--out", tmp_path)
    assert result.exit_code == 130
    assert result.stdout == ""
    run = tmp_path / "tiny-seed0"
    said = f"interrupted before the first epoch ended; to go on: digitink train --resume {run}"
    assert said in result.stderr
    monkeypatch.undo()
    resumed = invoke("--resume", run)
    assert resumed.exit_code == 0
    assert "epoch 1/4" in resumed.stderr


def test_ctrl_c_before_there_is_a_run_keeps_nothing_and_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr("digitink.train.corpora.build", lambda *_, **__: None)
    result = invoke("--recipe", "tiny", "--threads", 1, "--out", tmp_path)
    assert result.exit_code == 130
    assert "interrupted before the first epoch ended; nothing was kept" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_said_before_the_corpus_is(monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr("digitink.train.corpora.build", lambda *_, **__: asked.append(1))
    (tmp_path / "file").touch()
    result = invoke("--recipe", "tiny", "--threads", 1, "--out", tmp_path / "file" / "runs")
    assert isinstance(result.exception, TrainingError)
    assert "cannot make a folder in" in str(result.exception)
    assert not asked


def test_a_second_ctrl_c_leaves_at_once():
    with train._stopping() as stop:
        signal.raise_signal(signal.SIGINT)
        assert stop()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_an_unknown_recipe_lists_the_right_ones():
    assert isinstance(invoke("--recipe", "best").exception, UnknownName)


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(train, "find_spec", lambda name: None if name == "torch" else name)
    error = invoke().exception
    assert isinstance(error, MissingExtra)
    assert str(error) == (
        "training (without torch) needs packages that are not installed;"
        ' install them with: pip install "digitink[train]"'
    )


@pytest.mark.parametrize(
    "option",
    ["--recipe=tiny", "--data=mnist-train", "--seed=0", "--epochs=2", "--out=x", "--threads=1"],
)
def test_what_the_run_fixes_cannot_be_given_with_resume(ended, option):
    error = invoke("--resume", ended[1] / "tiny-seed5", option).exception
    assert isinstance(error, UsageError)
    assert option.split("=")[0] in str(error)


def test_a_folder_that_is_no_run_is_one_clear_error(tmp_path):
    error = invoke("--resume", tmp_path).exception
    assert isinstance(error, TrainingError)
    assert "holds no training run" in str(error)


def test_the_making_of_a_corpus_is_told(capsys):
    from digitink.train.corpus import Making

    with train._lines(3) as report:
        report(Making(500, 1200))
        report(Making(1200, 1200))
    assert capsys.readouterr().err == "made 1,200 frames\n"


def test_on_a_terminal_there_is_a_bar(monkeypatch, capsys):
    from digitink.evaluate.history import Epoch
    from digitink.train.corpus import Making
    from digitink.train.fit import Step
    from digitink.train.reporting import Reported

    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    with train._bar(3) as report:
        report(Making(500, 1200))
    with train._bar(3) as report:
        report(Making(1200, 1200))
        report(Step(1, 10, 20, 0.25, 0.9))
        report(Epoch(1, 0.2, 0.9, 0.1, 0.95, 0.1, 3.0))
        report(Step(2, 20, 20, 0.125, 0.96))
        report(Reported(Path("run/report.html"), "no [room]"))
    text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", capsys.readouterr().err)
    assert "500 of 1,200" in text
    assert "1,200 of" not in text
    assert "epoch 1/3  loss 0.2000  accuracy 90.00%  validation loss 0.1000" in text
    assert "epoch 2/3" in text
    assert "loss 0.1250  accuracy 96.00%" in text
    assert "no report: no [room]" in text


def test_it_says_when_the_second_network_begins(tmp_path, monkeypatch):
    monkeypatch.setitem(RECIPES, "other", replace(RECIPES["tiny"], name="other"))
    monkeypatch.setitem(RECIPES, "both", replace(RECIPES["tiny"], name="both", second="other"))
    result = invoke("--recipe", "both", "--epochs", 1, "--threads", 1, "--out", tmp_path)
    assert result.exit_code == 0
    lines = result.stderr.splitlines()
    begun = lines.index("the second network: recipe other")
    assert [line.split("  ")[0] for line in lines if "epoch" in line] == ["epoch 1/1"] * 2
    assert lines[begun - 1].startswith("epoch 1/1")
    assert lines[-1] == f"report {tmp_path / 'both-seed0' / 'report.html'}"
