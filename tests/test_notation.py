"""Numbers are shown exactly as asked, and never with a digit that is not known."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from report import notation
from report.notation import NotationError
from report.results.number import Number
from report.results.text import Text

WORDS = Text(ja="例", en="example")


def number(value, kind="computed", **more):
    """A number with this value, and nothing else of interest."""
    return Number("line.best_a", WORDS, value, kind, WORDS, **more)


@pytest.mark.parametrize(
    ("value", "kind", "options", "shown"),
    [
        ("5.19936381662864", "computed", {"places": 3}, "5.199"),
        ("5.19936381662864", "computed", {"digits": 6}, "5.19936…"),
        ("5.19996381662864", "computed", {"digits": 4}, "5.199…"),
        ("5.19996381662864", "computed", {"places": 3}, "5.200"),
        ("-0.0051364390", "computed", {"places": 4}, "−0.0051"),
        ("-0.0000364390", "computed", {"places": 3}, "0.000"),
        ("0.00512345", "computed", {"digits": 2}, "0.0051…"),
        ("123456.78", "computed", {"digits": 6}, "123,456…"),
        ("0.96314", "sampled", {"percent": 2}, "96.31%"),
        ("0.96314", "sampled", {"places": 5}, "0.96314"),
        ("0.25", "exact", {"places": 4}, "0.2500"),
        ("0.25", "exact", {"digits": 15}, "0.25"),
        ("0.25", "exact", {}, "0.25"),
        ("15690", "counted", {}, "15,690"),
        ("1234567890", "counted", {}, "1,234,567,890"),
        ("0.0125", "computed", {"percent": 1, "sign": True}, "+1.2%"),
        ("-0.0125", "computed", {"percent": 1, "sign": True}, "−1.2%"),
        ("1.6312E-32", "computed", {"scientific": 1}, "1.6\u00a0×\u00a010⁻³²"),
        ("9.96E-3", "computed", {"scientific": 1}, "1.0\u00a0×\u00a010⁻²"),
        ("0.5", "exact", {"scientific": 2}, "5.00\u00a0×\u00a010⁻¹"),
        ("0", "exact", {"scientific": 2}, "0"),
    ],
)
def test_a_number_is_shown_as_asked(value, kind, options, shown):
    """Rounding, truncation, percent, sign and powers of ten come out as a careful author writes."""
    assert notation.text(number(value, kind), **options) == shown


@pytest.mark.parametrize(
    ("value", "kind", "options", "complaint"),
    [
        ("5.199", "computed", {"places": 3}, "3 decimals were asked for and 3 are known"),
        ("5.199", "certified", {"digits": 5}, "5 digits were asked for and 4 are known"),
        ("0.963", "sampled", {"percent": 2}, "2 decimals were asked for and 1 are known"),
        ("1.6E-32", "computed", {"scientific": 2}, "3 digits were asked for and 2 are known"),
        ("5.199363816", "computed", {}, "say how many"),
        ("1.4142135623730951", "exact", {}, "say how many"),
        ("5.2", "computed", {"interval": True, "places": 0}, "it has no interval"),
        ("5.2", "computed", {"interval": True}, "needs places or percent"),
        ("5.2", "computed", {"places": 0, "percent": 0}, "exclude each other"),
        ("5.2", "computed", {"place": 1}, "place"),
        ("5.2", "computed", {"places": "one"}, "places"),
        ("5.2", "computed", {"places": -1}, "too small"),
        ("5.2", "computed", {"digits": 0}, "too small"),
        ("123456.78", "computed", {"digits": 5}, "end before the decimal point"),
        ("five", "computed", {"places": 0}, "'five' is not a decimal"),
        ("NaN", "computed", {"places": 0}, "not finite"),
    ],
)
def test_what_cannot_be_shown_honestly_is_refused(value, kind, options, complaint):
    """No digit is made up: the error names the number and says what is known."""
    with pytest.raises(NotationError, match=complaint) as raised:
        notation.text(number(value, kind), **options)
    assert "line.best_a" in str(raised.value)


def test_an_interval_is_rounded_outwards():
    """The interval on the page holds the interval that was computed."""
    sampled = number("0.963142", "sampled", low="0.962688", high="0.963601")
    assert notation.text(sampled, interval=True, percent=2) == "96.31% [96.26,\u00a096.37]"
    negative = number("-0.0302", "sampled", low="-0.0349", high="-0.0251")
    assert notation.text(negative, interval=True, places=3) == "−0.030 [−0.035,\u00a0−0.025]"


decimals = st.decimals(
    allow_nan=False, allow_infinity=False, places=12, min_value=-(10**6), max_value=10**6
)


@given(decimals, st.integers(0, 9))
def test_rounding_is_exact(value, places):
    """The rounded text is the closest decimal there is, by exact rational arithmetic."""
    shown = notation.text(number(str(value), "exact"), places=places)
    distance = abs(_fraction(shown) - Fraction(value))
    assert distance <= Fraction(1, 2 * 10**places)
    assert _fraction(shown) == Fraction(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN))


@given(decimals.filter(bool), st.integers(1, 9))
def test_truncation_only_drops_digits(value, digits):
    """A truncated text is never beyond the number, and off by less than its last digit."""
    assume(Decimal(value).adjusted() < digits)
    shown = notation.text(number(str(value), "exact"), digits=digits)
    cut, whole = abs(_fraction(shown.rstrip("…"))), abs(Fraction(value))
    unit = Fraction(Decimal(1).scaleb(Decimal(value).adjusted() - digits + 1))
    assert 0 <= whole - cut < unit
    assert shown.endswith("…") == (cut != whole)


@given(decimals)
def test_the_receipt_keeps_every_digit(value):
    """A receipt shows a complete value whole."""
    assert _fraction(notation.full(number(str(value), "exact"), digits=40)) == Fraction(value)


def test_the_receipt_stops_where_knowledge_stops():
    """Thirty digits of a constant, fewer if fewer are known, and it is seen to go on."""
    pi = "3.14159265358979323846264338327950288419716939937510"
    assert notation.full(number(pi)) == "3.14159265358979323846264338327…"
    assert notation.full(number("3.1415")) == "3.1415…"
    assert notation.full(number("0.96314", "sampled")) == "0.96314"
    assert notation.full(number("1.63127E-32")) == "1.63127\u00a0×\u00a010⁻³²"


def test_markup_escapes_and_raises_exponents():
    """A number cannot carry markup into the page, and exponents need no special glyphs."""
    assert notation.markup("1.6\u00a0×\u00a010⁻³²") == "1.6\u00a0×\u00a010<sup>−32</sup>"
    assert notation.markup("<b>5</b>") == "&lt;b&gt;5&lt;/b&gt;"


def test_grouped_digits_copy_without_gaps():
    """The gaps between groups are style, not characters."""
    html = notation.grouped("5.19936381662864…")
    assert html.striptags() == "5.19936381662864…"
    assert html.count('class="g"') == 3
    assert notation.grouped("0.25") == "0.25"
    tiny = notation.grouped("1.6312345678\u00a0×\u00a010⁻³²")
    assert tiny.striptags().split() == ["1.6312345678", "×", "10−32"]
    assert tiny.endswith("10<sup>−32</sup>")


def _fraction(shown):
    return Fraction(shown.replace("−", "-").replace(",", ""))
