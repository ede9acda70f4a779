"""A front end for widgets without a notebook: it keeps the state it is sent, and asks."""

import json

import comm
import pytest


class Front:
    """What a notebook's page is to the one widget that is made in a test."""

    comm_id = "front"

    def __init__(self):
        self.state = {}
        self.answers = []
        self.name = "a view"

    def open(self, data, **_):
        self.send({"method": "update", "state": data["state"]})
        return self

    def on_msg(self, deliver):
        self._deliver = deliver

    def send(self, data, **_):
        data = json.loads(json.dumps(data, allow_nan=False))  # it must bear the way
        if data["method"] == "update":
            self.state |= data["state"]
        else:
            self.answers.append(data["content"])

    def close(self, **_):
        pass

    def ask(self, message):
        """The answer to one message."""
        count = len(self.answers)
        data = {"method": "custom", "content": message}
        self._deliver({"content": {"data": data}, "buffers": []})
        assert len(self.answers) == count + 1
        return self.answers[-1]

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
