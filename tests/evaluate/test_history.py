import json

import pytest

from digitink.errors import TrainingError
from digitink.evaluate import history


def test_a_run_is_read_as_it_was_written(make_run):
    found = history.read(make_run(seed=4))
    assert (found.name, found.seed, found.recipe["batch"]) == ("tiny-seed4", 4, 50)
    assert [epoch.epoch for epoch in found.epochs] == [1, 2, 3]
    assert found.best.epoch == 3


def test_the_best_epoch_has_the_lowest_validation_loss(make_run):
    folder = make_run(epochs=2)
    worse = json.loads((folder / "metrics.jsonl").read_text().splitlines()[0]) | {"epoch": 3}
    with (folder / "metrics.jsonl").open("a") as file:
        file.write(json.dumps(worse) + "\n")
    assert history.read(folder).best.epoch == 2


def test_a_run_without_history_is_one_clear_error(make_run):
    with pytest.raises(TrainingError, match="holds no history: no epoch has ended"):
        history.read(make_run(epochs=0))


def test_no_run_is_one_clear_error(tmp_path):
    with pytest.raises(TrainingError, match=r"holds no training run: .*runs/standard-seed0"):
        history.read(tmp_path)


@pytest.mark.parametrize("line", [b'{"epoch": 1, "accuracy": 0.5}', b"{", b"[]", b"\xff"])
def test_a_run_of_another_format_is_one_clear_error(make_run, line):
    folder = make_run()
    (folder / "metrics.jsonl").write_bytes(line + b"\n")
    with pytest.raises(TrainingError, match=r"metrics\.jsonl was damaged, or written by another"):
        history.read(folder)


def test_siblings_differ_in_their_seed_alone(make_run):
    own = history.read(make_run(seed=1))
    make_run(seed=2)
    make_run(seed=0)
    make_run(seed=2, name="the same again")
    make_run(seed=1, name="its own seed again")
    make_run(seed=3, name="another batch", batch=99)
    make_run(seed=4, name="other data", sha256="b" * 64)
    make_run(seed=5, name="nothing yet", epochs=0)
    (make_run(seed=6, name="damaged") / "run.json").write_text("{")
    assert [other.seed for other in history.siblings(own)] == [0, 2]


def test_a_lone_run_has_no_siblings(make_run):
    assert history.siblings(history.read(make_run())) == []
