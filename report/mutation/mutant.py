"""A fault, and what became of it."""

from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import Any, Literal, TypeVar

import msgspec

from report.problems import describe

T = TypeVar("T")
Status = Literal["killed", "misplaced", "survived"]
"""killed: a finding names the place; misplaced: findings, but none that names it; survived: none.
"""


class Mutant(msgspec.Struct, frozen=True):
    """One fault that can be tried.

    ``id`` says where it is and is unique within its kind, ``change`` what it changes. ``attempt``
    applies it to a copy, lets the project's checks look, and yields what they say. The fault is
    found only if a finding contains one of the texts ``names``, which name its place.
    """

    id: str
    change: str
    names: tuple[str, ...]
    attempt: Callable[[], Iterable[object]]


class Outcome(msgspec.Struct, frozen=True):
    """What became of one fault; ``said`` is the finding that names it, or the first one."""

    kind: str
    id: str
    change: str
    status: Status
    said: str = ""


Maker = Callable[[Random], Iterable[Mutant]]
"""Makes the faults of one kind; every choice it has is left to the generator it is given."""


def trial(kind: str, mutant: Mutant) -> Outcome:
    """Try one fault. Errors that a build reports in one line count as what the checks say."""
    said = ""
    for finding in _findings(mutant):
        if any(name in finding for name in mutant.names):
            return Outcome(kind, mutant.id, mutant.change, "killed", finding)
        said = said or finding
    return Outcome(kind, mutant.id, mutant.change, "misplaced" if said else "survived", said)


def _findings(mutant: Mutant) -> Iterator[str]:
    try:
        yield from map(str, mutant.attempt())
    except Exception as problem:  # whatever it is, a build says it in one line
        yield describe(problem)


def seeded(*parts: object) -> Random:
    """Make a generator that gives the same choices for the same seed, in every process."""
    return Random(" ".join(map(str, parts)))  # noqa: S311 — nothing secret is chosen


def sample(every: Iterable[T], size: int | None, random: Random) -> list[T]:
    """Pick at most ``size`` things, in their order; all of them for None."""
    every = list(every)
    if size is None or len(every) <= size:
        return every
    return [every[at] for at in sorted(random.sample(range(len(every)), size))]


# Changes that every kind of fault is made of ----------------------------------------------------


def other_digit(text: str, at: int, random: Random) -> str:
    """Put another digit in the place of one."""
    digit = random.choice([d for d in "0123456789" if d != text[at]])
    return text[:at] + digit + text[at + 1 :]


def digits_of(text: str) -> list[int]:
    """Find the places of the digits 0 to 9 of a text."""
    return [at for at, character in enumerate(text) if character in "0123456789"]


def with_last_digit(text: str, random: Random) -> str | None:
    """Change the last digit of a decimal; None if it has none. An exponent is left alone."""
    places = digits_of(text.lower().partition("e")[0])
    return other_digit(text, places[-1], random) if places else None


def with_sign(text: str) -> str:
    """Change the sign of a decimal."""
    return text[1:] if text.startswith("-") else f"-{text}"


def with_swap(text: str, random: Random) -> str | None:
    """Swap two neighbouring digits that differ; None where there are no such two."""
    pairs = [at for at in digits_of(text)[:-1] if text[at + 1 : at + 2].isdecimal()]
    pairs = [at for at in pairs if text[at] != text[at + 1]]
    if not pairs:
        return None
    at = random.choice(pairs)
    return f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}"


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:  # noqa: ANN401 — plain values of any kind
    """Walk everything inside plain values (dicts and lists), with the way to it."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from leaves(member, (*path, str(key)))
    elif isinstance(value, list | tuple):
        for at, member in enumerate(value):
            yield from leaves(member, (*path, str(at)))
    else:
        yield path, value


def replaced(value: Any, path: tuple[str, ...], new: object) -> Any:  # noqa: ANN401 — a struct, or plain values
    """Copy structs or plain values with another leaf at the end of a path."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(value, msgspec.Struct):
        return msgspec.structs.replace(value, **{step: replaced(getattr(value, step), rest, new)})
    if isinstance(value, dict):
        return {**value, step: replaced(value[step], rest, new)}
    at = int(step)
    changed = [*value[:at], replaced(value[at], rest, new), *value[at + 1 :]]
    return type(value)(changed)
