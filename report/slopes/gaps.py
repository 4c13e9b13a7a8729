"""Measures that are no integrals over a pointwise loss: slopes, variances, the greatest error."""

from collections.abc import Callable
from dataclasses import dataclass

from flint import arb, ctx
from mpmath import mp

from report.slopes.arithmetic import Real, log, midpoint, square
from report.slopes.measures import CELLS, point
from report.slopes.minimise import golden_section
from report.slopes.quadrature import ball_integral
from report.slopes.roots import refined_root, sign_changes
from report.slopes.shapes import Shape


@dataclass(frozen=True)
class TangentGap:
    """The distance between the slopes at 0."""

    kinked: bool = True

    def loss(self, shape: Shape, a: arb) -> Real:
        """Measure both slopes at 0 by differences over a step so small that it cannot matter."""
        step = arb(2) ** -ctx.prec
        with ctx.extraprec(3 * ctx.prec):
            sigmoid = (1 / (1 + (-step).exp()) - arb(0.5)) / step
            ours = (arb(0.5) - shape.rest(shape.knee - step / a)) / step
            return abs(ours - sigmoid)

    def condition(self, shape: Shape, a: Real) -> Real:
        """Compare with the exact slope f'(0) = 1/4."""
        return mp.mpf(1) / 4 - shape.rate(shape.knee) / a


@dataclass(frozen=True)
class VarianceGap:
    """The distance between the variances of the distributions that f and g describe."""

    kinked: bool = True

    def loss(self, shape: Shape, a: arb) -> Real:
        """Integrate the square of the logistic quantile function, and x^2 g'(x)."""
        logistic = 2 * ball_integral(lambda p: square(log((1 - p) / p)), arb(0), arb(0.5))
        ours = 2 * ball_integral(
            lambda s: square(shape.knee - s) * shape.rate(s), arb(0), arb(shape.knee)
        )
        return abs(square(a) * ours - logistic)

    def condition(self, shape: Shape, a: Real) -> Real:
        """Compare the exact variances; the logistic distribution's is pi^2/3."""
        return a**2 * shape.variance - mp.pi**2 / 3


@dataclass(frozen=True)
class GreatestError:
    """The greatest absolute difference between f and g (minimax, Chebyshev, Kolmogorov)."""

    kinked: bool = True

    def loss(self, shape: Shape, a: arb) -> Real:
        """Search the difference itself for its peaks over x > 0, without derivatives.

        Beyond the knee g - f falls, so that the knee itself is the last candidate.
        """
        peaks = _peaks(lambda s: abs(_gap(shape, a, s)), shape.knee)
        return max(peaks, key=midpoint)

    def condition(self, shape: Shape, a: Real) -> Real:
        """Give how far f rises above g less how far g rises above f, over x > 0.

        Inside the knee the extremes lie where f' = g'. A wider g lets f rise further above it and
        rises less far above f, so that this increases in a; at the best width it vanishes.
        """

        def slope_gap(s: Real) -> Real:
            pair = point(shape, a, s)[1]
            return pair.f * pair.f_rest - shape.rate(s) / a

        grid = [shape.knee * k / CELLS for k in range(CELLS + 1)]
        inner = [refined_root(slope_gap, *ends) for ends in sign_changes(slope_gap, grid)]
        gaps = [_gap(shape, a, s) for s in (mp.zero, *inner, mp.mpf(shape.knee))]
        return -max(gaps) - min(gaps)


def _gap(shape: Shape, a: Real, s: Real) -> Real:
    """G - f at the inset s."""
    pair = point(shape, a, s)[1]
    return pair.f_rest - pair.g_rest


def _peaks(function: Callable[[arb], arb], high: float) -> list[arb]:
    """Find the local maxima on [0, high], ends included, by golden sections."""
    grid = [arb(high * k / CELLS) for k in range(CELLS + 1)]
    values = [function(s) for s in grid]
    peaks = [values[0], values[-1]]
    for k in range(1, CELLS):
        if values[k - 1].mid() <= values[k].mid() >= values[k + 1].mid():
            best = golden_section(
                lambda s: -function(s), grid[k - 1], grid[k + 1], int(0.15 * ctx.prec) + 2
            )
            peaks.append(function(best))
    return peaks
