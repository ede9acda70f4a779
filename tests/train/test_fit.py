import math
from dataclasses import replace

import pytest

from digitink.train.recipe import Recipe


@pytest.fixture
def run(tiny_data, device):
    """run(recipe, stop_after=...): what `fit` returned, its state, its epochs and its steps."""
    from digitink.train.fit import Epoch, begin, fit

    def run(recipe, stop_after=math.inf):
        state, events, kept, asked = begin(recipe, 0, device), [], [], 0

        def stop():
            nonlocal asked
            asked += 1
            return asked >= stop_after

        ending = fit(
            state,
            recipe,
            0,
            tiny_data,
            device,
            keep=lambda epoch, better: kept.append((epoch, better)),
            report=events.append,
            stop=stop,
        )
        epochs = [event for event in events if isinstance(event, Epoch)]
        steps = [event for event in events if not isinstance(event, Epoch)]
        assert [epoch for epoch, _ in kept] == epochs
        return ending, state, epochs, steps, [better for _, better in kept]

    return run


def test_it_learns(run, tiny):
    ending, state, epochs, _, _ = run(tiny.TINY)
    assert ending == "complete"
    assert [epoch.epoch for epoch in epochs] == [1, 2, 3, 4]
    assert state.epoch == 4
    assert epochs[-1].train_loss < 0.6 * epochs[0].train_loss
    assert epochs[-1].validation_accuracy > 0.7
    assert all(epoch.seconds > 0 for epoch in epochs)


def test_the_best_epoch_has_the_lowest_validation_loss(run, tiny):
    _, state, epochs, _, better = run(replace(tiny.TINY, epochs=5, rate=0.3))
    losses = [epoch.validation_loss for epoch in epochs]
    assert better == [loss < min(losses[:i], default=math.inf) for i, loss in enumerate(losses)]
    assert state.best_loss == min(losses)
    assert state.best_epoch == 1 + losses.index(min(losses))


def test_it_stops_early_without_a_better_loss(run, tiny):
    frozen = replace(tiny.TINY, rate=0.0, network="classic", patience=2)
    ending, state, epochs, _, better = run(frozen)
    assert ending == "early"
    assert better == [True, False, False]
    assert (state.epoch, state.best_epoch) == (3, 1)
    assert len({epoch.validation_loss for epoch in epochs}) == 1


def test_it_stops_after_the_step_at_which_it_is_asked_to(run, tiny):
    ending, state, epochs, _, _ = run(tiny.TINY, stop_after=20)
    assert ending == "interrupted"
    assert len(epochs) == 1
    assert state.epoch == 1


@pytest.mark.parametrize("rate", [1e38, math.nan])
def test_a_loss_that_is_no_number_ends_it(run, tiny, rate):
    ending, state, epochs, _, _ = run(replace(tiny.TINY, rate=rate))
    assert ending == "diverged"
    assert not epochs
    assert state.epoch == 0


def test_steps_are_reported_with_running_means(run, tiny):
    _, _, epochs, steps, _ = run(replace(tiny.TINY, epochs=1))
    assert (steps[0].step, steps[-1].step) == (1, 16)
    assert {step.steps for step in steps} == {16}
    assert steps[-1].loss == epochs[0].train_loss
    assert steps[-1].accuracy == epochs[0].train_accuracy


def test_the_seed_fixes_it_to_the_bit(run, tiny, torch):
    recipe = replace(tiny.TINY, epochs=2)
    (_, one, *_), (_, two, *_) = run(recipe), run(recipe)
    for name, tensor in one.network.state_dict().items():
        assert torch.equal(tensor, two.network.state_dict()[name]), name


def test_weight_decay_spares_biases_and_batch_norms(device):
    from digitink.train.fit import begin

    state = begin(Recipe("r", "standard", 1, 10, 0.1, decay=0.01), 0, device)
    weights, others = state.optimiser.param_groups
    assert weights["weight_decay"] == 0.01
    assert others["weight_decay"] == 0
    assert all(p.ndim > 1 for p in weights["params"])
    assert all(p.ndim == 1 for p in others["params"])
