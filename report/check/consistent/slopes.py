"""Best slopes: each constant against the others, and against its own equation."""

from collections.abc import Iterator
from functools import cache

from flint import ctx
from mpmath import mp, mpf

from report.check.consistent.certificates import function
from report.check.consistent.pointwise import pointwise
from report.check.consistent.saying import (
    WORKING,
    Real,
    differs,
    negligible,
    odd,
    truncates,
)
from report.results.bundle import Results
from report.results.finding import Finding
from report.results.slopes import Criterion, Family, HalfError, LeastSquares
from report.slopes.criteria import criterion
from report.slopes.digits import from_ball, to_ball
from report.slopes.shapes import shape_of
from report.slopes.solve import guarded

HAIR = mpf(10) ** -20
"""What a loss that vanishes may come out as; losses are given to 20 digits."""


def slopes(results: Results) -> Iterator[Finding]:
    """Find what does not follow from the best widths, from the definitions, or from a proof."""
    found = results.slopes
    with mp.workdps(WORKING):
        for least in found.least_squares:
            yield from _least_squares(least, results)
        for solved in found.criteria:
            yield from _criterion(solved)
        yield from pointwise(found)
        yield from differs("slopes.guard", found.guard, guarded())


def _least_squares(found: LeastSquares, results: Results) -> Iterator[Finding]:
    place = f"slopes.least_squares.{found.family}"
    for name in ("best_a", "best_slope"):
        proved = results.certificates.constant(f"{found.family}.{name}").value
        yield from differs(f"{place}.{name}", getattr(found, name), proved)
    for way in (found.by_quadrature, found.by_polylogarithm):
        yield from differs(f"{place}.best_a", found.best_a, way)
    digits = len(found.best_a) - 1
    yield from differs(f"{place}.agreeing_digits", found.agreeing_digits, digits)
    for name in ("residual_quadrature", "residual_polylogarithm"):
        yield from negligible(f"{place}.{name}", getattr(found, name))
    for error in found.errors:
        yield from _error(f"{place}.errors.{error.at}", error, found)


WIDTHS = {"four": "4", "five": "5", "six": "6"}


def _error(place: str, error: HalfError, found: LeastSquares) -> Iterator[Finding]:
    """Work out half the squared error and its derivative from the antiderivatives."""
    yield from differs(f"{place}.a", error.a, WIDTHS.get(error.at, found.best_a))
    yield from differs(f"{place}.value", error.value, error.by_quadrature)
    half, derivative = _half_error(found.family, error.a)
    best, _ = _half_error(found.family, found.best_a)
    yield from truncates(f"{place}.value", error.value, half)
    yield from truncates(f"{place}.ratio", error.ratio, half / best)
    if error.at != "best":
        yield from truncates(f"{place}.derivative", error.derivative, derivative)
    else:
        yield from negligible(f"{place}.derivative", error.derivative)


@cache
def _half_error(family: str, width: str) -> tuple[Real, Real]:
    """Give half the squared error by its antiderivatives, and the derivative of that in a."""

    def line(a: Real) -> Real:
        tails = mp.polylog(2, -mp.exp(-a / 2))
        return a / 24 - mpf(1) / 2 + (mp.pi**2 / 6 + 2 * tails) / a

    def parabolas(a: Real) -> Real:
        tails = 3 * mp.zeta(3) / 2 + 2 * mp.polylog(3, -mp.exp(-a))
        return a / 20 - mpf(1) / 2 + mp.pi**2 / (6 * a) - tails / a**2

    half = line if family == "line" else parabolas
    with mp.workdps(2 * WORKING):
        return half(mpf(width)), mp.diff(half, mpf(width))


def _criterion(found: Criterion) -> Iterator[Finding]:
    """Hold width, slope, distances and closed forms of one criterion against each other."""
    place = f"slopes.criteria.{found.family}.{found.id}"
    if found.best_a is None or found.best_slope is None or found.loss is None:
        return
    for check in found.checks:
        apart = abs(mpf(check.best_a) - mpf(found.best_a))
        if apart > _unit(check.best_a, found.best_a) * (1 + HAIR):
            yield odd(f"{place}.best_a", f"is {found.best_a}, {check.how.en} gives {check.best_a}")
        if not 45 <= check.digits <= 50:
            yield odd(f"{place}.checks", f"say that {check.digits} digits agree")
    a = _best(found.id, found.family, found.closed_form, found.best_a)
    for name, value in (
        ("best_a", a),
        ("best_slope", 1 / a),
        ("from_fifth", 5 / a - 1),
        ("from_sixth", 6 / a - 1),
    ):
        yield from truncates(f"{place}.{name}", str(getattr(found, name)), value)
    loss = _loss(found.id, found.family, found.closed_loss, a)
    yield from truncates(f"{place}.loss", found.loss, loss if loss > HAIR else mpf(0))
    yield from negligible(f"{place}.residual", str(found.residual))


@cache
def _best(id_: str, family: Family, closed: str | None, digits: str) -> Real:
    """Give the best width: its closed form if there is one, else the digits found, and more.

    One step of the secant method on the criterion's condition doubles the digits.
    """
    if closed:
        return function(closed)(mpf(1))
    measure, shape, step = criterion(id_).measure, shape_of(family), mpf(10) ** -25
    one = mpf(digits)
    here, there = (measure.condition(shape, a) for a in (one, one + step))
    return one - here * step / (there - here)


@cache
def _loss(id_: str, family: Family, closed: str | None, a: Real) -> Real:
    """Evaluate the loss by its closed form, or integrate it from its definition."""
    if closed:
        return 2 * function(closed)(a)
    with mp.workdps(30), ctx.workdps(30):
        return from_ball(criterion(id_).measure.loss(shape_of(family), to_ball(+a)))


def _unit(*printed: str) -> Real:
    """Give the coarsest last place of decimals that do not end early."""
    places = [len(text.partition(".")[2]) for text in printed if len(text) > 40]
    return mpf(10) ** -min(places, default=60)
