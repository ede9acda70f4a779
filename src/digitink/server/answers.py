"""What the server answers to what it was sent: bytes in, a reading out, no HTTP in between."""

import json
import logging
import time
from http import HTTPStatus
from typing import Any

from digitink import limits
from digitink.frame import encoded
from digitink.ink import Ink
from digitink.model import Model
from digitink.reader import Inspection, inspect
from digitink.server.problems import Problem, problem_of

log = logging.getLogger("digitink.server")


def read_picture(data: bytes, *, single: bool, model: Model) -> Inspection:
    """Read the bytes of a picture. Raises PictureError where they are none."""
    return inspect(data, single=single, model=model)


def read_ink(data: bytes, *, single: bool, model: Model) -> Inspection:
    """Read the bytes of ink JSON. Raises Problem (413, 400) on too much, on no JSON; InkError."""
    return inspect(Ink.from_dict(_ink_json(data)), single=single, model=model)


def labelled_ink(data: bytes) -> tuple[Ink, Any]:
    """Ink and what is given as its label, unchecked, from bytes of JSON. Raises as `read_ink`."""
    value = _ink_json(data)
    return Ink.from_dict(value), value.get("label") if isinstance(value, dict) else None


def _ink_json(data: bytes) -> Any:
    if len(data) > limits.INK_BYTES:
        raise Problem(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"more than {limits.INK_BYTES} bytes of ink are not read",
        )
    return parsed(data)


def answer_ink(text: str | bytes, *, model: Model) -> str:
    """One message of the WebSocket to its answer, JSON both.

    `{"seq": n, "strokes": [[[x, y], ...], ...], "single": false}` gives `{"seq": n, "reading":
    {...}, "frames": [...], "strokes": [[...], ...], "model": name, "ms": t, "personal":
    false}`: of each digit the frame that the network saw, 28x28 bytes in base64, 0 paper to 255
    ink, and the indices of its strokes; the milliseconds that reading took, and whether the model
    follows what its user taught. What cannot be read gives `{"seq": n, "error": {...}}`. Never
    raises.
    """
    started = time.perf_counter()
    answer: dict[str, Any] = {"seq": None}
    try:
        message = parsed(text)
        if not isinstance(message, dict):
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "the message is no JSON object")
        answer["seq"] = _sequence_number(message)
        single = message.get("single", False)
        if not isinstance(single, bool):
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "single is neither true nor false")
        found = inspect(Ink.from_dict(message), single=single, model=model)
        answer["reading"] = found.reading.to_dict()
        answer["frames"] = encoded(found.frames)
        answer["strokes"] = found.strokes
        answer["model"] = model.name
        answer["ms"] = round((time.perf_counter() - started) * 1000, 2)
        answer["personal"] = model.personal
    except Exception as error:  # one bad message must not end the conversation
        problem = problem_of(error)
        if problem.status == HTTPStatus.INTERNAL_SERVER_ERROR:
            log.error("unexpected %s: %s", type(error).__name__, error)
        answer = {"seq": answer["seq"], **problem.to_dict()}
    return json.dumps(answer)


def parsed(text: str | bytes) -> Any:
    """The value of JSON text. Raises Problem (400) on what is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            f"this is no JSON: {error}",
            'expected {"strokes": [[[x, y], ...], ...]}',
        ) from None


def _sequence_number(message: dict[str, Any]) -> int:
    seq = message.get("seq")
    if isinstance(seq, bool) or not isinstance(seq, int) or abs(seq) >= 2**53:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "seq is no whole number below 2**53",
            "number the messages; the answer carries the number of its message",
        )
    return seq
