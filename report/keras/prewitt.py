"""The article's fixed layer, written the way today's Keras wants a layer."""

import keras
import numpy as np
from keras import ops

VERTICAL = np.array([[1, 0, -1]] * 3)
"""Responds to vertical edges; its transpose responds to horizontal ones."""

KERNEL = np.stack([VERTICAL, VERTICAL.T], axis=-1)[:, :, np.newaxis, :]
"""Both filters as one convolution kernel of shape (3, 3, 1, 2): rows, columns, in, out."""

Shape = tuple[int, ...]


@keras.saving.register_keras_serializable(package="report")
class Prewitt(keras.layers.Layer):
    """Edge strength of grey images, by the two Prewitt kernels; nothing in it is trained.

    Images of shape (batch, height, width) become responses of shape (batch, height, width, 2):
    the absolute value of a convolution with stride one and zeros beyond the border.
    """

    def build(self, input_shape: Shape) -> None:
        """Refuse anything but a batch of grey images."""
        if len(input_shape) != 3:
            raise ValueError(f"Prewitt: input of shape {input_shape}; give (batch, height, width)")

    def call(self, images: keras.KerasTensor) -> keras.KerasTensor:
        """Convolve with both kernels and drop the sign."""
        kernel = ops.convert_to_tensor(KERNEL, dtype=self.compute_dtype)
        grey = ops.expand_dims(ops.cast(images, self.compute_dtype), axis=-1)
        return ops.abs(ops.conv(grey, kernel, strides=1, padding="same"))

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Add the two responses as the last axis."""
        return (*input_shape, KERNEL.shape[-1])
