"""The guard in front of the real server, on real sockets."""

import contextlib
import json
import socket
import time

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from digitink import limits


@contextlib.contextmanager
def connected(address):
    host, _, port = address.partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as sock:
        yield sock


def exchanged(address, data, *more):
    """What the server answers to raw bytes."""
    with connected(address) as sock:
        sock.sendall(data)
        for part in more:
            sock.sendall(part)
        answer = b""
        while b"}" not in answer and (part := sock.recv(65536)):
            answer += part
    return answer.decode()


def test_a_rebound_name_is_turned_away(address):
    for host in ("Host: evil.example\r\n", ""):
        answer = exchanged(address, f"GET / HTTP/1.0\r\n{host}\r\n".encode())
        assert answer.startswith("HTTP/1.1 403")


def test_an_endless_chunked_body_is_cut_short(address, monkeypatch):
    monkeypatch.setattr(limits, "BODY_BYTES", 100_000)
    head = f"POST /api/read HTTP/1.1\r\nHost: {address}\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"8000\r\n" + bytes(0x8000) + b"\r\n"
    answer = exchanged(address, head.encode(), *[chunk] * 5)  # and no end
    assert answer.startswith("HTTP/1.1 413")
    assert "larger than 100000 bytes" in answer


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(limits, "HEAD_SECONDS", 0.5)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("sent", [b"", b"GET /healthz HTTP/1.1\r\nHost: "])
def test_a_connection_without_the_head_of_a_request_is_closed(address, sent):
    with connected(address) as sock:
        sock.sendall(sent)
        assert sock.recv(1) == b""


@pytest.mark.usefixtures("impatient")
def test_so_is_one_that_began_a_second_head(address):
    with connected(address) as sock:
        sock.sendall(f"GET /healthz HTTP/1.1\r\nHost: {address}\r\n\r\n".encode())
        answer = b""
        while b"}" not in answer:
            answer += sock.recv(65536)
        assert answer.startswith(b"HTTP/1.1 200")
        sock.sendall(b"GET /hea")
        with contextlib.suppress(ConnectionError):  # closed before that was sent
            assert sock.recv(1) == b""


@pytest.mark.usefixtures("impatient")
def test_a_connection_that_asked_in_time_stays(address):
    head = f"POST /api/read HTTP/1.1\r\nHost: {address}\r\nContent-Length: 8\r\n"
    with connect(f"ws://{address}/api/ink", proxy=None) as websocket, connected(address) as slow:
        slow.sendall(f"{head}Content-Type: image/png\r\n\r\nno".encode())
        with connected(address) as idle:
            assert idle.recv(1) == b""  # its time is over, which began last
        websocket.send('{"seq": 1, "strokes": 3}')
        assert json.loads(websocket.recv(timeout=10))["seq"] == 1
        slow.sendall(b"thing!")
        assert slow.recv(12) == b"HTTP/1.1 422"


def test_what_is_no_http_does_no_harm(address, client):
    exchanged(address, b"\x16\x03\x01\x02\x00 nonsense }\r\n\r\n")
    assert client.get("/healthz").status_code == 200


def test_a_socket_from_elsewhere_does_not_open(address):
    with pytest.raises(InvalidStatus) as refused:
        connect(f"ws://{address}/api/ink", origin="http://evil.example", proxy=None)
    assert refused.value.response.status_code == 403
    assert "evil.example" in refused.value.response.body.decode()


def wait_until_free(client):
    """Until the server has seen all others leave: with one connection allowed, ours is it."""
    for _ in range(1_000):
        if client.get("/healthz").status_code == httpx.codes.OK:
            return
        time.sleep(0.01)
    pytest.fail("the connections were not given back")


def test_more_sockets_than_allowed_do_not_open(address, client, monkeypatch):
    monkeypatch.setattr(limits, "CONNECTIONS", 1)
    wait_until_free(client)
    url = f"ws://{address}/api/ink"
    with connect(url, proxy=None):
        with pytest.raises(InvalidStatus) as refused:
            connect(url, proxy=None)
        assert refused.value.response.status_code == 429
        assert client.get("/").status_code == 429
    wait_until_free(client)
