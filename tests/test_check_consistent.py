"""A result that does not follow from the others is found, and named."""

import platform
from decimal import ROUND_DOWN, Decimal, localcontext
from importlib import metadata
from statistics import mean
from typing import Any, Literal

import msgspec
import numpy as np
import pytest
from mpmath import mp, mpf
from scipy import stats

from report import benchmark as record
from report import pieces as stage_of_pieces
from report.check.consistent import (
    PARTS,
    certificates,
    copies,
    network,
    pieces,
    pointwise,
    published,
    slopes,
)
from report.check.consistent.definitions import defined
from report.check.consistent.saying import WORKING
from report.mutation.mutant import (
    digits_of,
    other_digit,
    replaced,
    seeded,
    with_last_digit,
)
from report.numbers import PARTS as NUMBERS
from report.pieces import literature, rough
from report.results import certificates as certified
from report.results import frameworks
from report.results import network as networks
from report.results import pieces as found_pieces
from report.results import slopes as found_slopes
from report.results.bundle import Results
from report.results.dataset import Dataset, Split
from report.results.text import Text
from report.slopes import pointwise as stage
from tests.figures.examples import blank, made

RUNS, EPOCHS, TEST = 6, 3, 1000
WORD = Text(ja="語", en="word")


def said(findings) -> str:
    """Put findings into one text."""
    return "\n".join(map(str, findings))


# Trained networks -------------------------------------------------------------------------------


def interval(values) -> networks.Interval:
    """Mean and t interval once more, by SciPy's distribution object."""
    low, high = stats.t.interval(0.95, len(values) - 1, mean(values), stats.sem(values))
    spread = np.std(values, ddof=1)
    centre, low, high, spread = (f"{value:.8f}" for value in (mean(values), low, high, spread))
    return networks.Interval(centre, low, high, spread, len(values))


def training() -> networks.Training:
    """Make up runs, with the intervals that follow from them."""
    random = np.random.default_rng(5)
    correct = random.integers(900, 990, (RUNS, EPOCHS))
    hits = random.integers(1800, 1990, (RUNS, EPOCHS))
    losses, test_losses = (random.uniform(0.1, 0.4, (RUNS, EPOCHS)).round(7) for _ in "ab")
    layers = (
        networks.Layer("Flatten", (784,), 0, 0),
        networks.Layer("Dense", (10,), 7850, 0),
    )
    return networks.Training(
        architecture=networks.Architecture("softmax", WORD, (28, 28), layers, 7850),
        epochs=EPOCHS,
        train_images=2000,
        test_images=TEST,
        runs=tuple(
            networks.Run(
                seed=seed,
                order=seed,
                loss=tuple(f"{x:.7f}" for x in losses[seed]),
                hits=tuple(map(int, hits[seed])),
                test_loss=tuple(f"{x:.7f}" for x in test_losses[seed]),
                correct=tuple(map(int, correct[seed])),
            )
            for seed in range(RUNS)
        ),
        accuracy=tuple(interval(column / TEST) for column in correct.T),
        train_accuracy=tuple(interval(column / 2000) for column in hits.T),
        test_loss=tuple(map(interval, test_losses.T)),
        loss=tuple(map(interval, losses.T)),
        gain=interval((correct[:, -1] - correct[:, 0]) / TEST),
    )


def of_training(found: networks.Training) -> str:
    return said(network._training("network.softmax", found))


