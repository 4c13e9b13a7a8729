"""The table of verdicts shows what was asked and what was found, in both languages."""

import pytest

from report.context import Badge, Cite, EquationRef, Lines, Quote, Value
from report.results.number import Number
from report.results.text import Text
from report.results.verdicts import Outcome, Verdict, Verdicts
from report.tables import claims

STATES = Text(ja="a は 5 に近い。", en="a is near 5.")
REASON = Text(ja="読み方。", en="The reading.")
NEAR = Number(
    "n.near", Text(ja="隔たり", en="distance"), "0.0398727633", "computed", REASON, "0.01", "0.07"
)


def row(*outcomes: Outcome, kind="agrees", source=None):
    """The row of a verdict with the given outcomes."""
    verdict = Verdict("c", "cnn", STATES, REASON, kind, kind, outcomes, source)
    return claims.grid(Verdicts((verdict,)), {"n.near": NEAR}).rows[0]


def checks(*outcomes: Outcome):
    """The lines of the middle column."""
    cell = row(*outcomes).cells[1]
    assert isinstance(cell, Lines)
    return cell.lines


def said(line) -> tuple[str, str]:
    """A quoted line in Japanese and English."""
    assert isinstance(line, Quote)
    assert isinstance(line.text, Text)
    return line.text.ja, line.text.en


def test_a_printed_decimal_stands_above_the_computed_one():
    """Printed text, computed value a few digits longer, and how many digits agree."""
    outcome = Outcome("digits", True, "5.199…", "5.19936", agreeing=4, numbers=("n.near",))
    printed, computed, agreeing = checks(outcome)
    assert printed == Quote("5.199…", "claim:c")
    assert computed == Value("n.near", digits=8)
    assert said(agreeing) == ("4 桁一致 ✓", "4 digits agree ✓")


@pytest.mark.parametrize(("holds", "mark"), [(True, "✓"), (False, "×")])
def test_a_reading_is_shown_with_the_number_it_was_read_from(holds, mark):
    """The number's label and value stand on its side of the relation."""
    outcome = Outcome("reading", holds, "low(n.near) <= 0.05", "", numbers=("n.near",))
    assert said(checks(outcome)[0]) == (
        f"隔たりの下限（0.01） ≤ 0.05 {mark}",
        f"distance, low end (0.01) ≤ 0.05 {mark}",
    )


def test_executed_equations_are_referred_to():
    """A reader can go to each formula that the statement rests on."""
    outcome = Outcome("equations", True, "a, b", "", equations=("a.x", "b.y"))
    assert checks(outcome) == (EquationRef("a.x"), EquationRef("b.y"))


def test_long_facts_are_summed_up_and_short_ones_shown():
    """A kernel of eighteen entries does not fit a cell; a single value does."""
    label = Text(ja="カーネル", en="kernel")
    short = Outcome("fact", True, "3", "3", label=label)
    long = Outcome("fact", False, "", "[1, 0, -1]" * 20, label=label)
    assert [said(line) for line in checks(short, long)] == [
        ("カーネル: 3 ✓", "kernel: 3 ✓"),
        ("カーネル: 印刷と異なる ×", "kernel: not as printed ×"),
    ]


def test_the_verdict_comes_with_its_reason_and_source():
    """A cited statement names what it is cited from."""
    cell = row(kind="cited", source="article").cells[2]
    assert isinstance(cell, Lines)
    assert cell.lines == (Badge("cited"), Quote(REASON, "claim:c"), Cite(("article",)))
