"""Trained networks: every mean, interval, spread and test, worked out again from the runs."""

from collections.abc import Iterator, Sequence
from math import prod, sqrt
from statistics import fmean, stdev

from scipy import special

from report.check.consistent.intervals import TAIL, UNIT, interval
from report.check.consistent.saying import differs, odd, rounds
from report.check.consistent.swapped import swapped
from report.results.bundle import Results
from report.results.finding import Finding
from report.results.network import (
    MODELS,
    RECIPE,
    Architecture,
    Comparison,
    Interval,
    Network,
    Orders,
    Portrait,
    SlopeTraining,
    Training,
)

TRAININGS = (*MODELS, "raw")


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
    yield from _orders(found.orders)
    yield from _slopes(found)
    for comparison in (*found.comparisons, *found.slope_comparisons):
        yield from _comparison(found, comparison)
    yield from swapped(found, results.slopes.least("line").best_slope)


def _training(place: str, found: Training) -> Iterator[Finding]:
    yield from _architecture(f"{place}.architecture", found.architecture)
    runs, test, train = found.runs, found.test_images, found.train_images
    for name, series in (
        ("accuracy", [[count / test for count in run.correct] for run in runs]),
        ("train_accuracy", [[count / train for count in run.hits] for run in runs]),
        ("test_loss", [[float(loss) for loss in run.test_loss] for run in runs]),
        ("loss", [[float(loss) for loss in run.loss] for run in runs]),
    ):
        yield from _series(f"{place}.{name}", getattr(found, name), series, found.epochs)
    gains = [(run.correct[-1] - run.correct[0]) / test for run in runs]
    yield from interval(f"{place}.gain", found.gain, gains)
    yield from differs(f"{place}.runs", [run.seed for run in runs], list(range(len(runs))))
    yield from differs(f"{place}.runs", [run.order for run in runs], list(range(len(runs))))


def _series(
    place: str, found: Sequence[Interval], series: Sequence[Sequence[float]], epochs: int
) -> Iterator[Finding]:
    """Hold the intervals of a series against its runs, epoch by epoch."""
    lengths = {len(found), *map(len, series)}
    if lengths != {epochs}:
        yield odd(place, f"has {sorted(lengths)} entries for {epochs} epochs")
        return
    for epoch, values in enumerate(zip(*series, strict=True)):
        yield from interval(f"{place}.{epoch}", found[epoch], values)


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


def _orders(found: Orders) -> Iterator[Finding]:
    """Work out the F tests again from the standard deviations that they rest on."""
    free = (found.orders - 1) * (found.starts - 1)
    for part, own, others in (
        ("order", found.orders, found.starts),
        ("start", found.starts, found.orders),
    ):
        deviations = getattr(found, f"{part}_deviation")
        for at, (printed, rest) in enumerate(zip(deviations, found.rest_deviation, strict=True)):
            p = getattr(found, f"{part}_p")[at]
            yield from _f_test(
                f"network.orders.{part}_p.{at}", p, (printed, rest), (own, others, free)
            )


def _f_test(
    place: str, p: str, deviations: tuple[str, str], sizes: tuple[int, int, int]
) -> Iterator[Finding]:
    """Hold a p value against the range that the rounded deviations leave for it.

    A deviation of 0 stands for any F of at most 1.
    """
    own, others, free = sizes
    part, rest = map(float, deviations)
    if min(part, rest) < 0:
        yield odd(place, f"rests on negative deviations {deviations}")
        return
    if rest == 0:  # no noise at all, so that any difference is significant
        yield from differs(place, float(p), float(part == 0))
        return
    ratios = [
        1 + others * (max(part + UNIT * s / 2, 0) / (rest - UNIT * s / 2)) ** 2 for s in (-1, 1)
    ]
    low, high = (float(special.fdtrc(own - 1, free, ratio)) for ratio in reversed(ratios))
    if part == 0:
        high = 1.0
    half = 0.5 * 10.0 ** (int(f"{float(p):e}".partition("e")[2]) - 2)
    if not low - half * 1.001 <= float(p) <= high + half * 1.001:
        yield odd(place, f"is {p}; the deviations give {low:.4g} to {high:.4g}")


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
        _accuracies(found, name, epoch, slopes=paired)
        for name, epoch in ((of.first, of.first_epoch), (of.second, of.second_epoch))
    )
    difference = fmean(ours) - fmean(theirs)
    if paired:
        spread = stdev(a - b for a, b in zip(ours, theirs, strict=True)) / sqrt(len(ours))
        freedom = len(ours) - 1.0
    else:
        one, other = (stdev(side) ** 2 / len(side) for side in (ours, theirs))
        spread = sqrt(one + other)
        below = one**2 / (len(ours) - 1) + other**2 / (len(theirs) - 1)
        freedom = (one + other) ** 2 / below if below else 1.0
    if spread:
        half = float(special.stdtrit(freedom, TAIL)) * spread
        p = 2 * float(special.stdtr(freedom, -abs(difference) / spread))
    else:  # runs that never differ leave no doubt
        half, p = 0.0, float(difference == 0)
    yield from rounds(f"{place}.difference", of.difference, difference)
    yield from rounds(f"{place}.low", of.low, difference - half)
    yield from rounds(f"{place}.high", of.high, difference + half)
    yield from rounds(f"{place}.p", of.p, p)
    beyond = float(of.low) > 0 or float(of.high) < 0
    yield from differs(f"{place}.beyond_noise", of.beyond_noise, beyond)


def _accuracies(found: Network, name: str, epoch: int, *, slopes: bool) -> list[float]:
    if slopes:
        trained: dict[str, SlopeTraining] = {slope.mark: slope for slope in found.slopes}
        return [run[epoch - 1] / found.mlp.test_images for run in trained[name].correct]
    training: Training = getattr(found, name)
    return [run.correct[epoch - 1] / training.test_images for run in training.runs]
