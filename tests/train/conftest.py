import importlib.util
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def torch():
    return pytest.importorskip("torch", reason="the extra `train` is not installed")


@pytest.fixture(scope="session")
def tiny(torch):
    """The module tiny_train.py: tiny.TINY, whose corpus is known by its name, and its path."""
    from digitink.train.corpora import CORPORA

    spec = importlib.util.spec_from_file_location("tiny_train", HERE / "tiny_train.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["tiny_train"] = module
    spec.loader.exec_module(module)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(CORPORA, "tiny", module.corpus)
        yield module


@pytest.fixture(scope="session")
def device(torch):
    """One thread of the processor, in whichever precision it gains by."""
    from digitink.train.device import Device, best_device, prepare

    device = Device("cpu", best_device(1).bfloat16, 1)
    prepare(device)
    return device


@pytest.fixture
def tiny_data(tiny):
    """The tiny training digits, split, as the loop takes them."""
    import torch

    from digitink.train.fit import Data

    corpus = tiny.corpus()
    (training,), (held,) = corpus.training, corpus.validation
    return Data(
        *(torch.from_numpy(a) for a in (training.images[:, None], training.labels)),
        *(torch.from_numpy(a) for a in (held.images[:, None], held.labels)),
    )
