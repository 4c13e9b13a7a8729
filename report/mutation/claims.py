"""Digits of the article's statements, and thresholds of predicates, mistyped."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from report import article, check, compose, entries, predicates
from report.article import Claim
from report.mutation import project
from report.mutation.mutant import Mutant, digits_of, leaves, other_digit, replaced
from report.predicates import Predicate

Raw = dict[str, Any]
Attempt = Callable[[str, Raw], Iterable[object]]
"""Holds a changed entry, by its id, against what checks it."""


def claims(random: Random) -> Iterator[Mutant]:
    """Every digit of every claim, in its words, its checks and what they print, once."""
    yield from mistyped(article.FILE, "claim", judged, ("claim {}",), random)


def thresholds(random: Random) -> Iterator[Mutant]:
    """Every digit of every predicate's readings and of the words that explain them, once."""
    names = ("predicate {}", "rests on {},")
    yield from mistyped(predicates.FILE, "predicate", decided, names, random)


def mistyped(
    file: Path, kind: str, attempt: Attempt, names: tuple[str, ...], random: Random
) -> Iterator[Mutant]:
    """Every digit of every entry of a data file once; ``names`` say what must be named of it."""
    for raw in entries.content(file)[kind]:
        for path, change, mutated in changes(raw, random):
            id_ = raw["id"]
            yield Mutant(
                id=f"{id_}.{'.'.join(path)}",
                change=change,
                names=tuple(name.format(id_) for name in names),
                attempt=partial(attempt, id_, mutated),
            )


def changes(raw: Raw, random: Random) -> Iterator[tuple[tuple[str, ...], str, Raw]]:
    """Change each digit of an entry of a data file: its place, the change, the changed entry."""
    for path, value in leaves(raw):
        if path[-1] == "id" or isinstance(value, bool):
            continue
        text = str(value)
        for at in digits_of(text):
            changed = other_digit(text, at, random)
            new = int(changed) if isinstance(value, int) else changed
            place = (*path, str(at))
            yield place, f"{shown(text, at)} becomes {changed[at]}", replaced(raw, path, new)


def shown(text: str, at: int) -> str:
    """Quote a digit with a little of what stands around it."""
    return f"{text[at]} in {text[max(at - 12, 0) : at + 12]!r}"


def judged(id_: str, raw: Raw) -> Iterable[object]:
    """Let the checks of claims look at a changed one, then the verdict on it."""
    claim = entries.convert(f"{article.FILE.name}: claim {id_}", raw, Claim)
    yield from check.told({id_: claim}, {})
    verdicts = article.compare({id_: claim}, project.results(), project.known())
    yield from project.surprises(verdicts)


def decided(id_: str, raw: Raw) -> Iterable[object]:
    """Let the checks of predicates look at a changed one, then render the sentence on it."""
    predicate = entries.convert(f"{predicates.FILE.name}: predicate {id_}", raw, Predicate)
    yield from check.told({}, {id_: predicate})
    context = project.context()
    held: Mapping[str, bool | None] = predicates.decide(
        {id_: predicate},
        compose.all_numbers(project.results(), project.verdicts()),
        is_mnist=project.results().dataset.is_mnist,
    )
    now = msgspec.structs.replace(context, predicates={**context.predicates, **held})
    if held != {id_: context.predicates[id_]}:
        yield from project.rendered(now, "en").findings
