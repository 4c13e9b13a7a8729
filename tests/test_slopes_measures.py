"""Measures, integrators, minimisers and root finders, held against closed forms to all digits."""

import math
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from flint import acb, arb, ctx
from mpmath import mp

from report import activations
from report.results.slopes import FAMILIES, Family
from report.slopes import arithmetic, gaps, losses, measures, minimise, quadrature, roots
from report.slopes.gaps import GreatestError, TangentGap, VarianceGap
from report.slopes.losses import ABSOLUTE, SQUARED, Pair
from report.slopes.measures import PointIntegral, SlopeIntegral, Sum, crossings
from report.slopes.shapes import SHAPES, shape_of

Real = Any  # of mpmath or of python-flint


def within(one: Real, other: Real, places: int) -> bool:
    """Whether two numbers of either arithmetic differ by less than a unit of that place."""
    return abs(float(one - other)) < 10.0**-places


# --- Slopes, variances, the greatest error ----------------------------------------------------


@pytest.mark.parametrize("family", FAMILIES)
def test_the_tangent_s_gap_is_that_of_the_slopes_at_the_origin(family: Family) -> None:
    """The loss is |1/a - 1/4| and the condition 1/4 - 1/a, both to every digit."""
    with ctx.workdps(40), mp.workdps(40):
        for a in (2, 3, 4, 9):
            gap = Fraction(1, 4) - Fraction(1, a)
            loss = TangentGap().loss(SHAPES[family], arb(a))
            assert within(loss, abs(arb(gap.numerator) / gap.denominator), 35)
            condition = TangentGap().condition(SHAPES[family], mp.mpf(a))
            assert within(condition, mp.mpf(gap.numerator) / gap.denominator, 38)


@pytest.mark.parametrize(("family", "share"), [("line", 12), ("parabolas", 6)])
def test_the_variances_are_those_of_textbooks(family: Family, share: int) -> None:
    """Uniform and triangular densities have a^2/12 and a^2/6, the logistic one pi^2/3."""
    with ctx.workdps(40), mp.workdps(40):
        for a in (1, 5, 8):
            condition = VarianceGap().condition(SHAPES[family], mp.mpf(a))
            assert within(condition, mp.mpf(a) ** 2 / share - mp.pi**2 / 3, 36)
            loss = VarianceGap().loss(SHAPES[family], arb(a))
            assert within(loss, abs(arb(a) ** 2 / share - arb.pi() ** 2 / 3), 34)


def extremes(a: int) -> tuple[Real, Real]:
    """The line's greatest f - g and greatest g - f over x > 0, from f (1 - f) = 1/a."""
    f = (1 + mp.sqrt(1 - mp.mpf(4) / a)) / 2
    meeting = mp.log(f / (1 - f))
    return f - meeting / a - mp.mpf(1) / 2, 1 / (1 + mp.exp(mp.mpf(a) / 2))


@pytest.mark.parametrize("a", [5, 6, 9])
def test_the_greatest_error_of_the_line_has_a_closed_form(a: int) -> None:
    """Loss and condition of minimax are the larger, and the difference, of the two extremes."""
    with ctx.workdps(40), mp.workdps(60):
        above, below = extremes(a)
        loss = GreatestError().loss(SHAPES["line"], arb(a))
        assert within(loss, arb(mp.nstr(max(above, below), 50)), 36)
        condition = GreatestError().condition(SHAPES["line"], mp.mpf(a))
        assert within(condition, above - below, 55)


@pytest.mark.parametrize("a", [3.0, 4.2, 6.0])
def test_the_greatest_error_of_the_parabolas_is_that_of_a_dense_grid(a: float) -> None:
    """Loss and condition of minimax agree with NumPy's maxima over two hundred thousand points."""
    x = np.linspace(0, a, 200_001)
    excess = activations.sigmoid(x) - activations.parabolas(x, a)
    with ctx.workdps(30), mp.workdps(30):
        loss = GreatestError().loss(SHAPES["parabolas"], arb(a))
        assert float(loss) == pytest.approx(np.abs(excess).max(), rel=1e-9)
        condition = GreatestError().condition(SHAPES["parabolas"], mp.mpf(a))
        assert float(condition) == pytest.approx(excess.max() + excess.min(), rel=1e-7, abs=1e-10)


def test_peaks_are_all_local_maxima_and_both_ends() -> None:
    """Of a wave the peaks are its crests and its ends, each to twice the digits of its place."""
    with ctx.workdps(30):
        found = gaps._peaks(lambda s: (3 * arb.pi() * s).sin(), 2.0)
        heights = sorted(round(float(peak), 12) for peak in found)
        assert heights == [0.0, 0.0, 1.0, 1.0, 1.0]
        assert all(within(peak, 1, 28) for peak in found if float(peak) > 0.5)
        level = gaps._peaks(lambda s: min(s, arb(0.5), key=float), 1.0)
        assert {float(peak) for peak in level} == {0.0, 0.5}


