"""Results that are not what was computed: another sign, another last digit, two digits swapped."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache, partial
from random import Random
from typing import Any

import msgspec

from report import article, predicates, reading
from report.article import Claim, Digits, Executed, Fact, Reading
from report.check.consistent import PARTS as AGREEMENT
from report.check.consistent import consistent
from report.mutation import project
from report.mutation.mutant import (
    Mutant,
    leaves,
    replaced,
    with_last_digit,
    with_sign,
    with_swap,
)
from report.numbers import PARTS
from report.predicates import Predicate
from report.results.bundle import Results
from report.results.number import Number

DRAWN = ("pixels", "vertical", "horizontal", "weights")
"""Fields that hold pictures, and no number that is shown as such."""


def results(random: Random) -> Iterator[Mutant]:
    """Every leaf of every result that a number shows, in three ways."""
    return faults(project.results(), random)


def faults(found: Results, random: Random) -> Iterator[Mutant]:
    """The faults of given results."""
    for part in PARTS:
        before = _shown(part, getattr(found, part))
        for path, value in leaves(msgspec.to_builtins(getattr(found, part))):
            if set(path) & set(DRAWN) or not _is_number(value):
                continue
            for way, new in _changes(value, random):
                mutated = replaced(found, (part, *path), new)
                numbers = _moved(before, _shown(part, getattr(mutated, part)))
                if not numbers:
                    break  # the first change is the greatest: no number shows this leaf
                where = ".".join((part, *path))
                yield Mutant(
                    id=f"{where} {way}",
                    change=f"{_short(value)} becomes {_short(new)}",
                    names=_names(part, path, numbers),
                    attempt=partial(_held, mutated, part),
                )


def _is_number(value: object) -> bool:
    if isinstance(value, str):
        try:
            return Decimal(value).is_finite()
        except InvalidOperation:
            return False
    return isinstance(value, int)


def _changes(value: Any, random: Random) -> Iterator[tuple[str, object]]:  # noqa: ANN401 — a leaf
    if isinstance(value, bool):
        yield "turned round", not value
        return
    text, kind = str(value), type(value)
    for way, new in (
        ("sign", with_sign(text) if Decimal(text) else None),
        ("last digit", with_last_digit(text, random)),
        ("swapped", with_swap(text, random)),
    ):
        if new is not None and Decimal(new) != Decimal(text):
            yield way, kind(new)


def _shown(part: str, value: object) -> Mapping[str, Number]:
    """The numbers of one part; none where they cannot be made any more."""
    try:
        return {number.id: number for number in PARTS[part](value)}
    except (ValueError, KeyError, LookupError, ArithmeticError):
        return {}


def _moved(before: Mapping[str, Number], after: Mapping[str, Number]) -> set[str]:
    """The numbers that are no longer what they were."""
    return {id_ for id_ in before if before[id_] != after.get(id_)}


def _names(part: str, path: tuple[str, ...], numbers: set[str]) -> tuple[str, ...]:
    """What a finding may name: the result's part, or what rests on a number that moved."""
    fact = ".".join((part, *path))
    claims, sentences = _recorded()
    return (
        f"build/results/{part}.json",
        *(["build/results/survey.json"] if part == "frameworks" else []),
        *(f"claim {c.id}" for c in claims if any(_rests(x, numbers, fact) for x in c.checks)),
        *(
            f"predicate {predicate.id}"
            for predicate in sentences
            if any(numbers & set(reading.parse(text).numbers) for text in predicate.holds)
        ),
    )


@cache
def _recorded() -> tuple[tuple[Claim, ...], tuple[Predicate, ...]]:
    return tuple(article.load().values()), tuple(predicates.load().values())


def _rests(each: Digits | Reading | Executed | Fact, numbers: set[str], fact: str) -> bool:
    match each:
        case Digits(number=number):
            return number in numbers
        case Reading(holds=holds):
            return bool(numbers & set(reading.parse(holds).numbers))
        case Fact(result=result):
            return fact.startswith(result.partition(".*")[0])
        case _:
            return False


def _held(mutated: Results, part: str) -> Iterable[object]:
    """Hold one part against the others, then all results against what is recorded."""
    yield from AGREEMENT[part](mutated) if part in AGREEMENT else ()
    yield from consistent(mutated)
    yield from project.expected(mutated)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 24 else f"{text[:10]}…{text[-10:]}"
