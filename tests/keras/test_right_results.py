"""Right results pass their own check, for any number of runs and of images; wrong ones do not.

The runs are made up, and everything that is worked out from runs comes from the stages' own code.
"""

import dataclasses
from decimal import Decimal
from functools import cache

import msgspec
import numpy as np
import pytest

from report import dataset
from report.check.consistent import network as check
from report.keras import assembly, layer, models, orders, portrait, swap, training
from report.mutation.mutant import leaves, replaced, sample, seeded
from report.results import slopes as slope_results
from report.results.dataset import Dataset, Split
from report.results.network import (
    RECIPE,
    Cnn,
    Log,
    Mlp,
    Network,
    Run,
    SlopeTraining,
)
from tests.figures.examples import made
from tests.keras.conftest import MARKS as ROUGH

MARKS = ROUGH | {"sixth": "0.16666666666666666667"}

EPOCHS, TRAIN = RECIPE.epochs, 90
CASES = [
    *((runs, 7) for runs in (2, 3, 4, 5, 6, 7, 8, 9, 11, 13)),
    *((2, 150), (3, 150), (3, 333), (3, 1234), (7, 150), (7, 333)),
]


@cache
def some_images(count):
    """Return the first test images of MNIST, and as many training images as matter here."""
    mnist = dataset.load()
    return dataclasses.replace(
        mnist,
        x_test=mnist.x_test[:count],
        y_test=mnist.y_test[:count],
        y_train=mnist.y_train[:TRAIN],
    )


def trained(model, images, last, random, *, still=False):
    """Make up runs that end with given counts; ``still`` ones are all alike."""
    network, test = models.build(model, 0, RECIPE), len(images.y_test)
    runs = []
    for seed, end in enumerate(last):
        own = np.random.default_rng(0 if still else random.integers(2**32))
        losses = own.uniform(0.1, 300 if model == "cnn" else 2, (2, EPOCHS)).round(7)
        correct = [*map(int, own.integers(0, test + 1, EPOCHS - 1)), int(end)]
        loss, test_loss = (tuple(f"{value:.7f}" for value in row) for row in losses)
        hits = tuple(map(int, own.integers(0, TRAIN + 1, EPOCHS)))
        runs.append(Run(seed, seed, loss, hits, test_loss, tuple(correct)))
    return training.summarise(models.architecture(model, network), tuple(runs), images)


def counts(weights, images):
    """Read the images in single precision, as training does, and count what is right."""
    x = training.scaled(images.x_test, RECIPE).reshape(len(images.x_test), -1)
    read = []
    for first, bias, top, end in weights:
        hidden = 1 / (1 + np.exp(-(x @ first + bias)))
        read.append(int(np.sum((hidden @ top + end).argmax(1) == images.y_test)))
    return read


def results(runs, images, *, still=False):
    """Put a whole network stage together from made-up runs, and what a check needs beside it."""
    random = np.random.default_rng([runs, len(images.y_test)])
    cnn = models.build("cnn", 0, RECIPE)
    shown = portrait.portrait(cnn, images, 0, RECIPE)
    first = sum(row[label] for label, row in enumerate(shown.confusion))
    few, test = min(runs, 10), len(images.y_test)
    sizes: tuple[tuple[int, ...], ...] = ((784, 20), (20,), (20, 10), (10,))
    weights = [
        [random.normal(0, 1 / np.sqrt(size[0]), size).astype(np.float32) for size in sizes]
        for _ in range(1 if still else runs)
    ]
    weights = weights * runs if still else weights

    def some(count):
        return [first] * count if still else [first, *random.integers(0, test + 1, count - 1)]

    mlp = trained("mlp", images, counts(weights, images), random, still=still)
    sloped = [trained("mlp", images, some(few), random, still=still) for _ in MARKS]
    found = assembly.assemble(
        prewitt=layer.inspect(images),
        cnn=Cnn(trained("cnn", images, some(runs), random, still=still), shown, Log((), EPOCHS)),
        mlp=Mlp(mlp, swap.swap(weights, images, MARKS)),
        softmax=trained("softmax", images, some(runs), random, still=still),
        learned=trained("learned", images, some(few), random, still=still),
        raw=trained("cnn", images, some(few), random, still=still),
        orders=orders.describe(
            [np.full((4, 4), 3) if still else random.integers(0, test + 1, (4, 4)) for _ in "ab"],
            (1, EPOCHS),
            test,
        ),
        slopes=tuple(
            SlopeTraining(mark, slope, EPOCHS, tuple(r.correct for r in one.runs), one.accuracy)
            for (mark, slope), one in zip(MARKS.items(), sloped, strict=True)
        ),
    )
    return whole(found, images)


