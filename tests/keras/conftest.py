"""A small piece of MNIST for every test of training."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from report import dataset
from report.keras import runtime

runtime.prepare()

KERAS_WARNS = "ignore:__array__ implementation doesn't accept:DeprecationWarning"
MARKS = {"half": "0.5", "quarter": "0.25", "fifth": "0.2", "article": "0.19", "sixth": "0.1667"}


def pytest_collection_modifyitems(items):
    """Let Keras call NumPy in a way that NumPy 2 warns of, in the tests of this folder alone."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings(KERAS_WARNS))


@pytest.fixture(scope="session")
def images():
    """Return 1,050 training and 300 test images: with batches of 100, the last one is short."""
    mnist = dataset.load()
    return dataclasses.replace(
        mnist,
        name="a piece of MNIST",
        x_train=mnist.x_train[:1050],
        y_train=mnist.y_train[:1050],
        x_test=mnist.x_test[:300],
        y_test=mnist.y_test[:300],
        hashes={},
    )


@pytest.fixture
def random():
    """Return a random generator that starts alike in every test."""
    return np.random.default_rng(7)
