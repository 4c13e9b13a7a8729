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
    assert float(str(found.deviation)) == pytest.approx(deviation, abs=1e-8)
    assert float(str(found.low)) == pytest.approx(mean - half, abs=2e-8)
    assert float(str(found.high)) == pytest.approx(mean + half, abs=2e-8)
    assert found.runs == 10


def test_interval_covers_as_often_as_it_says():
    """Of many samples with a known mean, 95 % of the intervals contain it."""
    random = np.random.default_rng(3)
    hits = 0
    for _ in range(2000):
        found = intervals.interval(random.normal(5, 2, size=4))
        hits += float(str(found.low)) <= 5 <= float(str(found.high))
    assert abs(hits / 2000 - 0.95) < 4 * math.sqrt(0.95 * 0.05 / 2000)


def test_one_run_has_no_interval():
    """A single run states its value and claims nothing about its spread."""
    found = intervals.interval([0.5])
    assert (found.mean, found.low, found.high, found.deviation) == ("0.50000000", *[None] * 3)


def test_runs_without_spread_have_no_interval():
    """Equal runs state their value, and that they do not differ, and nothing of its interval."""
    found = intervals.share([149, 149], 200)
    assert (found.mean, found.deviation, found.runs) == ("0.74500000", "0.00000000", 2)
    assert (found.low, found.high) == (None, None)


@pytest.mark.parametrize(
    ("counts", "low", "high"), [([40, 60], 0, 1), ([20, 1], 0, 1), ([99, 100], 0.93, 1)]
)
def test_the_interval_of_a_share_is_cut_to_what_shares_can_be(counts, low, high):
    """Student's interval of two runs reaches far beyond 0 and 1; what lies beyond is cut off."""
    found = intervals.share(counts, 100)
    assert (float(str(found.low)), float(str(found.high))) == pytest.approx((low, high), abs=0.002)
    free = stats.t.interval(0.95, 1, np.mean(counts) / 100, stats.sem(counts) / 100)
    assert free[0] < 0 or free[1] > 1


@pytest.mark.parametrize("paired", [False, True])
def test_the_interval_of_a_difference_is_cut_to_what_differences_can_be(paired):
    """From two runs a side, differences of shares reach from -1 to 1 and no further."""
    sides = ("a", 1, [90, 10]), ("b", 1, [5, 60])
    found = intervals.compare("x", *sides, images=100, paired=paired)
    assert (found.low, found.high) == ("-1.00000000", "1.00000000")
    assert found.beyond_noise is False


def test_one_interval_a_column():
    """A table of runs gives one interval for every column."""
    found = intervals.intervals([[1, 10], [2, 20], [3, 60]])
    assert [float(each.mean) for each in found] == [2, 30]


WHOLE = 10_000_000


def counted(values):
    """Count out of a whole so large that rounding to counts does not matter."""
    return np.rint(np.asarray(values) * WHOLE).astype(int)


def test_welch_by_its_formula(random):
    """The difference's interval is Welch's, from the formula with its fractional freedom."""
    a, b = random.normal(0.7, 0.02, 20), random.normal(0.6, 0.06, 8)
    va, vb = a.var(ddof=1) / 20, b.var(ddof=1) / 8
    freedom = (va + vb) ** 2 / (va**2 / 19 + vb**2 / 7)
    half = stats.t.ppf(0.975, freedom) * math.sqrt(va + vb)
    sides = ("a", 1, counted(a)), ("b", 15, counted(b))
    found = intervals.compare("x", *sides, images=WHOLE)
    assert float(str(found.low)) == pytest.approx(a.mean() - b.mean() - half, abs=5e-7)
    assert float(str(found.high)) == pytest.approx(a.mean() - b.mean() + half, abs=5e-7)
    assert (found.first_epoch, found.second_epoch, found.method) == (1, 15, "welch")


def test_paired_is_the_interval_of_the_differences(random):
    """Paired sides are compared by the interval of their differences."""
    a = counted(random.normal(0.6, 0.05, 12))
    b = a - counted(random.normal(0.1, 0.01, 12))
    found = intervals.compare("x", ("a", 1, a), ("b", 1, b), images=WHOLE, paired=True)
    expected = intervals.interval((a - b) / WHOLE)
    assert (found.difference, found.low, found.high) == (
        expected.mean,
        expected.low,
        expected.high,
    )
    assert found.beyond_noise


@pytest.mark.parametrize(("shift", "beyond"), [(0, False), (100, True), (-100, True)])
def test_beyond_noise(random, shift, beyond):
    """A difference is beyond the noise when its interval leaves out zero, on either side."""
    a = random.integers(400, 420, 10)
    sides = ("a", 1, a + shift), ("b", 1, a[::-1])
    assert intervals.compare("x", *sides, images=1000).beyond_noise is beyond


@pytest.mark.parametrize("paired", [False, True])
@pytest.mark.parametrize(("images", "second"), [(10, 5), (1000, 744), (1234, 745)])
def test_runs_that_never_differ_are_not_tested(paired, images, second):
    """Without any spread there is a difference, and no interval, no p value and no verdict."""
    first = [745, 745, 745] if images > 10 else [7, 7, 7]
    sides = ("a", 1, first), ("b", 1, [second] * 3)
    found = intervals.compare("x", *sides, images=images, paired=paired)
    assert float(found.difference) == pytest.approx((first[0] - second) / images, abs=1e-8)
    assert (found.low, found.high, found.p, found.beyond_noise) == (None, None, None, None)


def test_sides_that_move_together_are_told_from_noise_exactly():
    """Pairs that all differ alike have no spread, though their shares round differently."""
    sides = ("a", 1, [745, 746, 748]), ("b", 1, [744, 745, 747])
    assert intervals.compare("x", *sides, images=1000, paired=True).p is None
    assert intervals.compare("x", *sides, images=1000).p is not None


def test_one_side_alone_may_vary():
    """A side without spread beside one with it leaves Welch's test the other's freedom."""
    found = intervals.compare("x", ("a", 1, [5, 5, 5]), ("b", 1, [4, 6, 8]), images=1000)
    one = stats.ttest_1samp([4, 6, 8], 5)
    assert float(str(found.p)) == pytest.approx(one.pvalue, rel=5e-3)


def test_not_a_number_is_refused():
    """A value that is not finite never reaches the report."""
    with pytest.raises(ValueError, match="nan is not a number that can be reported"):
        intervals.decimal(math.nan)
