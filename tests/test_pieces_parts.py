"""The parts of the stage on cheap approximations, each by itself against exact values."""

import re
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import msgspec
import numpy as np
import pytest
from mpmath import mp, mpf
from scipy import integrate

from report import pieces
from report.pieces import curves, literature, polygons, rough
from report.pieces.curves import Piece
from report.pieces.literature import Entry, LiteratureError
from report.results.pieces import Optimum
from report.results.text import Text

ENTRIES = {entry.id: entry for entry in literature.load()}
WORDS = Text(ja="例", en="example")


def sigmoid(x: mpf) -> mpf:
    return 1 / (1 + mp.exp(-x))


# --- Digits -----------------------------------------------------------------------------------


@pytest.mark.parametrize("exponent", [2, 5, 17, 28])
def test_digits_on_which_two_numbers_agree_are_never_counted_too_high(exponent: int) -> None:
    """Three units of the k-th digit apart, numbers of any size agree on k - 2 digits."""
    with mp.workdps(40):
        for number in (mpf(1), mpf("0.0012"), mpf(-70)):
            other = number * (1 - 3 * mpf(10) ** -exponent)
            assert pieces.agreed(number, other) == exponent - 2
            assert pieces.agreed(other, number) == exponent - 2


def test_agreement_has_its_bounds() -> None:
    """Equal numbers agree in all digits of the stage, opposite ones in none; no more, no less."""
    with mp.workdps(60):
        assert pieces.agreed(mpf(0), mpf(0)) == polygons.DIGITS
        assert pieces.agreed(mpf(2), mpf(2)) == polygons.DIGITS
        assert pieces.agreed(mpf(1), 1 + mpf(10) ** -50) == polygons.DIGITS
        assert pieces.agreed(mpf(1), mpf(-1)) == 0
        assert pieces.agreed(mpf(0), mpf("0.5")) == 0


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [
        ("0.00123456", 3, "0.00123"),
        ("-0.00129956", 4, "-0.001299"),
        ("9.9999", 3, "9.99"),
        ("12.5", 3, "12.5"),
        ("123.75", 3, "123"),
        ("-123.75", 3, "-123"),
        ("12345", 2, "12345"),
        ("1", 4, "1.000"),
        ("0.5", 1, "0.5"),
        ("0", 5, "0"),
    ],
)
def test_numbers_are_cut_off_not_rounded(number: str, digits: int, text: str) -> None:
    """So many significant digits are written as they stand; a whole part is never shortened."""
    assert pieces.truncated(mpf(number), digits) == text


# --- The best polygons ------------------------------------------------------------------------


def test_an_optimum_is_reported_with_the_digits_that_both_ways_share() -> None:
    """For three pieces: the article's line, by its known width, error and point symmetry."""
    found = pieces.optimum(3)
    known = "5.199363816628644532311143463905539244263001782697868420503570284299935"
    assert found.pieces == 3
    assert 20 <= found.agreed <= polygons.DIGITS
    (knot,) = found.knots
    assert abs(2 * Fraction(knot) - Fraction(known)) < Fraction(2, 10 ** (found.agreed - 1))
    assert len(knot.replace(".", "")) == found.agreed
    assert Fraction(*map(Fraction, found.values)) == 1
    error = Fraction("0.004947005632987507339011775761899969814923974988806977219599905113812658")
    assert abs(Fraction(found.error) / 2 - error) < Fraction(1, 10 ** (found.agreed + 1))
    assert abs(Fraction(found.second) / 2 - error) < Fraction(1, 10**26)
    assert len(found.second.lstrip("0.")) == polygons.DIGITS - 4
    assert Fraction(found.scaled) == pytest.approx(81 * Fraction(found.error), rel=1e-19)


