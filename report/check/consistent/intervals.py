"""Mean, spread and Student's t interval of runs, worked out again."""

from collections.abc import Iterable, Iterator
from math import sqrt
from statistics import fmean, stdev

from scipy import special

from report.check.consistent.saying import differs, odd, rounds
from report.results.finding import Finding
from report.results.network import CONFIDENCE, Interval

TAIL = (1 + float(CONFIDENCE)) / 2
UNIT = 1e-8
"""The last place of a measured quantity."""


def interval(place: str, found: Interval, values: Iterable[float]) -> Iterator[Finding]:
    """Work out the mean of runs, their spread and Student's t interval."""
    values = list(values)
    mean, deviation = fmean(values), stdev(values)
    half = half_width(len(values)) * deviation
    yield from differs(f"{place}.runs", found.runs, len(values))
    for name, value in (
        ("mean", mean),
        ("deviation", deviation),
        ("low", mean - half),
        ("high", mean + half),
    ):
        yield from rounds(f"{place}.{name}", getattr(found, name), value)


def half_width(runs: int) -> float:
    """Give half the width of the interval, in standard deviations of a single run."""
    return float(special.stdtrit(runs - 1, TAIL)) / sqrt(runs)


def symmetric(place: str, found: Interval, runs: int) -> Iterator[Finding]:
    """Hold the ends of an interval against mean and spread, where the runs are not kept."""
    yield from differs(f"{place}.runs", found.runs, runs)
    mean, deviation, factor = float(found.mean), float(found.deviation), half_width(runs)
    for name, value in (("low", mean - factor * deviation), ("high", mean + factor * deviation)):
        if abs(float(getattr(found, name)) - value) > UNIT * (1 + factor / 2) + 1e-14:
            yield odd(f"{place}.{name}", f"is {getattr(found, name)}, mean and spread give {value}")
    if abs(float(found.low) + float(found.high) - 2 * mean) > 2 * UNIT + 1e-14:
        yield odd(f"{place}.mean", f"is {found.mean}, not amid {found.low} and {found.high}")