def test_intervals_that_follow_from_their_runs_pass():
    """Means, spreads and intervals by SciPy are those that the check works out."""
    assert of_training(training()) == ""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        *(
            ((series, "1", field), f"{series}.1.{field}")
            for series in ("accuracy", "train_accuracy", "test_loss", "loss")
            for field in ("mean", "low", "high", "deviation")
        ),
        (("gain", "mean"), "gain.mean"),
        (("runs", "2", "correct", "0"), "accuracy.0.mean"),
        (("runs", "2", "hits", "1"), "train_accuracy.1.mean"),
        (("runs", "2", "loss", "2"), "loss.2.mean"),
        (("runs", "2", "test_loss", "2"), "test_loss.2.mean"),
        (("runs", "2", "seed"), "runs"),
        (("accuracy", "0", "runs"), "accuracy.0.runs"),
        (("architecture", "parameters"), "architecture.parameters"),
        (("architecture", "layers", "1", "trained"), "architecture.layers.1.trained"),
        (("epochs",), "accuracy"),
    ],
)
@pytest.mark.parametrize("by", [1, -1])
def test_one_unit_in_the_last_place_of_a_run_or_an_interval_is_found(path, place, by):
    """The smallest change of a single run, or of what follows from the runs, is named."""
    found = training()
    value = found
    for step in path:
        value = value[int(step)] if isinstance(value, tuple) else getattr(value, step)
    if isinstance(value, str):
        places = len(value.partition(".")[2])
        new: object = str(Decimal(value) + by * Decimal(10) ** -places)
    else:
        new = value + by
    assert f"network.json softmax.{place}" in of_training(replaced(found, path, new))


def compared(method: Literal["welch", "paired"]) -> networks.Comparison:
    """Compare two of the networks by SciPy's tests."""
    a, b = accuracies()
    test = stats.ttest_rel(a, b) if method == "paired" else stats.ttest_ind(a, b, equal_var=False)
    low, high = test.confidence_interval(0.95)
    return networks.Comparison(
        id="x",
        first="cnn" if method == "welch" else "fifth",
        first_epoch=EPOCHS,
        second="softmax" if method == "welch" else "sigmoid",
        second_epoch=1,
        method=method,
        difference=f"{np.mean(a) - np.mean(b):.8f}",
        low=f"{low:.8f}",
        high=f"{high:.8f}",
        p=f"{test.pvalue:.3g}",
        beyond_noise=bool(low > 0 or high < 0),
    )


def accuracies():
    runs = training().runs
    return [run.correct[-1] / TEST for run in runs], [run.correct[0] / TEST for run in runs]


def both() -> networks.Network:
    """Make up a network stage whose comparisons can be looked up."""
    one = training()
    slopes_ = tuple(
        made(networks.SlopeTraining, mark=mark, correct=tuple(run.correct for run in one.runs))
        for mark in ("sigmoid", "fifth")
    )
    return made(networks.Network, cnn=one, softmax=one, mlp=one, slopes=slopes_)


@pytest.mark.parametrize("method", ["welch", "paired"])
def test_comparisons_are_those_of_scipy(method):
    """Welch's test and the paired one, worked out by their formulas, agree with SciPy's."""
    assert said(network._comparison(both(), compared(method))) == ""


@pytest.mark.parametrize("method", ["welch", "paired"])
@pytest.mark.parametrize("field", ["difference", "low", "high", "p", "beyond_noise"])
def test_a_comparison_that_the_runs_do_not_give_is_found(method, field):
    """Each field by itself, changed by one in its last place or turned round, is named."""
    right = compared(method)
    value = getattr(right, field)
    wrong = not value if field == "beyond_noise" else with_last_digit(value, seeded(3))
    changed = msgspec.structs.replace(right, **{field: wrong})
    assert f"x.{field}" in said(network._comparison(both(), changed))


def fitted(table):
    """Fit a square table with and without its rows and columns: deviations and p values."""
    size = len(table)
    rows, columns = np.repeat(np.eye(size), size, axis=0), np.tile(np.eye(size), (size, 1))

    def left(*factors):
        design = np.hstack(factors)
        return ((table.ravel() - design @ np.linalg.lstsq(design, table.ravel())[0]) ** 2).sum()

    noise = left(rows, columns) / (size - 1) ** 2

    def part(others):
        square = (left(others) - left(rows, columns)) / (size - 1)
        p = stats.f.sf(square / noise, size - 1, (size - 1) ** 2)
        return np.sqrt((square - noise) / size), p

    return part(columns), part(rows), (np.sqrt(noise), 1)


