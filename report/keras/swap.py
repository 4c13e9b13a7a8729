"""A trained sigmoid network whose sigmoid is replaced by clip(slope x + 1/2, 0, 1) afterwards.

All of it is plain NumPy in float64 on the test images: the weights are the trained ones, only the
activation changes. Next to it stands what the least-squares criterion gives when it is weighted
not by dx but by the pre-activations that the network really sees.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from report.activations import line, sigmoid
from report.dataset import Images
from report.keras.intervals import interval, intervals
from report.results.network import RECIPE, Histogram, Interval, Recipe, Swap, SwapPoint

Floats = NDArray[np.float64]
Weights = Sequence[NDArray[np.floating]]

GRID = tuple(f"{step / 100:.2f}" for step in range(8, 61))
"""Slopes that are tried, besides the marked ones."""

EDGES = np.arange(-10, 10.25, 0.25)


@dataclass(frozen=True, eq=False)
class Trial:
    """One trained MLP on the test images: pre-activations, what the sigmoid made of them."""

    z: Floats
    hidden: Floats
    output: Floats
    top: Weights
    labels: NDArray[np.uint8]

    def swapped(self, slope: float) -> tuple[float, float, float, float]:
        """Return accuracy, output error, hidden error and share of changed readings."""
        hidden = line(self.z, 1 / slope).astype(np.float64)
        output = _classify(hidden, self.top)
        read = output.argmax(1)
        return (
            float(np.mean(read == self.labels)),
            _rms(output - self.output),
            _rms(hidden - self.hidden),
            float(np.mean(read != self.output.argmax(1))),
        )


def swap(
    weights: Sequence[Weights],
    images: Images,
    marks: Mapping[str, str],
    recipe: Recipe = RECIPE,
) -> Swap:
    """Try every slope on every trained MLP (``weights``: one list of four arrays a run).

    ``marks`` names slopes of interest by decimal strings, such as {"fifth": "0.2"}.
    """
    pixels = images.x_test.reshape(len(images.x_test), -1) / recipe.divisor
    trials = [_trial(run, pixels, images.y_test) for run in weights]
    slopes = _slopes(marks)
    tried = np.array(
        [[trial.swapped(float(slope)) for slope, _ in slopes] for trial in trials]
    )  # (runs, slopes, 4)
    baseline = np.array([np.mean(trial.output.argmax(1) == trial.labels) for trial in trials])
    data = [best_slope(trial.z, trial.hidden) for trial in trials]
    z = np.concatenate([trial.z.ravel() for trial in trials])
    return Swap(
        hidden=recipe.hidden,
        baseline=interval(baseline),
        points=_points(slopes, tried, baseline),
        best_output=_best(trials, slopes, tried, 1),
        best_accuracy=interval([_most_accurate(slopes, run) for run in tried[:, :, 0]]),
        best_hidden=_best(trials, slopes, tried, 2),
        data_slope=interval(data),
        data_a=interval([1 / slope for slope in data]),
        preactivations=histogram(z),
        preactivation_mean=interval([trial.z.mean() for trial in trials]),
        preactivation_deviation=interval([trial.z.std() for trial in trials]),
        outside={
            mark: interval([np.mean(np.abs(t.z) * float(slope) > 0.5) for t in trials])
            for mark, slope in marks.items()
        },
    )


def best_slope(z: Floats, hidden: Floats) -> float:
    """Find the slope whose clipped line is nearest to ``hidden`` = f(z) in mean square."""
    return minimise(lambda slope: _rms(line(z, 1 / slope) - hidden), 0.02, 1.0)


def minimise(error: Callable[[float], float], low: float, high: float) -> float:
    """Find the smallest value of a function with one valley between ``low`` and ``high``."""
    found = optimize.minimize_scalar(
        error, bounds=(low, high), method="bounded", options={"xatol": 1e-5}
    )
    return float(found.x)


def histogram(z: Floats) -> Histogram:
    """Count the pre-activations between fixed edges, and those beyond them."""
    counts, _ = np.histogram(z, EDGES)
    return Histogram(
        edges=tuple(f"{edge:.2f}" for edge in EDGES),
        counts=tuple(int(count) for count in counts),
        below=int(np.sum(z < EDGES[0])),
        above=int(np.sum(z > EDGES[-1])),
    )


def _trial(weights: Weights, pixels: Floats, labels: NDArray[np.uint8]) -> Trial:
    first, bias, *top = (weight.astype(np.float64) for weight in weights)
    z = pixels @ first + bias
    hidden = sigmoid(z).astype(np.float64)
    return Trial(z, hidden, _classify(hidden, top), top, labels)


def _classify(hidden: Floats, top: Weights) -> Floats:
    return np.asarray(special.softmax(hidden @ top[0] + top[1], axis=1))


def _rms(difference: Floats) -> float:
    return float(np.sqrt(np.mean(difference**2)))


def _slopes(marks: Mapping[str, str]) -> list[tuple[str, str]]:
    """All slopes with their marks, ascending; a marked slope on the grid is tried once."""
    marked = {float(slope): (slope, mark) for mark, slope in marks.items()}
    grid = {float(slope): (slope, "") for slope in GRID}
    return [pair for _, pair in sorted((grid | marked).items())]


def _points(
    slopes: list[tuple[str, str]], tried: Floats, baseline: Floats
) -> tuple[SwapPoint, ...]:
    accuracy, output, hidden, changed = np.moveaxis(tried, 2, 0)
    drop = baseline[:, np.newaxis] - accuracy
    columns = [intervals(list(values)) for values in (accuracy, drop, output, hidden, changed)]
    return tuple(
        SwapPoint(slope, mark, *measures)
        for (slope, mark), *measures in zip(slopes, *columns, strict=True)
    )


def _best(
    trials: Sequence[Trial], slopes: list[tuple[str, str]], tried: Floats, which: int
) -> Interval:
    """Refine each run's best tried slope between its neighbours; ``which`` error counts."""
    values = [float(slope) for slope, _ in slopes]

    def refine(trial: Trial, errors: Floats) -> float:
        at = int(errors.argmin())
        low, high = values[max(at - 1, 0)], values[min(at + 1, len(values) - 1)]
        return minimise(lambda slope: trial.swapped(slope)[which], low, high)

    return interval(list(map(refine, trials, tried[:, :, which])))


def _most_accurate(slopes: list[tuple[str, str]], accuracies: Floats) -> float:
    """Return the tried slope with the highest accuracy; of several, their mean."""
    values = np.array([float(slope) for slope, _ in slopes])
    return float(values[accuracies == accuracies.max()].mean())
