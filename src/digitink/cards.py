"""What may stand on a model's card: checked once, so that nothing that reads it need ask again.

And in words what it says of a second network, for all who show it.
"""

import reprlib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePath
from typing import Any

COLDEST, HOTTEST = 1e-3, 1e3  # temperatures beyond which a softmax in float32 says nothing
DEPTH = 20  # of lists and objects in one another: no figure needs more
WHOLE = 2**63  # whole numbers are smaller: floats can be made of them
NAME_BYTES = 240  # a file's name has 255 at most, its suffix among them

Check = tuple[str, Callable[[Any], bool], str]
"""A field, whether a value fits it, and in words what does."""


def check(facts: Mapping[str, Any]) -> None:
    """Raise ValueError, which names the field, on what no card says. `facts`: all its fields."""
    _check(facts, FIELDS)
    _check(facts["training"], TRAINING, "training.")
    _check(facts["training"].get("second", {}), TRAINING, "training.second.")
    for number, figure in enumerate(facts["figures"]):
        where = f"figures[{number}]"
        if not isinstance(figure, dict) or not {"data", "n", "accuracy"} <= set(figure):
            raise ValueError(f"{where} has no data, n and accuracy")
        _check(figure, FIGURE, f"{where}.")


def second_network(training: Mapping[str, Any]) -> str:
    """In words what a card's `training` says of a second network; nothing where there is none."""
    second = training.get("second")
    if second is None:
        return ""
    below, seconds = float(second.get("asked_below", 0)), second.get("seconds", 0)
    corpus = f"{second.get('corpus', 'unknown')} {second.get('sha256', '')[:8]}"
    return (
        f"asked where the first gives no digit a probability of {below:.4f};"
        f" {second.get('epochs', 0)} epochs, {seconds:,} s, on the corpus {corpus}"
    )


def _check(given: Mapping[str, Any], checks: Iterable[Check], where: str = "") -> None:
    for name, fits, expected in checks:
        if name in given and not fits(given[name]):
            shown = reprlib.repr(given[name])
            raise ValueError(f"its {where}{name} is {shown}, expected {expected}")


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _file_name(value: Any) -> bool:  # commands write files that are called so
    if not isinstance(value, str) or value in ("", "..") or PurePath(value).name != value:
        return False
    short = len(value.encode(errors="replace")) <= NAME_BYTES
    return short and not any(unicodedata.category(each) == "Cc" for each in value)


def _number(value: Any) -> bool:
    return isinstance(value, float) or _whole(value)


def _whole(value: Any) -> bool:
    return type(value) is int and abs(value) < WHOLE


def _some(value: Any) -> bool:
    return _whole(value) and value > 0


def _share(value: Any) -> bool:
    return _number(value) and 0 <= value <= 1


def _temperature(value: Any) -> bool:
    return _number(value) and COLDEST <= value < HOTTEST


def _labels(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) == 10 and all(map(_text, value))


def _frame(value: Any) -> bool:
    return isinstance(value, list | tuple) and list(value) == [28, 28]


def _shallow(value: Any, depth: int = DEPTH) -> bool:
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list | tuple):
        return True
    return depth > 0 and all(_shallow(each, depth - 1) for each in value)


def _object(value: Any) -> bool:
    return isinstance(value, dict) and _shallow(value)


def _objects(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(map(_object, value))


def _counts(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_whole, value.values()))


def _sets(value: Any) -> bool:
    return _objects(value) and all(
        _text(each.get("name")) and _whole(each.get("n")) for each in value
    )


FIELDS: tuple[Check, ...] = (
    ("name", _file_name, "what a file can be called"),
    ("sha256", _text, "text"),
    ("temperature", _temperature, f"{COLDEST:g} to {HOTTEST:g}"),
    ("unsure_below", _share, "0 to 1"),
    ("recipe", _text, "text"),
    ("seed", _whole, "a whole number"),
    ("parameters", _whole, "a whole number"),
    ("labels", _labels, "ten of text"),
    ("frame", _frame, "[28, 28]"),
    ("licence", _text, "text"),
    ("digitink", _text, "text"),
    ("training", _object, f"an object at most {DEPTH} deep"),
    ("figures", _objects, f"a list of objects at most {DEPTH} deep"),
)
TRAINING: tuple[Check, ...] = (
    ("data", _sets, 'a list of {"name", "n"}'),
    ("frames", _counts, "an object of whole numbers"),
    ("held_back", _text, "text"),
    ("seconds", _number, "a number"),
    ("device", _object, "an object"),
    ("versions", _object, "an object"),
    ("second", _object, "an object"),
    ("asked_below", _share, "0 to 1"),
    ("epochs", _whole, "a whole number"),
    ("corpus", _text, "text"),
    ("sha256", _text, "text"),
)
"""What is read of it; what else stands there is for people."""
FIGURE: tuple[Check, ...] = (
    ("data", _text, "text"),
    ("n", _some, "a whole number above 0"),
    ("accuracy", _share, "0 to 1"),
    ("loss", _number, "a number"),
    ("calibration_error", _number, "a number"),
    ("unsure", _number, "a number"),
)
