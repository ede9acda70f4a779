import math
from dataclasses import replace

import pytest

from digitink.data import NO_DIGIT
from digitink.evaluate.history import Epoch
from digitink.train.recipe import Recipe


@pytest.fixture
def run(tiny_data, device):
    """run(recipe, stop_after=..., data=...): what `fit` returned, its state, epochs and steps."""
    from digitink.train.fit import begin, fit

    def run(recipe, stop_after=math.inf, data=tiny_data):
        state, events, kept, asked = begin(recipe, 0, device), [], [], 0

        def stop():
            nonlocal asked
            asked += 1
            return asked >= stop_after

        ending = fit(
            state,
            recipe,
            0,
            data,
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


def test_targets_are_smoothed_digits_and_last_what_is_none(torch):
    from digitink.train.fit import targets

    table = targets(0.2)
    assert table.shape == (11, 10)
    assert table.sum(1).tolist() == pytest.approx([1.0] * 11)
    assert table[3, 3].item() == pytest.approx(0.82)
    assert table[3, 4].item() == pytest.approx(0.02)
    assert table[NO_DIGIT].tolist() == pytest.approx([0.1] * 10)


def test_targets_are_torchs_own_label_smoothing(torch):
    from digitink.train.fit import targets

    logits, labels = torch.randn(50, 10), torch.randint(0, 10, (50,))
    own = torch.nn.functional.cross_entropy(logits, labels, label_smoothing=0.1)
    assert torch.nn.functional.cross_entropy(logits, targets(0.1)[labels]) == pytest.approx(
        own.item(), rel=1e-6
    )


def test_what_is_no_digit_becomes_doubt_and_does_not_count_for_accuracy(
    run, tiny, tiny_data, device, torch
):
    from digitink.train.fit import predict

    # Digits upside down and in negative are the unknown here.
    others = 255 - tiny_data.train_images[:400].flip(2)
    data = replace(
        tiny_data,
        train_images=torch.cat([tiny_data.train_images, others]),
        train_labels=torch.cat([tiny_data.train_labels, torch.full((400,), NO_DIGIT)]),
    )
    _, state, epochs, _, _ = run(tiny.TINY, data=data)
    assert epochs[-1].train_accuracy > 0.7
    assert epochs[-1].validation_accuracy > 0.7
    strange = 255 - tiny_data.validation_images.flip(2)
    sure_of_digits, sure_of_others = (
        predict(state.network, images, device).softmax(1).amax(1).mean().item()
        for images in (tiny_data.validation_images, strange)
    )
    assert sure_of_others < 0.3 < 0.6 < sure_of_digits
