"""What certified constants cost, against mpmath's root search and against pi."""

import time
from collections.abc import Callable

import flint
from mpmath import mp, mpf

from report import certify
from report.certify.digits import certified
from report.certify.roots import LINE
from report.results.benchmark import ConstantCost
from report.timing import spread

DIGITS = (50, 1000, 10_000)
_RUNS = {50: 31, 1000: 15, 10_000: 5}
_SOLVER_RUNS = {50: 15, 1000: 5, 10_000: 1}
_BITS = 3.3219280948873626  # a decimal digit, in bits


def measure(*, full: bool) -> tuple[ConstantCost, ...]:
    """Time the constants at each precision; ``full`` adds the solver's slowest case."""
    return tuple(cost(digits, solver=full or digits < max(DIGITS)) for digits in DIGITS)


def cost(digits: int, *, solver: bool) -> ConstantCost:
    """Time all constants, the line's alone, pi and, if asked, mpmath's search at one precision.

    The three are timed in turn, run by run; the search apart, since it takes so much longer.
    """
    line, every, pi = [], [], []
    for _ in range(_RUNS[digits]):
        line.append(_seconds(lambda: _line(digits)))
        every.append(_seconds(lambda: certify.constants(digits)))
        pi.append(_seconds(lambda: _pi(digits)))
    searches = [_seconds(lambda: search(digits)) for _ in range(_SOLVER_RUNS[digits] * solver)]
    count = len(certify.constants(digits))
    alone = float(spread(line).median)
    return ConstantCost(
        digits=digits,
        constants=count,
        all_seconds=spread(every),
        line_seconds=spread(line),
        pi_ratio=spread([a / b for a, b in zip(line, pi, strict=True)]),
        solver_ratio=spread([search / alone for search in searches]) if searches else None,
    )


def search(digits: int) -> mpf:
    """Solve the article's printed equation for the line with mpmath's own root search."""
    with mp.workdps(digits + 10):

        def derivative(a: mpf) -> mpf:
            tail = mp.exp(-a / 2)
            difference = mp.polylog(2, -1) - mp.polylog(2, -tail)
            return mpf(1) / 24 + mp.log1p(tail) / a + 2 / a**2 * difference

        return mp.findroot(derivative, mpf("5.2"))


def _line(digits: int) -> str:
    """Certify the line's least-squares width alone."""
    return certified(LINE, digits, (lambda a: a,))[1][0]


def _pi(digits: int) -> flint.arb:
    with flint.ctx.workprec(int((digits + 10) * _BITS)):
        return flint.arb.pi()


def _seconds(function: Callable[[], object]) -> float:
    """Time one call from a cold start: flint forgets the constants it has kept."""
    flint.ctx.cleanup()
    start = time.perf_counter()
    function()
    return time.perf_counter() - start
