"""What training gave: counts of correct test images, run by run, and what follows from them.

Shapes are written as nested tuples, outermost first. Real numbers are decimal strings; counts are
integers; pixel values and filter responses are integers. Only numbers that exist to be drawn as
an image (``Portrait.weights``) are floats.
"""

from math import inf
from typing import Literal

import msgspec

from report.results.text import Text

ModelId = Literal["cnn", "softmax", "mlp", "learned"]
MODELS: tuple[ModelId, ...] = ("cnn", "softmax", "mlp", "learned")

Image = tuple[tuple[int, ...], ...]
"""Rows of integer pixels or filter responses."""


class Recipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How every network of the report is trained: the article's choices, and ours where it is mute.

    ``divisor`` scales the pixels to [0, 1] before anything else sees them; the article leaves that
    to a module it does not show. ``filters`` and ``hidden`` size the networks.
    """

    optimizer: str = "SGD"
    loss: str = "categorical_crossentropy"
    learning_rate: str = "0.1"
    batch: int = 100
    epochs: int = 15
    divisor: int = 255
    filters: int = 2
    hidden: int = 20


RECIPE = Recipe()


CONFIDENCE = "0.95"
"""The confidence level of every interval."""

ENOUGH_RUNS = 20
"""Runs of the article's network that its statements are judged by; a build's default."""

Range = tuple[float, float]
"""Between which ends a quantity lies, whatever the runs give."""
ANY: Range = (-inf, inf)
SHARE: Range = (0, 1)
CHANGE: Range = (-1, 1)
"""Of a difference between two shares."""
POSITIVE: Range = (0, inf)


class Interval(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The mean over runs with its two-sided 95 % Student t interval.

    ``deviation`` is the sample standard deviation of the single runs (divisor runs - 1): the
    spread a reader who trains once has to expect. ``low`` and ``high`` bound the mean; they are
    cut to the quantity's range, such as `SHARE`, which takes nothing from their confidence. Runs
    that do not differ, in the digits given, determine no interval, and one run alone no spread
    either: then these are None.
    """

    mean: str
    low: str | None
    high: str | None
    deviation: str | None
    runs: int


class Layer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One layer as Keras built it: class name, output shape without the batch, parameters."""

    kind: str
    shape: tuple[int, ...]
    trained: int
    fixed: int


class Architecture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A network: its name for readers, its input and its layers."""

    id: str
    label: Text
    input_shape: tuple[int, ...]
    layers: tuple[Layer, ...]
    parameters: int


class Run(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One seeded run; the four series have one entry an epoch.

    ``seed`` fixes the initial weights, ``order`` the order of the training images. ``loss`` and
    ``hits`` are what Keras' ``fit`` would report for the training images (gathered while the
    weights change); ``test_loss`` and ``correct`` belong to the test images after the epoch.
    """

    seed: int
    order: int
    loss: tuple[str, ...]
    hits: tuple[int, ...]
    test_loss: tuple[str, ...]
    correct: tuple[int, ...]


class Training(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Seeded runs of one network, with mean and interval of every epoch (index 0 is epoch 1).

    ``accuracy`` and ``error`` are shares of the test images; ``test_loss`` and ``loss`` are mean
    cross-entropies in nats over the test and training images; ``gain`` is a run's accuracy after
    the last epoch minus that after the first.
    """

    architecture: Architecture
    epochs: int
    train_images: int
    test_images: int
    runs: tuple[Run, ...]
    accuracy: tuple[Interval, ...]
    train_accuracy: tuple[Interval, ...]
    test_loss: tuple[Interval, ...]
    loss: tuple[Interval, ...]
    gain: Interval


class Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A test image and the two Prewitt responses to it, on raw pixels 0 to 255."""

    index: int
    label: int
    pixels: Image
    vertical: Image
    horizontal: Image


class LayerCheck(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The layer's output held against SciPy's Prewitt filter on real images.

    ``raw_difference`` is the largest difference on raw pixels, where every value is an exact
    integer; ``scaled_difference`` the largest one on pixels divided by 255 in float32, against
    float64. ``largest`` is the largest response on raw pixels.
    """

    images: int
    raw_difference: int
    scaled_difference: str
    largest: int


class Prewitt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fixed layer: kernel (3, 3, 1, 2), shapes, its check, and responses to real images."""

    kernel: tuple[tuple[tuple[tuple[int, ...], ...], ...], ...]
    dtype: str
    trained: int
    input_shape: tuple[int, ...]
    output_shape: tuple[int, ...]
    check: LayerCheck
    samples: tuple[Sample, ...]


class Misread(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A test image that was read wrongly, and how sure the network was of it."""

    index: int
    label: int
    read: int
    probability: str
    pixels: Image


