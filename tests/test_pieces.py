"""Cheap approximations: published errors, best polygons and Theano's two, by independent means."""

import re
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import msgspec
import numpy as np
import pytest
from mpmath import mp, mpf
from numpy.typing import NDArray
from scipy import integrate, optimize

from report import pieces
from report.numbers import pieces as piece_numbers
from report.pieces import curves, literature, polygons, rough
from report.results.pieces import Pieces

Floats = NDArray[np.float64]

METHODS = {entry.id: entry for entry in literature.load()}

# Mean and largest error in percent over [-8, 8], worked out once outside this project.
KNOWN = {
    "alaw": ("2.47236", "4.89545"),
    "alippi": ("0.87315", "1.89414"),
    "plan": ("0.58738", "1.89414"),
    "cri_zero": ("2.41015", "11.92029"),
    "cri_one": ("1.2018", "3.7840"),
    "cri_two": ("0.9213", "2.4467"),
    "cri_three": ("0.8481", "2.0610"),
    "zhang": ("0.77436", "2.16074"),
}


def sigmoid(x: Floats) -> Floats:
    return 1 / (1 + np.exp(-x))


def by_hand(id: str, x: Floats) -> Floats:
    """The definitions once more, as plain expressions in floats, for x >= 0."""
    if id == "alaw":
        return np.asarray(np.interp(x, [0, 1, 2, 4, 8], [0.5, 0.75, 0.875, 0.9375, 1]))
    if id == "alippi":
        whole = np.floor(x)
        return np.asarray(1 - (0.5 - (x - whole) / 4) / 2**whole)
    if id == "plan":
        parts = [x / 4 + 0.5, x / 8 + 0.625, x / 32 + 0.84375]
        return np.asarray(np.select([x < 1, x < 2.375, x < 5], parts, 1.0))
    if id == "zhang":
        return np.where(x < 4, 1 - (1 - x / 4) ** 2 / 2, 1.0)
    steps = {"cri_zero": 0.0, "cri_one": 0.30895, "cri_two": 0.28094, "cri_three": 0.26588}
    lower, upper, step = np.ones_like(x), 0.5 + x / 4, steps[id]
    for _ in range(list(steps).index(id) + 1):
        lower, upper, step = np.minimum(lower, upper), (lower + upper - step) / 2, step / 4
    return lower


@pytest.fixture(scope="module")
def solved() -> Pieces:
    return pieces.solve()


@pytest.mark.parametrize("id", METHODS)
def test_curves_follow_their_definitions(id: str) -> None:
    """The exact curve and the definition written out in floats are the same function."""
    shape = literature.curve(METHODS[id])
    points = [Fraction(n, 64) for n in range(64 * 9)]
    exact = np.array([float(curves.value(shape, x)) for x in points])
    assert np.allclose(exact, by_hand(id, np.array(points, dtype=float)), rtol=0, atol=1e-15)


@pytest.mark.parametrize("id", METHODS)
def test_errors_match_dense_sampling_and_known_values(id: str) -> None:
    """Errors from antiderivatives and stationary points agree with a million samples."""
    found = literature.exact(literature.curve(METHODS[id]))
    x = np.linspace(4e-6, 8 - 4e-6, 1_000_000)
    error = 100 * np.abs(by_hand(id, x) - sigmoid(x))
    assert float(found.mean) == pytest.approx(error.mean(), abs=1e-8)
    assert error.max() <= float(found.max) + 1e-12
    assert float(found.max) == pytest.approx(error.max(), abs=2e-4)
    for number, known in zip(found, KNOWN[id], strict=True):
        half_unit = Decimal(10) ** Decimal(known).as_tuple().exponent  # type: ignore[operator]
        assert abs(float(number) - float(known)) <= float(half_unit)


@pytest.mark.parametrize("id", METHODS)
def test_squared_errors_match_another_quadrature(id: str) -> None:
    """The squared error agrees with SciPy's adaptive quadrature over the same pieces."""
    shape = literature.curve(METHODS[id])
    edges = [float(piece.start) for piece in shape if piece.start <= 40]
    total = sum(
        integrate.quad(
            lambda t: (by_hand(id, np.array([t]))[0] - sigmoid(np.array([t]))[0]) ** 2, a, b
        )[0]
        for a, b in pairwise([*edges, edges[-1] + 40])
    )
    assert float(literature.squared(shape)) == pytest.approx(2 * total, rel=1e-8)


@pytest.mark.stage
def test_every_printed_figure_returns(solved: Pieces) -> None:
    """All published errors are reproduced at the printed rounding, sampled and over the whole."""
    assert all(method.mean_agrees and method.max_agrees for method in solved.methods)
    for method in solved.methods:
        assert literature.rounds_to(mpf(method.exact_mean), method.printed_mean), method.id
        assert literature.rounds_to(mpf(method.exact_max), method.printed_max), method.id


