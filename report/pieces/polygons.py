"""The best continuous piecewise-linear approximations of the sigmoid, solved in two ways.

With N pieces (N odd) the outer two are the constants 0 and 1, knots and values in between are
free, and the integral of the squared error over the real line is smallest.

`symmetric`  closed antiderivatives (polylogarithms), point symmetry assumed; the stationarity
             conditions say that every piece is the least-squares line on its own interval
`minimised`  Gauss-Legendre quadrature, no symmetry assumed; the error itself is minimised, then
             its gradient is brought to zero

Both work at the precision of mpmath's context, `DIGITS` for the results.
"""

import math
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from mpmath import mp, mpf
from numpy.typing import NDArray
from scipy import optimize

DIGITS = 30
_TOLERANCE = mpf(10) ** (6 - 2 * DIGITS)
"""How small the sum of squares of the conditions must be."""
_NODES = 48


class Solution(NamedTuple):
    """Knots in increasing order with the values there, and the squared error they leave."""

    knots: tuple[mpf, ...]
    values: tuple[mpf, ...]
    error: mpf


def symmetric(pieces: int) -> Solution:
    """Solve the stationarity conditions on x >= 0 by Newton's method.

    There h = 1 - f is approximated by a polygon G from G(0) = 1/2 down to 0 at the last knot.
    The residual h - G is orthogonal to x on the first piece, and to every straight line on each
    further one.
    """
    knots, values = _start(pieces)
    count = len(knots)

    def conditions(*unknowns: mpf) -> list[mpf]:
        return _conditions(unknowns[:count], unknowns[count:])

    def in_floats(unknowns: NDArray[np.float64]) -> list[float]:
        return [float(zero) for zero in conditions(*map(mpf, unknowns))]

    near = optimize.root(in_floats, [*knots, *values]).x
    found = tuple(mp.findroot(conditions, [mpf(x) for x in near], tol=_TOLERANCE))
    t, v = found[:count], found[count:]
    half = _half_error(t, v)
    return Solution(
        knots=(*(-x for x in reversed(t)), *t),
        values=(mpf(0), *reversed(v), *(1 - x for x in v), mpf(1)),
        error=2 * half,
    )


def minimised(pieces: int) -> Solution:
    """Minimise the error over all knots and values at once, then polish the gradient's zero.

    It starts from a lopsided polygon, so that symmetry is found and not put in.
    """
    half_knots, half_values = _start(pieces)
    right = np.array(half_knots, dtype=float)
    knots = np.concatenate([-1.07 * right[::-1], 0.95 * right])
    inner = np.array(half_values, dtype=float)
    values = np.concatenate([0.97 * inner[::-1], 1 - 1.02 * inner])
    count = len(knots)

    def error(unknowns: NDArray[np.float64]) -> float:
        x = unknowns.tolist()
        return float(_error(x[:count], [0.0, *x[count:], 1.0], _float_rule()))

    def gradient(*unknowns: mpf) -> list[mpf]:
        return _gradient(unknowns[:count], [mpf(0), *unknowns[count:], mpf(1)])

    lopsided = np.concatenate([knots, values])
    near = optimize.minimize(error, lopsided, method="BFGS", options={"gtol": 1e-9}).x
    found = tuple(mp.findroot(gradient, [mpf(x) for x in near], tol=_TOLERANCE))
    t, v = found[:count], (mpf(0), *found[count:], mpf(1))
    return Solution(knots=t, values=v, error=_error(t, v, _rule()))


def _start(pieces: int) -> tuple[list[float], list[float]]:
    """Positive knots and the values of 1 - f at all but the last, spread as the limit suggests.

    The density of good knots is proportional to |f''|^(2/5).
    """
    if pieces < 3 or pieces % 2 == 0:
        raise ValueError(f"pieces = {pieces}: the number of pieces must be odd and at least 3")
    x = np.linspace(0, 40, 40001)
    f = 1 / (1 + np.exp(-x))
    share = np.cumsum(np.abs(f * (1 - f) * (1 - 2 * f)) ** 0.4)
    wanted = np.arange(1, pieces, 2) / pieces
    knots = np.interp(wanted, share / share[-1], x)
    return list(knots), list(1 / (1 + np.exp(knots[:-1])))


def _moments(x: mpf) -> tuple[mpf, mpf, mpf]:
    """Antiderivatives of h, x h and h^2, where h(x) = 1/(1 + e^x)."""
    log, inverse = mp.log1p(mp.exp(-x)), 1 / (1 + mp.exp(x))
    return -log, mp.polylog(2, -mp.exp(-x)) - x * log, inverse - log


class _Segment(NamedTuple):
    """A piece of G: where it lies, its line, and the integrals of h, x h and h^2 over it."""

    start: mpf
    end: mpf
    constant: mpf
    slope: mpf
    h: mpf
    xh: mpf
    hh: mpf


