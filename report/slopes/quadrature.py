"""Integrals by the double-exponential rule (tanh-sinh), once in each arithmetic.

The rule copes with logarithms and roots at the ends of an interval: H. Takahasi and M. Mori,
"Double exponential formulas for numerical integration" (1974). mpmath's own implementation
serves the conditions, the one below the losses, so that the two ways to a best width share
neither the integrand nor the integrator.
"""

from collections.abc import Callable, Sequence
from functools import cache

from flint import arb, ctx
from mpmath import mp

from report.slopes.arithmetic import Real

GUARD_DIGITS = 10
"""Decimal digits at which mpmath integrates beyond the working precision."""

FINEST = 10
"""The finest step tried is 2^-FINEST."""


def integral(integrand: Callable[[Real], Real], points: Sequence[Real]) -> Real:
    """Integrate over consecutive intervals with mpmath, to its working precision.

    ArithmeticError when the estimated error exceeds that precision.
    """
    wanted = mp.mpf(10) ** (-mp.dps)
    with mp.extradps(GUARD_DIGITS):
        value, error = mp.quad(integrand, points, error=True)
    if error > wanted * max(1, abs(value)):
        raise ArithmeticError(f"an integral is uncertain by {mp.nstr(error, 2)}")
    return value


def ball_integral(integrand: Callable[[arb], arb], low: arb, high: arb) -> arb:
    """Integrate over [low, high] in ball arithmetic, to its working precision.

    A singularity is resolved at ``low`` only. The balls enclose the rounding errors; that of the
    rule itself is estimated by halving the step until two results agree. ArithmeticError when
    they never do.
    """
    length = high - low
    tolerance = arb(2) ** (16 - ctx.prec)
    total, step = arb(0), arb(1)
    previous = None
    for level in range(FINEST + 1):
        step = arb(2) ** -level
        for position, weight in _nodes(level, ctx.prec):
            total += weight * integrand(low + length * position)
        value = total * step * length
        if previous is not None and abs(value - previous).mid() < tolerance * (1 + abs(value)):
            return value.mid()
        previous = value
    raise ArithmeticError(f"an integral over [{low}, {high}] does not settle")


@cache
def _nodes(level: int, bits: int) -> list[tuple[arb, arb]]:
    """Give the nodes in (0, 1) that step 2^-level adds to the coarser ones, with weights.

    With y = pi sinh t the node is 1/(1 + e^-y), the weight its derivative in t. Nodes whose
    weight is below the precision are left out.
    """
    nodes: list[tuple[arb, arb]] = []
    stride = 2 if level else 1
    for direction in (1, -1):
        index = 1 if level else (0 if direction == 1 else 1)
        while True:
            t = arb(direction * index) / 2**level
            position = 1 / (1 + (-arb.pi() * t.sinh()).exp())
            rest = 1 / (1 + (arb.pi() * t.sinh()).exp())
            weight = position * rest * arb.pi() * t.cosh()
            if weight < arb(2) ** (-bits - 8):
                break
            nodes.append((position, weight))
            index += stride
    return nodes
