"""The guard alone."""

import asyncio
import json
import logging

import pytest

from digitink import limits
from digitink.server.guard import Guard
from digitink.server.problems import Problem

HOST = "127.0.0.1:8517"


async def echo(scope, receive, send):
    """An app that answers a request with its body, a message with itself."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message["text"]})
        return
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


def passed(app, messages, *, kind="http", method="POST", path="/", headers=(), extensions=()):
    """What the guard in front of `app` sends for these messages of one connection."""
    sent = []
    waiting = list(messages)

    async def receive():
        if not waiting:
            await asyncio.sleep(3600)
        return waiting.pop(0)

    async def send(message):
        sent.append(message)

    named = {"host": HOST, **dict(headers)}
    scope = {
        "type": kind,
        "method": method,
        "path": path,
        "headers": [(k.encode(), v.encode()) for k, v in named.items() if v is not None],
        "extensions": {name: {} for name in extensions},
    }
    asyncio.run(Guard(app, hosts=[HOST, "localhost:8517"])(scope, receive, send))
    return sent


def body(*parts):
    return [
        {"type": "http.request", "body": part, "more_body": i < len(parts)}
        for i, part in enumerate(parts, 1)
    ]


def status(sent):
    return sent[0]["status"]


@pytest.mark.parametrize("host", [HOST, "localhost:8517", "LocalHost:8517"])
def test_its_own_names_pass(host):
    sent = passed(echo, body(b"a", b"b"), headers={"host": host})
    assert status(sent) == 200
    assert sent[-1]["body"] == b"ab"


@pytest.mark.parametrize(
    "host",
    ["evil.example:8517", "127.0.0.1", "127.0.0.1:1", "localhost:8517.evil.example", "", None],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_foreign_host_is_turned_away(host, method):
    assert status(passed(echo, [], method=method, headers={"host": host})) == 403


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (None, 200),
        (f"http://{HOST}", 200),
        ("http://localhost:8517", 200),
        (f"https://{HOST}", 403),
        ("http://127.0.0.1:8518", 403),
        ("http://evil.example", 403),
        ("null", 403),
        ("", 403),
    ],
)
def test_only_its_own_page_may_post(origin, expected):
    sent = passed(echo, body(b""), headers={"origin": origin})
    assert status(sent) == expected


def test_a_link_from_elsewhere_may_lead_to_the_page():
    sent = passed(echo, body(b""), method="GET", headers={"origin": "http://evil.example"})
    assert status(sent) == 200


def test_a_websocket_from_elsewhere_is_refused_at_the_handshake():
    headers = {"origin": "http://evil.example"}
    sent = passed(
        echo, [], kind="websocket", headers=headers, extensions=["websocket.http.response"]
    )
    assert (sent[0]["type"], status(sent)) == ("websocket.http.response.start", 403)
    (sent,) = passed(echo, [], kind="websocket", headers=headers)
    assert (sent["type"], sent["code"]) == ("websocket.close", 1008)


def test_every_answer_has_the_headers_that_keep_a_browser_in():
    for sent in (passed(echo, body(b"")), passed(echo, [], headers={"host": "evil.example"})):
        headers = dict(sent[0]["headers"])
        policy = headers[b"content-security-policy"].decode()
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert headers[b"x-content-type-options"] == b"nosniff"
        assert headers[b"referrer-policy"] == b"no-referrer"
        assert headers[b"cross-origin-resource-policy"] == b"same-origin"
        assert headers[b"cache-control"] == b"no-store"


def test_a_length_beyond_the_limit_is_refused_unread():
    sent = passed(echo, [], headers={"content-length": str(limits.BODY_BYTES + 1)})
    assert status(sent) == 413


@pytest.mark.parametrize("length", ["nonsense", "-1", "9" * 5000])
def test_a_length_that_is_none_does_no_harm(length):
    assert status(passed(echo, body(b""), headers={"content-length": length})) in (200, 413)


@pytest.mark.parametrize(
    ("path", "limit"), [("/api/read", "BODY_BYTES"), ("/api/teach", "INK_BYTES")]
)
def test_a_body_is_counted_while_it_comes(monkeypatch, path, limit):
    monkeypatch.setattr(limits, limit, 10)
    assert status(passed(echo, body(b"12345", b"67890"), path=path)) == 200
    sent = passed(echo, body(b"12345", b"67890", b"1", b"never asked for"), path=path)
    assert status(sent) == 413


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(limits, "READ_SECONDS", 0.05)
    sent = passed(echo, [{"type": "http.request", "body": b"12", "more_body": True}])
    assert status(sent) == 408


def test_a_reading_that_takes_too_long_is_given_up(monkeypatch):
    async def slow(scope, receive, send):
        await receive()
        await asyncio.sleep(3600)

    monkeypatch.setattr(limits, "READ_SECONDS", 0.05)
    assert status(passed(slow, body(b""))) == 503


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, 503),
        ({"content-length": "0"}, 503),
        ({"content-length": "2"}, 408),
        ({"transfer-encoding": "chunked"}, 408),
    ],
)
def test_a_request_without_a_body_has_arrived_though_nobody_asks_for_it(
    monkeypatch, headers, expected
):
    async def slow(scope, receive, send):
        await asyncio.sleep(3600)

    monkeypatch.setattr(limits, "READ_SECONDS", 0.05)
    assert status(passed(slow, [], headers=headers)) == expected


@pytest.mark.parametrize("path", ["/api/teach", "/api/hand/undo", "/api/collection/finish"])
def test_what_has_much_to_do_has_longer(monkeypatch, path):
    async def slow(scope, receive, send):
        message = await receive()
        await asyncio.sleep(0.2)

        async def again():
            return message

        await echo(scope, again, send)

    monkeypatch.setattr(limits, "READ_SECONDS", 0.05)
    assert status(passed(slow, body(b""))) == 503
    assert status(passed(slow, body(b""), path=path)) == 200
    monkeypatch.setattr(limits, "LEARN_SECONDS", 0.05)
    assert status(passed(slow, body(b""), path=path)) == 503


def test_connections_are_counted(monkeypatch):
    monkeypatch.setattr(limits, "CONNECTIONS", 0)
    sent = passed(echo, body(b""))
    assert status(sent) == 429
    assert json.loads(sent[1]["body"])["error"]["hint"]


def test_a_connection_that_ended_counts_no_more(monkeypatch):
    monkeypatch.setattr(limits, "CONNECTIONS", 1)

    async def fail(*_):
        raise Problem(400, "no")

    assert status(passed(fail, [])) == 400  # each call of `passed` has a guard of its own, so:
    seen = []

    async def twice():
        guard = Guard(fail, hosts=[HOST])
        headers = [(b"host", HOST.encode())]
        scope = {"type": "http", "method": "GET", "path": "/", "headers": headers}

        async def send(message):
            seen.append(message.get("status"))

        for _ in range(2):
            await guard(scope, None, send)

    asyncio.run(twice())
    assert seen == [400, None, 400, None]


def test_an_unexpected_error_ends_as_one_line(caplog):
    async def fail(*_):
        raise RuntimeError("boo")

    with caplog.at_level(logging.DEBUG):
        assert status(passed(fail, [])) == 500
        (sent,) = passed(fail, [], kind="websocket")
    assert (sent["type"], sent["code"]) == ("websocket.close", 1011)
    assert {record.getMessage() for record in caplog.records if "digitink" in record.name} == {
        "unexpected RuntimeError: boo"
    }
    assert not any(record.exc_info for record in caplog.records)


def test_who_leaves_early_leaves_no_trace(caplog):
    async def fail_when_left(scope, receive, send):
        await receive()
        raise RuntimeError("left")

    assert passed(fail_when_left, [{"type": "http.disconnect"}]) == []
    assert not caplog.records


def message(text):
    return {"type": "websocket.receive", "text": text}


OPENED = {"type": "websocket.connect"}


def test_messages_pass():
    left = {"type": "websocket.disconnect", "code": 1000}
    sent = passed(echo, [OPENED, message("a"), message("b"), left], kind="websocket")
    assert [m.get("text") for m in sent] == [None, "a", "b"]


def test_a_message_beyond_the_limit_ends_the_conversation(monkeypatch):
    monkeypatch.setattr(limits, "MESSAGE_BYTES", 4)
    sent = passed(echo, [OPENED, message("abcd"), message("äöü")], kind="websocket")
    assert sent[-2] == {"type": "websocket.send", "text": "abcd"}
    assert sent[-1]["code"] == 1009


def test_a_flood_ends_the_conversation(monkeypatch):
    monkeypatch.setattr(limits, "MESSAGES_PER_SECOND", 3)
    sent = passed(echo, [OPENED, *[message("a")] * 9], kind="websocket")
    assert sent[-1]["type"] == "websocket.close"
    assert sent[-1]["code"] == 1008


def test_a_silent_conversation_ends(monkeypatch):
    monkeypatch.setattr(limits, "IDLE_SECONDS", 0.05)
    sent = passed(echo, [OPENED], kind="websocket")
    assert sent[-1]["code"] == 1001