def test_knots_and_values_of_an_optimum_belong_together() -> None:
    """For five pieces: two positive knots, the value 1 at the last, and least-squares pieces."""
    found = pieces.optimum(5)
    knots, values = [float(x) for x in found.knots], [float(v) for v in found.values]
    assert len(knots) == len(values) == 2
    assert knots == sorted(knots)
    assert values[-1] == 1

    def residual(x: float) -> float:
        g = float(np.interp(x, [0, *knots], [0.5, *values]))
        return float(1 / (1 + np.exp(-x))) - g

    parts = [integrate.quad(lambda x: residual(x) ** 2, *p)[0] for p in pairwise([0, *knots, 60])]
    assert float(found.error) == pytest.approx(2 * sum(parts), rel=1e-9)
    first = integrate.quad(lambda x: residual(x) * x, 0, knots[0])[0]
    assert first == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("count", [3, 5, 9])
def test_the_start_spreads_knots_by_the_curvature(count: int) -> None:
    """Each knot is passed by the share of the integral of |f''|^(2/5) that is its due."""
    knots, values = polygons._start(count)
    assert len(knots) == (count - 1) // 2
    assert len(values) == len(knots) - 1

    def density(x: float) -> float:
        f = 1 / (1 + np.exp(-x))
        return float(abs(f * (1 - f) * (1 - 2 * f)) ** 0.4)

    whole = integrate.quad(density, 0, 40, points=[1, 5, 10], limit=200)[0]
    for k, knot in enumerate(knots):
        share = integrate.quad(density, 0, knot, limit=200)[0] / whole
        assert share == pytest.approx((2 * k + 1) / count, abs=2e-4)
    assert values == pytest.approx([1 / (1 + np.exp(x)) for x in knots[:-1]])


@pytest.mark.parametrize("count", [2, 4, 1, 0])
def test_no_polygon_of_an_even_number_of_pieces_is_started(count: int) -> None:
    """The message quotes the number and says what it may be."""
    message = f"pieces = {count}: the number of pieces must be odd and at least 3"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        polygons._start(count)


def polygon_error(knots: list[mpf], values: list[mpf]) -> mpf:
    """The squared error of a polygon over the real line by mpmath's quadrature."""
    total = mp.quad(lambda x: sigmoid(x) ** 2, [-mp.inf, knots[0]])
    total += mp.quad(lambda x: sigmoid(-x) ** 2, [knots[-1], mp.inf])
    for (a, b), (u, v) in zip(pairwise(knots), pairwise(values), strict=True):
        slope = (v - u) / (b - a)
        total += mp.quad(
            lambda x, a=a, u=u, slope=slope: (sigmoid(x) - u - slope * (x - a)) ** 2, [a, b]
        )
    return total


LOPSIDED = ([mpf(-4), mpf(-1), mpf(5)], [mpf(0), mpf("0.3"), mpf(1)])


def test_the_error_of_any_polygon_is_the_integral_it_stands_for() -> None:
    """Gauss-Legendre's rule agrees with mpmath's adaptive one, in floats and in 30 digits."""
    knots, values = LOPSIDED
    with mp.workdps(polygons.DIGITS):
        expected = polygon_error(knots, values)
        found = polygons._error(knots, values, polygons._rule())
        assert abs(found - expected) < mpf(10) ** -24
        floats = polygons._error(
            [float(x) for x in knots], [float(v) for v in values], polygons._float_rule()
        )
        assert floats == pytest.approx(float(expected), rel=1e-12)


def test_the_gradient_is_half_the_derivative_of_the_error() -> None:
    """Every knot's and every inner value's entry is a difference of mpmath's integrals."""
    knots, values = LOPSIDED
    with mp.workdps(polygons.DIGITS):
        found = polygons._gradient(knots, values)
        step = mpf(10) ** -10
        expected = []
        for which, count in ((knots, range(3)), (values, (1,))):
            for at in count:
                errors = []
                for sign in (-1, 1):
                    moved = list(which)
                    moved[at] += sign * step
                    pair = (moved, values) if which is knots else (knots, moved)
                    errors.append(polygon_error(*pair))
                expected.append((errors[1] - errors[0]) / (4 * step))
        assert len(found) == len(expected)
        for ours, theirs in zip(found, expected, strict=True):
            assert abs(ours - theirs) < mpf(10) ** -12


