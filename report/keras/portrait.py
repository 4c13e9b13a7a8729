"""One trained CNN looked at closely: what it confuses, where it errs surely, what it weighs."""

import keras
import numpy as np
from numpy.typing import NDArray

from report.dataset import CLASSES, SIDE, Images
from report.keras import training
from report.keras.layer import grid
from report.results.network import RECIPE, Misread, Portrait, Recipe

SHOWN = 12
"""How many misread images are kept."""


def portrait(
    network: keras.Sequential, images: Images, seed: int, recipe: Recipe = RECIPE
) -> Portrait:
    """Describe a CNN that has its trained weights, by its readings of the test images."""
    probabilities = _read(network, training.scaled(images.x_test, recipe))
    read = probabilities.argmax(axis=1)
    confusion = np.zeros((CLASSES, CLASSES), int)
    np.add.at(confusion, (images.y_test, read), 1)
    return Portrait(
        seed=seed,
        confusion=grid(confusion),
        misread=_misread(images, probabilities, read),
        weights=_weight_images(network.layers[-1].kernel.numpy()),
    )


def _read(network: keras.Sequential, x: NDArray[np.float32]) -> NDArray[np.float32]:
    block = training.BLOCK
    return np.concatenate([network(x[at : at + block]) for at in range(0, len(x), block)])


def _misread(
    images: Images, probabilities: NDArray[np.float32], read: NDArray[np.int64]
) -> tuple[Misread, ...]:
    """List the surest errors; of equally sure ones the earlier image comes first."""
    wrong = np.flatnonzero(read != images.y_test)
    sure = probabilities[wrong, read[wrong]]
    return tuple(
        Misread(
            index=int(index),
            label=int(images.y_test[index]),
            read=int(read[index]),
            probability=f"{probabilities[index, read[index]]:.6f}",
            pixels=grid(images.x_test[index]),
        )
        for index in wrong[np.argsort(-sure, kind="stable")][:SHOWN]
    )


def _weight_images(
    kernel: NDArray[np.float32],
) -> tuple[tuple[tuple[tuple[float, ...], ...], ...], ...]:
    """Order the dense layer's weights as [filter][class][row][column], to five decimals."""
    pictures = kernel.reshape(SIDE, SIDE, -1, CLASSES).transpose(2, 3, 0, 1).astype(float).round(5)
    return tuple(
        tuple(tuple(tuple(row) for row in picture) for picture in classes)
        for classes in pictures.tolist()
    )
