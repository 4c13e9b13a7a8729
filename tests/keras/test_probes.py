"""Live probes: what is measured is what the function does, whatever its name or text says."""

import importlib.metadata
import inspect
import logging
import re
import warnings
from collections.abc import Callable
from pathlib import Path

import h5py
import keras
import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from report import survey
from report.keras import old_lstm, probes
from report.numbers import frameworks as framework_numbers
from report.results.frameworks import Frameworks

Floats = NDArray[np.float64]


@pytest.fixture(scope="module")
def found() -> Frameworks:
    return probes.probe()


@pytest.mark.parametrize("slope", [1 / 2, 1 / 4, 1 / 5, 0.19233122267801, 1 / 6])
def test_a_clipped_line_is_measured_as_it_is(slope: float) -> None:
    """Slope and knees of a known clipped line come back, and nothing deviates from it."""
    measured = probes.measure("own", "own", "0", lambda x: np.clip(slope * x + 0.5, 0, 1))
    assert float(measured.slope) == pytest.approx(slope, abs=1e-11)
    assert float(measured.low_knee) == pytest.approx(-0.5 / slope, abs=1e-9)
    assert float(measured.high_knee) == pytest.approx(0.5 / slope, abs=1e-9)
    assert float(measured.deviation) < 1e-14


def test_a_curve_is_not_taken_for_a_clipped_line() -> None:
    """The smooth sigmoid shows as a deviation, not as a hard sigmoid of some slope."""
    measured = probes.measure("own", "own", "0", lambda x: 1 / (1 + np.exp(-x)))
    assert float(measured.deviation) > 0.02


@pytest.mark.parametrize("function", [np.zeros_like, lambda x: np.where(x < 0, 0.0, 1.0)])
def test_what_has_no_slope_is_refused(function: Callable[[Floats], Floats]) -> None:
    """A function without values between 0 and 1 is an error, not a slope."""
    with pytest.raises(ValueError, match="own: too few outputs between 0 and 1"):
        probes.measure("own", "own", "0", function)


def test_installed_frameworks_have_the_stated_slopes(found: Frameworks) -> None:
    """Every framework of the survey that can be run here has the slope the table states."""
    surveyed = survey.survey(survey.load(), found)
    probed = [entry for entry in surveyed.frameworks if entry.probe is not None]
    assert {entry.id for entry in probed} == {"keras", "keras_sparse", "onnx"}
    assert surveyed.agrees


def test_keras_gates_are_a_sixth_at_single_points() -> None:
    """keras.activations.hard_sigmoid takes 1 to 2/3 and 2.5 to 11/12, as no slope but 1/6 does."""
    outputs = keras.ops.convert_to_numpy(
        keras.activations.hard_sigmoid(keras.ops.convert_to_tensor([1.0, 2.5, -3.0]))
    )
    assert outputs == pytest.approx([2 / 3, 11 / 12, 0], abs=1e-6)


def test_the_docstring_example_prints_what_keras_does_not_compute(found: Frameworks) -> None:
    """keras.ops.hard_sigmoid's docstring states a slope that its own outputs contradict."""
    text = inspect.getdoc(keras.ops.hard_sigmoid) or ""
    assert found.docstring_slope is None or found.docstring_slope in text
    if found.docstring_slope is not None:
        assert float(found.docstring_slope) != pytest.approx(float(found.slope("keras_ops").slope))


def test_a_docstring_without_a_slope_states_none() -> None:
    """Only a decimal factor of x counts as a stated slope."""
    assert probes.docstring_slope("`(x/6) + 0.5` if `-3 < x < 3`") is None
    assert probes.docstring_slope("`0.25 * x + 0.5`, clipped") == "0.25"


def test_the_layer_call_is_refused_and_mended(found: Frameworks) -> None:
    """Keras refuses the positional tuple; without it the layer computes what NumPy does."""
    call = found.layer_call
    assert call.error == "TypeError"
    assert re.search(r"takes 1 positional argument but 2 were given", call.message)
    assert call.mended_shape == (28, 27)
    assert call.mended_matches


def test_tensorflow_does_not_bring_tensorboard(found: Frameworks) -> None:
    """TensorBoard is installed, and none of TensorFlow's requirements brought it."""
    names = {
        re.split(r"[^\w-]", line)[0].lower()
        for line in importlib.metadata.requires(found.tensorboard.tensorflow) or []
    }
    assert found.tensorboard.required is ("tensorboard" in names)
    assert not found.tensorboard.required
    assert found.tensorboard.installed == importlib.metadata.version("tensorboard")