def test_half_the_error_of_a_symmetric_polygon_from_antiderivatives() -> None:
    """Twice the half over x > 0 is the whole polygon's error by quadrature."""
    t, v = [mpf("1.2"), mpf("4.5")], [mpf("0.27")]
    with mp.workdps(polygons.DIGITS):
        knots = [-t[1], -t[0], mpf(0), t[0], t[1]]
        values = [mpf(0), v[0], mpf("0.5"), 1 - v[0], mpf(1)]
        expected = polygon_error(knots, values)
        assert abs(2 * polygons._half_error(t, v) - expected) < mpf(10) ** -24


def test_the_conditions_are_the_residual_s_products_by_quadrature() -> None:
    """Against x on each piece, against 1 on each but the first, in the order of the pieces."""
    t, v = [mpf("1.2"), mpf("4.5")], [mpf("0.27")]
    with mp.workdps(polygons.DIGITS):
        xs, ys = [mpf(0), *t], [mpf("0.5"), *v, mpf(0)]

        def product(piece: int, weight: object) -> mpf:
            a, b, u, w = xs[piece], xs[piece + 1], ys[piece], ys[piece + 1]

            def residual(x: mpf) -> mpf:
                return sigmoid(-x) - u - (w - u) / (b - a) * (x - a)

            return mp.quad(lambda x: residual(x) * weight(x), [a, b])  # type: ignore[operator]

        expected = [
            product(0, lambda x: x),
            product(1, lambda x: x),
            product(1, lambda _: 1),
        ]
        found = polygons._conditions(t, v)
        assert len(found) == 3
        for ours, theirs in zip(found, expected, strict=True):
            assert abs(ours - theirs) < mpf(10) ** -26


def test_moments_are_antiderivatives() -> None:
    """Their derivatives are h, x h and h^2, by mpmath's numerical differentiation."""
    with mp.workdps(40):
        for x in (mpf("0.3"), mpf(2)):
            h = sigmoid(-x)
            for which, expected in enumerate((h, x * h, h**2)):
                slope = mp.diff(lambda t, which=which: polygons._moments(t)[which], x)
                assert abs(slope - expected) < mpf(10) ** -18


def test_legendre_s_slope_is_its_derivative() -> None:
    """The rule's Newton step divides by the polynomial's true derivative."""
    with mp.workdps(30):
        for x in (mpf("0.1"), mpf("-0.7")):
            slope = mp.diff(lambda t: mp.legendre(48, t), x)
            assert abs(polygons._legendre_slope(x) / slope - 1) < mpf(10) ** -14


@pytest.mark.parametrize("count", [3, 5, 7])
def test_both_ways_lead_to_the_same_polygon(count: int) -> None:
    """With and without symmetry assumed, knots, values and errors agree to twenty digits."""
    with mp.workdps(polygons.DIGITS):
        one, other = polygons.symmetric(count), polygons.minimised(count)
        assert len(one.knots) == len(one.values) == count - 1
        pairs = zip(
            (*one.knots, *one.values, one.error),
            (*other.knots, *other.values, other.error),
            strict=True,
        )
        for a, b in pairs:
            assert abs(a - b) < mpf(10) ** -20
        expected = polygon_error(list(one.knots), list(one.values))
        assert abs(one.error - expected) < mpf(10) ** -24
        assert (one.values[0], one.values[-1]) == (0, 1)


# --- PLAN and the limit -----------------------------------------------------------------------


