"""Means come with the right interval, and differences with the right test."""

import math
import statistics

import numpy as np
import pytest
from scipy import stats

from report.keras import intervals


def test_interval_by_the_table():
    """For ten runs the half width is 2.2622 (from the printed t table) times the standard error."""
    values = [0.96, 0.961, 0.959, 0.9605, 0.9612, 0.9587, 0.9601, 0.9625, 0.9591, 0.9603]
    found = intervals.interval(values)
    mean, deviation = statistics.fmean(values), statistics.stdev(values)
    half = 2.262157 * deviation / math.sqrt(10)
    assert float(found.mean) == pytest.approx(mean, abs=1e-8)
    assert float(found.deviation) == pytest.approx(deviation, abs=1e-8)
    assert float(found.low) == pytest.approx(mean - half, abs=2e-8)
    assert float(found.high) == pytest.approx(mean + half, abs=2e-8)
    assert found.runs == 10


def test_interval_covers_as_often_as_it_says():
    """Of many samples with a known mean, 95 % of the intervals contain it."""
    random = np.random.default_rng(3)
    hits = 0
    for _ in range(2000):
        found = intervals.interval(random.normal(5, 2, size=4))
        hits += float(found.low) <= 5 <= float(found.high)
    assert abs(hits / 2000 - 0.95) < 4 * math.sqrt(0.95 * 0.05 / 2000)


def test_one_run_has_no_interval():
    """A single run states its value and claims nothing about its spread."""
    found = intervals.interval([0.5])
    assert (found.mean, found.low, found.high, found.deviation) == ("0.50000000", *["nan"] * 3)


def test_one_interval_a_column():
    """A table of runs gives one interval for every column."""
    found = intervals.intervals([[1, 10], [2, 20], [3, 60]])
    assert [float(each.mean) for each in found] == [2, 30]


def test_welch_by_its_formula(random):
    """The difference's interval is Welch's, from the formula with its fractional freedom."""
    a, b = random.normal(1, 0.1, 20), random.normal(0.9, 0.3, 8)
    va, vb = a.var(ddof=1) / 20, b.var(ddof=1) / 8
    freedom = (va + vb) ** 2 / (va**2 / 19 + vb**2 / 7)
    half = stats.t.ppf(0.975, freedom) * math.sqrt(va + vb)
    found = intervals.compare("x", ("a", 1, list(a)), ("b", 15, list(b)))
    assert float(found.low) == pytest.approx(a.mean() - b.mean() - half, abs=2e-8)
    assert float(found.high) == pytest.approx(a.mean() - b.mean() + half, abs=2e-8)
    assert (found.first_epoch, found.second_epoch, found.method) == (1, 15, "welch")


def test_paired_is_the_interval_of_the_differences(random):
    """Paired sides are compared by the interval of their differences."""
    a = random.normal(1, 0.5, 12)
    b = a - random.normal(0.1, 0.01, 12)
    found = intervals.compare("x", ("a", 1, list(a)), ("b", 1, list(b)), paired=True)
    expected = intervals.interval(a - b)
    assert (found.difference, found.low, found.high) == (
        expected.mean,
        expected.low,
        expected.high,
    )
    assert found.beyond_noise


@pytest.mark.parametrize(("shift", "beyond"), [(0.0, False), (1.0, True), (-1.0, True)])
def test_beyond_noise(random, shift, beyond):
    """A difference is beyond the noise when its interval leaves out zero, on either side."""
    a = random.normal(0, 0.1, 10)
    found = intervals.compare("x", ("a", 1, list(a + shift)), ("b", 1, list(a[::-1])))
    assert found.beyond_noise is beyond


@pytest.mark.parametrize("paired", [False, True])
@pytest.mark.parametrize(("second", "beyond", "p"), [(0.5, True, "0"), (0.75, False, "1")])
def test_runs_that_never_differ(paired, second, beyond, p):
    """Runs without any spread have a difference that is exact."""
    sides = ("a", 1, [0.75] * 3), ("b", 1, [second] * 3)
    found = intervals.compare("x", *sides, paired=paired)
    assert found.low == found.high == found.difference
    assert (found.beyond_noise, found.p) == (beyond, p)


def test_not_a_number_is_refused():
    """A value that is not finite never reaches the report."""
    with pytest.raises(ValueError, match="nan is not a number that can be reported"):
        intervals.decimal(math.nan)
