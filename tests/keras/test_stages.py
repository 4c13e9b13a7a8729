"""All stages fit together: comparisons, JSON, and the numbers for the prose."""

import itertools
import re
from decimal import Decimal

import msgspec
import numpy as np
import pytest
from scipy import stats

from report.keras import assembly, stages, training
from report.numbers import network as network_numbers
from report.results.network import MODELS, RECIPE, Network
from tests.keras.conftest import MARKS


@pytest.fixture(scope="module")
def logs(tmp_path_factory):
    return tmp_path_factory.mktemp("logs")


@pytest.fixture(scope="module")
def found(images, logs):
    seeds = range(3)
    return assembly.assemble(
        prewitt=stages.prewitt(images),
        cnn=stages.cnn(images, seeds, logs),
        softmax=stages.baseline("softmax", images, seeds, logs),
        mlp=stages.mlp(images, seeds, logs, MARKS),
        learned=stages.baseline("learned", images, seeds, logs),
        raw=stages.raw(images, seeds),
        orders=stages.crossed_orders(images, range(2)),
        slopes=stages.slopes(images, seeds, MARKS),
    )


@pytest.fixture(scope="module")
def numbers(found):
    return {number.id: number for number in network_numbers.numbers(found)}


def test_results_survive_json(found):
    """What is written as JSON is read back equal, with strict types."""
    assert msgspec.json.decode(msgspec.json.encode(found), type=Network, strict=True) == found


def test_every_model_has_its_runs(found):
    """Each network was trained once a seed, for every epoch of the recipe."""
    for model in MODELS:
        got = getattr(found, model)
        assert got.architecture.id == model
        assert [run.seed for run in got.runs] == [0, 1, 2]
        assert {len(run.correct) for run in got.runs} == {RECIPE.epochs}


def test_raw_pixels_are_raw(found, images):
    """The runs on unscaled pixels are those of a recipe that divides by one."""
    recipe = msgspec.structs.replace(RECIPE, divisor=1)
    assert found.raw == training.train("cnn", images, [0, 1, 2], recipe=recipe).training


def test_logs_lie_beside_each_other(found, logs):
    """Each network's first run has a log of its own, read back in full."""
    assert sorted(folder.name for folder in logs.iterdir()) == sorted(MODELS)
    assert found.log.epochs == RECIPE.epochs


def test_slopes_are_trained_with_their_slope(found, images):
    """The sigmoid's runs stand first, then one group a marked slope, each trained with it."""
    assert [slope.mark for slope in found.slopes] == ["sigmoid", *MARKS]
    assert found.slopes[0].correct == tuple(run.correct for run in found.mlp.runs)
    again = stages.slopes(images, [0, 1, 2], {"half": "0.5"})
    assert again[0] == found.slopes[1]
    assert len({slope.correct for slope in found.slopes}) == len(found.slopes)


def test_comparisons_are_of_what_they_name(found):
    """Every comparison is the difference of the two accuracies it names, after those epochs."""
    for got in found.comparisons:
        first, second = (
            [run.correct[epoch - 1] / 300 for run in getattr(found, model).runs]
            for model, epoch in ((got.first, got.first_epoch), (got.second, got.second_epoch))
        )
        assert float(got.difference) == pytest.approx(np.mean(first) - np.mean(second), abs=1e-8)
        expected = stats.ttest_ind(first, second, equal_var=False).pvalue
        assert float(got.p) == pytest.approx(expected, rel=1e-2)
    assert len({got.id for got in found.comparisons}) == len(found.comparisons)


def test_slopes_are_compared_seed_by_seed(found):
    """A slope's change is the mean difference from the sigmoid's runs with the same seeds."""
    sigmoid = np.array([run[-1] for run in found.slopes[0].correct]) / 300
    for got, slope in zip(found.slope_comparisons, found.slopes[1:], strict=True):
        ours = np.array([run[-1] for run in slope.correct]) / 300
        assert (got.first, got.second, got.method) == (slope.mark, "sigmoid", "paired")
        assert float(got.difference) == pytest.approx(np.mean(ours - sigmoid), abs=1e-8)