def test_plan_is_held_against_the_optimum_of_its_own_size() -> None:
    """Of several optima the one with seven pieces counts; the ratio is to its error."""
    empty = Optimum(0, "1", "1", 1, (), (), "1")
    optima = [msgspec.structs.replace(empty, pieces=n, error=f"0.000{n}") for n in (3, 5, 7, 9)]
    found = pieces.plan(tuple(ENTRIES.values()), optima)
    assert found.pieces == 7

    def gap(x: float) -> float:
        g = x / 4 + 0.5 if x < 1 else x / 8 + 0.625
        g = g if x < 2.375 else x / 32 + 0.84375 if x < 5 else 1.0
        return float((g - 1 / (1 + np.exp(-x))) ** 2)

    parts = pairwise([0, 1, 2.375, 5, 40])
    squared = 2 * sum(integrate.quad(gap, *ends, epsabs=1e-16)[0] for ends in parts)
    assert float(found.l2) == pytest.approx(squared, rel=1e-10)
    assert float(found.ratio) == pytest.approx(squared / 0.0007, rel=1e-10)
    assert len(found.l2.lstrip("0.")) == 15
    assert len(found.ratio.replace(".", "")) == 12
    assert (found.jump_at, found.jump_from, found.jump_to) == ("2.375", "0.921875", "0.91796875")


def test_the_stage_is_made_of_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """With one method and one size, every field is what the part of its name finds."""
    plan = ENTRIES["plan"]
    monkeypatch.setattr(literature, "load", lambda: (plan,))
    monkeypatch.setattr(pieces, "PIECES", (5, 7))
    monkeypatch.setattr(pieces, "optimum", lambda n: Optimum(n, "1", "1", 1, (), (), "1"))
    found = pieces.solve()
    per_unit = literature.sampling((plan,))
    five, seven = pieces.optimum(5), pieces.optimum(7)
    assert found.samples_per_unit == per_unit
    assert found.methods == (literature.method(plan, per_unit),)
    assert found.optima == (five, seven)
    assert found.plan == pieces.plan((plan,), (seven,))
    assert found.rough == rough.both()
    assert found.rough_crossover == rough.crossover()
    with mp.workdps(40):
        limit = (mpf(2) ** (mpf(1) / 5) * mp.beta(mpf(7) / 10, mpf(2) / 5)) ** 5 / 720
        assert found.asymptote == mp.nstr(limit, 25)


# --- The literature ---------------------------------------------------------------------------


def test_a_published_method_is_reported_whole() -> None:
    """PLAN's fields: what the file says, and errors that SciPy and NumPy find, too."""
    entry = ENTRIES["plan"]
    found = literature.method(entry, 512)
    for name in ("id", "name", "authors", "year", "definition", "note"):
        assert getattr(found, name) == getattr(entry, name)
    assert (found.printed_mean, found.printed_max) == (entry.printed_mean, entry.printed_max)
    assert (found.continuous, found.pieces) == (False, 7)
    assert found.mean_agrees is found.max_agrees is True
    x = np.arange(-8 * 512, 8 * 512) / 512
    parts = [abs(x) / 4 + 0.5, abs(x) / 8 + 0.625, abs(x) / 32 + 0.84375]
    g = np.select([abs(x) < 1, abs(x) < 2.375, abs(x) < 5], parts, 1.0)
    error = 100 * np.abs(g - 1 / (1 + np.exp(-abs(x))))
    assert float(found.mean) == pytest.approx(error.mean(), rel=1e-7)
    assert float(found.max) == pytest.approx(error.max(), rel=1e-7)
    assert float(found.exact_mean) == pytest.approx(error.mean(), rel=1e-3)
    assert float(found.exact_max) >= float(found.max)
    assert found.l2.startswith("0.00104415")
    sizes = [len(text.replace(".", "").lstrip("0")) for text in (found.mean, found.max)]
    assert max(sizes) == 8
    whole = [len(text.replace(".", "").lstrip("0")) for text in (found.exact_mean, found.l2)]
    assert max(whole) == 12


@pytest.mark.parametrize("printed", ["printed_mean", "printed_max"])
def test_each_printed_figure_is_judged_by_itself(printed: str) -> None:
    """A false mean leaves the largest error agreeing, and the other way round."""
    entry = ENTRIES["alaw"]
    wrong = msgspec.structs.replace(entry, **{printed: "9.99"})
    found = literature.method(wrong, 512)
    assert (found.mean_agrees, found.max_agrees) == (
        printed != "printed_mean",
        printed != "printed_max",
    )