@pytest.mark.parametrize("kinked", [TangentGap(), VarianceGap(), GreatestError()])
def test_gaps_are_kinked_and_integrals_are_smooth(kinked: measures.Measure) -> None:
    """Only for the measures without an integral of squares must a minimum do without slopes."""
    assert kinked.kinked
    assert not PointIntegral(ABSOLUTE).kinked
    assert not SlopeIntegral().kinked
    assert not Sum(SlopeIntegral(), SlopeIntegral()).kinked


# --- Integrals over the line ------------------------------------------------------------------


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("a", [2, 5])
def test_squared_losses_by_rigorous_integration(family: Family, a: int) -> None:
    """Losses of values and of slopes lie in the balls of python-flint's own rigorous integrals."""
    shape = SHAPES[family]
    knee = acb(a) * acb(shape.knee)

    def values(x: acb, _: bool) -> acb:
        g = x / a + acb(0.5) if family == "line" else 1 - (1 - x / a) ** 2 / 2
        return (1 / (1 + (-x).exp()) - g) ** 2

    def slopes(x: acb, _: bool) -> acb:
        f = 1 / (1 + (-x).exp())
        rate = acb(1) / a if family == "line" else (1 - x / a) / a
        return (f * (1 - f) - rate) ** 2

    def tail(x: acb, _: bool) -> acb:
        return (1 / (1 + x.exp())) ** 2

    def tail_slopes(x: acb, _: bool) -> acb:
        f = 1 / (1 + x.exp())
        return (f * (1 - f)) ** 2

    with ctx.workdps(30):
        far = acb(90)
        expected = acb.integral(values, acb(0), knee) + acb.integral(tail, knee, far)
        assert within(PointIntegral(SQUARED).loss(shape, arb(a)), 2 * expected.real, 26)
        bent = acb.integral(slopes, acb(0), knee) + acb.integral(tail_slopes, knee, far)
        assert within(SlopeIntegral().loss(shape, arb(a)), 2 * bent.real, 26)
        assert within(SlopeIntegral(4).loss(shape, arb(a)), 8 * bent.real, 26)
        both = Sum(PointIntegral(SQUARED), SlopeIntegral(4))
        assert within(both.loss(shape, arb(a)), 2 * expected.real + 8 * bent.real, 25)


def test_a_sum_s_condition_is_the_sum_of_the_conditions() -> None:
    """Adding two measures adds their conditions, and a factor multiplies one."""
    shape, a = SHAPES["line"], mp.mpf(5)
    one, other = PointIntegral(SQUARED), SlopeIntegral()
    with mp.workdps(30):
        expected = one.condition(shape, a) + 4 * other.condition(shape, a)
        assert within(Sum(one, SlopeIntegral(4)).condition(shape, a), expected, 28)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_point_names_the_same_place_as_its_abscissa(family: Family) -> None:
    """At every inset f and g and their complements are those at x = a (knee - inset)."""
    shape, a = SHAPES[family], 4.5
    function = activations.line if family == "line" else activations.parabolas
    for inset in (0.0, 0.1, 0.25, shape.knee):
        x, pair = measures.point(shape, mp.mpf(a), mp.mpf(inset))
        assert float(x) == pytest.approx(a * (shape.knee - inset))
        assert float(pair.f) == pytest.approx(float(activations.sigmoid(float(x))))
        assert float(pair.g) == pytest.approx(float(function(float(x), a)))
        assert within(pair.f + pair.f_rest, 1, 14)
        assert within(pair.g + pair.g_rest, 1, 14)


@pytest.mark.parametrize("a", ["3.9", "4.5", "5", "7"])
@pytest.mark.parametrize("family", FAMILIES)
def test_crossings_are_roots_to_all_digits_in_both_arithmetics(family: Family, a: str) -> None:
    """Where f = g both values agree to the working precision, in increasing order of inset."""
    shape = SHAPES[family]
    with mp.workdps(40):
        found = crossings(shape, mp.mpf(a))
        assert found == sorted(found)
        for s in found:
            x = mp.mpf(a) * (shape.knee - s)
            rest = s if family == "line" else s * s / 2
            assert abs(1 / (1 + mp.exp(x)) - rest) < mp.mpf(10) ** -38
    with ctx.workdps(40):
        balls = crossings(shape, arb(a))
        assert len(balls) == len(found)
        assert all(
            within(ball, arb(mp.nstr(s, 40)), 36) for ball, s in zip(balls, found, strict=True)
        )
        assert all(ball.rad() == 0 for ball in balls)


