"""The numbers behind the figures, against sources that share nothing with them."""

import doctest
import re
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from math import exp, log, pi
from types import ModuleType

import numpy as np
import pytest
from mpmath import mp
from scipy.integrate import quad
from scipy.optimize import brentq

import figures
from figures import _data, _images, _names, _paths, _rows
from figures._data import cell, curve, fraction, grid, shown, with_zeros
from figures._images import unpacked
from figures._rows import folded
from report.results.table import Table
from report.slopes.graphs import derivative_curve, half_error_curve
from tests.figures import examples
from tests.figures.conftest import table

RESULTS = examples.results()


def sigmoid(x: float) -> float:
    """Evaluate by the definition."""
    return exp(x) / (exp(x) + 1)


def line(x: float, a: float) -> float:
    """Evaluate by the definition."""
    return min(max(x / a + 0.5, 0), 1)


def parabolas(x: float, a: float) -> float:
    """Evaluate the article's four cases."""
    if x < -a:
        return 0.0
    if x < 0:
        return (x + a) ** 2 / (2 * a**2)
    return 1 - (x - a) ** 2 / (2 * a**2) if x <= a else 1.0


def half_error(approximation: Callable[[float, float], float], a: float) -> float:
    """Integrate the squared difference over x < 0, split where the approximation bends."""
    knees = [-60, -a / 2 if approximation is line else -a, 0]
    pieces = pairwise(knees)
    return sum(
        quad(lambda x: (sigmoid(x) - approximation(x, a)) ** 2, low, high, epsabs=1e-13)[0]
        for low, high in pieces
    )


@pytest.mark.parametrize("a", [1.5, 4.0, 5.19936381662864, 9.0])
def test_the_drawn_errors_are_the_integrals(a: float) -> None:
    """Both curves equal the integral of the squared difference, by another quadrature."""
    assert half_error_curve(a) == pytest.approx(half_error(line, a), abs=1e-11)
    assert half_error_curve(a, "parabolas") == pytest.approx(half_error(parabolas, a), abs=1e-11)


@pytest.mark.parametrize("a", [0.5, 4.0, 11.0])
def test_the_derivative_is_that_of_the_integral(a: float) -> None:
    """A central difference of the integral gives the drawn derivative."""
    step = 1e-3
    slope = (half_error(line, a + step) - half_error(line, a - step)) / (2 * step)
    assert derivative_curve(a) == pytest.approx(slope, abs=1e-7)


def test_the_curve_of_the_derivative_passes_its_zero_and_keeps_below_its_limit() -> None:
    """The drawn curve increases, crosses zero at the given width, and stays under the limit."""
    found = table("derivative")
    xs, ys = curve(found, "derivative")
    (zero,), _ = curve(found, "zero")
    assert np.interp(0, ys, xs) == pytest.approx(zero, abs=2e-3)
    assert zero == pytest.approx(brentq(lambda a: float(derivative_curve(a)), 4, 6), abs=1e-5)
    assert (np.diff(ys) > 0).all()
    assert ys.max() < curve(found, "limit")[1][0] == pytest.approx(1 / 24, rel=1e-5)


def test_the_marks_lie_on_the_curve_of_the_error() -> None:
    """Every marked width has the error that the curve shows there, and the ratio to the least."""
    found = table("error")
    xs, ys = curve(found, "error")
    least = half_error(line, 5.19936381662864)
    for mark, a in (("four", 4), ("five", 5), ("best", 5.19936381662864), ("six", 6)):
        (x,), (y,) = curve(found, mark)
        assert x == pytest.approx(a, rel=1e-5)
        assert y == pytest.approx(half_error(line, a), rel=1e-5)
        assert np.interp(x, xs, ys) == pytest.approx(y, abs=2e-5)
        assert found.floats("ratio", curve=mark) == [pytest.approx(y / least, rel=1e-4)]


def test_the_lines_and_their_errors_are_what_the_definitions_say() -> None:
    """Curves, errors and crossing of the two lines, by the definitions."""
    found = table("lines")
    for name in ("1/4", "1/5"):
        a = float(1 / Fraction(name))
        for x, y in zip(*curve(found, name), strict=True):
            assert y == pytest.approx(line(x, a), abs=1e-6)
        for x, y in zip(*curve(found, f"error {name}"), strict=True):
            assert y == pytest.approx(abs(line(x, a) - sigmoid(x)), abs=1e-5)
    assert curve(found, "error 1/4")[1].max() == pytest.approx(1 / (1 + exp(2)), rel=1e-5)
    (x,), (y,) = curve(found, "crossing")
    equal = brentq(lambda t: abs(line(t, 4) - sigmoid(t)) - abs(line(t, 5) - sigmoid(t)), 1, 1.5)
    assert x == pytest.approx(equal, rel=1e-5)
    assert y == pytest.approx(abs(line(equal, 4) - sigmoid(equal)), rel=1e-3)


