"""What a model must not forget is found once, kept in the user's cache, and found again."""

import io
import zipfile

import numpy as np
import platformdirs
import pytest

from digitink import data, load_model
from digitink.data.split import stratified
from digitink.hand import rehearsal as rehearsals
from digitink.hand.layer import PersonalLayer, Shown, both
from digitink.hand.likeness import shapes_of
from digitink.hand.rehearsal import Rehearsal, rehearsal


@pytest.fixture(autouse=True)
def forget(monkeypatch):
    """A function that makes it another process, which knows nothing yet; called at first."""

    def another_process():
        monkeypatch.setattr(rehearsals, "_found", {})

    another_process()
    return another_process


@pytest.fixture
def made(monkeypatch):
    """The models that a rehearsal was made for; what is made is a small one."""
    models = []

    def make(model):
        models.append(model)
        random = np.random.default_rng(0)
        parts = []
        for _ in range(2):
            features, logits = (random.random((20, size), np.float32) for size in (SIZE, 10))
            shapes = shapes_of(random.random((20, 28, 28), np.float32))
            parts.append(Shown(features, logits, shapes, np.arange(20) % 10))
        return Rehearsal.of(*parts)

    monkeypatch.setattr(rehearsals, "_made", make)
    return models


def cached():
    """The one file in the user's cache folder."""
    (file,) = platformdirs.user_cache_path("digitink", appauthor=False).iterdir()
    return file


MODEL = load_model("mnist")
SIZE = MODEL.run(np.zeros((1, 28, 28)))[1].shape[1]
NONE = np.zeros((0, 49), np.float32)  # no shape is taught


def test_all_digits_held_back_and_as_many_trained_on():
    found = rehearsal(MODEL)
    mnist = data.mnist("train")
    _, held_back = stratified(mnist.labels)
    np.testing.assert_array_equal(found.held_back.labels, mnist.labels[held_back])
    logits, features = MODEL.run(mnist.images[held_back[:5]])
    np.testing.assert_allclose(found.held_back.logits[:5], logits, atol=1e-4)
    np.testing.assert_allclose(found.held_back.features[:5], features, atol=1e-4)
    assert found.allowed == 5
    assert np.bincount(found.ordinary.labels).tolist() == [500] * 10
    assert not set(map(bytes, found.ordinary.features)) & set(map(bytes, found.held_back.features))


def test_a_second_process_takes_it_from_the_cache(made, forget):
    first = rehearsal(MODEL)
    assert rehearsal(MODEL) is first
    forget()
    second = rehearsal(MODEL)
    assert made == [MODEL]
    assert MODEL.card.sha256 in cached().name
    for part in ("ordinary", "held_back"):
        for name in ("features", "logits", "shapes", "labels"):
            one, other = (getattr(getattr(found, part), name) for found in (first, second))
            np.testing.assert_array_equal(one, other)
    np.testing.assert_allclose(first.moments, second.moments)


@pytest.mark.parametrize(
    "damage",
    [
        {"ordinary shapes": np.zeros((20, 25), np.float32)},  # of another version
        {"held_back features": np.zeros((20, 3), np.float32)},
        {"held_back logits": np.zeros((19, 10), np.float32)},
        {"ordinary labels": np.full(20, 10)},
        {"ordinary labels": np.float64(3)},
        {"ordinary logits": np.full((20, 10), np.nan, np.float32)},
        {"ordinary logits": np.full((20, 10), "x")},
        {f"{part} {n}": np.zeros(0) for part in rehearsals.PARTS for n in rehearsals.ARRAYS},
    ],
)
def test_arrays_of_another_kind_are_made_again(made, forget, damage):
    rehearsal(MODEL)
    whole = cached().read_bytes()
    with np.load(cached()) as kept:
        arrays = dict(kept)
    np.savez(cached(), **arrays | damage)
    forget()
    rehearsal(MODEL)
    assert len(made) == 2
    assert cached().read_bytes() == whole


def npy():
    file = io.BytesIO()
    np.save(file, np.zeros(3))
    return file.getvalue()


def packed_by_an_unknown_method():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("ordinary features.npy", npy())
    data = bytearray(file.getvalue())
    data[data.index(b"PK\1\2") + 10] = 99
    return bytes(data)


@pytest.mark.parametrize(
    "damage", [b"", b"PK", b"nothing of the kind", npy(), packed_by_an_unknown_method()]
)
def test_a_damaged_cache_is_made_again(made, forget, damage):
    rehearsal(MODEL)
    whole = cached().read_bytes()
    cached().write_bytes(damage)
    forget()
    rehearsal(MODEL)
    assert len(made) == 2
    assert cached().read_bytes() == whole


def test_without_a_cache_it_is_made_by_each_process(made, forget, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    for _ in range(2):
        forget()
        assert len(rehearsal(MODEL).held_back) == 20
    assert len(made) == 2


def test_what_falls_and_what_is_endangered(made):
    found = rehearsal(MODEL)
    size = found.ordinary.features.shape[1]
    nothing = PersonalLayer(np.zeros((size, 10), np.float32), NONE)
    assert found.fall(nothing) == len(found.endangered(nothing)) == 0
    weights = np.zeros((size, 10), np.float32)
    weights[:, 7] = 1_000  # all that has features is a seven
    sevens = PersonalLayer(weights, NONE)
    read_right = found.held_back.right()
    assert found.fall(sevens) == read_right.sum() - 2  # there are two sevens
    lost = found.endangered(sevens).labels
    np.testing.assert_array_equal(
        lost, found.ordinary.labels[found.ordinary.right() & (found.ordinary.labels != 7)]
    )


@pytest.mark.parametrize("taught", [0, 3])
def test_the_prior_is_stiff_where_ordinary_digits_lie(made, taught):
    found = rehearsal(MODEL)
    shapes = found.ordinary.shapes[:taught]
    inputs = both(found.ordinary.features, found.ordinary.shapes, shapes)
    expected = inputs.T @ inputs / len(inputs)
    floor = 0.01 * expected.diagonal().mean() * np.eye(len(expected))
    np.testing.assert_allclose(found.precision(shapes), expected + floor, rtol=1e-4)