@pytest.mark.parametrize("per_unit", [1, 2, 64])
def test_sampled_errors_are_those_of_the_points_of_the_interval(per_unit: int) -> None:
    """-8 is a point and 8 is none; squares count, too: Zhang's curve by exact fractions."""
    shape = literature.curve(ENTRIES["zhang"])
    points = [Fraction(k, per_unit) for k in range(-8 * per_unit, 8 * per_unit)]
    with mp.workdps(30):
        errors = []
        for x in points:
            g = curves.value(shape, abs(x))
            at = mpf(abs(x).numerator) / x.denominator
            errors.append(100 * abs(mpf(g.numerator) / g.denominator - sigmoid(at)))
        found = literature.sampled(shape, per_unit)
        assert abs(found.mean - mp.fsum(errors) / len(errors)) < mpf(10) ** -11
        assert abs(found.max - max(errors)) < mpf(10) ** -11


def test_straight_pieces_are_counted_over_the_whole_line() -> None:
    """The piece at 0 counts once; curved ones and those without end are not counted."""
    counted = {
        id_: literature.straight(entry, literature.curve(entry)) for id_, entry in ENTRIES.items()
    }
    assert counted["plan"] == 7
    assert counted["alaw"] == 9
    assert counted["alippi"] is counted["zhang"] is None
    assert counted["cri_zero"] == 3


def test_the_sampling_doubles_until_all_figures_return() -> None:
    """Eight entries need some power of two; with one that never returns the limit ends it."""
    entries = tuple(ENTRIES.values())
    found = literature.sampling(entries)
    assert found & (found - 1) == 0
    shapes = [(entry, literature.curve(entry)) for entry in entries]

    def returns(per_unit: int) -> bool:
        return all(
            literature.rounds_to(errors.mean, entry.printed_mean)
            and literature.rounds_to(errors.max, entry.printed_max)
            for entry, shape in shapes
            for errors in [literature.sampled(shape, per_unit)]
        )

    assert returns(found)
    assert not any(returns(2**k) for k in range(found.bit_length() - 1))
    false = msgspec.structs.replace(ENTRIES["plan"], printed_max="9.99")
    assert literature.sampling((false,), limit=8) == 8
    false = msgspec.structs.replace(ENTRIES["plan"], printed_mean="9.99")
    assert literature.sampling((false,), limit=9) == 16


@pytest.mark.parametrize(
    ("number", "printed", "same"),
    [
        ("0.874", "0.87", True),
        ("0.8751", "0.88", True),
        ("0.8751", "0.87", False),
        ("11.92", "11.9", True),
        ("2.0", "2.00", True),
        ("2.004", "2.00", True),
        ("2.006", "2.00", False),
    ],
)
def test_printed_figures_are_compared_after_rounding(number: str, printed: str, same: bool) -> None:
    """As many decimals as were printed are compared, no more."""
    assert literature.rounds_to(mpf(number), printed) is same


def test_exact_errors_of_a_constant_have_a_closed_form() -> None:
    """Of g = 1 on x >= 0 the mean over [-8, 8] is (log 2 - log(1 + e^-8))/8, the largest 1/2."""
    shape = (Piece(Fraction(0), (Fraction(1),)),)
    with mp.workdps(25):
        found = literature.exact(shape)
        expected = 100 * (mp.log(2) - mp.log(1 + mp.exp(-8))) / 8
        assert abs(found.mean - expected) < mpf(10) ** -20
        assert abs(found.max - 50) < mpf(10) ** -20
        area = mp.log(2) - mpf(1) / 2  # of (1 - f)^2 over x > 0
        assert abs(literature.squared(shape) - 2 * area) < mpf(10) ** -20


