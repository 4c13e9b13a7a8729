"""Read the project's data files: TOML, decoded strictly, with clear errors.

A data file is text to show or to compare, never code: it is parsed into plain values, which are
bounded in size and depth and hold no character that a reader could not see.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol, TypeVar

import msgspec

from report.results.text import decoded, is_visible, one_line

LARGEST = 250_000
"""Bytes that a data file may have."""
LONGEST = 2_000
"""Characters that one text in it may have; a line may have twice as many bytes."""
DEEPEST = 12
"""How many tables and arrays may lie within each other."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_RATIONAL = re.compile(r"-?[0-9]{1,40}(?:/[0-9]{1,40}|\.[0-9]{1,40})?")
_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(?:/[!#-&(-;=?-\[\]_a-z~]*)?")
_MENDS = {
    "unknown field": "remove it, or mend its name",
    "missing required field": "add it",
    "Expected": "write it so",
    "Invalid": "write one that is allowed",
}
"""What to do about the faults that decoding finds; others say it themselves."""
Steps = tuple[str | int, ...]


class EntryError(ValueError):
    """A data file cannot be used; the message names the file, the entry, the field, the mend."""

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message))


class HasId(Protocol):
    """An entry that other files refer to by name."""

    @property
    def id(self) -> str:
        """The name."""


E = TypeVar("E", bound=HasId)
T = TypeVar("T")


def read(path: Path, key: str, kind: type[E]) -> dict[str, E]:
    """The entries ``[[key]]`` of a file by their ids, in the file's order.

    Raises EntryError for a file that is not TOML, an unknown or missing field, a value of the
    wrong type, an unknown array of tables, or an id used twice.
    """
    found: dict[str, E] = {}
    for position, raw in enumerate(tables(path, key)[key]):
        where = f"{path.name}: {_place((key, position), raw)}"
        entry = convert(where, raw, kind)
        if entry.id in found:
            raise EntryError(f"{where}: this id is used twice; rename one of the two")
        found[entry.id] = entry
    return found


def tables(path: Path, *keys: str) -> dict[str, list[dict[str, Any]]]:
    """The arrays of tables of a file, which has these and nothing else; a missing one is empty.

    Raises EntryError like `read`, except for what an entry has to look like.
    """
    found = content(path)
    wanted = " or ".join(f"[[{key}]]" for key in keys)
    if strange := set(found) - set(keys):
        raise EntryError(f"{path.name}: unknown: {', '.join(sorted(strange))}; write {wanted}")
    for key in keys:
        entries = found.setdefault(key, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise EntryError(f"{path.name}: {key} must be an array of tables; write [[{key}]]")
    return found


def content(path: Path) -> dict[str, Any]:
    """What a TOML file holds, as plain values.

    Raises EntryError for a file that cannot be read or is not TOML, and for a value that is too
    large, too deep, no text, whole number or finite fraction, or has a character that is unseen.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as problem:
        raise EntryError(f"{path.name}: cannot be read: {problem.strerror}") from problem
    if len(raw) > LARGEST:
        raise EntryError(f"{path.name}: has more than {LARGEST} bytes; shorten it")
    if any(len(line) > 2 * LONGEST for line in raw.split(b"\n")):
        raise EntryError(f"{path.name}: a line has more than {2 * LONGEST} bytes; break it")
    try:
        found = tomllib.loads(decoded(raw))
    except RecursionError as problem:
        raise EntryError(f"{path.name}: its arrays are too deep; write fewer of them") from problem
    except ValueError as problem:  # not UTF-8, not TOML, or a number with thousands of digits
        raise EntryError(f"{path.name}: not TOML: {problem}") from problem
    for steps, value in _leaves(found):
        if fault := _fault(steps, value):
            entry = found[str(steps[0])][steps[1]] if _in_entry(steps) else None
            raise EntryError(f"{path.name}: {_place(steps, entry)}: {fault}")
    return found


def convert(where: str, raw: object, kind: type[T]) -> T:
    """Decode plain values strictly. Raises EntryError that says ``where`` they stand."""
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as problem:
        said = str(problem)
        mend = next((f"; {mend}" for start, mend in _MENDS.items() if start in said), "")
        raise EntryError(f"{where}: {said}{mend}") from problem


def is_address(text: str) -> bool:
    """Tell whether a text is an address on the web that a reader may safely be sent to."""
    return bool(_ADDRESS.fullmatch(text))


def rational(text: str) -> Fraction:
    """Read a fraction such as 1/5, or a decimal such as 0.2.

    Raises ValueError for anything else, such as 1e9, which would grow without bounds.
    """
    if not _RATIONAL.fullmatch(text):
        raise ValueError(f"{text!r} is not a fraction such as 1/5 or 0.2")
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise ValueError(f"{text!r} divides by zero") from None


def _leaves(value: object) -> Iterator[tuple[Steps, object]]:
    """Every value inside tables and arrays, and every name of a field, with the way to it."""
    pending: list[tuple[Steps, object]] = [((), value)]
    while pending:
        steps, here = pending.pop()
        inner: list[tuple[str | int, object]] = []
        if isinstance(here, dict):
            inner = list(here.items())
            yield from (((*steps, name), name) for name in here)
        elif isinstance(here, list):
            inner = list(enumerate(here))
        if isinstance(here, dict | list) and len(steps) < DEEPEST:
            pending.extend(((*steps, step), value) for step, value in inner)
        else:
            yield steps, here


def _fault(steps: Steps, value: object) -> str:
    """Say what is wrong with a value and how to mend it, or nothing."""
    match value:
        case str():
            return _text_fault(value) or (_id_fault(value) if steps[-1] == "id" else "")
        case bool():
            return ""
        case int() | float() if abs(value) < 2**63:  # which no infinity and no NaN is
            return ""
        case dict() | list():
            return "lies too deep; write it with fewer tables and arrays within each other"
    return "is no text, whole number or finite fraction; write it as text in quotes"


def _text_fault(text: str) -> str:
    if len(text) > LONGEST:
        return f"has {len(text)} characters; write at most {LONGEST}"
    unseen = next((char for char in text if not is_visible(char) and char != "\n"), "")
    return f"has the unseen character U+{ord(unseen):04X}; take it out" if unseen else ""


def _id_fault(text: str) -> str:
    mend = "use letters, digits, points, underscores and hyphens"
    return "" if _ID.fullmatch(text) else f"{text!r} is no id; {mend}"


def _in_entry(steps: Steps) -> bool:
    return len(steps) > 1 and isinstance(steps[1], int)


def _place(steps: Steps, entry: object) -> str:
    """Name a place as a reader of the file sees it: the entry by its id, then the field."""
    if not _in_entry(steps):
        return ".".join(map(str, steps))
    id_ = entry.get("id") if isinstance(entry, Mapping) else None
    named = id_ if isinstance(id_, str) and _ID.fullmatch(id_) else f"number {int(steps[1]) + 1}"
    field = ".".join(map(str, steps[2:]))
    return f"{steps[0]} {named}: {field}" if field else f"{steps[0]} {named}"
