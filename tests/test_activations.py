"""The activation functions, held against SciPy, mpmath, exact rationals and their definitions."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp
from numpy.typing import NDArray
from scipy.special import expit

from report import activations
from report.slopes.solve import taylor_by_recurrence

WIDTHS = st.floats(0.01, 100)
ABSCISSAE = st.floats(-1e6, 1e6)


def test_sigmoid_is_the_logistic_function() -> None:
    """The sigmoid equals SciPy's expit, far tails included, down to where doubles fade out."""
    x = np.concatenate([np.linspace(-745, 745, 5001), [-1e300, 1e300, -np.inf, np.inf, 0.0]])
    np.testing.assert_allclose(activations.sigmoid(x), expit(x), rtol=1e-15, atol=1e-307)


@given(ABSCISSAE)
def test_sigmoid_is_point_symmetric(x: float) -> None:
    """f(x) + f(-x) = 1, and no abscissa overflows or warns."""
    assert activations.sigmoid(x) + activations.sigmoid(-x) == pytest.approx(1, abs=1e-15)


@pytest.mark.parametrize(
    "function",
    [
        activations.sigmoid,
        activations.keras_hard_sigmoid,
        activations.theano_hard_sigmoid,
        lambda x: activations.line(x, 5),
        lambda x: activations.parabolas(x, 4),
        lambda x: activations.taylor(x, 7),
        lambda x: activations.hard_tanh(x, 5),
    ],
)
@pytest.mark.parametrize(
    ("given_type", "computed"),
    [(np.float32, np.float32), (np.float64, np.float64), (np.int64, np.float64)],
)
def test_types_and_shapes_are_kept(
    function: Callable[[Any], NDArray[Any]], given_type: type, computed: type
) -> None:
    """float32 stays float32, integers are computed in float64, and the shape stays."""
    result = function(np.ones((2, 3), dtype=given_type))
    assert result.dtype == computed
    assert result.shape == (2, 3)


@given(ABSCISSAE, WIDTHS)
def test_line_by_cases(x: float, a: float) -> None:
    """The clipped line is 0, x/a + 1/2 or 1, by the side of the knees +-a/2."""
    expected = 0.0 if x < -a / 2 else 1.0 if x > a / 2 else x / a + 0.5
    assert activations.line(x, a) == pytest.approx(expected, abs=1e-12)


@given(ABSCISSAE, WIDTHS)
def test_parabolas_by_cases(x: float, a: float) -> None:
    """The parabolas are the article's four cases."""
    if abs(x) > a:
        expected = 0.0 if x < 0 else 1.0
    elif x < 0:
        expected = (x + a) ** 2 / (2 * a**2)
    else:
        expected = 1 - (x - a) ** 2 / (2 * a**2)
    assert activations.parabolas(x, a) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("a", [0, -1, -0.0, float("inf"), float("nan")])
@pytest.mark.parametrize(
    "function", [activations.line, activations.parabolas, activations.hard_tanh]
)
def test_no_width_but_a_positive_one(
    function: Callable[[float, float], NDArray[Any]], a: float
) -> None:
    """A width that is not a finite number above 0 is refused by name."""
    with pytest.raises(ValueError, match=r"a: .* is not a width"):
        function(1.0, a)


def test_taylor_coefficients_are_those_of_the_series() -> None:
    """Bernoulli numbers, the differential equation and mpmath's series agree, the article's too."""
    coefficients = activations.taylor_coefficients(21)
    assert coefficients == taylor_by_recurrence(21)
    with mp.workdps(40):
        series = mp.taylor(lambda x: 1 / (1 + mp.exp(-x)), 0, 9)
        for ours, theirs in zip(coefficients, series, strict=False):
            assert mp.almosteq(mp.mpf(ours.numerator) / ours.denominator, theirs, abs_eps=1e-25)
    printed = (Fraction(1, 4), Fraction(-1, 48), Fraction(1, 480), Fraction(-17, 80640))
    assert coefficients[1:8:2] == printed


def test_bernoulli_s_numbers_are_the_known_ones() -> None:
    """B_0 to B_8, with B_1 = +1/2 as this scheme has it, and no more than are asked for."""
    known = ["1", "1/2", "1/6", "0", "-1/30", "0", "1/42", "0", "-1/30"]
    for last in range(9):
        found = activations._bernoulli_numbers(last)
        assert [str(number) for number in found] == known[: last + 1]


@pytest.mark.parametrize("degree", [0, 1, 2, 3, 8])
def test_a_polynomial_has_the_degree_asked_for(degree: int) -> None:
    """As many coefficients as powers, and the polynomial is their sum at any abscissa."""
    coefficients = activations.taylor_coefficients(degree)
    assert len(coefficients) == degree + 1
    for x in (-1.5, 0.0, 0.7):
        exact = sum(c * Fraction(x) ** k for k, c in enumerate(coefficients))
        assert float(activations.taylor(x, degree)) == pytest.approx(float(exact), abs=1e-15)


def test_taylor_polynomials_approach_the_sigmoid() -> None:
    """Inside |x| < pi each two degrees more come closer, as the next coefficient predicts."""
    x = 0.5
    for degree in (1, 3, 5, 7):
        error = float(activations.sigmoid(x) - activations.taylor(x, degree))
        following = float(activations.taylor_coefficients(degree + 2)[-1]) * x ** (degree + 2)
        assert error == pytest.approx(following, rel=0.05)


def test_negative_degree_is_refused() -> None:
    """A Taylor polynomial needs a degree of 0 or more."""
    with pytest.raises(ValueError, match="degree: -1 is negative"):
        activations.taylor(1.0, -1)


@pytest.mark.parametrize("form", [activations.keras_hard_sigmoid, activations.theano_hard_sigmoid])
def test_frameworks_forms_are_the_line(form: Callable[[Any], NDArray[Any]]) -> None:
    """Both frameworks' forms are the line of width 5, and 0 and 1 exactly at the knees."""
    x = np.linspace(-4, 4, 4001)
    np.testing.assert_allclose(form(x), activations.line(x, 5), rtol=0, atol=2e-16)
    assert form([-2.5, 2.5]).tolist() == [0.0, 1.0]


@given(ABSCISSAE, WIDTHS)
def test_hard_tanh_is_the_line_rescaled(x: float, a: float) -> None:
    """hard_tanh is 2 g(2x) - 1, as tanh is 2 f(2x) - 1."""
    expected = 2 * activations.line(2 * x, a) - 1
    assert activations.hard_tanh(x, a) == pytest.approx(float(expected), abs=1e-12)
