"""A server with a stub for a network: these tests are about the door, not about the reading."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from digitink.hand import Hand
from digitink.model import Card, Model
from digitink.server.app import create_app
from digitink.server.run import hosts_of, listen, port_of, server_of

STROKES = [[[10.0, 10.0], [12.0, 60.0]]]


class SeesSevens:
    """Stands in for an ONNX session: whatever it is shown, it is surely a 7."""

    def run(self, _: list[str], inputs: dict[str, Any]) -> list[Any]:
        logits = np.zeros((len(inputs["frames"]), 10), np.float32)
        logits[:, 7] = 9
        return [logits, logits]


@pytest.fixture(scope="session")
def model() -> Model:
    card = Card(
        name="stub",
        sha256="0" * 64,
        temperature=1.0,
        unsure_below=0.5,
        recipe="none",
        seed=0,
        parameters=0,
    )
    return Model(card, Path("stub.onnx"), SeesSevens())  # type: ignore[arg-type]


@contextlib.contextmanager
def served(make_app: Callable[[list[str]], Any]) -> Iterator[str]:
    """Serve an app on a free port for as long as the context lasts; gives "127.0.0.1:port"."""
    sock = listen(0)
    hosts = hosts_of(port_of(sock))
    server = server_of(make_app(hosts))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.01)
        yield hosts[0]
    finally:
        server.should_exit = True
        thread.join(10)
        sock.close()


@pytest.fixture(scope="session")
def hand(tmp_path_factory: pytest.TempPathFactory) -> Hand:
    return Hand(tmp_path_factory.mktemp("hand") / "hand.db")


@pytest.fixture(scope="session")
def address(model: Model, hand: Hand) -> Iterator[str]:
    with served(lambda hosts: create_app(model, hand, hosts=hosts)) as found:
        yield found


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://{address}", trust_env=False) as found:
        yield found
