"""Numbers into the cells of a figure's table, and out of them onto the drawing."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from report.results.table import Cell, Table

Floats = NDArray[np.float64]
MINUS = "\N{MINUS SIGN}"


def cell(value: str | float | None, digits: int = 6) -> str:
    """Round a number to so many significant digits, as a short decimal string.

    What runs do not determine leaves its cell empty.

    >>> cell("5.19936381662864"), cell(-0.00001234), cell(200)
    ('5.19936', '-0.00001234', '200')
    """
    if value is None:
        return ""
    rounded = Context(prec=digits, rounding=ROUND_HALF_EVEN).create_decimal(Decimal(str(value)))
    if rounded == 0:
        return "0"
    short = rounded.normalize()
    return f"{short:f}" if 0 <= short.adjusted() < digits else str(short)


def series(name: str, xs: Iterable[float], ys: Iterable[float]) -> list[tuple[Cell, ...]]:
    """Rows (name, x, y) of one curve."""
    return [(name, cell(float(x)), cell(float(y))) for x, y in zip(xs, ys, strict=True)]


def curve(table: Table, name: str) -> tuple[Floats, Floats]:
    """Read one curve of a table (curve, x, value) back: its abscissas and its ordinates."""
    return np.array(table.floats("x", curve=name)), np.array(table.floats("value", curve=name))


def grid(low: float, high: float, steps: int) -> Floats:
    """Evenly spaced points, both ends included, free of the noise of repeated addition."""
    return np.round(np.linspace(low, high, steps + 1), 9)


def with_zeros(xs: Floats, ys: Floats) -> Floats:
    """Add to a grid the zeros of a function, so that its absolute value touches zero there.

    Between neighbours of opposite sign, by the secant; its error is far below a line's width.
    """
    at = np.flatnonzero(ys[:-1] * ys[1:] < 0)
    zeros = xs[at] - ys[at] * (xs[at + 1] - xs[at]) / (ys[at + 1] - ys[at])
    return np.sort(np.concatenate([xs, zeros]))


def shown(value: str | float, places: int) -> str:
    """Write a number for readers: so many decimals, a true minus sign.

    >>> shown("-0.0123939", 4)
    '−0.0124'
    """
    return f"{Decimal(str(value)):.{places}f}".replace("-", MINUS)


def grouped(count: int) -> str:
    """Write a count with commas between thousands."""
    return f"{count:,}"


def fraction(value: str | float, greatest: int = 12) -> str:
    """Write a slope as a fraction where it is one to four decimals, else with those.

    >>> fraction("0.2"), fraction("0.19233122")
    ('1/5', '0.1923')
    """
    near = Fraction(str(value)).limit_denominator(greatest)
    return str(near) if abs(float(near) - float(value)) < 1e-4 else shown(value, 4)


def joined(rows: Sequence[Iterable[tuple[Cell, ...]]], columns: tuple[str, ...]) -> Table:
    """Put blocks of rows under each other into one table."""
    return Table(columns=columns, rows=tuple(row for block in rows for row in block))
