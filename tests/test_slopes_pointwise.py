"""Errors point by point, held against closed forms and a dense grid in double precision."""

from itertools import pairwise

import numpy as np
import pytest
from mpmath import mp

from report import activations
from report.results.slopes import FAMILIES, Family
from report.slopes import pointwise
from report.slopes.digits import truncated
from report.slopes.shapes import SHAPES

DIGITS = 50


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def line(x, a):
    return min(x / a + mp.mpf(1) / 2, mp.one)


def steepest(a):
    """Where f' = 1/a: f (1 - f) = 1/a is a quadratic equation in f."""
    f = (1 + mp.sqrt(1 - 4 / mp.mpf(a))) / 2
    return mp.log(f / (1 - f))


def mean_error(a, low, high):
    """The mean of |f - g| from antiderivatives, between the abscissae where f - g changes."""
    ends = {mp.mpf(low), mp.mpf(high)}
    meeting = []
    if a > 4:
        meeting = [
            mp.findroot(
                lambda x: sigmoid(x) - x / a - mp.mpf(1) / 2, (0.1, a / 2 - 0.01), solver="anderson"
            )
        ]
    ends |= {x for x in (*meeting, mp.mpf(a) / 2) if low < x < high}

    def area(u, v):
        under_f = mp.log(1 + mp.exp(v)) - mp.log(1 + mp.exp(u))
        middle = (u + v) / 2
        return under_f - (v - u) * line(middle, a)  # g is straight between two ends

    return sum(abs(area(u, v)) for u, v in pairwise(sorted(ends))) / (high - low)


@pytest.mark.parametrize("family", FAMILIES)
def test_an_error_is_the_distance_of_the_two_functions(family: Family) -> None:
    """Inside and beyond the knee the error is |g - f| of the functions that NumPy evaluates."""
    function = activations.line if family == "line" else activations.parabolas
    for a in (2.5, 5.0):
        for x in (0.0, 0.3, 1.2, 2.49, 2.6, 4.9, 5.1, 9.0):
            expected = abs(float(function(x, a)) - float(activations.sigmoid(x)))
            found = pointwise.error(mp.mpf(x), mp.mpf(a), family)
            assert float(found) == pytest.approx(expected, abs=1e-15)


def test_listed_errors_are_right_to_fifty_digits() -> None:
    """At every listed abscissa and width the error's fifty digits are those of its definition."""
    widths = ("4", "5.5")
    found = pointwise.points(widths)
    assert [(point.a, point.x) for point in found] == [
        (a, x) for a in widths for x in ("1.5", "2", "2.5", "3")
    ]
    with mp.workdps(90):
        for point in found:
            x = mp.mpf(point.x)
            exact = abs(sigmoid(x) - line(x, mp.mpf(point.a)))
            assert point.error == truncated(exact, DIGITS)
            assert len(point.error.replace(".", "").lstrip("0")) == DIGITS


@pytest.mark.parametrize("a", [4, 5, 6])
def test_means_and_peaks_over_ranges_are_those_of_closed_forms(a: int) -> None:
    """Fifty digits of mean and peak over each range follow from antiderivatives and f' = 1/a."""
    found = pointwise.ranges((str(a),))
    assert [(r.a, r.low, r.high) for r in found] == [
        (str(a), "0", "1"),
        (str(a), "1.5", "2.5"),
        (str(a), "1.5", "3"),
    ]
    with mp.workdps(90):
        for r in found:
            low, high = mp.mpf(r.low), mp.mpf(r.high)
            assert r.mean == truncated(mean_error(a, low, high), DIGITS)
            inside = [x for x in (mp.mpf(a) / 2, steepest(a)) if low < x < high]
            errors = {x: abs(sigmoid(x) - line(x, a)) for x in (low, high, *inside)}
            peak = max(errors, key=errors.__getitem__)
            assert r.greatest == truncated(errors[peak], DIGITS)
            assert r.greatest_at == truncated(peak, DIGITS)


@pytest.mark.parametrize("a", ["4", "5", "5.2", "7"])
def test_the_greatest_error_of_the_line_is_at_the_knee_or_where_slopes_agree(a: str) -> None:
    """The supremum is the larger of the errors at the knee and where f' = 1/a, to fifty digits."""
    found = pointwise.supremum(a)
    with mp.workdps(90):
        width = mp.mpf(a)
        errors = {x: abs(sigmoid(x) - line(x, width)) for x in (width / 2, steepest(width))}
        peak = max(errors, key=errors.__getitem__)
        assert (found.family, found.a) == ("line", a)
        assert found.greatest == truncated(errors[peak], DIGITS)
        assert found.greatest_at == truncated(peak, DIGITS)
        assert found.at_knee == truncated(1 / (1 + mp.exp(width / 2)), DIGITS)


