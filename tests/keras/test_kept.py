"""More seeds train only what is new, and give what training them all would give."""

import dataclasses

import msgspec
import pytest

from report.cache import Cache
from report.keras import kept, stages, sweep, training
from report.results.network import RECIPE
from tests.keras.test_sweep import same

RECIPE_2 = msgspec.structs.replace(RECIPE, epochs=2)


@pytest.fixture
def network(images, tmp_path):
    """Return a network whose runs are kept in an empty folder."""
    return kept.Network("mlp", RECIPE_2, images, Cache(tmp_path, "v"))


@pytest.fixture
def trained():
    """Return the list of seeds that were trained, filled as `new` is called."""
    return []


@pytest.fixture
def new(images, trained):
    """Return a function that trains and notes what it trains."""

    def train(seeds):
        trained.append(list(seeds))
        return training.train("mlp", images, seeds, recipe=RECIPE_2)

    return train


def test_more_seeds_train_only_what_is_new(network, new, trained, images):
    """Of four seeds two are kept: the rest is trained, and all are as trained together."""
    kept.train(network, [0, 1], new)
    found = kept.train(network, [0, 1, 2, 3], new)
    assert trained == [[0, 1], [2, 3]]
    assert same(found, training.train("mlp", images, [0, 1, 2, 3], recipe=RECIPE_2))


def test_fewer_seeds_train_nothing(network, new, trained):
    """What is kept is returned in the order asked for."""
    kept.train(network, [0, 1, 2], new)
    found = kept.train(network, [2, 0], new)
    assert trained == [[0, 1, 2]]
    assert [run.seed for run in found.training.runs] == [2, 0]


@pytest.mark.parametrize("changed", ["name", "recipe", "images", "code"])
def test_runs_of_another_network_are_not_taken(network, new, trained, images, changed):
    """A changed activation, recipe, image or line of code trains anew."""
    kept.train(network, [0], new)
    other = {
        "name": dataclasses.replace(network, name="mlp-0.2"),
        "recipe": dataclasses.replace(network, recipe=msgspec.structs.replace(RECIPE_2, batch=50)),
        "images": dataclasses.replace(network, images=dataclasses.replace(images, sha256="0")),
        "code": dataclasses.replace(network, cache=Cache(network.cache.folder, "w")),
    }
    kept.train(other[changed], [0], new)
    assert trained == [[0], [0]]


def test_a_damaged_run_is_trained_again(network, new, trained):
    """A file cut short is no run."""
    first = kept.train(network, [0, 1], new)
    (file,) = network.cache.folder.glob("*-1.npz")
    file.write_bytes(file.read_bytes()[:-9])
    assert same(kept.train(network, [0, 1], new), first)
    assert trained == [[0, 1], [1]]


def test_every_stage_keeps_its_own_runs(images, tmp_path, monkeypatch):
    """With all runs kept no stage trains, and each returns what it did before."""
    way = stages.Way(msgspec.structs.replace(RECIPE, epochs=1), cache=Cache(tmp_path / "kept", "v"))
    logs = tmp_path / "logs"

    def run():
        return (
            stages.cnn(images, [0, 1], logs, way),
            stages.mlp(images, [0, 1], logs, {"fifth": "0.2"}, way),
            stages.baseline("softmax", images, [0, 1], logs, way),
            stages.raw(images, [0, 1], way),
            stages.slopes(images, [0, 1], {"fifth": "0.2", "half": "0.5"}, way),
        )

    first = run()
    monkeypatch.setattr(training, "train", None)
    monkeypatch.setattr(sweep, "train", None)
    assert run() == first
