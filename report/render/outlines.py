"""Outlines: the path data of SVG as the operators of PDF, read once for every outline."""

import re
from collections.abc import Iterator
from functools import cache

Point = tuple[float, float]

LETTERS = frozenset("MLHVCQZlhvcqz")
"""The commands that are read: all absolute, relative all but a move."""
_COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")
_POINTS = {"M": 1, "L": 1, "C": 3, "Q": 2}


@cache
def operators(path: str) -> bytes:
    """Write the path data of SVG as PDF does; quadratic curves become the same cubic ones.

    Raises ValueError for a command that is not among `LETTERS`.
    """
    return "\n".join(_steps(path)).encode()


def _steps(path: str) -> Iterator[str]:
    at = start = (0.0, 0.0)
    for letter, text in _COMMAND.findall(path):
        if letter not in LETTERS:
            raise ValueError(f"a path with the command {letter}")
        if letter in "Zz":
            yield "h"
            at = start
            continue
        numbers = [float(number) for number in _NUMBER.findall(text)]
        if letter in "HhVv":
            for number in numbers:
                base = at if letter.islower() else (0.0, 0.0)
                at = (base[0] + number, at[1]) if letter in "Hh" else (at[0], base[1] + number)
                yield _written("l", at)
            continue
        size = 2 * _POINTS[letter.upper()]
        for first in range(0, len(numbers), size):
            base = at if letter.islower() else (0.0, 0.0)
            row = numbers[first : first + size]
            points = [(base[0] + x, base[1] + y) for x, y in zip(row[::2], row[1::2], strict=True)]
            if letter == "M" and first == 0:
                start = points[0]
                yield _written("m", *points)
            elif len(points) == 1:
                yield _written("l", *points)
            else:
                yield _written("c", *_cubic(at, points))
            at = points[-1]


def _cubic(start: Point, points: list[Point]) -> list[Point]:
    """Give the control points and the end of a curve; a quadratic one's lie two thirds along."""
    if len(points) == 3:
        return points
    middle, end = points
    return [_towards(start, middle), _towards(end, middle), end]


def _towards(end: Point, middle: Point) -> Point:
    return end[0] + (middle[0] - end[0]) * 2 / 3, end[1] + (middle[1] - end[1]) * 2 / 3


def _written(operator: str, *points: Point) -> str:
    return " ".join([*(f"{x:.6g} {y:.6g}" for x, y in _plain(points)), operator])


def _plain(points: tuple[Point, ...]) -> Iterator[Point]:
    """Round to thousandths, which leaves no number that would be written with an exponent."""
    for x, y in points:
        yield round(x, 3) + 0.0, round(y, 3) + 0.0
