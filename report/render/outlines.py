"""Glyph outlines made small for the PDF, where a formula is drawn and not typed.

The outlines of TrueType glyphs consist of many quadratic curves. Fewer cubic ones pass through the
same places within a hundredth of a px, and the PDF writer, which knows only cubic ones, then has
less than half to do and to write.
"""

import re
from collections.abc import Iterator

from fontTools.qu2cu import quadratic_to_curves

Point = tuple[float, float]
Curve = tuple[Point, ...]
"""A line (two points), or a quadratic or cubic curve with its control points between its ends."""

TOLERANCE = 0.01
_PATH = re.compile(r' d="([MLQZ\d\s.,-]*Q[MLQZ\d\s.,-]*)"')
_TOKEN = re.compile(r"[MLQZ]|-?\d*\.?\d+")
_ARGUMENTS = {"M": 2, "L": 2, "Q": 4, "Z": 0}
_BLACK = re.compile(r'<path d="([^"]*)" fill="black" />')
_NEIGHBOURS = re.compile(rf"(?:{_BLACK.pattern}){{2,}}")


def lean(svg: str) -> str:
    """Make the outlines of a drawing cubic and short; other kinds of paths stay as they are."""
    return _PATH.sub(lambda match: f' d="{_cubic(match[1])}"', svg)


def joined(svg: str) -> str:
    """Make one path of neighbouring black ones, such as the glyphs of a formula."""
    return _NEIGHBOURS.sub(
        lambda run: f'<path d="{"".join(_BLACK.findall(run[0]))}" fill="black" />', svg
    )


def _cubic(path: str) -> str:
    steps: list[str] = []
    for contour, end in _contours(path):
        steps.append("M" + _written(contour[0][0]))
        steps += [_step(curve) for curve in _merged(contour)]
        steps.append(end)
    return "".join(steps)


def _contours(path: str) -> Iterator[tuple[list[Curve], str]]:
    """Read the contours of a path, each with at least one curve and its "Z" if it is closed."""
    tokens = iter(_TOKEN.findall(path))
    contour: list[Curve] = []
    at: Point = (0.0, 0.0)
    for command in tokens:
        numbers = [float(next(tokens)) for _ in range(_ARGUMENTS[command])]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if command in "MZ" and contour:
            yield contour, command.removeprefix("M")
            contour = []
        elif command in "LQ" and points != [at]:
            contour.append((at, *points))
        at = points[-1] if points else at
    if contour:
        yield contour, ""


def _merged(contour: list[Curve]) -> Iterator[Curve]:
    """Replace each run of quadratic curves by as few cubic ones as the tolerance allows."""
    run: list[Curve] = []
    for curve in contour:
        if len(curve) == 3:
            run.append(curve)
            continue
        yield from _cubics(run)
        yield curve
        run = []
    yield from _cubics(run)


def _cubics(run: list[Curve]) -> Iterator[Curve]:
    for curve in quadratic_to_curves(run, max_err=TOLERANCE) if run else ():
        if len(curve) == 3:
            start, middle, end = curve
            yield start, _towards(start, middle), _towards(end, middle), end
        else:
            yield curve


def _towards(end: Point, middle: Point) -> Point:
    """Find the cubic's control point: two thirds of the way to the quadratic's."""
    return end[0] + (middle[0] - end[0]) * 2 / 3, end[1] + (middle[1] - end[1]) * 2 / 3


def _step(curve: Curve) -> str:
    return ("L" if len(curve) == 2 else "C") + _written(*curve[1:])


def _written(*points: Point) -> str:
    return " ".join(_short(value) for point in points for value in point)


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
