"""Shorter SVG path data: relative coordinates, rounded without drift."""

import re
from collections.abc import Iterator

_TOKEN = re.compile(r"([MLQCZz])([^MLQCZz]*)")
_POINTS = {"M": 1, "L": 1, "Q": 2, "C": 3}


def compact(data: str, scale: float = 1.0, places: int = 2) -> str:
    """Rewrite absolute M, L, Q, C, Z as relative commands, scaled and rounded.

    Every point is rounded to ``places`` decimals of its own; only differences of rounded
    points are written, so errors do not add up.

    >>> compact("M 10.004 10 L 12.5 10 L 13 14 L 14 15 z")
    'M10 10h2.5l.5 4 1 1z'
    """
    unit = 10**places
    at = start = (0, 0)
    parts: list[str] = []
    for command, points in _commands(data, scale * unit):
        if command == "Z":
            parts.append("z")
            at = start
            continue
        base = (0, 0) if command == "M" else at
        steps = [(x - base[0], y - base[1]) for x, y in points]
        parts.append(_written("M" if command == "M" else command.lower(), steps, unit))
        at = points[-1]
        start = at if command == "M" else start
    return _joined(parts)


def _written(letter: str, steps: list[tuple[int, int]], unit: int) -> str:
    """Write one command; a level or upright line has a shorter form."""
    ((dx, dy), *more) = steps
    if letter == "l" and not more and 0 in (dx, dy):
        return f"h{_short(dx, unit)}" if dy == 0 else f"v{_short(dy, unit)}"
    return letter + " ".join(_short(number, unit) for step in steps for number in step)


def _joined(parts: list[str]) -> str:
    """Leave out a command letter where it repeats, and spaces that a sign makes needless."""
    pairs = zip(["", *parts], parts, strict=False)
    short = (f" {part[1:]}" if part[0] == last[:1] != "M" else part for last, part in pairs)
    return "".join(short).replace(" -", "-")


def _commands(data: str, factor: float) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Split path data into commands with their points, in whole units."""
    for command, text in _TOKEN.findall(data):
        if command in "Zz":
            yield "Z", []
            continue
        numbers = [round(float(number) * factor) for number in text.split()]
        pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
        size = _POINTS[command]
        for at in range(0, len(pairs), size):
            yield command, pairs[at : at + size]


def _short(units: int, unit: int) -> str:
    """Write a number of units without needless zeros: 0.50 as .5."""
    if units % unit == 0:
        return str(units // unit)
    text = f"{units / unit:.6f}".rstrip("0")
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text
