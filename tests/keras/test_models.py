"""The networks have the layers and weights that the report says they have."""

import keras
import numpy as np
import pytest

from report import activations
from report.keras import models
from report.results.network import MODELS, RECIPE

LAYERS = {
    "cnn": ["Prewitt", "Flatten", "Dense"],
    "softmax": ["Flatten", "Dense"],
    "mlp": ["Flatten", "Dense", "Dense"],
    "learned": ["Reshape", "Conv2D", "Flatten", "Dense"],
}
PARAMETERS = {
    "cnn": 28 * 28 * 2 * 10 + 10,
    "softmax": 28 * 28 * 10 + 10,
    "mlp": 28 * 28 * 20 + 20 + 20 * 10 + 10,
    "learned": 3 * 3 * 2 + 28 * 28 * 2 * 10 + 10,
}


@pytest.mark.parametrize("model", MODELS)
def test_layers_and_parameters(model):
    """Every network has the layers and the number of trained weights worked out by hand."""
    network = models.build(model, 0)
    found = models.architecture(model, network)
    assert [layer.kind for layer in found.layers] == LAYERS[model]
    assert found.parameters == PARAMETERS[model] == network.count_params()
    assert sum(layer.trained for layer in found.layers) == found.parameters
    assert all(layer.fixed == 0 for layer in found.layers)
    assert found.input_shape == (28, 28)
    assert found.layers[-1].shape == (10,)
    assert network.layers[-1].activation is keras.activations.softmax


def test_the_articles_count():
    """The article's network has 15,690 trained weights."""
    assert models.architecture("cnn", models.build("cnn", 0)).parameters == 15_690


def test_the_mlp_is_as_large_as_the_cnn():
    """The MLP's size is chosen to give it about as many weights as the article's network has."""
    assert abs(PARAMETERS["mlp"] / PARAMETERS["cnn"] - 1) < 0.02


@pytest.mark.parametrize("model", MODELS)
def test_a_seed_fixes_the_initial_weights(model):
    """The same seed gives the same weights, another seed others, biases start at zero."""
    first, again, other = (models.build(model, seed).get_weights() for seed in (3, 3, 4))
    for a, b, c in zip(first, again, other, strict=True):
        assert np.array_equal(a, b)
        if a.ndim == 1:
            assert not a.any()
        else:
            assert not np.isclose(a, c).any(axis=None) or np.mean(np.isclose(a, c)) < 0.05


@pytest.mark.parametrize("model", MODELS)
def test_weights_start_as_glorot_has_it(model):
    """Kernels are uniform within sqrt(6 / (inputs + outputs)), and fill that range."""
    for weight in models.build(model, 1).get_weights():
        if weight.ndim > 1:
            field = int(np.prod(weight.shape[:-2]))
            limit = np.sqrt(6 / (field * sum(weight.shape[-2:])))
            assert np.abs(weight).max() <= limit
            assert np.abs(weight).max() > 0.8 * limit


def test_two_layers_do_not_start_alike():
    """The two kernels of the MLP come from seeds of their own."""
    first, _, second, _ = models.build("mlp", 0).get_weights()
    scale = np.sqrt((784 + RECIPE.hidden) / (RECIPE.hidden + 10))
    assert not np.allclose(first.ravel()[: second.size] * scale, second.ravel(), atol=1e-3)


@pytest.mark.parametrize("slope", [0.5, 0.25, 0.2, 1 / 6])
def test_hard_sigmoid_is_the_reports(slope):
    """The activation that networks train with is the clipped line of the rest of the report."""
    x = np.linspace(-5, 5, 2001, dtype=np.float32)
    found = np.asarray(models.hard_sigmoid(slope)(keras.ops.convert_to_tensor(x)))
    assert np.abs(found - activations.line(x, 1 / slope)).max() < 3e-7
