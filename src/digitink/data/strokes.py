"""Data sets of pen strokes: ink as JSON, and pendigits' UNIPEN text."""

import json
import re
import reprlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from digitink import durable, limits
from digitink.data import content
from digitink.data.samples import NO_DIGIT, Samples
from digitink.errors import DataError, InkError

if TYPE_CHECKING:
    from digitink.ink import Ink

DIGIT = re.compile("[0-9]")


def read_json(path: Path, *, letters: bool = False, per_writer: int = 0) -> Samples:
    """Read [{"label": "7", "strokes": [[[x, y], ...], ...], "writer": "anna"}, ...], y down.

    In a .jsonl file each of these stands on a line of its own. `writer` may be left out, by all.
    `letters`: the labels are any text and no digit. `per_writer`: the file does not name its
    writers, but holds so many samples of each in turn. Raises DataError, naming the place.
    """
    items = _items(path)
    if not isinstance(items, list) or not items:
        raise DataError(f"{path} holds no samples", hint='expected [{"label", "strokes"}, ...]')
    inks = [
        _ink(_strokes(item, f"{path}: [{i}]"), f"{path}: [{i}]") for i, item in enumerate(items)
    ]
    texts = [_label(item, f"{path}: [{i}]", letters) for i, item in enumerate(items)]
    writers = [str(item["writer"]) for item in items if "writer" in item]
    if per_writer:
        writers = [str(1 + i // per_writer) for i in range(len(items))]
    if writers and len(writers) != len(items):
        raise DataError(f"{path} names a writer for {len(writers)} of {len(items)} samples only")
    return Samples(
        str(path),
        inks,
        np.array([NO_DIGIT if letters else int(text) for text in texts], np.int64),
        writers=np.array(writers) if writers else None,
        written=tuple(texts) if letters else None,
    )


def write_json(samples: Samples, path: Path) -> None:
    """Write ink as `read_json` reads it: a list, or to a .jsonl file a line a sample.

    Raises DataError on pictures, OutputError where it cannot be written.
    """
    from digitink.ink import Ink

    lines = []
    texts = samples.written or [str(label) for label in samples.digits()]
    for i, (text, source) in enumerate(zip(texts, samples.sources, strict=True)):
        if not isinstance(source, Ink):
            raise DataError(f"{samples.name} holds pictures, no ink", hint="write idx, csv or png")
        item = {"label": text, **source.to_dict()}
        if samples.writers is not None:
            item["writer"] = str(samples.writers[i])
        lines.append(json.dumps(item))
    whole = "\n".join(lines) if _by_lines(path) else "[" + ",\n".join(lines) + "]"
    durable.write(path, f"{whole}\n".encode())


def _by_lines(path: Path) -> bool:
    return path.name.lower().removesuffix(".gz").endswith(".jsonl")


def _items(path: Path) -> Any:
    if not _by_lines(path):
        return _parsed(content.text(path, limits.JSON_BYTES), str(path))
    # JSON's text may hold the other line ends as they are.
    lines = enumerate(content.lines(path, limits.JSON_BYTES, ends="\n"), 1)
    return [_parsed(line, f"{path}, line {number}") for number, line in lines if line.strip()]


def _parsed(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{where} is no JSON: {error}") from None


def _strokes(item: Any, where: str) -> list[Any]:
    strokes = item.get("strokes") if isinstance(item, dict) else None
    if isinstance(strokes, list):
        return strokes
    raise DataError(f"{where} has no strokes", hint='expected {"label": ..., "strokes": [...]}')


def _ink(strokes: list[Any], where: str) -> "Ink":
    from digitink.ink import Ink

    try:
        return Ink(strokes)
    except InkError as error:
        raise DataError(f"{where}.{error.message}", hint=error.hint) from error


def _label(item: dict[str, Any], where: str, letters: bool) -> str:
    label = item.get("label")
    if isinstance(label, int) and not isinstance(label, bool):
        label = str(label)
    if isinstance(label, str) and (letters or DIGIT.fullmatch(label)):
        return label
    raise DataError(f"{where}.label is {reprlib.repr(label)}", hint="expected a digit 0..9")


def read_unipen(path: Path) -> Samples:
    """Read pendigits' original files, y up: .SEGMENT DIGIT n ? "label", .COMMENT label writer n.

    A stroke is what stands between .PEN_DOWN and .PEN_UP: lines of x and y. Raises DataError,
    naming the line.
    """
    labels: list[int] = []
    writers: list[str] = []
    drawn: list[list[list[tuple[float, float]]]] = []
    for number, line in enumerate(content.lines(path), 1):
        match line.split():
            case [".SEGMENT", "DIGIT", *_, label] if DIGIT.fullmatch(label.strip('"')):
                labels.append(int(label.strip('"')))
                drawn.append([])
            case [".COMMENT", _, writer, *_] if len(writers) == len(labels) - 1:
                writers.append(writer)
            case [".PEN_DOWN"] if drawn:
                drawn[-1].append([])
            case [x, y] if not x.startswith(".") and drawn and drawn[-1]:
                drawn[-1][-1].append(_point(x, y, f"{path}, line {number}"))
            case [] | [".INCLUDE" | ".LEXICON" | ".HIERARCHY" | ".PEN_UP" | ".DT", *_]:
                pass
            case _:
                raise DataError(f"{path}, line {number}: {line[:40]!r} does not belong there")
    if len(writers) != len(labels):
        raise DataError(f"{path} names {len(writers)} writers for {len(labels)} digits")
    if not labels:
        raise DataError(f"{path} holds no digits", hint="expected .SEGMENT DIGIT ...")
    inks = [_ink(strokes, f"{path}: [{i}]") for i, strokes in enumerate(drawn)]
    return Samples(str(path), inks, np.array(labels, np.int64), np.array(writers))


def _point(x: str, y: str, where: str) -> tuple[float, float]:
    try:
        return float(x), -float(y)
    except ValueError:
        raise DataError(f"{where}: {x} {y} is no point", hint="expected two numbers") from None
