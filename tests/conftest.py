"""For all tests: a browser, and under mutation the quickest first: the first to fall decides."""

import json
import os
import sys
from pathlib import Path

import pytest

from report import surroundings
from tests.browsing import started

DURATIONS = Path("mutmut-stats.json")
"""Seconds that each test took; mutmut writes it into the copy of the project that it works in."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the tests of one mutant by the time they take."""
    if os.environ.get("MUTANT_UNDER_TEST") and DURATIONS.exists():
        seconds = json.loads(DURATIONS.read_text(encoding="utf-8"))["duration_by_test"]
        items.sort(key=lambda item: seconds.get(item.nodeid, 0))


def pytest_configure() -> None:
    """Let no variable of another tool mislead the tests or what they start."""
    surroundings.settle(os.environ)
    if sys.flags.optimize:
        raise pytest.UsageError("python -O takes away assertions, the tests with them; go without")


@pytest.fixture(scope="module")
def browser():
    """Start the browser once."""
    with started() as browser:
        yield browser
