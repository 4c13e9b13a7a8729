"""Readings compare exactly, and malformed ones are refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report import predicates, reading
from report.predicates import Predicate
from report.reading import ReadingError
from report.results.number import Number
from report.results.text import Text

WORDS = Text(ja="例", en="example")


def number(value: str, low: str | None = None, high: str | None = None) -> Number:
    """A number with the given value and interval."""
    return Number("n.x", WORDS, value, "sampled", WORDS, low=low, high=high)


finite = st.decimals(allow_nan=False, allow_infinity=False, places=6)


@given(finite, finite, st.sampled_from(sorted(reading.RELATIONS)))
def test_a_reading_means_what_it_says(left: Decimal, right: Decimal, relation: str):
    """Each relation is Python's own on decimals."""
    spelled = {"=": "==", "!=": "!="}.get(relation, relation)
    expected = eval("a " + spelled + " b", {"a": left, "b": right})  # noqa: S307 — fixed text
    assert reading.parse(f"n.x {relation} {right}").holds({"n.x": number(str(left))}) is expected


def test_decimals_are_compared_without_rounding():
    """A difference in the fiftieth place decides."""
    one, other = "0." + "1" * 50, "0." + "1" * 49 + "2"
    assert reading.parse(f"n.x < {other}").holds({"n.x": number(one)})
    assert not reading.parse(f"n.x < {one}").holds({"n.x": number(one)})


def test_interval_ends_are_taken_when_asked_for():
    """low() and high() read the interval and not the value."""
    numbers = {"n.x": number("2", low="1", high="3")}
    assert reading.parse("low(n.x) < 1.5").holds(numbers)
    assert not reading.parse("high(n.x) < 2.5").holds(numbers)


@pytest.mark.parametrize(
    "text",
    ["", "n.x", "n.x < ", "1 < 2", "n.x ~ 2", "n.x < NaN", "n.x < __import__('os')", "N < 2"],
)
def test_what_is_no_comparison_of_a_number_is_refused(text):
    """Nothing but a comparison parses; in particular no code."""
    with pytest.raises(ReadingError):
        reading.parse(text)


def test_unknown_numbers_and_missing_intervals_are_named():
    """The message says which number is unknown, or has no interval."""
    with pytest.raises(ReadingError, match=r"m\.y: no number"):
        reading.parse("m.y < 1").holds({})
    with pytest.raises(ReadingError, match=r"low\(n\.x\): this number has no interval"):
        reading.parse("low(n.x) < 1").holds({"n.x": number("1")})


def test_a_predicate_is_the_conjunction_of_its_readings():
    """One false reading makes a predicate false; other data leave it open."""
    both = Predicate("p", ("n.x > 1", "n.x < 2"), WORDS, mnist=True)
    assert predicates.decide({"p": both}, {"n.x": number("1.5")}, is_mnist=True) == {"p": True}
    assert predicates.decide({"p": both}, {"n.x": number("3")}, is_mnist=True) == {"p": False}
    assert predicates.decide({"p": both}, {"n.x": number("3")}, is_mnist=False) == {"p": None}
