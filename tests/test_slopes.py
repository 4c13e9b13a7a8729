"""The criteria and their best slopes, held against SciPy, closed forms and the definitions."""

import doctest
import importlib
import math
import pkgutil
from collections.abc import Callable
from itertools import pairwise
from typing import Literal

import msgspec
import numpy as np
import pytest
from flint import arb, ctx
from mpmath import mp
from scipy.integrate import quad
from scipy.optimize import minimize_scalar

from report import activations, slopes
from report.results.slopes import FAMILIES, Family, Slopes
from report.slopes import backends, crosscheck, pointwise
from report.slopes.criterion import Unsolvable
from report.slopes.digits import surely_truncated, truncated
from report.slopes.measures import crossings
from report.slopes.minimise import golden_section, parabolic_steps
from report.slopes.quadrature import ball_integral, integral
from report.slopes.roots import refined_root, sign_changes
from report.slopes.shapes import SHAPES

SOLVED = [c for c in slopes.CRITERIA if c.unsolvable is None]
INTEGRALS = [c for c in SOLVED if c.id not in ("tangent", "variance", "minimax")]
CASES = [(c, family) for c in SOLVED for family in FAMILIES]
CASE_IDS = [f"{c.id}-{family}" for c, family in CASES]

KNOWN: dict[tuple[str, Family], float] = {
    ("tangent", "line"): 4,
    ("normal_one", "line"): 4.66794295,
    ("logistic", "line"): 4.92427300,
    ("l1", "line"): 4.98580192,
    ("h1_seminorm", "line"): 5.01504902,
    ("normal_two", "line"): 5.01719572,
    ("h1", "line"): 5.13090972,
    ("l2", "line"): 5.19936381,
    ("chi_squared", "line"): 5.58361183,
    ("minimax", "line"): 5.64764356,
    ("reverse_kl", "line"): 6,
    ("jensen_shannon", "line"): 6.26452720,
    ("variance", "line"): 6.28318530,
    ("hellinger", "line"): 6.53515773,
    ("h1_seminorm", "parabolas"): 3.76604,
    ("normal_one", "parabolas"): 3.80971,
    ("logistic", "parabolas"): 3.87828,
    ("l1", "parabolas"): 3.90073,
    ("l2", "parabolas"): 3.99197,
    ("minimax", "parabolas"): 4.10398,
    ("reverse_kl", "parabolas"): 4.37455,
}
"""Best widths found before this code was written, by other programs."""


@pytest.fixture
def solved(solved_slopes: Slopes) -> Slopes:
    return solved_slopes


# --- The definitions once more, in x and in double precision ----------------------------------


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def approximation(x: float, a: float, family: Family) -> float:
    function = activations.line if family == "line" else activations.parabolas
    return float(function(x, a))


def approximation_slope(x: float, a: float, family: Family) -> float:
    if family == "line":
        return 1 / a if abs(x) < a / 2 else 0.0
    return max(1 - abs(x) / a, 0.0) / a


def kl(p: float, q: float) -> float:
    terms = ((p, q), (1 - p, 1 - q))
    return sum(u * math.log(u / v) for u, v in terms if u > 0)


def normal(x: float, deviation: float) -> float:
    return math.exp(-((x / deviation) ** 2) / 2) / (deviation * math.sqrt(2 * math.pi))


Pointwise = Callable[[float, float, float], float]
DEFINITIONS: dict[str, Pointwise] = {
    "normal_one": lambda x, f, g: (f - g) ** 2 * normal(x, 1),
    "normal_two": lambda x, f, g: (f - g) ** 2 * normal(x, 2),
    "logistic": lambda x, f, g: (f - g) ** 2 * f * (1 - f),
    "l1": lambda x, f, g: abs(f - g),
    "l2": lambda x, f, g: (f - g) ** 2,
    "chi_squared": lambda x, f, g: (f - g) ** 2 / (f * (1 - f)),
    "reverse_kl": lambda x, f, g: kl(g, f),
    "jensen_shannon": lambda x, f, g: (kl(f, (f + g) / 2) + kl(g, (f + g) / 2)) / 2,
    "hellinger": lambda x, f, g: 1 - math.sqrt(f * g) - math.sqrt((1 - f) * (1 - g)),
}