def test_an_analysis_of_variance_follows_from_its_counts():
    """Deviations and p values of a table of counts are found again; a last place matters."""
    random = np.random.default_rng(2)
    table = random.integers(9470, 9530, (4, 4)) + np.add.outer([100, 0, 40, -60], [0, 80, -90, 30])
    images = 10_000
    order, start, rest = fitted(table / images)
    right = networks.Orders(
        orders=4,
        starts=4,
        epoch=(1,),
        images=images,
        correct=(tuple(tuple(map(int, row)) for row in table),),
        order_deviation=(f"{order[0]:.8f}",),
        start_deviation=(f"{start[0]:.8f}",),
        rest_deviation=(f"{rest[0]:.8f}",),
        order_p=(f"{order[1]:.3g}",),
        start_p=(f"{start[1]:.3g}",),
    )
    assert said(network._orders(right, images)) == ""
    for name in ("order_deviation", "start_deviation", "rest_deviation", "order_p", "start_p"):
        (value,) = getattr(right, name)
        changed = msgspec.structs.replace(right, **{name: (with_last_digit(value, seeded(1)),)})
        assert f"network.json orders.{name}.0" in said(network._orders(changed, images))
    changed = msgspec.structs.replace(right, correct=((*right.correct[0][1:], (1, 2, 3, 4)),))
    assert "network.json orders.rest_deviation.0" in said(network._orders(changed, images))
    assert "network.json orders.images" in said(network._orders(right, images + 1))


# Slopes and certificates ------------------------------------------------------------------------

A = "5.19936381662864453231114346390553924426300178269786842050357"
BEST = found_slopes.Criterion(
    id="l1",
    family="line",
    name=WORD,
    definition="",
    status="solved",
    best_a="4.9858019211218441071521606420045440212055624987725",
    best_slope="0.20056954043111930186694655189823453556104936880000",
    loss="0.27968776167885918409",
    residual="1.3e-67",
    from_fifth="0.0028477021555965093347327594911726778052468440000000",
    from_sixth="0.20341724258671581120167931138940721336629621280000",
    closed_form=r"4\sqrt{2}\,\log(1+\sqrt{2})",
    checks=(),
)


def criterion() -> found_slopes.Criterion:
    """Give the L1 criterion with slope and distances to fifty digits, by decimal arithmetic."""
    with localcontext(prec=80):
        root = Decimal(2).sqrt()
        a = 4 * root * (1 + root).ln()
        texts = {"best_a": a, "best_slope": 1 / a, "from_fifth": 5 / a - 1, "from_sixth": 6 / a - 1}
        with localcontext(prec=50, rounding=ROUND_DOWN):
            cut = {name: str(+value) for name, value in texts.items()}
    return msgspec.structs.replace(BEST, **cut)


def of_criterion(found: found_slopes.Criterion) -> str:
    with mp.workdps(WORKING):
        return said(slopes._criterion(found))


def test_a_criterion_that_agrees_with_itself_passes():
    """Width, slope, both distances and the loss of the closed form."""
    assert of_criterion(criterion()) == ""


@pytest.mark.parametrize(
    "field", ["best_a", "best_slope", "loss", "from_fifth", "from_sixth", "residual"]
)
def test_a_changed_digit_of_a_criterion_is_found(field):
    """The last digit of each value is proved by the others; a residual has to be negligible."""
    right = criterion()
    value = "1.3e-6" if field == "residual" else with_last_digit(getattr(right, field), seeded(1))
    wrong = msgspec.structs.replace(right, **{field: value})
    assert f"slopes.json criteria.line.l1.{field}" in of_criterion(wrong)


