"""Trained networks: every mean, interval, spread and test, worked out again from the runs."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import prod, sqrt
from statistics import variance

from scipy import special

from report.check.consistent.intervals import TAIL, cut, interval
from report.check.consistent.saying import differs, odd, rounds, significant
from report.check.consistent.swapped import swapped
from report.results.bundle import Results
from report.results.finding import Finding
from report.results.network import (
    CHANGE,
    MODELS,
    POSITIVE,
    RECIPE,
    SHARE,
    Architecture,
    Comparison,
    Interval,
    Network,
    Orders,
    Portrait,
    Range,
    SlopeTraining,
    Training,
)

TRAININGS = (*MODELS, "raw")
P_DIGITS = 3
"""Significant digits of a p value."""


def network(results: Results) -> Iterator[Finding]:
    """Find what does not follow from the runs, or from the data."""
    found, data = results.network, results.dataset
    for name in TRAININGS:
        training: Training = getattr(found, name)
        yield from _training(f"network.{name}", training)
        yield from differs(f"network.{name}.test_images", training.test_images, data.test.images)
        yield from differs(f"network.{name}.train_images", training.train_images, data.train.images)
    yield from _recipe(found)
    yield from _prewitt(found, data.test.images)
    yield from _portrait(found.portrait, found.cnn, data.test.per_class)
    yield from _orders(found.orders, data.test.images)
    yield from _slopes(found)
    for comparison in (*found.comparisons, *found.slope_comparisons):
        yield from _comparison(found, comparison)
    yield from swapped(found, results.slopes.least("line").best_slope)


def _training(place: str, found: Training) -> Iterator[Finding]:
    yield from _architecture(f"{place}.architecture", found.architecture)
    runs, test, train = found.runs, found.test_images, found.train_images
    for name, series, within in (
        ("accuracy", [[count / test for count in run.correct] for run in runs], SHARE),
        ("train_accuracy", [[count / train for count in run.hits] for run in runs], SHARE),
        ("test_loss", [[float(loss) for loss in run.test_loss] for run in runs], POSITIVE),
        ("loss", [[float(loss) for loss in run.loss] for run in runs], POSITIVE),
    ):
        yield from _series(f"{place}.{name}", getattr(found, name), series, found.epochs, within)
    gains = [(run.correct[-1] - run.correct[0]) / test for run in runs]
    yield from interval(f"{place}.gain", found.gain, gains, CHANGE)
    yield from differs(f"{place}.runs", [run.seed for run in runs], list(range(len(runs))))
    yield from differs(f"{place}.runs", [run.order for run in runs], list(range(len(runs))))


def _series(
    place: str,
    found: Sequence[Interval],
    series: Sequence[Sequence[float]],
    epochs: int,
    within: Range = SHARE,
) -> Iterator[Finding]:
    """Hold the intervals of a series against its runs, epoch by epoch."""
    lengths = {len(found), *map(len, series)}
    if lengths != {epochs}:
        yield odd(place, f"has {sorted(lengths)} entries for {epochs} epochs")
        return
    for epoch, values in enumerate(zip(*series, strict=True)):
        yield from interval(f"{place}.{epoch}", found[epoch], values, within)


def _architecture(place: str, found: Architecture) -> Iterator[Finding]:
    """Count the weights of every layer from its shape and that of the layer before."""
    shape = found.input_shape
    for at, layer in enumerate(found.layers):
        here = f"{place}.layers.{at}"
        if layer.kind == "Dense":
            yield from differs(f"{here}.trained", layer.trained, (shape[0] + 1) * layer.shape[0])
        elif layer.kind == "Flatten":
            yield from differs(f"{here}.shape", prod(layer.shape), prod(shape))
        elif layer.kind == "Prewitt":
            yield from differs(f"{here}.shape", layer.shape, (*shape, 2))
            yield from differs(f"{here}.trained", layer.trained, 0)
        shape = layer.shape
    total = sum(layer.trained for layer in found.layers)
    yield from differs(f"{place}.parameters", found.parameters, total)


def _recipe(found: Network) -> Iterator[Finding]:
    """Hold the recipe against the networks that were trained by it."""
    recipe = found.recipe
    yield from differs("network.recipe", recipe, RECIPE)
    for name in TRAININGS:
        yield from differs("network.recipe.epochs", recipe.epochs, getattr(found, name).epochs)
    hidden = found.mlp.architecture.layers[-2].shape
    yield from differs("network.recipe.hidden", (recipe.hidden,), hidden)
    yield from differs("network.swap.hidden", found.swap.hidden, recipe.hidden)
    yield from differs("network.recipe.filters", recipe.filters, found.prewitt.output_shape[-1])
    yield from differs("network.log.epochs", found.log.epochs, recipe.epochs)


def _prewitt(found: Network, images: int) -> Iterator[Finding]:
    """Hold the layer's account against its kernel and against the images that it was shown."""
    layer, place = found.prewitt, "network.prewitt"
    shape = (*layer.input_shape, len(layer.kernel[0][0][0]))
    yield from differs(f"{place}.output_shape", layer.output_shape, shape)
    yield from differs(f"{place}.check.images", layer.check.images, images)
    most = max(max(map(max, side)) for s in layer.samples for side in (s.vertical, s.horizontal))
    if not most <= layer.check.largest <= 3 * found.recipe.divisor:
        limits = f"{most} and {3 * found.recipe.divisor}"
        yield odd(f"{place}.check.largest", f"is {layer.check.largest}, not between {limits}")
    if not 0 <= float(layer.check.scaled_difference) < 1e-5:
        what = f"is {layer.check.scaled_difference}, no rounding error of single precision"
        yield odd(f"{place}.check.scaled_difference", what)