def loss_in_x(id_: str, a: float, family: Family) -> float:
    """Integrate a criterion's definition over -30 < x < 30 with SciPy."""
    knee = a / 2 if family == "line" else a

    def integrand(x: float) -> float:
        f, g = sigmoid(x), approximation(x, a, family)
        total = 0.0
        if id_ in DEFINITIONS:
            total += DEFINITIONS[id_](x, f, g)
        if id_ in ("h1", "h1_seminorm"):
            total += (f * (1 - f) - approximation_slope(x, a, family)) ** 2
        if id_ == "h1":
            total += (f - g) ** 2
        return total

    ends = [0.0, knee / 2, knee, 30.0]
    return 2 * sum(
        quad(integrand, *p, epsabs=1e-12, epsrel=1e-11, limit=400)[0] for p in pairwise(ends)
    )


# --- Criteria ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("criterion", "family"), CASES, ids=CASE_IDS)
def test_losses_are_the_definitions(criterion: slopes.Criterion, family: Family) -> None:
    """Each loss equals its definition, evaluated in x by SciPy or on a dense grid by NumPy."""
    shape, a = SHAPES[family], 4.6
    with ctx.workdps(30):
        ours = float(criterion.measure.loss(shape, arb(a)))
    x = np.linspace(0, 2 * a, 400_001)
    function = activations.line if family == "line" else activations.parabolas
    if criterion.id == "minimax":
        expected = float(np.max(np.abs(function(x, a) - activations.sigmoid(x))))
    elif criterion.id == "tangent":
        expected = abs(1 / a - 1 / 4)
    elif criterion.id == "variance":
        expected = abs(math.pi**2 / 3 - a**2 / (12 if family == "line" else 6))
    else:
        expected = loss_in_x(criterion.id, a, family)
    assert ours == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("criterion", INTEGRALS, ids=lambda c: c.id)
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("a", ["3.3", "7.1"])
def test_conditions_are_derivatives(criterion: slopes.Criterion, family: Family, a: str) -> None:
    """Twice the condition is the loss's derivative in a, taken as a difference of losses."""
    shape = SHAPES[family]
    with ctx.workdps(50), mp.workdps(30):
        step = arb(10) ** -12
        losses = [criterion.measure.loss(shape, (arb(a) + k * step).mid()) for k in (-1, 1)]
        difference = mp.mpf(((losses[1] - losses[0]) / (2 * step)).mid().str(30, radius=False))
        condition = 2 * criterion.measure.condition(shape, mp.mpf(a))
        assert abs(difference - condition) < mp.mpf(10) ** -20


@pytest.mark.parametrize(
    ("criterion", "family"),
    [(c, family) for c in slopes.CRITERIA for family in c.half_losses],
    ids=lambda value: value if isinstance(value, str) else value.id,
)
@pytest.mark.parametrize("a", ["2.5", "5", "9"])
def test_closed_losses(criterion: slopes.Criterion, family: Family, a: str) -> None:
    """A closed form is half the integrated loss at every width, not only at the best."""
    with ctx.workdps(45), mp.workdps(40):
        loss = criterion.measure.loss(SHAPES[family], arb(a))
        half = mp.mpf((loss / 2).mid().str(42, radius=False))
        closed = criterion.half_losses[family].evaluate(mp.mpf(a))
        assert abs(half - closed) < mp.mpf(10) ** -35


@pytest.mark.stage
def test_best_widths_are_the_known_ones(solved: Slopes) -> None:
    """Every best width begins with the digits found earlier by other programs."""
    for (id_, family), a in KNOWN.items():
        ours = float(str(solved.criterion(id_, family).best_a))
        digits = len(str(a).partition(".")[2])
        assert 0 <= ours - a < 10.0**-digits, id_


@pytest.mark.stage
@pytest.mark.parametrize(
    ("id_", "family"), [("l1", "parabolas"), ("hellinger", "line"), ("normal_two", "parabolas")]
)
def test_scipy_finds_the_same_minimum(solved: Slopes, id_: str, family: Family) -> None:
    """Minimising SciPy's integral of the definition leads to the same width."""
    found = minimize_scalar(
        lambda a: loss_in_x(id_, a, family), bracket=(3, 5, 9), options={"xtol": 1e-7}
    )
    assert float(str(solved.criterion(id_, family).best_a)) == pytest.approx(found.x, abs=1e-4)