@pytest.mark.parametrize(
    ("requirement", "required"),
    [
        ("tensorboard~=2.20.0", True),
        ("tensorboard (>=2.8,<2.9)", True),
        ("tensorboard; extra == 'all'", False),
        ("tensorboard-data-server<0.8", False),
        ("numpy>=1.26", False),
    ],
)
def test_requirements_are_told_apart(
    monkeypatch: pytest.MonkeyPatch, requirement: str, required: bool
) -> None:
    """A requirement of TensorBoard counts; an optional one or a similar name does not."""
    monkeypatch.setattr(importlib.metadata, "requires", lambda _: [requirement])
    assert probes.tensorboard().required is required


def test_the_old_file_runs_at_the_new_slope(found: Frameworks) -> None:
    """An LSTM saved in Keras 2's layout loads without a word and computes another function."""
    lstm = found.lstm
    assert lstm.activation == "hard_sigmoid"
    assert lstm.warnings == 0
    assert float(lstm.distance_sixth) < 1e-5
    assert float(lstm.distance_fifth) > 0.01
    assert float(lstm.change) > 0.01


def test_the_numpy_lstm_is_keras_lstm() -> None:
    """With the slope given explicitly, Keras' LSTM and ours agree at 1/5 as well as at 1/6."""
    weights, inputs = old_lstm.weights(), old_lstm.inputs()
    for slope in (1 / 5, 1 / 6):
        layer = keras.layers.LSTM(
            old_lstm.UNITS,
            recurrent_activation=lambda x, slope=slope: keras.ops.clip(slope * x + 0.5, 0, 1),
        )
        layer.build(inputs.shape)
        layer.set_weights(list(weights))
        outputs = keras.ops.convert_to_numpy(layer(inputs))
        assert np.max(np.abs(outputs - old_lstm.run(weights, inputs, slope))) < 1e-5


def test_the_old_file_holds_the_weights_in_the_old_layout(tmp_path: Path) -> None:
    """The file names Keras 2, the layer, its activation, and its three arrays."""
    weights = old_lstm.weights()
    old_lstm.write(tmp_path / "old.h5", weights)
    with h5py.File(tmp_path / "old.h5") as file:
        assert file.attrs["keras_version"] == "2.2.4"
        assert '"recurrent_activation": "hard_sigmoid"' in file.attrs["model_config"]
        layer = file["model_weights/lstm_1"]
        names = [str(name) for name in layer.attrs["weight_names"]]
        assert names == ["lstm_1/kernel:0", "lstm_1/recurrent_kernel:0", "lstm_1/bias:0"]
        for name, array in zip(names, weights, strict=True):
            assert np.array_equal(layer[name][()], array)


@pytest.mark.parametrize(("by_python", "logged"), [(0, 0), (1, 0), (0, 1), (2, 3)])
def test_warnings_are_heard(by_python: int, logged: int) -> None:
    """Warnings through either channel are counted, each once, and only inside the block."""
    speaker = logging.getLogger("absl")
    with probes._Heard() as heard:
        for number in range(by_python):
            warnings.warn(f"warning {number}", UserWarning, stacklevel=1)
        for _ in range(logged):
            speaker.warning("through logging")
    speaker.warning("too late")
    assert heard.count == by_python + logged


def test_results_survive_being_written_and_read(found: Frameworks) -> None:
    """The results are the same after JSON, and every number is a plain decimal with its own id."""
    assert msgspec.json.decode(msgspec.json.encode(found), type=Frameworks, strict=True) == found
    numbers = framework_numbers.numbers(found)
    assert len({number.id for number in numbers}) == len(numbers)
    for number in numbers:
        assert re.fullmatch(r"-?\d+(\.\d+)?", number.value), number.id
    values = {number.id: float(number.value) for number in numbers}
    assert values["frameworks.keras.slope_distance_from_fifth"] == pytest.approx(1 / 30, abs=1e-9)
    assert values["frameworks.onnx.slope_distance_from_fifth"] < 1e-8
    assert values["frameworks.keras.width"] == pytest.approx(6, abs=1e-9)
