"""The line to the reader: what goes over it, and what happens when it breaks."""

import pytest

pytestmark = pytest.mark.browser


def test_the_reader_may_go_and_come_back(opened, server, writer):
    page = opened()
    hand = writer(page)
    hand.write("3", 0)
    hand.reads("3")
    server.stop()
    page.get_by_text("reader lost").wait_for()
    hand.write("1", 1)
    server.start()
    hand.reads("31")
    assert page.get_by_text("reading as you write").is_visible()


def test_one_message_a_frame_and_none_while_one_is_unanswered(opened, writer):
    page = opened()
    order = []
    page.on(
        "websocket",
        lambda socket: (
            socket.on("framesent", lambda _: order.append("sent")),
            socket.on("framereceived", lambda _: order.append("answered")),
        ),
    )
    page.reload()
    page.get_by_text("reading as you write").wait_for()
    hand = writer(page)
    for place in range(3):
        hand.write("3", place)
    hand.reads("333")
    page.wait_for_timeout(300)
    assert order.count("sent") > 10
    assert order == ["sent", "answered"] * (len(order) // 2)


def test_more_ink_than_can_be_sent_is_said(opened, writer):
    page = opened()
    hand = writer(page)
    hand.write("3")
    hand.reads("3")
    page.evaluate(
        """async () => {
            const { Link } = await import('/link.js');
            window.said = new Promise(resolve => {
                const url = new URL('/api/ink', location.href.replace('http', 'ws'));
                const link = new Link(url, {onanswer: resolve, onstate: () => {}});
                link.send([Array.from({length: 200_000}, (_, i) => [i, i])]);
            });
        }"""
    )
    assert "More ink" in page.evaluate("said.then(answer => answer.error.message)")
