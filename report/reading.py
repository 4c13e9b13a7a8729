"""Numeric readings: what a word such as "near" is taken to mean, written as a comparison.

A reading is ``TERM RELATION TERM``, where a term is a decimal, the id of a number, or
``low(id)`` and ``high(id)``, the ends of a sampled number's interval:
``line.distance_from_five < 0.05`` or ``low(cnn.accuracy_first) > softmax.accuracy_last``.

A reading is not decided where the runs do not determine one of its values. Nor is it, with fewer
runs than the report's statements ask for, unless it holds wherever the values lie in their
intervals: chance alone must neither confirm nor refute a statement.
"""

import operator
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import product

import msgspec

from report.results.number import Number
from report.results.text import near

RELATIONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}
_COMPARISON = re.compile(r"\s*(\S+)\s+(<=|>=|!=|<|>|=)\s+(\S+)\s*")
_REFERENCE = re.compile(r"(?:(low|high)\(([a-z][\w.]*)\)|([a-z][\w.]*))")
_DECIMAL = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")


class ReadingError(ValueError):
    """A reading is not a comparison of known numbers; the message quotes it and says why."""


class Term(msgspec.Struct, frozen=True):
    """One side of a comparison: a decimal, or a number by id and which of its values."""

    text: str
    number: str | None = None
    end: str = "value"

    def value(self, numbers: Mapping[str, Number]) -> Decimal | None:
        """The decimal that the term stands for; None if the runs do not determine it.

        Raises ReadingError for an unknown number or an end that the number does not have.
        """
        if self.number is None:
            return Decimal(self.text)
        if self.number not in numbers:
            mend = near(self.number, numbers, "give the id of a number that exists")
            raise ReadingError(f"{self.text}: no number has this id; {mend}")
        number = numbers[self.number]
        found = getattr(number, self.end)
        if found is None and self.end != "value" and not number.spread:
            raise ReadingError(f"{self.text}: this number has no interval")
        return Decimal(found) if found else None

    def reach(self, numbers: Mapping[str, Number]) -> tuple[Decimal | None, ...]:
        """Between which values the term may lie: itself, or the ends of too few runs' interval."""
        if not self.tentative(numbers) or self.end != "value":
            return (self.value(numbers),)
        number = numbers[self.number or ""]
        return tuple(None if end is None else Decimal(end) for end in (number.low, number.high))

    def tentative(self, numbers: Mapping[str, Number]) -> bool:
        """Whether the term is a number that rests on too few runs."""
        return self.number is not None and numbers[self.number].tentative


class Comparison(msgspec.Struct, frozen=True):
    """A parsed reading."""

    left: Term
    relation: str
    right: Term

    @property
    def numbers(self) -> tuple[str, ...]:
        """The ids of the numbers it rests on."""
        return tuple(term.number for term in (self.left, self.right) if term.number)

    def holds(self, numbers: Mapping[str, Number]) -> bool | None:
        """Whether the comparison is true of the given numbers, compared exactly.

        None where the runs do not decide it.
        """
        left, right = self.left.value(numbers), self.right.value(numbers)
        if left is None or right is None:
            return None
        compare = RELATIONS[self.relation]
        if not any(term.tentative(numbers) for term in (self.left, self.right)):
            return compare(left, right)
        pairs = product(self.left.reach(numbers), self.right.reach(numbers))
        certain = all(a is not None and b is not None and compare(a, b) for a, b in pairs)
        return True if certain else None


def parse(text: str) -> Comparison:
    """Parse a reading.

    Raises ReadingError when the text is not a comparison or compares no number.
    """
    match = _COMPARISON.fullmatch(text)
    if not match:
        raise ReadingError(f"{text!r} is not of the form 'number < 0.05'")
    left, relation, right = match.groups()
    comparison = Comparison(_term(left, text), relation, _term(right, text))
    if not comparison.numbers:
        raise ReadingError(f"{text!r} compares no number of the report")
    return comparison


def _term(text: str, whole: str) -> Term:
    if match := _REFERENCE.fullmatch(text):
        end, bounded, plain = match.groups()
        return Term(text, bounded or plain, end or "value")
    if not _DECIMAL.fullmatch(text):
        raise ReadingError(f"{text!r} in {whole!r} is neither a decimal nor the id of a number")
    return Term(text)
