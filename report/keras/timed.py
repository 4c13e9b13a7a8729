"""One run of the recipe, as the benchmark times it: by plain Keras, and by our own training."""

from pathlib import Path

import keras

from report.dataset import Images
from report.keras import models, runtime, training
from report.results.network import RECIPE, Recipe


def plain(images: Images, seed: int, logs: Path, recipe: Recipe = RECIPE) -> float:
    """Train the article's network batch by batch with ``fit``, logging to TensorBoard in ``logs``.

    Returns the test accuracy after the last epoch.
    """
    keras.utils.set_random_seed(seed)
    network = models.build("cnn", seed, recipe)
    network.compile(
        loss=recipe.loss,
        optimizer=keras.optimizers.SGD(float(recipe.learning_rate)),
        metrics=["accuracy"],
    )
    test = training.scaled(images.x_test, recipe), training.one_hot(images.y_test)
    history = network.fit(
        training.scaled(images.x_train, recipe),
        training.one_hot(images.y_train),
        batch_size=recipe.batch,
        epochs=recipe.epochs,
        callbacks=[keras.callbacks.TensorBoard(log_dir=str(logs))],
        validation_data=test,
        verbose=0,
    )
    return float(history.history["val_accuracy"][-1])


def ours(images: Images, seed: int, recipe: Recipe = RECIPE) -> float:
    """Train the article's network once with `report.keras.training`.

    Returns the test accuracy after the last epoch.
    """
    runtime.prepare()
    network = models.build("cnn", seed, recipe)
    epoch = training.compile_epoch(network, images, recipe)
    weights = [keras.ops.convert_to_tensor(weight) for weight in network.get_weights()]
    correct = 0
    for number in range(recipe.epochs):
        done = epoch(weights, training.order_of(seed, number, len(images.x_train)))
        weights, correct = done.weights, done.correct
    return correct / len(images.x_test)