def test_a_loss_with_a_corner_is_split_where_the_functions_meet() -> None:
    """L1 of the line at a = 5 is its closed form to 26 digits, which no unsplit rule reaches."""
    with ctx.workdps(30), mp.workdps(40):
        a = mp.mpf(5)
        meeting = mp.findroot(lambda x: mp.tanh(x / 2) - 2 * x / a, (1, 2.4), solver="anderson")

        def area(x: Real) -> Real:  # an antiderivative of f - g
            return mp.log(1 + mp.exp(x)) - x**2 / (2 * a) - x / 2

        inside = 2 * area(meeting) - area(mp.zero) - area(a / 2)
        beyond = mp.log(1 + mp.exp(-a / 2))
        loss = PointIntegral(ABSOLUTE).loss(SHAPES["line"], arb(5))
        assert within(loss, arb(mp.nstr(2 * (inside + beyond), 35)), 26)


# --- Pointwise losses -------------------------------------------------------------------------

LOSSES = {
    "squared": SQUARED,
    "chi_squared": losses.CHI_SQUARED,
    "reverse_kl": losses.REVERSE_KL,
    "forward_kl": losses.FORWARD_KL,
    "cross_entropy": losses.CROSS_ENTROPY,
    "jensen_shannon": losses.JENSEN_SHANNON,
    "hellinger": losses.HELLINGER,
    "absolute": ABSOLUTE,
}


@pytest.mark.parametrize("id_", LOSSES)
@pytest.mark.parametrize(("f", "g"), [("0.7", "0.6"), ("0.8", "0.95"), ("0.55", "0.9")])
def test_gradients_are_derivatives_in_g(id_: str, f: str, g: str) -> None:
    """Each gradient is the numerical derivative of its loss in g, with 1 - g moving along."""
    loss = LOSSES[id_]
    with mp.workdps(40):
        at = mp.mpf(f)

        def value(y: Real) -> Real:
            return loss.value(Pair(at, 1 - at, y, 1 - y))

        y = mp.mpf(g)
        assert within(loss.gradient(Pair(at, 1 - at, y, 1 - y)), mp.diff(value, y), 15)


@pytest.mark.parametrize("id_", LOSSES)
def test_losses_are_the_same_for_the_complements(id_: str) -> None:
    """Exchanging f with 1 - f and g with 1 - g changes no loss: half the line tells the whole."""
    with mp.workdps(30):
        f, g = mp.mpf("0.8"), mp.mpf("0.65")
        one = LOSSES[id_].value(Pair(f, 1 - f, g, 1 - g))
        other = LOSSES[id_].value(Pair(1 - f, f, 1 - g, g))
        assert within(one, other, 28)
        assert float(one) > 0


def test_an_event_that_cannot_happen_adds_nothing_to_a_divergence() -> None:
    """0 log 0 is 0: with p = 1 the divergence is -log q, in both arithmetics."""
    with mp.workdps(30), ctx.workdps(30):
        found = losses.divergence(mp.one, mp.zero, mp.mpf("0.25"), mp.mpf("0.75"))
        assert within(found, mp.log(4), 28)
        ball = losses.divergence(arb(1), arb(0), arb(0.25), arb(0.75))
        assert within(ball, arb(4).log(), 28)
        assert losses.divergence(mp.mpf("0.3"), mp.mpf("0.7"), mp.mpf("0.3"), mp.mpf("0.7")) == 0


@pytest.mark.parametrize("deviation", [(1, 1), (19, 10), (2, 1)])
def test_densities_are_densities(deviation: tuple[int, int]) -> None:
    """Each normal density integrates to 1 and has its variance; the logistic one is f'."""
    s = mp.mpf(deviation[0]) / deviation[1]
    density = losses.normal_density(*deviation)
    with mp.workdps(20):
        ends = [-mp.inf, -3, 0, 3, mp.inf]
        assert within(mp.quad(density, ends), 1, 14)
        assert within(mp.quad(lambda x: x * x * density(x), ends), s**2, 13)
        for x in (-2, 0, 1.5):
            f = 1 / (1 + mp.exp(-mp.mpf(x)))
            assert within(losses.logistic_density(mp.mpf(x)), f * (1 - f), 18)