CERTIFICATE = certified.CertifiedConstant(
    id="line.best_a",
    name=WORD,
    digits=60,
    value=A,
    condition=r"\frac{a^2}{24}+a\log(1+e^{-a/2})-\frac{\pi^2}{6}-2\operatorname{Li}_2(-e^{-a/2})",
    root_of="line.best_a",
    low=A + "028429992",
    high=A + "028429995",
    bits=306,
)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("value", with_last_digit(A, seeded(0))),
        ("digits", 59),
        ("low", A + "028429995"),
        ("low", A + "128429992"),
        ("high", A + "028429991"),
        ("bits", 30),
    ],
)
def test_a_certificate_that_proves_another_constant_is_found(field, value):
    """The condition changes its sign between the ends, which decide every digit."""
    with mp.workdps(WORKING):
        assert said(certificates._certified(CERTIFICATE)) == ""
        changed = msgspec.structs.replace(CERTIFICATE, **{field: value})
        where = "low, high" if field in ("low", "high") else field
        assert f"certificates.json line.best_a.{where}" in said(certificates._certified(changed))


@pytest.mark.parametrize("sign", [1, -1])
def test_a_sign_that_the_expression_does_not_have_is_found(sign):
    """An expression is evaluated at both ends and between, definitions after it included."""
    latex = r"a\,h'(a)-2h(a),\quad h(a)=a^3"  # 3a^3 - 2a^3 is positive
    fact = certified.SignFact("f", latex, "1", "2", sign, 3)
    with mp.workdps(30):
        assert ("f.sign: is -1" in said(certificates._signed("certificates.f", fact))) == (
            sign == -1
        )


def test_crossing_and_series_are_found_again():
    """The crossing by another form of its equation, the series by another recurrence."""
    right = found_slopes.Crossing(
        "1.1676211392400194030893241208411916013836996481712",
        "0.029190528481000485077233103021029790034592491204281",
        "5.9e-72",
    )
    with mp.workdps(WORKING):
        found = made(found_slopes.Slopes, crossing=right)
        assert said(pointwise._crossing(found)) == ""
        for field in ("abscissa", "error"):
            value = with_last_digit(getattr(right, field), seeded(2))
            wrong = msgspec.structs.replace(right, **{field: value})
            changed = msgspec.structs.replace(found, crossing=wrong)
            assert f"slopes.json crossing.{field}" in said(pointwise._crossing(changed))
    assert pointwise._taylor(8) == ("1/2", "1/4", "0", "-1/48", "0", "1/480", "0", "-17/80640")


@pytest.mark.parametrize("supremum", [stage.supremum("4"), stage.supremum("6")])
def test_a_largest_error_elsewhere_is_found(supremum):
    """Value, place and error at the knee, each by its last digit."""
    with mp.workdps(WORKING):
        assert said(pointwise._supremum("slopes.suprema.0", supremum)) == ""
        for field in ("greatest", "greatest_at", "at_knee"):
            value = with_last_digit(getattr(supremum, field), seeded(4))
            wrong = msgspec.structs.replace(supremum, **{field: value})
            assert f"slopes.json suprema.0.{field}" in said(
                pointwise._supremum("slopes.suprema.0", wrong)
            )


def test_a_mean_error_over_a_range_is_found_again():
    """The quadrature's mean is that of the antiderivatives; its last digit matters."""
    over = stage.ranges(("5",))[2]
    with mp.workdps(WORKING):
        assert said(pointwise._range("slopes.ranges.0", over)) == ""
        for field in ("mean", "greatest"):
            value = with_last_digit(getattr(over, field), seeded(4))
            wrong = msgspec.structs.replace(over, **{field: value})
            assert f"slopes.json ranges.0.{field}" in said(
                pointwise._range("slopes.ranges.0", wrong)
            )


# Pieces -----------------------------------------------------------------------------------------

OPTIMUM = found_pieces.Optimum(
    pieces=5,
    error="0.0011862145111270905987149460",
    second="0.0011862145111270905987149460",
    agreed=26,
    knots=("1.6374591370705569121687089", "3.9586760934447822624944190"),
    values=("0.86317774496023205686680427", "1.0000000000000000000000000"),
    scaled="0.74138406945443162419684127",
)


