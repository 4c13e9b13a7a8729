"""Pointwise losses between f and g in [0, 1], each with its derivative in g; and weights.

Every loss is the same for the complements (1 - f, 1 - g), so that half the line tells the whole.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from report.slopes.arithmetic import Real, exp, log, pi, sign, sqrt, square


class Pair(NamedTuple):
    """f and g at one x > 0, each with its complement to 1, computed without cancellation."""

    f: Real
    f_rest: Real
    g: Real
    g_rest: Real


@dataclass(frozen=True)
class PointLoss:
    """A loss and its derivative in g; ``broken`` when the loss has a corner where f = g."""

    value: Callable[[Pair], Real]
    gradient: Callable[[Pair], Real]
    broken: bool = False


def divergence(p: Real, p_rest: Real, q: Real, q_rest: Real) -> Real:
    """Evaluate the Kullback-Leibler divergence of Bernoulli(p) from Bernoulli(q).

    Not finite when q is 0 or 1 and p is not.
    """
    return _term(p, q) + _term(p_rest, q_rest)


def _term(p: Real, q: Real) -> Real:
    return p if p == 0 else p * log(p / q)


def _jensen_shannon(pair: Pair) -> Real:
    f, f_rest, g, g_rest = pair
    middle, middle_rest = (f + g) / 2, (f_rest + g_rest) / 2
    from_f = divergence(f, f_rest, middle, middle_rest)
    return (from_f + divergence(g, g_rest, middle, middle_rest)) / 2


def _jensen_shannon_gradient(pair: Pair) -> Real:
    f, f_rest, g, g_rest = pair
    return (log(2 * g / (f + g)) - log(2 * g_rest / (f_rest + g_rest))) / 2


SQUARED = PointLoss(
    value=lambda p: square(p.f_rest - p.g_rest),
    gradient=lambda p: 2 * (p.f_rest - p.g_rest),
)
ABSOLUTE = PointLoss(
    value=lambda p: abs(p.f_rest - p.g_rest),
    gradient=lambda p: sign(p.f_rest - p.g_rest),
    broken=True,
)
CHI_SQUARED = PointLoss(
    value=lambda p: square(p.f_rest - p.g_rest) / (p.f * p.f_rest),
    gradient=lambda p: 2 * (p.f_rest - p.g_rest) / (p.f * p.f_rest),
)
REVERSE_KL = PointLoss(
    value=lambda p: divergence(p.g, p.g_rest, p.f, p.f_rest),
    gradient=lambda p: log(p.g / p.f) - log(p.g_rest / p.f_rest),
)
FORWARD_KL = PointLoss(
    value=lambda p: divergence(p.f, p.f_rest, p.g, p.g_rest),
    gradient=lambda p: p.f_rest / p.g_rest - p.f / p.g,
)
CROSS_ENTROPY = PointLoss(
    value=lambda p: -p.g * log(p.f) - p.g_rest * log(p.f_rest),
    gradient=lambda p: log(p.f_rest / p.f),
)
JENSEN_SHANNON = PointLoss(value=_jensen_shannon, gradient=_jensen_shannon_gradient)
HELLINGER = PointLoss(
    value=lambda p: 1 - sqrt(p.f * p.g) - sqrt(p.f_rest * p.g_rest),
    gradient=lambda p: (sqrt(p.f_rest / p.g_rest) - sqrt(p.f / p.g)) / 2,
)


def normal_density(numerator: Real, denominator: int = 1) -> Callable[[Real], Real]:
    """Give the normal density around 0 whose standard deviation is numerator/denominator."""

    def density(x: Real) -> Real:
        score = x * denominator / numerator
        return exp(-square(score) / 2) * denominator / (numerator * sqrt(2 * pi(x)))

    return density


def logistic_density(x: Real) -> Real:
    """Evaluate the density of the logistic distribution, which is f'."""
    tail = exp(-abs(x))
    return tail / square(1 + tail)
