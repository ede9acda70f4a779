"""The reading thread on its own."""

import queue
import threading

import pytest

from digitink.desktop.live import Answer, Complaint, Failed, LiveReader, Ready, Taught
from digitink.errors import InkError, ModelError

from .acting import PATIENCE, SEVEN
from .stand_ins import Fails, Hand, Sees, model_of

STROKES = (tuple((float(x), float(y), 8.0 * i, 0.5) for i, (x, y) in enumerate(SEVEN)),)


def other(n):
    return tuple(tuple((x + n, y, t, p) for x, y, t, p in stroke) for stroke in STROKES)


class Gate(Sees):
    """A network that waits to be let through, and says when it is asked."""

    def __init__(self):
        super().__init__()
        self.asked = threading.Semaphore(0)
        self.let_through = threading.Semaphore(0)

    def run(self, outputs, inputs):
        self.asked.release()
        assert self.let_through.acquire(timeout=PATIENCE)
        return super().run(outputs, inputs)


@pytest.fixture
def start():
    """Starts readers; gives each with the reports that it makes."""
    readers = []

    def started(model, hand=None):
        reports = queue.Queue()
        reader = LiveReader(model, hand or Hand(), reports.put)
        readers.append(reader)
        reader.start()
        return reader, lambda: reports.get(timeout=PATIENCE)

    yield started
    for reader in readers:
        reader.close()
        assert not reader._thread.is_alive()


def test_ink_is_read(start):
    reader, report = start(model_of(Sees(7)))
    assert report() == Ready()
    reader.read(STROKES)
    answer = report()
    assert isinstance(answer, Answer)
    assert answer.inspection.reading.text == "7"
    assert answer.strokes is STROKES
    assert answer.strokes_of(0) == STROKES
    assert answer.model == "stub"
    assert not answer.personal


def test_only_the_newest_ink_is_read(start):
    gate = Gate()
    reader, report = start(model_of(gate))
    report()
    reader.read(STROKES)
    assert gate.asked.acquire(timeout=PATIENCE)
    for n in range(50):
        reader.read(other(n))
    gate.let_through.release(2)
    assert report().strokes == STROKES
    assert report().strokes == other(49)
    assert not gate.asked.acquire(timeout=0.05) or gate.asked.acquire(blocking=False) is False


def test_corrections_come_first_and_none_is_dropped(start):
    gate, hand = Gate(), Hand()
    reader, report = start(model_of(gate), hand)
    report()
    reader.read(STROKES)
    assert gate.asked.acquire(timeout=PATIENCE)
    for label in (1, 2, 3):
        reader.teach(STROKES, label)
    reader.read(other(1))
    gate.let_through.release(2)
    kinds = [type(report()) for _ in range(5)]
    assert kinds == [Answer, Taught, Taught, Taught, Answer]
    assert [label for _, label in hand.taught] == [1, 2, 3]


def test_corrections_that_wait_are_kept_when_it_closes(start):
    gate, hand = Gate(), Hand()
    reader, report = start(model_of(gate), hand)
    report()
    reader.read(STROKES)
    assert gate.asked.acquire(timeout=PATIENCE)
    reader.teach(STROKES, 4)
    reader.read(other(1))
    closing = threading.Thread(target=reader.close)
    closing.start()
    gate.let_through.release()
    closing.join()
    assert [label for _, label in hand.taught] == [4]
    assert not gate.asked.acquire(blocking=False)  # the ink that waited was not read


def test_a_reading_that_fails_ends_no_other(start):
    model = model_of(Fails())
    reader, report = start(model)
    report()
    reader.read(STROKES)
    complaint = report()
    assert isinstance(complaint, Complaint)
    assert "the network broke" in str(complaint.error)
    model._session = Sees(3)
    reader.read(STROKES)
    assert report().inspection.reading.text == "3"


def test_too_much_ink_is_said_so(start, monkeypatch):
    monkeypatch.setattr("digitink.limits.INK_POINTS", 5)
    reader, report = start(model_of(Sees()))
    report()
    reader.read(STROKES)
    assert isinstance(report().error, InkError)


def test_no_model_is_the_end(start):
    _, report = start("nonsense")
    failed = report()
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, ModelError)


def test_what_was_taught_reads(start):
    class Taught7(Hand):
        def personal(self, _):
            return model_of(Sees(9))

    reader, report = start(model_of(Sees(7)), Taught7())
    report()
    reader.read(STROKES)
    answer = report()
    assert answer.inspection.reading.text == "9"
    assert answer.personal


def test_what_learning_needs_is_prepared_in_a_pause(start, monkeypatch):
    monkeypatch.setattr("digitink.desktop.live.PAUSE", 0.01)
    prepared = threading.Event()

    class Prepares(Hand):
        def prepare(self, _):
            prepared.set()

    reader, report = start(model_of(Sees()), Prepares())
    report()
    assert not prepared.wait(0.1)  # not for those who only open the window
    reader.read(STROKES)
    report()
    assert prepared.wait(PATIENCE)


def test_the_users_own_hand_is_taken_by_default(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITINK_HAND", str(tmp_path / "mine.db"))
    reports = queue.Queue()
    reader = LiveReader(model_of(Sees()), None, reports.put)
    reader.start()
    assert reports.get(timeout=PATIENCE) == Ready()
    assert reader._hand.path == tmp_path / "mine.db"
    reader.close()


def test_one_that_never_started_is_closed():
    LiveReader(model_of(Sees()), Hand(), print).close()
