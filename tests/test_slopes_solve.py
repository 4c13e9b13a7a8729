"""Solving one criterion by every way: what is reported, and what stops the computation."""

import importlib
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from flint import arb, ctx
from mpmath import mp
from scipy.integrate import quad

from report import activations, slopes
from report.results.slopes import FAMILIES, Family
from report.results.text import Text
from report.slopes import backends, criteria, crosscheck, graphs, least_squares
from report.slopes.criterion import Criterion, HalfLoss, Unsolvable, Width
from report.slopes.digits import (
    agreeing_digits,
    brief,
    from_ball,
    magnitude,
    surely_truncated,
    to_ball,
    truncated,
)
from report.slopes.shapes import SHAPES

stage = importlib.import_module("report.slopes.solve")  # the package names its functions so
best_module = importlib.import_module("report.slopes.best")


def significant(text: str) -> int:
    return len(text.replace(".", "").replace("-", "").lstrip("0"))


# --- One criterion ----------------------------------------------------------------------------


def test_a_criterion_with_everything_in_closed_form_is_reported_whole() -> None:
    """Reverse KL for the line: width 6, slope 1/6, least loss pi^2/6 - 3/2, all by exact values."""
    known = slopes.criterion("reverse_kl")
    found = crosscheck.solve_criterion(known, "line")
    assert (found.id, found.family, found.status) == ("reverse_kl", "line", "solved")
    assert (found.name, found.definition) == (known.name, known.definition)
    assert (found.best_a, found.best_slope) == ("6", "0.1" + 49 * "6")
    assert (found.from_fifth, found.from_sixth) == ("-0.1" + 49 * "6", "0")
    assert found.closed_form == known.widths["line"].latex
    assert found.closed_loss == known.half_losses["line"].latex
    assert found.reason is None
    assert 0 <= float(str(found.residual)) < 1e-70
    with mp.workdps(60):
        assert found.loss == truncated(mp.pi**2 / 6 - mp.mpf(3) / 2, 20)
    assert [check.digits for check in found.checks] == [50, 50]
    assert [check.how for check in found.checks] == [
        crosscheck.BY_STATIONARITY,
        crosscheck.BY_MINIMISATION,
    ]
    for check in found.checks:
        assert abs(Fraction(check.best_a) - 6) < Fraction(1, 10**49)
        assert significant(check.best_a) in (1, 50)


def test_a_criterion_without_a_closed_form_has_no_such_fields() -> None:
    """Minimax for the line: both ways agree, and its slope and their distances follow."""
    found = crosscheck.solve_criterion(slopes.criterion("minimax"), "line")
    assert found.closed_form is found.closed_loss is None
    assert found.reason is None
    assert found.best_a is not None
    a = Fraction(found.best_a)
    assert a == pytest.approx(5.64764356, abs=1e-8)
    for text, exact in (
        (found.best_slope, 1 / a),
        (found.from_fifth, 5 / a - 1),
        (found.from_sixth, 6 / a - 1),
    ):
        assert abs(Fraction(str(text)) - exact) < Fraction(1, 10**48)
        assert significant(str(text)) == 50
    assert [check.digits for check in found.checks] == [50, 50]
    assert all(check.best_a == found.best_a for check in found.checks)
    assert significant(str(found.loss)) == 20


def test_a_loss_that_vanishes_is_zero() -> None:
    """The tangent's loss is 0 at the best width, and no rounding rest is printed for it."""
    found = crosscheck.solve_criterion(slopes.criterion("tangent"), "parabolas")
    assert (found.family, found.best_a, found.best_slope, found.loss) == (
        "parabolas",
        "4",
        "0.25",
        "0",
    )
    assert (found.from_fifth, found.from_sixth) == ("0.25", "0.5")


