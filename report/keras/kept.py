"""Runs kept from build to build, so that more seeds train only what is new.

A run depends on its seed, the recipe, the images and the code, and not on the runs beside it
(`report.keras.sweep`); what is kept is therefore, bit for bit, what training would give.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from report.cache import Cache
from report.dataset import Images
from report.keras.training import Trained, Weights, summarise
from report.results.network import Architecture, Recipe, Run

Train = Callable[[Sequence[int]], Trained]
"""Trains one run a seed."""


class Entry(msgspec.Struct, frozen=True):
    """A run and the network it belongs to; its weights travel as arrays."""

    architecture: Architecture
    run: Run


@dataclass(frozen=True)
class Network:
    """Everything that a run depends on besides its seed and the code, and where runs are kept.

    ``name`` tells networks apart that share a recipe: the model with its activation.
    """

    name: str
    recipe: Recipe
    images: Images
    cache: Cache

    @property
    def key(self) -> str:
        """Recipe and images as text."""
        return f"{self.images.sha256} {msgspec.json.encode(self.recipe).decode()}"

    def slot(self, seed: int) -> str:
        """Name the file of a run."""
        return f"{self.name}-{self.recipe.divisor}-{seed}.npz"


def train(network: Network, seeds: Sequence[int], new: Train) -> Trained:
    """Return all runs, in the order of ``seeds``; those not kept are trained with ``new``."""
    kept = {seed: network.cache.find(network.slot(seed), network.key) for seed in seeds}
    found = {seed: _read(content) for seed, content in kept.items() if content is not None}
    if missing := [seed for seed in seeds if seed not in found]:
        trained = new(missing)
        runs = zip(missing, trained.training.runs, trained.weights, strict=True)
        for seed, run, weights in runs:
            found[seed] = Entry(trained.training.architecture, run), weights
            network.cache.keep(network.slot(seed), network.key, _written(*found[seed]))
    entries = [found[seed] for seed in seeds]
    summary = summarise(
        entries[0][0].architecture, tuple(entry.run for entry, _ in entries), network.images
    )
    return Trained(summary, tuple(weights for _, weights in entries))


def _written(entry: Entry, weights: Weights) -> bytes:
    file = io.BytesIO()
    record = np.frombuffer(msgspec.json.encode(entry), np.uint8)
    np.savez(file, record, *weights)
    return file.getvalue()


def _read(content: bytes) -> tuple[Entry, Weights]:
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        record, *weights = (file[name] for name in file.files)
    return msgspec.json.decode(record.tobytes(), type=Entry), weights
