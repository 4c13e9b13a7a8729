"""The stage: everything about slopes, computed, cross-checked and collected."""

from collections.abc import Callable
from fractions import Fraction
from functools import cache

from flint import ctx
from mpmath import mp

from report.activations import taylor_coefficients
from report.results.slopes import FAMILIES, Family, Guard, Slopes
from report.slopes.arithmetic import Real
from report.slopes.backends import compare_backends
from report.slopes.criteria import CRITERIA
from report.slopes.crosscheck import DIGITS, WORKING_DIGITS, minimising_width, solve_criterion
from report.slopes.digits import agreeing_digits, brief, truncated
from report.slopes.least_squares import (
    derivative,
    half_error,
    half_error_by_quadrature,
    printed_equation,
    solve_families,
)
from report.slopes.losses import SQUARED, normal_density
from report.slopes.measures import PointIntegral
from report.slopes.pointwise import comparison, crossing, points, ranges, supremum
from report.slopes.roots import refined_root
from report.slopes.shapes import SHAPES

TAYLOR_DEGREE = 15
REFUSED = ("0", "-1e-30", "-5", "-inf")
"""Widths that are no widths."""


@cache
def solve() -> Slopes:
    """Compute everything about slopes, once a process. ArithmeticError where two ways disagree."""
    least_squares = solve_families()
    widths = ("4", "5", "6", least_squares[0].best_a)
    deviation, residual = normal_deviation()
    return Slopes(
        least_squares=least_squares,
        criteria=tuple(solve_criterion(c, family) for family in FAMILIES for c in CRITERIA),
        crossing=crossing(),
        taylor=checked_taylor(),
        points=points(widths),
        ranges=ranges(widths),
        suprema=(
            *(supremum(a) for a in widths),
            supremum("4", "parabolas"),
            supremum(least_squares[1].best_a, "parabolas"),
        ),
        comparison=comparison(),
        normal_deviation=deviation,
        normal_deviation_residual=residual,
        backends=compare_backends(),
        guard=guarded(),
    )


def guarded() -> Guard:
    """Hand widths that are not positive to everything that takes a width; count what is taken."""
    calls = [
        (function, a, family)
        for function in (half_error, half_error_by_quadrature, derivative, printed_equation)
        for a in REFUSED
        for family in FAMILIES
    ]
    return Guard(tried=len(calls), accepted=sum(_accepts(*call) for call in calls))


def _accepts(function: Callable[[mp.mpf, Family], mp.mpf], a: str, family: Family) -> bool:
    try:
        function(mp.mpf(a), family)
    except ValueError:
        return False
    return True


def normal_deviation() -> tuple[str, str]:
    """Find the deviation s for which normally weighted least squares give the line slope 1/5.

    Returns s and the residual of the condition. That s indeed leads back to a = 5 is checked by
    direct minimisation.
    """
    line = SHAPES["line"]

    def condition(s: Real) -> Real:
        return PointIntegral(SQUARED, normal_density(s)).condition(line, mp.mpf(5))

    with mp.workdps(WORKING_DIGITS), ctx.workdps(WORKING_DIGITS):
        s = refined_root(condition, 1.5, 2.5)
        with mp.extradps(10):
            residual = abs(condition(s))
        scaled = int(s * 10**WORKING_DIGITS)
        back = minimising_width(
            PointIntegral(SQUARED, normal_density(scaled, 10**WORKING_DIGITS)), line
        )
        if agreeing_digits(back, mp.mpf(5), DIGITS) < DIGITS:
            raise ArithmeticError(f"deviation {mp.nstr(s, 15)} does not lead back to a = 5")
        return truncated(s, DIGITS), brief(residual)


def checked_taylor() -> tuple[str, ...]:
    """Give the Taylor coefficients as text, from Bernoulli numbers and from f' = f (1 - f)."""
    coefficients = taylor_coefficients(TAYLOR_DEGREE)
    if coefficients != taylor_by_recurrence(TAYLOR_DEGREE):
        raise ArithmeticError("the two ways to the Taylor coefficients differ")
    return tuple(str(c) for c in coefficients)


def taylor_by_recurrence(degree: int) -> tuple[Fraction, ...]:
    """Compare the coefficients of x^k in f' = f - f^2, starting from f(0) = 1/2."""
    c = [Fraction(1, 2)]
    for k in range(degree):
        square = sum((c[i] * c[k - i] for i in range(k + 1)), Fraction(0))
        c.append((c[k] - square) / (k + 1))
    return tuple(c)