@pytest.mark.parametrize(
    ("id_", "status"), [("forward_kl", "diverges"), ("cross_entropy", "degenerates")]
)
@pytest.mark.parametrize("family", FAMILIES)
def test_a_criterion_without_a_best_width_says_why(id_: str, status: str, family: Family) -> None:
    """Status and reason are those of the criterion, and no result is given."""
    known = slopes.criterion(id_)
    found = crosscheck.solve_criterion(known, family)
    assert known.unsolvable is not None
    assert (found.id, found.family, found.status) == (id_, family, status)
    assert (found.name, found.definition) == (known.name, known.definition)
    assert found.reason == known.unsolvable.reason
    closed = known.half_losses.get(family)
    assert found.closed_loss == (closed.latex if closed else None)
    assert found.best_a is found.best_slope is found.loss is found.residual is None
    assert found.from_fifth is found.from_sixth is found.closed_form is None
    assert found.checks == ()


def like(good: Criterion, **changed: object) -> Criterion:
    fields = {name: getattr(good, name) for name in ("id", "name", "definition", "measure")}
    return Criterion(**(fields | changed))


def test_a_false_closed_loss_is_found() -> None:
    """A closed loss that is off by one part in 10^49 is not the loss, and stops everything."""
    good = slopes.criterion("reverse_kl")
    true = good.half_losses["line"]

    def off(a: object) -> object:
        return true.evaluate(a) * (1 + mp.mpf(10) ** -48)

    wrong = like(good, widths=good.widths, half_losses={"line": HalfLoss("", off)})
    message = r"^reverse_kl, line: the closed loss is not the loss$"
    with pytest.raises(ArithmeticError, match=message):
        crosscheck.solve_criterion(wrong, "line")


def test_a_closed_width_that_is_nearly_right_is_found() -> None:
    """A closed width off in the fortieth digit is not the best width, by name and family."""
    good = slopes.criterion("reverse_kl")
    near = Width("", lambda: 6 + mp.mpf(10) ** -40)
    wrong = like(good, widths={"line": near})
    message = r"^reverse_kl, line: the ways to the best width differ$"
    with pytest.raises(ArithmeticError, match=message):
        crosscheck.solve_criterion(wrong, "line")


@pytest.mark.parametrize(("id_", "status"), [("l2", "diverges"), ("l2", "degenerates")])
def test_a_false_reason_is_named(id_: str, status: str) -> None:
    """The message says of which criterion and family the reason does not hold."""
    good = slopes.criterion(id_)
    wrong = like(good, unsolvable=Unsolvable(status, good.name))  # type: ignore[arg-type]
    message = rf"^{id_}, parabolas: the stated reason does not hold$"
    with pytest.raises(ArithmeticError, match=message):
        crosscheck.solve_criterion(wrong, "parabolas")


class Fake:
    """A measure of which only the condition is given."""

    kinked = False

    def __init__(self, condition: Callable[[float], float]) -> None:
        self.given = condition

    def loss(self, shape: object, a: object) -> object:
        """Never asked for."""
        raise AssertionError

    def condition(self, shape: object, a: object) -> object:
        """What was given, whatever the shape."""
        return self.given(float(a))  # type: ignore[arg-type]


def falling_between(low: float, high: float) -> Callable[[float], float]:
    """A condition that is negative between two widths."""
    return lambda a: -1.0 if low < a < high else 1.0


def vanishing_at(*roots: float) -> Callable[[float], float]:
    """A condition with these roots."""
    return lambda a: math.prod(a - root for root in roots)


def test_what_falls_anywhere_does_not_degenerate() -> None:
    """A loss that falls or rests at small, middle or large widths is not least at width zero."""
    line = SHAPES["line"]
    assert crosscheck._degenerates(slopes.criterion("cross_entropy").measure, line)
    assert crosscheck._degenerates(Fake(lambda _: 1.0), line)
    assert not crosscheck._degenerates(slopes.criterion("tangent").measure, line)
    assert not crosscheck._degenerates(Fake(lambda _: 0.0), line)
    for low, high in ((0, 0.05), (0.05, 0.5), (0.5, 3), (20, 30)):
        assert not crosscheck._degenerates(Fake(falling_between(low, high)), line)


