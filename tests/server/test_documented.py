"""docs/http.md: its routes are the server's, and its requests get the replies that it shows."""

import json
import re
from http import HTTPStatus
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from fastapi.routing import APIWebSocketRoute
from starlette.routing import Route
from websockets.sync.client import connect

from digitink.data.collection import Collection
from digitink.hand import Hand
from digitink.model import load_model
from digitink.server import app as app_module
from digitink.server import assets, guard
from digitink.server.app import create_app

from .conftest import served

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/http.md").read_text(encoding="utf-8")
TITLE = re.compile(r"^### `(\w+) (\S+)`$", re.MULTILINE)
BLOCK = re.compile(r"```(?:http|json)\n(.*?)\n```", re.DOTALL)
LEFT_OUT = "…"
# Only their kind is compared: they are the machine's, or the network's of the day.
VARY = {"ms", "version", "strongest", "lowest", "highest", "maps", "height", "width"}
CLOSE = 0.02  # of probabilities: processors round whole numbers of 8 bits differently


@pytest.fixture(scope="module")
def make_app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    hand, collection = Hand(folder / "hand.db"), Collection(folder / "mine", times=10)
    return lambda hosts: create_app(load_model(), hand, hosts=hosts, collection=collection)


def examples(section):
    """The blocks of a section in pairs: what is sent, what comes back."""
    blocks = BLOCK.findall(section)
    return list(zip(blocks[::2], blocks[1::2], strict=True))


def sections():
    """The page from title to title, by the method of the route that it is about."""
    starts = [found.start() for found in re.finditer("^##", PAGE, re.MULTILINE)] + [len(PAGE)]
    for start, end in pairwise(starts):
        title = TITLE.match(PAGE, start)
        yield title and title[1], PAGE[start:end]


def test_the_routes_are_the_server_s(make_app):
    app = make_app(["testserver"])._app
    ours = {
        (method.upper(), path) for path, item in app.openapi()["paths"].items() for method in item
    }
    ours |= {("WS", route.path) for route in app.routes if isinstance(route, APIWebSocketRoute)}
    files = {route.path for route in assets.routes()} - {"/"}
    plain = {route.path for route in app.routes if type(route) is Route}
    ours |= {("GET", path) for path in plain - files}
    told = set(TITLE.findall(PAGE))
    assert ours - told == set(), "docs/http.md lacks routes that the server has: write them there"
    assert told - ours == set(), "docs/http.md has routes that the server lacks"


def test_every_route_has_an_example():
    asked = {sent.split("\n")[0] for _, section in sections() for sent, _ in examples(section)}
    for method, path in TITLE.findall(PAGE):
        pattern = rf"{method} {re.sub('{.+?}', '[^/]+', path)}(\?.*)?"
        assert method == "WS" or any(re.fullmatch(pattern, line) for line in asked), path


def test_requests_get_the_replies_that_are_shown(make_app):
    with (
        served(make_app) as address,
        httpx.Client(base_url=f"http://{address}", trust_env=False, timeout=60) as client,
    ):
        heard = []
        for method, section in sections():
            for sent, shown in examples(section):
                if method == "WS":
                    check_message(address, sent, shown)
                else:
                    check_request(client, sent, shown, heard)
        assert len(heard) > len(TITLE.findall(PAGE))


def check_message(address, sent, shown):
    with connect(f"ws://{address}/api/ink", proxy=None) as socket:
        socket.send(sent)
        compare(json.loads(shown), json.loads(socket.recv(30)), sent)


def check_request(client, sent, shown, heard):
    head, _, body = sent.partition("\n\n")
    line, *headers = head.split("\n")
    method, path = line.split()
    if body.startswith("< "):
        content = (ROOT / body[2:]).read_bytes()
    else:
        content = with_what_was_left_out(body, heard).encode()
    answer = client.request(method, path, content=content, headers=split(headers))
    head, _, body = shown.partition("\n\n")
    line, *headers = head.split("\n")
    status = HTTPStatus(int(line.split()[1]))
    assert answer.status_code == status, f"{sent}\n{answer.text}"
    assert line == f"HTTP/1.1 {status} {status.phrase}"
    for name, value in split(headers).items():
        assert answer.headers[name] == value
    if body:
        compare(json.loads(body), answer.json(), sent)
    heard.append(answer.text)


def split(headers):
    return dict(header.split(": ", 1) for header in headers)


def with_what_was_left_out(body, heard):
    """A request's strings that end in … as an earlier reply had them in full."""

    def whole(found):
        full = re.compile(rf'"({re.escape(found[1])}[^"]*)"')
        return f'"{next(match[1] for text in heard if (match := full.search(text)))}"'

    return re.sub(rf'"([^"]*){LEFT_OUT}"', whole, body)


def compare(shown, found, where):
    """Whether a reply is what is shown, but for what is left out, numbers roughly."""
    if isinstance(shown, str) and shown.endswith(LEFT_OUT):
        assert isinstance(found, str | dict), where
        assert str(found).startswith(shown.removesuffix(LEFT_OUT)) or shown == LEFT_OUT, where
    elif isinstance(shown, dict):
        assert set(shown) == set(found), where
        for key, value in shown.items():
            if key in VARY:
                assert type(value) is type(found[key]), where
            else:
                compare(value, found[key], f"{where}\n{key}")
    elif isinstance(shown, list):
        if shown[-1:] == [LEFT_OUT]:
            shown, found = shown[:-1], found[: len(shown) - 1]
        assert len(shown) == len(found), where
        for one, other in zip(shown, found, strict=True):
            compare(one, other, where)
    elif isinstance(shown, int | float) and not isinstance(shown, bool):
        assert found == pytest.approx(shown, abs=CLOSE), where
    else:
        assert found == shown, where


def test_every_status_is_explained():
    cells = re.findall(r"^\| ([\d, ]+) \|", PAGE, re.MULTILINE)
    told = {status for cell in cells for status in cell.split(", ")}
    assert {str(status) for status in app_module.PROBLEMS} | {"405"} == told
    for code in (guard.GOING_AWAY, guard.POLICY, guard.TOO_BIG, guard.INTERNAL):
        assert f"with {code} " in PAGE.replace("\n", " ")
