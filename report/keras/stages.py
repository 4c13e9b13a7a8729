"""The stages of training that a build runs, each on its own and each a pure function of its input.

`results.network.Network` is put together from what they return by `report.keras.assembly`.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from report.dataset import Images
from report.keras import layer, logs, models, orders, portrait, swap, sweep, training
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


def prewitt(images: Images) -> Prewitt:
    """Inspect the fixed layer."""
    return layer.inspect(images)


def cnn(
    images: Images,
    seeds: Sequence[int],
    log_dir: Path,
    *,
    progress: training.Progress = training.silent,
    recipe: Recipe = RECIPE,
) -> Cnn:
    """Train the article's network; the first seed's run is logged and looked at closely."""
    trained = sweep.train("cnn", images, seeds, recipe=recipe, progress=progress)
    network = models.build("cnn", seeds[0], recipe)
    network.set_weights(trained.weights[0])
    logs.write(network, trained.training, trained.training.runs[0], log_dir / "cnn", recipe)
    return Cnn(
        training=trained.training,
        portrait=portrait.portrait(network, images, seeds[0], recipe),
        log=logs.read(log_dir / "cnn"),
    )


def mlp(  # noqa: PLR0913 — two have defaults
    images: Images,
    seeds: Sequence[int],
    log_dir: Path,
    marks: Mapping[str, str],
    *,
    progress: training.Progress = training.silent,
    recipe: Recipe = RECIPE,
) -> Mlp:
    """Train the title's network, then replace its sigmoid; ``marks`` names slopes of interest."""
    trained = sweep.train("mlp", images, seeds, recipe=recipe, progress=progress)
    _log("mlp", trained.training, log_dir, recipe)
    return Mlp(
        training=trained.training,
        swap=swap.swap(trained.weights, images, marks, recipe),
    )


def baseline(  # noqa: PLR0913 — two have defaults
    model: ModelId,
    images: Images,
    seeds: Sequence[int],
    log_dir: Path,
    *,
    progress: training.Progress = training.silent,
    recipe: Recipe = RECIPE,
) -> Training:
    """Train softmax regression ("softmax") or the learned filters ("learned")."""
    found = sweep.train(model, images, seeds, recipe=recipe, progress=progress).training
    _log(model, found, log_dir, recipe)
    return found


def raw(
    images: Images,
    seeds: Sequence[int],
    *,
    progress: training.Progress = training.silent,
    recipe: Recipe = RECIPE,
) -> Training:
    """Train the article's network on pixels that nobody has scaled."""
    unscaled = msgspec.structs.replace(recipe, divisor=RAW_DIVISOR)
    return training.train("cnn", images, seeds, recipe=unscaled, progress=progress).training


def crossed_orders(
    images: Images,
    seeds: Sequence[int],
    *,
    progress: training.Progress = training.silent,
    recipe: Recipe = RECIPE,
) -> Orders:
    """Find out what makes runs differ; trains ``len(seeds)`` squared runs."""
    return orders.cross(images, seeds, recipe=recipe, progress=progress)


def slopes(
    images: Images,
    seeds: Sequence[int],
    marks: Mapping[str, str],
    *,
    progress: training.Progress = training.silent,
    recipe: Recipe = RECIPE,
) -> tuple[SlopeTraining, ...]:
    """Train the title's network with each marked slope from the start."""
    return tuple(
        _slope(images, seeds, mark=mark, slope=slope, progress=progress, recipe=recipe)
        for mark, slope in marks.items()
    )


def _slope(  # noqa: PLR0913 — all of its caller's
    images: Images,
    seeds: Sequence[int],
    *,
    mark: str,
    slope: str,
    progress: training.Progress,
    recipe: Recipe,
) -> SlopeTraining:
    found = training.train(
        "mlp",
        images,
        seeds,
        recipe=recipe,
        activation=models.hard_sigmoid(float(slope)),
        progress=lambda _, *rest: progress(f"mlp {mark}", *rest),
    ).training
    return SlopeTraining(
        mark=mark,
        slope=slope,
        epochs=found.epochs,
        correct=tuple(run.correct for run in found.runs),
        accuracy=found.accuracy,
    )


def _log(model: ModelId, found: Training, log_dir: Path, recipe: Recipe) -> None:
    network = models.build(model, found.runs[0].seed, recipe)
    logs.write(network, found, found.runs[0], log_dir / model, recipe)