def test_only_a_loss_without_bound_diverges() -> None:
    """Of all pointwise losses, forward KL alone grows without bound as g reaches 1."""
    unbounded = [c.id for c in slopes.CRITERIA if crosscheck._diverges(c.measure, SHAPES["line"])]
    assert unbounded == ["forward_kl"]


@pytest.mark.parametrize(("id_", "a"), [("reverse_kl", 6), ("tangent", 4)])
def test_minimising_alone_reaches_fifty_digits(id_: str, a: int) -> None:
    """By values only, smooth or with a corner, the minimum is found to fifty digits."""
    with mp.workdps(65), ctx.workdps(65):
        found = crosscheck.minimising_width(slopes.criterion(id_).measure, SHAPES["line"])
        assert abs(found - a) < mp.mpf(10) ** -50


# --- Least squares ----------------------------------------------------------------------------


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_reported_of_least_squares_belongs_together(family: Family) -> None:
    """Ratios, slopes, derivatives and residuals follow from widths and errors, to sixty digits."""
    found = least_squares.solve_family(family)
    assert found.family == family
    assert found.agreeing_digits == 60
    assert found.best_a == found.by_polylogarithm
    assert 0 < float(found.residual_quadrature) < 1e-74
    assert 0 < float(found.residual_polylogarithm) < 1e-74
    assert [error.at for error in found.errors] == ["four", "five", "six", "best"]
    assert [error.a for error in found.errors] == ["4", "5", "6", found.best_a]
    least = Fraction(found.error("best").value)
    for error in found.errors:
        assert abs(Fraction(error.ratio) - Fraction(error.value) / least) < Fraction(1, 10**57)
        with mp.workdps(75):
            slope = truncated(slopes.printed_equation(mp.mpf(error.a), family), 60)
        if error.at == "best":
            assert (error.derivative, error.ratio) == ("0", "1")
        else:
            assert error.derivative == slope


def test_all_families_are_solved_in_order() -> None:
    """Every family has its least squares, the line first."""
    assert [found.family for found in least_squares.solve_families()] == ["line", "parabolas"]


def test_two_ways_to_the_width_have_to_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """A printed equation with one wrong coefficient stops the computation, saying how far off."""
    true = least_squares.printed_equation
    monkeypatch.setattr(
        least_squares,
        "printed_equation",
        lambda a, family: true(a, family) + mp.mpf(10) ** -40,
    )
    message = r"^line: the two ways share 3[6-9] digits only$"
    with pytest.raises(ArithmeticError, match=message):
        least_squares.solve_family("line")


def test_a_residual_that_does_not_vanish_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A root that is right while its equation is not zero there is no root."""
    true = least_squares.derivative
    monkeypatch.setattr(
        least_squares, "derivative", lambda a, family="line": true(a, family) * mp.mpf(10) ** 40
    )
    with pytest.raises(ArithmeticError, match="the two ways share"):
        least_squares.solve_family("line")


def test_closed_form_and_quadrature_of_an_error_have_to_agree(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A quadrature that is off stops the computation, naming family and width."""
    true = least_squares.half_error_by_quadrature
    monkeypatch.setattr(
        least_squares,
        "half_error_by_quadrature",
        lambda a, family: true(a, family) * (1 + mp.mpf(10) ** -58),
    )
    message = r"^line: closed form and quadrature of E\(four\) differ$"
    with mp.workdps(75), pytest.raises(ArithmeticError, match=message):
        least_squares._half_errors("line", mp.mpf(5))


