"""Errors of the approximations point by point: the crossing, the knees, ranges, suprema.

Only x > 0 is looked at: f - g is odd about the point (0, 1/2).
"""

from mpmath import mp

from report.results.slopes import Comparison, Crossing, Family, PointError, RangeError, Supremum
from report.slopes.arithmetic import Real
from report.slopes.digits import agreeing_digits, brief, truncated
from report.slopes.quadrature import integral
from report.slopes.roots import refined_root, sign_changes
from report.slopes.shapes import SHAPES

DIGITS = 50
GUARD_DIGITS = 20

POINTS = ("1.5", "2", "2.5", "3")
"""Abscissae at which errors are listed: the article's range, and the knees inside it."""

RANGES = (("0", "1"), ("1.5", "2.5"), ("1.5", "3"))
"""Near the origin; the article's range as far as it can tell the slopes apart; all of it."""


def crossing() -> Crossing:
    """Find where slopes 1/4 and 1/5 err equally, x > 0, in two ways.

    Between the origin and there f lies below the steeper line and above the flatter one, so that
    equal errors mean f(x) = 1/2 + 9x/40, which is tanh(x/2) = 9x/20. The other way compares the
    absolute errors themselves.
    """

    def between(x: Real) -> Real:
        return mp.tanh(x / 2) - 9 * x / 20

    with mp.workdps(DIGITS + GUARD_DIGITS):
        x = refined_root(between, 1.0, 1.5)
        compared = refined_root(_worse_by, 1.0, 1.5)
        if agreeing_digits(x, compared, DIGITS) < DIGITS:
            raise ArithmeticError("the two ways to the crossing differ")
        with mp.extradps(GUARD_DIGITS):
            residual = abs(between(x))
        return Crossing(truncated(x, DIGITS), truncated(error(x, 5), DIGITS), brief(residual))


def error(x: Real, a: Real, family: Family = "line") -> Real:
    """Give the absolute error at x >= 0 of the family's member with width a."""
    return abs(_excess(x, a, family))


def points(widths: tuple[str, ...]) -> tuple[PointError, ...]:
    """List the line's errors at `POINTS` for some widths (decimal strings)."""
    with mp.workdps(DIGITS + GUARD_DIGITS):
        return tuple(
            PointError(a, x, truncated(error(mp.mpf(x), mp.mpf(a)), DIGITS))
            for a in widths
            for x in POINTS
        )


def ranges(widths: tuple[str, ...]) -> tuple[RangeError, ...]:
    """List the line's mean and greatest errors over `RANGES` for some widths."""
    with mp.workdps(DIGITS + GUARD_DIGITS):
        return tuple(_range(a, low, high) for a in widths for low, high in RANGES)


def supremum(a: str, family: Family = "line") -> Supremum:
    """Find the greatest absolute error over the real line, where it is, and that at the knee."""
    with mp.workdps(DIGITS + GUARD_DIGITS):
        width = mp.mpf(a)
        knee = width * SHAPES[family].knee
        at, greatest = _greatest(width, family, mp.zero, knee)
        texts = [truncated(value, DIGITS) for value in (greatest, at, error(knee, width, family))]
        return Supremum(family, a, *texts)


def comparison() -> Comparison:
    """Compare slopes 1/4 and 1/5 over the article's range, 1.5 <= x <= 3, on a fine grid.

    Below x = 2.5 the excess is taken per unit of distance from there; its limit there is 1/5.
    """
    with mp.workdps(DIGITS + GUARD_DIGITS):
        knee, steps = mp.mpf(5) / 2, 1000
        below = [mp.mpf(3) / 2 + mp.mpf(k) / steps for k in range(steps)]
        beyond = [knee + mp.mpf(k) / (2 * steps) for k in range(steps + 1)]
        smallest, at = min((_worse_by(x) / (knee - x), x) for x in below)
        texts = (smallest, at, max(_worse_by(x) for x in beyond))
        return Comparison(*(truncated(value, DIGITS) for value in texts))


def _worse_by(x: Real) -> Real:
    return error(x, 4) - error(x, 5)


def _excess(x: Real, a: Real, family: Family) -> Real:
    """G - f at x >= 0."""
    shape = SHAPES[family]
    return 1 / (1 + mp.exp(x)) - shape.rest(max(shape.knee - x / a, mp.zero))


def _range(a: str, low: str, high: str) -> RangeError:
    width, left, right = mp.mpf(a), mp.mpf(low), mp.mpf(high)
    breaks = sorted({left, right, *_inside(_corners(width), left, right)})
    mean = integral(lambda x: error(x, width), breaks) / (right - left)
    at, greatest = _greatest(width, "line", left, right)
    texts = [truncated(value, DIGITS) for value in (mean, greatest, at)]
    return RangeError(a, low, high, *texts)


def _corners(a: Real) -> list[Real]:
    """Abscissae where the line's absolute error has a corner: its knee, and where f = g."""
    grid = [float(a) * k / 128 for k in range(1, 64)]

    def gap(x: Real) -> Real:
        return _excess(x, a, "line")

    return [a / 2, *(refined_root(gap, *ends) for ends in sign_changes(gap, grid))]


def _greatest(a: Real, family: Family, low: Real, high: Real) -> tuple[Real, Real]:
    """Find the greatest absolute error over [low, high]: among both ends, the knee, f' = g'."""
    shape = SHAPES[family]
    knee = a * shape.knee

    def slope_gap(x: Real) -> Real:
        f = 1 / (1 + mp.exp(-x))
        return f * (1 - f) - shape.rate(shape.knee - x / a) / a

    grid = [float(knee) * k / 64 for k in range(1, 64)]
    inner = [refined_root(slope_gap, *ends) for ends in sign_changes(slope_gap, grid)]
    candidates = [low, high, *_inside([knee, *inner], low, high)]
    at = max(candidates, key=lambda x: error(x, a, family))
    return at, error(at, a, family)


def _inside(values: list[Real], low: Real, high: Real) -> list[Real]:
    return [x for x in values if low < x < high]
