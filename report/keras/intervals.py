"""Mean, spread and confidence interval of repeated runs. Needs no TensorFlow."""

import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from report.results.network import ANY, CHANGE, CONFIDENCE, SHARE, Comparison, Interval, Range

LEVEL = float(CONFIDENCE)


def interval(values: ArrayLike, within: Range = ANY) -> Interval:
    """Mean of independent runs with its two-sided 95 % Student t interval, cut to a range.

    One run alone tells nothing of its spread, and runs that do not differ nothing of how far
    their mean may be off: what they do not determine is None.
    """
    sample = np.asarray(values, float)
    mean, runs = sample.mean(), len(sample)
    if runs == 1:
        return Interval(mean=decimal(mean), low=None, high=None, deviation=None, runs=1)
    spread = sample.std(ddof=1)
    deviation = decimal(spread)
    if float(deviation) == 0:
        return Interval(mean=decimal(mean), low=None, high=None, deviation=deviation, runs=runs)
    half = stats.t.ppf((1 + LEVEL) / 2, runs - 1) * spread / np.sqrt(runs)
    low, high = (decimal(end) for end in np.clip((mean - half, mean + half), *within))
    return Interval(mean=decimal(mean), low=low, high=high, deviation=deviation, runs=runs)


def intervals(series: ArrayLike, within: Range = ANY) -> tuple[Interval, ...]:
    """One interval for every column of (runs, columns)."""
    return tuple(interval(column, within) for column in np.asarray(series, float).T)


def share(counts: ArrayLike, of: int) -> Interval:
    """One interval for the share that counts, one a run, are of a whole."""
    return interval(np.asarray(counts) / of, SHARE)


def shares(series: ArrayLike, of: int) -> tuple[Interval, ...]:
    """One interval for every column of counts (runs, columns) out of a whole."""
    return intervals(np.asarray(series) / of, SHARE)


Side = tuple[str, int, Sequence[int]]
"""One side of a comparison: name, epoch, and a count of images a run."""


def compare(
    name: str, first: Side, second: Side, *, images: int, paired: bool = False
) -> Comparison:
    """Test the difference of two mean shares of ``images``, by Welch's t test or the paired one.

    ``paired`` is for sides whose run i shares seed and order of the images. Needs two runs a side.
    """
    a, b = np.asarray(first[2]), np.asarray(second[2])
    tested = _test(a, b, paired=paired)
    ends = [float(np.clip(end / images, *CHANGE)) for end in tested[:2]] if tested else None
    return Comparison(
        id=name,
        first=first[0],
        first_epoch=first[1],
        second=second[0],
        second_epoch=second[1],
        method="paired" if paired else "welch",
        difference=decimal((a.mean() - b.mean()) / images),
        low=decimal(ends[0]) if ends else None,
        high=decimal(ends[1]) if ends else None,
        p=f"{tested[2]:.3g}" if tested else None,
        beyond_noise=ends[0] > 0 or ends[1] < 0 if ends else None,
    )


def _test(
    a: NDArray[np.integer], b: NDArray[np.integer], *, paired: bool
) -> tuple[float, float, float] | None:
    """Return the bounds of the difference of means, and the p value that it is zero.

    None where runs never differ, as on a very small test set: no noise, no test. Counts are
    whole, so that this is told exactly.
    """
    if not (np.ptp(a - b) if paired else np.ptp(a) + np.ptp(b)):
        return None
    with warnings.catch_warnings():  # one side's counts may all be equal, and exactly so
        warnings.filterwarnings("ignore", "Precision loss occurred", RuntimeWarning)
        test = stats.ttest_rel(a, b) if paired else stats.ttest_ind(a, b, equal_var=False)
    low, high = test.confidence_interval(LEVEL)
    return float(low), float(high), float(test.pvalue)


def decimal(value: float) -> str:
    """Write a measured quantity with eight decimals: far more than its spread leaves meaningful."""
    if not np.isfinite(value):
        raise ValueError(f"value: {value} is not a number that can be reported")
    return f"{value:.8f}"
