"""Numbers are shown exactly as asked, and never with a digit that is not known."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import msgspec
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


@pytest.mark.parametrize(
    ("value", "kind", "options", "said"),
    [
        (
            "5.199",
            "computed",
            {"places": 3},
            "3 decimals were asked for and 3 are known; ask for fewer",
        ),
        ("5", "sampled", {"places": 1}, "1 decimals were asked for and 0 are known; ask for fewer"),
        (
            "5E+2",
            "sampled",
            {"places": 1},
            "1 decimals were asked for and -2 are known; ask for fewer",
        ),
        (
            "5.199",
            "certified",
            {"digits": 5},
            "5 digits were asked for and 4 are known; ask for fewer",
        ),
        (
            "1.6E-32",
            "recorded",
            {"scientific": 2},
            "3 digits were asked for and 2 are known; ask for fewer",
        ),
        (
            "5.199363816",
            "computed",
            {},
            "it has many digits; say how many with places, digits, percent or scientific",
        ),
        (
            "5.2",
            "sampled",
            {"interval": True, "places": 0},
            "it has no interval; leave interval out",
        ),
        ("5.2", "computed", {"interval": True}, "an interval needs places or percent"),
        ("5.2", "exact", {"interval": True, "digits": 1}, "an interval needs places or percent"),
        ("5.2", "computed", {"places": 0, "percent": 0}, "places and percent exclude each other"),
        (
            "5.2",
            "computed",
            {"digits": 1, "scientific": 0},
            "digits and scientific exclude each other",
        ),
        ("5.2", "computed", {"places": -1}, "places is too small"),
        ("5.2", "computed", {"percent": -1}, "percent is too small"),
        ("5.2", "computed", {"scientific": -1}, "scientific is too small"),
        ("5.2", "computed", {"digits": 0}, "digits is too small"),
        (
            "123456.78",
            "exact",
            {"digits": 5},
            "5 digits end before the decimal point; ask for more",
        ),
        ("five", "computed", {"places": 0}, "'five' is not a decimal"),
        ("Infinity", "exact", {"places": 0}, "'Infinity' is not finite"),
    ],
)
def test_a_refusal_says_what_is_known_and_what_to_do(value, kind, options, said):
    """The whole message, with the number's name before it, is fit to be acted on."""
    with pytest.raises(NotationError) as raised:
        notation.text(number(value, kind), **options)
    assert str(raised.value) == f"number line.best_a: {said}"


@pytest.mark.parametrize(
    ("value", "said"), [("five", "'five' is not a decimal"), ("NaN", "'NaN' is not finite")]
)
def test_a_receipt_of_no_number_is_refused(value, said):
    """A receipt, too, names the number whose value is none."""
    with pytest.raises(NotationError) as raised:
        notation.full(number(value))
    assert str(raised.value) == f"number line.best_a: {said}"


@pytest.mark.parametrize("end", ["low", "high"])
def test_an_interval_that_ends_at_no_number_is_refused(end):
    """The message names the number whose interval it is."""
    ends = {"low": "0.9", "high": "0.99"} | {end: "wide"}
    with pytest.raises(NotationError) as raised:
        notation.text(number("0.96", "sampled", **ends), interval=True, places=1)
    assert str(raised.value) == "number line.best_a: 'wide' is not a decimal"


@pytest.mark.parametrize("end", ["low", "high"])
def test_half_an_interval_is_none(end):
    """Both ends are needed."""
    half = number("0.96", "sampled", **{end: "0.95"})
    with pytest.raises(NotationError, match="it has no interval; leave interval out"):
        notation.text(half, interval=True, places=1)


@pytest.mark.parametrize(
    ("value", "kind", "options", "shown"),
    [
        ("5", "exact", {"places": 0}, "5"),
        ("5.5", "exact", {"percent": 0}, "550%"),
        ("0.125", "exact", {"scientific": 0}, "1\u00a0×\u00a010⁻¹"),
        ("123.4", "computed", {"digits": 3}, "123…"),
        ("123.4", "computed", {"digits": 4}, "123.4…"),
        ("123", "computed", {"digits": 3}, "123…"),
        ("123.0", "exact", {"digits": 3}, "123"),
        ("0", "exact", {"places": 2, "sign": True}, "0.00"),
        ("0.004", "exact", {"places": 2, "sign": True}, "0.00"),
        ("0.005001", "exact", {"places": 2, "sign": True}, "+0.01"),
        ("2", "exact", {"sign": True}, "+2"),
        ("1", "exact", {"places": 1, "sign": True}, "+1.0"),
        ("9", "exact", {"digits": 1, "sign": True}, "+9"),
        ("-2", "exact", {"sign": True}, "−2"),
        ("123456789012", "configured", {}, "123,456,789,012"),
        ("1234567.8", "configured", {}, "1,234,567.8"),
        ("1.60E+5", "counted", {}, "160,000"),
        ("0.1234", "sampled", {"places": 4}, "0.1234"),
        ("0.1234", "recorded", {"percent": 2}, "12.34%"),
        ("1.25E+7", "exact", {"scientific": 2}, "1.25\u00a0×\u00a010⁷"),
        ("1.25", "sampled", {"scientific": 2}, "1.25\u00a0×\u00a010⁰"),
        ("2.5", "exact", {"places": 0}, "2"),
        ("3.5", "exact", {"places": 0}, "4"),
    ],
)
def test_limits_of_what_can_be_shown_are_shown(value, kind, options, shown):
    """Zero places, all known digits, halves to even, and a sign only where a digit is left."""
    assert notation.text(number(value, kind), **options) == shown


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        ("0.2000000", 6, "0.2"),
        ("5.19004", 4, "5.190…"),
        ("5.19936381662864", 6, "5.19936…"),
        ("5.1999999", 3, "5.19…"),
        ("-3", 6, "−3"),
        ("0", 6, "0"),
        ("0.000", 6, "0"),
        ("123456789", 4, "123,456,789"),
        ("123456.5", 6, "123,456…"),
        ("123456.5", 7, "123,456.5"),
        ("1234567.5", 6, "1,234,567…"),
        ("-0.00012345678", 3, "−0.000123…"),
        ("100.10", 6, "100.1"),
        ("1E+3", 2, "1,000"),
    ],
)
def test_brief_numbers_are_cut_off_where_space_is_short(value, digits, shown):
    """So many significant digits behind the point at most; zeros that say nothing are dropped."""
    assert notation.brief(value, digits) == shown
    if digits == 6:
        assert notation.brief(value) == shown