class Whole(msgspec.Struct, frozen=True):
    """The parts of the results that the check of the network looks at."""

    network: Network
    dataset: Dataset
    slopes: slope_results.Slopes


def whole(found, images):
    """Stand in for all results."""
    per_class = tuple(map(int, np.bincount(images.y_test, minlength=10)))
    data = made(
        Dataset,
        train=Split(TRAIN, ()),
        test=Split(len(images.y_test), per_class),
    )
    line = made(slope_results.LeastSquares, family="line", best_slope=MARKS["article"])
    return Whole(found, data, made(slope_results.Slopes, least_squares=(line,)))


def said(found):
    return [str(finding) for finding in check.network(found)]


SHOWN = {
    *("mean", "low", "high", "deviation", "difference", "p"),
    *("order_deviation", "start_deviation", "rest_deviation", "order_p", "start_p"),
    *("correct", "hits", "changes", "beyond", "counts"),
}
"""Fields of which every leaf follows from others, or others from it."""


def changed(value, by):
    """Change a count, or the last place of a decimal by so many units."""
    if isinstance(value, int):
        return value + by
    places = len(value.partition(".")[2])
    return str(Decimal(value) + by * Decimal(10) ** -places)


@pytest.mark.parametrize(("runs", "count"), CASES)
def test_right_results_pass_and_wrong_ones_do_not(runs, count):
    """No size gives a finding; a unit in the last place of whatever follows from others does."""
    found = results(runs, some_images(count))
    assert said(found) == []
    random = seeded(runs, count)
    every = leaves(msgspec.to_builtins(found.network))
    given = [leaf for leaf in every if SHOWN & set(leaf[0]) and leaf[1] not in (None, True, False)]
    for path, value in sample(given, 6, random):
        # Losses have seven places: means of four or eight lie just between two of eight places.
        by = 2 if "loss" in path or "test_loss" in path else 1
        new = changed(value, random.choice((by, -by)))
        wrong = msgspec.structs.replace(found, network=replaced(found.network, path, new))
        assert said(wrong), (path, value, new)


@pytest.mark.parametrize(("runs", "count"), [(2, 7), (3, 150)])
def test_runs_that_never_differ_determine_nothing(runs, count):
    """Equal runs have no interval, no test and no place beyond the noise; saying so passes."""
    found = results(runs, some_images(count), still=True)
    assert said(found) == []
    network = found.network
    for interval in (network.cnn.accuracy[-1], network.swap.baseline, network.cnn.loss[0]):
        assert (interval.low, interval.high) == (None, None)
        assert float(interval.deviation) == 0
    for one in (*network.comparisons, *network.slope_comparisons):
        assert (one.low, one.high, one.p, one.beyond_noise) == (None, None, None, None)
    assert set(network.orders.order_p) == {None}
    for path, new in (
        (("cnn", "accuracy", "14", "low"), network.cnn.accuracy[-1].mean),
        (("comparisons", "0", "beyond_noise"), True),
        (("comparisons", "0", "p"), "9.37e-16"),
        (("orders", "order_p", "0"), "0.01"),
        (("swap", "baseline", "high"), network.swap.baseline.mean),
    ):
        wrong = msgspec.structs.replace(found, network=replaced(network, path, new))
        assert said(wrong), path


def test_intervals_stay_where_their_quantity_can_be():
    """From two runs, shares lie in [0, 1], their differences in [-1, 1], losses at 0 or above."""
    network = results(2, some_images(7)).network
    ends = [(i.low, i.high) for i in (*network.cnn.accuracy, network.swap.baseline) if i.low]
    assert min(float(low) for low, _ in ends) == 0
    assert max(float(high) for _, high in ends) == 1
    assert min(float(i.low or 0) for i in network.cnn.test_loss) == 0
    differences = [one for one in network.comparisons if one.low is not None]
    assert differences
    assert all(-1 <= float(one.low) <= float(one.high) <= 1 for one in differences)
