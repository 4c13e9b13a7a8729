"""A sweep in chunks gives what one call gives, wherever the chunks are trained."""

import sys

import joblib
import msgspec
import numpy as np
import pytest
from distributed import Client, LocalCluster

from report.keras import sweep, training
from report.results.network import RECIPE

RECIPE_2 = msgspec.structs.replace(RECIPE, epochs=2)
SEEDS = [3, 0, 7, 1, 5]


@pytest.fixture(scope="module")
def whole(images):
    """Return all runs as one call of training gives them."""
    return training.train("mlp", images, SEEDS, recipe=RECIPE_2)


def same(one, other):
    """Whether two results agree in every record and in every bit of the weights."""
    return one.training == other.training and all(
        a.dtype == b.dtype and np.array_equal(a, b)
        for mine, theirs in zip(one.weights, other.weights, strict=True)
        for a, b in zip(mine, theirs, strict=True)
    )


def test_processes_give_the_same_runs(images, whole):
    """Chunks of two, the last one short, trained in processes, are the runs of one call."""
    assert same(sweep.train("mlp", images, SEEDS, chunk=2, recipe=RECIPE_2), whole)


def test_a_dask_cluster_gives_the_same_runs(images, whole):
    """Workers of a Dask cluster, processes of their own, train the same runs."""
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
        joblib.parallel_config(backend="dask"),
    ):
        found = sweep.train("mlp", images, SEEDS, chunk=3, recipe=RECIPE_2)
        used = client.run(lambda: "tensorflow" in sys.modules)
    assert same(found, whole)
    assert any(used.values()), "no worker has trained"


def test_a_chunk_of_all_needs_no_joblib(images, whole, monkeypatch):
    """Seeds that fit into one chunk are trained here, with progress as they go."""
    monkeypatch.setattr(joblib, "Parallel", None)
    assert same(sweep.train("mlp", images, SEEDS, chunk=5, recipe=RECIPE_2), whole)


def test_progress_is_told_once_an_epoch(images):
    """Every epoch of every run is announced, chunk after chunk."""
    told = []
    sweep.train(
        "softmax",
        images,
        range(3),
        chunk=2,
        recipe=RECIPE_2,
        progress=lambda *at: told.append(at),
    )
    assert told == [("softmax", seed, epoch, 2) for seed in range(3) for epoch in (1, 2)]


@pytest.mark.parametrize("chunk", [0, -1])
def test_a_chunk_holds_a_seed(images, chunk):
    """Chunks without a seed are refused."""
    with pytest.raises(ValueError, match=f"chunk: {chunk} seeds"):
        sweep.train("mlp", images, SEEDS, chunk=chunk)


def test_no_seed_is_refused(images):
    """A sweep of nothing is refused."""
    with pytest.raises(ValueError, match="seeds: there are none"):
        sweep.train("mlp", images, [])
