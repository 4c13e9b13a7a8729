"""Roots of functions of one variable in mpmath: bracketed, refined, and proved by their signs."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from mpmath import mp

from report.slopes.arithmetic import Real


def sign_changes(function: Callable[[Real], Real], grid: Sequence[float]) -> list[list[float]]:
    """Find the neighbours on a grid between which the function changes its sign."""
    with mp.workdps(15):
        signs = [(x, mp.sign(function(mp.mpf(x)))) for x in grid]
    kept = [(x, sign) for x, sign in signs if sign]  # a zero counts with its next neighbour
    return [[x, y] for (x, one), (y, other) in pairwise(kept) if one != other]


def refined_root(function: Callable[[Real], Real], low: Real, high: Real) -> Real:
    """Refine a bracketed simple root to the working precision.

    First between the ends at low precision; then by Newton steps at doubling precision, with
    the slope from a difference over half as many places. ArithmeticError unless the function
    has opposite signs a few units of the working precision to either side of the result.
    """
    with mp.workdps(15):
        root = mp.findroot(function, (low, high), solver="anderson", verify=False)
    for places in _doubling(mp.dps):
        with mp.workdps(places):
            h = mp.mpf(10) ** (-places // 2)
            at_root = function(root)
            root -= at_root * h / (function(root + h) - at_root)
    margin = abs(root) * mp.mpf(10) ** (5 - mp.dps)
    if function(root - margin) * function(root + margin) >= 0:
        raise ArithmeticError(f"no sign change at the supposed root {mp.nstr(root, 15)}")
    return root


def _doubling(digits: int) -> list[int]:
    """Precisions in decimal digits, from about 20 up to ``digits``, each at most doubled."""
    levels = [digits]
    while levels[-1] > 20:
        levels.append(levels[-1] // 2 + 3)
    return levels[::-1]
