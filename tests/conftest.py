"""For all tests: which ones are deep, a browser, and surroundings that mislead nobody.

Under mutation the quickest come first: the first to fall decides.
"""

import fcntl
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

from report import slopes, surroundings, workspace
from report.results.slopes import Slopes
from tests.browsing import CHROMIUM, started
from tests.forecast import Forecast

HERE = Path(__file__).parent
DEEP = ("builds", "keras")
"""Folders whose tests build whole reports or train networks."""
DURATIONS = Path("mutmut-stats.json")
"""Seconds that each test took; mutmut writes it into the copy of the project that it works in."""
CHOICES = ("DATA", "SEEDS", "SITE_URL", "PORT", "SOURCE_DATE_EPOCH")
"""Variables by which a build is steered, set in a shell in which a report was built."""
MOST = 8
"""Processes at most: each may need two gigabytes while it trains."""

surroundings.settle(os.environ)
for name in list(os.environ):
    if name in CHOICES or name.startswith(("KERAS_", "TF_", "PIP_")):
        del os.environ[name]

# A shell lets what it runs in the background ignore Ctrl-C, and so would what the tests interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Examples are not drawn anew each time, and may take long: the machine may have other work.
hypothesis.settings.register_profile(
    "alike",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("alike")


def pytest_configure(config: pytest.Config) -> None:
    """Tell how long it will take, once, whatever the number of processes."""
    if sys.flags.optimize:
        raise pytest.UsageError("python -O takes away assertions, the tests with them; go without")
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Forecast(config))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Take the cores that this process may use, unless the user has chosen."""
    chosen = os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS", "")
    allowed = getattr(os, "sched_getaffinity", lambda _: range(os.cpu_count() or 1))
    return int(chosen) if chosen.isdecimal() else min(MOST, len(allowed(0)))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even import what is deep where none of it is wanted: TensorFlow takes its time."""
    return True if config.getoption("markexpr") == "not deep" and deep(collection_path) else None


@pytest.hookimpl(tryfirst=True)  # marks are chosen from after this
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is deep; order the tests of one mutant by the time they take."""
    for item in items:
        browsing = item.get_closest_marker("browser") is not None
        if browsing or deep(item.path):
            item.add_marker(pytest.mark.deep)
        # Where changes are judged, nothing is skipped.
        if browsing and CHROMIUM is None and not os.environ.get("CI"):
            item.add_marker(pytest.mark.skip(reason="there is no chromium on this machine"))
    if os.environ.get("MUTANT_UNDER_TEST") and DURATIONS.exists():
        seconds = json.loads(DURATIONS.read_text(encoding="utf-8"))["duration_by_test"]
        items.sort(key=lambda item: seconds.get(item.nodeid, 0))


def deep(path: Path) -> bool:
    """Whether a file belongs to a folder of deep tests."""
    return any(path.is_relative_to(HERE / folder) for folder in DEEP)


@pytest.fixture(scope="session")
def once(request, tmp_path_factory):
    """Return a function that has a folder filled by the first process to come.

    Those that test side by side with it wait, and find the folder filled.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(request.config, "workerinput") else base

    def filled(name: str, fill: Callable[[Path], object]) -> Path:
        folder: Path = shared / name
        with folder.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                folder.mkdir()
                fill(folder)
        return folder

    return filled


@pytest.fixture(scope="session")
def solved_slopes(once) -> Slopes:
    """Solve for every slope that the report needs, once for all."""

    def solve(folder: Path) -> None:
        workspace.save(folder / "slopes.json", slopes.solve())

    return workspace.load(once("slopes", solve) / "slopes.json", Slopes)


@pytest.fixture(scope="module")
def browser():
    """Start the browser once."""
    with started() as browser:
        yield browser
