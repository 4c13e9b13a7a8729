"""Many seeded runs of one network, each as Keras' ``fit`` would do it, without its overhead.

Three things make it fast, and none changes what is computed: layers without weights see every
image once, before training; an epoch is one compiled graph, evaluation included; and
whole runs go side by side. Each run has initial weights and an order of images of its own. (Runs
that share an order could share the reading as well, but their results would be alike, and the
interval too narrow: see `report.keras.orders`.)
"""

import contextlib
import gc
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras import ops
from numpy.typing import NDArray

from report.dataset import CLASSES, Bytes, Images
from report.keras import WORKERS, models, runtime
from report.keras.intervals import interval, intervals, shares
from report.results.network import (
    CHANGE,
    POSITIVE,
    RECIPE,
    Architecture,
    ModelId,
    Recipe,
    Run,
    Training,
)

Weights = list[NDArray[np.float32]]
Tensor = Any  # TensorFlow ships no types
Progress = Callable[[str, int, int, int], None]
"""Called after every epoch, from the run's thread, with (model, seed, epoch, epochs)."""

BLOCK = 1000  # images that pass the fixed layers at once


@dataclass(frozen=True, eq=False)
class Trained:
    """The record of the runs, and the weights that each of them ended with, in the same order."""

    training: Training
    weights: tuple[Weights, ...]


@dataclass(frozen=True, eq=False)
class Epoch:
    """What one epoch left: new weights, and sums over the training and the test images."""

    weights: list[Tensor]
    loss: float
    hits: int
    test_loss: float
    correct: int


def silent(model: str, seed: int, epoch: int, epochs: int) -> None:
    """Show no progress."""


def train(  # noqa: PLR0913 — all but three are named choices with a default
    model: ModelId,
    images: Images,
    seeds: Sequence[int],
    *,
    orders: Sequence[int] | None = None,
    recipe: Recipe = RECIPE,
    activation: models.Activation = ops.sigmoid,
    progress: Progress = silent,
    workers: int = WORKERS,
) -> Trained:
    """Train ``model`` once for every seed; run i reads the images in order ``orders[i]``.

    By default a run's order has the run's own seed. The MLP's hidden units use ``activation``.
    ``workers`` is how many runs go side by side; no result depends on it.
    """
    runtime.prepare()
    with contextlib.suppress(RuntimeError):  # TensorFlow has started; its threads are set
        tf.config.threading.set_inter_op_parallelism_threads(workers)
    gc.collect()  # an earlier call's graph holds its images, and refers to itself
    networks = [models.build(model, seed, recipe, activation) for seed in seeds]
    epoch = compile_epoch(networks[0], images, recipe)

    def run(network: keras.Sequential, seed: int, order: int) -> tuple[Run, Weights]:
        weights = [tf.constant(weight) for weight in network.get_weights()]
        done: list[Epoch] = []
        for number in range(recipe.epochs):
            done.append(epoch(weights, order_of(order, number, len(images.x_train))))
            weights = done[-1].weights
            progress(model, seed, number + 1, recipe.epochs)
        return record(seed, order, done, images), [weight.numpy() for weight in weights]

    with ThreadPoolExecutor(workers) as pool:
        results = list(pool.map(run, networks, seeds, seeds if orders is None else orders))
    runs = tuple(result[0] for result in results)
    architecture = models.architecture(model, networks[0])
    return Trained(summarise(architecture, runs, images), tuple(result[1] for result in results))


def order_of(order: int, epoch: int, count: int) -> NDArray[np.int32]:
    """Return the order in which a run reads ``count`` training images in one epoch (from 0)."""
    return np.random.default_rng((order, epoch)).permutation(count).astype(np.int32)


def scaled(pixels: Bytes, recipe: Recipe) -> NDArray[np.float32]:
    """Divide the pixels by the recipe's divisor, as float32."""
    return pixels.astype(np.float32) / np.float32(recipe.divisor)


def one_hot(labels: Bytes) -> NDArray[np.float32]:
    """Turn labels into rows with a single 1."""
    return np.eye(CLASSES, dtype=np.float32)[labels]