@pytest.mark.parametrize("field", ["error", "second", "agreed", "scaled", "knots", "values"])
def test_an_optimum_whose_two_ways_differ_is_found(field):
    """Errors, knots, values and their common digits depend on each other, to the last one."""
    with mp.workdps(60):
        assert said(pieces._optimum(OPTIMUM)) == ""
        value = getattr(OPTIMUM, field)
        if field == "agreed":
            wrong: object = 25
        elif isinstance(value, tuple):
            wrong = (with_last_digit(value[0], seeded(1)), *value[1:])
        else:
            wrong = with_last_digit(value, seeded(1))
        changed = msgspec.structs.replace(OPTIMUM, **{field: wrong})
        assert "pieces.json optima.5." in said(pieces._optimum(changed))


ENTRIES = literature.load()


def method(entry, definition=None) -> found_pieces.Method:
    return made(found_pieces.Method, id=entry.id, definition=definition or entry.definition)


def of_definition(entry, latex: str) -> str:
    found = made(found_pieces.Pieces, methods=(method(entry, latex),))
    return said(defined(found, (entry,)))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_every_definition_shown_is_the_curve_that_is_measured(entry):
    """Cases, octaves and recursions are evaluated as they stand in the table."""
    assert of_definition(entry, entry.definition) == ""


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_every_digit_of_a_definition_matters(entry):
    """Another digit anywhere gives another curve, or none, and the method is named."""
    random = seeded(entry.id)
    for at in digits_of(entry.definition)[:: 1 + len(entry.definition) // 60]:
        latex = other_digit(entry.definition, at, random)
        assert f"method {entry.id}" in of_definition(entry, latex), latex


LITERATURE = {entry.id: entry for entry in ENTRIES}


@pytest.fixture(scope="module")
def measured() -> found_pieces.Pieces:
    """Measure two of the published approximations, PLAN's polygon and Theano's two."""
    methods = tuple(literature.method(LITERATURE[id_], 512) for id_ in ("plan", "cri_one"))
    return made(
        found_pieces.Pieces,
        samples_per_unit=512,
        methods=methods,
        plan=stage_of_pieces.plan(ENTRIES, [made(found_pieces.Optimum, pieces=7, error="0.0003")]),
        rough=rough.both(),
        rough_crossover=rough.crossover(),
    )


def of_published(found: found_pieces.Pieces) -> str:
    with mp.workdps(40):
        return said(
            [
                *published.methods(found, ENTRIES),
                *published.plan(found.plan, ENTRIES, mpf("0.0003")),
                *published.cheap(found.rough, found.rough_crossover),
            ]
        )


def test_errors_are_measured_once_more(measured):
    """Samples, integrals between zeros and the largest errors agree with the stage's."""
    assert of_published(measured) == ""


@pytest.mark.parametrize(
    "path",
    [
        *(
            ("methods", str(at), field)
            for at in range(2)
            for field in ("mean", "max", "exact_mean", "exact_max", "l2", "printed_mean")
        ),
        *(("plan", field) for field in ("l2", "ratio", "jump_at", "jump_from", "jump_to")),
        *(("rough", "1", field) for field in ("max", "max_at", "l2_within")),
        ("rough_crossover",),
    ],
    ids=".".join,
)
def test_the_last_digit_of_a_measured_error_is_found(measured, path):
    """Every error of the literature's curves, of PLAN's and of Theano's two."""
    value = measured
    for step in path:
        value = value[int(step)] if isinstance(value, tuple) else getattr(value, step)
    changed = replaced(measured, path, with_last_digit(value, seeded(path)))
    assert "build/results/pieces.json" in of_published(changed)


@pytest.mark.parametrize(
    ("path", "new"),
    [
        (("samples_per_unit",), 500),
        (("samples_per_unit",), 256),
        (("methods", "0", "mean_agrees"), False),
        (("methods", "0", "continuous"), True),
        (("methods", "0", "pieces"), 9),
        (("methods", "0", "year"), 1998),
        (("plan", "pieces"), 5),
        (("rough", "0", "window"), 9),
    ],
)
def test_what_is_said_of_a_curve_is_so(measured, path, new):
    """Counts, flags and the sampling are those of the curves and of the literature's file."""
    assert "build/results/pieces.json" in of_published(replaced(measured, path, new))


# What is read off something else ----------------------------------------------------------------


BLANK: Results = blank(Results)


def bundle(**parts: Any) -> Results:
    """Make up all results but for the parts given."""
    return msgspec.structs.replace(BLANK, **parts)


def test_images_add_up():
    """Classes sum up to the images, and MNIST has sixty and ten thousand of them."""
    split = Split(60_000, (6_000,) * 10)
    right = Dataset("MNIST", True, "0" * 64, 28, 28, 10, split, Split(10_000, (1_000,) * 10), 0)
    assert said(copies.dataset(bundle(dataset=right))) == ""
    for train in (Split(60_001, split.per_class), Split(59_999, (5_999, *split.per_class[1:]))):
        wrong = msgspec.structs.replace(right, train=train)
        assert "dataset.json train.images" in said(copies.dataset(bundle(dataset=wrong)))
    for mnist, count in ((True, 1), (True, -1), (False, -1), (False, 10_001)):
        wrong = msgspec.structs.replace(right, is_mnist=mnist, test_repeated=count)
        assert "dataset.json test_repeated" in said(copies.dataset(bundle(dataset=wrong)))


def installed() -> frameworks.Frameworks:
    """Describe a trial of what is installed, with one clipped line of slope 1/6."""
    line = frameworks.MeasuredSlope(
        "onnx",
        "",
        metadata.version("onnx"),
        "0.166666666667",
        "-3.0000000000",
        "3.0000000000",
        "3e-16",
    )
    return made(
        frameworks.Frameworks,
        versions=tuple(
            frameworks.Version(name, version)
            for name, version in (
                ("python", platform.python_version()),
                ("onnx", metadata.version("onnx")),
                ("tensorboard", metadata.version("tensorboard")),
            )
        ),
        slopes=(line,),
        tensorboard=frameworks.TensorBoardState("onnx", False, metadata.version("tensorboard")),
        lstm=made(frameworks.OldLstm, distance_fifth="0.15", distance_sixth="1e-7", change="0.2"),
    )


@pytest.mark.parametrize(
    ("path", "new", "place"),
    [
        (("versions", "0", "version"), "3.8.0", "versions.python"),
        (("versions", "1", "version"), "0.0.1", "versions.onnx"),
        (("tensorboard", "installed"), "1.0", "tensorboard.installed"),
        (("slopes", "0", "version"), "0.0.1", "slopes.onnx"),
        (("slopes", "0", "slope"), "0.166666667667", "slopes.onnx.high_knee"),
        (("slopes", "0", "high_knee"), "3.0000000003", "slopes.onnx.high_knee"),
        (("slopes", "0", "low_knee"), "3.0000000000", "slopes.onnx.low_knee"),
        (("slopes", "0", "deviation"), "0.01", "slopes.onnx.deviation"),
        (("lstm", "distance_sixth"), "0.3", "lstm"),
    ],
)
def test_versions_and_fits_are_those_found(path, new, place):
    """Another version than the one installed, and a line that is not clipped, are named."""
    right = installed()
    assert said(copies.frameworks(bundle(frameworks=right))) == ""
    wrong = replaced(right, path, new)
    assert f"frameworks.json {place}" in said(copies.frameworks(bundle(frameworks=wrong)))


def test_the_record_of_measurements_is_copied_whole():
    """A median that is not the recorded one is found."""
    recorded = record.load()
    assert said(copies.benchmark(bundle(benchmark=recorded))) == ""
    median = recorded.throughput[0].ratio.median
    path = ("throughput", "0", "ratio", "median")
    wrong = replaced(recorded, path, with_last_digit(median, seeded(0)))
    assert "benchmark.json throughput" in said(copies.benchmark(bundle(benchmark=wrong)))


def test_everything_has_a_check():
    """Each part of the results that numbers are made from is held against something."""
    assert set(PARTS) == set(NUMBERS)
