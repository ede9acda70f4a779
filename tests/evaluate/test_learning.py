import numpy as np
import pytest

from digitink.evaluate import history
from digitink.evaluate.learning import compared, learned, spread


def test_the_spread_is_over_the_runs_that_reached_an_epoch(make_run):
    runs = [history.read(make_run(seed=seed, epochs=2 + seed)) for seed in (0, 1)]
    found = spread(runs, "validation_loss")
    assert found.mean == pytest.approx(np.array([0.505, 0.255, 0.5 / 3 + 0.01]))
    assert found.low == pytest.approx(np.array([0.5, 0.25, 0.5 / 3 + 0.01]))
    assert found.high == pytest.approx(np.array([0.51, 0.26, 0.5 / 3 + 0.01]))


def test_one_run_has_no_band(make_run):
    loss, accuracy = learned([history.read(make_run())])
    assert loss.table.head == ("epoch", "validation", "training")
    assert loss.table.rows[1] == ("2", "0.2500", "0.5000")
    assert accuracy.table.rows[0] == ("1", "90.00 %", "80.00 %")
    assert "band" not in loss.caption
    assert "Kept were the weights of epoch 3" in loss.caption


def test_several_seeds_are_a_band_and_named(make_run):
    loss, _ = learned([history.read(make_run(seed=seed)) for seed in (3, 1)])
    assert "2 runs (seeds 3, 1)" in loss.caption
    assert loss.table.rows[0] == ("1", "0.5200", "1.0000", "0.5100", "0.5300")


def test_the_alternative_says_where_curves_go(make_run):
    _, accuracy = learned([history.read(make_run())])
    assert "accuracy goes from 90.00 % in the first epoch to 90.00 % in epoch 3" in accuracy.svg


def test_runs_of_different_lengths_are_compared(make_run):
    runs = [
        (f"run {epochs}", history.read(make_run(seed=epochs, epochs=epochs))) for epochs in (1, 2)
    ]
    loss, _ = compared(runs)
    assert loss.table.head == ("epoch", "run 1", "run 2")
    assert [row[1] for row in loss.table.rows] == ["0.5100", ""]
    assert "run 1</text>" in loss.svg


def test_training_digits_are_called_distorted_only_where_they_are(make_run):
    plain = history.read(make_run(0))
    distorted = history.read(make_run(1, augmentation={"rotate": 8.0}))
    assert ["distorted" in learned([run])[1].caption for run in (plain, distorted)] == [False, True]