def test_counts_take_epochs_from_one(found):
    """Epoch 1 is the first, epoch 15 the last."""
    assert assembly.counts(found.cnn, 1)[0] == found.cnn.runs[0].correct[0]
    assert assembly.counts(found.cnn, 15)[0] == found.cnn.runs[0].correct[-1]


def test_progress_names_every_stage(images, tmp_path):
    """The slope experiment announces which slope it is at."""
    told = []
    recipe = msgspec.structs.replace(RECIPE, epochs=1)
    way = stages.Way(recipe, lambda *at: told.append(at))
    stages.slopes(images, [0, 1], {"fifth": "0.2"}, way)
    assert sorted(told) == [("mlp fifth", 0, 1, 1), ("mlp fifth", 1, 1, 1)]


def test_numbers_have_ids_of_their_own(found):
    """No two numbers share an id, and ids have no digits."""
    ids = [number.id for number in network_numbers.numbers(found)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", id) for id in ids)


def test_numbers_are_decimal_and_typed_texts_have_no_digit(numbers):
    """Every value is a finite decimal, and no label or method types a digit."""
    for number in numbers.values():
        for value in (number.value, number.low, number.high):
            assert value is None or Decimal(value).is_finite(), number.id
        for text in (number.label, number.method):
            assert not re.search(r"[0-9０-９]", text.ja + text.en), number.id


def test_sampled_numbers_lie_within_their_interval(numbers):
    """A mean lies between its bounds and tells how many runs it rests on."""
    for number in numbers.values():
        if number.kind == "sampled":
            assert number.runs
            assert number.from_data
        if number.low is not None and number.high is not None:
            assert Decimal(number.low) <= Decimal(number.value) <= Decimal(number.high)


@pytest.mark.parametrize(("model", "when"), [*itertools.product(MODELS, ["first", "last"])])
def test_accuracy_numbers_are_the_runs(found, numbers, model, when):
    """The accuracy a reader sees is the mean share of test images read rightly."""
    at = {"first": 0, "last": -1}[when]
    shares = [run.correct[at] / 300 for run in getattr(found, model).runs]
    assert float(numbers[f"{model}.accuracy_{when}"].value) == pytest.approx(
        np.mean(shares), abs=1e-8
    )
    assert float(numbers[f"{model}.lowest_{when}"].value) == pytest.approx(min(shares))
    assert float(numbers[f"{model}.highest_{when}"].value) == pytest.approx(max(shares))
    error = 1 - np.mean(shares)
    assert float(numbers[f"{model}.error_{when}"].value) == pytest.approx(error, abs=1e-8)
    low = numbers[f"{model}.accuracy_{when}"].low
    assert numbers[f"{model}.{when}_lower_bound"].value == low


def test_recipe_numbers_are_the_articles(numbers):
    """The recipe in the prose is the one the networks were trained with."""
    values = {
        name: numbers[f"recipe.{name}"].value for name in ("learning_rate", "batch", "epochs")
    }
    assert values == {"learning_rate": "0.1", "batch": "100", "epochs": "15"}
    assert numbers["cnn.parameters"].value == "15690"
    assert numbers["recipe.steps"].value == "11"
    assert numbers["prewitt.features"].value == "1568"


def test_portrait_numbers_count_the_confusions(found, numbers):
    """Errors, and the commonest one, are those of the matrix."""
    matrix = np.array(found.portrait.confusion)
    assert int(numbers["portrait.errors"].value) == matrix.sum() - matrix.trace()
    np.fill_diagonal(matrix, 0)
    label, read = (int(numbers[f"portrait.confused_{x}"].value) for x in ("label", "read"))
    assert matrix[label, read] == matrix.max() == int(numbers["portrait.confused_count"].value)


def test_swap_distances_are_relative(found, numbers):
    """The distance of the best slope from one fifth is relative to one fifth."""
    best = float(found.swap.best_output.mean)
    distance = float(numbers["swap.best_output_distance_from_fifth"].value)
    assert distance == pytest.approx(abs(best / 0.2 - 1), abs=1e-7)
