"""Published approximations and Theano's two: errors measured once more, from the curves.

With e = 1 - f for x >= 0, an approximation g errs by e - (1 - g).
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, partial
from itertools import pairwise

import numpy as np
from mpmath import mp, mpf

from report.check.consistent.saying import Real, differs, odd, rounds
from report.pieces import curves, literature, rough
from report.pieces.literature import Entry
from report.results.finding import Finding
from report.results.pieces import Method, Pieces, Plan, Rough

REACH = 8
CELLS = 24
"""Cells of a piece, at most one zero or turn of its error in each."""
EDGE = mpf(10) ** -6
"""How near to a piece's ends zeros are looked for; there the curves may meet."""
Function = Callable[[Real], Real]


def methods(found: Pieces, entries: Iterable[Entry]) -> Iterator[Finding]:
    """Find what is not in the literature's file, or does not follow from its curves."""
    known = {entry.id: entry for entry in entries}
    per_unit = found.samples_per_unit
    if per_unit < 1 or per_unit & (per_unit - 1):
        yield odd("pieces.samples_per_unit", f"is {per_unit}, no power of two")
        return
    for method in found.methods:
        yield from _method(f"pieces.methods.{method.id}", method, known[method.id], per_unit)


def _method(place: str, found: Method, entry: Entry, per_unit: int) -> Iterator[Finding]:
    curve = literature.curve(entry)
    for name in ("name", "authors", "year", "definition", "printed_mean", "printed_max", "note"):
        yield from differs(f"{place}.{name}", getattr(found, name), getattr(entry, name))
    straight = None if entry.form == "octaves" or entry.id == "zhang" else 2 * len(curve) - 1
    yield from differs(f"{place}.pieces", found.pieces, straight)
    yield from differs(f"{place}.continuous", found.continuous, not curves.jumps(curve))
    mean, largest = _sampled(entry, per_unit)
    exact_mean, exact_largest, squared = _measured(entry)
    for name, value in (
        *(("mean", mean), ("max", largest), ("l2", squared)),
        *(("exact_mean", exact_mean), ("exact_max", exact_largest)),
    ):
        yield from rounds(f"{place}.{name}", getattr(found, name), value)
    for name in ("mean", "max"):
        printed = Decimal(getattr(found, f"printed_{name}"))
        rounded = Decimal(getattr(found, name)).quantize(printed, ROUND_HALF_UP)

        agrees = getattr(found, f"{name}_agrees")
        yield from differs(f"{place}.{name}_agrees", agrees, rounded == printed)


@cache
def _sampled(entry: Entry, per_unit: int) -> tuple[float, float]:
    """Measure mean and largest error in percent at evenly spaced points of [-8, 8)."""
    x = np.arange(REACH * per_unit + 1) / per_unit
    ends = [float(piece.start) for piece in literature.curve(entry)]
    g = np.empty_like(x)
    for piece, start in zip(literature.curve(entry), ends, strict=True):
        g[x >= start] = np.polyval([float(c) for c in reversed(piece.coefficients)], x[x >= start])
    error = np.abs(g - 1 / (1 + np.exp(-x)))
    both = np.concatenate([error[1:], error[:-1]])  # -8 is a point, 8 is none
    return 100 * float(both.mean()), 100 * float(both.max())


@cache
def _measured(entry: Entry) -> tuple[Real, Real, Real]:
    """Measure mean and largest error over [-8, 8] in percent, and the squared error of all."""
    with mp.workdps(30):
        total, largest, squared = mpf(0), mpf(0), mpf(0)
        for start, end, short in _spans(entry):
            error = _error(short)
            if start < REACH:
                last = min(end, mpf(REACH))
                ends = [start, *_zeros(error, start, last), last]
                total += sum(abs(mp.quad(error, [a, b])) for a, b in pairwise(ends))
                turns = _zeros(partial(mp.diff, error), start, last)
                largest = max(largest, *(abs(error(x)) for x in (start, *turns, last)))
            squared += mp.quad(_square(error), [start, end])
        return 100 * total / REACH, 100 * largest, 2 * squared


def _squared(error: Function, x: Real) -> Real:
    return error(x) ** 2