@pytest.mark.parametrize("a", ["3.2", "4", "6"])
def test_the_greatest_error_of_the_parabolas_is_stationary_and_greatest(a: str) -> None:
    """At the peak f' = g', no abscissa of a dense grid errs more, and the knee's error is 1 - f."""
    found = pointwise.supremum(a, "parabolas")
    width = float(a)
    x = np.linspace(0, 2 * width, 200_001)
    errors = np.abs(activations.parabolas(x, width) - activations.sigmoid(x))
    assert float(found.greatest) == pytest.approx(errors.max(), rel=1e-9)
    assert float(found.greatest_at) == pytest.approx(x[errors.argmax()], abs=1e-4)
    with mp.workdps(70):
        at, wide = mp.mpf(found.greatest_at), mp.mpf(a)
        f = sigmoid(at)
        assert abs(f * (1 - f) - (1 - at / wide) / wide) < mp.mpf(10) ** -48
        g = 1 - (1 - at / wide) ** 2 / 2
        assert abs(abs(f - g) - mp.mpf(found.greatest)) < mp.mpf(10) ** -50
        assert found.at_knee == truncated(1 / (1 + mp.exp(wide)), DIGITS)


def test_no_error_is_found_beyond_the_range() -> None:
    """Over a range that leaves the peak out, the greatest error lies at the nearer end."""
    with mp.workdps(40):
        at, greatest = pointwise._greatest(mp.mpf(5), "line", mp.mpf(0), mp.mpf("0.5"))
        assert at == mp.mpf("0.5")
        assert greatest == pointwise.error(mp.mpf("0.5"), mp.mpf(5))


def test_slope_one_quarter_errs_more_from_a_grid_in_double_precision() -> None:
    """Smallest excess per distance, where it is, and none beyond the knee, by NumPy's functions."""
    found = pointwise.comparison()
    x = 1.5 + np.arange(1000) / 1000
    f = activations.sigmoid(x)
    excess = np.abs(activations.line(x, 4) - f) - np.abs(activations.line(x, 5) - f)
    per_distance = excess / (2.5 - x)
    assert float(found.smallest) == pytest.approx(per_distance.min(), rel=1e-9)
    assert float(found.smallest_at) == pytest.approx(x[per_distance.argmin()])
    assert found.beyond == "0"


def test_the_excess_beyond_the_knee_is_looked_for_up_to_the_end(monkeypatch) -> None:
    """An approximation that errs only from 2.5 to 3 shows in the comparison, with its greatest."""
    monkeypatch.setattr(pointwise, "_worse_by", lambda x: max(x - mp.mpf("2.5"), mp.zero))
    assert pointwise.comparison().beyond == "0.5"
    monkeypatch.setattr(pointwise, "_worse_by", lambda x: max(3 - x, mp.zero))
    assert pointwise.comparison().beyond == "0.5"


def test_the_comparison_looks_at_every_thousandth(monkeypatch) -> None:
    """Below the knee in thousandths from 1.5, from it on in two-thousandths up to 3."""
    seen = []

    def spy(x):
        seen.append(x)
        return mp.one

    monkeypatch.setattr(pointwise, "_worse_by", spy)
    pointwise.comparison()
    thousandths = [1.5 + k / 1000 for k in range(1000)]
    halves = [2.5 + k / 2000 for k in range(1001)]
    assert [float(x) for x in seen] == pytest.approx(thousandths + halves, abs=1e-12)


def test_equal_errors_are_a_fortieth_of_the_abscissa() -> None:
    """Where both slopes err alike f = 1/2 + 9x/40, so that each error is x/40."""
    found = pointwise.crossing()
    with mp.workdps(80):
        x = mp.mpf(found.abscissa)
        assert abs(mp.mpf(found.error) - x / 40) < mp.mpf(10) ** -51
        assert abs(sigmoid(x) - mp.mpf(1) / 2 - 9 * x / 40) < mp.mpf(10) ** -50
    assert len(found.error.replace(".", "").lstrip("0")) == DIGITS
    assert 0 < float(found.residual) < 1e-68


def test_two_ways_to_the_crossing_have_to_agree(monkeypatch) -> None:
    """A difference in the errors themselves, however small, stops the computation."""
    true = pointwise._worse_by
    monkeypatch.setattr(pointwise, "_worse_by", lambda x: true(x) + mp.mpf(10) ** -49)
    with pytest.raises(ArithmeticError, match=r"^the two ways to the crossing differ$"):
        pointwise.crossing()


def test_the_curve_of_every_family_ends_at_its_knee() -> None:
    """Beyond the knee the error is what the sigmoid lacks of 1, in both families."""
    with mp.workdps(40):
        for family in FAMILIES:
            for x in (mp.mpf(SHAPES[family].knee * 5), mp.mpf(7), mp.mpf(30)):
                found = pointwise.error(x, mp.mpf(5), family)
                assert abs(found - 1 / (1 + mp.exp(x))) < mp.mpf(10) ** -39
