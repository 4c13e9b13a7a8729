"""The article's statements, and the verdict on each: printed against computed."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from report import entries, reading
from report.entries import EntryError
from report.results.bundle import Results
from report.results.number import Number
from report.results.text import Text, near
from report.results.verdicts import Outcome, Verdict, VerdictKind, Verdicts

FILE = Path(__file__).with_name("article.toml")
WRONG_PATH = "name a part of build/results, or a position in a list"
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")


class Digits(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="digits", tag_field="rule"
):
    """A printed decimal whose last digits were cut off, not rounded."""

    number: str
    printed: str


class Reading(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="reading", tag_field="rule"
):
    """A word read as a comparison of numbers; ``now`` asks it of today's software."""

    holds: str
    now: bool = False


class Executed(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="equations", tag_field="rule"
):
    """A formula that the report displays and evaluates, by the ids of its equations."""

    ids: tuple[str, ...]


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="fact", tag_field="rule"):
    """A printed value that a result must equal.

    ``result`` is its path, such as ``network.prewitt.kernel``, with positions in lists, and a
    star for each member of a list.
    """

    label: Text
    result: str
    printed: Any
    now: bool = False


Check = Digits | Reading | Executed | Fact


class Claim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One statement of the article, in our words, and how it is checked.

    ``mnist`` marks a statement about MNIST, which other data can neither confirm nor refute;
    ``source`` is the reference of a statement that can only be cited.
    """

    id: str
    entry: Literal["cnn", "mlp", "hard_sigmoid"]
    states: Text
    reason: Text
    expected: VerdictKind
    checks: tuple[Check, ...] = ()
    mnist: bool = False
    source: str | None = None

    def __post_init__(self) -> None:
        if (self.expected == "cited") != (not self.checks):
            raise ValueError("a claim has either checks or the expected verdict 'cited'")
        if self.expected == "cited" and self.source is None:
            raise ValueError("a cited claim needs its source, the id of a reference")
        if self.expected == "not comparable":
            raise ValueError("'not comparable' follows from the data and is never expected")


def load(path: Path = FILE) -> dict[str, Claim]:
    """The claims by id, in the order of the article. Raises EntryError."""
    return entries.read(path, "claim", Claim)


def compare(
    claims: Mapping[str, Claim], results: Results, numbers: Mapping[str, Number]
) -> Verdicts:
    """The verdict on every claim.

    Raises EntryError when a check refers to a number, an equation or a result that is not there.
    """
    return Verdicts(tuple(_verdict(claim, results, numbers) for claim in claims.values()))


def _verdict(claim: Claim, results: Results, numbers: Mapping[str, Number]) -> Verdict:
    try:
        outcomes = tuple(_outcome(check, results, numbers) for check in claim.checks)
    except (KeyError, ValueError) as problem:
        raise EntryError(f"{FILE.name}: claim {claim.id}: {problem}") from problem
    comparable = results.dataset.is_mnist or not claim.mnist
    return Verdict(
        id=claim.id,
        entry=claim.entry,
        states=claim.states,
        reason=claim.reason,
        kind=judge(outcomes) if comparable else "not comparable",
        expected=claim.expected,
        outcomes=outcomes,
        source=claim.source,
    )


def judge(outcomes: Iterable[Outcome]) -> VerdictKind:
    """The verdict that follows from the checks of a claim; from none, that it is only cited.

    With a check that the runs do not decide, there is nothing to compare with.
    """
    outcomes = list(outcomes)
    fallen = [outcome for outcome in outcomes if outcome.holds is False]
    if not outcomes:
        return "cited"
    if any(outcome.holds is None for outcome in outcomes):
        return "not comparable"
    if not fallen:
        return "agrees"
    if all(outcome.now for outcome in fallen):
        return "held then, not now"
    return "refuted" if len(fallen) == len(outcomes) else "mixed"


def _outcome(check: Check, results: Results, numbers: Mapping[str, Number]) -> Outcome:
    match check:
        case Digits():
            return _digits(check, numbers)
        case Reading():
            return _reading(check, numbers)
        case Executed():
            return _executed(check, results)
        case Fact():
            return _fact(check, results)


def _digits(check: Digits, numbers: Mapping[str, Number]) -> Outcome:
    if check.number not in numbers:
        mend = near(check.number, numbers, "give the id of a number that exists")
        raise ValueError(f"no number is called {check.number}; {mend}")
    computed = numbers[check.number].value
    if not _DECIMAL.fullmatch(check.printed):
        raise ValueError(
            f"printed = {check.printed!r} must be a decimal with its point and no dots"
        )
    return Outcome(
        rule="digits",
        holds=computed.startswith(check.printed),
        asked=f"{check.printed}…",
        found=computed,
        agreeing=agreeing_digits(check.printed, computed),
        numbers=(check.number,),
    )


def agreeing_digits(printed: str, computed: str) -> int:
    """How many leading digits two decimals share, the point and leading zeros not counted.

    >>> agreeing_digits("0.192", "0.1937")
    2
    """
    count, started = 0, False
    for one, other in zip(printed, computed, strict=False):
        if one != other:
            break
        started = started or one in "123456789"
        count += started and one.isdecimal()
    return count


def _reading(check: Reading, numbers: Mapping[str, Number]) -> Outcome:
    comparison = reading.parse(check.holds)
    return Outcome(
        rule="reading",
        holds=comparison.holds(numbers),
        asked=check.holds,
        found=", ".join(f"{id_} = {numbers[id_].value}" for id_ in comparison.numbers),
        now=check.now,
        numbers=comparison.numbers,
    )


def _executed(check: Executed, results: Results) -> Outcome:
    checks = {entry.id: entry for entry in results.equations.checks}
    if unknown := [id_ for id_ in check.ids if id_ not in checks]:
        mend = near(unknown[0], checks, "give the id of an equation that is evaluated")
        raise ValueError(f"no executed equation is called {', '.join(unknown)}; {mend}")
    chosen = [checks[id_] for id_ in check.ids]
    return Outcome(
        rule="equations",
        holds=all(entry.holds for entry in chosen),
        asked=", ".join(check.ids),
        found=", ".join(f"{entry.id}: {entry.residual}" for entry in chosen),
        equations=check.ids,
    )


def _fact(check: Fact, results: Results) -> Outcome:
    found = _follow(msgspec.to_builtins(results), check.result.split("."), check.result)
    return Outcome(
        rule="fact",
        label=check.label,
        holds=_same(found, check.printed),
        asked=str(check.printed),
        found=str(found),
        now=check.now,
    )


def _follow(value: object, steps: list[str], path: str) -> object:
    """What lies at the end of a path of fields, positions, and ``*`` for each member."""
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if step == "*" and isinstance(value, list | tuple):
        return [_follow(member, rest, path) for member in value]
    if isinstance(value, dict) and step in value:
        return _follow(value[step], rest, path)
    if isinstance(value, list | tuple) and step.isdecimal() and int(step) < len(value):
        return _follow(value[int(step)], rest, path)
    known = value if isinstance(value, dict) else ()
    raise ValueError(f"there is no result {path} (at {step}); {near(step, known, WRONG_PATH)}")


def _same(found: object, printed: object) -> bool:
    """Equality of built-in values; unlike Python's, true is not 1, and tuples are lists."""
    return msgspec.json.encode(found) == msgspec.json.encode(printed)
