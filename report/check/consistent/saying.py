"""How findings about results are made, and when a printed decimal is the value found again."""

from collections.abc import Iterator
from decimal import Decimal
from math import floor, log10
from typing import Any

from mpmath import mp, mpf

from report.results.finding import Finding

Real = Any  # mpmath.mpf, for which no types are published
WORKING = 90
"""Digits to work with: a constant has at most 60, and is cut off."""
NEGLIGIBLE = mpf(10) ** -45
"""What a residual may at most be; constants are given to 50 digits and more."""
NOISE = 1e-13
"""What rounding errors in double precision may add, as a share of the value."""
HAIR = mpf(10) ** -6
"""What rounding errors may add where the value has many more digits, in the last place."""


def odd(place: str, what: str) -> Finding:
    """Say that a result, named by its path such as ``slopes.crossing.error``, cannot be right."""
    file, _, path = place.partition(".")
    mend = "delete the file and build again; if it comes back, mend the stage that makes it"
    return Finding(f"build/results/{file}.json {path}", what, mend)


def differs(place: str, printed: object, expected: object) -> Iterator[Finding]:
    """Find a value that is not exactly the expected one."""
    if printed != expected:
        yield odd(place, f"is {_short(printed)}; from the other results it is {_short(expected)}")


def rounds(place: str, printed: str, value: Real, scale: float = 0) -> Iterator[Finding]:
    """Find a decimal that is not the value rounded to as many places.

    A value in double precision may be off by what rounding errors add; ``scale`` is the size of
    what it was worked out from, where that is larger than the value itself.
    """
    unit = mpf(10) ** int(Decimal(printed).as_tuple().exponent)
    noise = NOISE * max(abs(value), scale) if isinstance(value, float) else 0
    if not abs(mpf(printed) - value) <= unit * (mpf(1) / 2 + HAIR) + noise:
        yield odd(place, f"is {printed}; from the other results it is {mp.nstr(mpf(value), 12)}")


def significant(place: str, printed: str, value: float, digits: int) -> Iterator[Finding]:
    """Find a decimal that is not the value rounded to so many significant digits."""
    unit = mpf(10) ** (floor(log10(abs(value))) - digits + 1) if value else 0
    if not abs(mpf(printed) - value) <= unit * (mpf(1) / 2 + HAIR):
        yield odd(place, f"is {printed}; from the other results it is {value:.{digits + 2}g}")


def truncates(place: str, printed: str, value: Real, lost: Real = 0) -> Iterator[Finding]:
    """Find a decimal that is not the value, cut off after as many places.

    ``lost`` is how far the value may be off because what it was worked out from is cut off too.
    """
    unit = mpf(10) ** int(Decimal(printed).as_tuple().exponent)
    beyond = abs(value) - abs(mpf(printed))
    same_side = mpf(printed) * value > 0 or abs(value) < unit
    if not (same_side and -lost - HAIR * unit <= beyond < unit + lost):
        yield odd(place, f"is {printed}; from the other results it is {mp.nstr(value, 25)}…")


def negligible(place: str, residual: str) -> Iterator[Finding]:
    """Find a residual that is no rounding error."""
    if residual.startswith("-") or not 0 <= mpf(residual) < NEGLIGIBLE:
        yield odd(place, f"is {residual}, which is no rounding error")


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 80 else f"{text[:50]}…{text[-20:]}"
