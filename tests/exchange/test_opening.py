"""What holds no network is refused with one line, whatever it is called."""

import contextlib
import io
import json
import pickle
import zipfile

import h5py
import numpy as np
import onnx
import pytest

from digitink import limits
from digitink.errors import ModelError
from digitink.exchange.opening import opened


@pytest.fixture
def file(tmp_path):
    """file(bytes): a file that holds them."""

    def written(data, name="theirs.keras"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return written


def zipped(**members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return data.getvalue()


def hdf5(**attributes):
    data = io.BytesIO()
    with h5py.File(data, "w") as opened_file:
        opened_file["numbers"] = np.arange(10)
        opened_file.attrs.update(attributes)
    return data.getvalue()


def configuration(kind):
    """A network as Keras writes it down, with one layer of that kind deep within."""
    layer = {"class_name": kind, "config": {"name": "mine", "function": ["4wAAAAAA", None, None]}}
    inner = {"class_name": "Sequential", "config": {"name": "inner", "layers": [layer]}}
    return json.dumps({"class_name": "Sequential", "config": {"name": "x", "layers": [inner]}})


def keras_zip(config, weights=b"", about="{}"):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("config.json", config)
        archive.writestr("metadata.json", about)
        archive.writestr("model.weights.h5", weights)
    return data.getvalue()


LAMBDA = r"holds code: its layer 'mine' is a (Lambda|TFOpLambda) layer; a file must not run"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is no ONNX file"),
        (b"a,b\n1,2\n", "is no ONNX file"),
        (b"\x08\x0a", "is no ONNX file: it holds no network"),
        (pickle.dumps({"weights": [1, 2]}), "is a pickle, which may run anything once opened"),
        (zipped(a_txt="text"), "is a zip, but no .keras file; expected config.json and"),
        (
            zipped(**{"archive/data_pkl": pickle.dumps(1)}),
            "no .keras file; torch.save's files are pickles.* torch.onnx.export",
        ),
        (hdf5(), "is HDF5, but holds no network; save the whole model"),
        (hdf5(layer_names=["a"]), "is HDF5, but holds no network; save the whole model"),
        (hdf5(model_config="{"), "is damaged: its configuration is no JSON"),
        (hdf5(model_config="[" * 100_000), "is damaged: its configuration is no JSON"),
        (hdf5(model_config="{}"), "Keras cannot open"),
        (hdf5(model_config=configuration("Lambda")), LAMBDA),
        (hdf5(model_config=configuration("TFOpLambda"), keras_version="2.15.0"), LAMBDA),
        (keras_zip(configuration("Lambda")), LAMBDA),
        (keras_zip("{}"), "Keras cannot open"),
        (keras_zip("[" * 100_000), "is damaged: its configuration is no JSON"),
        (keras_zip("{}", about="[]"), "is damaged"),
        (keras_zip("{}", about="?"), "is damaged"),
        (keras_zip("[]", about='{"keras_version": "2.15.0"}'), "Keras cannot open"),
        (
            keras_zip(configuration("Dense"), about='{"keras_version": "2.15.0"}'),
            "Keras cannot open",
        ),
        (b'\x10\0\0\0\0\0\0\0{"a": 1}        ', "holds no weights that digitink wrote"),
    ],
)
def test_what_holds_no_network(file, keras, data, message):
    with pytest.raises(ModelError, match=message) as caught:
        opened(file(data))
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("name", ["textbook.h5", "textbook.keras", "functional.h5"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_a_truncated_file(file, keras, keras2, name, share):
    data = (keras2 / name).read_bytes()
    with pytest.raises(ModelError, match=r"is damaged|Keras cannot open|is HDF5, but"):
        opened(file(data[: int(share * len(data))], name))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_truncated_onnx(file, network, share):
    data = network()
    with pytest.raises(ModelError, match="is no ONNX file"):
        opened(file(data[: int(share * len(data))]))


@pytest.mark.parametrize("kind", ["initializer", "Constant"])
def test_weights_beside_an_onnx_are_not_opened(file, network, tmp_path, monkeypatch, kind):
    """As torch.onnx.export leaves them, unless told otherwise."""
    monkeypatch.chdir(tmp_path)
    model = onnx.load_model_from_string(network())
    tensor = next(each for each in model.graph.initializer if each.name == "weights")
    onnx.external_data_helper.set_external_data(tensor, "theirs.onnx.data")
    (tmp_path / "theirs.onnx.data").write_bytes(tensor.raw_data)
    tensor.ClearField("raw_data")
    if kind == "Constant":
        model.graph.node.insert(0, onnx.helper.make_node(kind, [], ["weights"], value=tensor))
        model.graph.initializer.remove(tensor)
    path = file(model.SerializeToString(), "theirs.onnx")
    with pytest.raises(ModelError, match=r"in a file beside it, .* external_data=False"):
        opened(path)


@pytest.mark.parametrize("name", ["textbook.h5", "textbook.keras"])
def test_flipped_bytes_end_in_an_error_or_in_a_network(file, keras, keras2, name):
    data = bytearray((keras2 / name).read_bytes())
    for place in np.random.default_rng(0).integers(0, len(data), 40):
        data[place] ^= 0xFF
    with contextlib.suppress(ModelError):
        assert opened(file(bytes(data), name)).network.graph.node


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(ModelError, match="is a folder; expected a Keras file"):
        opened(tmp_path)


def test_a_file_that_is_missing(tmp_path):
    with pytest.raises(ModelError, match=r"cannot read .*none\.h5: No such file"):
        opened(tmp_path / "none.h5")


def test_a_file_beyond_the_limit(file, network, monkeypatch):
    monkeypatch.setattr(limits, "MODEL_BYTES", 1_000)
    with pytest.raises(ModelError, match=r"has .* bytes; at most 1000 are read"):
        opened(file(network()))


def test_a_zip_that_unpacks_beyond_the_limit(file, monkeypatch):
    monkeypatch.setattr(limits, "MODEL_BYTES", 10_000)
    with pytest.raises(ModelError, match=r"unpacks to .* bytes; at most 10000 are read"):
        opened(file(keras_zip("{}", weights=bytes(100_000))))
