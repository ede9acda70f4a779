"""The routes of collecting, in a server that was started to collect."""

import httpx
import pytest

from digitink import data
from digitink.data.collection import NAME, Collection
from digitink.ink import Ink
from digitink.server.app import create_app

from .conftest import served

ONE = [[[10.0, 10.0], [11.0, 60.0]]]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "mine"


@pytest.fixture
def collecting(model, hand, folder):
    """Starts such a server; gives a client of it."""
    collection = Collection(folder, times=2)
    with (
        served(lambda hosts: create_app(model, hand, hosts=hosts, collection=collection)) as found,
        httpx.Client(base_url=f"http://{found}", trust_env=False) as client,
    ):
        yield client


def test_digits_are_kept_and_counted(collecting, folder):
    empty = {"folder": str(folder), "times": 2, "counts": [0] * 10}
    assert collecting.get("/api/collection").json() == empty
    answer = collecting.post("/api/collection", json={"strokes": ONE, "label": 1})
    assert answer.json()["counts"] == [0, 1, *[0] * 8]
    assert data.load(folder / NAME).labels.tolist() == [1]
    assert collecting.post("/api/collection/undo").json() == empty
    assert collecting.post("/api/collection/undo").json() == empty


def test_all_is_made_when_it_is_asked_for(collecting, folder):
    collecting.post("/api/collection", json={"strokes": ONE, "label": 1})
    assert not (folder / "digits.csv").exists()
    assert collecting.post("/api/collection/finish").status_code == 200
    assert data.load(folder / "digits.csv").labels.tolist() == [1]


@pytest.mark.parametrize("body", [{"strokes": ONE}, {"strokes": [], "label": 1}, {"label": 1}])
def test_what_is_not_kept(collecting, folder, body):
    assert collecting.post("/api/collection", json=body).status_code == 422
    assert list(folder.iterdir()) == []


def test_other_sites_cannot_add(collecting):
    stranger = {"origin": "http://elsewhere.example"}
    answer = collecting.post("/api/collection", json={"strokes": ONE, "label": 1}, headers=stranger)
    assert answer.status_code == 403


def test_a_server_that_does_not_collect_has_no_such_routes(client):
    assert client.get("/api/collection").status_code == 404
    assert client.get("/collect.html").status_code == 200


def test_all_is_made_when_the_server_ends(model, hand, folder):
    collection = Collection(folder, times=2)
    with served(lambda hosts: create_app(model, hand, hosts=hosts, collection=collection)):
        collection.add(Ink(ONE), 1)
    assert data.load(folder / "digits-images-idx3-ubyte").labels.tolist() == [1]
