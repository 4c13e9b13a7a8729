"""How long training will take on this machine: measured on one epoch, before it begins."""

import logging
import time

from msgspec.structs import replace

from report.dataset import Images
from report.keras import WORKERS, models, swap, training
from report.results.network import RECIPE, ModelId, Recipe

PER_SEED: tuple[ModelId, ...] = ("cnn", "mlp", "softmax")
"""The networks that have a run for every seed; the others have few."""


def seconds_per_seed(images: Images, recipe: Recipe = RECIPE) -> float:
    """Measure what one more seed costs, with as many runs side by side as the machine has cores."""
    return sum(_run(model, images, recipe) for model in PER_SEED) + _swap(images, recipe)


def _run(model: ModelId, images: Images, recipe: Recipe) -> float:
    """Train through two epochs; the first compiles as well, the second is what all others take."""
    ends: dict[int, float] = {}

    def note(_model: str, _seed: int, epoch: int, _epochs: int) -> None:
        ends[epoch] = time.monotonic()

    short, log = replace(recipe, epochs=2), logging.getLogger("tensorflow")
    before = log.level
    log.setLevel(logging.ERROR)  # it warns of graphs that serve so few calls
    try:
        training.train(model, images, range(WORKERS), recipe=short, progress=note)
    finally:
        log.setLevel(before)
    return (ends[2] - ends[1]) * recipe.epochs / WORKERS


def _swap(images: Images, recipe: Recipe) -> float:
    """Replace the sigmoid of one network, untrained, which takes as long as of a trained one."""
    network = models.build("mlp", 0, recipe)
    start = time.monotonic()
    swap.swap([network.get_weights()], images, {}, recipe)
    return time.monotonic() - start