def test_only_what_is_zero_to_sixty_digits_is_taken_for_zero() -> None:
    """A rest of rounding becomes 0; a small value that is known stays, with its sign."""
    with mp.workdps(75):
        assert least_squares._rounding_removed(mp.mpf(10) ** -61) == 0
        assert least_squares._rounding_removed(-(mp.mpf(10) ** -61)) == 0
        for small in (mp.mpf(10) ** -59, -(mp.mpf(10) ** -59)):
            assert least_squares._rounding_removed(small) == small


@pytest.mark.parametrize(
    "function",
    [
        slopes.half_error,
        slopes.half_error_by_quadrature,
        slopes.derivative,
        slopes.printed_equation,
    ],
)
def test_the_line_is_what_is_asked_of_when_nothing_is_said(function) -> None:
    """Without a family all four functions speak of the line, and plain integers are widths."""
    assert float(function(5)) == pytest.approx(float(function(5.0, "line")), rel=1e-13)
    assert float(function(5)) != pytest.approx(float(function(5, "parabolas")), rel=1e-3)
    with pytest.raises(ValueError, match="family: 'circle' is unknown"):
        function(5, "circle")


# --- The stage --------------------------------------------------------------------------------


def test_the_normal_deviation_leads_to_one_fifth() -> None:
    """At the deviation found, SciPy's weighted least squares are stationary at slope 1/5."""
    deviation, residual = stage.normal_deviation()
    assert significant(deviation) == 50
    assert 0 < float(residual) < 1e-65
    s = float(deviation)

    def moved(x: float) -> float:  # (f - g) x phi(x/s), the derivative's integrand
        g = min(x / 5 + 0.5, 1.0)
        return (1 / (1 + math.exp(-x)) - g) * x * math.exp(-((x / s) ** 2) / 2)

    assert quad(moved, 0, 2.5, epsabs=1e-14)[0] == pytest.approx(0, abs=1e-12)


def test_a_deviation_that_does_not_lead_back_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """If minimising with the weight found gives another width, the computation stops."""
    monkeypatch.setattr(stage, "minimising_width", lambda *_: 5 + mp.mpf(10) ** -48)
    message = r"^deviation 1\.8993757\d{7} does not lead back to a = 5$"
    with pytest.raises(ArithmeticError, match=message):
        stage.normal_deviation()


def test_taylor_coefficients_are_given_as_exact_text() -> None:
    """Sixteen fractions, x^0 to x^15, as mpmath's series has them."""
    found = stage.checked_taylor()
    with mp.workdps(60):
        series = mp.taylor(lambda x: mp.tanh(x / 2) / 2 + mp.mpf(1) / 2, 0, 15)
        assert len(found) == len(series) == 16
        for text, coefficient in zip(found, series, strict=True):
            exact = Fraction(text)
            assert str(exact) == text
            ours = mp.mpf(exact.numerator) / exact.denominator
            assert abs(ours - coefficient) < mp.mpf(10) ** -15


def test_two_ways_to_the_coefficients_have_to_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """One wrong coefficient from either way stops the computation."""
    monkeypatch.setattr(stage, "taylor_by_recurrence", lambda _: (Fraction(1, 2),))
    message = r"^the two ways to the Taylor coefficients differ$"
    with pytest.raises(ArithmeticError, match=message):
        stage.checked_taylor()


@pytest.mark.parametrize("degree", [0, 1, 2, 9])
def test_the_recurrence_is_the_differential_equation(degree: int) -> None:
    """The polynomial's derivative equals f - f^2 up to its degree, coefficient by coefficient."""
    c = stage.taylor_by_recurrence(degree)
    assert len(c) == degree + 1
    assert c[0] == Fraction(1, 2)
    for k in range(degree):
        product = sum(c[i] * c[k - i] for i in range(k + 1))
        assert (k + 1) * c[k + 1] == c[k] - product


