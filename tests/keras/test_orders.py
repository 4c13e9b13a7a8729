"""The analysis of what makes runs differ finds what was put in."""

import math

import msgspec
import numpy as np
import pytest
from scipy import stats

from report.keras import orders, training
from report.results.network import RECIPE


def test_a_sum_of_two_effects_leaves_no_rest():
    """A table that is a row effect plus a column effect has exactly those, and no rest."""
    rows, columns = np.array([0.0, 3, 6]), np.array([0.0, 1, 2, 5])
    row, column, rest = orders.analyse(rows[:, np.newaxis] + columns)
    assert row[0] == pytest.approx(rows.std(ddof=1))
    assert column[0] == pytest.approx(columns.std(ddof=1))
    assert rest[0] == pytest.approx(0, abs=1e-12)


def test_a_constant_table_has_no_effect():
    """Where all runs agree, nothing is due to anything, and there is nothing to test."""
    assert orders.analyse(np.full((3, 3), 0.5)) == ((0, None), (0, None), (0, None))


@pytest.mark.parametrize("images", [3, 7, 150, 333])
def test_effects_that_add_up_exactly_leave_no_noise(images):
    """Counts that are a row effect plus a column effect have no rest, whatever they are out of."""
    table = np.add.outer([0, 1, 2], [0, 1])
    row, column, rest = orders.analyse(table, images)
    assert (row[0], column[0]) == pytest.approx((1 / images, math.sqrt(0.5) / images))
    assert (rest[0], row[1], column[1]) == (0, None, None)


def test_a_small_table_by_hand():
    """For [[0, 1], [1, 3]] the mean squares are 9/4 and 1/4, so the parts are 1, 1 and 1/2."""
    row, column, rest = orders.analyse([[0, 1], [1, 3]])
    p = 1 - 2 / math.pi * math.atan(3)  # F = 9 with one degree of freedom on each side
    assert row == pytest.approx((1, p))
    assert column == pytest.approx((1, p))
    assert rest[0] == pytest.approx(0.5)


def test_two_columns_are_a_paired_test(random):
    """With two columns, the columns' p value is that of the paired t test; so with two rows."""
    table = random.normal(size=(9, 2)) + random.normal(size=(9, 1)) + [0, 0.5]
    expected = stats.ttest_rel(table[:, 0], table[:, 1]).pvalue
    assert orders.analyse(table)[1][1] == pytest.approx(expected)
    assert orders.analyse(table.T)[0][1] == pytest.approx(expected)


def test_known_effects_are_found_again(random):
    """Averaged over many tables, the squared parts are those that made them."""
    squares = np.zeros((1500, 3))
    for at in range(len(squares)):
        table = (
            random.normal(0, 3, (8, 1)) + random.normal(0, 2, (1, 8)) + random.normal(0, 1, (8, 8))
        )
        squares[at] = [part[0] ** 2 for part in orders.analyse(table)]
    assert squares.mean(axis=0) == pytest.approx([9, 4, 1], rel=0.1)


def test_no_effect_reads_zero(random):
    """A negative estimate of a variance reads as zero, and no p value is then small."""
    table = np.array([[0.0, 1, 0, 1], [1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 1, 0]])
    row, column, rest = orders.analyse(table)
    assert row[0] == column[0] == 0
    assert min(row[1] or 0, column[1] or 0) > 0.9
    assert rest[0] > 0


def test_the_layout_is_crossed(images):
    """Every start is trained with every order; rows are orders, columns are starts."""
    recipe = msgspec.structs.replace(RECIPE, epochs=2)
    found = orders.cross(images, [0, 1, 2], recipe=recipe)
    table = np.zeros((3, 3))
    for order in range(3):
        runs = training.train("cnn", images, range(3), orders=[order] * 3, recipe=recipe)
        table[order] = [run.correct[-1] / 300 for run in runs.training.runs]
    row, column, rest = orders.analyse(table)
    assert (found.orders, found.starts, found.epoch) == (3, 3, (1, 2))
    assert float(found.order_deviation[1]) == pytest.approx(row[0], abs=1e-8)
    assert float(found.start_deviation[1]) == pytest.approx(column[0], abs=1e-8)
    assert float(found.rest_deviation[1]) == pytest.approx(rest[0], abs=1e-8)
    assert float(str(found.order_p[1])) == pytest.approx(row[1], rel=1e-2)
