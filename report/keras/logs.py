"""TensorBoard logs of a run: written by Keras' own callback, read back by TensorBoard.

The callback names its files after the machine, the process and the second, and stamps every entry
with the time. Both are replaced, so that the same run leaves the same bytes.
"""

import shutil
from pathlib import Path

import keras
import tensorflow as tf
from tensorboard.backend.event_processing import event_accumulator

from report.keras import LOG
from report.results.network import Log, Recipe, Run, Training

EVERYTHING = {event_accumulator.TENSORS: 0}
"""Tells TensorBoard's reader to keep every entry; by default it keeps a sample."""


def write(
    network: keras.Sequential, training: Training, run: Run, folder: Path, recipe: Recipe
) -> None:
    """Write loss and accuracy of every epoch into ``folder``/train and ``folder``/validation.

    The callback is the one that the article hands to ``fit``, and it receives what ``fit`` would
    hand to it, so TensorBoard shows the same curves. An entry's time is its epoch, in seconds.
    An older log in ``folder`` is replaced.
    """
    shutil.rmtree(folder, ignore_errors=True)
    rate = float(recipe.learning_rate)
    optimizer = keras.optimizers.SGD(rate, name="sgd")  # Keras would number it
    network.compile(loss=recipe.loss, optimizer=optimizer)  # its learning rate is logged as well
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
    for part in ("train", "validation"):
        _settle(folder / part)


def _settle(folder: Path) -> None:
    """Give the only log in a folder the name, and its entries the times, that it has always."""
    (log,) = folder.iterdir()
    entries = [tf.compat.v1.Event.FromString(raw.numpy()) for raw in tf.data.TFRecordDataset(log)]
    with tf.io.TFRecordWriter(str(folder / LOG)) as file:
        for entry in entries:
            entry.wall_time = float(entry.step)
            file.write(entry.SerializeToString(deterministic=True))
    log.unlink()


def read(folder: Path) -> Log:
    """Read a run's log back with TensorBoard's reader; the shortest curve tells the epochs."""
    lengths = {}
    for part in ("train", "validation"):
        log = event_accumulator.EventAccumulator(str(folder / part), EVERYTHING).Reload()
        for tag in log.Tags()["tensors"]:
            if tag.startswith("epoch_"):
                lengths[f"{part}/{tag}"] = len(log.Tensors(tag))
    return Log(tags=tuple(sorted(lengths)), epochs=min(lengths.values(), default=0))