@pytest.mark.parametrize("name", figures.names())
def test_no_cell_carries_digits_that_nobody_needs(name: str) -> None:
    """A number has ten significant digits at most; whole numbers stay as they are."""
    contents = (str(content) for row in table(name).rows for content in row)
    for text in (part for content in contents for part in re.split("[ /]", content)):
        if re.fullmatch(r"-?\d*\.\d+(E[-+]?\d+)?", text):
            assert len(re.sub(r"E.*|\D", "", text).lstrip("0")) <= 10


def test_errors_touch_zero_where_they_should() -> None:
    """The absolute errors reach zero between grid points as well: no false floor is drawn."""
    xs, ys = curve(table("lines"), "error 1/5")
    zero = brentq(lambda x: line(x, 5) - sigmoid(x), 1, 2.4)
    near = np.abs(xs - zero).argmin()
    assert xs[near] == pytest.approx(zero, abs=2e-3)  # a twentieth of the line's width
    assert ys[near] < 1e-4


def test_the_partial_sums_are_those_of_the_series() -> None:
    """Each drawn polynomial is mpmath's Taylor polynomial; the radius is that of the poles."""
    found = table("taylor")
    coefficients = [float(c) for c in mp.taylor(lambda x: 1 / (1 + mp.exp(-x)), 0, 7)]
    for degree in (1, 3, 5, 7):
        xs, ys = curve(found, f"degree {degree}")
        assert len(xs) > 50
        wanted = np.polyval(coefficients[degree::-1], xs)
        assert ys == pytest.approx(wanted, abs=2e-5)
    (radius,), _ = curve(found, "radius")
    assert abs(np.exp(1j * radius) + 1) < 1e-5


def test_the_parabolas_are_the_articles() -> None:
    """Shapes, pointwise errors and squared errors of the parabolas, by the four cases."""
    found = table("parabolas")
    for mark, a in (("four", 4), ("best", 3.99197948719976)):
        for x, y in zip(*curve(found, f"shape {mark}"), strict=True):
            assert y == pytest.approx(parabolas(x, a), abs=1e-6)
        for x, y in zip(*curve(found, f"error {mark}"), strict=True):
            assert y == pytest.approx(abs(parabolas(x, a) - sigmoid(x)), abs=1e-5)
        (x,), (y,) = curve(found, f"mark {mark}")
        assert (x, y) == pytest.approx((a, half_error(parabolas, a)), rel=1e-5)
    for x, y in list(zip(*curve(found, "half error"), strict=True))[::16]:
        assert y == pytest.approx(half_error(parabolas, x), rel=1e-5)


def test_images_come_back_as_they_were() -> None:
    """Every pixel of every image and response is in the table."""
    found = table("prewitt")
    for sample in RESULTS.network.prewitt.samples:
        for picture, pixels in (
            ("original", sample.pixels),
            ("vertical", sample.vertical),
            ("horizontal", sample.horizontal),
        ):
            assert (unpacked(found, image=sample.index, picture=picture) == pixels).all()


def test_weights_come_back_to_a_hundredth() -> None:
    """No weight in the table differs from the trained one by more than half a hundredth."""
    found = table("weights")
    for name, images in zip(
        ("vertical", "horizontal"), RESULTS.network.portrait.weights, strict=True
    ):
        for label, image in enumerate(images):
            stored = unpacked(found, "hundredths", filter=name, label=label) / 100
            assert np.abs(stored - np.array(image)).max() <= 0.005 + 1e-12


def test_the_confusion_matrix_counts_every_image() -> None:
    """Row by row the counts are the network's, and the misread images follow surest first."""
    found = table("confusion")
    for label, counts in enumerate(RESULTS.network.portrait.confusion):
        assert found.floats("content", kind="count", label=label) == list(counts)
    for rank, misread in enumerate(RESULTS.network.portrait.misread, start=1):
        assert (unpacked(found, "content", kind="misread", rank=rank) == misread.pixels).all()
        assert found.column("label", rank=rank)[0] == misread.label
        assert found.column("read", rank=rank)[0] == misread.read


def test_the_band_of_training_spans_every_run() -> None:
    """Least and greatest accuracy are those of single runs; the interval lies between them."""
    found = table("training")
    for model in ("cnn", "softmax", "mlp", "learned"):
        counts = np.array([run.correct for run in getattr(RESULTS.network, model).runs]) / 10_000
        assert found.floats("least", model=model) == pytest.approx(counts.min(axis=0))
        assert found.floats("greatest", model=model) == pytest.approx(counts.max(axis=0))
        assert found.floats("mean", model=model) == pytest.approx(counts.mean(axis=0), abs=1e-6)
        assert found.column("epoch", model=model) == list(range(1, 16))


def test_intervals_are_the_results_own() -> None:
    """What is drawn with an interval has the mean and the bounds that were computed."""
    accuracy = RESULTS.network.mlp.accuracy[-1]
    (row,) = (row for row in table("models").rows if row[0] == "mlp")
    assert row[1:4] == (cell(accuracy.mean), cell(accuracy.low), cell(accuracy.high))
    found = table("trained")
    assert found.column("slope") == ["", "1/2", "1/4", "1/5", "0.1923", "1/6"]
    for entry in RESULTS.network.slopes:
        wanted = float(entry.accuracy[-1].mean)
        assert found.floats("mean", activation=entry.mark) == [wanted]
    swap = table("swap")
    assert len(swap.column("slope", measure="accuracy")) == len(RESULTS.network.swap.points)
    assert swap.floats("mean", measure="best output_error") == [0.21]
    assert swap.floats("high", measure="best accuracy") == [0.23]


