"""What training will take is told from what an epoch takes on this machine."""

import itertools
import time

import msgspec

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
