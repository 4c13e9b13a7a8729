"""How far an approximation is from the sigmoid: the measures that are integrals.

A measure gives, for one shape and one width a > 0, its ``loss`` over the whole real line and a
``condition`` with the sign of the loss's derivative in a, so that it vanishes at the best width.
The loss is integrated from its definition in ball arithmetic, the condition is the derivative
taken under the integral sign, in mpmath: minimising the one and finding the root of the other
are two ways to the same width that share no formula, no integrator and no arithmetic.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from flint import arb
from mpmath import mp

from report.slopes.arithmetic import Real, exp, log, midpoint, sqrt, square
from report.slopes.losses import Pair, PointLoss
from report.slopes.quadrature import ball_integral, integral
from report.slopes.roots import sign_changes
from report.slopes.shapes import Shape

CELLS = 64
"""Cells of the grid on which f = g is looked for."""

EDGE = 2.0**-20
"""How near to 0 and to the knee that grid reaches, where f and g meet without crossing."""

NEWTON_STEPS = 24
"""Enough: some halve the distance to a root near 0, then each doubles the digits."""


class Measure(Protocol):
    """What a criterion needs. ``kinked`` tells that the loss has a corner at its minimum."""

    @property
    def kinked(self) -> bool:
        """Whether the loss has a corner, not a smooth minimum, at the best width."""

    def loss(self, shape: Shape, a: arb) -> Real:
        """Measure the distance over the whole real line."""

    def condition(self, shape: Shape, a: Real) -> Real:
        """Give a number that is negative below the best width and positive above it."""


@dataclass(frozen=True)
class PointIntegral:
    """The integral over the real line of weight(x) times a pointwise loss between f and g.

    ``weight`` must be even, so that half the line tells the whole. Integrals over a loss with
    a corner are split where f = g.
    """

    pointwise: PointLoss
    weight: Callable[[Real], Real] | None = None
    kinked: bool = False

    def loss(self, shape: Shape, a: arb) -> Real:
        """Integrate the definition: inside the knee over the inset, beyond it over 1 - f."""

        def inside(r: arb) -> Real:
            x, pair = point(shape, a, r * r)
            return 2 * r * self.pointwise.value(pair) * self._weight(x)

        def beyond(v: arb) -> Real:
            pair = Pair(1 - v, v, arb(1), arb(0))
            x = log((1 - v) / v)
            return self.pointwise.value(pair) * self._weight(x) / (v * (1 - v))  # dx = -dv/f'

        ends = [arb(0), *self._breaks(shape, a), sqrt(arb(shape.knee))]
        within = sum((ball_integral(inside, *both) for both in pairwise(ends)), arb(0))
        return 2 * (a * within + ball_integral(beyond, arb(0), 1 / (1 + exp(a * shape.knee))))

    def condition(self, shape: Shape, a: Real) -> Real:
        """Give half the loss's derivative in a, taken under the integral sign.

        Of g = phi(x/a) the derivative in a is -(t/a) phi'(t), where t = x/a. The knee adds
        nothing, because g is continuous there, and beyond it g does not depend on a.
        """

        def inside(r: Real) -> Real:
            s = r * r
            x, pair = point(shape, a, s)
            moved = -(shape.knee - s) * shape.rate(s)
            return 2 * r * self.pointwise.gradient(pair) * self._weight(x) * moved

        return integral(inside, [0, *self._breaks(shape, a), mp.sqrt(shape.knee)])

    def _weight(self, x: Real) -> Real:
        return 1 if self.weight is None else self.weight(x)

    def _breaks(self, shape: Shape, a: Real) -> list[Real]:
        """Give the square roots r of the insets at which the pointwise loss has a corner.

        With s = r^2 as the variable, square roots of the inset are smooth at the knee.
        """
        return [sqrt(s) for s in crossings(shape, a)] if self.pointwise.broken else []


@dataclass(frozen=True)
class SlopeIntegral:
    """A factor times the integral over the real line of (f' - g')^2, the H1 seminorm squared."""

    factor: int = 1
    kinked: bool = False

    def loss(self, shape: Shape, a: arb) -> Real:
        """Integrate the definition; beyond the knee g' = 0 and v = 1 - f(x) replaces x."""

        def inside(s: arb) -> Real:
            pair = point(shape, a, s)[1]
            return square(pair.f * pair.f_rest - shape.rate(s) / a)

        within = a * ball_integral(inside, arb(0), arb(shape.knee))
        beyond = ball_integral(lambda v: v * (1 - v), arb(0), 1 / (1 + exp(a * shape.knee)))
        return 2 * self.factor * (within + beyond)

    def condition(self, shape: Shape, a: Real) -> Real:
        """Give half the loss's derivative in a.

        g' jumps at the line's knee; expanding the square avoids it: over x > 0 the integral of
        g'^2 is flatness/a, and that of f' g' is the integral of f'(at) phi'(t) over t.
        """

        def inside(s: Real) -> Real:
            pair = point(shape, a, s)[1]
            second_derivative = pair.f * pair.f_rest * (pair.f_rest - pair.f)
            return -2 * second_derivative * (shape.knee - s) * shape.rate(s)

        return self.factor * (integral(inside, [0, shape.knee]) - shape.flatness / a**2)


@dataclass(frozen=True)
class Sum:
    """The sum of two measures."""

    one: Measure
    other: Measure
    kinked: bool = False

    def loss(self, shape: Shape, a: arb) -> Real:
        """Add both losses."""
        return self.one.loss(shape, a) + self.other.loss(shape, a)

    def condition(self, shape: Shape, a: Real) -> Real:
        """Add both conditions."""
        return self.one.condition(shape, a) + self.other.condition(shape, a)


def point(shape: Shape, a: Real, s: Real) -> tuple[Real, Pair]:
    """Give x and the pair of values at the inset ``s``, 0 <= s <= knee."""
    x = a * (shape.knee - s)
    tail = exp(-x)
    f = 1 / (1 + tail)
    rest = shape.rest(s)
    return x, Pair(f, tail * f, 1 - rest, rest)


def crossings(shape: Shape, a: Real) -> list[Real]:
    """Find the insets strictly inside (0, knee) where f = g, in increasing order.

    Bracketed on a grid in double precision, then refined by Newton's method in the arithmetic
    of ``a``.
    """

    def gap(s: Real, width: Real) -> Real:
        pair = point(shape, width, s)[1]
        return pair.f_rest - pair.g_rest

    def newton(s: Real) -> Real:
        for _ in range(NEWTON_STEPS):
            pair = point(shape, a, s)[1]
            slope = a * pair.f * pair.f_rest - shape.rate(s)
            s = midpoint(s - (pair.f_rest - pair.g_rest) / slope)
        return s

    fractions = [EDGE, *(k / CELLS for k in range(1, CELLS)), 1 - EDGE]
    grid = [shape.knee * fraction for fraction in fractions]
    found = sign_changes(lambda s: gap(s, float(a)), grid)
    return [newton(0 * a + (low + high) / 2) for low, high in found]