class Portrait(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One trained CNN looked at closely.

    ``confusion[label][read]`` counts test images; ``misread`` lists the surest errors, surest
    first; ``weights[filter][class]`` is the dense layer's weight image (28 rows of 28).
    """

    seed: int
    confusion: tuple[tuple[int, ...], ...]
    misread: tuple[Misread, ...]
    weights: tuple[tuple[tuple[tuple[float, ...], ...], ...], ...]


class Orders(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether runs that share an order of the training images agree more than runs that do not.

    From a crossed layout, ``orders`` by ``starts`` runs, every start with every order: standard
    deviations of the accuracy's parts due to the order, to the initial weights and to neither
    (two-way analysis of variance; a negative estimate reads 0), after the first and last epoch.
    ``correct[epoch][order][start]`` counts test images, of which there are ``images``. A p value
    is None where nothing but the two makes runs differ: there is no noise to test against.
    """

    orders: int
    starts: int
    epoch: tuple[int, ...]
    images: int
    correct: tuple[tuple[tuple[int, ...], ...], ...]
    order_deviation: tuple[str, ...]
    start_deviation: tuple[str, ...]
    rest_deviation: tuple[str, ...]
    order_p: tuple[str | None, ...]
    start_p: tuple[str | None, ...]


class Comparison(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A difference between two groups of runs, named by ``id`` (such as "cnn_softmax").

    Mean of ``first`` minus mean of ``second`` (accuracies), by a t test.

    Welch's test, or the paired one where run i of both shares seed and order of the images.
    ``low`` and ``high`` bound the difference with 95 % confidence, cut to what a difference of
    shares can be; ``beyond_noise`` tells that they lie on one side of zero. Where no run differs
    from the others of its side there is no noise to test against: all but the difference is None.
    """

    id: str
    first: str
    first_epoch: int
    second: str
    second_epoch: int
    method: Literal["welch", "paired"]
    difference: str
    low: str | None
    high: str | None
    p: str | None
    beyond_noise: bool | None


class Histogram(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Counts between consecutive ``edges``; what lies outside is counted in below and above."""

    edges: tuple[str, ...]
    counts: tuple[int, ...]
    below: int
    above: int


class SwapPoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The trained sigmoid MLP with its sigmoid replaced by clip(slope x + 1/2, 0, 1).

    ``mark`` names the slopes of interest (quarter, fifth, article, sixth, half), else empty.
    ``output_error`` is the root mean square change of the class probabilities, ``hidden_error``
    that of the hidden activations, ``accuracy`` the share of test images read rightly.
    ``drop`` is the accuracy lost, run by run; ``changed`` is the share of test images whose
    reading changes. ``correct`` and ``changes`` count the images of accuracy and change by run,
    and the errors of the runs are given in full double precision.
    """

    slope: str
    mark: str
    correct: tuple[int, ...]
    changes: tuple[int, ...]
    output_errors: tuple[str, ...]
    hidden_errors: tuple[str, ...]
    accuracy: Interval
    drop: Interval
    output_error: Interval
    hidden_error: Interval
    changed: Interval


class Swap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sigmoid MLP with its activation replaced after training, over a grid of slopes.

    ``best_*`` are the slopes that are best for each run (output error, accuracy, hidden error),
    as mean and interval over the runs. ``data_slope`` is the least-squares slope weighted by
    the measured pre-activations of each run and ``data_a`` its reciprocal. ``outside`` maps
    each mark to the share of pre-activations beyond that slope's knees, ``beyond`` to their
    counts by run.

    ``correct`` counts the images that each run reads rightly before the change, as computed
    here; ``doubtful`` those between whose two likeliest classes single precision, in which the
    network was trained, may decide otherwise. ``runs`` gives in full double precision what each
    run found, by the names of the intervals from ``best_output`` to ``preactivation_deviation``.
    """

    hidden: int
    runs: dict[str, tuple[str, ...]]
    correct: tuple[int, ...]
    doubtful: tuple[int, ...]
    baseline: Interval
    points: tuple[SwapPoint, ...]
    best_output: Interval
    best_accuracy: Interval
    best_hidden: Interval
    data_slope: Interval
    data_a: Interval
    preactivations: Histogram
    preactivation_mean: Interval
    preactivation_deviation: Interval
    beyond: dict[str, tuple[int, ...]]
    outside: dict[str, Interval]


class SlopeTraining(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same MLP trained with clip(slope x + 1/2, 0, 1); ``mark`` "sigmoid" is the original."""

    mark: str
    slope: str
    epochs: int
    correct: tuple[tuple[int, ...], ...]
    accuracy: tuple[Interval, ...]


class Log(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What TensorBoard's own reader finds in the log of a run: its curves and how long they are."""

    tags: tuple[str, ...]
    epochs: int


class Cnn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What training the article's network gives."""

    training: Training
    portrait: Portrait
    log: Log


class Mlp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What training the title's network gives."""

    training: Training
    swap: Swap


class Network(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything about trained networks that the report may mention."""

    recipe: Recipe
    prewitt: Prewitt
    cnn: Training
    softmax: Training
    mlp: Training
    learned: Training
    raw: Training
    portrait: Portrait
    log: Log
    orders: Orders
    comparisons: tuple[Comparison, ...]
    swap: Swap
    slopes: tuple[SlopeTraining, ...]
    slope_comparisons: tuple[Comparison, ...]
