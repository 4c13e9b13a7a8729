"""Everything that runs on Keras and TensorFlow, and the only place that imports them.

The settings below are read when TensorFlow and Keras start, and importing any module of this
package makes them first. The package itself imports neither.
"""

import os

WORKERS = min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2)
"""How many training runs go side by side. No result depends on it."""

LOG = "events.out.tfevents.0.report.v2"
"""What a log is called in its folder; TensorBoard knows one by the middle of its name."""

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["KERAS_HOME"] = os.devnull  # a keras.json in the home folder has no say
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", str(WORKERS))
