"""What became of each statement of the article."""

from typing import Literal

import msgspec

from report.results.text import Text

VerdictKind = Literal["agrees", "refuted", "mixed", "held then, not now", "cited", "not comparable"]
Rule = Literal["digits", "reading", "equations", "fact"]


class Outcome(msgspec.Struct, frozen=True):
    """One check of a statement: what was asked, what was found.

    ``holds`` is None where the runs do not decide it.
    ``agreeing`` counts the digits in which a printed value and the computed one agree;
    ``numbers`` and ``equations`` are the ids the check rests on; ``now`` marks a check
    that asks whether the statement still holds with today's software; ``label`` says what a
    fact is about.
    """

    rule: Rule
    holds: bool | None
    asked: str
    found: str
    now: bool = False
    label: Text | None = None
    agreeing: int | None = None
    numbers: tuple[str, ...] = ()
    equations: tuple[str, ...] = ()


class Verdict(msgspec.Struct, frozen=True):
    """The verdict on one statement, beside the verdict that was expected."""

    id: str
    entry: str
    states: Text
    reason: Text
    kind: VerdictKind
    expected: VerdictKind
    outcomes: tuple[Outcome, ...] = ()
    source: str | None = None

    @property
    def as_expected(self) -> bool:
        """Whether the verdict is the expected one; where nothing can be compared, none is."""
        return self.kind in (self.expected, "not comparable")


class Verdicts(msgspec.Struct, frozen=True):
    """All verdicts in the order of the article."""

    verdicts: tuple[Verdict, ...]

    @property
    def surprises(self) -> tuple[Verdict, ...]:
        """The verdicts that are not the expected ones."""
        return tuple(verdict for verdict in self.verdicts if not verdict.as_expected)