@pytest.mark.stage
def test_every_result_is_complete(solved: Slopes) -> None:
    """Each criterion is solved for each family to fifty digits, or says why it cannot be."""
    assert [(c.id, c.family) for c in solved.criteria] == [
        (c.id, family) for family in FAMILIES for c in slopes.CRITERIA
    ]
    for found in solved.criteria:
        if found.status == "solved":
            assert found.reason is None
            assert [check.digits for check in found.checks] == [50, 50]
            assert float(str(found.residual)) < 1e-60
            slope = float(str(found.best_slope))
            assert float(str(found.best_a)) * slope == pytest.approx(1)
            assert float(str(found.from_fifth)) == pytest.approx(5 * slope - 1)
            assert float(str(found.from_sixth)) == pytest.approx(6 * slope - 1)
        else:
            assert found.reason is not None
            assert found.best_a is found.best_slope is found.residual is None
            assert found.checks == ()


@pytest.mark.stage
def test_what_the_criteria_say_of_one_fifth_and_one_sixth(solved: Slopes) -> None:
    """1/6 is exactly the best for reverse KL; 1/5 for nothing, and L1 comes nearest to it."""
    lines = [c for c in solved.criteria if c.family == "line" and c.status == "solved"]
    assert solved.criterion("reverse_kl").best_a == "6"
    assert float(str(solved.criterion("reverse_kl").from_sixth)) == pytest.approx(0, abs=1e-60)
    nearest = min(lines, key=lambda c: abs(float(str(c.from_fifth))))
    assert nearest.id == "l1"
    assert float(str(nearest.from_fifth)) == pytest.approx(0.0028477, abs=1e-7)


@pytest.mark.stage
def test_closed_loss_of_l1(solved: Slopes) -> None:
    """The least L1 error of the line is 4 log 2 - 2 sqrt(2) log(1 + sqrt 2)."""
    expected = 4 * math.log(2) - 2 * math.sqrt(2) * math.log(1 + math.sqrt(2))
    assert float(str(solved.criterion("l1").loss)) == pytest.approx(expected, rel=1e-15)


def test_an_unsolvable_criterion_must_give_the_right_reason() -> None:
    """A criterion said to diverge or to degenerate that does neither fails the stage."""
    l2 = slopes.criterion("l2")
    statuses: tuple[Literal["diverges", "degenerates"], ...] = ("diverges", "degenerates")
    for status in statuses:
        claim = Unsolvable(status, l2.name)
        false = slopes.Criterion(l2.id, l2.name, l2.definition, l2.measure, unsolvable=claim)
        with pytest.raises(ArithmeticError, match="the stated reason does not hold"):
            crosscheck.solve_criterion(false, "line")


def test_a_false_closed_form_is_found() -> None:
    """A closed width that is not the best one fails the stage."""
    good = slopes.criterion("l1")
    wrong = with_widths(good, slopes.criterion("variance"))
    with pytest.raises(ArithmeticError, match="the ways to the best width differ"):
        crosscheck.solve_criterion(wrong, "line")


def with_widths(good: slopes.Criterion, other: slopes.Criterion) -> slopes.Criterion:
    return slopes.Criterion(good.id, good.name, good.definition, good.measure, other.widths)


@pytest.mark.stage
def test_normal_deviation(solved: Slopes) -> None:
    """With the deviation found, least squares with a normal weight give slope 1/5 to 12 digits."""
    criterion = slopes.normal(solved.normal_deviation)
    assert float(slopes.best(criterion, digits=15).a) == pytest.approx(5, abs=1e-13)
    assert solved.normal_deviation.startswith("1.899375")


# --- The interface ----------------------------------------------------------------------------


def test_best_is_a_prefix_at_every_number_of_digits() -> None:
    """Asking for fewer digits cuts off more, and changes none; also where 0 or 9 comes next."""
    full = slopes.best("l1", digits=60)
    for digits in range(1, 60):
        found = slopes.best("l1", digits=digits)
        assert full.a.startswith(found.a)
        assert full.slope.startswith(found.slope)


