"""A tiny LSTM in a file of Keras 2's layout, and the same LSTM in NumPy with a stated slope.

The layout is that of Keras 2's HDF5 files: the model's configuration as JSON in an attribute, the
weights in groups by layer. The gates stand in the order input, forget, cell, output.
"""

import json
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import h5py
import keras
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

UNITS, STEPS, FEATURES, BATCH = 4, 12, 3, 16
_SEED = 2019
_SPREAD = 1.5
"""Standard deviation of weights and inputs: enough to drive the gates across their whole range."""


class Weights(NamedTuple):
    """Kernel (features, 4 units), recurrent kernel (units, 4 units), bias (4 units), float32."""

    kernel: Floats
    recurrent_kernel: Floats
    bias: Floats


def weights() -> Weights:
    """Draw the LSTM's weights; the same at every call."""
    random = np.random.default_rng(_SEED)
    shapes = ((FEATURES, 4 * UNITS), (UNITS, 4 * UNITS), (4 * UNITS,))
    return Weights(*(random.normal(0, _SPREAD, shape).astype(np.float32) for shape in shapes))


def inputs() -> Floats:
    """Draw input sequences, shape (batch, steps, features); the same at every call."""
    random = np.random.default_rng(_SEED + 1)
    return random.normal(0, _SPREAD, (BATCH, STEPS, FEATURES)).astype(np.float32)


def load(old: Weights) -> Any:  # noqa: ANN401 — keras ships no types
    """Write the LSTM as Keras 2 did, and load it with the installed Keras."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "old.h5"
        write(path, old)
        return keras.models.load_model(path, compile=False)


def write(path: Path, old: Weights) -> None:
    """Write the LSTM into an HDF5 file of Keras 2's layout."""
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = b"2.2.4"
        file.attrs["backend"] = b"tensorflow"
        file.attrs["model_config"] = json.dumps(_configuration()).encode()
        group = file.create_group("model_weights")
        group.attrs["keras_version"] = b"2.2.4"
        group.attrs["backend"] = b"tensorflow"
        group.attrs["layer_names"] = [b"input_1", b"lstm_1"]
        group.create_group("input_1").attrs["weight_names"] = []
        layer = group.create_group("lstm_1")
        names = {f"lstm_1/{name}:0": array for name, array in old._asdict().items()}
        layer.attrs["weight_names"] = [name.encode() for name in names]
        for name, array in names.items():
            layer.create_dataset(name, data=array)


def run(old: Weights, sequences: Floats, slope: float) -> NDArray[np.float64]:
    """Run the LSTM in double precision; its gates are clip(slope * x + 1/2, 0, 1).

    Returns the last output, shape (batch, units) (Hochreiter and Schmidhuber 1997, with the
    forget gate of Gers et al. 2000, as Keras 2 computes it).
    """
    kernel, recurrent, bias = (array.astype(np.float64) for array in old)
    output = cell = np.zeros((len(sequences), UNITS))
    for step in range(sequences.shape[1]):
        sums = sequences[:, step].astype(np.float64) @ kernel + output @ recurrent + bias
        entry, forget, candidate, exit_ = np.split(sums, 4, axis=1)
        cell = _gate(forget, slope) * cell + _gate(entry, slope) * np.tanh(candidate)
        output = _gate(exit_, slope) * np.tanh(cell)
    return output


def _gate(sums: NDArray[np.float64], slope: float) -> NDArray[np.float64]:
    return np.clip(slope * sums + 0.5, 0, 1)


def _configuration() -> dict[str, Any]:
    """The model's configuration as Keras 2 wrote it."""
    initializer = {"class_name": "Zeros", "config": {}}
    lstm = {
        "name": "lstm_1",
        "trainable": True,
        "return_sequences": False,
        "return_state": False,
        "go_backwards": False,
        "stateful": False,
        "unroll": False,
        "units": UNITS,
        "activation": "tanh",
        "recurrent_activation": "hard_sigmoid",
        "use_bias": True,
        "kernel_initializer": initializer,
        "recurrent_initializer": initializer,
        "bias_initializer": initializer,
        "unit_forget_bias": True,
        "kernel_regularizer": None,
        "recurrent_regularizer": None,
        "bias_regularizer": None,
        "activity_regularizer": None,
        "kernel_constraint": None,
        "recurrent_constraint": None,
        "bias_constraint": None,
        "dropout": 0.0,
        "recurrent_dropout": 0.0,
        "implementation": 1,
    }
    entry = {
        "batch_input_shape": [None, STEPS, FEATURES],
        "dtype": "float32",
        "sparse": False,
        "name": "input_1",
    }
    layers = [
        {"class_name": "InputLayer", "config": entry, "name": "input_1", "inbound_nodes": []},
        {
            "class_name": "LSTM",
            "config": lstm,
            "name": "lstm_1",
            "inbound_nodes": [[["input_1", 0, 0, {}]]],
        },
    ]
    ends = {"input_layers": [["input_1", 0, 0]], "output_layers": [["lstm_1", 0, 0]]}
    return {"class_name": "Model", "config": {"name": "model_1", "layers": layers, **ends}}