def test_exact_errors_of_a_straight_line_follow_from_its_extremes() -> None:
    """Of 1/2 + x/5 up to 5/2, then 1: sign change and peak where tanh and slopes say."""
    shape = (
        Piece(Fraction(0), (Fraction(1, 2), Fraction(1, 5))),
        Piece(Fraction(5, 2), (Fraction(1),)),
    )
    with mp.workdps(30):
        found = literature.exact(shape)
        f = (1 + mp.sqrt(mpf(1) / 5)) / 2
        turn = mp.log(f / (1 - f))
        peak = max(abs(f - mpf(1) / 2 - turn / 5), 1 / (1 + mp.exp(mpf(5) / 2)))
        assert abs(found.max - 100 * peak) < mpf(10) ** -25
        zero = mp.findroot(
            lambda x: sigmoid(x) - mpf(1) / 2 - x / 5, (1, mpf("2.4")), solver="anderson"
        )

        def area(x: mpf) -> mpf:
            return mp.log(1 + mp.exp(x)) - x / 2 - x**2 / 10

        inside = 2 * area(zero) - area(mpf(0)) - area(mpf(5) / 2)
        beyond = mp.log(1 + mp.exp(mpf(-5) / 2)) - mp.log(1 + mp.exp(-8))
        assert abs(found.mean - 100 * (abs(inside) + beyond) / 8) < mpf(10) ** -25


def test_every_figure_of_the_data_file_is_a_decimal_in_two_languages() -> None:
    """Each entry has ids, names and notes, and its curve starts at 0."""
    assert len(ENTRIES) == 8
    for entry in ENTRIES.values():
        assert literature.curve(entry)[0].start == 0
        assert entry.name.ja
        assert entry.note.en


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"pieces": ()}, "literature.toml: plan has no pieces; give at least one"),
        ({"pieces": (("0", "1"), ("2", "x"))}, "literature.toml: plan: pieces: "),
        ({"pieces": (("1", "1"),)}, "literature.toml: plan: pieces must rise from 0; order them"),
        (
            {"pieces": (("0", "1"), ("2", "1"), ("1", "1"))},
            "literature.toml: plan: pieces must rise from 0; order them",
        ),
        (
            {"pieces": (("0", "1"), ("0", "1"))},
            "literature.toml: plan: pieces must rise from 0; order them",
        ),
        (
            {"pieces": (("0",),)},
            "literature.toml: plan: pieces have one to three coefficients",
        ),
        (
            {"pieces": (("0", "1", "1", "1", "1"),)},
            "literature.toml: plan: pieces have one to three coefficients",
        ),
    ],
)
def test_pieces_that_make_no_curve_are_refused(changed: dict[str, object], said: str) -> None:
    """Missing, unordered, too short or too long pieces are named with file, entry and mend."""
    with pytest.raises(LiteratureError) as caught:
        literature.curve(msgspec.structs.replace(ENTRIES["plan"], **changed))
    assert str(caught.value).startswith(said)
    assert "None" not in str(caught.value)


def test_one_to_three_coefficients_make_a_piece() -> None:
    """A constant, a line and a parabola are kept as exact fractions."""
    given = (("0", "1/3"), ("1", "0.5", "-1/4"), ("5/2", "1", "0", "2"))
    shape = literature.curve(msgspec.structs.replace(ENTRIES["plan"], pieces=given))
    assert shape == (
        Piece(Fraction(0), (Fraction(1, 3),)),
        Piece(Fraction(1), (Fraction(1, 2), Fraction(-1, 4))),
        Piece(Fraction(5, 2), (Fraction(1), Fraction(0), Fraction(2))),
    )


def entry(**changed: object) -> Entry:
    fields = msgspec.structs.asdict(ENTRIES["cri_one"])
    return Entry(**(fields | changed))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"printed_mean": "12"}, "printed_mean = '12' must be a decimal such as 0.87"),
        ({"printed_max": "1.2.3"}, "printed_max = '1.2.3' must be a decimal such as 0.87"),
        ({"level": -1}, "level = -1 must be from 0 to 6"),
        ({"level": 7}, "level = 7 must be from 0 to 6"),
        ({"step": "x"}, "x"),
        ({"definition": r"\frac{1"}, ""),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(changed: dict[str, object], said: str) -> None:
    """Figures that are no decimals, levels out of range and formulas that do not parse."""
    with pytest.raises(ValueError) as caught:
        entry(**changed)
    assert said in str(caught.value)


def test_levels_from_none_to_six_are_allowed() -> None:
    """Both ends of the range are in it."""
    assert [entry(level=level).level for level in (0, 6)] == [0, 6]


