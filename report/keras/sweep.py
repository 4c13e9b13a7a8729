"""More runs than one process should hold: chunks of seeds, each trained in a process of its own.

Every chunk is one call of `report.keras.training`, so a run is the same, bit for bit, whichever
chunk it falls into. joblib hands the chunks out: to processes on this machine, or, through its
Dask backend, to a cluster (joblib's user guide, "Embarrassingly parallel for loops"; Dask's, on
joblib)::

    from dask.distributed import Client
    from joblib import parallel_config
    from report import dataset
    from report.keras import sweep

    with Client("scheduler:8786"), parallel_config(backend="dask"):
        trained = sweep.train("cnn", dataset.load(), range(1000))

Give each Dask worker one thread and as many workers as the machine has cores. A cluster of unlike
processors may round differently from machine to machine. An interrupted sweep leaves nothing
behind: what it had finished could no longer be told from the work of older code.
"""

from collections.abc import Sequence
from itertools import chain

import joblib

from report.dataset import FIELDS, Images
from report.keras import WORKERS, training
from report.keras.chunk import train as train_chunk
from report.results.network import RECIPE, ModelId, Recipe

CHUNK = 25  # runs that make reading the images anew and starting a process worth while


def train(  # noqa: PLR0913 — all but three are named choices with a default
    model: ModelId,
    images: Images,
    seeds: Sequence[int],
    *,
    chunk: int = CHUNK,
    recipe: Recipe = RECIPE,
    progress: training.Progress = training.silent,
) -> training.Trained:
    """Return what ``training.train`` returns for all seeds, trained ``chunk`` seeds at a time.

    Seeds that fit into one chunk need no further process. With several, progress is told when a
    chunk has ended. Raises ValueError when there is no seed, or a chunk would hold none.
    """
    if chunk < 1:
        raise ValueError(f"chunk: {chunk} seeds make no chunk; give at least 1")
    if not seeds:
        raise ValueError("seeds: there are none; give at least one")
    if len(seeds) <= chunk:
        return training.train(model, images, seeds, recipe=recipe, progress=progress)
    arrays = {field: getattr(images, field) for field in FIELDS}  # joblib sends a large array once
    jobs = (
        joblib.delayed(train_chunk)(model, seeds[start : start + chunk], recipe, **arrays)
        for start in range(0, len(seeds), chunk)
    )
    done: list[training.Trained] = []
    for part in joblib.Parallel(n_jobs=WORKERS, batch_size=1, return_as="generator")(jobs):
        done.append(part)
        _tell(model, part, progress)
    return merge(done, images)


def merge(parts: Sequence[training.Trained], images: Images) -> training.Trained:
    """Join chunks, in their order, into what one call would have returned."""
    return training.Trained(
        training.summarise(
            parts[0].training.architecture,
            tuple(chain.from_iterable(part.training.runs for part in parts)),
            images,
        ),
        tuple(chain.from_iterable(part.weights for part in parts)),
    )


def _tell(model: ModelId, part: training.Trained, progress: training.Progress) -> None:
    """Announce all epochs of a chunk that has ended."""
    epochs = part.training.epochs
    for run in part.training.runs:
        for epoch in range(epochs):
            progress(model, run.seed, epoch + 1, epochs)
