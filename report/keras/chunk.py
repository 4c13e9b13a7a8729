"""One chunk of a sweep, as a worker process trains it.

Importing this module does not start TensorFlow; the worker does, and keeps its greeting quiet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from report import quiet
from report.dataset import Bytes, Images
from report.results.network import ModelId, Recipe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.keras.training import Trained


def train(model: ModelId, seeds: Sequence[int], recipe: Recipe, **arrays: Bytes) -> Trained:
    """Train one run a seed, one after the other: other chunks keep the other cores busy.

    ``arrays`` are the four of `report.dataset.Images`, by name.
    """
    with quiet.start():
        from report.keras import training  # noqa: PLC0415 — see above
    images = Images(name="", hashes={}, sha256="", **arrays)  # training reads the arrays alone
    return training.train(model, images, seeds, recipe=recipe, workers=1)