def test_a_data_file_with_a_curve_that_makes_no_sense_is_refused(tmp_path: Path) -> None:
    """The pieces are built while the file is read, so that its fault is told by its name."""
    text = literature.SOURCE.read_text(encoding="utf-8")
    path = tmp_path / "literature.toml"
    path.write_text(text.replace('["1", "5/8", "1/8"]', '["9", "5/8", "1/8"]', 1), encoding="utf-8")
    with pytest.raises(LiteratureError, match=r"alaw: pieces must rise from 0"):
        literature.load(path)
    path.write_text(text, encoding="utf-8")
    assert literature.load(path) == tuple(ENTRIES.values())


# --- Curves -----------------------------------------------------------------------------------


def test_octaves_halve_the_distance_from_one_at_every_whole_number() -> None:
    """At n the curve is 1 - 2^-(n+1), the last piece is 1, and nothing jumps."""
    shape = curves.octaves()
    assert len(shape) == 65
    for n in range(64):
        assert curves.value(shape, Fraction(n)) == 1 - Fraction(1, 2 ** (n + 1))
        middle = curves.value(shape, Fraction(2 * n + 1, 2))
        ends = curves.value(shape, Fraction(n)) + 1 - Fraction(1, 2 ** (n + 2))
        assert middle == ends / 2
    assert curves.value(shape, Fraction(1000)) == 1
    assert curves.jumps(shape) == ()
    assert shape[-1].start == 65