@pytest.mark.parametrize(
    ("criterion", "deviation", "slope_weight"),
    [("normal_one", 1.0, 0.0), ("normal_two", 2.0, 0.0), ("l2", None, 0.0), ("h1", None, 1.0)],
)
def test_best_for_tanh(criterion: str, deviation: float | None, slope_weight: float) -> None:
    """The slope for tanh minimises the criterion put to tanh itself, with SciPy in tanh's x."""

    def loss(slope: float) -> float:
        def integrand(x: float) -> float:
            weight = 1.0 if deviation is None else normal(x, deviation)
            square = (math.tanh(x) - min(max(slope * x, -1), 1)) ** 2
            bend = (1 / math.cosh(x) ** 2 - (slope if slope * x < 1 else 0)) ** 2
            return weight * square + slope_weight * bend

        knee = 1 / slope
        return float(quad(integrand, 0, knee)[0] + quad(integrand, knee, 20)[0])

    expected = minimize_scalar(loss, bracket=(0.5, 0.8, 1.2), options={"xtol": 1e-8}).x
    found = slopes.best(criterion, digits=12, function="tanh")
    assert float(found.slope) == pytest.approx(expected, abs=1e-5)
    assert float(found.knee) == pytest.approx(1 / float(found.slope))
    assert float(found.a) == pytest.approx(4 / float(found.slope))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: slopes.best("l3"), "criterion: 'l3' is unknown; choose one of tangent, "),
        (lambda: slopes.best("l2", "circle"), "family: 'circle' is unknown; choose one of line, "),
        (lambda: slopes.best("l2", digits=0), "digits: 0 is out of range; give 1 to 200"),
        (lambda: slopes.best("l2", digits=201), "digits: 201 is out of range"),
        (lambda: slopes.best("l2", digits=2.5), "digits: 2.5 is out of range"),  # type: ignore[arg-type]
        (lambda: slopes.best("l2", digits=True), "digits: True is out of range"),
        (lambda: slopes.best("l2", function="erf"), "function: 'erf' is unknown"),  # type: ignore[arg-type]
        (lambda: slopes.best("forward_kl"), "criterion: forward_kl has no best width"),
        (lambda: slopes.normal(0), "deviation: 0 is not above 0"),
        (lambda: slopes.half_error(0), "a: 0 is not a width"),
        (lambda: slopes.half_error_by_quadrature(-1), "a: -1 is not a width"),
        (lambda: slopes.derivative(-1), "a: -1 is not a width"),
        (lambda: slopes.printed_equation(0), "a: 0 is not a width"),
        (lambda: slopes.half_error_curve([1, 0]), "a: 0.0 is not a width"),
        (lambda: slopes.half_error(5, "circle"), "family: 'circle' is unknown"),
    ],
)
def test_bad_input_is_named(call: Callable[[], object], message: str) -> None:
    """Bad input raises a ValueError that names the argument and what it may be."""
    with pytest.raises(ValueError, match=message):
        call()


def modules_with_examples() -> list[str]:
    package = importlib.import_module("report.slopes")
    inside = [f"report.slopes.{module.name}" for module in pkgutil.iter_modules(package.__path__)]
    return ["report.slopes", "report.activations", *inside]


@pytest.mark.parametrize("name", modules_with_examples())
def test_examples_in_the_documentation(name: str) -> None:
    """Every example in the docstrings prints what it says."""
    assert doctest.testmod(importlib.import_module(name)).failed == 0


# --- Least squares, curves, pointwise errors --------------------------------------------------


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("a", [0.05, 1.0, 5.0, 12.0, 40.0])
def test_curves_are_the_functions(family: Family, a: float) -> None:
    """The figures' curves equal the closed form and the quadrature to double precision."""
    error = float(slopes.half_error_curve(a, family))
    derivative = float(slopes.derivative_curve([a], family)[0])
    with mp.workdps(30):
        assert error == pytest.approx(float(slopes.half_error(a, family)), abs=2e-14)
        assert derivative == pytest.approx(float(slopes.derivative(a, family)), abs=2e-14)


