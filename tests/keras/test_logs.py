"""TensorBoard shows the curves of the run that was trained."""

import msgspec
import pytest
import tensorflow as tf
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from report.keras import LOG, logs, models, training
from report.results.network import RECIPE

RECIPE_12 = msgspec.structs.replace(RECIPE, epochs=12)  # more than the reader keeps by default


@pytest.fixture(scope="module")
def logged(images, tmp_path_factory):
    """Return a softmax regression's record, and the folder of its log."""
    folder = tmp_path_factory.mktemp("log") / "softmax"
    found = training.train("softmax", images, [0, 1], recipe=RECIPE_12).training
    logs.write(models.build("softmax", 0), found, found.runs[0], folder, RECIPE_12)
    return found, folder


def curve(folder, tag):
    """Return the steps and the values of one curve, by TensorBoard's reader."""
    events = EventAccumulator(str(folder), {"tensors": 0}).Reload().Tensors(tag)
    values = [float(tf.make_ndarray(event.tensor_proto)) for event in events]
    return [event.step for event in events], values


@pytest.mark.parametrize(
    ("part", "tag", "values"),
    [
        ("train", "epoch_loss", lambda run: [float(x) for x in run.loss]),
        ("train", "epoch_accuracy", lambda run: [x / 1050 for x in run.hits]),
        ("train", "epoch_learning_rate", lambda _: [0.1] * 12),
        ("validation", "epoch_loss", lambda run: [float(x) for x in run.test_loss]),
        ("validation", "epoch_accuracy", lambda run: [x / 300 for x in run.correct]),
    ],
)
def test_tensorboard_reads_every_epoch(logged, part, tag, values):
    """Each curve has one value an epoch, equal to the first run's record to float32."""
    found, folder = logged
    steps, read = curve(folder / part, tag)
    assert steps == list(range(12))
    assert read == pytest.approx(values(found.runs[0]), rel=1e-6)


def test_the_report_counts_the_epochs(logged):
    """What the report says of the log is what is in it."""
    found = logs.read(logged[1])
    assert found.epochs == 12
    assert set(found.tags) >= {"train/epoch_loss", "validation/epoch_accuracy"}


def test_an_older_log_is_replaced(logged):
    """Writing again leaves one curve, not two on top of each other."""
    found, folder = logged
    logs.write(models.build("softmax", 0), found, found.runs[0], folder, RECIPE_12)
    assert len(list((folder / "train").iterdir())) == 1
    assert len(curve(folder / "train", "epoch_loss")[0]) == 12


def test_the_same_run_leaves_the_same_bytes(logged, tmp_path):
    """Neither the time, nor the machine, nor what the process did before is in the log."""
    found, folder = logged
    models.build("learned", 3)
    logs.write(models.build("softmax", 0), found, found.runs[0], tmp_path, RECIPE_12)
    for part in ("train", "validation"):
        (first,), (second,) = (list((log / part).iterdir()) for log in (folder, tmp_path))
        assert first.name == second.name == LOG
        assert first.read_bytes() == second.read_bytes()


def test_no_log_has_no_epochs(tmp_path):
    """A folder without a log counts no epochs, so a claim about it fails."""
    (tmp_path / "train").mkdir()
    (tmp_path / "validation").mkdir()
    assert logs.read(tmp_path).epochs == 0
