"""Published approximations of the sigmoid, from their definitions, with their errors.

A curve is given on x >= 0 by pieces of a polynomial; g(-x) = 1 - g(x) gives the other half, so
that every error is the same on both sides. Definitions and printed errors: ``literature.toml``.
"""

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec
import numpy as np
from mpmath import mp, mpf

from report import entries
from report.entries import EntryError, rational
from report.formula.parser import parse
from report.pieces.curves import Curve, Piece, jumps, octaves, recursion
from report.results.pieces import Method
from report.results.text import Text

SOURCE = Path(__file__).with_name("literature.toml")
REACH = Fraction(8)
"""The literature measures errors over [-8, 8)."""
_DIGITS = 30
_SCAN = 48
_PRINTED = re.compile(r"[0-9]{1,3}\.[0-9]{1,9}")
_MOST_COEFFICIENTS = 3
_HIGHEST_LEVEL = 6
"""The recursion doubles its pieces with every level."""


class LiteratureError(EntryError):
    """The data file of published approximations cannot be used."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One published approximation as the data file states it."""

    id: str
    name: Text
    authors: str
    year: int
    form: Literal["pieces", "octaves", "recursion"]
    definition: str
    printed_mean: str
    printed_max: str
    note: Text
    pieces: tuple[tuple[str, ...], ...] = ()
    level: int = 0
    step: str = "0"

    def __post_init__(self) -> None:
        for field, printed in (("mean", self.printed_mean), ("max", self.printed_max)):
            if not _PRINTED.fullmatch(printed):
                raise ValueError(f"printed_{field} = {printed!r} must be a decimal such as 0.87")
        if not 0 <= self.level <= _HIGHEST_LEVEL:
            raise ValueError(f"level = {self.level} must be from 0 to {_HIGHEST_LEVEL}")
        parse(self.definition)
        rational(self.step)


class Errors(NamedTuple):
    """Mean and largest absolute error in percent."""

    mean: mpf
    max: mpf


def load(path: Path = SOURCE) -> tuple[Entry, ...]:
    """Read the published approximations.

    Raises LiteratureError naming the file and what is wrong with it.
    """
    try:
        found = tuple(entries.read(path, "method", Entry).values())
        for entry in found:
            curve(entry)
    except EntryError as error:
        raise LiteratureError(str(error)) from error
    return found


def curve(entry: Entry) -> Curve:
    """Build the curve of one approximation on x >= 0, with exact coefficients.

    Raises LiteratureError if its pieces are missing, out of order or hold what is no fraction.
    """
    if entry.form == "octaves":
        return octaves()
    if entry.form == "recursion":
        return recursion(entry.level, rational(entry.step))
    if not entry.pieces:
        raise LiteratureError(f"{SOURCE.name}: {entry.id} has no pieces; give at least one")
    try:
        pieces = tuple(
            Piece(rational(start), tuple(map(rational, coefficients)))
            for start, *coefficients in entry.pieces
        )
    except ValueError as error:
        raise LiteratureError(f"{SOURCE.name}: {entry.id}: pieces: {error}") from error
    starts = [piece.start for piece in pieces]
    if starts != sorted({*starts, Fraction(0)}):
        raise LiteratureError(f"{SOURCE.name}: {entry.id}: pieces must rise from 0; order them")
    if not all(1 <= len(piece.coefficients) <= _MOST_COEFFICIENTS for piece in pieces):
        raise LiteratureError(f"{SOURCE.name}: {entry.id}: pieces have one to three coefficients")
    return pieces


def straight(entry: Entry, curve: Curve) -> int | None:
    """Count the straight pieces over the real line; None if they never end or are curved.

    The piece at 0 goes through (0, 1/2) in every approximation here, so it counts once.
    """
    if entry.form == "octaves" or any(len(piece.coefficients) > 2 for piece in curve):
        return None
    return 2 * len(curve) - 1


def sampled(curve: Curve, per_unit: int) -> Errors:
    """Measure the errors in percent at the points of [-8, 8) that are 1/per_unit apart."""
    x = np.abs(np.arange(-8 * per_unit, 8 * per_unit) / per_unit)
    starts = np.array([float(piece.start) for piece in curve])
    table = np.zeros((3, len(curve)))
    for at, piece in enumerate(curve):
        table[: len(piece.coefficients), at] = [float(c) for c in piece.coefficients]
    c = table[:, np.searchsorted(starts, x, side="right") - 1]
    error = 100 * np.abs(c[0] + x * (c[1] + x * c[2]) - 1 / (1 + np.exp(-x)))
    return Errors(mpf(error.mean()), mpf(error.max()))