def _portrait(found: Portrait, cnn: Training, per_class: Sequence[int]) -> Iterator[Finding]:
    """Hold the confusions against the labels of the data and against the run they belong to."""
    place = "network.portrait"
    sums = [sum(row) for row in found.confusion]
    yield from differs(f"{place}.confusion", sums, list(per_class))
    right = sum(row[label] for label, row in enumerate(found.confusion))
    runs = {run.seed: run for run in cnn.runs}
    if found.seed != cnn.runs[0].seed:
        yield odd(f"{place}.seed", f"is {found.seed}, the first run's is {cnn.runs[0].seed}")
    else:
        yield from differs(f"{place}.confusion", right, runs[found.seed].correct[-1])
    if any(min(row) < 0 for row in found.confusion):
        yield odd(f"{place}.confusion", "has a negative count")
    sure = [float(misread.probability) for misread in found.misread]
    if sure != sorted(sure, reverse=True) or not all(0 < value <= 1 for value in sure):
        yield odd(f"{place}.misread", "are not ordered by falling probabilities")


def _orders(found: Orders, images: int) -> Iterator[Finding]:
    """Split the counts of images anew, exactly, and work out the F tests."""
    place = "network.orders"
    yield from differs(f"{place}.images", found.images, images)
    for at, counts in enumerate(found.correct):
        size = (len(counts), *{len(row) for row in counts})
        yield from differs(f"{place}.correct.{at}", size, (found.orders, found.starts))
        if size == (found.orders, found.starts):
            yield from _split(found, at, counts)


