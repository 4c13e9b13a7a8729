"""The experiment with replaced sigmoids: shares, intervals and the histogram they come from."""

from collections.abc import Iterator

from report.check.consistent.intervals import interval, shares
from report.check.consistent.saying import differs, odd
from report.results.finding import Finding
from report.results.network import ANY, CHANGE, POSITIVE, SHARE, Network, Swap

MEASURED = (
    *("best_output", "best_accuracy", "best_hidden", "data_slope", "data_a"),
    *("preactivation_mean", "preactivation_deviation"),
)
"""The intervals whose runs are given by name."""


def swapped(found: Network, best: str) -> Iterator[Finding]:
    """Find what does not follow from the MLP's runs, its marked slopes and the histogram."""
    swap, runs, images = found.swap, len(found.mlp.runs), found.mlp.test_images
    yield from _before(swap, [run.correct[-1] for run in found.mlp.runs], images)
    yield from _preactivations(swap, images * swap.hidden)
    yield from differs("network.swap.runs", set(swap.runs), set(MEASURED))
    for name, values in swap.runs.items():
        within = ANY if name == "preactivation_mean" else POSITIVE
        yield from differs(f"network.swap.runs.{name}", len(values), runs)
        place, measured = f"network.swap.{name}", getattr(swap, name)
        yield from interval(place, measured, map(float, values), within)
    named = {"half": "0.5", "quarter": "0.25", "fifth": "0.2", "article": best}
    for at, point in enumerate(swap.points):
        place = f"network.swap.points.{at}"
        given = (point.correct, point.changes, point.output_errors, point.hidden_errors)
        yield from differs(f"{place}.correct", {len(each) for each in given}, {runs})
        if point.mark in named:
            yield from differs(f"{place}.slope", point.slope, named[point.mark])
        if point.mark == "sixth" and abs(float(point.slope) * 6 - 1) > 1e-15:
            yield odd(f"{place}.slope", f"is {point.slope}, which is no sixth")
        for name in ("output_error", "hidden_error"):
            errors = map(float, getattr(point, f"{name}s"))
            yield from interval(f"{place}.{name}", getattr(point, name), errors, SHARE)
        yield from shares(f"{place}.accuracy", point.accuracy, point.correct, images)
        yield from shares(f"{place}.changed", point.changed, point.changes, images)
        pairs = list(zip(swap.correct, point.correct, strict=False))
        drops = [(before - after) / images for before, after in pairs]
        yield from interval(f"{place}.drop", point.drop, drops, CHANGE)
        for (before, after), changes in zip(pairs, point.changes, strict=False):
            if not abs(before - after) <= changes <= images:
                what = f"say that {changes} readings change, from {before} right ones to {after}"
                yield odd(f"{place}.changes", what)


def _before(swap: Swap, trained: list[int], images: int) -> Iterator[Finding]:
    """Hold the readings before the change against those of training, where they are certain."""
    place = "network.swap"
    yield from shares(f"{place}.baseline", swap.baseline, swap.correct, images)
    for name in ("correct", "doubtful"):
        yield from differs(f"{place}.{name}", len(getattr(swap, name)), len(trained))
    for here, there, doubtful in zip(swap.correct, trained, swap.doubtful, strict=False):
        if not abs(here - there) <= doubtful <= images:
            what = f"has {here} where training has {there}, and {doubtful} readings are in doubt"
            yield odd(f"{place}.correct", what)


def _preactivations(swap: Swap, values: int) -> Iterator[Finding]:
    """Hold the counts beyond the knees against the histogram, whose edges lie on most knees."""
    drawn, place, runs = swap.preactivations, "network.swap", len(swap.correct)
    counted = sum(drawn.counts) + drawn.below + drawn.above
    yield from differs(f"{place}.preactivations", counted, runs * values)
    slopes = {point.mark: float(point.slope) for point in swap.points if point.mark}
    edges = [float(edge) for edge in drawn.edges]
    for mark, share in swap.outside.items():
        here, knee, counts = f"{place}.outside.{mark}", 0.5 / slopes[mark], swap.beyond[mark]
        yield from differs(f"{place}.beyond.{mark}", len(counts), runs)
        yield from shares(here, share, counts, values)
        ends = zip(edges, edges[1:], drawn.counts, strict=False)
        bins = [
            (-float("inf"), edges[0], drawn.below),
            *ends,
            (edges[-1], float("inf"), drawn.above),
        ]
        least = sum(n for a, b, n in bins if b <= -knee + 1e-9 or a >= knee - 1e-9)
        most = sum(n for a, b, n in bins if a < -knee - 1e-9 or b > knee + 1e-9)
        if not least <= sum(counts) <= most:
            yield odd(f"{place}.beyond.{mark}", f"are {sum(counts)}, not {least} to {most}")
