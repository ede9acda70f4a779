from pathlib import Path

import numpy as np
import onnx
import pytest

from digitink.model import as_inputs, open_session


@pytest.fixture(scope="module")
def images(tiny):
    return tiny.corpus().training[0].images


@pytest.fixture(scope="module")
def plain(torch, images):
    """A network that has learnt a little, as a `.onnx`."""
    from digitink.train.export import to_onnx
    from digitink.train.network import build

    torch.manual_seed(0)
    network = build("fast").train()
    with torch.no_grad():
        network(torch.from_numpy(as_inputs(images[:200])))  # its batch norms see something
    return to_onnx(network)


@pytest.fixture(scope="module")
def small(plain, images):
    from digitink.train.quantise import quantise

    return quantise(plain, images)


def computed(data, images):
    return open_session(data, Path("m.onnx")).run(
        ["logits", "features"], {"frames": as_inputs(images)}
    )


def test_it_is_smaller_and_computes_nearly_the_same(plain, small, images):
    assert len(small) < 0.4 * len(plain)
    for n in (1, 50):
        for found, expected in zip(
            computed(small, images[:n]), computed(plain, images[:n]), strict=True
        ):
            assert found.shape == expected.shape
            assert found.dtype == np.float32
            spread = expected.std()
            assert 0 < np.abs(found - expected).mean() < 0.05 * spread


def test_weights_have_7_bits_and_the_last_layer_is_left_as_it_was(small):
    model = onnx.load_from_string(small)
    of_8_bits = [t for t in model.graph.initializer if t.data_type == onnx.TensorProto.INT8]
    weights = [onnx.numpy_helper.to_array(t) for t in of_8_bits if len(t.dims) > 1]
    assert len(weights) == 3
    assert all(-64 <= w.min() <= w.max() <= 64 for w in weights)
    last = next(node for node in model.graph.node if "logits" in node.output)
    floats = {t.name for t in model.graph.initializer if t.data_type == onnx.TensorProto.FLOAT}
    assert set(last.input[1:]) <= floats


def test_the_same_weights_and_images_give_the_same_bytes(plain, small, images):
    from digitink.train.quantise import quantise

    assert quantise(plain, images) == small


def test_no_folder_of_this_machine_is_named_in_it(small):
    assert b"/tmp" not in small
    assert b"site-packages" not in small
