"""Readings compare exactly, and malformed ones are refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report import predicates, reading
from report.entries import EntryError
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


def few(value: str, low: str | None = None, high: str | None = None, *, spread=True) -> Number:
    """A number that rests on fewer runs than statements ask for."""
    return Number(
        "n.x", WORDS, value, "sampled", WORDS, low=low, high=high, spread=spread, tentative=True
    )


@pytest.mark.parametrize(
    ("text", "decided"),
    [
        ("n.x > 0.5", True),
        ("n.x < 4.5", True),
        ("n.x > 1.5", None),
        ("n.x < 1.5", None),
        ("n.x > 5", None),
        ("n.x = 2", None),
        ("n.x != 9", True),
        ("low(n.x) > 0.5", True),
        ("low(n.x) > 1.5", None),
        ("0.5 < low(n.x)", True),
    ],
)
def test_few_runs_decide_only_what_holds_in_all_of_the_interval(text: str, decided: bool | None):
    """A statement is not refuted by a lack of runs, nor confirmed by a lucky mean."""
    assert reading.parse(text).holds({"n.x": few("2", "1", "4")}) is decided


def test_few_runs_without_an_interval_decide_nothing():
    """A value whose interval the runs do not determine, or that has none, may lie anywhere."""
    for number_ in (few("2"), few("2", spread=False)):
        assert reading.parse("n.x > 1").holds({"n.x": number_}) is None
        assert reading.parse("n.x < 1").holds({"n.x": number_}) is None


def test_what_the_runs_do_not_determine_is_not_decided():
    """No spread, no interval: neither its ends nor a p value that was not found decide."""
    flat = Number("n.x", WORDS, "2", "sampled", WORDS, spread=True, runs=20)
    assert reading.parse("low(n.x) > 1").holds({"n.x": flat}) is None
    assert reading.parse("n.x > 1").holds({"n.x": flat}) is True
    absent = Number("n.x", WORDS, "", "sampled", WORDS, runs=16)
    assert reading.parse("n.x < 0.05").holds({"n.x": absent}) is None


def test_a_predicate_that_is_not_decided_is_neither_true_nor_false():
    """A false reading decides all the same; otherwise an open one leaves the sentence open."""
    numbers = {"n.x": few("2", "1", "4"), "n.y": number("1")}
    for holds, decided in (
        (("n.x > 1.5", "n.y > 0"), None),
        (("n.x > 1.5", "n.y > 2"), False),
        (("n.x > 0.5", "n.y > 0"), True),
    ):
        chosen = {"p": Predicate("p", holds, WORDS, mnist=True)}
        assert predicates.decide(chosen, numbers, is_mnist=True) == {"p": decided}


def test_a_predicate_is_the_conjunction_of_its_readings():
    """One false reading makes a predicate false; other data leave it open."""
    both = Predicate("p", ("n.x > 1", "n.x < 2"), WORDS, mnist=True)
    assert predicates.decide({"p": both}, {"n.x": number("1.5")}, is_mnist=True) == {"p": True}
    assert predicates.decide({"p": both}, {"n.x": number("3")}, is_mnist=True) == {"p": False}
    assert predicates.decide({"p": both}, {"n.x": number("3")}, is_mnist=False) == {"p": None}


def test_a_refusal_says_what_a_reading_looks_like():
    """Each message quotes the reading and says what is wrong with it, in full."""
    for text, said in (
        ("n.x", "'n.x' is not of the form 'number < 0.05'"),
        ("1 < 2", "'1 < 2' compares no number of the report"),
        ("n.x < 2%", "'2%' in 'n.x < 2%' is neither a decimal nor the id of a number"),
        ("-x > n.x", "'-x' in '-x > n.x' is neither a decimal nor the id of a number"),
    ):
        with pytest.raises(ReadingError) as caught:
            reading.parse(text)
        assert str(caught.value) == said


def test_a_reading_rests_on_the_numbers_it_names():
    """Ids are listed from left to right, those in low() and high() too; decimals are none."""
    assert reading.parse("n.x < 2").numbers == ("n.x",)
    assert reading.parse("2 < n.x").numbers == ("n.x",)
    assert reading.parse("low(n.x) > high(m.y)").numbers == ("n.x", "m.y")


def test_both_sides_are_looked_up():
    """A number may stand on either side, or on both."""
    numbers = {"n.x": number("2", "1", "3"), "m.y": number("5", "4", "6")}
    assert reading.parse("4 > high(n.x)").holds(numbers)
    assert reading.parse("high(n.x) < low(m.y)").holds(numbers)
    assert not reading.parse("m.y < n.x").holds(numbers)


def test_the_predicates_of_the_report_are_read_from_their_file():
    """Each has its id, at least one reading that parses, and both languages."""
    found = predicates.load()
    assert found
    for id_, predicate in found.items():
        assert predicate.id == id_
        assert all(reading.parse(text).numbers for text in predicate.holds)
        assert predicate.means.ja
        assert predicate.means.en


def test_a_predicate_without_a_reading_is_refused():
    """What rests on nothing would always be true."""
    with pytest.raises(ValueError, match=r"^a predicate needs at least one reading in `holds`$"):
        Predicate("p", (), WORDS)


@pytest.mark.parametrize("is_mnist", [True, False])
def test_a_predicate_of_something_unknown_is_named(is_mnist):
    """The message says in which file, which predicate and which number, whatever the data."""
    lost = Predicate("p", ("n.x > 1", "m.y > 1"), WORDS, mnist=True)
    message = r"^predicates\.toml: predicate p: m\.y: no number has this id"
    with pytest.raises(EntryError, match=message):
        predicates.decide({"p": lost}, {"n.x": number("2")}, is_mnist=is_mnist)


def test_only_what_speaks_of_mnist_is_left_open_on_other_data():
    """A predicate about the sigmoid is decided whatever the images are."""
    always = Predicate("p", ("n.x > 1",), WORDS)
    for is_mnist in (True, False):
        decided = predicates.decide({"p": always}, {"n.x": number("2")}, is_mnist=is_mnist)
        assert decided == {"p": True}
