"""What is taught over HTTP is kept, listed, taken back, exported; and read over the WebSocket."""

import json
import sqlite3

import numpy as np
import pytest
from websockets.sync.client import connect

from digitink import limits
from digitink.ink import Ink

SEVEN = [[[10.0, 10.0], [30.0, 10.0], [14.0, 60.0]]]


@pytest.fixture(autouse=True)
def untaught(hand):
    hand.path.unlink(missing_ok=True)
    yield
    hand.path.unlink(missing_ok=True)


def complaint(response, status):
    assert response.status_code == status
    error = response.json()["error"]
    assert "Traceback" not in response.text
    return error


def test_it_begins_with_nothing(client, hand):
    assert client.get("/api/hand").json() == {"enabled": True, "applied": 0, "corrections": []}
    assert not hand.path.exists()


def test_what_is_taught_is_listed(client, hand):
    answer = client.post("/api/teach", json={"strokes": SEVEN, "label": 7})
    assert answer.status_code == 200
    taught = answer.json()
    assert set(taught) == {"id", "applied", "why"}
    listed = client.get("/api/hand").json()
    (one,) = listed["corrections"]
    assert one.items() >= {"id": taught["id"], "label": 7, "strokes": SEVEN}.items()
    assert one["applied"] is taught["applied"]
    assert listed["applied"] == taught["applied"]
    assert hand.corrections()[0].ink == Ink(SEVEN)


def moved(strokes, by):
    return [[[x + by, y] for x, y in stroke] for stroke in strokes]


def test_undo_forget_and_forget_all(client):
    ids = [
        client.post("/api/teach", json={"strokes": moved(SEVEN, by), "label": 7}).json()["id"]
        for by in range(4)
    ]
    left = client.post("/api/hand/undo").json()["corrections"]
    assert [one["id"] for one in left] == ids[:3]
    left = client.delete(f"/api/hand/{ids[1]}").json()["corrections"]
    assert [one["id"] for one in left] == [ids[0], ids[2]]
    assert "no correction" in complaint(client.delete(f"/api/hand/{ids[1]}"), 404)["message"]
    assert client.delete("/api/hand").json()["corrections"] == []
    assert client.post("/api/hand/undo").json()["corrections"] == []


def test_switched_off_and_on(client):
    assert client.put("/api/hand", json={"enabled": False}).json()["enabled"] is False
    taught = client.post("/api/teach", json={"strokes": SEVEN, "label": 7}).json()
    assert (taught["applied"], taught["why"]) == (False, "kept; learning is switched off")
    assert client.put("/api/hand", json={"enabled": True}).json()["enabled"] is True
    complaint(client.put("/api/hand", json={"enabled": "perhaps"}), 422)
    complaint(client.put("/api/hand", json={}), 422)


def test_export_is_ink_json_lines(client):
    client.post("/api/teach", json={"strokes": SEVEN, "label": 7})
    answer = client.get("/api/hand/export")
    assert "attachment" in answer.headers["content-disposition"]
    (line,) = answer.text.splitlines()
    found = json.loads(line)
    assert (found["label"], found["strokes"]) == ("7", SEVEN)


def test_readings_say_whether_they_follow_it(client, address, hand, model):
    def ask(ink):
        ink.send(json.dumps({"seq": 1, "strokes": SEVEN}))
        return json.loads(ink.recv(10))["personal"]

    with connect(f"ws://{address}/api/ink", proxy=None) as ink:
        assert ask(ink) is False
        taught = client.post("/api/teach", json={"strokes": SEVEN, "label": 7}).json()
        assert taught["applied"] is ask(ink) is hand.personal(model).personal is True
        client.delete("/api/hand")
        assert ask(ink) is False


@pytest.mark.parametrize(
    "body",
    [
        {"strokes": SEVEN},
        {"strokes": SEVEN, "label": 10},
        {"strokes": SEVEN, "label": "7"},
        {"strokes": SEVEN, "label": True},
        {"strokes": [], "label": 7},
        {"strokes": [[["x", 0]]], "label": 7},
        {"label": 7},
        [],
        7,
    ],
)
def test_what_cannot_be_taught(client, hand, body):
    complaint(client.post("/api/teach", json=body), 422)
    assert not hand.path.exists()


def test_what_is_no_json_or_too_much(client, monkeypatch):
    headers = {"content-type": "application/json"}
    complaint(client.post("/api/teach", content=b"{", headers=headers), 400)
    monkeypatch.setattr(limits, "INK_BYTES", 100)
    complaint(client.post("/api/teach", content=b" " * 101, headers=headers), 413)


def test_other_sites_cannot_teach_or_forget(client):
    client.post("/api/teach", json={"strokes": SEVEN, "label": 7})
    stranger = {"origin": "http://elsewhere.example"}
    asked = [
        ("POST", "/api/teach"),
        ("POST", "/api/hand/undo"),
        ("DELETE", "/api/hand"),
        ("DELETE", "/api/hand/1"),
        ("PUT", "/api/hand"),
    ]
    for method, path in asked:
        complaint(client.request(method, path, headers=stranger), 403)
    assert len(client.get("/api/hand").json()["corrections"]) == 1


def test_a_file_that_cannot_be_used_is_said_and_readings_go_on(client, address, hand):
    client.post("/api/teach", json={"strokes": SEVEN, "label": 7})
    with sqlite3.connect(hand.path) as database:
        database.execute("PRAGMA user_version = 9")
    database.close()
    for response in (
        client.get("/api/hand"),
        client.post("/api/teach", json={"strokes": SEVEN, "label": 7}),
    ):
        assert "newer digitink" in complaint(response, 503)["message"]
    with connect(f"ws://{address}/api/ink", proxy=None) as ink:
        ink.send(json.dumps({"seq": 1, "strokes": SEVEN}))
        answer = json.loads(ink.recv(10))
    assert answer["personal"] is False
    assert answer["reading"]["text"] == "7"
    assert np.isclose(sum(answer["reading"]["lines"][0]["digits"][0]["probabilities"]), 1)
