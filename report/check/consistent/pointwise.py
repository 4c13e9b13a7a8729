"""Errors of the lines and parabolas point by point, from their definitions; x > 0 throughout."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from itertools import pairwise, product

import numpy as np
from mpmath import mp, mpf

from report.check.consistent.saying import Real, differs, negligible, odd, truncates
from report.results.finding import Finding
from report.results.slopes import FAMILIES, BackendError, Family, RangeError, Slopes, Supremum
from report.slopes.pointwise import POINTS, RANGES


def pointwise(found: Slopes) -> Iterator[Finding]:
    """Find errors, places and coefficients that the definitions do not give."""
    moved = list(_places(found))
    yield from moved
    if moved:
        return  # what is measured elsewhere cannot be compared
    yield from _crossing(found)
    yield from differs("slopes.taylor", found.taylor, _taylor(len(found.taylor)))
    for at, point in enumerate(found.points):
        error = abs(_excess(mpf(point.x), mpf(point.a)))
        yield from truncates(f"slopes.points.{at}.error", point.error, error)
    for at, over in enumerate(found.ranges):
        yield from _range(f"slopes.ranges.{at}", over)
    for at, supremum in enumerate(found.suprema):
        yield from _supremum(f"slopes.suprema.{at}", supremum)
    yield from _comparison(found)
    yield from _normal(found)
    yield from _backends(found.backends)


def _places(found: Slopes) -> Iterator[Finding]:
    """Find widths and abscissae other than those that errors are listed for."""
    line, parabolas = (found.least(family).best_a for family in FAMILIES)
    widths = ("4", "5", "6", line)
    points = [(point.a, point.x) for point in found.points]
    yield from differs("slopes.points", points, list(product(widths, POINTS)))
    ranges = [(over.a, (over.low, over.high)) for over in found.ranges]
    yield from differs("slopes.ranges", ranges, list(product(widths, RANGES)))
    suprema = [(supremum.family, supremum.a) for supremum in found.suprema]
    wanted = [*(("line", a) for a in widths), ("parabolas", "4"), ("parabolas", parabolas)]
    yield from differs("slopes.suprema", suprema, wanted)


def _rest(x: Real) -> Real:
    """Give 1 - f(x)."""
    return 1 / (1 + mp.exp(x))


def _line(x: Real, a: Real) -> Real:
    """Give 1 - g(x) of the line, x >= 0."""
    return max(mpf(1) / 2 - x / a, mpf(0))


def _parabola(x: Real, a: Real) -> Real:
    """Give 1 - g(x) of the two parabolas, x >= 0."""
    return max(a - x, mpf(0)) ** 2 / (2 * a**2)


def _excess(x: Real, a: Real) -> Real:
    return _rest(x) - _line(x, a)


def _crossing(found: Slopes) -> Iterator[Finding]:
    x = mp.findroot(lambda x: mp.tanh(x / 2) - 9 * x / 20, mpf("1.17"))
    yield from truncates("slopes.crossing.abscissa", found.crossing.abscissa, x)
    yield from truncates("slopes.crossing.error", found.crossing.error, abs(_excess(x, mpf(5))))
    yield from negligible("slopes.crossing.residual", found.crossing.residual)


def _taylor(count: int) -> tuple[str, ...]:
    """Give the series of the sigmoid at 0 by Newton's iteration on f (1 + e^-x) = 1."""
    exponential = [Fraction(1)]
    for k in range(1, count):
        exponential.append(exponential[-1] / -k)
    below = [Fraction(2), *exponential[1:]]
    found: list[Fraction] = []
    for k in range(count):
        known = sum((found[i] * below[k - i] for i in range(k)), Fraction(0))
        found.append((Fraction(k == 0) - known) / below[0])
    return tuple(map(str, found))


def _range(place: str, found: RangeError) -> Iterator[Finding]:
    mean, at = _over(found.a, found.low, found.high)
    yield from truncates(f"{place}.mean", found.mean, mean)
    yield from truncates(f"{place}.greatest", found.greatest, abs(_excess(at, mpf(found.a))))
    yield from truncates(f"{place}.greatest_at", found.greatest_at, at)


@cache
def _over(width: str, start: str, end: str) -> tuple[Real, Real]:
    """Integrate the error between its zeros by antiderivatives, and compare candidates."""
    a, low, high = mpf(width), mpf(start), mpf(end)
    inner = [a / 2, *_zeros(a), *_turns(a)]
    ends = sorted([low, *(x for x in inner if low < x < high), high])
    mean = sum(abs(_area(y, a) - _area(x, a)) for x, y in pairwise(ends)) / (high - low)
    return mean, max(ends, key=lambda x: abs(_excess(x, a)))


