"""The experiment with replaced sigmoids: shares, intervals and the histogram they come from."""

from collections.abc import Iterator

from report.check.consistent.intervals import interval, symmetric
from report.check.consistent.saying import differs, odd, rounds
from report.results.finding import Finding
from report.results.network import Network, Swap


def swapped(found: Network, best: str) -> Iterator[Finding]:
    """Find what does not follow from the MLP's runs, its marked slopes and the histogram."""
    swap, runs = found.swap, len(found.mlp.runs)
    readings = runs * found.mlp.test_images
    last = [run.correct[-1] / found.mlp.test_images for run in found.mlp.runs]
    yield from interval("network.swap.baseline", swap.baseline, last)
    values = runs * found.mlp.test_images * swap.hidden
    yield from _preactivations(swap, values)
    for name in ("best_output", "best_accuracy", "best_hidden", "data_slope", "data_a"):
        yield from symmetric(f"network.swap.{name}", getattr(swap, name), runs)
    for name in ("preactivation_mean", "preactivation_deviation"):
        yield from symmetric(f"network.swap.{name}", getattr(swap, name), runs)
    named = {"half": "0.5", "quarter": "0.25", "fifth": "0.2", "article": best}
    for at, point in enumerate(swap.points):
        place = f"network.swap.points.{at}"
        if point.mark in named:
            yield from differs(f"{place}.slope", point.slope, named[point.mark])
        if point.mark == "sixth" and abs(float(point.slope) * 6 - 1) > 1e-15:
            yield odd(f"{place}.slope", f"is {point.slope}, which is no sixth")
        for name in ("accuracy", "drop", "output_error", "hidden_error", "changed"):
            yield from symmetric(f"{place}.{name}", getattr(point, name), runs)
        for name in ("accuracy", "drop", "changed"):
            yield from _share(f"{place}.{name}.mean", getattr(point, name).mean, readings)
        drop = float(swap.baseline.mean) - float(point.accuracy.mean)
        yield from rounds(f"{place}.drop.mean", point.drop.mean, drop)


def _share(place: str, printed: str, of: int) -> Iterator[Finding]:
    """Find a share that no whole number out of ``of`` gives."""
    yield from rounds(place, printed, round(float(printed) * of) / of)


def _preactivations(swap: Swap, values: int) -> Iterator[Finding]:
    """Hold the shares beyond the knees against the histogram, whose edges lie on most knees."""
    drawn, place = swap.preactivations, "network.swap"
    counted = sum(drawn.counts) + drawn.below + drawn.above
    yield from differs(f"{place}.preactivations", counted, values)
    slopes = {point.mark: float(point.slope) for point in swap.points if point.mark}
    edges = [float(edge) for edge in drawn.edges]
    for mark, share in swap.outside.items():
        here, knee = f"{place}.outside.{mark}", 0.5 / slopes[mark]
        yield from symmetric(here, share, swap.baseline.runs)
        yield from _share(f"{here}.mean", share.mean, values)
        ends = zip(edges, edges[1:], drawn.counts, strict=False)
        bins = [
            (-float("inf"), edges[0], drawn.below),
            *ends,
            (edges[-1], float("inf"), drawn.above),
        ]
        least = sum(n for a, b, n in bins if b <= -knee + 1e-9 or a >= knee - 1e-9)
        most = sum(n for a, b, n in bins if a < -knee - 1e-9 or b > knee + 1e-9)
        if not least - 0.5 <= float(share.mean) * values <= most + 0.5:
            yield odd(f"{here}.mean", f"is {share.mean}; the histogram says otherwise")
