"""How TensorFlow runs here: one thread an operation, runs side by side, the same bytes always.

An operation that is split over threads may add in another order and so round otherwise. Runs
side by side cannot disturb each other, and keep the cores as busy.
"""

import contextlib
import sys

import tensorflow as tf

from report.keras import WORKERS


def prepare() -> None:
    """Set threads and determinism, before anything is computed with TensorFlow.

    When TensorFlow has already started, the environment has set one thread an operation (see
    the package), so every bit stays the same; runs then only share the cores less well.
    """
    with contextlib.suppress(RuntimeError):
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(WORKERS)
    tf.config.experimental.enable_op_determinism()
    # TensorFlow imports what it generates from the folder for temporary files, and Python would
    # leave the compiled form of it there for good.
    sys.dont_write_bytecode = True
