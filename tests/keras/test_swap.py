"""Replacing the sigmoid after training is computed right, and its best slopes are the best."""

import numpy as np
import pytest
from scipy import stats

from report.activations import sigmoid
from report.keras import models, swap, training
from tests.keras.conftest import MARKS


@pytest.fixture(scope="module")
def trained(images):
    """Return two trained MLPs' weights, and what replacing their sigmoid gives."""
    weights = training.train("mlp", images, [0, 1]).weights
    return weights, swap.swap(weights, images, MARKS)


def by_keras(weights, images, activation=None):
    """Return the class probabilities that Keras gives with another activation."""
    network = models.build("mlp", 0, **({"activation": activation} if activation else {}))
    network.set_weights(weights)
    return np.asarray(network(images.x_test / np.float32(255)))


@pytest.mark.parametrize("mark", MARKS)
def test_a_swapped_network_is_keras_own(images, trained, mark):
    """Accuracy, error and changed readings are those of a Keras network with that activation."""
    weights, found = trained
    point = next(point for point in found.points if point.mark == mark)
    assert point.slope == MARKS[mark]
    rows = []
    for run in weights:
        before = by_keras(run, images)
        after = by_keras(run, images, models.hard_sigmoid(float(point.slope)))
        rows.append(
            (
                np.mean(after.argmax(1) == images.y_test),
                np.mean(before.argmax(1) == images.y_test)
                - np.mean(after.argmax(1) == images.y_test),
                np.sqrt(np.mean((after.astype(float) - before) ** 2)),
                np.mean(before.argmax(1) != after.argmax(1)),
            )
        )
    expected = np.mean(rows, axis=0)
    measured = (point.accuracy, point.drop, point.output_error, point.changed)
    assert [float(each.mean) for each in measured] == pytest.approx(expected, abs=1e-6)


def test_the_baseline_is_the_trained_network(images, trained):
    """Before any change the accuracy is that of the networks as trained."""
    weights, found = trained
    shares = [np.mean(by_keras(run, images).argmax(1) == images.y_test) for run in weights]
    assert float(found.baseline.mean) == pytest.approx(np.mean(shares))


def test_hidden_error_by_hand(images, trained):
    """The change of the hidden layer is the root mean square over units and images."""
    weights, found = trained
    point = next(point for point in found.points if point.mark == "fifth")
    errors = []
    for first, bias, *_ in weights:
        z = (images.x_test.reshape(300, -1) / 255) @ first.astype(float) + bias
        exact = 1 / (1 + np.exp(-z))
        errors.append(np.sqrt(np.mean((np.minimum(np.maximum(z / 5 + 0.5, 0), 1) - exact) ** 2)))
    assert float(point.hidden_error.mean) == pytest.approx(np.mean(errors), abs=1e-7)


@pytest.mark.parametrize(
    ("name", "quantile", "best_a"),
    [
        # The best widths under these weights, from the report's own solver and its notes.
        ("standard normal", stats.norm.ppf, 4.66794295),
        ("normal, twice as wide", lambda p: 2 * stats.norm.ppf(p), 5.01719572),
        ("logistic density", stats.logistic.ppf, 4.92427300),
    ],
)
def test_weighted_least_squares(name, quantile, best_a):
    """For pre-activations that follow a known density, the best width is that density's."""
    z = quantile((np.arange(200_000) + 0.5) / 200_000)
    assert 1 / swap.best_slope(z, sigmoid(z).astype(float)) == pytest.approx(best_a, abs=2e-4), name


def test_best_slopes_are_not_beaten(trained):
    """No slope of the grid has a smaller error than the best slope's neighbours allow."""
    _, found = trained
    for best, errors in (
        (found.best_output, [float(p.output_error.mean) for p in found.points]),
        (found.best_hidden, [float(p.hidden_error.mean) for p in found.points]),
    ):
        slopes = [float(p.slope) for p in found.points]
        assert abs(float(best.mean) - slopes[int(np.argmin(errors))]) < 0.011


def test_best_hidden_slope_is_the_weighted_one(trained):
    """The slope that changes the hidden layer least is the least-squares one under its data."""
    _, found = trained
    assert float(found.best_hidden.mean) == pytest.approx(float(found.data_slope.mean), abs=1e-4)


def test_most_accurate_slope_takes_the_middle_of_a_tie():
    """Of several slopes with the highest accuracy, their mean counts."""
    slopes = [("0.1", ""), ("0.2", ""), ("0.3", ""), ("0.4", "")]
    found = swap._most_accurate(slopes, np.array([0.7, 0.9, 0.9, 0.8]))
    assert found == pytest.approx(0.25)


def test_every_slope_is_tried_once(trained):
    """Grid and marked slopes together ascend without a repetition."""
    _, found = trained
    slopes = [float(point.slope) for point in found.points]
    assert slopes == sorted(set(slopes))
    assert {point.mark for point in found.points} == {*MARKS, ""}
    assert len(slopes) == len({*map(float, swap.GRID), *map(float, MARKS.values())})


def test_every_preactivation_is_counted(images, trained):
    """The histogram counts each pre-activation of every image, unit and run once."""
    weights, found = trained
    z = np.concatenate(
        [(images.x_test.reshape(300, -1) / 255) @ w[0].astype(float) + w[1] for w in weights]
    )
    histogram = found.preactivations
    assert sum(histogram.counts) + histogram.below + histogram.above == z.size
    edges = [float(edge) for edge in histogram.edges]
    at = 30
    assert histogram.counts[at] == np.sum((z >= edges[at]) & (z < edges[at + 1]))


def test_far_preactivations_are_counted_apart():
    """What lies beyond the outermost edges is counted below and above."""
    found = swap.histogram(np.array([-11.0, -10.5, -9.9, 0.1, 9.99, 10.0, 12.0]))
    assert (found.below, found.above, sum(found.counts)) == (2, 1, 4)


def test_share_beyond_the_knees(images, trained):
    """The share outside a slope's knees is that of pre-activations beyond half its reciprocal."""
    weights, found = trained
    shares = []
    for first, bias, *_ in weights:
        z = (images.x_test.reshape(300, -1) / 255) @ first.astype(float) + bias
        shares.append(np.mean(np.abs(z) > 2.5))
    assert float(found.outside["fifth"].mean) == pytest.approx(np.mean(shares))
