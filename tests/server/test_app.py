"""The routes of the server."""

import asyncio
import base64
import io
import json
import time

import httpx
import numpy as np
import pytest
from PIL import Image, ImageDraw

from digitink import DigitinkError, Reading, __version__, limits
from digitink.errors import ModelError
from digitink.reader import inspect
from digitink.reading import Digit, Line
from digitink.server import app as app_module
from digitink.server import schema
from digitink.server.app import create_app

STROKES = [[[10.0, 10.0], [12.0, 60.0]]]
TWO_BARS = [[[10, 10], [10, 60]], [[60, 10], [60, 60]]]


@pytest.fixture(scope="module")
def png():
    picture = Image.new("L", (80, 80), 255)
    ImageDraw.Draw(picture).line((40, 12, 36, 68), fill=0, width=6)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def complaint(response, status):
    assert response.status_code == status
    assert response.headers["content-type"] == "application/json"
    (error,) = response.json().values()
    assert set(error) == {"message", "hint"}
    assert error["message"]
    assert "Traceback" not in response.text
    return error


@pytest.mark.parametrize("kind", ["image/png", "image/whatever", "application/octet-stream", ""])
def test_reads_a_picture(client, png, kind):
    response = client.post("/api/read", content=png, headers={"content-type": kind} if kind else {})
    assert response.status_code == 200
    schema.ReadingAnswer.model_validate(response.json())
    assert Reading.from_dict(response.json()).text == "7"


def test_reads_ink(client):
    response = client.post("/api/read", json={"strokes": TWO_BARS})
    assert response.status_code == 200
    assert response.json()["text"] == "77"


def test_reads_all_of_it_as_one_digit_when_asked_to(client):
    response = client.post("/api/read", params={"single": "true"}, json={"strokes": TWO_BARS})
    assert response.json()["text"] == "7"


def test_the_frames_that_the_network_saw_come_when_asked_for(client, png):
    headers = {"content-type": "image/png"}
    answer = client.post("/api/read", params={"frames": "true"}, content=png, headers=headers)
    schema.ReadingAnswer.model_validate(answer.json())
    (frame,) = map(base64.b64decode, answer.json()["frames"])
    np.testing.assert_array_equal(
        np.frombuffer(frame, np.uint8).reshape(28, 28), np.rint(inspect(png).frames[0] * 255)
    )
    assert "frames" not in client.post("/api/read", content=png, headers=headers).json()


def test_ink_without_ink_is_a_reading_without_digits(client):
    assert client.post("/api/read", json={"strokes": []}).json() == {"text": "", "lines": []}


@pytest.mark.parametrize("text", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"1" * 5_000])
def test_what_is_no_json_is_a_bad_request(client, text):
    headers = {"content-type": "application/json"}
    response = client.post("/api/read", content=text, headers=headers)
    assert "strokes" in complaint(response, 400)["hint"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ('{"strokes": [[[1, NaN]]]}', "strokes[0][0].y is NaN"),
        ('{"strokes": [[[1, 2], [1e999, 2]]]}', "strokes[0][1].x is inf"),
        ('{"strokes": 7}', "strokes"),
        ("7", "strokes"),
    ],
)
def test_ink_that_is_none_names_the_field(client, body, field):
    headers = {"content-type": "application/json; charset=utf-8"}
    response = client.post("/api/read", content=body, headers=headers)
    assert field in complaint(response, 422)["message"]


def test_too_much_ink_is_refused_before_it_is_parsed(client, monkeypatch):
    monkeypatch.setattr(limits, "INK_BYTES", 100)
    headers = {"content-type": "application/json"}
    response = client.post("/api/read", content=b"[" * 101, headers=headers)
    assert "100 bytes of ink" in complaint(response, 413)["message"]


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_said_to_be_none(client, data):
    complaint(client.post("/api/read", content=data, headers={"content-type": "image/png"}), 422)


@pytest.mark.parametrize("kind", ["text/html", "multipart/form-data", "application/xml"])
def test_other_types_are_not_taken(client, kind):
    response = client.post("/api/read", content=b"x", headers={"content-type": kind})
    assert kind in complaint(response, 415)["message"]


def test_what_curl_sends_by_itself_is_told_how_to_say_what_it_is(client):
    response = client.post("/api/read", data={"a": "b"})
    assert "image/png" in complaint(response, 415)["hint"]


def test_a_wrong_parameter_is_named(client):
    response = client.post("/api/read", params={"single": "banana"}, json={"strokes": []})
    assert "single" in complaint(response, 422)["message"]


def test_what_is_not_there(client):
    complaint(client.get("/nothing"), 404)
    complaint(client.get("/docs"), 404)  # it would load its scripts from elsewhere
    complaint(client.get("/redoc"), 404)


def test_a_method_that_is_not_there(client):
    response = client.get("/api/read")
    complaint(response, 405)
    assert response.headers["allow"] == "POST"


def test_health(client):
    found = client.get("/healthz").json()
    assert found == {"status": "ok", "model": "stub", "version": __version__}
    assert client.get("/readyz").json()["status"] == "ready"


def test_it_is_not_ready_before_the_model_is_warm(model, hand):
    async def ask():
        transport = httpx.ASGITransport(create_app(model, hand, hosts=["here"]))  # no lifespan
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.get("/healthz"), await client.get("/readyz")

    healthy, ready = asyncio.run(ask())
    assert healthy.status_code == 200
    complaint(ready, 503)


def test_openapi_describes_what_is_there(client):
    described = client.get("/openapi.json").json()
    teaching = {"/api/teach", "/api/hand", "/api/hand/undo", "/api/hand/export"}
    teaching.add("/api/hand/{number}")
    reading = {"/api/read", "/api/inside"}
    assert set(described["paths"]) == {"/healthz", "/readyz", *reading, *teaching}
    post = described["paths"]["/api/read"]["post"]
    assert set(post["requestBody"]["content"]) == {"image/*", "application/json"}
    assert post["responses"]["422"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/ProblemAnswer"
    }


def test_the_schema_is_that_of_a_reading():
    digit = Digit(1, 0.9, (0.1, 0.9, *[0.0] * 8), True, (0.0, 1.0, 2.0, 3.0))
    reading = Reading((Line((digit, digit)),)).to_dict()
    described = schema.ReadingAnswer.model_validate(reading, extra="forbid")
    assert json.loads(described.model_dump_json(exclude_none=True)) == reading


def failing(error):
    def fail(*_, **__):
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (ModelError("the model is gone", hint="install it"), 503, "the model is gone"),
        (DigitinkError("odd"), 500, "odd"),
        (RuntimeError("a secret"), 500, "unexpected"),
    ],
)
def test_an_error_is_no_traceback(client, monkeypatch, error, status, told):
    monkeypatch.setattr(app_module, "read_ink", failing(error))
    response = client.post("/api/read", json={"strokes": STROKES})
    assert told in complaint(response, status)["message"]
    assert "secret" not in response.text
    assert client.get("/healthz").status_code == 200


def test_an_unexpected_error_is_one_line_in_the_log(client, monkeypatch, caplog):
    monkeypatch.setattr(app_module, "read_ink", failing(RuntimeError("a secret")))
    client.post("/api/read", json={"strokes": STROKES})
    for _ in range(500):  # the answer goes out before the line is written
        if caplog.records:
            break
        time.sleep(0.01)
    (record,) = caplog.records
    assert record.getMessage() == "unexpected RuntimeError: a secret"
    assert record.exc_info is None
