"""Everything that runs on Keras and TensorFlow, and the only place that imports them.

The settings below are read when TensorFlow and Keras start, and importing any module of this
package makes them first. The package itself imports neither.
"""

import os

WORKERS = min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2)
"""How many training runs go side by side. No result depends on it."""

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", str(WORKERS))
