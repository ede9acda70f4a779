"""Ink over the WebSocket."""

import asyncio
import base64
import contextlib
import json

import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from digitink import Reading, limits
from digitink.server import answers
from digitink.server.answers import answer_ink
from digitink.server.live import converse

TWO_BARS = [[[10, 10], [10, 60]], [[60, 10], [60, 60]]]


@pytest.fixture
def ink(address):
    with connect(f"ws://{address}/api/ink", proxy=None) as found:

        def ask(message):
            found.send(message if isinstance(message, str | bytes) else json.dumps(message))
            return json.loads(found.recv(10))

        found.ask = ask
        yield found


def test_ink_comes_back_read(ink):
    answer = ink.ask({"seq": 5, "strokes": TWO_BARS})
    assert set(answer) == {"seq", "reading", "frames", "strokes", "model", "ms", "personal"}
    assert (answer["seq"], answer["model"]) == (5, "stub")
    assert Reading.from_dict(answer["reading"]).text == "77"
    assert answer["ms"] > 0


def test_each_digit_comes_with_the_frame_that_was_seen(ink):
    frames = ink.ask({"seq": 1, "strokes": TWO_BARS})["frames"]
    assert len(frames) == 2
    for text in frames:
        frame = np.frombuffer(base64.b64decode(text), np.uint8).reshape(28, 28)
        assert frame.max() > 200
        assert frame[:, 12:16].sum() == frame.sum()  # an upright bar in the middle


def test_each_digit_comes_with_its_strokes(ink):
    left, right = TWO_BARS
    assert ink.ask({"seq": 1, "strokes": [left, right]})["strokes"] == [[0], [1]]
    assert ink.ask({"seq": 2, "strokes": [right, left]})["strokes"] == [[1], [0]]


def test_all_of_it_as_one_digit(ink):
    answer = ink.ask({"seq": 1, "strokes": TWO_BARS, "single": True})
    assert answer["reading"]["text"] == "7"
    assert len(answer["frames"]) == 1
    assert answer["strokes"] == [[0, 1]]


def test_no_ink_is_no_digits(ink):
    answer = ink.ask({"seq": 1, "strokes": []})
    assert answer["reading"] == {"text": "", "lines": []}
    assert answer["frames"] == answer["strokes"] == []


@pytest.mark.parametrize(
    ("message", "seq", "told"),
    [
        ("no json", None, "no JSON"),
        (b"\xff\x00", None, "no JSON"),
        ("[" * 100_000, None, "no JSON"),
        ([TWO_BARS], None, "no JSON object"),
        ({"strokes": TWO_BARS}, None, "seq"),
        ({"seq": True, "strokes": TWO_BARS}, None, "seq"),
        ({"seq": 2**53, "strokes": TWO_BARS}, None, "seq"),
        ({"seq": 3}, 3, "strokes"),
        ({"seq": 3, "strokes": [[[0, float("nan")]]]}, 3, "strokes[0][0].y is NaN"),
        ({"seq": 3, "strokes": [[[0, 1, 2, 3, 4]]]}, 3, "strokes[0][0] has 5 numbers"),
        ({"seq": 3, "strokes": [], "single": 1}, 3, "single"),
    ],
)
def test_what_cannot_be_read_is_answered_and_the_conversation_goes_on(ink, message, seq, told):
    answer = ink.ask(message)
    assert set(answer) == {"seq", "error"}
    assert answer["seq"] == seq
    assert told in answer["error"]["message"]
    assert ink.ask({"seq": 9, "strokes": TWO_BARS})["seq"] == 9


def test_bytes_are_taken_for_text(ink):
    assert ink.ask(json.dumps({"seq": 1, "strokes": TWO_BARS}).encode())["seq"] == 1


def test_more_points_than_are_read(ink):
    stroke = [[i % 7, i % 5] for i in range(limits.INK_POINTS + 1)]
    answer = ink.ask(json.dumps({"seq": 1, "strokes": [stroke]}, separators=(",", ":")))
    assert "points" in answer["error"]["message"]


def test_a_huge_message_ends_the_conversation(ink):
    ink.send("x" * (limits.MESSAGE_BYTES + 1))
    with pytest.raises(ConnectionClosed) as closed:
        ink.recv(10)
    assert closed.value.rcvd.code == 1009


def test_a_flood_ends_the_conversation(ink, monkeypatch):
    monkeypatch.setattr(limits, "MESSAGES_PER_SECOND", 20)
    with contextlib.suppress(ConnectionClosed):
        for _ in range(1_000):
            ink.send('{"seq": 1, "strokes": []}')
    with pytest.raises(ConnectionClosed) as closed:
        list(ink)  # would end without an error had the close been a friendly one
    assert closed.value.rcvd.code == 1008


def test_an_unexpected_error_is_told_as_such(model, monkeypatch, caplog):
    def fail(*_, **__):
        raise RuntimeError("a secret")

    monkeypatch.setattr(answers, "inspect", fail)
    answer = answer_ink('{"seq": 1, "strokes": []}', model=model)
    assert json.loads(answer)["error"]["message"].startswith("an unexpected error")
    assert "secret" not in answer
    assert [record.getMessage() for record in caplog.records] == [
        "unexpected RuntimeError: a secret"
    ]


class Socket:
    """Stands in for a WebSocket whose other side sends when told to."""

    def __init__(self):
        self.incoming = asyncio.Queue()
        self.sent = asyncio.Queue()

    async def accept(self):
        pass

    async def receive(self):
        return await self.incoming.get()

    async def send_text(self, text):
        await self.sent.put(text)

    def says(self, text):
        self.incoming.put_nowait({"type": "websocket.receive", "text": text})

    def leaves(self):
        self.incoming.put_nowait({"type": "websocket.disconnect"})


def test_newer_ink_replaces_ink_that_waits():
    asked = []

    async def conversation():
        socket, gate, begun = Socket(), asyncio.Event(), asyncio.Event()

        async def slowly(text):
            asked.append(text)
            begun.set()
            await gate.wait()
            return f"read {text}"

        talk = asyncio.create_task(converse(socket, slowly))
        socket.says("1")
        await begun.wait()
        for text in ("2", "3", "4"):
            socket.says(text)
        while not socket.incoming.empty():
            await asyncio.sleep(0)
        gate.set()
        answers = [await socket.sent.get(), await socket.sent.get()]
        socket.leaves()
        await talk
        return answers

    assert asyncio.run(conversation()) == ["read 1", "read 4"]
    assert asked == ["1", "4"]


def test_who_leaves_is_not_answered():
    async def conversation():
        socket, begun = Socket(), asyncio.Event()

        async def never(_):
            begun.set()
            await asyncio.sleep(3600)

        talk = asyncio.create_task(converse(socket, never))
        socket.says("1")
        await begun.wait()
        socket.leaves()
        await talk
        return socket.sent.empty()

    assert asyncio.run(conversation())