def _area(x: Real, a: Real) -> Real:
    """Antiderivative of (1 - f) - (1 - g) for x >= 0."""
    inside = min(x, a / 2)
    return x - mp.log1p(mp.exp(x)) - (inside / 2 - inside**2 / (2 * a))


def _zeros(a: Real) -> list[Real]:
    """Find where f = g, 0 < x < a/2; there is none for slopes that are steep or too shallow."""
    return [x for x in _roots(lambda x: _excess(x, a), a) if x > 0]


def _turns(a: Real) -> list[Real]:
    """Find where f' = g', 0 < x < a/2."""
    return _roots(lambda x: _rest(x) * (1 - _rest(x)) - 1 / a, a)


def _roots(function: Callable[[Real], Real], a: Real) -> list[Real]:
    grid = [a / 2 * k / 40 for k in range(1, 40)]
    return [
        mp.findroot(function, (x, y), solver="anderson")
        for x, y in pairwise(grid)
        if function(x) * function(y) < 0
    ]


def _supremum(place: str, found: Supremum) -> Iterator[Finding]:
    at, greatest, at_knee = _greatest(found.family, found.a)
    yield from truncates(f"{place}.greatest", found.greatest, greatest)
    yield from truncates(f"{place}.greatest_at", found.greatest_at, at)
    yield from truncates(f"{place}.at_knee", found.at_knee, at_knee)


@cache
def _greatest(family: Family, width: str) -> tuple[Real, Real, Real]:
    """Find where the error is greatest, among the knee and f' = g'; both, and that at the knee."""
    a = mpf(width)
    rest, knee = (_line, a / 2) if family == "line" else (_parabola, a)

    def error(x: Real) -> Real:
        return abs(_rest(x) - rest(x, a))

    def slope_gap(x: Real) -> Real:
        steep = 1 / a if family == "line" else max(a - x, 0) / a**2
        return _rest(x) * (1 - _rest(x)) - steep

    at = max([knee, *_roots(slope_gap, 2 * knee)], key=error)
    return at, error(at), error(knee)


def _comparison(found: Slopes) -> Iterator[Finding]:
    compared, knee = found.comparison, mpf(5) / 2

    def worse(x: Real) -> Real:
        return (abs(_excess(x, mpf(4))) - abs(_excess(x, mpf(5)))) / (knee - x)

    at = mpf(compared.smallest_at)
    yield from truncates("slopes.comparison.smallest", compared.smallest, worse(at))
    if not (mpf(3) / 2 <= at < knee and all(worse(x) >= worse(at) for x in (1.5, 1.75, 2, 2.25))):
        yield odd("slopes.comparison.smallest_at", f"is {compared.smallest_at}, not the smallest")
    yield from differs("slopes.comparison.beyond", compared.beyond, "0")


def _normal(found: Slopes) -> Iterator[Finding]:
    yield from truncates("slopes.normal_deviation", found.normal_deviation, _deviation())
    yield from negligible("slopes.normal_deviation_residual", found.normal_deviation_residual)


@cache
def _deviation() -> Real:
    """Solve for the deviation at which the weighted squared error is stationary at a = 5."""

    def condition(s: Real) -> Real:
        def moment(x: Real) -> Real:
            return _excess(x, mpf(5)) * x * mp.exp(-(x**2) / (2 * s**2))

        return mp.quad(moment, [0, 1, mpf(5) / 2])

    with mp.workdps(60):
        return mp.findroot(condition, (mpf("1.89"), mpf("1.91")))


def _backends(found: tuple[BackendError, ...]) -> Iterator[Finding]:
    """Compute the worst points once more, and hold both forms against each other."""
    for error in found:
        place = f"slopes.backends.{error.form}_{error.dtype}"
        real = np.dtype(error.dtype).type
        ulp = Fraction(float(np.spacing(real(0.5))))
        x = real(error.worst_at)
        line = np.clip(real(0.2) * x + real(0.5), real(0), real(1))
        exact = min(max(Fraction(float(x)) / 5 + Fraction(1, 2), Fraction(0)), Fraction(1))
        worst = abs(Fraction(float(line)) - exact) / ulp
        if Fraction(error.worst_ulp) != worst:
            yield odd(f"{place}.worst_ulp", f"is {error.worst_ulp}; at its place it is {worst}")
        others = [other for other in found if other.dtype == error.dtype]
        if error.differences == 0:
            for name in ("points", "worst_ulp", "worst_own_ulp", "knee_errors", "differences"):
                values = {getattr(other, name) for other in others}
                if len(values) > 1:
                    yield odd(f"{place}.{name}", f"differs from the other form's: {values}")
        if len({other.points for other in found}) > 1:
            yield odd(f"{place}.points", "is not that of the other forms")