def exact(curve: Curve) -> Errors:
    """Integrate and maximise the error in percent over the whole of [-8, 8], not at samples.

    Between two stationary points of the error it is monotone, so it changes its sign at most
    once there; between two sign changes its integral follows from the antiderivatives.
    """
    with mp.workdps(_DIGITS):
        total, largest = mpf(0), mpf(0)
        for start, end, coefficients in _spans(curve):
            turns = [start, *_stationary(start, end, coefficients), end]
            largest = max(largest, *(abs(_error(coefficients, x)) for x in turns))
            zeros = [x for a, b in pairwise(turns) for x in _zero(coefficients, a, b)]
            total += sum(
                abs(_area(coefficients, b) - _area(coefficients, a))
                for a, b in pairwise([start, *zeros, end])
            )
        return Errors(100 * total / _mp(REACH), 100 * largest)


def squared(curve: Curve) -> mpf:
    """Integrate the squared error over the real line; it is finite if the curve tends to 1."""
    with mp.workdps(_DIGITS):
        edges = [*(_mp(piece.start) for piece in curve), mp.inf]
        halves = [
            mp.quad(lambda x, c=piece.coefficients: _error(c, x) ** 2, [a, b])
            for piece, (a, b) in zip(curve, pairwise(edges), strict=True)
        ]
        return 2 * mp.fsum(halves)


def method(entry: Entry, per_unit: int) -> Method:
    """Recompute one published approximation and compare it with what was printed."""
    shape = curve(entry)
    at_samples, whole = sampled(shape, per_unit), exact(shape)
    return Method(
        id=entry.id,
        name=entry.name,
        authors=entry.authors,
        year=entry.year,
        definition=entry.definition,
        continuous=not jumps(shape),
        pieces=straight(entry, shape),
        mean=mp.nstr(at_samples.mean, 8),
        max=mp.nstr(at_samples.max, 8),
        exact_mean=mp.nstr(whole.mean, 12),
        exact_max=mp.nstr(whole.max, 12),
        printed_mean=entry.printed_mean,
        printed_max=entry.printed_max,
        mean_agrees=rounds_to(at_samples.mean, entry.printed_mean),
        max_agrees=rounds_to(at_samples.max, entry.printed_max),
        l2=mp.nstr(squared(shape), 12),
        note=entry.note,
    )


def sampling(entries: tuple[Entry, ...], limit: int = 1 << 14) -> int:
    """Find the smallest power of two of samples per unit at which every printed figure returns.

    Returns ``limit`` if none does; the comparison then shows which figures disagree.
    """
    shapes = [(entry, curve(entry)) for entry in entries]
    per_unit = 1
    while per_unit < limit:
        found = [(entry, sampled(shape, per_unit)) for entry, shape in shapes]
        if all(
            rounds_to(errors.mean, entry.printed_mean) and rounds_to(errors.max, entry.printed_max)
            for entry, errors in found
        ):
            break
        per_unit *= 2
    return per_unit


def rounds_to(number: mpf, printed: str) -> bool:
    """Tell whether a number, rounded to as many decimals as were printed, is what was printed."""
    places = len(printed.partition(".")[2])
    return f"{float(number):.{places}f}" == printed


def _mp(x: Fraction) -> mpf:
    return mpf(x.numerator) / x.denominator


def _spans(curve: Curve) -> list[tuple[mpf, mpf, tuple[mpf, ...]]]:
    """The pieces within [0, 8], as (start, end, coefficients)."""
    starts = [piece.start for piece in curve if piece.start < REACH]
    return [
        (_mp(a), _mp(b), tuple(map(_mp, piece.coefficients)))
        for (a, b), piece in zip(pairwise([*starts, REACH]), curve, strict=False)
    ]


def _sigmoid(x: mpf) -> mpf:
    return 1 / (1 + mp.exp(-x))


def _error(coefficients: tuple[mpf, ...], x: mpf) -> mpf:
    return sum(c * x**k for k, c in enumerate(coefficients)) - _sigmoid(x)


def _slope(coefficients: tuple[mpf, ...], x: mpf) -> mpf:
    ascent = sum(k * c * x ** (k - 1) for k, c in enumerate(coefficients) if k)
    return ascent - _sigmoid(x) * _sigmoid(-x)


def _area(coefficients: tuple[mpf, ...], x: mpf) -> mpf:
    """An antiderivative of the error."""
    rises = sum(c * x ** (k + 1) / (k + 1) for k, c in enumerate(coefficients))
    return rises - mp.log1p(mp.exp(x))


def _stationary(start: mpf, end: mpf, coefficients: tuple[mpf, ...]) -> list[mpf]:
    grid = mp.linspace(start, end, _SCAN)
    return [
        root
        for a, b in pairwise(grid)
        for root in _between(lambda x: _slope(coefficients, x), a, b)
    ]


def _zero(coefficients: tuple[mpf, ...], a: mpf, b: mpf) -> list[mpf]:
    return _between(lambda x: _error(coefficients, x), a, b)


def _between(function: Callable[[mpf], mpf], a: mpf, b: mpf) -> list[mpf]:
    """The one root strictly between a and b where the signs there differ, else nothing."""
    if function(a) * function(b) >= 0:
        return []
    return [mp.findroot(function, (a, b), solver="anderson", tol=mpf(10) ** (-_DIGITS - 5))]
