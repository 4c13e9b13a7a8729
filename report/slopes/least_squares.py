"""The article's question: the least-squares width of both families, by two separate ways.

Half the squared error is E(a), the integral of (f - g_a)^2 over x < 0. One way integrates the
derivative E'(a) numerically and contains no polylogarithm; the other solves the equations that
the article prints. Both for every a > 0 and to mpmath's working precision.
"""

from collections.abc import Callable

from mpmath import mp

from report.activations import check_width
from report.results.slopes import FAMILIES, Family, HalfError, LeastSquares
from report.slopes.arithmetic import Real
from report.slopes.criteria import criterion
from report.slopes.digits import agreeing_digits, brief, truncated
from report.slopes.quadrature import integral
from report.slopes.roots import refined_root
from report.slopes.shapes import shape_of

DIGITS = 60
"""Significant digits in the results."""

BRACKETS: dict[Family, tuple[float, float]] = {"line": (3.0, 8.0), "parabolas": (2.0, 8.0)}
"""Where E' changes its sign; E' increases, so that the root is the only one."""


def half_error(a: Real, family: str = "line") -> Real:
    """Evaluate E(a) in closed form. ValueError unless a > 0.

    >>> mp.nstr(half_error(5), 12)
    '0.00513643900359'
    """
    check_width(a)
    closed = criterion("l2").half_losses[shape_of(family).family]
    return closed.evaluate(mp.mpf(a))


def half_error_by_quadrature(a: Real, family: str = "line") -> Real:
    """Integrate (f - g_a)^2 over x < 0 as it stands. ValueError unless a > 0."""
    check_width(a)
    shape = shape_of(family)
    a = mp.mpf(a)

    def square(x: Real) -> Real:
        return (_sigmoid(x) - shape.rest(max(shape.knee + x / a, mp.zero))) ** 2

    knee = -a * shape.knee
    return integral(square, [knee, 0]) + integral(lambda x: _sigmoid(x) ** 2, [-mp.inf, knee])


def derivative(a: Real, family: str = "line") -> Real:
    """Evaluate E'(a) by quadrature, without polylogarithms. ValueError unless a > 0.

    For the line this is the article's 1/24 + 2 * integral over [-a/2, 0] of (x/a^2) f(x); for the
    parabolas the same steps give 1/20 + 2 * integral over [-a, 0] of (x/a^2)(1 + x/a) f(x).
    """
    check_width(a)
    a = mp.mpf(a)
    if shape_of(family).family == "line":
        return mp.mpf(1) / 24 + 2 * integral(lambda x: x * _sigmoid(x), [-a / 2, 0]) / a**2
    inner = integral(lambda x: x * (1 + x / a) * _sigmoid(x), [-a, 0])
    return mp.mpf(1) / 20 + 2 * inner / a**2


def printed_equation(a: Real, family: str = "line") -> Real:
    """Evaluate the equation that the article solves, right side less left. Needs a > 0.

    Li2 and Li3 are taken as printed; for the parabolas that means at -e^a, outside the unit disc.
    """
    check_width(a)
    a = mp.mpf(a)
    if shape_of(family).family == "line":
        dilogarithms = mp.polylog(2, -1) - mp.polylog(2, -mp.exp(-a / 2))
        return mp.mpf(1) / 24 + mp.log(1 + mp.exp(-a / 2)) / a + 2 * dilogarithms / a**2
    outside = -mp.exp(a)
    second = -a / 2 * mp.polylog(2, outside) - a / 2 * mp.polylog(2, -1)
    third = mp.polylog(3, outside) - mp.polylog(3, -1)
    return mp.re(4 / a**3 * (second + third)) - mp.mpf(17) / 60


def solve_family(family: Family) -> LeastSquares:
    """Solve both ways for one family, compare, and evaluate the half errors of interest."""
    with mp.workdps(DIGITS + 15):
        ways: list[Callable[[Real, str], Real]] = [derivative, printed_equation]
        roots = [_root(way, family) for way in ways]
        with mp.extradps(15):  # so that a residual is more than a rounding to zero
            residuals = [abs(way(root, family)) for way, root in zip(ways, roots, strict=True)]
        agreeing = agreeing_digits(roots[0], roots[1], DIGITS)
        if agreeing < DIGITS or max(residuals) > mp.mpf(10) ** -DIGITS:
            raise ArithmeticError(f"{family}: the two ways share {agreeing} digits only")
        best = roots[1]
        return LeastSquares(
            family=family,
            best_a=truncated(best, DIGITS),
            best_slope=truncated(1 / best, DIGITS),
            by_quadrature=truncated(roots[0], DIGITS),
            by_polylogarithm=truncated(roots[1], DIGITS),
            residual_quadrature=brief(residuals[0]),
            residual_polylogarithm=brief(residuals[1]),
            agreeing_digits=agreeing,
            errors=_half_errors(family, best),
        )


def solve_families() -> tuple[LeastSquares, ...]:
    """Solve the least squares of every family."""
    return tuple(solve_family(family) for family in FAMILIES)


def _root(way: Callable[[Real, str], Real], family: Family) -> Real:
    return refined_root(lambda a: way(a, family), *BRACKETS[family])


def _half_errors(family: Family, best: Real) -> tuple[HalfError, ...]:
    least = half_error(best, family)
    widths = {"four": mp.mpf(4), "five": mp.mpf(5), "six": mp.mpf(6), "best": best}
    found = []
    for at, a in widths.items():
        value, checked = half_error(a, family), half_error_by_quadrature(a, family)
        if agreeing_digits(value, checked, DIGITS) < DIGITS:
            raise ArithmeticError(f"{family}: closed form and quadrature of E({at}) differ")
        numbers = (a, value, checked, value / least, _rounding_removed(derivative(a, family)))
        texts = [truncated(number, DIGITS) for number in numbers]
        found.append(HalfError(at, *texts))
    return tuple(found)


def _rounding_removed(value: Real) -> Real:
    """Take a value for zero if it is zero to the digits of the results."""
    return value if abs(value) > mp.mpf(10) ** -DIGITS else mp.zero


def _sigmoid(x: Real) -> Real:
    tail = mp.exp(x)
    return tail / (1 + tail)
