"""Sentences of the report that rest on a result: what has to be true for them to be printed."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from report import entries, reading
from report.entries import EntryError
from report.results.number import Number
from report.results.text import Text

FILE = Path(__file__).with_name("predicates.toml")


class Predicate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Readings that all have to hold, and why they are what the sentence means.

    ``mnist`` marks a predicate about MNIST: with other data the neutral wording prints.
    """

    id: str
    holds: tuple[str, ...]
    means: Text
    mnist: bool = False

    def __post_init__(self) -> None:
        if not self.holds:
            raise ValueError("a predicate needs at least one reading in `holds`")


def load(path: Path = FILE) -> dict[str, Predicate]:
    """The predicates by id. Raises EntryError."""
    return entries.read(path, "predicate", Predicate)


def decide(
    predicates: Mapping[str, Predicate], numbers: Mapping[str, Number], *, is_mnist: bool
) -> dict[str, bool | None]:
    """Whether each predicate is true.

    None where it speaks of MNIST and other data was used, or where the runs do not decide it.
    Raises EntryError when a reading is malformed or names an unknown number.
    """
    held = {id_: _holds(predicate, numbers) for id_, predicate in predicates.items()}
    return {id_: None if predicates[id_].mnist and not is_mnist else held[id_] for id_ in held}


def _holds(predicate: Predicate, numbers: Mapping[str, Number]) -> bool | None:
    try:
        held = [reading.parse(text).holds(numbers) for text in predicate.holds]
        return False if False in held else None if None in held else True
    except reading.ReadingError as problem:
        raise EntryError(f"{FILE.name}: predicate {predicate.id}: {problem}") from problem