@pytest.mark.stage
def test_the_sampling_is_the_coarsest_that_reproduces_the_print(solved: Pieces) -> None:
    """With half as many samples at least one printed figure is missed."""
    entries = list(METHODS.values())
    coarser = [
        literature.method(entry, solved.samples_per_unit // 2)
        for entry in entries
        if entry.form == "recursion"
    ]
    assert not all(method.mean_agrees and method.max_agrees for method in coarser)


@pytest.mark.parametrize("id", METHODS)
@pytest.mark.parametrize("field", ["printed_mean", "printed_max"])
def test_a_falsified_print_is_found_out(id: str, field: str) -> None:
    """Changing the last printed digit of any published error makes the comparison fail."""
    entry = METHODS[id]
    printed = getattr(entry, field)
    wrong = printed[:-1] + str((int(printed[-1]) + 1) % 10)
    method = literature.method(msgspec.structs.replace(entry, **{field: wrong}), 512)
    assert not (method.mean_agrees and method.max_agrees)


@pytest.mark.stage
@pytest.mark.parametrize(
    ("pieces_", "known"),
    [
        (3, "0.0098940112"),
        (5, "0.0011862145"),
        (7, "0.00030205196"),
        (9, "0.00010949023"),
    ],
)
def test_best_polygons_are_known_and_solved_twice(solved: Pieces, pieces_: int, known: str) -> None:
    """Both ways of solving agree on 20 digits, and with the values worked out elsewhere."""
    best = next(found for found in solved.optima if found.pieces == pieces_)
    assert best.agreed >= 20
    assert best.error.startswith(known)
    assert best.second.startswith(best.error[:22])


@pytest.mark.stage
def test_no_start_leads_to_a_better_polygon(solved: Pieces) -> None:
    """Minimising from random starts never gets below the best five-piece error."""
    best = next(float(found.error) for found in solved.optima if found.pieces == 5)
    x = np.linspace(0, 40, 20_001)
    weights = np.full(len(x), x[1])
    weights[[0, -1]] /= 2
    f = sigmoid(x)

    def error(unknowns: Floats) -> float:
        inner, width, value = np.abs(unknowns)
        g = np.interp(x, [0, inner, inner + width], [0.5, value, 1])
        return float(2 * np.sum(weights * (f - g) ** 2))

    random = np.random.default_rng(5)
    reached = [
        optimize.minimize(
            error, random.uniform([0.2, 0.2, 0.5], [5, 5, 1]), method="Nelder-Mead"
        ).fun
        for _ in range(12)
    ]
    assert min(reached) == pytest.approx(best, rel=1e-3)
    assert min(reached) > best * (1 - 1e-3)


@pytest.mark.stage
def test_three_pieces_are_the_article_s_line(solved: Pieces) -> None:
    """With three pieces the last knot is half the article's a, and the error twice its half."""
    best = solved.optima[0]
    assert (2 * Decimal(best.knots[0])).compare(Decimal("5.19936381662864")) == 1
    assert str(2 * Decimal(best.knots[0])).startswith("5.19936381662864")
    assert str(Decimal(best.error) / 2).startswith("0.0049470056329875")


def test_the_best_polygon_found_without_assuming_symmetry_is_symmetric() -> None:
    """Starting lopsided, the minimisation arrives at a point-symmetric polygon."""
    with mp.workdps(polygons.DIGITS):
        found = polygons.minimised(5)
        for left, right in zip(found.knots, reversed(found.knots), strict=True):
            assert abs(left + right) < mpf("1e-20")
        for low, high in zip(found.values, reversed(found.values), strict=True):
            assert abs(low + high - 1) < mpf("1e-20")


@pytest.mark.parametrize("count", [1, 2, 4, 0, -3])
def test_only_odd_numbers_of_pieces_are_solved(count: int) -> None:
    """An even or too small number of pieces is refused with the mend."""
    with pytest.raises(ValueError, match="must be odd and at least 3"):
        pieces.optimum(count)


def test_the_asymptote_is_the_integral_it_stands_for() -> None:
    """The beta function's closed form equals the integral of |f''|^(2/5), to the fifth over 720."""
    with mp.workdps(25):

        def bend(x: mpf) -> mpf:
            f = 1 / (1 + mp.exp(-x))
            return abs(f * (1 - f) * (1 - 2 * f)) ** (mpf(2) / 5)

        integral = 2 * mp.quad(bend, [0, 1, 5, 20, mp.inf])
        assert abs(integral**5 / 720 - pieces.asymptote()) < mpf("1e-11")


@pytest.mark.stage
def test_scaled_errors_fall_towards_the_asymptote(solved: Pieces) -> None:
    """N^4 times the error decreases with N and stays above its limit."""
    scaled = [Decimal(best.scaled) for best in solved.optima]
    assert scaled == sorted(scaled, reverse=True)
    assert scaled[-1] > Decimal(solved.asymptote)
    for best, value in zip(solved.optima, scaled, strict=True):
        assert value == pytest.approx(Decimal(best.error) * best.pieces**4, rel=Decimal("1e-20"))


@pytest.mark.stage
def test_plan_jumps_where_its_pieces_do_not_meet(solved: Pieces) -> None:
    """PLAN alone is not continuous, and its jump is the known one."""
    jumps = {id: curves.jumps(literature.curve(entry)) for id, entry in METHODS.items()}
    assert [id for id, found in jumps.items() if found] == ["plan"]
    assert [m.id for m in solved.methods if not m.continuous] == ["plan"]
    plan = solved.plan
    assert (plan.jump_at, plan.jump_from, plan.jump_to) == ("2.375", "0.921875", "0.91796875")


@pytest.mark.stage
def test_plan_is_set_against_the_best_of_its_size(solved: Pieces) -> None:
    """PLAN's squared error is 3.46 times that of the best seven-piece polygon."""
    best = next(found for found in solved.optima if found.pieces == solved.plan.pieces)
    assert solved.plan.pieces == 7
    assert solved.plan.l2.startswith("0.00104415")
    assert Decimal(solved.plan.ratio) == pytest.approx(
        Decimal(solved.plan.l2) / Decimal(best.error), rel=Decimal("1e-11")
    )
    assert round(Decimal(solved.plan.ratio), 2) == Decimal("3.46")


@pytest.mark.stage
def test_no_published_polygon_beats_the_best_of_its_size(solved: Pieces) -> None:
    """Every published continuous polygon errs more than the best one with as many pieces."""
    best = {found.pieces: Decimal(found.error) for found in solved.optima}
    compared = [m for m in solved.methods if m.continuous and m.pieces in best]
    assert len(compared) >= 3
    for method in compared:
        assert method.pieces is not None
        assert Decimal(method.l2) > best[method.pieces], method.id


def test_theano_s_two_are_measured_rightly() -> None:
    """Largest errors agree with dense sampling, squared errors with another quadrature."""
    x = np.linspace(0, 8, 800_001)
    y = x / 2
    tanh = np.select(
        [y < 1.7, y < 3],
        [1.5 * y / (1 + y), 0.935409070603099 + 0.0458812946797165 * (y - 1.7)],
        0.99505475368673,
    )
    for found, g in zip(rough.both(), (np.clip(0.2 * x + 0.5, 0, 1), (1 + tanh) / 2), strict=True):
        error = np.abs(g - sigmoid(x))
        assert float(found.max) == pytest.approx(error.max(), abs=1e-6)
        assert float(found.max_at) == pytest.approx(x[error.argmax()], abs=2e-3)
        squared = 2 * float(integrate.trapezoid(error**2, x))
        assert float(found.l2_within) == pytest.approx(squared, rel=1e-6)


def test_hard_sigmoid_is_the_rougher_until_the_tails_count() -> None:
    """hard_sigmoid errs more; ultra_fast_sigmoid's squared error overtakes only far out."""
    hard, ultra = rough.both()
    assert Decimal(hard.max) > Decimal(ultra.max)
    assert Decimal(hard.l2_within) > Decimal(ultra.l2_within)
    assert (ultra.l2, hard.tail) == ("infinite", "0")
    width, tail = float(rough.crossover()), float(ultra.tail)
    beyond = integrate.quad(lambda x: (1 / (1 + np.exp(x)) - tail) ** 2, 8, 60, epsabs=0)[0]
    beyond += tail**2 * (width - 60)
    assert float(ultra.l2_within) + 2 * beyond == pytest.approx(float(hard.l2), rel=1e-7)


@pytest.mark.stage
def test_results_survive_being_written_and_read(solved: Pieces) -> None:
    """The results are the same after JSON, and their numbers have distinct ids and plain values."""
    assert msgspec.json.decode(msgspec.json.encode(solved), type=Pieces, strict=True) == solved
    numbers = piece_numbers.numbers(solved)
    assert len({number.id for number in numbers}) == len(numbers)
    for number in numbers:
        assert re.fullmatch(r"-?\d+(\.\d+)?", number.value), number.id
    values = {number.id: number.value for number in numbers}
    assert values["literature.agreeing"] == values["literature.figures"] == "16"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[method]]\nid = 'a'\n", "required field"),
        ("[[method]\n", "literature.toml"),
        ("[[methods]]\nid = 'a'\n", "unknown: methods"),
    ],
)
def test_a_bad_data_file_is_refused_by_name(tmp_path: Path, text: str, message: str) -> None:
    """A malformed file of published approximations ends in one line that names it."""
    path = tmp_path / "literature.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(literature.LiteratureError, match=message) as caught:
        literature.load(path)
    assert str(caught.value).startswith("literature.toml: ")


def test_a_method_needs_pieces() -> None:
    """A method in pieces that has none, or one that is no fraction, is refused by its id."""
    empty = msgspec.structs.replace(METHODS["plan"], pieces=())
    with pytest.raises(literature.LiteratureError, match="plan has no pieces"):
        literature.curve(empty)
    wrong = msgspec.structs.replace(METHODS["plan"], pieces=(("0", "half"),))
    with pytest.raises(literature.LiteratureError, match=r"plan: pieces: .*half"):
        literature.curve(wrong)
