"""What training will take is told from what an epoch takes on this machine."""

import itertools
import time

import msgspec
import pytest

from report.keras import WORKERS, pace
from report.results.network import RECIPE


def test_a_seed_costs_its_epochs_on_every_network_and_one_swap(images, monkeypatch):
    """By a clock that advances a second whenever it is read, all of it can be counted."""
    ticks = itertools.count()
    monkeypatch.setattr(time, "monotonic", lambda: float(next(ticks)))
    recipe = msgspec.structs.replace(RECIPE, epochs=15)
    found = pace.seconds_per_seed(images, recipe)
    swap = 1  # the clock is read once before and once after
    runs = len(pace.PER_SEED) * 15 / WORKERS
    assert runs + swap <= found <= runs * (2 * WORKERS - 1) + swap  # runs side by side share ticks


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.4, "0 seconds"), (119, "119 seconds"), (120, "2 minutes"), (7300, "2 hours")],
)
def test_times_are_said_in_a_unit_that_suits_them(seconds, said):
    """The largest unit of which there are two and more."""
    assert pace.spoken(seconds) == said


def test_long_times_are_said_in_days_and_years():
    """A million runs are no matter of seconds."""
    assert pace.spoken(20 * 86_400) == "20 days"
    assert pace.spoken(1e9) == "32 years"
