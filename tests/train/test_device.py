import pytest

from digitink.errors import TrainingError


def test_the_threads_are_those_asked_for(torch):
    from digitink.train.device import best_device, prepare

    device = best_device(1)
    assert device.threads == 1
    prepare(device)
    assert torch.get_num_threads() == 1


def test_bfloat16_holds_only_within(torch):
    from digitink.train.device import Device

    layer, x = torch.nn.Linear(4, 4), torch.ones(1, 4)
    for bfloat16, dtype in ((True, torch.bfloat16), (False, torch.float32)):
        with Device("cpu", bfloat16, 1).precision():
            assert layer(x).dtype == dtype
        assert layer(x).dtype == torch.float32


def test_a_device_that_is_not_here_is_one_clear_error(torch, monkeypatch):
    from digitink.train.device import Device, prepare

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(TrainingError, match="computed on 'cuda', which this machine lacks"):
        prepare(Device("cuda", False, 1))