def compile_epoch(
    network: keras.Sequential, images: Images, recipe: Recipe
) -> Callable[[Sequence[Tensor], NDArray[np.int32]], Epoch]:
    """Compile one epoch of ``network`` on ``images``: (weights, order) -> Epoch.

    The weights are those of ``network.get_weights()``; the last batch may be a short one. The
    network has to end in a dense softmax layer, the loss to be the categorical cross-entropy:
    its derivative with respect to the layer's sums is then softmax minus target (Bishop, Pattern
    Recognition and Machine Learning, 2006, equation 4.109), so no batch has to compute its loss.
    """
    fixed = list(takewhile(lambda layer: not layer.weights, network.layers))
    x_train, x_test = (_pass(fixed, scaled(x, recipe)) for x in (images.x_train, images.x_test))
    y_train, y_test = (tf.constant(one_hot(y)) for y in (images.y_train, images.y_test))
    inner = network.layers[len(fixed) : -1]
    whole = [keras.Input(x_train.shape[1:]), keras.layers.Identity(), *inner]  # inner may be empty
    hidden = keras.Sequential(whole)
    rate = float(recipe.learning_rate)

    def sums(weights: list[Tensor], x: Tensor) -> Tensor:
        *first, kernel, bias = weights
        return tf.matmul(hidden.stateless_call(first, [], x)[0], kernel, transpose_b=True) + bias

    def measure(output: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        losses = tf.nn.softmax_cross_entropy_with_logits(y, output)
        right = tf.equal(tf.argmax(output, 1), tf.argmax(y, 1))
        return tf.reduce_sum(tf.cast(losses, tf.float64)), tf.math.count_nonzero(right)

    @tf.function  # type: ignore[untyped-decorator] # TensorFlow ships no types
    def graph(weights: list[Tensor], order: Tensor) -> tuple[Tensor, ...]:
        weights = _turn(weights)  # a product with the output's kernel is faster that way round
        targets = tf.gather(y_train, order)
        batches = -(-tf.size(order) // recipe.batch)
        outputs = tf.TensorArray(
            tf.float32, batches, element_shape=(None, CLASSES), infer_shape=False
        )
        for number in tf.range(batches):
            batch = slice(number * recipe.batch, (number + 1) * recipe.batch)
            target = targets[batch]
            with tf.GradientTape() as tape:
                tape.watch(weights)
                output = sums(weights, tf.gather(x_train, order[batch]))
            share = rate / tf.cast(tf.shape(target)[0], tf.float32)
            slope = (tf.nn.softmax(output) - target) * share
            steps = tape.gradient(output, weights, output_gradients=slope)
            weights = [weight - step for weight, step in zip(weights, steps, strict=True)]
            outputs = outputs.write(number, output)
        trained, tested = measure(outputs.concat(), targets), measure(sums(weights, x_test), y_test)
        return _turn(weights), *trained, *tested

    def epoch(weights: Sequence[Tensor], order: NDArray[np.int32]) -> Epoch:
        new, loss, hits, test_loss, correct = graph(list(weights), tf.constant(order))
        return Epoch(new, float(loss), int(hits), float(test_loss), int(correct))

    return epoch


def _turn(weights: list[Tensor]) -> list[Tensor]:
    """Transpose the last kernel, which stands before the last bias."""
    return [*weights[:-2], tf.transpose(weights[-2]), weights[-1]]


def _pass(fixed: list[keras.Layer], x: NDArray[np.float32]) -> Tensor:
    """Send all images through the layers that training does not change."""
    network = keras.Sequential([keras.Input(x.shape[1:]), *fixed])
    blocks = [network(x[start : start + BLOCK]) for start in range(0, len(x), BLOCK)]
    return tf.concat(blocks, axis=0)


def record(seed: int, order: int, epochs: Sequence[Epoch], images: Images) -> Run:
    """Write down a run's four series; losses become means, as Keras reports them."""
    return Run(
        seed=seed,
        order=order,
        loss=tuple(f"{epoch.loss / len(images.y_train):.7f}" for epoch in epochs),
        hits=tuple(epoch.hits for epoch in epochs),
        test_loss=tuple(f"{epoch.test_loss / len(images.y_test):.7f}" for epoch in epochs),
        correct=tuple(epoch.correct for epoch in epochs),
    )


def summarise(architecture: Architecture, runs: tuple[Run, ...], images: Images) -> Training:
    """Add mean, spread and interval of every epoch to the runs."""
    train, test = len(images.y_train), len(images.y_test)
    return Training(
        architecture=architecture,
        epochs=len(runs[0].correct),
        train_images=train,
        test_images=test,
        runs=runs,
        accuracy=shares([run.correct for run in runs], test),
        train_accuracy=shares([run.hits for run in runs], train),
        test_loss=intervals([[float(loss) for loss in run.test_loss] for run in runs], POSITIVE),
        loss=intervals([[float(loss) for loss in run.loss] for run in runs], POSITIVE),
        gain=interval([(run.correct[-1] - run.correct[0]) / test for run in runs], CHANGE),
    )