def _segments(knots: Sequence[mpf], values: Sequence[mpf]) -> list[_Segment]:
    """Cut G, from 1/2 at 0 down to 0 at the last knot, into its pieces."""
    xs, ys = [mpf(0), *knots], [mpf("0.5"), *values, mpf(0)]
    moments = [_moments(x) for x in xs]
    pieces = []
    for (a, b), (u, v), (low, high) in zip(
        pairwise(xs), pairwise(ys), pairwise(moments), strict=True
    ):
        slope = (v - u) / (b - a)
        over = (q - p for p, q in zip(low, high, strict=True))
        pieces.append(_Segment(a, b, u - slope * a, slope, *over))
    return pieces


def _conditions(knots: Sequence[mpf], values: Sequence[mpf]) -> list[mpf]:
    """The residual against x on every piece, and against 1 on all but the first."""
    zeros = []
    for a, b, c, s, h, xh, _ in _segments(knots, values):
        zeros.append(xh - c * (b**2 - a**2) / 2 - s * (b**3 - a**3) / 3)
        if a:
            zeros.append(h - c * (b - a) - s * (b**2 - a**2) / 2)
    return zeros


def _half_error(knots: Sequence[mpf], values: Sequence[mpf]) -> mpf:
    """The integral of (h - G)^2 over x > 0, from the antiderivatives."""
    total = -_moments(knots[-1])[2]
    for a, b, c, s, h, xh, hh in _segments(knots, values):
        line = c**2 * (b - a) + c * s * (b**2 - a**2) + s**2 * (b**3 - a**3) / 3
        total += hh - 2 * (c * h + s * xh) + line
    return total


class _Rule(NamedTuple):
    nodes: Sequence[mpf]
    weights: Sequence[mpf]
    sigmoid: Callable[[mpf], mpf]


@cache
def _rule() -> _Rule:
    """Gauss-Legendre nodes and weights on [0, 1], polished from double precision by Newton."""
    nodes, weights = [], []
    for guess in np.polynomial.legendre.leggauss(_NODES)[0]:
        x = mpf(guess)
        for _ in range(3):
            x -= mp.legendre(_NODES, x) / _legendre_slope(x)
        nodes.append((1 + x) / 2)
        weights.append(1 / ((1 - x**2) * _legendre_slope(x) ** 2))
    return _Rule(nodes, weights, lambda x: 1 / (1 + mp.exp(-x)))


@cache
def _float_rule() -> _Rule:
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    return _Rule(
        ((1 + nodes) / 2).tolist(), (weights / 2).tolist(), lambda x: 1 / (1 + math.exp(-x))
    )


def _legendre_slope(x: mpf) -> mpf:
    n = _NODES
    return n * (x * mp.legendre(n, x) - mp.legendre(n - 1, x)) / (x**2 - 1)


def _error(knots: Sequence[mpf], values: Sequence[mpf], rule: _Rule) -> mpf:
    """The squared error over the real line by quadrature; constant 0 and 1 outside the knots.

    Outside, u = f and u = 1 - f map the tails to a bounded interval: dx = du / (u (1 - u)).
    """
    total = rule.weights[0] * 0
    for tail in (rule.sigmoid(knots[0]), rule.sigmoid(-knots[-1])):
        total += sum(
            w * tail * (tail * n) / (1 - tail * n)
            for n, w in zip(rule.nodes, rule.weights, strict=True)
        )
    for (a, b), (u, v) in zip(pairwise(knots), pairwise(values), strict=True):
        total += (b - a) * sum(
            w * (rule.sigmoid(a + n * (b - a)) - u - n * (v - u)) ** 2
            for n, w in zip(rule.nodes, rule.weights, strict=True)
        )
    return total


def _gradient(knots: Sequence[mpf], values: Sequence[mpf]) -> list[mpf]:
    """Half the derivative of the error by every knot, then by every inner value.

    Moving a knot at fixed value moves each adjoining line by minus its slope times the hat
    function of the knot; where a constant adjoins, its slope is 0.
    """
    rule = _rule()
    rising, falling, slopes = [], [], []
    for (a, b), (u, v) in zip(pairwise(knots), pairwise(values), strict=True):
        residuals = [
            (n, w * (b - a) * (rule.sigmoid(a + n * (b - a)) - u - n * (v - u)))
            for n, w in zip(rule.nodes, rule.weights, strict=True)
        ]
        rising.append(mp.fsum(n * r for n, r in residuals))
        falling.append(mp.fsum((1 - n) * r for n, r in residuals))
        slopes.append((v - u) / (b - a))
    left = [mpf(0), *(s * r for s, r in zip(slopes, rising, strict=True))]
    right = [*(s * r for s, r in zip(slopes, falling, strict=True)), mpf(0)]
    by_knot = [p + q for p, q in zip(left, right, strict=True)]
    by_value = [-(p + q) for p, q in zip(rising, falling[1:], strict=False)]
    return [*by_knot, *by_value]