def test_every_refused_width_is_tried_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four functions, four widths and two families, none accepted; one that accepts is counted."""
    found = stage.guarded()
    assert (found.tried, found.accepted) == (32, 0)
    monkeypatch.setattr(stage, "derivative", lambda a, family: slopes.best("tangent", family))
    loose = stage.guarded()
    assert (loose.tried, loose.accepted) == (32, 8)
    assert {float(a) < 0 or float(a) == 0 for a in stage.REFUSED} == {True}


# --- The interface ----------------------------------------------------------------------------


@pytest.mark.parametrize(("function", "factor"), [("sigmoid", 1), ("tanh", 4)])
@pytest.mark.parametrize(("family", "share"), [("line", 2), ("parabolas", 1)])
def test_slope_and_knee_follow_from_the_width(
    function: str, factor: int, family: str, share: int
) -> None:
    """The slope is 1/a or 4/a, the knee a/2 or a, halved for tanh, to every digit given."""
    found = slopes.best("minimax", family, digits=25, function=function)  # type: ignore[arg-type]
    assert (found.criterion, found.family, found.function) == ("minimax", family, function)
    assert found.digits == 25
    a = Fraction(found.a)
    halved = 2 if function == "tanh" else 1
    assert abs(Fraction(found.slope) - factor / a) < Fraction(1, 10**22)
    assert abs(Fraction(found.knee) - a / share / halved) < Fraction(1, 10**22)
    assert significant(found.a) == significant(found.slope) == significant(found.knee) == 25


def test_thirty_digits_of_the_line_are_given_unasked() -> None:
    """Without digits, family and function it is thirty digits of the line for the sigmoid."""
    found = slopes.best("minimax")
    assert (found.digits, found.family, found.function) == (30, "line", "sigmoid")
    assert found == slopes.best("minimax", "line", digits=30, function="sigmoid")


@pytest.mark.parametrize("digits", [1, 200])
def test_the_ends_of_the_range_of_digits_are_in_it(digits: int) -> None:
    """One digit and two hundred digits are given, those of the closed form."""
    found = slopes.best("variance", digits=digits)
    with mp.workdps(digits + 20):
        assert found.a == truncated(2 * mp.pi, digits)
        assert found.slope == truncated(1 / (2 * mp.pi), digits)


def test_a_digit_that_stays_undecided_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A width that is a short decimal only by computation is refused, not guessed."""
    doubtful = like(slopes.criterion("tangent"), widths={"line": Width("", lambda: mp.mpf(4))})
    with pytest.raises(ArithmeticError, match=r"^tangent: digit 12 stays undecided$"):
        slopes.best(doubtful, digits=12)


def test_more_guard_digits_decide_what_few_leave_open() -> None:
    """A width a hair above a round number is cut off right, with more digits than at first."""
    hair = like(
        slopes.criterion("tangent"),
        widths={"line": Width("", lambda: 4 + mp.mpf(10) ** -30)},
    )
    assert slopes.best(hair, digits=12).a == "4." + 11 * "0"


def test_a_condition_must_change_its_sign_once() -> None:
    """No root, or more than one, is not taken for a best width."""
    cases: list[tuple[tuple[float, ...], int]] = [((), 0), ((2, 5), 2), ((1.2, 4.5, 20), 3)]
    for roots, count in cases:
        message = rf"^{count} sign changes where one was expected$"
        with pytest.raises(ArithmeticError, match=message):
            best_module.stationary_width(Fake(vanishing_at(*roots)), SHAPES["line"])


