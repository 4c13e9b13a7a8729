"""The fixed layer computes the Prewitt responses exactly, and behaves like any Keras layer."""

import keras
import numpy as np
import pytest
from keras import layers
from scipy import ndimage

from report.keras import layer
from report.keras.prewitt import KERNEL, Prewitt


def by_hand(image):
    """Return both responses to one image, straight from the definition, one pixel at a time."""
    height, width = image.shape
    framed = [[0] * (width + 2) for _ in range(height + 2)]
    for y in range(height):
        for x in range(width):
            framed[y + 1][x + 1] = int(image[y, x])
    out = np.zeros((height, width, 2), int)
    for y in range(height):
        for x in range(width):
            box = [row[x : x + 3] for row in framed[y : y + 3]]
            out[y, x, 0] = abs(sum(row[0] - row[2] for row in box))
            out[y, x, 1] = abs(sum(box[0]) - sum(box[2]))
    return out


def test_kernel_is_the_articles():
    """The first filter has three rows 1, 0, -1, the second is its transpose; shape (3, 3, 1, 2)."""
    assert KERNEL.shape == (3, 3, 1, 2)
    assert KERNEL[:, :, 0, 0].tolist() == [[1, 0, -1], [1, 0, -1], [1, 0, -1]]
    assert KERNEL[:, :, 0, 1].tolist() == [[1, 1, 1], [0, 0, 0], [-1, -1, -1]]


def test_responses_are_exact_on_raw_pixels(images):
    """On whole pixels every response equals the definition's integer."""
    found = np.asarray(Prewitt()(images.x_test[:3].astype(np.float32)))
    for image, response in zip(images.x_test[:3], found, strict=True):
        assert np.array_equal(response, by_hand(image))


def test_scipy_agrees(images):
    """SciPy's filter, the oracle of the report's own check, equals the definition too."""
    image = images.x_test[5]
    expected = by_hand(image)
    for axis, filter_ in ((1, 0), (0, 1)):
        found = np.abs(ndimage.prewitt(image.astype(int), axis, mode="constant"))
        assert np.array_equal(found, expected[..., filter_])
    assert np.array_equal(layer.by_scipy(image[np.newaxis].astype(float))[0], expected)


def test_nothing_is_trained():
    """The layer has no weights at all, and works in float32."""
    prewitt = Prewitt()
    out = prewitt(np.zeros((1, 28, 28), np.uint8))
    assert prewitt.weights == []
    assert out.dtype == "float32"


def test_shape_is_known_before_any_image():
    """The promised output shape is the real one."""
    real = Prewitt()(np.zeros((2, 9, 13), np.float32)).shape
    assert tuple(Prewitt().compute_output_shape((2, 9, 13))) == tuple(real) == (2, 9, 13, 2)


def test_images_with_channels_are_refused():
    """Anything but a batch of grey images is refused by shape."""
    with pytest.raises(ValueError, match=r"Prewitt: input of shape \(1, 28, 28, 3\)"):
        Prewitt()(np.zeros((1, 28, 28, 3), np.float32))


def test_saved_model_reads_the_same(tmp_path, images):
    """A model with the layer, saved by Keras and loaded again, computes the same."""
    model = keras.Sequential(
        [keras.Input((28, 28)), Prewitt(name="edges"), layers.Flatten(), layers.Dense(10)]
    )
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    x = images.x_test[:4].astype(np.float32)
    assert np.array_equal(model(x), loaded(x))
    assert loaded.layers[0].name == "edges"
    assert isinstance(Prewitt.from_config(model.layers[0].get_config()), Prewitt)


def test_inspection_is_what_the_layer_does(images):
    """The report's record of the layer holds its kernel, shapes, agreement and responses."""
    found = layer.inspect(images)
    assert np.array_equal(found.kernel, KERNEL)
    assert (found.input_shape, found.output_shape) == ((28, 28), (28, 28, 2))
    assert (found.dtype, found.trained) == ("float32", 0)
    assert found.check.images == len(images.x_test)
    assert found.check.raw_difference == 0
    assert 0 < float(found.check.scaled_difference) < 1e-6
    assert found.check.largest == max(by_hand(image).max() for image in images.x_test)
    assert sorted(sample.label for sample in found.samples) == list(range(10))
    for sample in found.samples:
        assert np.array_equal(sample.pixels, images.x_test[sample.index])
        responses = np.stack([sample.vertical, sample.horizontal], axis=-1)
        assert np.array_equal(responses, by_hand(images.x_test[sample.index]))
        assert sample.label not in images.y_test[: sample.index]


def test_a_wrong_layer_is_noticed(images):
    """The check reports how far another filter is off."""

    def shifted(x):
        return np.roll(np.asarray(Prewitt()(x)), 1, axis=1)

    assert layer.check(shifted, images.x_test[:5], 255).raw_difference > 100
