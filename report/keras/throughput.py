"""Throughput of the sigmoid and of the hard sigmoid, on four engines, over array sizes.

The hard sigmoid is the article's, clip(x/5 + 1/2, 0, 1), written as Keras 2 wrote it; the sigmoid
is each engine's own. Both are timed in turn, in alternating order, so that a change in the
machine's load hits both; only their ratio is worth carrying to another machine.
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from report.results.benchmark import Engine, Throughput
from report.timing import spread

SIZES = (1_024, 16_384, 262_144, 4_194_304)
RUNS = 31
_SHORTEST = 0.004
"""Seconds that one timing should at least take, so that the clock does not tell."""

Array = NDArray[np.float32]
Function = Callable[[Any], Any]


def measure(sizes: tuple[int, ...] = SIZES, runs: int = RUNS) -> tuple[Throughput, ...]:
    """Time both functions on every engine at every size (float32, standard normal inputs)."""
    random = np.random.default_rng(0)
    arrays = [random.standard_normal(size, dtype=np.float32) for size in sizes]
    return tuple(
        compare(engine, array, runs)
        for engine in ("numpy", "eager", "graph", "xla")
        for array in arrays
    )


def compare(engine: Engine, array: Array, runs: int) -> Throughput:
    """Time both functions on one engine and one array, alternating."""
    smooth, hard = pair(engine)
    x = array if engine == "numpy" else tf.constant(array)
    repeats = [_repeats(function, x) for function in (smooth, hard)]
    times: tuple[list[float], list[float]] = ([], [])
    for run in range(runs):
        for which in (0, 1) if run % 2 == 0 else (1, 0):
            times[which].append(_seconds((smooth, hard)[which], x, repeats[which]))
    ratios = [a / b for a, b in zip(*times, strict=True)]
    rates = [len(array) / np.median(series) / 1e6 for series in times]
    return Throughput(
        engine=engine,
        size=len(array),
        ratio=spread(ratios),
        sigmoid_rate=f"{rates[0]:.4g}",
        hard_sigmoid_rate=f"{rates[1]:.4g}",
    )


def pair(engine: Engine) -> tuple[Function, Function]:
    """Give the sigmoid and the hard sigmoid of one engine."""
    if engine == "numpy":
        return _numpy_sigmoid, _numpy_hard_sigmoid
    if engine == "eager":
        return tf.sigmoid, _hard_sigmoid
    compiled = engine == "xla"
    return (
        tf.function(tf.sigmoid, jit_compile=compiled),
        tf.function(_hard_sigmoid, jit_compile=compiled),
    )


def _numpy_sigmoid(x: Array) -> Array:
    one = np.float32(1)
    return one / (one + np.exp(-x))


def _numpy_hard_sigmoid(x: Array) -> Array:
    return np.asarray(np.clip(x * np.float32(0.2) + np.float32(0.5), 0, 1))


def _hard_sigmoid(x: tf.Tensor) -> tf.Tensor:
    return tf.clip_by_value(0.2 * x + 0.5, 0.0, 1.0)


def _repeats(function: Function, x: object) -> int:
    """Find how many calls make a timing long enough; also warms up and compiles."""
    function(x)
    once = min(_seconds(function, x, 1) for _ in range(5))
    return max(1, int(_SHORTEST / once))


def _seconds(function: Function, x: object, repeats: int) -> float:
    """Time one call, averaged over ``repeats``; TensorFlow on a CPU returns when it is done."""
    start = time.perf_counter()
    for _ in range(repeats):
        function(x)
    return (time.perf_counter() - start) / repeats
