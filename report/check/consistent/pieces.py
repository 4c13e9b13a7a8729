"""Cheap approximations: both ways to each optimum, and the literature as it is defined."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from mpmath import mp, mpf

from report.check.consistent import published
from report.check.consistent.definitions import defined
from report.check.consistent.saying import Real, differs, odd, truncates
from report.pieces import literature
from report.results.bundle import Results
from report.results.finding import Finding
from report.results.pieces import Optimum

DIGITS = 40


def pieces(results: Results) -> Iterator[Finding]:
    """Find what the ways to an optimum do not all say, and what the literature does not give."""
    found, entries = results.pieces, literature.load()
    with mp.workdps(DIGITS):
        for optimum in found.optima:
            yield from _optimum(optimum)
        limit = (2 ** (mpf(1) / 5) * mp.beta(mpf(7) / 10, mpf(2) / 5)) ** 5 / 720
        yield from truncates("pieces.asymptote", found.asymptote, limit, _unit(found.asymptote))
        best = {optimum.pieces: optimum for optimum in found.optima}
        if found.plan.pieces in best:
            error = mpf(best[found.plan.pieces].error)
            yield from published.plan(found.plan, entries, error)
        else:
            yield odd("pieces.plan.pieces", f"is {found.plan.pieces}; no optimum has as many")
        yield from published.cheap(found.rough, found.rough_crossover)
    yield from published.methods(found, entries)
    yield from defined(found, entries)


def _optimum(found: Optimum) -> Iterator[Finding]:
    place = f"pieces.optima.{found.pieces}"
    yield from differs(f"{place}.knots", len(found.knots), found.pieces // 2)
    error, second = mpf(found.error), mpf(found.second)
    if abs(error - second) > max(_unit(found.error), _unit(found.second)):
        yield odd(f"{place}.error", f"is {found.error}; the second way gives {found.second}")
    yield from differs(f"{place}.agreed", found.agreed, _digits(found.error))
    rising = [0.0, *map(float, found.knots)]
    if rising != sorted(rising) or [float(v) for v in found.values] != sorted(
        map(float, found.values)
    ):
        yield odd(f"{place}.knots", f"are {found.knots}, which do not rise")
        return
    try:
        knots, values = _stationary(found.knots, found.values)
    except (ValueError, ZeroDivisionError):
        yield odd(f"{place}.knots", f"are {found.knots}, near which the error is not stationary")
        return
    least = _squared(knots, values)
    for at, (knot, value) in enumerate(zip(knots, values, strict=True)):
        yield from truncates(f"{place}.knots.{at}", found.knots[at], knot)
        yield from truncates(f"{place}.values.{at}", found.values[at], 1 - value)
    yield from truncates(f"{place}.error", found.error, least)
    yield from truncates(f"{place}.scaled", found.scaled, least * found.pieces**4)


@cache
def _stationary(
    knots: tuple[str, ...], values: tuple[str, ...]
) -> tuple[tuple[Real, ...], tuple[Real, ...]]:
    """Solve for the polygon near a given one whose error is stationary, to all digits.

    What is approximated is e(x) = 1/(1 + exp x), from 1/2 at 0; the last value is 0. The rest
    is orthogonal to x on the first piece, and to x and 1 on every other.
    """
    count = len(knots)
    start = [*map(mpf, knots), *(1 - mpf(value) for value in values[:-1])]

    def conditions(*unknown: Real) -> list[Real]:
        found: list[Real] = []
        for (a, u), (b, v) in pairwise(_corners(unknown[:count], (*unknown[count:], mpf(0)))):
            slope = (v - u) / (b - a)
            c = u - slope * a
            e, xe, _ = (high - low for low, high in zip(_moments(a), _moments(b), strict=True))
            found.append(xe - c * (b**2 - a**2) / 2 - slope * (b**3 - a**3) / 3)
            if a:
                found.append(e - c * (b - a) - slope * (b**2 - a**2) / 2)
        return found

    solved = tuple(mp.findroot(conditions, start, tol=mpf(10) ** (-2 * DIGITS + 10)))
    return solved[:count], (*solved[count:], mpf(0))


def _squared(knots: Sequence[Real], values: Sequence[Real]) -> Real:
    """Give the squared error of a polygon over the real line, by antiderivatives."""
    half = -_moments(knots[-1])[2]
    for (a, u), (b, v) in pairwise(_corners(knots, values)):
        slope = (v - u) / (b - a)
        c = u - slope * a
        e, xe, ee = (high - low for low, high in zip(_moments(a), _moments(b), strict=True))
        line = c**2 * (b - a) + c * slope * (b**2 - a**2) + slope**2 * (b**3 - a**3) / 3
        half += ee - 2 * (c * e + slope * xe) + line
    return 2 * half


def _corners(knots: Sequence[Real], values: Sequence[Real]) -> list[tuple[Real, Real]]:
    return list(zip((mpf(0), *knots), (mpf(1) / 2, *values), strict=True))


def _moments(x: Real) -> tuple[Real, Real, Real]:
    """Antiderivatives of e, x e and e^2 that vanish at infinity, or are constant there."""
    log = mp.log1p(mp.exp(-x))
    return -log, mp.polylog(2, -mp.exp(-x)) - x * log, 1 / (1 + mp.exp(x)) - log


def _rises(printed: Sequence[str]) -> bool:
    return all(float(a) < float(b) for a, b in pairwise(printed))


def _digits(printed: str) -> int:
    """Count the significant digits of a decimal below one."""
    return len(printed.replace(".", "").lstrip("0"))


def _unit(printed: str) -> Real:
    """Give the last place of a decimal."""
    return mpf(10) ** -len(printed.partition(".")[2])