@pytest.mark.parametrize("family", FAMILIES)
def test_printed_equation_is_the_derivative(family: Family) -> None:
    """Away from the root, too, the article's equations are the derivative of half the error."""
    with mp.workdps(40):
        for a in (mp.mpf(1), mp.mpf(3), mp.mpf(9)):
            printed = slopes.printed_equation(a, family)
            assert abs(printed - slopes.derivative(a, family)) < mp.mpf(10) ** -35
            numerical = mp.diff(lambda b: slopes.half_error_by_quadrature(b, family), a)
            assert abs(printed - numerical) < mp.mpf(10) ** -15


def test_error_curve_is_the_difference() -> None:
    """The pointwise curve is g - f, for both families."""
    x = np.linspace(-6, 6, 101)
    expected = activations.parabolas(x, 4) - activations.sigmoid(x)
    np.testing.assert_array_equal(slopes.error_curve(x, 4, "parabolas"), expected)


@pytest.mark.stage
def test_errors_at_points_ranges_and_peaks(solved: Slopes) -> None:
    """Listed errors, means and greatest errors are those of a dense grid in double precision."""
    for point in solved.points:
        at, a = float(point.x), float(point.a)
        expected = abs(activations.line(at, a) - activations.sigmoid(at))
        assert float(point.error) == pytest.approx(float(expected), rel=1e-12)
    for found in solved.ranges:
        x = np.linspace(float(found.low), float(found.high), 200_001)
        errors = np.abs(activations.line(x, float(found.a)) - activations.sigmoid(x))
        mean = np.trapezoid(errors, x) / (x[-1] - x[0])
        assert float(found.mean) == pytest.approx(mean, rel=1e-8)
        assert float(found.greatest) == pytest.approx(errors.max(), rel=1e-5)
        assert float(found.greatest_at) == pytest.approx(x[errors.argmax()], abs=1e-4)
    for peak in solved.suprema:
        x = np.linspace(0, 20, 2_000_001)
        function = activations.line if peak.family == "line" else activations.parabolas
        errors = np.abs(function(x, float(peak.a)) - activations.sigmoid(x))
        assert float(peak.greatest) == pytest.approx(errors.max(), rel=1e-5)
        assert float(peak.greatest_at) == pytest.approx(x[errors.argmax()], abs=1e-4)


@pytest.mark.stage
def test_the_crossing_separates_the_slopes(solved: Slopes) -> None:
    """Slope 1/4 errs less before the crossing, more from there to 2.5, and equally from then on."""
    at = float(solved.crossing.abscissa)
    for x in np.linspace(0.01, at - 1e-3, 50):
        assert pointwise.error(x, 4) < pointwise.error(x, 5)
    for x in np.linspace(at + 1e-3, 2.499, 50):
        assert pointwise.error(x, 4) > pointwise.error(x, 5)
    for x in np.linspace(2.5, 10, 50):
        assert pointwise.error(x, 4) == pointwise.error(x, 5)
    assert solved.comparison.beyond == "0"
    assert float(solved.comparison.smallest) > 0


@pytest.mark.stage
def test_backends_err_by_less_than_one_unit(solved: Slopes) -> None:
    """Both forms agree in every bit, are exact at the knees, and round by less than one ulp."""
    assert {(b.form, b.dtype) for b in solved.backends} == {
        (form, dtype) for form in ("keras", "theano") for dtype in ("float32", "float64")
    }
    for found in solved.backends:
        assert found.differences == 0
        assert found.knee_errors == ("0", "0")
        assert 0.5 < float(found.worst_ulp) < 1
        assert float(found.worst_own_ulp) > 1000  # the sum cancels just above the lower knee
    grid = backends.grid(np.float32)
    assert grid.dtype == np.float32
    assert {-2.5, 0.0, 2.5} <= set(grid.tolist())