def _split(found: Orders, at: int, counts: Sequence[Sequence[int]]) -> Iterator[Finding]:
    """Work out the parts of one table: those of the orders, of the starts, and of neither."""
    rows, columns = found.orders, found.starts
    by_order = [Fraction(sum(row), columns) for row in counts]
    by_start = [Fraction(sum(column), rows) for column in zip(*counts, strict=True)]
    middle = Fraction(sum(by_order), rows)
    rests = [
        count - by_order[order] - by_start[start] + middle
        for order, row in enumerate(counts)
        for start, count in enumerate(row)
    ]
    free = (rows - 1) * (columns - 1)
    noise = sum((rest**2 for rest in rests), Fraction()) / free
    rest_place = f"network.orders.rest_deviation.{at}"
    yield from rounds(rest_place, found.rest_deviation[at], sqrt(noise) / found.images, 1.0)
    for part, means, repeats in (("order", by_order, columns), ("start", by_start, rows)):
        square = repeats * variance(means)
        deviation = sqrt(max(square - noise, Fraction()) / repeats) / found.images
        place = f"network.orders.{part}_deviation.{at}"
        yield from rounds(place, getattr(found, f"{part}_deviation")[at], deviation, 1.0)
        place, p = f"network.orders.{part}_p.{at}", getattr(found, f"{part}_p")[at]
        if p is None or not noise:
            yield from differs(place, p, "a number" if noise else None)
        else:
            wanted = float(special.fdtrc(len(means) - 1, free, float(square / noise)))
            yield from significant(place, p, wanted, P_DIGITS)


def _slopes(found: Network) -> Iterator[Finding]:
    sigmoid = found.slopes[0]
    few = len(found.slopes[-1].correct)
    kept = tuple(run.correct for run in found.mlp.runs[:few])
    yield from differs("network.slopes.0.correct", sigmoid.correct, kept)
    for at, slope in enumerate(found.slopes):
        shares = [[count / found.mlp.test_images for count in run] for run in slope.correct]
        place = f"network.slopes.{at}"
        yield from _series(f"{place}.accuracy", slope.accuracy, shares, found.recipe.epochs)
        yield from differs(f"{place}.epochs", slope.epochs, found.recipe.epochs)
        marked = [point.slope for point in found.swap.points if point.mark == slope.mark]
        yield from differs(f"{place}.slope", slope.slope, marked[0] if marked else "")


def _comparison(found: Network, of: Comparison) -> Iterator[Finding]:
    """Work out Welch's test, or the paired one, from the runs of both sides."""
    paired = of.method == "paired"
    parts = "slope_comparisons" if paired else "comparisons"
    place = f"network.{parts}.{of.id}"
    ours, theirs = (
        _correct(found, name, epoch, slopes=paired)
        for name, epoch in ((of.first, of.first_epoch), (of.second, of.second_epoch))
    )
    images, scale = found.cnn.test_images, 1.0
    difference = (Fraction(sum(ours), len(ours)) - Fraction(sum(theirs), len(theirs))) / images
    yield from rounds(f"{place}.difference", of.difference, float(difference), scale)
    if paired:
        error = variance([Fraction(a - b) for a, b in zip(ours, theirs, strict=True)]) / len(ours)
        freedom = len(ours) - 1.0
    else:
        one, other = (variance(map(Fraction, side)) / len(side) for side in (ours, theirs))
        error = one + other
        below = one**2 / (len(ours) - 1) + other**2 / (len(theirs) - 1)
        freedom = float(error**2 / below) if below else 1.0
    if not error or of.low is None or of.high is None or of.p is None:
        undetermined = (None, None, None, None)  # runs that never differ
        said = (of.low, of.high, of.p, of.beyond_noise)
        yield from differs(f"{place}.low, high, p", said, "numbers" if error else undetermined)
        return
    spread = sqrt(error) / images
    half = float(special.stdtrit(freedom, TAIL)) * spread
    for name, end in (("low", difference - half), ("high", difference + half)):
        ended = cut(float(end), CHANGE)
        yield from rounds(f"{place}.{name}", getattr(of, name), ended, scale + half)
    p = 2 * float(special.stdtr(freedom, -abs(float(difference)) / spread))
    yield from significant(f"{place}.p", of.p, p, P_DIGITS)
    beyond = float(of.low) > 0 or float(of.high) < 0
    yield from differs(f"{place}.beyond_noise", of.beyond_noise, beyond)


def _correct(found: Network, name: str, epoch: int, *, slopes: bool) -> list[int]:
    if slopes:
        trained: dict[str, SlopeTraining] = {slope.mark: slope for slope in found.slopes}
        return [run[epoch - 1] for run in trained[name].correct]
    training: Training = getattr(found, name)
    return [run.correct[epoch - 1] for run in training.runs]
