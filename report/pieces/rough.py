"""Theano's two cheap sigmoids, set against the sigmoid to see which is the rougher.

hard_sigmoid is clip(x/5 + 1/2, 0, 1). ultra_fast_sigmoid puts a curve of three parts in the place
of tanh(x/2); it levels off a little below 1, so its squared error over the whole line is infinite.
Both are point-symmetric about (0, 1/2), so x >= 0 tells everything.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from mpmath import mp, mpf

from report.results.pieces import Rough

WINDOW = 8
"""Half-width of the interval on which both squared errors are taken, as in the literature."""
_DIGITS = 30
_SCAN = 256


class _Cheap(NamedTuple):
    """An approximation on x >= 0 with the points where its parts meet."""

    id: str
    name: str
    knots: tuple[str, ...]
    at: Callable[[mpf], mpf]


def hard(x: mpf) -> mpf:
    """Theano's hard_sigmoid for x >= 0."""
    return min(mpf(1), x / 5 + mpf(1) / 2)


def ultra_fast(x: mpf) -> mpf:
    """Theano's ultra_fast_sigmoid for x >= 0, from its definition in theano/tensor/nnet/sigm.py.

    With y = x/2 it replaces tanh(y): a hyperbola below y = 1.7, a line below y = 3, a constant.
    """
    y = x / 2
    if y < mpf("1.7"):
        tanh = mpf("1.5") * y / (1 + y)
    elif y < 3:
        tanh = mpf("0.935409070603099") + mpf("0.0458812946797165") * (y - mpf("1.7"))
    else:
        tanh = mpf("0.99505475368673")
    return (1 + tanh) / 2


_BOTH = (
    _Cheap("hard_sigmoid", "hard_sigmoid", ("2.5",), hard),
    _Cheap("ultra_fast_sigmoid", "ultra_fast_sigmoid", ("3.4", "6"), ultra_fast),
)


def both() -> tuple[Rough, ...]:
    """Measure both against the sigmoid."""
    with mp.workdps(_DIGITS):
        return tuple(_measure(cheap) for cheap in _BOTH)


def crossover() -> str:
    """Find how wide an interval must be for ultra_fast_sigmoid to have the larger squared error.

    Its error grows without bound, since the curve never reaches 1; hard_sigmoid's does not.
    Returns the half-width.
    """
    with mp.workdps(_DIGITS):
        one, other = _BOTH
        gap = _squared(one, mp.inf) - _squared(other, mpf(WINDOW))
        tail = _tail(other)

        def excess(width: mpf) -> mpf:
            """The other's error over [-width, width] less the first's over the line."""
            return 2 * (_tail_integral(tail, width) - _tail_integral(tail, mpf(WINDOW))) - gap

        return str(mp.nstr(mp.findroot(excess, gap / (2 * tail**2)), 12))


def _measure(cheap: _Cheap) -> Rough:
    errors = [(abs(_error(cheap, x)), x) for x in _candidates(cheap)]
    largest, where = max(errors)
    tail = _tail(cheap)
    return Rough(
        id=cheap.id,
        name=cheap.name,
        max=mp.nstr(largest, 12),
        max_at=mp.nstr(where, 12),
        l2="infinite" if tail else mp.nstr(_squared(cheap, mp.inf), 12),
        window=WINDOW,
        l2_within=mp.nstr(_squared(cheap, mpf(WINDOW)), 12),
        tail=mp.nstr(tail, 12) if tail else "0",
    )


def _error(cheap: _Cheap, x: mpf) -> mpf:
    return cheap.at(x) - 1 / (1 + mp.exp(-x))


def _tail(cheap: _Cheap) -> mpf:
    """How far below 1 the approximation ends."""
    return 1 - cheap.at(mpf(10**6))


def _tail_integral(tail: mpf, x: mpf) -> mpf:
    """An antiderivative of (e - tail)^2, where e = 1/(1 + exp x) is what the sigmoid lacks of 1."""
    log, inverse = mp.log1p(mp.exp(-x)), 1 / (1 + mp.exp(x))
    return inverse - log + 2 * tail * log + tail**2 * x


def _squared(cheap: _Cheap, width: mpf) -> mpf:
    """The integral of the squared error over [-width, width]."""
    edges = [mpf(0), *(mpf(knot) for knot in cheap.knots), width]
    return 2 * mp.quad(lambda x: _error(cheap, x) ** 2, edges)


def _candidates(cheap: _Cheap) -> list[mpf]:
    """Where the error can be largest: the ends of each part, its stationary points, far out."""
    edges = [mpf(0), *(mpf(knot) for knot in cheap.knots), mpf(4 * WINDOW)]
    inner = [x for a, b in pairwise(edges) for x in _stationary(cheap, a, b)]
    before = [x - mp.eps * 100 for x in edges[1:]]
    return [*edges, *before, *inner]


def _stationary(cheap: _Cheap, a: mpf, b: mpf) -> list[mpf]:
    """The stationary points strictly inside one smooth part."""
    margin = (b - a) / 10**6
    grid = mp.linspace(a + margin, b - margin, _SCAN)

    def slope(x: mpf) -> mpf:
        return mp.diff(lambda t: _error(cheap, t), x)

    signs = [slope(x) for x in grid]
    return [
        mp.findroot(slope, pair, solver="anderson", tol=mpf(10) ** -_DIGITS)
        for pair, (p, q) in zip(pairwise(grid), pairwise(signs), strict=True)
        if p * q < 0
    ]
