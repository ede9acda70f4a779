import errno
import json
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from digitink.errors import OutputError, TrainingError
from digitink.model import load_model, softmax
from digitink.train.corpora import CORPORA
from digitink.train.recipe import RECIPES, Recipe


@pytest.fixture(scope="module")
def run(torch):
    import digitink.train.run as run

    return run


@pytest.fixture
def start(run, tiny, device, tmp_path):
    """start(recipe, ...): a run on the tiny data, in tmp_path."""
    return partial(run.start, seed=0, device=device, out=tmp_path)


@pytest.fixture(scope="module")
def ended(run, tiny, device, tmp_path_factory):
    """A whole run: its result, and how many epochs were done when the test set was asked for."""
    asked, done = [], []

    def corpus(*_):
        built = tiny.corpus()

        def test():
            asked.append(len(done))
            return built.test()

        return replace(built, test=test)

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(CORPORA, "tiny", corpus)
        result = run.start(
            tiny.TINY,
            0,
            device,
            tmp_path_factory.mktemp("runs"),
            report=lambda event: done.append(event) if hasattr(event, "validation_loss") else None,
        )
    return result, asked


def test_the_test_set_is_touched_once_after_training(ended, tiny):
    _, asked = ended
    assert asked == [tiny.TINY.epochs]


def names(folder):
    return sorted(path.name for path in Path(folder).iterdir())


def test_a_run_leaves_its_files(ended):
    result, _ = ended
    assert names(result.run) == [
        "best.safetensors",
        "last.safetensors",
        "metrics.jsonl",
        "model.json",
        "model.onnx",
        "report.html",
        "result.json",
        "run.json",
    ]
    assert json.loads(Path(result.run, "result.json").read_text()) == asdict(result)


def test_the_exported_model_has_the_accuracy_of_the_result(ended, tiny):
    result, _ = ended
    test = tiny.corpus().test()
    model = load_model(result.model)
    right = model.probabilities(test.images).argmax(1) == test.labels
    assert right.mean() == result.test_accuracy > 0.7


def test_the_card_says_what_was_done(ended, tiny):
    result, _ = ended
    card = load_model(result.model).card
    assert card.name == "tiny-seed0"
    assert (card.recipe, card.seed, card.parameters) == ("tiny", 0, 158_746)
    assert card.training.items() >= tiny.corpus().facts().items()
    assert card.training["best_epoch"] == result.best_epoch
    assert card.training["recipe"]["batch"] == tiny.TINY.batch
    validation, test = card.figures
    assert (validation["data"], validation["n"]) == ("tiny, held back", 200)
    assert (test["data"], test["n"]) == ("tiny-test", 300)
    assert test["accuracy"] == result.test_accuracy


def test_an_ended_run_is_known(run, ended):
    result, _ = ended
    assert run.finished(run.folder.find(Path(result.run))) == result


class StopAfter:
    """Asks for a stop during the epoch after the given one."""

    def __init__(self, epoch):
        self.epoch, self.done = epoch, 0

    def report(self, event):
        self.done = event.epoch if hasattr(event, "validation_loss") else self.done

    def __call__(self):
        return self.done >= self.epoch


def same_files(one, two):
    return [
        Path(one, name).read_bytes() == Path(two, name).read_bytes()
        for name in ("best.safetensors", "last.safetensors", "model.onnx")
    ]


def test_an_interrupted_run_is_exported_untested_and_can_go_on(run, start, ended, tiny):
    stop = StopAfter(2)
    result = start(tiny.TINY, stop=stop, report=stop.report)
    assert (result.ending, result.epochs) == ("interrupted", 2)
    assert result.test_accuracy is None
    assert result.test_loss is None
    card = load_model(result.model).card
    assert card.training["epochs"] == 2
    assert not [figure["data"] for figure in card.figures if "test" in figure["data"]]
    found = run.folder.find(Path(result.run))
    assert run.finished(found) is None
    resumed = run.resume(found)
    assert (resumed.ending, resumed.epochs) == ("complete", 4)
    assert same_files(resumed.run, ended[0].run) == [True, True, True]


def test_interrupted_before_the_first_epoch_nothing_is_kept(start, tiny, tmp_path):
    assert start(tiny.TINY, stop=lambda: True) is None
    assert names(tmp_path / "tiny-seed0") == ["metrics.jsonl", "run.json"]


def test_a_loss_that_is_no_number_at_once_keeps_nothing(start, tiny):
    with pytest.raises(TrainingError, match="no finite number in epoch 1; nothing was kept"):
        start(replace(tiny.TINY, rate=1e38))


def test_a_loss_that_is_no_number_later_keeps_the_best(start, tiny, tmp_path, monkeypatch):
    usual = Recipe.rate_at
    monkeypatch.setattr(Recipe, "rate_at", lambda self, p: 1e38 if p > 0.6 else usual(self, p))
    with pytest.raises(TrainingError, match="in epoch 3; the best, of epoch 2, was kept") as caught:
        start(tiny.TINY)
    path = tmp_path / "tiny-seed0" / "model.onnx"
    assert str(path) in str(caught.value)
    assert load_model(path).card.training["best_epoch"] == 2


