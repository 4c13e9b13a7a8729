"""Cheap approximations of the sigmoid: what was published, and the best of their kind.

`solve` recomputes the published errors, solves for the best continuous piecewise-linear
approximations, and sets PLAN and Theano's two cheap sigmoids against them.
"""

from collections.abc import Sequence

from mpmath import mp, mpf

from report.pieces import literature, rough
from report.pieces.curves import jumps
from report.pieces.polygons import DIGITS, minimised, symmetric
from report.results.pieces import Optimum, Pieces, Plan

PIECES = (3, 5, 7, 9)


def solve() -> Pieces:
    """Recompute the literature, solve for the optima, and set PLAN against the best of its size."""
    entries = literature.load()
    per_unit = literature.sampling(entries)
    optima = tuple(optimum(pieces) for pieces in PIECES)
    with mp.workdps(DIGITS):
        limit = mp.nstr(asymptote(), 25)
    return Pieces(
        samples_per_unit=per_unit,
        methods=tuple(literature.method(entry, per_unit) for entry in entries),
        optima=optima,
        asymptote=limit,
        plan=plan(entries, optima),
        rough=rough.both(),
        rough_crossover=rough.crossover(),
    )


def optimum(pieces: int) -> Optimum:
    """Solve for one number of pieces in both ways; keep the digits on which they agree.

    Raises ValueError unless ``pieces`` is odd and at least 3.
    """
    with mp.workdps(DIGITS):
        first, second = symmetric(pieces), minimised(pieces)
        half = len(first.knots) // 2
        others = zip(first.knots + first.values, second.knots + second.values, strict=True)
        shared = min(agreed(a, b) for a, b in [(first.error, second.error), *others])
        return Optimum(
            pieces=pieces,
            error=truncated(first.error, shared),
            second=truncated(second.error, DIGITS - 4),
            agreed=shared,
            knots=tuple(truncated(x, shared) for x in first.knots[half:]),
            values=tuple(truncated(v, shared) for v in first.values[half:]),
            scaled=truncated(first.error * pieces**4, shared),
        )


def plan(entries: Sequence[literature.Entry], optima: Sequence[Optimum]) -> Plan:
    """Set PLAN's squared error against that of the best with as many pieces."""
    entry = next(entry for entry in entries if entry.id == "plan")
    shape = literature.curve(entry)
    count = literature.straight(entry, shape)
    best = next(found for found in optima if found.pieces == count)
    ((at, before, after),) = jumps(shape)
    with mp.workdps(DIGITS):
        l2 = literature.squared(shape)
        return Plan(
            pieces=best.pieces,
            l2=mp.nstr(l2, 15),
            ratio=mp.nstr(l2 / mpf(best.error), 12),
            jump_at=str(float(at)),
            jump_from=str(float(before)),
            jump_to=str(float(after)),
        )


def asymptote() -> mpf:
    """Give the limit of N^4 times the error: (2^(1/5) B(7/10, 2/5))^5 / 720.

    The base is the integral of |f''|^(2/5) over the real line (de Boor, "A Practical Guide to
    Splines": the density of the best knots is proportional to that power).
    """
    return (mpf(2) ** (mpf(1) / 5) * mp.beta(mpf(7) / 10, mpf(2) / 5)) ** 5 / 720


def agreed(a: mpf, b: mpf) -> int:
    """Count the significant digits on which two numbers agree, at most the working precision.

    Two numbers that are both 0 agree in all digits.
    """
    scale = max(abs(a), abs(b))
    if a == b or scale == 0:
        return DIGITS
    return min(DIGITS, max(0, int(mp.floor(-mp.log10(abs(a - b) / scale))) - 1))


def truncated(number: mpf, digits: int) -> str:
    """Write a number with ``digits`` significant digits, cut off behind the point, not rounded."""
    if number == 0:
        return "0"
    with mp.workdps(mp.dps + 10):
        places = max(digits - 1 - int(mp.floor(mp.log10(abs(number)))), 0)
        whole = int(mp.floor(abs(number) * mpf(10) ** places))
        text = str(whole).rjust(places + 1, "0")
        sign = "-" if number < 0 else ""
        return f"{sign}{text[:-places]}.{text[-places:]}" if places else sign + text
