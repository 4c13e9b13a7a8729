"""What the installed frameworks do, found by running them and looking at what comes out.

Nothing here reads a framework's source: slopes are fitted to outputs, the exception is caught,
the old file is written in the old layout and loaded. The single documented fact, the slope that a
docstring states, is read from the docstring and kept apart.
"""

import importlib.metadata
import inspect
import logging
import platform
import re
import warnings
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, reference

from report.keras import old_lstm
from report.results.frameworks import (
    Frameworks,
    LayerCall,
    MeasuredSlope,
    OldLstm,
    TensorBoardState,
    Version,
)

Floats = NDArray[np.float64]

DISTRIBUTIONS = (
    *("tensorflow", "keras", "tensorboard", "numpy", "scipy", "onnx"),
    *("mpmath", "python-flint", "matplotlib", "jinja2", "weasyprint", "ziamath"),
)
_TENSORFLOW = ("tensorflow-cpu", "tensorflow")
_REACH, _POINTS = 6.0, 12001
_INSIDE = (0.05, 0.95)


def probe() -> Frameworks:
    """Run every probe."""
    return Frameworks(
        versions=versions(),
        slopes=slopes(),
        layer_call=layer_call(),
        tensorboard=tensorboard(),
        lstm=lstm(),
        docstring_slope=docstring_slope(inspect.getdoc(keras.ops.hard_sigmoid) or ""),
    )


def versions() -> tuple[Version, ...]:
    """Look up the versions of Python and of the distributions that the report speaks of."""
    installed = {name: importlib.metadata.version(_distribution(name)) for name in DISTRIBUTIONS}
    return tuple(
        Version(name, version)
        for name, version in {"python": platform.python_version(), **installed}.items()
    )


def slopes() -> tuple[MeasuredSlope, ...]:
    """Measure the hard sigmoids of the installed frameworks."""
    hard, sparse = keras.activations.hard_sigmoid, keras.activations.sparse_sigmoid
    ops = keras.ops.hard_sigmoid
    return (
        measure("keras", "keras.activations.hard_sigmoid", keras.__version__, _keras(hard)),
        measure("keras_ops", "keras.ops.hard_sigmoid", keras.__version__, _keras(ops)),
        measure(
            "keras_sparse", "keras.activations.sparse_sigmoid", keras.__version__, _keras(sparse)
        ),
        measure("onnx", "onnx.reference HardSigmoid", onnx.__version__, _onnx),
    )


def measure(
    id: str, name: str, version: str, function: Callable[[Floats], Floats]
) -> MeasuredSlope:
    """Fit a clipped line to the outputs of ``function`` on a fine grid.

    The line is the least-squares one through the outputs well inside (0, 1); the knees are where
    it meets 0 and 1. Raises ValueError if too few outputs lie there to fit a line.
    """
    x = np.linspace(-_REACH, _REACH, _POINTS)
    y = function(x)
    inside = (y > _INSIDE[0]) & (y < _INSIDE[1])
    if np.count_nonzero(inside) < 3:
        raise ValueError(f"{name}: too few outputs between 0 and 1 to measure a slope")
    slope, constant = np.polyfit(x[inside], y[inside], 1)
    deviation = np.max(np.abs(y - np.clip(slope * x + constant, 0, 1)))
    return MeasuredSlope(
        id=id,
        name=name,
        version=version,
        slope=f"{slope:.12f}",
        low_knee=f"{-constant / slope:.10f}",
        high_knee=f"{(1 - constant) / slope:.10f}",
        deviation=f"{deviation:.1e}",
    )


def layer_call() -> LayerCall:
    """Build a layer without a constructor of its own from a positional tuple, as the article does.

    The layer takes the difference of neighbouring pixels and its absolute value. Raises
    RuntimeError if Keras accepts the tuple after all.
    """

    class Difference(keras.layers.Layer):
        def call(self, images: Any) -> Any:  # noqa: ANN401 — a tensor of whichever backend
            return keras.ops.abs(images[:, :, 1:] - images[:, :, :-1])

    shape = (28, 28)
    try:
        Difference(shape)
    except TypeError as error:
        refusal = error
    else:
        raise RuntimeError("Keras accepted a positional tuple, which the report says it refuses")
    model = keras.Sequential([keras.Input(shape), Difference()])
    images = np.arange(2 * 28 * 28, dtype=np.float32).reshape(2, *shape) ** 2
    shown = keras.ops.convert_to_numpy(model(images))
    return LayerCall(
        error=type(refusal).__name__,
        message=str(refusal),
        mended_shape=tuple(model.output_shape[1:]),
        mended_matches=bool(np.array_equal(shown, np.abs(np.diff(images, axis=2)))),
    )