# --- Two arithmetics --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["exp", "log", "sqrt", "square", "sign", "pi"])
def test_both_arithmetics_compute_the_same(name: str) -> None:
    """Every function of the common notation agrees in floating point and in balls to 40 digits."""
    function = getattr(arithmetic, name)
    with mp.workdps(45), ctx.workdps(45):
        for text in ("0.3", "2.5"):
            floating, ball = function(mp.mpf(text)), function(arb(text))
            assert isinstance(floating, mp.mpf | mp.constant)
            assert isinstance(ball, arb)
            assert within(arb(mp.nstr(floating, 45)), ball, 40)
        assert arithmetic.sign(mp.mpf(-3)) == -1
        assert arithmetic.sign(arb(-3)) == -1


def test_a_midpoint_has_no_radius() -> None:
    """Of a ball the centre is left, exactly; a floating-point number stays what it is."""
    assert arithmetic.midpoint(arb(2, 0.5)).rad() == 0
    assert float(arithmetic.midpoint(arb(2, 0.5))) == 2
    assert arithmetic.midpoint(mp.mpf(3)) == 3


def test_pi_is_rounded_to_the_working_precision_at_hand() -> None:
    """Pi like a floating-point number is a number of that precision, not a lazy constant."""
    with mp.workdps(50):
        found = arithmetic.pi(mp.mpf(1))
    assert mp.nstr(found, 40) == "3.141592653589793238462643383279502884197"


# --- Integrators, minimisers, roots -----------------------------------------------------------


@pytest.mark.parametrize("digits", [15, 40, 100])
def test_ball_integrals_have_the_digits_of_the_precision(digits: int) -> None:
    """A logarithmic and a root singularity at the lower end cost no digit but a guard's few."""
    with ctx.workdps(digits):
        logarithm = quadrature.ball_integral(lambda x: x.log(), arb(0), arb(2))
        assert abs(logarithm - (2 * arb(2).log() - 2)) < arb(10) ** (6 - digits)
        inverse = quadrature.ball_integral(lambda x: 1 / (1 + x * x), arb(0), arb(1))
        assert abs(inverse - arb.pi() / 4) < arb(10) ** (6 - digits)
        assert inverse.rad() == 0


def test_an_integral_over_a_shifted_interval_is_scaled() -> None:
    """The rule's nodes are carried to the interval at hand: x^3 from 3 to 7."""
    with ctx.workdps(30):
        found = quadrature.ball_integral(lambda x: x * x * x, arb(3), arb(7))
        assert within(found, arb(7**4 - 3**4) / 4, 24)


def test_nodes_lie_in_the_unit_interval_and_weights_sum_to_it() -> None:
    """Times the step, the weights down to any level make up the length of the interval."""
    with ctx.workdps(30):
        bits = ctx.prec
        every = [node for level in range(5) for node in quadrature._nodes(level, bits)]
        assert all(0 < float(position) <= 1 for position, _ in every)
        assert len({float(weight * (1 - 2 * position)) for position, weight in every}) == len(every)
        assert within(sum((weight for _, weight in every), arb(0)) / 16, 1, 25)
        first = sum((position * weight for position, weight in every), arb(0)) / 16
        assert within(first, 0.5, 25)


def test_an_integral_is_accepted_only_to_the_precision_at_hand() -> None:
    """Mpmath's estimate of the error decides, relative to values above 1."""
    with mp.workdps(30):
        assert within(quadrature.integral(mp.exp, [0, 1, 2]), mp.exp(2) - 1, 28)
        large = quadrature.integral(lambda x: 10**20 * mp.exp(x), [0, 1])
        assert within(large / 10**20, mp.e - 1, 28)
        with pytest.raises(ArithmeticError, match=r"^an integral is uncertain by [\d.]+"):
            quadrature.integral(lambda x: abs(x - mp.mpf("0.3")), [0, 1])


def test_a_refusal_names_the_interval() -> None:
    """The message of an integral that does not settle says between which ends."""
    with ctx.workdps(20), pytest.raises(ArithmeticError, match=r"over \[2\.0+, 5\.0+\] does not"):
        quadrature.ball_integral(lambda x: (x - arb("3.3")).sgn(), arb(2), arb(5))


def test_sign_changes_pass_over_zeros() -> None:
    """A zero on the grid joins its neighbours; touching zero without crossing is no change."""
    assert roots.sign_changes(lambda x: x, [-1.0, 0.0, 1.0]) == [[-1.0, 1.0]]
    assert roots.sign_changes(lambda x: x * x, [-1.0, 0.0, 1.0]) == []
    assert roots.sign_changes(lambda x: x - 10, [1.0, 2.0, 3.0]) == []
    changes = roots.sign_changes(lambda x: mp.sin(mp.pi * x), [0.5, 1.5, 2.5, 3.5])
    assert changes == [[0.5, 1.5], [1.5, 2.5], [2.5, 3.5]]