def test_a_wrong_form_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A form with another slope, or in another order, shows in ulps or in differing bits."""
    third = {
        "keras": activations.keras_hard_sigmoid,
        "theano": lambda x: np.clip((x + x.dtype.type(2.5)) / x.dtype.type(5), 0, 1),
    }
    monkeypatch.setattr(backends, "FORMS", third)
    assert all(found.differences > 100 for found in backends.compare_backends())
    monkeypatch.setattr(backends, "FORMS", third | {"keras": lambda x: activations.line(x, 6)})
    worst = {found.form: float(found.worst_ulp) for found in backends.compare_backends()}
    assert worst["keras"] > 1000


@pytest.mark.stage
def test_results_survive_json(solved: Slopes) -> None:
    """The results come back from JSON unchanged."""
    assert msgspec.json.decode(msgspec.json.encode(solved), type=Slopes) == solved


# --- Tools ------------------------------------------------------------------------------------


def test_quadrature_of_known_integrals() -> None:
    """Both integrators reach 40 digits on integrands with a logarithm or a root at the end."""
    with mp.workdps(40), ctx.workdps(45):
        assert abs(integral(mp.log, [0, 1]) + 1) < mp.mpf(10) ** -38
        assert abs(ball_integral(lambda x: x.log(), arb(0), arb(1)) + 1) < arb(10) ** -38
        root = ball_integral(lambda x: x * x.sqrt(), arb(0), arb(4))
        assert abs(root - arb(64) / 5) < arb(10) ** -38


def test_quadrature_refuses_what_it_cannot_do() -> None:
    """An integral that does not settle is an error, not a number."""
    with mp.workdps(30), pytest.raises(ArithmeticError, match="uncertain"):
        integral(lambda x: mp.sign(x - mp.mpf("0.3")), [0, 1])
    with ctx.workdps(30), pytest.raises(ArithmeticError, match="does not settle"):
        ball_integral(lambda x: (x - arb("0.3")).sgn(), arb(0), arb(1))


def test_roots_and_minima_of_known_functions() -> None:
    """Root finder, parabolic steps and golden section find known points to the digits claimed."""
    with mp.workdps(50):
        assert sign_changes(mp.cos, [0, 1, 2, 3, 4, 5]) == [[1, 2], [4, 5]]
        assert abs(refined_root(mp.cos, 1, 2) - mp.pi / 2) < mp.mpf(10) ** -48
    with ctx.workdps(60):
        smooth = parabolic_steps(lambda x: -x.sin(), arb("1.5"), 50)
        assert abs(smooth - arb.pi() / 2) < arb(10) ** -49
        kinked = golden_section(lambda x: abs(x - arb(2).sqrt()), arb(1), arb(2), 40)
        assert abs(kinked - arb(2).sqrt()) < arb(10) ** -40


def test_a_root_without_a_sign_change_is_refused() -> None:
    """A double root is not taken for a simple one."""
    with mp.workdps(30), pytest.raises(ArithmeticError, match="no sign change"):
        refined_root(lambda x: (x - 1) ** 2, 0.5, 1.7)


def test_crossings_of_line_and_parabolas() -> None:
    """Wide lines and parabolas cross the sigmoid once, parabolas just below a = 4 twice."""
    with mp.workdps(30):
        line, parabolas = SHAPES["line"], SHAPES["parabolas"]
        assert crossings(line, mp.mpf(3)) == []
        (found,) = crossings(line, mp.mpf(5))
        x = 5 * (mp.mpf(1) / 2 - found)
        assert abs(1 / (1 + mp.exp(-x)) - x / 5 - mp.mpf(1) / 2) < mp.mpf(10) ** -28
        assert len(crossings(parabolas, mp.mpf("3.9"))) == 2
        assert len(crossings(parabolas, mp.mpf("4.5"))) == 1


def test_truncation() -> None:
    """Numbers are cut off, not rounded; a digit that could change is not given."""
    assert truncated(mp.mpf("0.0099999"), 3) == "0.00999"
    assert truncated(mp.mpf("-2.71828"), 3) == "-2.71"
    assert truncated(mp.mpf(1000), 2) == "1000"
    assert truncated(mp.mpf(0), 5) == "0"
    assert surely_truncated(mp.mpf("1.9999999"), mp.mpf("1e-5"), 3) is None
    assert surely_truncated(mp.mpf("1.2345"), mp.mpf("1e-5"), 3) == "1.23"
