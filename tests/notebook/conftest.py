"""A front end for widgets without a notebook: it keeps the state it is sent, and asks.

On a page in Chromium it stands between the pad in Python and its views.
"""

import json
from itertools import pairwise

import comm
import pytest

ADDRESS = "http://notebook.test/"
PAGE = """<!doctype html>
<html lang="en">
<title>A notebook</title>
<style>body { margin: 0; padding: 20px; color: #222; font: 13px sans-serif }</style>
<style>%s</style>
<main></main>
<script type="module">
  import widget from "./widget.js";
  const heard = {};
  window.saved = [];
  const state = await kernel(null);
  window.model = {
    heard,
    get: (name) => state[name],
    on: (event, call) => (heard[event] ??= new Set()).add(call),
    off: (event, call) => heard[event].delete(call),
    set: (name, value) => (state[name] = value),
    save_changes: () => saved.push({ ...state }),
    send: async (message) => take(await kernel(message)),
  };
  window.take = (messages) => {
    for (const { method, state: news, content } of messages) {
      if (method === "update") Object.assign(state, news);
      for (const name of Object.keys(news ?? {})) tell(`change:${name}`);
      if (method === "custom") tell("msg:custom", content);
    }
  };
  const tell = (event, ...news) => [...(heard[event] ?? [])].forEach((call) => call(...news));
  window.show = (shadow = false) => {
    const host = document.querySelector("main").appendChild(document.createElement("div"));
    const el = shadow ? host.attachShadow({ mode: "open" }) : host;
    if (shadow) el.append(document.querySelectorAll("style")[1].cloneNode(true));
    const output = el.appendChild(document.createElement("div"));
    const close = widget.render({ model, el: output });
    return { output, close: () => (close(), host.remove()) };
  };
  window.views = [show()];
</script>
"""

# Strokes of points in a square, y down; and what is no digit.
DIGITS = {
    "3": [[(0.15, 0.15), (0.4, 0), (0.75, 0.2), (0.4, 0.46), (0.8, 0.72), (0.45, 1), (0.1, 0.86)]],
    "4": [[(0.5, 0), (0.1, 0.62), (0.95, 0.6)], [(0.68, 0.34), (0.62, 1.04)]],
    "star": [[(0.5, 0), (0.8, 1), (0, 0.35), (1, 0.35), (0.2, 1), (0.5, 0)]],
}


class Front:
    """What a notebook's page is to the one widget that is made in a test."""

    comm_id = "front"

    def __init__(self):
        self.state = {}
        self.answers = []
        self.sent = []  # all that was sent, until somebody takes it away
        self.name = "a view"

    def open(self, data, **_):
        self.send({"method": "update", "state": data["state"]})
        return self

    def on_msg(self, receive):
        self._receive = receive

    def send(self, data, **_):
        data = json.loads(json.dumps(data, allow_nan=False))  # it must bear the way
        self.sent.append(data)
        if data["method"] == "update":
            self.state |= data["state"]
        else:
            self.answers.append(data["content"])

    def close(self, **_):
        pass

    def ask(self, message):
        """The answer to one message."""
        count = len(self.answers)
        self.deliver(message)
        assert len(self.answers) == count + 1
        return self.answers[-1]

    def deliver(self, message):
        """Hand a message to the widget."""
        data = {"method": "custom", "content": message}
        self._receive({"content": {"data": data}, "buffers": []})

    def news(self):
        """All that was sent since the last time."""
        sent, self.sent = self.sent, []
        return sent

    def write(self, strokes, *, at_rest=True, author=None, turn=None):
        """Have ink read, upon what is shown unless another turn is given."""
        return self.ask(
            {
                "id": "a view 1",
                "ask": "read",
                "ink": json.dumps({"strokes": strokes}),
                "author": author or self.name,
                "turn": self.state["_drawn"]["turn"] if turn is None else turn,
                "at_rest": at_rest,
            }
        )

    @property
    def strokes(self):
        """The ink that is shown."""
        return json.loads(self.state["_drawn"]["ink"])["strokes"]

    @property
    def text(self):
        """The number that is shown."""
        return self.state["_answer"]["reading"]["text"]


@pytest.fixture
def front(monkeypatch):
    found = Front()
    monkeypatch.setattr(comm, "create_comm", found.open)
    return found


@pytest.fixture
def pad(front):
    from digitink.notebook import DigitPad

    made = DigitPad()
    yield made
    made.close()


class Notebook:
    """A page with views of one pad, whose kernel is this process; `busy`, it answers later."""

    def __init__(self, page, front):
        self.page = page
        self.front = front
        self.asked = []
        self.busy = False

    def kernel(self, _, message):
        if message is None:
            return self.front.state
        self.asked.append(message)
        if self.busy:
            return []
        self.front.deliver(message)
        return self.front.news()

    def work(self):
        """The kernel is free again: it does what it was asked last, and says what is new."""
        if self.busy:
            self.busy = False
            self.front.deliver(self.asked[-1])
        self.page.evaluate("messages => take(messages)", self.front.news())

    def view(self, name, number=0):
        """A part of a view, by its class."""
        return self.page.locator(f".digitink .{name}").nth(number)

    def write(self, digit, place=0, number=0, *, lift=True):
        """Write a digit on a view with the mouse; `place` counts digits from the left."""
        box = self.view("pad", number).bounding_box()
        height = 0.56 * box["height"]
        left = box["x"] + (0.3 + 0.75 * place) * height
        top = box["y"] + 0.22 * box["height"]
        mouse = self.page.mouse
        for stroke in DIGITS[digit]:
            points = [(left + 0.6 * height * x, top + height * y) for x, y in stroke]
            mouse.move(*points[0])
            mouse.down()
            for _, point in pairwise(points):
                mouse.move(*point, steps=6)
            if lift:
                mouse.up()

    def reads(self, text, number=0):
        """Wait until a view shows this number."""
        self.page.wait_for_function(
            "([text, number]) => document.querySelectorAll('.digitink .figures')[number]"
            ".textContent === text",
            arg=[text, number],
        )


@pytest.fixture
def notebook(browser, pad, front):
    context = browser.new_context(viewport={"width": 900, "height": 900})
    page = context.new_page()
    page.set_default_timeout(10_000)
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    made = Notebook(page, front)
    page.expose_binding("kernel", made.kernel)
    files = {"": ("text/html", PAGE % pad._css), "widget.js": ("text/javascript", pad._esm)}

    def serve(route):
        kind, body = files[route.request.url.removeprefix(ADDRESS)]
        route.fulfill(content_type=kind, body=body)

    page.route("**/*", serve)
    page.goto(ADDRESS)
    made.view("pad").wait_for()
    yield made
    context.close()
    assert complaints == []
