"""Measures: throughput, the cost of certified constants, and training against plain Keras.

Every training run is a process of its own, so that peak memory is its own and no run profits
from another's compilation; the jobs alternate, so that a change in the machine's load hits all.
"""

import datetime
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, get_args

import msgspec

from report import dataset
from report.bench import costs, machine
from report.results.benchmark import Benchmark, Memory, Spread, Training
from report.results.network import RECIPE
from report.timing import spread
from report.workspace import DEFAULT_SEEDS, ROOT

Job = Literal["plain", "one", "many"]
JOBS: tuple[Job, ...] = get_args(Job)
ROUNDS = 3


class Outcome(msgspec.Struct, frozen=True):
    """What one training job reports: seconds, test accuracy of the first seed, peak memory."""

    seconds: float
    accuracy: float
    peak_gib: float


def measure(rounds: int, *, full: bool, say: Callable[[str], object]) -> Benchmark:
    """Measure everything; ``full`` adds the solver's slowest case. ``say`` is told what runs."""
    from report.keras import throughput  # noqa: PLC0415 — TensorFlow loads only where it is used

    say("sigmoid against hard_sigmoid")
    speeds = throughput.measure()
    say("certified constants")
    constants = costs.measure(full=full)
    outcomes: dict[Job, list[Outcome]] = {job: [] for job in JOBS}
    for number in range(rounds):
        for job in JOBS if number % 2 == 0 else reversed(JOBS):
            say(f"training, round {number + 1} of {rounds}: {job}")
            outcomes[job].append(in_child(job))
    return Benchmark(
        date=datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        machine=machine.describe(),
        throughput=speeds,
        training=training(outcomes),
        constants=constants,
        memory=tuple(
            Memory(job, f"{max(outcome.peak_gib for outcome in outcomes[job]):.2f}") for job in JOBS
        ),
    )


def training(outcomes: dict[Job, list[Outcome]]) -> Training:
    """Sum up the training jobs, round by round."""
    seconds = {job: [outcome.seconds for outcome in outcomes[job]] for job in JOBS}
    return Training(
        epochs=RECIPE.epochs,
        many_seeds=DEFAULT_SEEDS,
        plain_seconds=spread(seconds["plain"]),
        one_seconds=spread(seconds["one"]),
        many_seconds=spread(seconds["many"]),
        one_ratio=_ratio(seconds["plain"], seconds["one"]),
        many_ratio=_ratio(seconds["plain"], seconds["many"]),
        plain_accuracy=f"{outcomes['plain'][0].accuracy:.4f}",
        one_accuracy=f"{outcomes['one'][0].accuracy:.4f}",
    )


def in_child(job: Job) -> Outcome:
    """Run one job in a process of its own.

    Plain Keras gets TensorFlow's own choice of threads, not the setting of our training.
    Raises RuntimeError with the end of its messages if the process fails.
    """
    environment = dict(os.environ)
    if job == "plain":
        environment |= {"TF_NUM_INTRAOP_THREADS": "0", "TF_NUM_INTEROP_THREADS": "0"}
    child = subprocess.run(  # noqa: S603 — our own module, with fixed arguments
        [sys.executable, "-m", "report.bench", "--job", job],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if child.returncode:
        raise RuntimeError(f"the job {job} failed:\n{child.stderr[-2000:]}")
    return msgspec.json.decode(child.stdout.splitlines()[-1], type=Outcome)


def run(job: Job) -> Outcome:
    """Train in this process; the time starts when the images are in memory."""
    from report.keras import timed, training  # noqa: PLC0415 — only the child needs TensorFlow

    images = dataset.load()
    start = time.perf_counter()
    if job == "plain":
        with tempfile.TemporaryDirectory() as folder:
            accuracy = timed.plain(images, 0, Path(folder))
    elif job == "one":
        accuracy = timed.ours(images, 0)
    else:
        found = training.train("cnn", images, range(DEFAULT_SEEDS)).training
        accuracy = found.runs[0].correct[-1] / found.test_images
    seconds = time.perf_counter() - start
    return Outcome(seconds, accuracy, _peak_gib())


def _ratio(plain: Sequence[float], ours: Sequence[float]) -> Spread:
    return spread([a / b for a, b in zip(plain, ours, strict=True)])


def _peak_gib() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**30 if sys.platform == "darwin" else 2**20)