def test_a_criterion_of_one_s_own_weighs_as_it_says() -> None:
    """A normal density of deviation 3/2 has its name, its LaTeX, and twice the width for tanh."""
    name = Text(ja="例", en="example")
    own = slopes.normal("3/2", "mine", name, "w(x)")
    assert (own.id, own.name) == ("mine", name)
    assert own.definition == r"\int_{-\infty}^{\infty} (f-g_a)^2\,w(x)\,dx"
    plain = slopes.normal(Fraction(3, 2))
    assert plain.id == "normal"
    assert r"\,\varphi_\sigma(x)\,dx" in plain.definition
    a = mp.mpf(5)
    shape = SHAPES["line"]
    assert own.for_tanh is not None
    for measure, deviation in ((own.measure, 1.5), (own.for_tanh, 3.0)):
        x = np.linspace(-20, 20, 400_001)
        gap = activations.sigmoid(x) - activations.line(x, 5)
        density = np.exp(-((x / deviation) ** 2) / 2) / (deviation * math.sqrt(2 * math.pi))
        expected = float(np.trapezoid(gap**2 * density, x))
        with ctx.workdps(20):
            assert float(measure.loss(shape, arb(5))) == pytest.approx(expected, rel=1e-8)
        assert measure.condition(shape, a) is not None
    assert slopes.normal("1/2").id == "normal"
    for bad in (0, -1, "-1/2"):
        with pytest.raises(ValueError, match=rf"^deviation: {bad} is not above 0$"):
            slopes.normal(bad)


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("l2", "l2"),
        ("least_squares", "l2"),
        ("w1", "l1"),
        ("absolute", "l1"),
        ("w2", "reverse_kl"),
        ("chebyshev", "minimax"),
        ("kolmogorov", "minimax"),
        ("hellinger", "hellinger"),
    ],
)
def test_criteria_are_found_by_id_and_alias(name: str, id_: str) -> None:
    """Every name that a criterion goes by leads to it."""
    assert slopes.criterion(name).id == id_


def test_forms_are_filed_under_their_family() -> None:
    """A form for the line alone, and one for each family."""
    assert criteria._line("form") == {"line": "form"}  # type: ignore[type-var]
    assert criteria._both("one", "other") == {  # type: ignore[type-var]
        "line": "one",
        "parabolas": "other",
    }


def test_an_unknown_criterion_is_told_all_that_there_are() -> None:
    """The message lists every id, in order, separated by commas."""
    ids = ", ".join(c.id for c in slopes.CRITERIA)
    with pytest.raises(ValueError, match=rf"^criterion: 'L2' is unknown; choose one of {ids}$"):
        slopes.criterion("L2")


# --- Digits -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (Fraction(2, 3), 5, "0.66666"),
        (Fraction(-2, 3), 1, "-0.6"),
        (Fraction(1, 1024), 3, "0.000976"),
        (Fraction(123456, 10), 3, "12345"),
        (Fraction(123456, 10), 6, "12345.6"),
        (Fraction(5, 4), 10, "1.25"),
        (Fraction(-5, 4), 3, "-1.25"),
        (Fraction(10), 1, "10"),
        (Fraction(1001, 1000), 3, "1.00"),
        (Fraction(0), 3, "0"),
        (Fraction(99999, 10000), 4, "9.999"),
        (Fraction(1, 3) / 10**40, 2, "0." + 40 * "0" + "33"),
    ],
)
def test_numbers_are_cut_off_as_by_hand(value: Fraction, digits: int, text: str) -> None:
    """Exact fractions, and the same as floating-point numbers, give the text worked out by hand."""
    assert truncated(value, digits) == text
    with mp.workdps(60):
        floating = mp.mpf(value.numerator) / value.denominator
        if value.denominator in (1, 3, 1024, 4):
            assert truncated(floating, digits) == text


def test_a_decimal_exponent_is_exact_at_powers_of_ten() -> None:
    """10^e itself begins decade e, and what is a hair below belongs to the one before."""
    for e in (-30, -3, -1, 0, 1, 2, 15, 40):
        power = Fraction(10) ** e
        hair = power / 10**60
        assert magnitude(power) == magnitude(-power) == e
        assert magnitude(power + hair) == e
        assert magnitude(power - hair) == e - 1


