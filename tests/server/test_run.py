"""Listening on this computer."""

import socket

import pytest

from digitink.server.run import hosts_of, listen, port_of


def test_a_taken_port_is_moved_past():
    with listen(0) as first:
        taken = port_of(first)
        with listen(taken) as second, listen(taken) as third:
            assert taken < port_of(second) < port_of(third)


def test_it_can_be_reached_at_once_and_from_this_computer_only():
    with listen(0) as sock:
        assert sock.getsockname()[0] == "127.0.0.1"
        socket.create_connection(sock.getsockname(), timeout=10).close()


def test_connections_say_that_they_are_tcp_so_that_asyncio_sends_at_once():
    with listen(0) as sock, socket.create_connection(sock.getsockname(), timeout=10):
        connection, _ = sock.accept()
        with connection:
            assert connection.proto == socket.IPPROTO_TCP


def test_past_the_last_port_any_free_one_is_taken():
    with listen(65_535) as first, listen(65_535) as second:
        assert port_of(first) != port_of(second)


@pytest.mark.parametrize(
    ("port", "hosts"),
    [
        (8517, {"127.0.0.1:8517", "localhost:8517", "[::1]:8517"}),
        (80, {"127.0.0.1:80", "localhost:80", "[::1]:80", "127.0.0.1", "localhost", "[::1]"}),
    ],
)
def test_the_names_it_answers_to(port, hosts):
    assert set(hosts_of(port)) == hosts
