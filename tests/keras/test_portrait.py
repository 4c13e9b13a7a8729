"""The close look at one network shows what that network does."""

import numpy as np
import pytest

from report.keras import models, portrait, training
from report.keras.layer import by_scipy
from report.results.network import RECIPE


@pytest.fixture(scope="module")
def trained(images):
    """Return the record of a trained CNN, the network itself, and its portrait."""
    found = training.train("cnn", images, [0])
    network = models.build("cnn", 0)
    network.set_weights(found.weights[0])
    return found.training.runs[0], network, portrait.portrait(network, images, 0)


def by_numpy(network, images):
    """Return the class probabilities of the test images, without Keras."""
    weight, bias = (w.astype(float) for w in network.get_weights())
    features = by_scipy(images.x_test / RECIPE.divisor).reshape(len(images.x_test), -1)
    exponent = np.exp(features @ weight + bias)
    return exponent / exponent.sum(axis=1, keepdims=True)


def test_confusion_counts_the_record(images, trained):
    """Every test image is counted once, and the diagonal is the run's last count."""
    run, _, found = trained
    matrix = np.array(found.confusion)
    assert matrix.trace() == run.correct[-1]
    assert matrix.sum(axis=1).tolist() == np.bincount(images.y_test, minlength=10).tolist()


def test_confusion_by_numpy(images, trained):
    """The matrix is the one that NumPy's own evaluation of the network gives."""
    _, network, found = trained
    read = by_numpy(network, images).argmax(axis=1)
    for label in range(10):
        counts = [int(np.sum(read[images.y_test == label] == other)) for other in range(10)]
        assert list(found.confusion[label]) == counts


def test_misread_images_are_the_surest_errors(images, trained):
    """Listed are the errors with the highest probabilities, surest first, with their pixels."""
    _, network, found = trained
    probabilities = by_numpy(network, images)
    read = probabilities.argmax(axis=1)
    wrong = [i for i in range(len(read)) if read[i] != images.y_test[i]]
    surest = sorted((float(probabilities[i, read[i]]) for i in wrong), reverse=True)[:12]
    assert len(found.misread) == min(12, len(wrong)) > 0
    for misread, expected in zip(found.misread, surest, strict=True):
        assert float(misread.probability) == pytest.approx(expected, abs=2e-6)
        assert misread.read == read[misread.index] != misread.label
        assert misread.label == images.y_test[misread.index]
        assert np.array_equal(misread.pixels, images.x_test[misread.index])


def test_weight_images_are_the_dense_layer(images, trained):
    """Weight images times responses, summed, give the network's logits."""
    _, network, found = trained
    pictures = np.array(found.weights)
    assert pictures.shape == (2, 10, 28, 28)
    responses = by_scipy(images.x_test[:20] / RECIPE.divisor)
    logits = np.einsum("fcyx,nyxf->nc", pictures, responses) + network.get_weights()[1]
    exponent = np.exp(logits)
    found_probabilities = exponent / exponent.sum(axis=1, keepdims=True)
    expected = by_numpy(network, images)[:20]
    assert np.abs(found_probabilities - expected).max() < 1e-3  # weights have five decimals
