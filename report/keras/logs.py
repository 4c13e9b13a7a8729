"""TensorBoard logs of a run: written by Keras' own callback, read back by TensorBoard."""

import shutil
from pathlib import Path

import keras
from tensorboard.backend.event_processing import event_accumulator

from report.results.network import Log, Recipe, Run, Training

EVERYTHING = {event_accumulator.TENSORS: 0}
"""Tells TensorBoard's reader to keep every entry; by default it keeps a sample."""


def write(
    network: keras.Sequential, training: Training, run: Run, folder: Path, recipe: Recipe
) -> None:
    """Write loss and accuracy of every epoch into ``folder``/train and ``folder``/validation.

    The callback is the one that the article hands to ``fit``, and it receives what ``fit`` would
    hand to it, so TensorBoard shows the same curves. An older log in ``folder`` is replaced.
    """
    shutil.rmtree(folder, ignore_errors=True)
    network.compile(
        loss=recipe.loss, optimizer=keras.optimizers.SGD(float(recipe.learning_rate))
    )  # the callback logs the optimizer's learning rate as well
    callback = keras.callbacks.TensorBoard(log_dir=str(folder))
    callback.set_model(network)
    callback.on_train_begin()
    for epoch in range(training.epochs):
        callback.on_epoch_end(
            epoch,
            {
                "loss": float(run.loss[epoch]),
                "accuracy": run.hits[epoch] / training.train_images,
                "val_loss": float(run.test_loss[epoch]),
                "val_accuracy": run.correct[epoch] / training.test_images,
            },
        )
    callback.on_train_end()


def read(folder: Path) -> Log:
    """Read a run's log back with TensorBoard's reader; the shortest curve tells the epochs."""
    lengths = {}
    for part in ("train", "validation"):
        log = event_accumulator.EventAccumulator(str(folder / part), EVERYTHING).Reload()
        for tag in log.Tags()["tensors"]:
            if tag.startswith("epoch_"):
                lengths[f"{part}/{tag}"] = len(log.Tensors(tag))
    return Log(tags=tuple(sorted(lengths)), epochs=min(lengths.values(), default=0))