def test_brief_numbers_keep_thousands_of_digits_exact():
    """No rounding of decimal's default precision of 28 digits creeps in."""
    long = "1." + "1" * 5000 + "2"
    assert notation.brief(long, 5002) == long
    assert notation.brief(long, 5001) == long[:-1] + "…"
    whole = "7" * 400 + ".5"
    assert notation.brief(whole).replace(",", "") == "7" * 400 + "…"


@pytest.mark.parametrize("digits", [29, 60, 1000])
def test_no_digit_is_lost_to_decimal_s_default_precision(digits):
    """Rounding, percent, truncation and powers of ten keep any number of digits exact."""
    value = "0." + "123456789" * 200
    tail = value[2 : 2 + digits]
    assert notation.text(number(value, "exact"), places=digits).startswith("0." + tail[:-1])
    assert notation.text(number(value), digits=digits) == "0." + tail + "…"
    shown = notation.text(number(value, "exact"), percent=digits)
    assert shown.startswith("12." + value[4 : 4 + digits - 2])
    scientific = notation.text(number(value, "exact"), scientific=digits)
    assert scientific.startswith("1." + value[3 : 3 + digits - 2])


@pytest.mark.parametrize(
    ("value", "kind", "digits", "shown"),
    [
        ("0.25", "exact", 30, "0.25"),
        ("0.123456", "exact", 6, "0.123456"),
        ("0.123456", "exact", 5, "0.12345…"),
        ("0.123456", "recorded", 3, "0.123456"),
        ("0.000001234", "computed", 3, "0.00000123…"),
        ("0.0000001234", "computed", 3, "1.23\u00a0×\u00a010⁻⁷"),
        ("0.0000001239", "computed", 3, "1.23\u00a0×\u00a010⁻⁷"),
        ("0.0000001239", "computed", 9, "1.239\u00a0×\u00a010⁻⁷"),
        ("0.0000001239", "exact", 30, "0.0000001239"),
        ("12345.678", "certified", 6, "12,345.6…"),
        ("12345.678", "certified", 99, "12,345.678…"),
    ],
)
def test_a_receipt_shows_what_is_known(value, kind, digits, shown):
    """Complete values whole, others as far as asked or known, tiny ones by powers of ten."""
    assert notation.full(number(value, kind), digits) == shown


@pytest.mark.parametrize(
    ("shown", "html"),
    [
        ("5.12345678", "5.12345678"),
        ("5.123456789", '5.<span class="g">12345</span><wbr><span class="g">6789</span>'),
        (
            "5.1234567890…",
            '5.<span class="g">12345</span><wbr><span class="g">67890</span><wbr>'
            '<span class="g">…</span>',
        ),
        ("123456789012", "123456789012"),
        ("0.5\u00a0×\u00a010⁻³", "0.5\u00a0×\u00a010<sup>−3</sup>"),
        (
            "1.123456789\u00a0×\u00a010⁻³²",
            '1.<span class="g">12345</span><wbr><span class="g">6789</span>'
            "\u00a0×\u00a010<sup>−32</sup>",
        ),
    ],
)
def test_groups_of_five_digits_are_marked(shown, html):
    """More than eight digits behind the point are grouped; a power of ten stays apart."""
    assert notation.grouped(shown) == html


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


def test_what_runs_do_not_determine_is_said_so():
    """A dash, or the word given, stands for an interval or a value that is not there."""
    flat = Number("x", WORDS, "0.745", "sampled", WORDS, spread=True, runs=2)
    assert notation.text(flat, percent=1, interval=True) == "74.5% [–]"
    shown = notation.text(flat, percent=1, interval=True, undetermined="not determined")
    assert shown == "74.5% [not determined]"
    absent = msgspec.structs.replace(flat, value="")
    assert notation.text(absent, percent=1) == "–"
    assert notation.full(absent, undetermined="not determined") == "not determined"
