"""Mean, spread and confidence interval of repeated runs. Needs no TensorFlow."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from report.results.network import CONFIDENCE, Comparison, Interval

LEVEL = float(CONFIDENCE)


def interval(values: ArrayLike) -> Interval:
    """Mean of independent runs with its two-sided 95 % Student t interval.

    One run alone tells nothing of its spread: deviation, low and high then read "nan".
    """
    sample = np.asarray(values, float)
    mean = sample.mean()
    if len(sample) == 1:
        return Interval(mean=decimal(mean), low="nan", high="nan", deviation="nan", runs=1)
    deviation = sample.std(ddof=1)
    half = stats.t.ppf((1 + LEVEL) / 2, len(sample) - 1) * deviation / np.sqrt(len(sample))
    return Interval(
        mean=decimal(mean),
        low=decimal(mean - half),
        high=decimal(mean + half),
        deviation=decimal(deviation),
        runs=len(sample),
    )


def intervals(series: Sequence[ArrayLike]) -> tuple[Interval, ...]:
    """One interval for every column of (runs, columns)."""
    return tuple(interval(column) for column in np.asarray(series, float).T)


Side = tuple[str, int, Sequence[float]]
"""One side of a comparison: name, epoch, and one value a run."""


def compare(name: str, first: Side, second: Side, *, paired: bool = False) -> Comparison:
    """Test the difference of two means, by Welch's t test or the paired one.

    ``paired`` is for sides whose run i shares seed and order of the images. Needs two runs a side.
    """
    a, b = np.asarray(first[2], float), np.asarray(second[2], float)
    low, high, p = _test(a, b, paired=paired)
    return Comparison(
        id=name,
        first=first[0],
        first_epoch=first[1],
        second=second[0],
        second_epoch=second[1],
        method="paired" if paired else "welch",
        difference=decimal(a.mean() - b.mean()),
        low=decimal(low),
        high=decimal(high),
        p=f"{p:.3g}",
        beyond_noise=bool(low > 0 or high < 0),
    )


def _test(
    a: NDArray[np.float64], b: NDArray[np.float64], *, paired: bool
) -> tuple[float, float, float]:
    """Return the bounds of the difference of means, and the p value that it is zero."""
    spread = np.ptp(a - b) if paired else np.ptp(a) + np.ptp(b)
    if spread == 0:  # runs that never differ, as on a very small test set, leave no doubt
        difference = float(a.mean() - b.mean())
        return difference, difference, float(difference == 0)
    test = stats.ttest_rel(a, b) if paired else stats.ttest_ind(a, b, equal_var=False)
    low, high = test.confidence_interval(LEVEL)
    return float(low), float(high), float(test.pvalue)


def decimal(value: float) -> str:
    """Write a measured quantity with eight decimals: far more than its spread leaves meaningful."""
    if not np.isfinite(value):
        raise ValueError(f"value: {value} is not a number that can be reported")
    return f"{value:.8f}"