def _spans(entry: Entry) -> Iterator[tuple[Real, Real, list[Real]]]:
    """Give the pieces of 1 - g: start, end, and coefficients, the highest first."""
    curve = literature.curve(entry)
    starts = [mpf(p.start.numerator) / p.start.denominator for p in curve]
    for piece, start, end in zip(curve, starts, [*starts[1:], mp.inf], strict=True):
        ours = [-mpf(c.numerator) / c.denominator for c in piece.coefficients]
        yield start, end, [*reversed(ours[1:]), 1 + ours[0]]


def _square(function: Function) -> Function:
    return lambda x: function(x) ** 2


def _error(short: list[Real]) -> Function:
    def error(x: Real) -> Real:
        rest = mpf(0)
        for coefficient in short:
            rest = rest * x + coefficient
        return 1 / (1 + mp.exp(x)) - rest

    return error


def _zeros(function: Function, start: Real, end: Real) -> list[Real]:
    shares = [EDGE, *(mpf(k) / CELLS for k in range(1, CELLS)), 1 - EDGE]
    grid = [start + (end - start) * share for share in shares]
    return [
        mp.findroot(function, (a, b), solver="anderson")
        for a, b in pairwise(grid)
        if function(a) * function(b) < 0
    ]


# PLAN and Theano's two --------------------------------------------------------------------------


def plan(found: Plan, entries: Iterable[Entry], best: Real) -> Iterator[Finding]:
    """Find what PLAN's curve does not give, and a ratio other than that of the errors."""
    entry = next(entry for entry in entries if entry.id == "plan")
    curve = literature.curve(entry)
    ((at, before, after),) = curves.jumps(curve)
    yield from differs("pieces.plan.pieces", found.pieces, 2 * len(curve) - 1)
    for name, value in (("jump_at", at), ("jump_from", before), ("jump_to", after)):
        yield from differs(f"pieces.plan.{name}", getattr(found, name), str(float(value)))
    squared = _measured(entry)[2]
    yield from rounds("pieces.plan.l2", found.l2, squared)
    yield from rounds("pieces.plan.ratio", found.ratio, squared / best)


CHEAP: dict[str, tuple[Function, tuple[str, ...]]] = {
    "hard_sigmoid": (rough.hard, ("2.5",)),
    "ultra_fast_sigmoid": (rough.ultra_fast, ("3.4", "6")),
}
"""Theano's two for x >= 0, and where their parts meet."""


def cheap(found: tuple[Rough, ...], crossover: str) -> Iterator[Finding]:
    """Find errors of Theano's two that their definitions do not give."""
    for each in found:
        place = f"pieces.rough.{each.id}"
        at, largest, within = _cheap(each.id)
        tail = 1 - CHEAP[each.id][0](mpf(10) ** 6)
        yield from differs(f"{place}.window", each.window, rough.WINDOW)
        for name, value in (
            *(("max", largest), ("max_at", at)),
            *(("l2_within", within), ("tail", tail)),
        ):
            yield from rounds(f"{place}.{name}", getattr(each, name), value)
    yield from rounds("pieces.rough_crossover", crossover, _crossover())


@cache
def _cheap(id_: str) -> tuple[Real, Real, Real]:
    """Where the error is largest, how large, and the squared error over the window."""
    function, knots = CHEAP[id_]

    def error(x: Real) -> Real:
        return function(x) - 1 / (1 + mp.exp(-x))

    with mp.workdps(30):
        ends = [mpf(0), *map(mpf, knots), mpf(rough.WINDOW)]
        turns = [x for a, b in pairwise(ends) for x in _zeros(partial(mp.diff, error), a, b)]
        at = max([*map(mpf, knots), *turns], key=lambda x: abs(error(x)))
        return at, abs(error(at)), 2 * mp.quad(_square(error), ends)


@cache
def _crossover() -> Real:
    """Solve for the half-width at which the one that ends below 1 has erred as much in all."""
    with mp.workdps(30):
        tail = 1 - rough.ultra_fast(mpf(10))
        beyond = mp.quad(lambda x: (1 - rough.hard(x) - 1 / (1 + mp.exp(x))) ** 2, [8, 20, mp.inf])
        missing = _cheap("hard_sigmoid")[2] / 2 + beyond - _cheap("ultra_fast_sigmoid")[2] / 2
        # (e - tail)^2 = tail^2 - 2 tail e + e^2, and e is gone long before the half-width
        gone = mp.quad(
            lambda x: (1 / (1 + mp.exp(x)) - 2 * tail) / (1 + mp.exp(x)), [8, 20, mp.inf]
        )
        return 8 + (missing - gone) / tail**2
