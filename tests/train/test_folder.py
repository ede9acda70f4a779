import json

import pytest

from digitink.errors import TrainingError
from digitink.evaluate.history import Epoch


@pytest.fixture(scope="module")
def folder(torch):
    import digitink.train.folder as folder

    return folder


@pytest.fixture
def run(folder, tiny, device, tmp_path):
    return folder.create(tmp_path / "runs", tiny.TINY, 3, device, {"train": {"n": 5}})


@pytest.fixture
def epoch():
    return lambda number: Epoch(number, 0.5, 0.8, 0.25, 0.9, 0.1, 1.5)


def test_a_run_is_found_again(folder, run):
    assert run.folder.name == "tiny-seed3"
    assert folder.find(run.folder) == run


def test_versions_are_noted(run):
    about = json.loads((run.folder / "run.json").read_text())
    assert set(about["versions"]) == {"digitink", "python", "torch", "numpy"}


def test_each_run_has_a_folder_of_its_own(folder, run, tiny, device):
    names = [
        folder.create(run.folder.parent, tiny.TINY, 3, device, {}).folder.name for _ in range(2)
    ]
    assert names == ["tiny-seed3-2", "tiny-seed3-3"]


def test_a_folder_that_cannot_be_made_is_one_clear_error(folder, tiny, device, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(TrainingError, match="cannot make a folder in"):
        folder.create(tmp_path / "file", tiny.TINY, 0, device, {})


@pytest.mark.parametrize(
    "text",
    [None, "", "{", "[]", "{}", '{"recipe": {"name": "x"}, "seed": 0}', '{"recipe": null}', "\xff"],
)
def test_another_folder_is_one_clear_error(folder, tmp_path, text):
    if text is not None:
        (tmp_path / "run.json").write_text(text, encoding="latin-1")
    with pytest.raises(TrainingError, match=r"holds no training run: .*runs/standard-seed0"):
        folder.find(tmp_path)


def test_epochs_are_kept_and_forgotten(run, epoch):
    assert run.epochs() == []
    for number in (1, 2, 3):
        run.add_epoch(epoch(number))
    assert run.epochs() == [epoch(1), epoch(2), epoch(3)]
    run.forget_after(1)
    assert run.epochs() == [epoch(1)]


def test_a_line_that_was_cut_short_does_not_count(run, epoch):
    run.add_epoch(epoch(1))
    with (run.folder / "metrics.jsonl").open("a") as file:
        file.write('{"epoch": 2, "train_lo')
    assert run.epochs() == [epoch(1)]
    run.forget_after(1)
    run.add_epoch(epoch(2))
    assert run.epochs() == [epoch(1), epoch(2)]


def test_damaged_metrics_are_one_clear_error(run):
    (run.folder / "metrics.jsonl").write_text("nonsense\n")
    with pytest.raises(TrainingError, match=r"metrics\.jsonl was damaged"):
        run.epochs()
