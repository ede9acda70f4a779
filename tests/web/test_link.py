"""The line to the reader: what goes over it, and what happens when it breaks."""

import json

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


def test_a_line_that_is_hung_up_on_is_tried_again_ever_less_often_and_ink_stays(opened, writer):
    page = opened()
    attempts = []

    def hang_up(socket):  # as the server does on a flood of messages
        attempts.append(socket)
        socket.close(code=1008, reason="over 240 messages in a second")

    hand = writer(page)
    page.route_web_socket("**/api/ink", hang_up)
    page.reload()
    page.get_by_text("reader lost; your ink is kept").wait_for()
    hand.write("3", 0)
    ink = hand.inked("#pad canvas")
    page.wait_for_timeout(2500)
    assert 3 <= len(attempts) <= 6
    assert hand.inked("#pad canvas") == ink > 100
    page.unroute_all()


def test_a_flood_of_answers_that_nobody_asked_for_is_nothing(opened, writer):
    page = opened()
    flood = json.dumps({"seq": 10**6, "error": {"message": "a flood", "hint": ""}})

    def answer(socket):
        server = socket.connect_to_server()
        socket.on_message(lambda text: (server.send(text), [socket.send(flood) for _ in range(50)]))
        server.on_message(lambda text: (socket.send(text), [socket.send(flood) for _ in range(50)]))

    page.route_web_socket("**/api/ink", answer)
    page.reload()
    page.get_by_text("reading as you write").wait_for()
    hand = writer(page)
    hand.write("3", 0)
    hand.write("0", 1)
    hand.reads("30")


def test_after_loading_the_page_needs_nothing_more(opened, writer):
    page = opened()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    hand = writer(page)
    hand.write("3")
    hand.reads("3")
    for act in (lambda: page.keyboard.press("?"), lambda: page.keyboard.press("ArrowLeft")):
        act()
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 400, "height": 800})
    page.wait_for_timeout(300)
    assert asked == []


def test_what_is_not_understood_is_answered_in_words(opened, writer):
    page = opened()
    complaint = {"message": "strokes[0] holds 100001 points", "hint": "at most 100000 are read"}

    def refuse(socket):
        socket.on_message(
            lambda text: socket.send(
                json.dumps({"seq": json.loads(text)["seq"], "error": complaint})
            )
        )

    page.route_web_socket("**/api/ink", refuse)
    page.reload()
    page.get_by_text("reading as you write").wait_for()
    hand = writer(page)
    hand.write("3")
    page.locator("#gloss.complaint").get_by_text("strokes[0] holds 100001 points").wait_for()
    assert page.locator("#gloss").get_by_text("at most 100000 are read").is_visible()
    assert hand.inked("#pad canvas") > 100