def test_the_asymptote_falls_with_the_fourth_power() -> None:
    """On logarithmic axes the asymptote has slope -4 and passes close above the last optimum."""
    found = table("pieces")
    (n, m), (e, f) = (found.floats(name, curve="asymptote") for name in ("pieces", "error"))
    assert log(f / e) / log(m / n) == pytest.approx(-4, abs=1e-4)
    assert e * n**4 == pytest.approx(0.70538148, rel=1e-4)
    assert found.floats("error", curve="best", pieces=9) == [pytest.approx(1.0949e-4, rel=1e-4)]
    assert found.column("pieces", name_en="Zhang") == [""]


def test_every_criterion_and_framework_is_on_the_axis() -> None:
    """Criteria stand in falling order of slope; every surveyed framework is there, with its own."""
    found = table("criteria")
    slopes = found.floats("slope", kind="criterion")
    assert slopes == sorted(slopes, reverse=True)
    assert len(slopes) == len(examples.CRITERIA)
    assert found.column("mark", name_en="L2") == ["article"]
    assert found.column("name_en", kind="framework", mark="1/6") == examples.FRAMEWORKS[
        "1/6"
    ].split("|")
    assert found.column("until", name_en="Keras, tf.keras") == ["2.15"]


def test_the_recorded_ratios_are_drawn_as_recorded() -> None:
    """Medians and quartiles of the benchmark, none averaged or left out."""
    found = table("speed")
    assert len(found.rows) == len(RESULTS.benchmark.throughput)
    for row, record in zip(found.rows, RESULTS.benchmark.throughput, strict=True):
        assert row[:2] == (record.engine, record.size)
        assert [float(v) for v in row[2:5]] == pytest.approx(
            [float(v) for v in (record.ratio.median, record.ratio.low, record.ratio.high)], rel=1e-3
        )


def test_cells_are_short_and_true_to_their_digits() -> None:
    """Six significant digits, half to even, no needless zeros, exponents only far from one."""
    assert cell("5.19936381662864") == "5.19936"
    assert cell("0.250000") == "0.25"
    assert cell("-0.00001234565") == "-0.0000123456"
    assert cell(1.23e-12) == "1.23E-12"
    assert cell(0) == cell(-0.0) == "0"
    assert cell("4194304", 4) == "4.194E+6"


def test_numbers_for_readers_have_a_true_minus() -> None:
    """A minus sign, not a hyphen; fractions where a slope is one."""
    assert shown(-0.25, 1) == "\N{MINUS SIGN}0.2"
    assert shown("1.16762113924", 4) == "1.1676"
    assert [fraction(v) for v in (0.25, "0.1666666667", 0.192331)] == ["1/4", "1/6", "0.1923"]
    assert _names.slope("1/5", "ja") == "傾き 1/5"
    assert _names.activation("article", "0.1923", "en") == "least squares 0.1923"


def test_the_grid_is_even_and_symmetric() -> None:
    """The points include both ends and zero without noise, so that kinks are hit exactly."""
    points = grid(-6, 6, 240)
    assert (points == -points[::-1]).all()
    assert {-2.5, -2.0, 0.0, 2.0, 2.5} <= set(points.tolist())


def test_zeros_are_added_between_opposite_signs_only() -> None:
    """A zero on the grid is not doubled, one between points is added, a touch is none."""
    xs = np.array([0.0, 1.0, 2.0, 3.0])
    assert with_zeros(xs, xs - 1).tolist() == xs.tolist()
    assert with_zeros(xs, 2 * xs - 3).tolist() == [0, 1, 1.5, 2, 3]


def test_long_names_take_two_lines() -> None:
    """A name is broken before its bracket, or evenly between words; a short one is left alone."""
    assert folded("Hellinger 距離") == "Hellinger 距離"
    assert folded("逆向き KL ダイバージェンス（距離と同値である）").split("\n") == [
        "逆向き KL ダイバージェンス",
        "（距離と同値である）",
    ]
    assert folded("one two three four five six seven eight").split("\n") == [
        "one two three four",
        "five six seven eight",
    ]


def test_a_curve_that_is_missing_is_empty() -> None:
    """Asking a table for a curve that it lacks gives no points."""
    assert [len(part) for part in curve(Table(("curve", "x", "value"), ()), "none")] == [0, 0]
    assert pi == pytest.approx(curve(table("taylor"), "radius")[0][0], rel=1e-5)


@pytest.mark.parametrize("module", [_data, _images, _paths, _rows])
def test_the_examples_in_docstrings_hold(module: ModuleType) -> None:
    """What the docstrings of the helpers show is what the helpers do."""
    outcome = doctest.testmod(module)
    assert outcome.attempted > 0
    assert outcome.failed == 0
