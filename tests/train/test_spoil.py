import pytest


@pytest.fixture(scope="module")
def frames(tiny):
    import torch

    return torch.from_numpy(tiny.corpus().training[0].images[:500])[:, None].float() / 255


@pytest.fixture(scope="module")
def spoil(torch):
    from digitink.train import spoil

    return spoil


@pytest.fixture(scope="module")
def ways(spoil):
    return {way.__name__: way for way in spoil.WAYS}


def test_a_share_is_spoilt_and_the_rest_left_alone(torch, spoil, frames):
    torch.manual_seed(0)
    spoilt = spoil.spoil(frames, 0.4)
    assert spoilt.shape == frames.shape
    assert spoilt.dtype == torch.float32
    assert spoilt.min() >= 0
    assert spoilt.max() <= 1
    changed = (spoilt - frames).abs().amax((1, 2, 3)) > 0.01
    assert not changed[200:].any()
    assert changed[:200].float().mean() > 0.9


@pytest.mark.parametrize("n", [1, 3, 10, 11])
def test_few_frames_are_spoilt_as_well(torch, spoil, frames, n):
    torch.manual_seed(0)
    assert spoil.spoil(frames[:n], 1.0).shape == frames[:n].shape


def test_no_share_changes_nothing(torch, spoil, frames):
    assert torch.equal(spoil.spoil(frames, 0.0), frames)


def test_the_seed_fixes_it(torch, spoil, frames):
    once = []
    for seed in (3, 3, 4):
        torch.manual_seed(seed)
        once.append(spoil.spoil(frames, 0.5))
    assert torch.equal(once[0], once[1])
    assert not torch.equal(once[0], once[2])


def test_every_way_changes_most_frames_and_no_two_are_alike(torch, ways, frames):
    torch.manual_seed(0)
    for name, way in ways.items():
        once, again = way(frames), way(frames)
        assert torch.isfinite(once).all(), name
        assert ((once - frames).abs().mean((1, 2, 3)) > 0.001).float().mean() > 0.8, name
        assert not torch.equal(once, again), name


@pytest.mark.parametrize("name", ["grey_paper", "uneven_light", "noisy", "blurred", "blotted"])
def test_the_digit_is_still_there(torch, ways, frames, name):
    torch.manual_seed(0)
    spoilt = ways[name](frames).clamp(0, 1)
    ink, paper = frames > 0.8, frames < 0.05
    darker = [s[i].mean() > s[p].mean() for s, i, p in zip(spoilt, ink, paper, strict=True)]
    assert sum(darker) > 0.9 * len(frames)


def test_inverted_frames_are_their_own_negative_somewhere(torch, ways, frames):
    torch.manual_seed(0)
    spoilt = ways["inverted"](frames)
    negative = torch.isclose(spoilt, 1 - frames)
    assert (negative | (spoilt == frames)).all()
    assert 0.2 < negative.float().mean() < 0.8


def test_an_outline_has_no_inside(torch, ways):
    block = torch.zeros(200, 1, 28, 28)
    block[:, :, 6:22, 6:22] = 1
    torch.manual_seed(0)
    spoilt = ways["outlined"](block)
    assert (spoilt[:, 0, 14, 14] == 0).all()
    assert (spoilt.amax((1, 2, 3)) == 1).all()


def test_a_line_adds_ink_and_takes_none(torch, ways, frames):
    torch.manual_seed(0)
    spoilt = ways["crossed"](frames)
    assert (spoilt >= frames).all()
    added = (spoilt - frames).sum((1, 2, 3))
    assert added.median() > 10
