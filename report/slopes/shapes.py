"""The two families of approximations, in arithmetic of any precision.

Each member is g_a(x) = phi(x / a); one shape phi makes a family. Only x > 0 is described, since
phi(-t) = 1 - phi(t). Inside the knee a point is named by its ``inset`` s >= 0, the distance
from the knee in units of a, so that x = a (knee - s): with it 1 - g, on which logarithms and
roots depend, is never the difference of two nearly equal numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from report.results.slopes import FAMILIES, Family
from report.slopes.arithmetic import Real


@dataclass(frozen=True)
class Shape:
    """One family's shape phi on t > 0, as functions of the inset s.

    ``knee`` is where phi reaches 1, exact in binary. ``rest`` is 1 - phi and ``rate`` is phi',
    both at t = knee - s. ``flatness`` is the integral of phi'^2 over t > 0, ``variance`` that
    of t^2 phi'(t) over the whole line: the variance of the distribution function phi.
    """

    family: Family
    knee: float
    rest: Callable[[Real], Real]
    rate: Callable[[Real], Real]
    flatness: Fraction
    variance: Fraction


SHAPES: dict[Family, Shape] = {
    "line": Shape(
        family="line",
        knee=0.5,
        rest=lambda s: s,
        rate=lambda s: 1 + 0 * s,
        flatness=Fraction(1, 2),
        variance=Fraction(1, 12),
    ),
    "parabolas": Shape(
        family="parabolas",
        knee=1.0,
        rest=lambda s: s * s / 2,
        rate=lambda s: s,
        flatness=Fraction(1, 3),
        variance=Fraction(1, 6),
    ),
}


def shape_of(family: str) -> Shape:
    """Find the shape of a family; an unknown one is a ValueError that lists them."""
    for known in FAMILIES:
        if family == known:
            return SHAPES[known]
    raise ValueError(f"family: {family!r} is unknown; choose one of {', '.join(FAMILIES)}")
