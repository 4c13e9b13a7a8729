"""Mean, spread and Student's t interval of runs, worked out again."""

from collections.abc import Iterable, Iterator
from math import sqrt
from statistics import fmean, stdev

from scipy import special

from report.check.consistent.saying import differs, rounds
from report.results.finding import Finding
from report.results.network import ANY, CONFIDENCE, SHARE, Interval, Range

TAIL = (1 + float(CONFIDENCE)) / 2


def interval(
    place: str, found: Interval, values: Iterable[float], within: Range = ANY
) -> Iterator[Finding]:
    """Work out the mean of runs, their spread and Student's t interval, cut to a range."""
    values = list(values)
    mean, deviation = fmean(values), stdev(values)
    scale = max(map(abs, values))
    yield from differs(f"{place}.runs", found.runs, len(values))
    yield from rounds(f"{place}.mean", found.mean, mean)
    yield from rounds(f"{place}.deviation", found.deviation or "nan", deviation, scale)
    half = half_width(len(values)) * deviation
    for name, end in (("low", mean - half), ("high", mean + half)):
        yield from _end(f"{place}.{name}", found, name, cut(end, within), scale + half)


def shares(place: str, found: Interval, counts: Iterable[int], of: int) -> Iterator[Finding]:
    """Work out the interval of the shares that counts, one a run, are of a whole."""
    yield from interval(place, found, [count / of for count in counts], SHARE)


def _end(place: str, found: Interval, name: str, value: float, scale: float) -> Iterator[Finding]:
    """Hold an end of an interval against its value; without spread there is none."""
    end = getattr(found, name)
    if end is None or not spread(found):
        yield from differs(place, end, None if not spread(found) else value)
    else:
        yield from rounds(place, end, value, scale)


def spread(found: Interval) -> bool:
    """Whether the runs differ, in the digits given; if not, they determine no interval."""
    return bool(float(found.deviation or 0))


def cut(end: float, within: Range) -> float:
    """Cut an end to the range of its quantity."""
    return min(max(end, within[0]), within[1])


def half_width(runs: int) -> float:
    """Give half the width of the interval, in standard deviations of a single run."""
    return float(special.stdtrit(runs - 1, TAIL)) / sqrt(runs)