def tensorboard() -> TensorBoardState:
    """Ask TensorFlow's metadata whether it requires TensorBoard, and which one is installed."""
    distribution = _distribution("tensorflow")
    required = [
        requirement
        for requirement in importlib.metadata.requires(distribution) or []
        if re.match(r"tensorboard\b(?!-)", requirement) and "extra ==" not in requirement
    ]
    try:
        installed = importlib.metadata.version("tensorboard")
    except importlib.metadata.PackageNotFoundError:
        installed = None
    return TensorBoardState(tensorflow=distribution, required=bool(required), installed=installed)


def lstm() -> OldLstm:
    """Load an LSTM from a file of Keras 2's layout and compare it with NumPy's at both slopes."""
    weights, inputs = old_lstm.weights(), old_lstm.inputs()
    with _Heard() as heard:
        model = old_lstm.load(weights)
    outputs = np.asarray(model.predict_on_batch(inputs), dtype=np.float64)
    fifth, sixth = (old_lstm.run(weights, inputs, slope) for slope in (1 / 5, 1 / 6))
    return OldLstm(
        activation=model.layers[-1].get_config()["recurrent_activation"],
        units=old_lstm.UNITS,
        steps=old_lstm.STEPS,
        warnings=heard.count,
        distance_fifth=f"{np.max(np.abs(outputs - fifth)):.6g}",
        distance_sixth=f"{np.max(np.abs(outputs - sixth)):.1e}",
        change=f"{np.max(np.abs(fifth - sixth)) / np.max(np.abs(fifth)):.6g}",
    )


def docstring_slope(text: str) -> str | None:
    """Find the slope that a docstring states as a decimal factor of x, if it states one."""
    found = re.search(r"(\d+\.\d+)\s*\*\s*x", text)
    return found.group(1) if found else None


def _distribution(name: str) -> str:
    """The installed distribution that provides a package; TensorFlow has two."""
    if name != "tensorflow":
        return name
    for candidate in _TENSORFLOW:
        try:
            importlib.metadata.version(candidate)
        except importlib.metadata.PackageNotFoundError:
            continue
        return candidate
    raise ValueError("TensorFlow is not installed; run make report, which installs it")


def _keras(function: Callable[[Any], Any]) -> Callable[[Floats], Floats]:
    """Let a function of Keras take and return arrays, in double precision."""

    def run(x: Floats) -> Floats:
        tensor = keras.ops.convert_to_tensor(x, dtype="float64")
        return np.asarray(keras.ops.convert_to_numpy(function(tensor)))

    return run


def _onnx(x: Floats) -> Floats:
    """Evaluate HardSigmoid with no attribute given, so with its defaults."""
    kind = onnx.TensorProto.DOUBLE
    node = helper.make_node("HardSigmoid", ["x"], ["y"])
    ends = [helper.make_tensor_value_info(name, kind, [None]) for name in ("x", "y")]
    model = helper.make_model(helper.make_graph([node], "hard", ends[:1], ends[1:]))
    onnx.checker.check_model(model)
    (y,) = reference.ReferenceEvaluator(model).run(None, {"x": x})
    return np.asarray(y)


class _Heard(logging.Handler):
    """Counts the warnings given inside a with block, by Python or through logging.

    A record that passes through several loggers on its way up counts once.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._records: list[logging.LogRecord] = []
        self._filter = warnings.catch_warnings(record=True)
        self._caught: list[warnings.WarningMessage] | None = None

    @property
    def count(self) -> int:
        return len(self._records) + len(self._caught or ())

    def emit(self, record: logging.LogRecord) -> None:
        if record not in self._records:
            self._records.append(record)

    def __enter__(self) -> "_Heard":
        self._caught = self._filter.__enter__()
        warnings.simplefilter("always")
        for name in _LOGGERS:
            logging.getLogger(name).addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        for name in _LOGGERS:
            logging.getLogger(name).removeHandler(self)
        self._filter.__exit__(None, None, None)


_LOGGERS = ("", "absl", "tensorflow", "keras")
"""The root, and loggers that may not pass their records on to it."""
