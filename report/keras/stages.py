"""The stages of training that a build runs, each on its own and each a pure function of its input.

`results.network.Network` is put together from what they return by `report.keras.assembly`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from report.cache import Cache
from report.dataset import Images
from report.keras import kept, layer, logs, models, orders, portrait, swap, sweep, training
from report.results.network import (
    RECIPE,
    Cnn,
    Mlp,
    ModelId,
    Orders,
    Prewitt,
    Recipe,
    SlopeTraining,
    Training,
)

RAW_DIVISOR = 1


@dataclass(frozen=True)
class Way:
    """How a stage trains: its recipe, whom it tells of its progress, and where runs are kept.

    With a cache, only the seeds that are not in it are trained.
    """

    recipe: Recipe = RECIPE
    progress: training.Progress = training.silent
    cache: Cache | None = None


PLAIN = Way()


def prewitt(images: Images) -> Prewitt:
    """Inspect the fixed layer."""
    return layer.inspect(images)


def cnn(
    images: Images,
    seeds: Sequence[int],
    log_dir: Path,
    way: Way = PLAIN,
) -> Cnn:
    """Train the article's network; the first seed's run is logged and looked at closely."""
    trained = _runs("cnn", images, seeds, way)
    network = models.build("cnn", seeds[0], way.recipe)
    network.set_weights(trained.weights[0])
    logs.write(network, trained.training, trained.training.runs[0], log_dir / "cnn", way.recipe)
    return Cnn(
        training=trained.training,
        portrait=portrait.portrait(network, images, seeds[0], way.recipe),
        log=logs.read(log_dir / "cnn"),
    )


def mlp(
    images: Images,
    seeds: Sequence[int],
    log_dir: Path,
    marks: Mapping[str, str],
    way: Way = PLAIN,
) -> Mlp:
    """Train the title's network, then replace its sigmoid; ``marks`` names slopes of interest."""
    trained = _runs("mlp", images, seeds, way)
    _log("mlp", trained.training, log_dir, way.recipe)
    return Mlp(
        training=trained.training,
        swap=swap.swap(trained.weights, images, marks, way.recipe),
    )


def baseline(
    model: ModelId,
    images: Images,
    seeds: Sequence[int],
    log_dir: Path,
    way: Way = PLAIN,
) -> Training:
    """Train softmax regression ("softmax") or the learned filters ("learned")."""
    found = _runs(model, images, seeds, way).training
    _log(model, found, log_dir, way.recipe)
    return found


def raw(
    images: Images,
    seeds: Sequence[int],
    way: Way = PLAIN,
) -> Training:
    """Train the article's network on pixels that nobody has scaled."""
    unscaled = msgspec.structs.replace(way.recipe, divisor=RAW_DIVISOR)
    return _runs("cnn", images, seeds, replace(way, recipe=unscaled)).training


def crossed_orders(
    images: Images,
    seeds: Sequence[int],
    way: Way = PLAIN,
) -> Orders:
    """Find out what makes runs differ; trains ``len(seeds)`` squared runs."""
    return orders.cross(images, seeds, recipe=way.recipe, progress=way.progress)


def slopes(
    images: Images,
    seeds: Sequence[int],
    marks: Mapping[str, str],
    way: Way = PLAIN,
) -> tuple[SlopeTraining, ...]:
    """Train the title's network with each marked slope from the start."""
    return tuple(_slope(images, seeds, mark, slope, way) for mark, slope in marks.items())


def _slope(images: Images, seeds: Sequence[int], mark: str, slope: str, way: Way) -> SlopeTraining:
    def new(missing: Sequence[int]) -> training.Trained:
        return training.train(
            "mlp",
            images,
            missing,
            recipe=way.recipe,
            activation=models.hard_sigmoid(float(slope)),
            progress=lambda _, *rest: way.progress(f"mlp {mark}", *rest),
        )

    found = _kept(f"mlp-{slope}", images, seeds, way, new).training
    return SlopeTraining(
        mark=mark,
        slope=slope,
        epochs=found.epochs,
        correct=tuple(run.correct for run in found.runs),
        accuracy=found.accuracy,
    )


def _runs(model: ModelId, images: Images, seeds: Sequence[int], way: Way) -> training.Trained:
    def new(missing: Sequence[int]) -> training.Trained:
        return sweep.train(model, images, missing, recipe=way.recipe, progress=way.progress)

    return _kept(model, images, seeds, way, new)


def _kept(
    name: str, images: Images, seeds: Sequence[int], way: Way, new: kept.Train
) -> training.Trained:
    """Train the seeds that the cache does not have; ``name`` tells the network apart."""
    if way.cache is None:
        return new(seeds)
    network = kept.Network(name, way.recipe, images, way.cache)
    return kept.train(network, seeds, new)


def _log(model: ModelId, found: Training, log_dir: Path, recipe: Recipe) -> None:
    network = models.build(model, found.runs[0].seed, recipe)
    logs.write(network, found, found.runs[0], log_dir / model, recipe)