def test_digits_that_two_numbers_share_are_counted_by_their_distance() -> None:
    """Counts never exceed the most, and one unit of the last digit apart is one digit less."""
    with mp.workdps(60):
        for k in (1, 5, 30):
            for one in (mp.mpf(2), mp.mpf("0.002"), mp.mpf(3) * 10**5, mp.mpf(-2)):
                shared = agreeing_digits(one, one * (1 + mp.mpf(10) ** -k / 4), 50)
                assert shared in (k - 1, k)
        assert agreeing_digits(mp.mpf(5), mp.mpf(5), 17) == 17
        assert agreeing_digits(mp.mpf(5), mp.mpf(5) + mp.mpf(10) ** -30, 17) == 17
        assert agreeing_digits(mp.mpf("1.5"), mp.mpf("1.4"), 50) == 1


def test_a_doubtful_digit_is_not_given() -> None:
    """Within the uncertainty, a change of a digit from above or below gives none."""
    with mp.workdps(30):
        width = mp.mpf(10) ** -8
        for value in ("1.99999999999", "2.000000000001", "-2.000000000001"):
            assert surely_truncated(mp.mpf(value), width, 4) is None
        assert surely_truncated(mp.mpf("2.0000001"), width, 4) == "2.000"
        assert surely_truncated(mp.mpf("-1.9999999"), width, 4) == "-1.999"
        assert surely_truncated(Fraction(2), 0, 4) == "2"


@pytest.mark.parametrize(
    ("value", "text"),
    [("3.14e-62", "3.1e-62"), ("-0.02", "-2.0e-2"), ("0", "0"), ("150", "1.5e+2")],
)
def test_residuals_are_written_with_two_digits(value: str, text: str) -> None:
    """Two significant digits and a power of ten, which reads back as the number."""
    assert brief(mp.mpf(value)) == text


def test_numbers_change_arithmetic_without_loss() -> None:
    """From mpmath to a ball and back nothing is lost, whatever the ball's radius was."""
    with mp.workdps(50), ctx.workdps(60):
        third = mp.mpf(1) / 3
        assert from_ball(to_ball(third)) == third
        assert from_ball(arb(2, 0.25)) == 2
        assert abs(from_ball(arb(1) / 3) - third) <= mp.eps


# --- Curves -----------------------------------------------------------------------------------


@pytest.mark.parametrize("family", FAMILIES)
def test_curves_keep_the_shape_of_their_widths(family: Family) -> None:
    """A grid of widths gives a grid of values, each that of the closed form."""
    widths = np.array([[2.0, 4.0], [5.0, 7.5]])
    errors, rates = graphs.half_error_curve(widths, family), graphs.derivative_curve(widths, family)
    assert errors.shape == rates.shape == widths.shape
    for at, a in np.ndenumerate(widths):
        assert errors[at] == pytest.approx(float(slopes.half_error(a, family)), abs=1e-14)
        assert rates[at] == pytest.approx(float(slopes.derivative(a, family)), abs=1e-14)


def test_curves_are_the_line_s_when_nothing_is_said() -> None:
    """Without a family all three curves belong to the line."""
    for curve, at in ((graphs.half_error_curve, [3.0]), (graphs.derivative_curve, [3.0])):
        np.testing.assert_array_equal(curve(at), curve(at, "line"))
        assert curve(at) != pytest.approx(curve(at, "parabolas"))
    x = [0.5, 2.0]
    expected = activations.line(x, 3.0) - activations.sigmoid(x)
    np.testing.assert_array_equal(graphs.error_curve(x, 3.0), expected)
    np.testing.assert_array_equal(graphs.error_curve(x, 3.0, "line"), expected)
    with pytest.raises(ValueError, match="family: 'circle' is unknown"):
        graphs.error_curve(x, 3.0, "circle")  # type: ignore[arg-type]


