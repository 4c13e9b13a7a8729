"""Fast training does what Keras' fit does, run by run, and the same every time."""

import keras
import msgspec
import numpy as np
import pytest

from report.keras import models, training
from report.results.network import MODELS, RECIPE

RECIPE_3 = msgspec.structs.replace(RECIPE, epochs=3)

# Both ways round to float32 after every operation. Where a library adds in another order, weights
# may drift apart in the seventh digit over three epochs (33 updates); seen so far: 5e-7.
WEIGHTS = 2e-6
LOSS = 2e-6


def by_fit(model, images, seed, recipe, activation=keras.ops.sigmoid):
    """Train with Keras' own fit, handing it the images of every epoch in our order."""
    network = models.build(model, seed, recipe, activation)
    network.compile(
        optimizer=keras.optimizers.SGD(float(recipe.learning_rate)),
        loss="categorical_crossentropy",
        metrics=["accuracy"],
    )
    one_hot = np.eye(10, dtype=np.float32)
    divisor = np.float32(recipe.divisor)
    x_test, y_test = images.x_test / divisor, one_hot[images.y_test]
    history: dict[str, list[float]] = {
        name: [] for name in ("loss", "accuracy", "val_loss", "val_accuracy")
    }
    for epoch in range(recipe.epochs):
        order = training.order_of(seed, epoch, len(images.x_train))
        done = network.fit(
            images.x_train[order] / divisor,
            one_hot[images.y_train[order]],
            batch_size=recipe.batch,
            shuffle=False,
            validation_data=(x_test, y_test),
            verbose=0,
        ).history
        for name, values in history.items():
            values.extend(done[name])
    return network.get_weights(), history


@pytest.mark.parametrize("model", MODELS)
def test_agrees_with_fit(images, model):
    """From the same initial weights and batches, losses, accuracies and weights are Keras'."""
    weights, history = by_fit(model, images, 5, RECIPE_3)
    ours = training.train(model, images, [5], recipe=RECIPE_3)
    run = ours.training.runs[0]
    for mine, theirs in zip(ours.weights[0], weights, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=0, atol=WEIGHTS)
    np.testing.assert_allclose([float(x) for x in run.loss], history["loss"], rtol=LOSS)
    np.testing.assert_allclose([float(x) for x in run.test_loss], history["val_loss"], rtol=LOSS)
    assert run.hits == tuple(round(x * 1050) for x in history["accuracy"])
    assert run.correct == tuple(round(x * 300) for x in history["val_accuracy"])


def test_agrees_with_fit_on_another_activation(images):
    """A network with a clipped line for the sigmoid trains as under Keras' fit, too."""
    activation = models.hard_sigmoid(0.2)
    weights, _ = by_fit("mlp", images, 2, RECIPE_3, activation)
    ours = training.train("mlp", images, [2], recipe=RECIPE_3, activation=activation)
    for mine, theirs in zip(ours.weights[0], weights, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=0, atol=WEIGHTS)


def test_agrees_with_textbook_gradients(images):
    """Softmax regression is also what the written-out gradient gives, in float64 NumPy."""
    recipe = msgspec.structs.replace(RECIPE, epochs=1)
    weight, bias = (w.astype(float) for w in models.build("softmax", 1).get_weights())
    pixels, labels = images.x_train.reshape(1050, -1) / 255, np.eye(10)[images.y_train]
    order = training.order_of(1, 0, 1050)
    for start in range(0, 1050, 100):
        x, y = pixels[order[start : start + 100]], labels[order[start : start + 100]]
        exponent = np.exp(x @ weight + bias)
        slope = (exponent / exponent.sum(axis=1, keepdims=True) - y) / len(x)
        weight, bias = weight - 0.1 * x.T @ slope, bias - 0.1 * slope.sum(axis=0)
    ours = training.train("softmax", images, [1], recipe=recipe).weights[0]
    np.testing.assert_allclose(ours[0], weight, rtol=0, atol=1e-6)
    np.testing.assert_allclose(ours[1], bias, rtol=0, atol=1e-6)


def test_same_bytes_again(images):
    """Training again gives the same record and the same weights, bit for bit."""
    first, again = (training.train("mlp", images, [0, 1], recipe=RECIPE_3) for _ in range(2))
    assert first.training == again.training
    assert all(
        np.array_equal(a, b)
        for one, two in zip(first.weights, again.weights, strict=True)
        for a, b in zip(one, two, strict=True)
    )


def test_a_run_does_not_depend_on_its_neighbours(images):
    """A seed gives the same run alone as among others."""
    among = training.train("cnn", images, [0, 1, 2], recipe=RECIPE_3).training.runs
    alone = training.train("cnn", images, [2], recipe=RECIPE_3).training.runs
    assert among[2] == alone[0]


def test_every_run_has_weights_and_order_of_its_own(images):
    """Two seeds share neither initial weights nor, in any epoch, the order of the images."""
    orders = [tuple(training.order_of(o, e, 1050)) for o in range(3) for e in range(3)]
    assert len(set(orders)) == len(orders)
    assert all(sorted(order) == list(range(1050)) for order in orders)
    runs = training.train("cnn", images, [0, 1], recipe=RECIPE_3).training.runs
    assert [(run.seed, run.order) for run in runs] == [(0, 0), (1, 1)]
    assert runs[0].loss != runs[1].loss


def test_orders_can_be_given(images):
    """A run can read the images in another seed's order, and then differs."""
    own = training.train("cnn", images, [1], recipe=RECIPE_3).training.runs[0]
    lent = training.train("cnn", images, [1], orders=[0], recipe=RECIPE_3).training.runs[0]
    assert (lent.seed, lent.order) == (1, 0)
    assert lent.loss != own.loss


def test_record_holds_every_epoch(images):
    """Means and intervals are those of the runs, epoch by epoch."""
    found = training.train("softmax", images, [0, 1, 2], recipe=RECIPE_3).training
    assert found.epochs == len(found.accuracy) == len(found.loss) == 3
    for epoch in range(3):
        shares = [run.correct[epoch] / 300 for run in found.runs]
        assert float(found.accuracy[epoch].mean) == pytest.approx(np.mean(shares), abs=1e-8)
        assert float(str(found.accuracy[epoch].deviation)) == pytest.approx(np.std(shares, ddof=1))
    gains = [(run.correct[2] - run.correct[0]) / 300 for run in found.runs]
    assert float(found.gain.mean) == pytest.approx(np.mean(gains), abs=1e-8)


def test_progress_is_told(images):
    """Every epoch of every run is announced once."""
    told = []
    training.train("softmax", images, [4, 9], recipe=RECIPE_3, progress=lambda *at: told.append(at))
    assert sorted(told) == [("softmax", s, e, 3) for s in (4, 9) for e in (1, 2, 3)]


def test_pixels_are_divided_as_the_recipe_says(images):
    """Unscaled pixels reach the network unscaled, and scaled ones lie within 0 and 1."""
    raw = msgspec.structs.replace(RECIPE, divisor=1)
    assert training.scaled(images.x_test, raw).max() == 255
    assert training.scaled(images.x_test, RECIPE).max() == 1
    assert training.scaled(images.x_test, RECIPE).dtype == np.float32
