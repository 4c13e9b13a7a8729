"""Curves made of polynomial pieces on x >= 0, with exact coefficients.

A curve g stands for an approximation of the sigmoid; g(-x) = 1 - g(x) gives the other half.
"""

from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

_OCTAVES = 64
"""The last octave is prolonged until it meets 1, which the curve then misses by less than 2^-64."""
_FAR = Fraction(64)
"""No two lines of the recursion cross beyond."""


class Piece(NamedTuple):
    """A polynomial from ``start`` to the next piece's start, the last one without end."""

    start: Fraction
    coefficients: tuple[Fraction, ...]


Curve = tuple[Piece, ...]


def octaves() -> Curve:
    """Alippi and Storti-Gajani: 1 - 2^-n (1/2 - (x - n)/4) between whole numbers n and n + 1."""
    rising = (
        Piece(Fraction(n), (1 - Fraction(2 + n, 4 * 2**n), Fraction(1, 4 * 2**n)))
        for n in range(_OCTAVES)
    )
    return (*rising, Piece(Fraction(_OCTAVES + 1), (Fraction(1),)))


def recursion(level: int, step: Fraction) -> Curve:
    """Centred recursive interpolation: cut the corner of min(1, 1/2 + x/4) ``level`` times.

    Each round keeps the lower of the curve g and the line h, and moves h to midway between
    both, lowered by half a step; the step shrinks to a quarter each round.
    """
    lower: Curve = (Piece(Fraction(0), (Fraction(1),)),)
    upper: Curve = (Piece(Fraction(0), (Fraction(1, 2), Fraction(1, 4))),)
    for _ in range(level + 1):
        lower, upper, step = _minimum(lower, upper), _midway(lower, upper, step), step / 4
    return lower


def value(curve: Curve, x: Fraction) -> Fraction:
    """Evaluate the curve exactly at one x >= 0."""
    piece = next(piece for piece in reversed(curve) if piece.start <= x)
    return _polynomial(piece.coefficients, x)


def jumps(curve: Curve) -> tuple[tuple[Fraction, Fraction, Fraction], ...]:
    """List where the curve is not continuous: (x, value just before, value there)."""
    ends = [
        (b.start, _polynomial(a.coefficients, b.start), _polynomial(b.coefficients, b.start))
        for a, b in pairwise(curve)
    ]
    return tuple(end for end in ends if end[1] != end[2])


def _polynomial(coefficients: tuple[Fraction, ...], x: Fraction) -> Fraction:
    return sum((c * x**power for power, c in enumerate(coefficients)), Fraction(0))


def _minimum(a: Curve, b: Curve) -> Curve:
    """Take the lower of two curves of straight pieces."""
    starts = {piece.start for piece in (*a, *b)}
    for start, end in pairwise([*sorted(starts), _FAR]):
        (p, rise), (q, other_rise) = _line(a, start), _line(b, start)
        if rise != other_rise and start < (crossing := (q - p) / (rise - other_rise)) < end:
            starts.add(crossing)
    pieces: list[Piece] = []
    for start, end in pairwise([*sorted(starts), _FAR]):
        inside = (start + end) / 2
        lower = min(_line(a, start), _line(b, start), key=lambda c: c[0] + c[1] * inside)
        if not pieces or pieces[-1].coefficients != lower:
            pieces.append(Piece(start, lower))
    return tuple(pieces)


def _midway(a: Curve, b: Curve, step: Fraction) -> Curve:
    """Half the sum of two curves of straight pieces, lowered by half a step."""
    starts = sorted({piece.start for piece in (*a, *b)})
    lines = [(start, _line(a, start), _line(b, start)) for start in starts]
    return tuple(
        Piece(start, ((p[0] + q[0] - step) / 2, (p[1] + q[1]) / 2)) for start, p, q in lines
    )


def _line(curve: Curve, start: Fraction) -> tuple[Fraction, Fraction]:
    """Constant and slope of the straight piece that holds just after ``start``."""
    piece = next(piece for piece in reversed(curve) if piece.start <= start)
    constant, slope = (*piece.coefficients, Fraction(0))[:2]
    return constant, slope
