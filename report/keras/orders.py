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
    counts = [[run.correct[epoch - 1] for run in runs.runs] for epoch in epochs]
    tables = [np.reshape(values, (size, size)) for values in counts]
    return describe(tables, epochs, runs.test_images)


def describe(tables: Sequence[ArrayLike], epochs: tuple[int, ...], images: int) -> Orders:
    """Analyse a table (orders, starts) of counts of test images for each of the epochs."""
    counts = [np.asarray(table) for table in tables]
    orders, starts, rests = zip(*(analyse(table, images) for table in counts), strict=True)
    return Orders(
        orders=len(counts[0]),
        starts=counts[0].shape[1],
        epoch=epochs,
        images=images,
        correct=tuple(tuple(map(tuple, table.tolist())) for table in counts),
        order_deviation=tuple(decimal(part[0]) for part in orders),
        start_deviation=tuple(decimal(part[0]) for part in starts),
        rest_deviation=tuple(decimal(part[0]) for part in rests),
        order_p=tuple(None if part[1] is None else f"{part[1]:.3g}" for part in orders),
        start_p=tuple(None if part[1] is None else f"{part[1]:.3g}" for part in starts),
    )


Part = tuple[float, float | None]
"""A standard deviation, and the p value of the F test that it is zero; None without a test."""


def analyse(table: ArrayLike, whole: int = 1) -> tuple[Part, Part, Part]:
    """Split a (rows, columns) table into parts due to rows, to columns, and to neither.

    Deviations are given as shares of the ``whole``. Whole numbers are split exactly, so that
    nothing is left over where nothing is: then there is no noise to test against.
    """
    values = np.asarray(table)
    rows, columns = values.shape
    by_row, by_column = values.sum(axis=1), values.sum(axis=0)
    rest = rows * columns * values - rows * by_row[:, np.newaxis] - columns * by_column
    scale, freedom = rows * columns * whole, (rows - 1) * (columns - 1)
    noise = float((((rest + values.sum()) / scale) ** 2).sum() / freedom)

    def part(sums: NDArray[np.number], repeats: int) -> Part:
        square = repeats * float(np.var(sums / repeats / whole, ddof=1))
        p = float(stats.f.sf(square / noise, len(sums) - 1, freedom)) if noise else None
        return float(np.sqrt(max(square - noise, 0) / repeats)), p

    return part(by_row, columns), part(by_column, rows), (float(np.sqrt(noise)), None)
