"""The Prewitt layer put to the test: kernel, shapes, and its output against SciPy's filter."""

import keras
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from report.dataset import CLASSES, SIDE, Bytes, Images
from report.keras import runtime
from report.keras.prewitt import KERNEL, Prewitt
from report.results import network

Responses = NDArray[np.float64]
BLOCK = 1000


def inspect(images: Images, divisor: int = network.RECIPE.divisor) -> network.Prewitt:
    """Describe the layer, check it on every test image, and keep its responses to a few.

    Of each class the first test image is kept.
    """
    runtime.prepare()
    layer = Prewitt()
    firsts = [np.flatnonzero(images.y_test == label) for label in range(CLASSES)]
    indices = sorted(int(found[0]) for found in firsts if len(found))
    return network.Prewitt(
        kernel=_kernel(),
        dtype=layer.compute_dtype,
        trained=len(layer.trainable_weights),
        input_shape=(SIDE, SIDE),
        output_shape=tuple(layer.compute_output_shape((1, SIDE, SIDE))[1:]),
        check=check(layer, images.x_test, divisor),
        samples=tuple(_sample(layer, images, index) for index in indices),
    )


def check(layer: keras.Layer, pixels: Bytes, divisor: int) -> network.LayerCheck:
    """Compare the layer with SciPy on the given images, raw and scaled."""
    expected = by_scipy(pixels.astype(np.float64))
    raw = _run(layer, pixels.astype(np.float32))
    scaled = _run(layer, pixels.astype(np.float32) / np.float32(divisor))
    return network.LayerCheck(
        images=len(pixels),
        raw_difference=int(np.ceil(np.abs(raw - expected).max())),
        scaled_difference=f"{np.abs(scaled - expected / divisor).max():.9f}",
        largest=int(expected.max()),
    )


def by_scipy(pixels: NDArray[np.float64]) -> Responses:
    """Filter images with SciPy's Prewitt filter along each axis: (n, h, w) to (n, h, w, 2)."""
    return np.stack(
        [
            np.abs([ndimage.prewitt(image, axis, mode="constant") for image in pixels])
            for axis in (1, 0)
        ],
        axis=-1,
    )


def _run(layer: keras.Layer, pixels: NDArray[np.float32]) -> Responses:
    blocks = [np.asarray(layer(pixels[at : at + BLOCK])) for at in range(0, len(pixels), BLOCK)]
    return np.concatenate(blocks).astype(np.float64)


def _kernel() -> tuple[tuple[tuple[tuple[int, ...], ...], ...], ...]:
    return tuple(
        tuple(tuple(tuple(map(int, out)) for out in column) for column in row) for row in KERNEL
    )


def _sample(layer: keras.Layer, images: Images, index: int) -> network.Sample:
    pixels = images.x_test[index]
    response = _run(layer, pixels[np.newaxis].astype(np.float32))[0]
    return network.Sample(
        index=index,
        label=int(images.y_test[index]),
        pixels=grid(pixels),
        vertical=grid(response[..., 0]),
        horizontal=grid(response[..., 1]),
    )


def grid(image: NDArray[np.generic]) -> network.Image:
    """Turn a picture of whole numbers into rows of integers."""
    return tuple(tuple(int(value) for value in row) for row in image)
