"""The regression suite of the constants: literal digits that the code must reproduce.

The literals do not come from the code under test, nor from the article. They were computed once
in ball arithmetic of 110 decimal digits from the definitions alone: rigorous integration
(python-flint's acb.integral) of (1/24) + 2 t f(at) over [-1/2, 0], of (1/20) + 2 t (1 + t) f(at)
over [-1, 0], and of the squared differences themselves, and bisection on the proved sign. No
polylogarithm, no closed form, no Newton step was involved. All are truncated, not rounded.
"""

import pytest
from mpmath import mp

from report import certify, slopes
from report.results.slopes import FAMILIES, Family
from report.slopes.least_squares import solve_family
from report.slopes.pointwise import crossing

LINE_A = "5.199363816628644532311143463905539244263001782697868420503570284299935"
LINE_SLOPE = "0.1923312226780115801134295966889092989087208992810093155047485229577227"
PARABOLAS_A = "3.991979487199762653349835539922358889482252569244387455235784074447184"
PARABOLAS_SLOPE = "0.2505022892042628870448272880062837280683753240989007431445469619569493"
L1_A = "4.985801921121844107152160642004544021205562498772538023189718208769360"
L1_SLOPE = "0.2005695404311193018661142041015921898365719483102396749132690704105116"
CROSSING = "1.167621139240019403089324120841191601383699648171256888766246963471491"

WIDTHS = {"line": LINE_A, "parabolas": PARABOLAS_A}
SLOPES = {"line": LINE_SLOPE, "parabolas": PARABOLAS_SLOPE}

HALF_ERRORS = {
    ("line", "four"): "0.01239394102151139014958320448710910136176938748655429556414106005240399",
    ("line", "five"): "0.005136439003592712674990310291232913638222357458461972075297413816634088",
    ("line", "six"): "0.007762104361762997201715341185978568846964921999823992340287719138546040",
    ("line", "best"): "0.004947005632987507339011775761899969814923974988806977219599905113812658",
    ("parabolas", "four"): (
        "0.0008249235260472949411667695416539531848354588567617823721403316712728597"
    ),
    ("parabolas", "five"): (
        "0.007401981844508500365609910437951635555602821761654929822458003225804699"
    ),
    ("parabolas", "six"): (
        "0.02420763932714388857820149508297581714267249247439775010565150582175368"
    ),
    ("parabolas", "best"): (
        "0.0008244546512639092906752790289539061672131188431602768122500376610360412"
    ),
}
ROUND_WIDTHS = {"four": 4, "five": 5, "six": 6}


def significant(literal: str) -> int:
    return len(literal.replace(".", "").lstrip("0"))


@pytest.mark.parametrize(
    "literal",
    [
        *(LINE_A, LINE_SLOPE, PARABOLAS_A, PARABOLAS_SLOPE, L1_A, L1_SLOPE, CROSSING),
        *HALF_ERRORS.values(),
    ],
)
def test_literals_are_long_enough(literal: str) -> None:
    """Every literal of this suite has at least fifty significant digits."""
    assert significant(literal) >= 50


@pytest.mark.parametrize("family", FAMILIES)
def test_both_ways_give_the_width(family: Family) -> None:
    """Quadrature and the printed equation each give sixty right digits, and so does 1/a."""
    found = solve_family(family)
    assert significant(found.by_quadrature) == significant(found.by_polylogarithm) == 60
    assert WIDTHS[family].startswith(found.by_quadrature)
    assert WIDTHS[family].startswith(found.by_polylogarithm)
    assert WIDTHS[family].startswith(found.best_a)
    assert SLOPES[family].startswith(found.best_slope)


@pytest.mark.parametrize(("family", "at"), HALF_ERRORS)
def test_half_errors(family: Family, at: str) -> None:
    """Closed form and quadrature give each half error to at least fifty right digits."""
    found = solve_family(family).error(at)
    for text in (found.value, found.by_quadrature):
        assert significant(text) >= 50
        assert HALF_ERRORS[family, at].startswith(text)


@pytest.mark.parametrize(("family", "at"), HALF_ERRORS)
def test_half_error_function(family: Family, at: str) -> None:
    """The function that anyone can call agrees with the literal to sixty digits."""
    with mp.workdps(75):
        a = mp.mpf(ROUND_WIDTHS[at]) if at in ROUND_WIDTHS else mp.mpf(WIDTHS[family])
        distance = abs(slopes.half_error(a, family) - mp.mpf(HALF_ERRORS[family, at]))
        assert distance < mp.mpf(10) ** -62


def test_certified_digits() -> None:
    """Ball arithmetic certifies exactly these digits of all five constants."""
    expected = {
        "line.best_a": LINE_A,
        "line.best_slope": LINE_SLOPE,
        "parabolas.best_a": PARABOLAS_A,
        "parabolas.best_slope": PARABOLAS_SLOPE,
        "l1.best_a": L1_A,
    }
    assert {c.id: c.value for c in certify.constants(70)} == expected


@pytest.mark.parametrize(
    ("criterion", "family", "a", "slope"),
    [
        ("l2", "line", LINE_A, LINE_SLOPE),
        ("l2", "parabolas", PARABOLAS_A, PARABOLAS_SLOPE),
        ("l1", "line", L1_A, L1_SLOPE),
    ],
)
def test_best_gives_the_digits(criterion: str, family: Family, a: str, slope: str) -> None:
    """`slopes.best` gives the same digits, as many as it is asked for."""
    found = slopes.best(criterion, family, digits=60)
    assert significant(found.a) == significant(found.slope) == 60
    assert a.startswith(found.a)
    assert slope.startswith(found.slope)


def test_crossing() -> None:
    """Slopes 1/4 and 1/5 err equally at this abscissa, to fifty digits."""
    found = crossing().abscissa
    assert significant(found) == 50
    assert CROSSING.startswith(found)
