"""The allowance of messages."""

import pytest

from digitink.server import meter
from digitink.server.meter import Allowance, message_size


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(meter.time, "monotonic", lambda: now[0])
    return now


def test_a_burst_of_a_second_then_the_rate(clock):
    allowance = Allowance(10)
    assert [allowance.take() for _ in range(12)] == [True] * 10 + [False] * 2
    clock[0] += 0.25
    assert [allowance.take() for _ in range(3)] == [True, True, False]


def test_a_rest_saves_up_no_more_than_a_second(clock):
    allowance = Allowance(10)
    clock[0] += 3600
    assert sum(allowance.take() for _ in range(100)) == 10


@pytest.mark.parametrize(
    ("message", "size"),
    [({"text": "abc"}, 3), ({"text": "ä"}, 2), ({"bytes": b"abcd"}, 4), ({}, 0), ({"text": ""}, 0)],
)
def test_size_is_in_bytes(message, size):
    assert message_size(message) == size