def test_a_full_disk_loses_no_earlier_checkpoint(run, start, ended, tiny, tmp_path, monkeypatch):
    folder = tmp_path / "tiny-seed0"

    usual = Path.replace

    def no_room_for_the_last(part, target):
        if target.name == "last.safetensors":
            raise OSError(errno.ENOSPC, "No space left on device")
        return usual(part, target)

    with monkeypatch.context() as full:

        def fill_the_disk(event):
            if hasattr(event, "validation_loss") and event.epoch == 2:
                full.setattr(Path, "replace", no_room_for_the_last)

        with pytest.raises(OutputError, match="No space left on device; what it held before is"):
            start(tiny.TINY, report=fill_the_disk)
    assert not list(folder.glob("*.part"))
    assert len(run.folder.find(folder).epochs()) == 3
    resumed = run.resume(run.folder.find(folder))
    assert same_files(resumed.run, ended[0].run) == [True, True, True]
    assert [epoch.epoch for epoch in run.folder.find(folder).epochs()] == [1, 2, 3, 4]


def test_other_data_are_refused(run, ended, tiny, monkeypatch):
    def another(*_):
        built = tiny.corpus()
        built.training[0].images[700, 14, 14] ^= 1
        return built

    monkeypatch.setitem(CORPORA, "tiny", another)
    with pytest.raises(TrainingError, match="begun on other training data"):
        run.resume(run.folder.find(Path(ended[0].run)))


def test_a_damaged_result_is_one_clear_error(run, start, tiny, tmp_path):
    start(tiny.TINY, stop=lambda: True)
    folder = tmp_path / "tiny-seed0"
    (folder / "result.json").write_text("{}")
    with pytest.raises(TrainingError, match=r"result\.json was damaged"):
        run.finished(run.folder.find(folder))


@pytest.fixture
def two(tiny, monkeypatch):
    """A recipe with a second network."""
    monkeypatch.setitem(RECIPES, "other", replace(tiny.TINY, name="other", batch=40, epochs=9))
    return replace(tiny.TINY, second="other")


def test_a_second_network_is_trained_and_asked(run, start, two, ended, tiny):
    result = start(two)
    inner = Path(result.run, "other-seed0")
    within = run.finished(run.folder.find(inner))
    assert result.ending == within.ending == "complete"
    assert within.epochs == two.epochs  # as many as the first, not as its own recipe says
    assert result.training_seconds > within.training_seconds
    model, second = load_model(result.model), load_model(inner / "model.onnx")
    assert model.card.parameters == 2 * second.card.parameters
    assert model.card.training["second"].items() >= second.card.training.items()
    images = tiny.corpus().test().images
    first, _ = load_model(ended[0].model).run(images)  # the same network, alone
    both, _ = model.run(images)
    asked = softmax(first).max(axis=1) < model.card.training["second"]["asked_below"]
    assert 0 < asked.sum() < 100
    assert np.allclose(both[~asked], first[~asked], atol=1e-5)
    assert np.allclose(both[asked], (first + second.run(images)[0])[asked] / 2, atol=1e-4)


class StopInSecond(StopAfter):
    """Asks for a stop in the second epoch of the second network."""

    def __init__(self, run):
        super().__init__(1)
        self.run, self.begun = run, False

    def report(self, event):
        self.begun = self.begun or isinstance(event, self.run.Second)
        if self.begun:
            super().report(event)


def test_a_second_network_that_was_interrupted_goes_on(run, start, two):
    whole = start(two)
    stop = StopInSecond(run)
    result = start(two, stop=stop, report=stop.report)
    assert (result.ending, result.epochs) == ("interrupted", two.epochs)
    assert result.test_accuracy is None
    assert "second" not in load_model(result.model).card.training
    told = []
    resumed = run.resume(run.folder.find(Path(result.run)), report=told.append)
    assert resumed.ending == "complete"
    assert [event.recipe.name for event in told if isinstance(event, run.Second)] == ["other"]
    assert Path(resumed.model).read_bytes() == Path(whole.model).read_bytes()


def test_a_second_network_that_has_ended_is_not_trained_again(run, start, two, monkeypatch):
    result = start(two)
    Path(result.run, "result.json").unlink()
    monkeypatch.setattr(run, "start", None)
    again = run.resume(run.folder.find(Path(result.run)))
    assert (again.ending, again.test_loss) == (result.ending, result.test_loss)


def test_other_runs_in_the_runs_folder_are_no_second_network(run, start, two, tiny):
    stop = StopInSecond(run)
    result = start(two, stop=stop, report=stop.report)
    begun = run.folder.find(Path(result.run))
    run.start(replace(tiny.TINY, epochs=1), 0, begun.device, begun.folder)
    resumed = run.resume(begun)
    second = load_model(resumed.model).card.training["second"]
    assert (second["recipe"]["name"], second["epochs"]) == ("other", two.epochs)


def test_a_second_network_that_comes_to_nothing_leaves_the_first(
    run, start, two, tmp_path, monkeypatch
):
    monkeypatch.setitem(RECIPES, "other", replace(RECIPES["other"], rate=1e38))
    match = "the second network: the loss is .*; the first alone was exported to .*, untested"
    with pytest.raises(TrainingError, match=match):
        start(two)
    (begun,) = map(run.folder.find, tmp_path.iterdir())
    assert "second" not in load_model(begun.model).card.training
    assert run.finished(begun) is None
    with pytest.raises(TrainingError, match=match):
        run.resume(begun)


def test_a_second_network_that_diverged_is_never_taken(run, start, two):
    result = start(two)
    inner = Path(result.run, "other-seed0", "result.json")
    inner.write_text(json.dumps(json.loads(inner.read_text()) | {"ending": "diverged"}))
    Path(result.run, "result.json").unlink()
    with pytest.raises(TrainingError, match="the second network: the loss became no finite number"):
        run.resume(run.folder.find(Path(result.run)))
