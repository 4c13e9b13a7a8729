"""What makes runs differ: the order of the images, the initial weights, or neither.

Every initial state is trained with every order, and a two-way analysis of variance (without
repetition, random effects; Scheffé, The Analysis of Variance, 1959, section 7.4) splits the
accuracies. If the order has a part, runs that share one are alike, and an interval that counts
them as independent is too narrow: the reason why every run of the report has an order of its own.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from report.dataset import Images
from report.keras import training
from report.keras.intervals import decimal
from report.results.network import RECIPE, Orders, Recipe


def cross(
    images: Images,
    seeds: Sequence[int],
    *,
    recipe: Recipe = RECIPE,
    progress: training.Progress = training.silent,
) -> Orders:
    """Train the CNN from every seed's initial weights with every seed's order."""
    pairs = [(order, start) for order in seeds for start in seeds]
    runs = training.train(
        "cnn",
        images,
        [start for _, start in pairs],
        orders=[order for order, _ in pairs],
        recipe=recipe,
        progress=progress,
    ).training
    size = len(seeds)
    epochs = (1, recipe.epochs)
    accuracies = [
        [run.correct[epoch - 1] / runs.test_images for run in runs.runs] for epoch in epochs
    ]
    parts = [analyse(np.reshape(values, (size, size))) for values in accuracies]
    orders, starts, rests = zip(*parts, strict=True)
    return Orders(
        orders=size,
        starts=size,
        epoch=epochs,
        order_deviation=tuple(decimal(part[0]) for part in orders),
        start_deviation=tuple(decimal(part[0]) for part in starts),
        rest_deviation=tuple(decimal(part[0]) for part in rests),
        order_p=tuple(f"{part[1]:.3g}" for part in orders),
        start_p=tuple(f"{part[1]:.3g}" for part in starts),
    )


Part = tuple[float, float]
"""A standard deviation, and the p value of the F test that it is zero."""


def analyse(table: ArrayLike) -> tuple[Part, Part, Part]:
    """Split a (rows, columns) table into parts due to rows, to columns, and to neither."""
    values = np.asarray(table, float)
    rows, columns = values.shape
    by_row, by_column = values.mean(axis=1), values.mean(axis=0)
    rest = values - by_row[:, np.newaxis] - by_column + values.mean()
    freedom = (rows - 1) * (columns - 1)
    noise = float((rest**2).sum() / freedom)

    def part(means: NDArray[np.float64], repeats: int) -> Part:
        square = repeats * float(np.var(means, ddof=1))
        count = len(means) - 1
        p = float(stats.f.sf(square / noise, count, freedom)) if noise else float(square == 0)
        return float(np.sqrt(max(square - noise, 0) / repeats)), p

    return part(by_row, columns), part(by_column, rows), (float(np.sqrt(noise)), 1.0)