@pytest.mark.parametrize("digits", [15, 16, 20, 21, 25, 50, 90])
def test_a_root_has_the_digits_of_the_working_precision(digits: int) -> None:
    """Whatever the precision, the root of e^x = 3 is log 3 to three digits less than that."""
    with mp.workdps(digits):
        found = roots.refined_root(lambda x: mp.exp(x) - 3, 0.5, 2)
        exact = mp.log(3)
        assert abs(found - exact) < mp.mpf(10) ** (3 - digits)


@pytest.mark.parametrize("digits", [1, 20, 21, 37, 65, 200])
def test_precisions_at_most_double_up_to_the_one_wanted(digits: int) -> None:
    """Newton's precisions rise to exactly the wanted one, start near 20, and never skip ahead."""
    levels = roots._doubling(digits)
    assert levels[-1] == digits
    assert levels == sorted(levels)
    assert levels[0] <= 20
    assert all(high <= 2 * low - 5 for low, high in pairwise(levels))


def test_parabolic_steps_reach_any_number_of_digits() -> None:
    """The minimum of cosh(x - log 2) is found to the digits asked for, and not merely near."""
    for digits in (20, 50):
        with ctx.workdps(digits + 15):
            found = minimise.parabolic_steps(
                lambda x: (x - arb(2).log()).cosh(), arb("0.7"), digits
            )
            assert abs(found - arb(2).log()) < arb(10) ** (-digits + 1)
            assert found.rad() == 0


@pytest.mark.parametrize("digits", [2, 3, 10, 52, 54])
def test_steps_double_their_places_to_half_the_digits(digits: int) -> None:
    """The places of h double at most, from one, and end where h squared is the digits wanted."""
    places = minimise._schedule(digits)
    assert places[0] == 1
    assert places[-1] == digits // 2 + 2
    assert all(low < high <= 2 * low for low, high in pairwise(places))


@pytest.mark.parametrize(("low", "high"), [(1, 2), (0, 23), (-300, 700)])
@pytest.mark.parametrize("digits", [2, 12, 40])
def test_golden_sections_narrow_any_interval_to_the_places_asked(
    low: int, high: int, digits: int
) -> None:
    """A corner at sqrt 2 is found to so many decimal places, from however wide an interval."""
    with ctx.workdps(60):
        corner, calls = arb(2).sqrt(), []

        def function(x: arb) -> arb:
            calls.append(x)
            return abs(x - corner)

        found = minimise.golden_section(function, arb(low), arb(high), digits)
        assert abs(found - corner) < arb(10) ** -digits
        assert found.rad() == 0
        assert len(calls) < (digits + math.log10(high - low)) / 0.2089 + 5


def test_a_golden_section_evaluates_once_per_section() -> None:
    """Of the two inner points one is always kept: they divide the interval by the golden ratio."""
    left, right = minimise._inner(arb(1), arb(2), ((arb(5).sqrt() - 1) / 2).mid())
    golden = (math.sqrt(5) - 1) / 2
    assert float(left) == pytest.approx(2 - golden)
    assert float(right) == pytest.approx(1 + golden)
    assert float(2 - left) == pytest.approx(float(right - 1))


@pytest.mark.parametrize("family", FAMILIES)
def test_shapes_are_what_their_fields_say(family: Family) -> None:
    """Rate is the shape's derivative; flatness and variance are the integrals they stand for."""
    shape = shape_of(family)
    assert shape.family == family
    with mp.workdps(30):
        knee = mp.mpf(shape.knee)
        for s in (mp.mpf("0.1"), mp.mpf("0.4")):
            assert within(shape.rate(s), mp.diff(shape.rest, s), 14)
        assert shape.rest(mp.zero) == 0
        assert shape.rest(knee) == mp.mpf(1) / 2
        flatness = mp.quad(lambda s: shape.rate(s) ** 2, [0, knee])
        assert within(flatness, mp.mpf(shape.flatness.numerator) / shape.flatness.denominator, 25)
        variance = 2 * mp.quad(lambda s: (knee - s) ** 2 * shape.rate(s), [0, knee])
        assert within(variance, mp.mpf(shape.variance.numerator) / shape.variance.denominator, 25)


@pytest.mark.parametrize("name", ["circle", "", "Line", "line "])
def test_an_unknown_family_is_named_with_the_known_ones(name: str) -> None:
    """No near miss passes for a family."""
    with pytest.raises(ValueError, match=r"^family: .* is unknown; choose one of line, parabolas$"):
        shape_of(name)
