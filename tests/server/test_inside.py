"""Those who look inside over HTTP get what Python gets, and clear words where they cannot."""

import base64
import threading

import httpx
import numpy as np
import pytest

from digitink.frame import decoded, encoded
from digitink.hand import Hand
from digitink.ink import Ink
from digitink.inside import look
from digitink.model import load_model
from digitink.reader import inspect
from digitink.server import inside, schema
from digitink.server.app import create_app

from .conftest import served

SEVEN = [[(0, 4), (62, 0), (45, 40), (22, 100)]]


@pytest.fixture(scope="module")
def frame():
    return encoded(inspect(Ink(SEVEN)).frames)[0]


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """A client of a server with the network that comes with digitink; `.hand` is what it learns."""
    hand = Hand(tmp_path_factory.mktemp("hand") / "hand.db")
    with (
        served(lambda hosts: create_app(load_model(), hand, hosts=hosts)) as address,
        httpx.Client(base_url=f"http://{address}", trust_env=False) as client,
    ):
        client.hand = hand
        yield client


def told(text, kind=np.int8):
    return np.frombuffer(base64.b64decode(text), kind)


def test_it_is_what_python_sees(reader, frame):
    answer = reader.post("/api/inside", json={"frame": frame})
    assert answer.status_code == 200
    given = answer.json()
    assert given == look(decoded(frame)).to_dict()
    schema.InsideAnswer.model_validate(given, extra="forbid")
    assert given["digit"] == 7
    assert len(told(given["attribution"])) == 784
    for each in given["convolutions"]:
        size = each["maps"] * each["height"] * each["width"]
        assert len(told(each["levels"], np.uint8)) == size
    assert len(answer.content) < 100_000


def test_another_answer_is_looked_into(reader, frame):
    seven, one = (
        reader.post("/api/inside", json={"frame": frame, "digit": digit}).json() for digit in (7, 1)
    )
    assert (seven["digit"], one["digit"]) == (7, 1)
    assert seven["attribution"] != one["attribution"]


def test_what_was_taught_counts_where_it_is_asked_for(reader, frame, monkeypatch):
    likes_ones = np.float32(4) * np.eye(10, dtype=np.float32)[1]
    personal = load_model().adapted(lambda *_: likes_ones)
    monkeypatch.setattr(reader.hand, "personal", lambda _: personal)
    question = {"frame": frame, "digit": 1}
    plain, taught = (
        reader.post("/api/inside", json=question | {"personal": personal}).json()
        for personal in (False, True)
    )
    assert taught["probability"] > plain["probability"]


def test_a_blank_frame(reader):
    answer = reader.post("/api/inside", json={"frame": encoded(np.zeros((1, 28, 28)))[0]}).json()
    assert answer["strongest"] == 0
    assert not told(answer["attribution"]).any()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "body.frame"),
        ({"frame": ""}, "that is no frame"),
        ({"frame": "AAAA"}, "that is no frame"),
        ({"frame": "no base64 at all!"}, "that is no frame"),
        ({"frame": 7}, "body.frame"),
        ({"frame": "AAAA", "digit": 10}, "body.digit"),
        ({"frame": "AAAA", "personal": "perhaps"}, "body.personal"),
    ],
)
def test_bad_questions_get_a_clear_answer(reader, body, words):
    answer = reader.post("/api/inside", json=body)
    assert answer.status_code == 422
    assert words in answer.json()["error"]["message"]


def test_a_network_without_a_file_is_looked_at_from_outside(client, frame):
    answer = client.post("/api/inside", json={"frame": frame})
    assert answer.status_code == 200
    assert answer.json()["convolutions"] == []
    assert "stub.onnx" in answer.json()["without_maps"]


def test_it_stands_in_the_description(client):
    described = client.get("/openapi.json").json()["paths"]["/api/inside"]["post"]
    assert "Zeiler" in described["description"]


def test_other_pages_may_not_ask(client, frame):
    answer = client.post(
        "/api/inside", json={"frame": frame}, headers={"origin": "http://elsewhere.test"}
    )
    assert answer.status_code == 403


def test_who_looks_inside_holds_up_nobody_who_reads(client, frame, monkeypatch):
    """Looks have a thread of their own: while one hangs, pictures and ink are read."""
    free, begun = threading.Event(), threading.Event()

    def hangs(*_):
        begun.set()
        assert free.wait(20)
        return {}

    monkeypatch.setattr(inside, "_looked", hangs)
    looks = [
        threading.Thread(target=client.post, args=("/api/inside",), kwargs={"json": {"frame": ""}})
        for _ in range(4)
    ]
    for one in looks:
        one.start()
    try:
        assert begun.wait(10)
        ink = {"strokes": [[[10, 10], [10, 60]]]}
        assert client.post("/api/read", json=ink).json()["text"] == "7"
    finally:
        free.set()
        for one in looks:
            one.join()
