"""What came out otherwise than recorded becomes a finding that names its place."""

import re
from types import SimpleNamespace
from typing import cast

import pytest

from report import assemble
from report.results.bundle import Results
from report.results.equations import EquationCheck, Equations
from report.results.text import Text
from report.results.verdicts import Outcome, Verdict, Verdicts

WORDS = Text(ja="例", en="example")
GOOD = SimpleNamespace(id="good", mean_agrees=True, max_agrees=True)
BAD = SimpleNamespace(
    id="plan",
    mean_agrees=True,
    max_agrees=False,
    printed_mean="0.59",
    printed_max="1.88",
    mean="0.587",
    max="1.894",
)


def results(equations=(), frameworks=(), methods=()) -> Results:
    """As much of the results as the expectations look at."""
    stand_in = SimpleNamespace(
        equations=Equations(tuple(equations)),
        survey=SimpleNamespace(frameworks=frameworks),
        pieces=SimpleNamespace(methods=methods),
        slopes=SimpleNamespace(criteria=()),
    )
    return cast(Results, stand_in)


def verdict(kind, expected) -> Verdict:
    """A verdict with one check that fell."""
    fallen = Outcome("digits", holds=False, asked="5.2…", found="5.19")
    return Verdict("l2.a", "hard_sigmoid", WORDS, WORDS, kind, expected, (fallen,))


def framework(agrees):
    """A framework whose measured slope agrees, differs, or was not measured."""
    return SimpleNamespace(id="keras", slope="1/5", measured="0.1666", agrees=agrees)


@pytest.mark.parametrize(
    ("found", "verdicts", "said"),
    [
        (results(), [verdict("refuted", "agrees")], "article.toml claim l2.a: .*5.2… against 5.19"),
        (
            results([EquationCheck("line.dilog", "identity", (), 30, "0.1", False, "at a = 5")]),
            [],
            "equations.toml equation line.dilog: does not hold: at a = 5",
        ),
        (results(frameworks=[framework(False)]), [], "survey.toml framework keras: slope 1/5"),
        (results(methods=[GOOD, BAD]), [], "pieces/literature.toml method plan: .*1.88.*1.894"),
    ],
)
def test_each_surprise_is_one_finding_that_names_its_place(found, verdicts, said):
    """A verdict, an equation, a framework's slope, a printed error: each is caught."""
    findings = assemble.expectations(found, Verdicts(tuple(verdicts)))
    assert len(findings) == 1
    assert re.search(said, str(findings[0]))


def test_what_came_out_as_recorded_is_no_finding():
    """Expected verdicts, true equations, agreeing or unmeasured frameworks pass."""
    good = EquationCheck("line.dilog", "identity", (), 30, "0", True)
    found = results([good], [framework(True), framework(None)], [GOOD])
    expected = Verdicts((verdict("refuted", "refuted"), verdict("not comparable", "agrees")))
    assert assemble.expectations(found, expected) == ()


def test_a_surprise_whose_checks_all_hold_says_so():
    """Not an empty pair of brackets."""
    held = Outcome("digits", holds=True, asked="5.19…", found="5.1993")
    surprise = Verdict("l2.a", "hard_sigmoid", WORDS, WORDS, "agrees", "refuted", (held,))
    (finding,) = assemble.expectations(results(), Verdicts((surprise,)))
    assert finding.what.endswith("expected was 'refuted' (all its checks hold)")
