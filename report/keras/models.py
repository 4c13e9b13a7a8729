"""The networks of the report, as plain Keras models that differ only in what precedes the output.

Initial weights come from Keras' own Glorot initializer, each layer with a seed of its own derived
from the run's, so that a run can be repeated and no two layers start alike.
"""

from collections.abc import Callable

import keras
import numpy as np
from keras import layers, ops

from report.dataset import CLASSES, SIDE
from report.keras.prewitt import Prewitt
from report.results.network import RECIPE, Architecture, Layer, ModelId, Recipe
from report.results.text import Text

LABELS: dict[ModelId, Text] = {
    "cnn": Text(ja="固定フィルタのCNN", en="fixed-filter CNN"),
    "softmax": Text(ja="ソフトマックス回帰(画素値)", en="softmax regression on pixels"),
    "mlp": Text(ja="多層パーセプトロン(シグモイド)", en="multi-layer perceptron (sigmoid)"),
    "learned": Text(ja="学習フィルタのCNN", en="learned-filter CNN"),
}

Activation = Callable[[keras.KerasTensor], keras.KerasTensor]


def build(
    model: ModelId,
    seed: int,
    recipe: Recipe = RECIPE,
    activation: Activation = ops.sigmoid,
) -> keras.Sequential:
    """Build one network with the initial weights of ``seed``; ``activation`` is the MLP's.

    Every layer has a name: Keras would number them through the process, and log that number.
    """
    hidden = {
        "cnn": lambda: [Prewitt(name="prewitt"), layers.Flatten(name="flat")],
        "softmax": lambda: [layers.Flatten(name="flat")],
        "mlp": lambda: [
            layers.Flatten(name="flat"),
            layers.Dense(
                recipe.hidden, activation, kernel_initializer=_glorot(seed, 0), name="hidden"
            ),
        ],
        "learned": lambda: [
            layers.Reshape((SIDE, SIDE, 1), name="channel"),
            layers.Conv2D(
                recipe.filters,
                3,
                padding="same",
                use_bias=False,
                activation=ops.abs,
                kernel_initializer=_glorot(seed, 0),
                name="filters",
            ),
            layers.Flatten(name="flat"),
        ],
    }[model]()
    output = layers.Dense(CLASSES, "softmax", kernel_initializer=_glorot(seed, 1), name="output")
    pixels = keras.Input((SIDE, SIDE), name="pixels")
    return keras.Sequential([pixels, *hidden, output], name=model)


def hard_sigmoid(slope: float) -> Activation:
    """Return x -> clip(slope x + 1/2, 0, 1) as an activation."""

    def activation(x: keras.KerasTensor) -> keras.KerasTensor:
        return ops.clip(x * slope + 0.5, 0.0, 1.0)

    return activation


def architecture(model: ModelId, network: keras.Sequential) -> Architecture:
    """Describe a built network layer by layer."""
    return Architecture(
        id=model,
        label=LABELS[model],
        input_shape=tuple(network.input_shape[1:]),
        layers=tuple(_layer(layer) for layer in network.layers),
        parameters=_count(network.trainable_weights),
    )


def _layer(layer: keras.Layer) -> Layer:
    return Layer(
        kind=type(layer).__name__,
        shape=tuple(layer.output.shape[1:]),
        trained=_count(layer.trainable_weights),
        fixed=_count(layer.non_trainable_weights),
    )


def _count(weights: list[keras.Variable]) -> int:
    return sum(int(np.prod(weight.shape)) for weight in weights)


def _glorot(seed: int, layer: int) -> keras.Initializer:
    own = int(np.random.SeedSequence((seed, layer)).generate_state(1)[0])
    return keras.initializers.GlorotUniform(seed=own)
