"""A trained sigmoid network whose sigmoid is replaced by clip(slope x + 1/2, 0, 1) afterwards.

All of it is plain NumPy in float64 on the test images: the weights are the trained ones, only the
activation changes. Next to it stands what the least-squares criterion gives when it is weighted
not by dx but by the pre-activations that the network really sees.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from report.activations import line, sigmoid
from report.dataset import Images
from report.keras.intervals import interval, share
from report.results.network import (
    ANY,
    CHANGE,
    POSITIVE,
    RECIPE,
    SHARE,
    Histogram,
    Recipe,
    Swap,
    SwapPoint,
)

Floats = NDArray[np.float64]
Weights = Sequence[NDArray[np.floating]]

GRID = tuple(f"{step / 100:.2f}" for step in range(8, 61))
"""Slopes that are tried, besides the marked ones."""

EDGES = np.arange(-10, 10.25, 0.25)

RANGES = {
    "best_output": POSITIVE,
    "best_accuracy": POSITIVE,
    "best_hidden": POSITIVE,
    "data_slope": POSITIVE,
    "data_a": POSITIVE,
    "preactivation_mean": ANY,
    "preactivation_deviation": POSITIVE,
}
"""What is measured on every run, and the range in which it lies."""


@dataclass(frozen=True, eq=False)
class Trial:
    """One trained MLP on the test images: pre-activations, what the sigmoid made of them."""

    z: Floats
    hidden: Floats
    output: Floats
    top: Weights
    labels: NDArray[np.uint8]

    @property
    def correct(self) -> int:
        """How many images are read rightly before any change."""
        return int(np.sum(self.output.argmax(1) == self.labels))

    def swapped(self, slope: float) -> tuple[float, float, float, float]:
        """Return images read rightly, output error, hidden error and number of changed readings."""
        hidden = line(self.z, 1 / slope).astype(np.float64)
        output = _classify(hidden, self.top)
        read = output.argmax(1)
        return (
            int(np.sum(read == self.labels)),
            _rms(output - self.output),
            _rms(hidden - self.hidden),
            int(np.sum(read != self.output.argmax(1))),
        )


@dataclass(frozen=True, eq=False)
class Tried:
    """What one trained MLP gave; ``slopes`` has a row for each, as `Trial.swapped` returns it.

    ``measured`` goes by the names of `RANGES`.
    """

    correct: int
    doubtful: int
    slopes: Floats
    measured: dict[str, float]
    beyond: tuple[int, ...]
    histogram: Histogram


def swap(
    weights: Sequence[Weights],
    images: Images,
    marks: Mapping[str, str],
    recipe: Recipe = RECIPE,
) -> Swap:
    """Try every slope on every trained MLP (``weights``: one list of four arrays a run).

    ``marks`` names slopes of interest by decimal strings, such as {"fifth": "0.2"}. Memory is
    needed for one run at a time.
    """
    pixels = images.x_test.reshape(len(images.x_test), -1) / recipe.divisor
    slopes = _slopes(marks)
    found = [_try(run, pixels, images.y_test, slopes, marks) for run in weights]
    tried = np.array([each.slopes for each in found])  # (runs, slopes, 4)
    correct = tuple(each.correct for each in found)
    measured = {name: [each.measured[name] for each in found] for name in RANGES}
    beyond = dict(zip(marks, zip(*(each.beyond for each in found), strict=True), strict=True))
    return Swap(
        hidden=recipe.hidden,
        correct=correct,
        doubtful=tuple(each.doubtful for each in found),
        baseline=share(correct, len(pixels)),
        points=_points(slopes, tried, correct, len(pixels)),
        preactivations=_joined([each.histogram for each in found]),
        beyond=beyond,
        outside={mark: share(beyond[mark], len(pixels) * recipe.hidden) for mark in marks},
        runs={name: _exact(values) for name, values in measured.items()},
        **{name: interval(values, RANGES[name]) for name, values in measured.items()},
    )


def _try(
    weights: Weights,
    pixels: Floats,
    labels: NDArray[np.uint8],
    slopes: list[tuple[str, str]],
    marks: Mapping[str, str],
) -> Tried:
    trial = _trial(weights, pixels, labels)
    tried = np.array([trial.swapped(float(slope)) for slope, _ in slopes])
    data_slope = best_slope(trial.z, trial.hidden)
    measured = {
        "best_output": _best(trial, slopes, tried, 1),
        "best_accuracy": _most_accurate(slopes, tried[:, 0]),
        "best_hidden": _best(trial, slopes, tried, 2),
        "data_slope": data_slope,
        "data_a": 1 / data_slope,
        "preactivation_mean": float(trial.z.mean()),
        "preactivation_deviation": float(trial.z.std()),
    }
    return Tried(
        correct=trial.correct,
        doubtful=doubtful(weights, pixels),
        slopes=tried,
        measured=measured,
        beyond=tuple(int(np.sum(np.abs(trial.z) * float(s) > 0.5)) for s in marks.values()),
        histogram=histogram(trial.z),
    )


def doubtful(weights: Weights, pixels: Floats) -> int:
    """Count the images that single precision may read otherwise than double precision does.

    A sum of n products errs by at most about n units of rounding of the sum of their sizes
    (Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 3.1); the sigmoid
    passes at most a quarter of an error on, and adds a few units of its own.
    """
    first, bias, top, top_bias = (weight.astype(np.float64) for weight in weights)
    unit = np.finfo(np.float32).eps / 2
    z = pixels @ first + bias
    hidden = sigmoid(z).astype(np.float64)
    lost = (len(first) + 2) * unit * (pixels @ np.abs(first) + np.abs(bias)) / 4 + 8 * unit
    sizes = hidden @ np.abs(top) + np.abs(top_bias)
    errors = lost @ np.abs(top) + (len(top) + 2) * unit * sizes
    sums = hidden @ top + top_bias
    likeliest, second = np.sort(sums, axis=1)[:, :-3:-1].T
    return int(np.sum(likeliest - second <= 2 * errors.max(axis=1)))


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


def _joined(parts: Sequence[Histogram]) -> Histogram:
    """Add up histograms, which share their edges."""
    return Histogram(
        edges=parts[0].edges,
        counts=tuple(map(sum, zip(*(part.counts for part in parts), strict=True))),
        below=sum(part.below for part in parts),
        above=sum(part.above for part in parts),
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
    slopes: list[tuple[str, str]], tried: Floats, before: tuple[int, ...], images: int
) -> tuple[SwapPoint, ...]:
    return tuple(
        _point(slope, mark, tried[:, at], before, images) for at, (slope, mark) in enumerate(slopes)
    )


def _point(slope: str, mark: str, tried: Floats, before: tuple[int, ...], images: int) -> SwapPoint:
    correct, output, hidden, changes = tried.T
    return SwapPoint(
        slope=slope,
        mark=mark,
        correct=tuple(map(int, correct)),
        changes=tuple(map(int, changes)),
        output_errors=_exact(output),
        hidden_errors=_exact(hidden),
        accuracy=share(correct, images),
        drop=interval((np.asarray(before) - correct) / images, CHANGE),
        output_error=interval(output, SHARE),  # of probabilities, and of values between 0 and 1
        hidden_error=interval(hidden, SHARE),
        changed=share(changes, images),
    )


def _exact(values: Iterable[float]) -> tuple[str, ...]:
    """Write floats with as many digits as tell them from their neighbours."""
    return tuple(repr(float(value)) for value in values)


def _best(trial: Trial, slopes: list[tuple[str, str]], tried: Floats, which: int) -> float:
    """Refine a run's best tried slope between its neighbours; ``which`` error counts."""
    values = [float(slope) for slope, _ in slopes]
    at = int(tried[:, which].argmin())
    low, high = values[max(at - 1, 0)], values[min(at + 1, len(values) - 1)]
    return minimise(lambda slope: trial.swapped(slope)[which], low, high)


def _most_accurate(slopes: list[tuple[str, str]], accuracies: Floats) -> float:
    """Return the tried slope with the highest accuracy; of several, their mean."""
    values = np.array([float(slope) for slope, _ in slopes])
    return float(values[accuracies == accuracies.max()].mean())
