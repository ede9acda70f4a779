"""docs/friends.md: its commands and programs run, and what is refused is told word for word."""

import pickle
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

onnx = pytest.importorskip("onnx", reason="the extra `train` is not installed")
torch = pytest.importorskip("torch", reason="the extra `train` is not installed")
h5py = pytest.importorskip("h5py", reason="the extra `keras` is not installed")

from onnx import helper, numpy_helper  # noqa: E402
from safetensors.torch import save_file  # noqa: E402

from digitink import load_model  # noqa: E402
from digitink.cli import main as cli  # noqa: E402
from digitink.data import load, mnist  # noqa: E402
from digitink.exchange.exporting import export_model  # noqa: E402

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/friends.md").read_text(encoding="utf-8")
STEP = re.compile(
    r"^    digitink ((?:models|data|read digit)[^#\n]+)|^```py\n(.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
REFUSED = re.findall(r"^\| (.+?) \| `(.*FILE.+)` \|$", PAGE, re.MULTILINE)

pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),  # Keras's
    pytest.mark.filterwarnings("ignore::FutureWarning"),  # torch's exporter, of torch itself
]


@pytest.fixture(scope="module")
def keras():
    """Keras on torch."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KERAS_BACKEND", "torch")
        yield pytest.importorskip("keras", reason="the extra `keras` is not installed")


@pytest.fixture(scope="module")
def linear():
    """Weights (784, 10) that read most digits: the least squares of a few thousand."""
    train = mnist("train")
    frames = train.images[:4000].reshape(-1, 784) / np.float32(255)
    ten = np.eye(10, dtype=np.float32)[train.labels[:4000]]
    return np.linalg.solve(frames.T @ frames + 10 * np.eye(784), frames.T @ ten).astype(np.float32)


def graph(weights, **given):
    """A network of these weights as ONNX."""
    nodes = [helper.make_node("MatMul", ["frames", "weights"], ["logits"])]
    kind = onnx.TensorProto.FLOAT
    ends = [
        [helper.make_tensor_value_info(name, kind, ["N", side])]
        for name, side in (("frames", 784), ("logits", weights.shape[1]))
    ]
    tensor = numpy_helper.from_array(weights, "weights")
    made = helper.make_model(
        helper.make_graph(nodes, "theirs", *ends, [tensor]),
        opset_imports=[helper.make_opsetid("", 18)],
        ir_version=10,
    )
    if given.get("beside"):
        (tensor,) = made.graph.initializer
        onnx.external_data_helper.set_external_data(tensor, "weights.data")
        tensor.ClearField("raw_data")
    return made.SerializeToString()


@pytest.fixture(scope="module")
def write(keras, linear):
    """By what is refused: what writes such a file to a path."""
    layers = keras.layers

    def sequential(*parts):
        return lambda path: keras.Sequential(list(parts)).save(path.with_suffix(".keras"))

    def two(path):
        given = [keras.Input((28, 28)), keras.Input((28, 28))]
        last = layers.Dense(10)(layers.Flatten()(layers.Add()(given)))
        keras.Model(given, last).save(path.with_suffix(".keras"))

    def numbers(path):
        with h5py.File(path, "w") as file:
            file["numbers"] = [1, 2, 3]

    def weights(path):
        network = keras.Sequential([keras.Input((28, 28)), layers.Flatten(), layers.Dense(10)])
        network.save_weights(path.with_suffix(".weights.h5"))

    def lambda_layer(path):
        mine = layers.Lambda(abs, name="mine")
        sequential(keras.Input((28, 28)), mine, layers.Flatten(), layers.Dense(10))(path)

    return {
        "a Lambda layer": lambda_layer,
        "frames of another size": sequential(
            keras.Input((32, 32, 1)), layers.Flatten(), layers.Dense(10)
        ),
        "eleven outputs": sequential(keras.Input((28, 28)), layers.Flatten(), layers.Dense(11)),
        "two inputs": two,
        "the ten digits in another order": lambda path: path.write_bytes(
            graph(np.roll(linear, -1, axis=1))
        ),
        "an HDF5 file that is no model": numbers,
        "Keras's weights alone": weights,
        "weights beside an `.onnx`": lambda path: path.write_bytes(graph(linear, beside=True)),
        "what `torch.save` writes": lambda path: torch.save({"a": torch.zeros(1)}, path),
        "a pickle, such as joblib's": lambda path: path.write_bytes(pickle.dumps({"a": 1})),
        "others' safetensors": lambda path: save_file({"a": torch.zeros(1)}, path),
        "no model at all": lambda path: path.write_text("hello"),
    }


def test_every_refusal_is_tried(write):
    assert [what for what, _ in REFUSED] == list(write)


@pytest.mark.parametrize(("what", "message"), REFUSED, ids=lambda text: text[:30])
def test_what_is_refused(write, tmp_path, monkeypatch, capsys, what, message):
    monkeypatch.chdir(tmp_path)
    write[what](tmp_path / "file")
    (file,) = tmp_path.iterdir()
    assert cli.main(["models", "import", file.name]) == 5
    assert capsys.readouterr().err == f"digitink: {message.replace('FILE', file.name)}\n"
    assert list(tmp_path.iterdir()) == [file]


def test_the_page_from_its_top_to_its_end(keras, linear, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "tests/exchange/keras2/textbook.h5", tmp_path)
    shutil.copy(ROOT / "tests/golden/7.png", tmp_path / "digit.png")
    state = {"1.weight": torch.from_numpy(linear.T.copy()), "1.bias": torch.zeros(10)}
    torch.save(state, "weights.pt")
    Path("runs/fast-seed0").mkdir(parents=True)
    export_model(load_model("mnist"), "safetensors", Path("runs/fast-seed0/best.safetensors"))
    names, steps = {}, STEP.findall(PAGE)
    assert len(steps) == 11
    for command, code in steps:
        if command:
            assert cli.main(command.split()) == 0, capsys.readouterr().err
        else:
            exec(compile(code, "friends.md", "exec"), names)
    expected = load_model().probabilities(names["frames"])
    assert np.abs(names["probabilities"] - expected).max() < 1e-4
    for made in ("models/textbook", "models/mine", "mine", "models/again", "models/epoch2"):
        assert load_model(f"{made}.onnx").card.name == Path(made).name
    assert len(load("digits.csv")) == 10_000