# --- The frameworks' forms --------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_grid_has_the_points_it_names(dtype: Any) -> None:
    """512 points a unit from -4 to 4, as many off them, and 16 neighbours about five centres."""
    grid = backends.grid(dtype)
    assert grid.dtype == dtype
    assert (np.diff(grid) > 0).all()
    assert (grid[0], grid[-1]) == (-4, 4)
    uniform = np.arange(-2048, 2049) / 512
    assert np.isin(uniform.astype(dtype), grid).all()
    crooked = (uniform[:-1] + 1 / (512 * math.sqrt(5))).astype(dtype)
    assert np.isin(crooked, grid).all()
    near: list[float] = []
    for centre in (-2.5, -1.0, 0.0, 1.0, 2.5):
        for direction in (-np.inf, np.inf):
            x = dtype(centre)
            for _ in range(16):
                x = np.nextafter(x, dtype(direction))
                near.append(float(x))
    assert np.isin(np.array(near, dtype=dtype), grid).all()
    assert len(grid) == len(set(uniform) | set(crooked.tolist()) | set(near))


def test_the_exact_form_is_rational() -> None:
    """x/5 + 1/2 between the knees, 0 and 1 beyond, without rounding."""
    for x in (Fraction(-3), Fraction(-5, 2), Fraction(1, 3), Fraction(5, 2), Fraction(11, 4)):
        expected = (
            0 if x <= Fraction(-5, 2) else 1 if x >= Fraction(5, 2) else x / 5 + Fraction(1, 2)
        )
        assert backends.exact_hard_sigmoid(x) == expected


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_errors_are_counted_in_units_in_the_last_place(
    monkeypatch: pytest.MonkeyPatch, dtype: Any
) -> None:
    """A form that is right but for five units at one place errs by five units, and there."""

    def right(x):
        exact = [backends.exact_hard_sigmoid(Fraction(float(at))) for at in x]
        return np.array([dtype(float(value)) for value in exact])

    def wrong(x):
        return right(x) + np.where(x == 1.0, 5 * np.spacing(dtype(0.5)), 0).astype(dtype)

    def ends(x):
        return right(x) + np.where(
            abs(x) == 2.5, np.sign(x) * -2 * np.spacing(dtype(0.5)), 0
        ).astype(dtype)

    few = np.array([-3, -2.5, -1, 0, 0.5, 1, 2.5, 3], dtype=dtype)
    monkeypatch.setattr(backends, "grid", lambda _: few)
    monkeypatch.setattr(backends, "FORMS", {"keras": right, "theano": wrong})
    keras, theano = (backends._compare(form, dtype) for form in ("keras", "theano"))
    name = "float32" if dtype is np.float32 else "float64"
    assert (keras.form, keras.dtype, keras.points) == ("keras", name, 8)
    assert float(keras.worst_ulp) <= 0.5
    assert 4.5 <= float(theano.worst_ulp) <= 5.5
    assert (theano.worst_at, theano.worst_own_at) == ("1.0", "1.0")
    assert theano.worst_own_ulp == theano.worst_ulp
    assert keras.differences == theano.differences == 1
    assert keras.knee_errors == theano.knee_errors == ("0", "0")
    monkeypatch.setattr(backends, "FORMS", {"keras": right, "theano": ends})
    assert backends._compare("theano", dtype).knee_errors == ("2", "2")


def test_units_follow_the_size_of_a_number() -> None:
    """The unit in the last place halves with every binade, and at 0 is the smallest number."""
    assert backends._ulp(Fraction(1, 2), np.float64) == Fraction(1, 2**53)
    assert backends._ulp(Fraction(1), np.float64) == Fraction(1, 2**52)
    assert backends._ulp(Fraction(1, 2), np.float32) == Fraction(1, 2**24)
    assert backends._ulp(Fraction(0), np.float64) == Fraction(1, 2**1074)


def test_units_are_written_with_fifteen_digits() -> None:
    """A third of a unit is cut off after fifteen digits."""
    assert backends._decimal(Fraction(1, 3)) == "0." + 15 * "3"
