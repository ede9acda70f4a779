import pytest

from digitink.train.recipe import Augmentation

STRONG = Augmentation(rotate=20, shear=0.3, scale=0.2, shift=3, elastic=1.5)


@pytest.fixture(scope="module")
def frames(tiny):
    import torch

    return torch.from_numpy(tiny.corpus().training[0].images[:500])[:, None].float() / 255


@pytest.fixture(scope="module")
def augment(torch):
    from digitink.train.augment import augment

    return augment


@pytest.fixture(scope="module")
def centres(torch):
    """Centres of mass (N, 2) of frames, x and y in pixels."""

    def centres(frames):
        at = torch.arange(28.0)
        mass = frames.sum((1, 2, 3))
        return torch.stack(
            [(frames.sum(2)[:, 0] @ at) / mass, (frames.sum(3)[:, 0] @ at) / mass], dim=1
        )

    return centres


def test_no_strength_changes_nothing(torch, augment, frames):
    assert torch.allclose(augment(frames, Augmentation()), frames, atol=1e-5)


def test_frames_stay_within_0_and_1(torch, augment, frames):
    torch.manual_seed(0)
    distorted = augment(frames, STRONG)
    assert distorted.shape == frames.shape
    assert distorted.dtype == torch.float32
    assert distorted.min() >= 0
    assert distorted.max() <= 1 + 1e-6
    assert (distorted - frames).abs().mean() > 0.02


def test_the_seed_fixes_it(torch, augment, frames):
    torch.manual_seed(7)
    first, second = augment(frames, STRONG), augment(frames, STRONG)
    torch.manual_seed(7)
    assert torch.equal(augment(frames, STRONG), first)
    assert not torch.equal(first, second)


def test_every_frame_is_distorted_its_own_way(torch, augment, frames):
    torch.manual_seed(0)
    same = augment(frames[:1].repeat(20, 1, 1, 1), STRONG)
    assert len({frame.numpy().tobytes() for frame in same}) == 20


def test_a_shift_moves_by_up_to_so_many_pixels(torch, augment, frames, centres):
    torch.manual_seed(0)
    moved = centres(augment(frames, Augmentation(shift=2))) - centres(frames)
    assert moved.abs().max() <= 2.01
    assert moved.min() < -1.8
    assert moved.max() > 1.8
    assert moved.mean(0).abs().max() < 0.2
    assert moved.std(0).mean() == pytest.approx(2 / 3**0.5, rel=0.1)


def test_a_rotation_turns_about_the_middle_by_up_to_its_angle(torch, augment):
    bar = torch.zeros(2000, 1, 28, 28)
    bar[:, :, 4:24, 13:15] = 1
    torch.manual_seed(0)
    turned = augment(bar, Augmentation(rotate=30))[:, 0]
    at = torch.arange(28.0) - 13.5
    y, x = torch.meshgrid(at, at, indexing="ij")
    angle = torch.atan2(-(turned * x * y).sum((1, 2)), (turned * y * y).sum((1, 2)))
    degrees = torch.rad2deg(angle)
    assert degrees.abs().max() == pytest.approx(30, abs=1.5)
    assert degrees.std() == pytest.approx(30 / 3**0.5, rel=0.1)


def test_a_scale_changes_each_axis_on_its_own(torch, augment):
    block = torch.zeros(2000, 1, 28, 28)
    block[:, :, 9:19, 9:19] = 1
    torch.manual_seed(0)
    scaled = augment(block, Augmentation(scale=0.2))[:, 0]
    width, height = scaled[:, 14].sum(1), scaled[:, :, 14].sum(1)
    for side in (width, height):
        assert 8.2 < side.min() < 8.6
        assert 12.1 < side.max() < 12.6
    assert abs(torch.corrcoef(torch.stack([width, height]))[0, 1]) < 0.1


def test_elastic_strength_is_a_standard_deviation_in_pixels(torch, augment):
    # Where x is a ramp of brightness, a displacement by d pixels changes it by d / 27.
    ramp = (torch.arange(28.0) / 27).repeat(2000, 1, 28, 1)
    torch.manual_seed(0)
    moved = (augment(ramp, Augmentation(elastic=0.8)) - ramp)[:, 0, 6:22, 6:22] * 27
    assert moved.std() == pytest.approx(0.8, rel=0.15)
    rough = (moved[:, :, 1:] - moved[:, :, :-1]).std()
    assert rough < 0.3 * moved.std(), "neighbouring pixels move together"