@pytest.mark.parametrize("level", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("step", ["0", "0.3", "0.26588"])
def test_the_recursion_is_min_and_mean_at_every_point(level: int, step: str) -> None:
    """Pieces give the very fractions that the recursion gives point by point."""
    shape = curves.recursion(level, Fraction(step))
    for x in (Fraction(k, 37) for k in range(0, 37 * 7, 5)):
        lower, upper, delta = Fraction(1), Fraction(1, 2) + x / 4, Fraction(step)
        for _ in range(level + 1):
            lower, upper, delta = min(lower, upper), (lower + upper - delta) / 2, delta / 4
        assert curves.value(shape, x) == lower
    starts = [piece.start for piece in shape]
    assert starts == sorted(set(starts))
    assert starts[0] == 0
    assert all(one.coefficients != other.coefficients for one, other in pairwise(shape))
    assert curves.jumps(shape) == ()


def test_jumps_are_listed_with_both_values() -> None:
    """A curve that steps at 2 from 3 to 5, and joins at 4, has one jump."""
    shape = (
        Piece(Fraction(0), (Fraction(1), Fraction(1))),
        Piece(Fraction(2), (Fraction(3), Fraction(1))),
        Piece(Fraction(4), (Fraction(-9), Fraction(0), Fraction(1))),
    )
    assert curves.jumps(shape) == ((Fraction(2), Fraction(3), Fraction(5)),)
    assert curves.value(shape, Fraction(2)) == 5
    assert curves.value(shape, Fraction(5)) == 16
    assert curves.value(shape, Fraction(1)) == 2


# --- Theano's two -----------------------------------------------------------------------------


def test_theano_s_two_are_their_definitions() -> None:
    """Inside every part and at every knot, by fractions written out anew."""
    with mp.workdps(30):
        for x in ("0", "1", "2.4999", "2.5", "7"):
            assert rough.hard(mpf(x)) == min(1, mpf(x) / 5 + mpf("0.5"))
        tops = {
            "1": (1 + mpf("0.5") * mpf("1.5") / mpf("1.5")) / 2,
            "3.4": (1 + mpf("0.935409070603099")) / 2,
            "5": (1 + mpf("0.935409070603099") + mpf("0.0458812946797165") * mpf("0.8")) / 2,
            "6": (1 + mpf("0.99505475368673")) / 2,
            "50": (1 + mpf("0.99505475368673")) / 2,
        }
        for x, expected in tops.items():
            assert abs(rough.ultra_fast(mpf(x)) - expected) < mpf(10) ** -28


def test_theano_s_two_are_reported_whole() -> None:
    """Names, window, tails and infinities are those of the two curves, with twelve digits."""
    hard, ultra = rough.both()
    assert (hard.id, hard.name) == ("hard_sigmoid", "hard_sigmoid")
    assert (ultra.id, ultra.name) == ("ultra_fast_sigmoid", "ultra_fast_sigmoid")
    assert hard.window == ultra.window == 8
    assert (hard.tail, ultra.l2) == ("0", "infinite")
    assert Decimal(ultra.tail) == pytest.approx(
        (1 - Decimal("0.99505475368673")) / 2, rel=Decimal("1e-11")
    )
    with mp.workdps(30):
        knee = mpf(5) / 2
        at_knee = 1 / (1 + mp.exp(knee))
        assert abs(mpf(hard.max) - at_knee) < mpf(10) ** -13
        assert hard.max_at == "2.5"
        assert abs(mpf(hard.l2) - 2 * mpf("0.005136439003592712674990310291")) < mpf(10) ** -13
        for found, cheap in ((hard, rough.hard), (ultra, rough.ultra_fast)):
            knots = [2.5] if cheap is rough.hard else [3.4, 6]
            within = 2 * mp.quad(lambda x, g=cheap: (g(x) - sigmoid(x)) ** 2, [0, *knots, 8])
            assert abs(mpf(found.l2_within) / within - 1) < mpf(10) ** -11
            at = mpf(found.max_at)
            assert len(found.max_at.replace(".", "").lstrip("0")) <= 12
            assert abs(abs(cheap(at) - sigmoid(at)) - mpf(found.max)) < mpf(10) ** -12


def test_an_error_just_before_a_jump_is_found() -> None:
    """A curve that drifts off by a tenth up to 1, and is right from there on, errs by a tenth."""

    def drifting(x: mpf) -> mpf:
        return sigmoid(x) + (x / 10 if x < 1 else 0)

    with mp.workdps(30):
        found = rough._measure(rough._Cheap("drift", "Drift", ("1",), drifting))
    assert (found.id, found.name) == ("drift", "Drift")
    assert abs(mpf(found.max) - mpf("0.1")) < mpf(10) ** -12
    assert abs(mpf(found.max_at) - 1) < mpf(10) ** -12
    assert abs(mpf(found.l2_within) - mpf(2) / 300) < mpf(10) ** -13


def test_a_tail_s_integral_is_an_antiderivative() -> None:
    """Its derivative is the squared distance of a level below 1 from the sigmoid."""
    with mp.workdps(40):
        for tail, x in ((mpf("0.0025"), mpf(3)), (mpf("0.4"), mpf("0.7"))):
            slope = mp.diff(lambda t, tail=tail: rough._tail_integral(tail, t), x)
            assert abs(slope - (sigmoid(-x) - tail) ** 2) < mp.mpf(10) ** -18


def test_squared_errors_are_equal_at_the_crossover() -> None:
    """Up to there ultra_fast_sigmoid errs by as much as hard_sigmoid on the whole line."""
    width = mpf(rough.crossover())
    hard, ultra = rough.both()
    with mp.workdps(25):
        far = mp.quad(lambda x: (rough.ultra_fast(x) - sigmoid(x)) ** 2, [8, 20, 60, 200, width])
        assert abs(mpf(ultra.l2_within) + 2 * far - mpf(hard.l2)) < mpf(10) ** -11
    assert len(rough.crossover().replace(".", "")) == 12


def test_stationary_points_of_the_error_are_where_slopes_agree() -> None:
    """For hard_sigmoid f' = 1/5 once inside the first part and nowhere beyond."""
    with mp.workdps(30):
        (found,) = rough._stationary(rough._BOTH[0], mpf(0), mpf("2.5"))
        f = (1 + mp.sqrt(mpf(1) / 5)) / 2
        assert abs(found - mp.log(f / (1 - f))) < mpf(10) ** -12
        assert rough._stationary(rough._BOTH[0], mpf("2.5"), mpf(9)) == []
