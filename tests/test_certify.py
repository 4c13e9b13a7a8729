"""Certified digits, held against mpmath and against python-flint's own polylogarithms."""

import doctest
import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import msgspec
import pytest
from flint import acb, arb, ctx, fmpz
from mpmath import mp

from report import certify
from report.certify import roots
from report.certify.digits import _doubling, certified, decimal, enclose, truncated
from report.certify.roots import LINE, PARABOLAS, Root
from report.certify.series import polylogarithms
from report.certify.uniqueness import line_second_derivative, sign_on
from report.formula.evaluate import Evaluator
from report.formula.parser import parse
from report.results.certificates import Certificates
from report.slopes import printed_equation

ORACLE_DIGITS = 1_000
IDS = [
    "line.best_a",
    "line.best_slope",
    "parabolas.best_a",
    "parabolas.best_slope",
    "l1.best_a",
]


def cut(value: object, digits: int) -> str:
    """Truncate a number in (0.1, 10) from mpmath to so many significant digits."""
    places = digits - 1 if value >= 1 else digits  # type: ignore[operator]
    scaled = str(fmpz(int(mp.floor(value * mp.mpf(10) ** places)))).rjust(places + 1, "0")
    return f"{scaled[:-places]}.{scaled[-places:]}"


def test_a_thousand_digits_agree_with_mpmath() -> None:
    """Solving the printed equations with mpmath gives the same thousand digits of all five."""
    with mp.workdps(ORACLE_DIGITS + 20):
        line, parabolas = (
            mp.findroot(lambda a, family=family: printed_equation(a, family), start)
            for family, start in (("line", 5), ("parabolas", 4))
        )
        l1 = mp.findroot(lambda a: mp.tanh(a / (4 * mp.sqrt(2))) - 1 / mp.sqrt(2), 5)
        values = (line, 1 / line, parabolas, 1 / parabolas, l1)
        expected = [cut(value, ORACLE_DIGITS) for value in values]
    found = certify.constants(ORACLE_DIGITS)
    assert [constant.id for constant in found] == IDS
    assert [constant.value for constant in found] == expected


def test_fewer_digits_are_a_prefix_of_more() -> None:
    """The last digit is never wrong: every shorter answer begins every longer one."""
    full = certify.constants(130)
    for digits in range(1, 130):
        for short, long in zip(certify.constants(digits), full, strict=True):
            assert len(short.value.replace("0.", "").replace(".", "")) == digits
            assert long.value.startswith(short.value)


@pytest.mark.parametrize(("root", "digits"), [(LINE, 10_000), (PARABOLAS, 2_000)])
def test_the_enclosures_hold_by_other_polylogarithms(root: Root, digits: int) -> None:
    """With python-flint's own polylogarithms the condition changes its sign where we say it does.

    For the line at the most digits that are offered.
    """
    found = next(c for c in certify.constants(digits) if c.id == root.id)
    with ctx.workdps(digits + 40):

        def condition(text: str) -> arb:
            a = arb(text)
            if root is LINE:
                tail = (-a / 2).exp()
                return (
                    a * a / 24
                    + a * (1 + tail).log()
                    - arb.pi() ** 2 / 6
                    - 2 * (-tail).polylog(arb(2))
                )
            tail = (-a).exp()
            return (
                a**3 / 20
                - arb.pi() ** 2 * a / 6
                + 3 * arb(3).zeta()
                + 4 * (-tail).polylog(arb(3))
                + 2 * a * (-tail).polylog(arb(2))
            )

        assert condition(found.low) < 0 < condition(found.high)
        assert arb(found.low) < arb(found.value) + arb(10) ** (1 - digits)
        assert arb(found.high) > arb(found.value)
        assert arb(found.high) - arb(found.low) < arb(10) ** -digits


@pytest.mark.parametrize("digits", [0, -1, 10_001, 2.0, "50", None, True])
def test_digits_out_of_range_are_refused(digits: object) -> None:
    """Anything but an integer from 1 to 10,000 is a ValueError that says so."""
    with pytest.raises(ValueError, match=r"digits: .* give an integer from 1 to 10,000"):
        certify.constants(digits)  # type: ignore[arg-type]


def test_ten_thousand_digits() -> None:
    """The upper end of the range works, and agrees with a thousand digits of it."""
    for long, short in zip(certify.constants(10_000), certify.constants(1_000), strict=True):
        assert len(long.value.replace("0.", "").replace(".", "")) == 10_000
        assert long.value.startswith(short.value)


def simple(value: str) -> Root:
    """Make a condition whose root is the decimal ``value``."""
    return Root("test", "", lambda a: a - arb(value), lambda a: arb(1), 1)


def test_a_digit_is_refined_until_it_is_decided() -> None:
    """A root just above or below a round number is not given the wrong digits."""
    above = "1.5" + 40 * "0" + "1"
    below = "1.4" + 40 * "9"
    assert certified(simple(above), 5, (lambda a: a,))[1] == ("1.5000",)
    assert certified(simple(below), 5, (lambda a: a,))[1] == ("1.4999",)


def test_an_undecidable_digit_is_an_error() -> None:
    """A root that is exactly a short decimal never decides its digits, and is refused."""
    with pytest.raises(ArithmeticError, match="stays undecided"):
        certified(simple("1.5"), 5, (lambda a: a,))


def test_a_wrong_proposal_is_refused() -> None:
    """Whatever Newton's method proposes, opposite signs must be proved around it."""
    double = Root("test", "", lambda a: (a - 1) * (a - 1), lambda a: 2 * (a - 1) + arb("1e-9"), 3)
    with pytest.raises(ArithmeticError, match="not proved opposite"):
        enclose(double, 20)
    none = Root("test", "", lambda a: a * a + 1, lambda a: 2 * a, 1)
    with pytest.raises(ArithmeticError, match="proposes no number"):
        enclose(none, 20)
    falling = Root("test", "", lambda a: arb(2) - a, lambda a: arb(-1), 1)
    with pytest.raises(ArithmeticError, match="not proved opposite"):
        enclose(falling, 20)


def test_an_enclosure_is_three_units_wide_and_holds_the_root() -> None:
    """Between the decimals on either side lie three units of the last place, and the root."""
    for value in ("1.23456789", "0.5", "7.000001"):
        found = enclose(simple(value), 12)
        assert found.places == 12
        assert int(found.high - found.low) == 3
        assert found.low < int(float(value) * 10**12 + 0.5) < found.high
        assert found.bits >= (12 + 3) * 3.33
        with ctx.workprec(found.bits):
            assert found.ball().contains(arb(value))


def test_touching_zero_is_no_change_of_sign() -> None:
    """A condition that is exactly zero on one side of its root proves nothing there."""

    def never_negative(a: arb) -> arb:
        return max(a - arb("1.25"), arb(0), key=float)

    def never_positive(a: arb) -> arb:
        return min(a - arb("1.25"), arb(0), key=float)

    for touching, start in ((never_negative, 3), (never_positive, 1)):
        with pytest.raises(ArithmeticError, match="not proved opposite"):
            enclose(Root("test", "", touching, lambda _: arb(1), start), 10)


def test_refusals_name_their_root() -> None:
    """Every message begins with the id of the root that it is about."""
    double = Root("mine", "", lambda a: (a - 1) * (a - 1), lambda a: 2 * (a - 1) + arb("1e-9"), 3)
    with pytest.raises(ArithmeticError, match=r"^mine: the signs at the ends are not proved opp"):
        enclose(double, 20)
    none = Root("mine", "", lambda a: a * a + 1, lambda a: 2 * a, 1)
    with pytest.raises(ArithmeticError, match=r"^mine: Newton's method proposes no number$"):
        enclose(none, 20)
    with pytest.raises(ArithmeticError, match=r"^test: digit 5 stays undecided$"):
        certified(simple("1.5"), 5, (lambda a: a,))


def test_several_functions_of_a_root_are_all_decided() -> None:
    """The enclosure is refined until each has its digits: one alone does not suffice."""
    near = "1.4" + 30 * "9"
    _, texts = certified(simple(near), 5, (lambda a: a, lambda a: 2 * a, lambda a: 1 / a))
    assert texts == ("1.4999", "2.9999", "0.66666")


@pytest.mark.parametrize("bits", [1, 40, 64, 65, 100, 129, 1000, 33_000])
def test_newton_s_precisions_at_most_double_up_to_the_one_wanted(bits: int) -> None:
    """They rise to exactly the wanted one; where the first suffices, there is one step."""
    levels = _doubling(bits)
    assert levels[-1] == bits
    assert levels == sorted(set(levels))
    assert all(isinstance(level, int) for level in levels)
    assert all(high <= 2 * low - 31 for low, high in pairwise([64, *levels]) if bits > 64)


@pytest.mark.parametrize(
    ("scaled", "places", "text"),
    [
        (1923, 4, "0.1923"),
        (5, 0, "5"),
        (5, 1, "0.5"),
        (50, 1, "5.0"),
        (7, 3, "0.007"),
        (120, 0, "120"),
    ],
)
def test_scaled_integers_are_written_as_decimals(scaled: int, places: int, text: str) -> None:
    """The point stands so many places from the right, with zeros in front where there are none."""
    assert decimal(fmpz(scaled), places) == text


def test_sixty_digits_are_certified_unasked() -> None:
    """Every constant of the report has sixty digits, its condition, and bounds that hold it."""
    found = certify.certify()
    by_id = {root.id: root for root in (LINE, PARABOLAS, roots.ABSOLUTE)}
    assert {constant.digits for constant in found.constants} == {60}
    for constant in found.constants:
        root = by_id[constant.root_of]
        assert constant.condition == root.condition
        assert constant.name.ja
        assert constant.bits >= 60 * 3.3
        low, high = Fraction(constant.low), Fraction(constant.high)
        assert 0 < high - low < Fraction(1, 10**60)
        value = Fraction(constant.value)
        inside = (low + high) / 2
        exact = 1 / inside if constant.id.endswith("slope") else inside
        assert 0 <= exact - value < Fraction(1, 10**58)


def test_conditions_are_what_is_evaluated() -> None:
    """The LaTeX of each condition and of each fact, parsed and evaluated, lies in the ball."""
    evaluator = Evaluator({}, 25)
    pairs = [
        (LINE.condition, roots.line),
        (PARABOLAS.condition, roots.parabolas),
        (
            roots.ABSOLUTE.condition.replace(
                r"\sinh\frac{a}{4\sqrt{2}}", r"\sinh(\frac{a}{4\sqrt{2}})"
            ),
            roots.absolute,
        ),
    ]
    functions = {
        "line.falls": roots.line_factor,
        "line.negative": roots.line,
        "line.rises": roots.line_factor,
        "parabolas.concave": roots.parabolas_factor,
        "parabolas.negative": roots.parabolas,
        "parabolas.convex": roots.parabolas_factor,
    }
    for proof in certify.certify().uniqueness:
        pairs += [(f.expression, functions[f.id]) for f in proof.facts if f.id in functions]
        for fact in proof.facts:
            if fact.id == "line.convex":
                derived, defined = fact.expression.split(r",\quad ")
                assert derived == r"a\,h'(a)-2h(a)"
                assert defined == f"h(a)={LINE.condition}"
    assert len(pairs) == 3 + len(functions)
    for latex, function in pairs:
        (chain,) = parse(latex).chains
        for a in ("1.5", "4", "9"):
            shown = evaluator.value(chain.sides[0], {"a": evaluator.mp.mpf(a)})
            with ctx.workdps(40):
                distance = function(arb(a)) - arb(str(shown))
                assert abs(distance) < arb(10) ** -20, latex


def test_the_second_derivative_of_the_line_s_error_is_what_is_proved_positive() -> None:
    """a^3 E'' by mpmath's differentiation of the article's equation equals the enclosed value."""
    with mp.workdps(40), ctx.workdps(40):
        for a in (1, 3, 5):
            second = mp.diff(lambda t: printed_equation(t, "line"), a)
            ours = line_second_derivative(arb(a))
            assert abs(ours - arb(mp.nstr(a**3 * second, 30))) < arb(10) ** -14


def test_every_box_of_a_proof_is_proved_and_none_is_left_out() -> None:
    """The boxes found to have the sign are as many as reported, and together the interval."""
    lengths = []

    def cube(a: arb) -> arb:
        value = a * a * a - 3 * a + arb("2.5")  # positive, but not by one ball
        if value > 0:
            lengths.append(2 * float(a.rad()))
        return value

    with ctx.workprec(128):
        boxes = sign_on(cube, "0", "3", 1)
    assert boxes == len(lengths) > 4
    assert sum(lengths) == pytest.approx(3, abs=1e-6)
    with ctx.workprec(128):
        assert sign_on(lambda a: a, "1", "2", 1) == 1
        assert sign_on(lambda a: -a, "0.5", "2", -1) == 1


def test_zero_has_no_sign() -> None:
    """What is exactly zero is proved neither positive nor negative."""
    for sign in (1, -1):
        with pytest.raises(ArithmeticError, match="no constant sign"):
            sign_on(lambda _: arb(0), "1", "2", sign)


def test_a_refusal_says_where_the_sign_changes() -> None:
    """The factor of the line changes its sign at 2 log 5, and the message says near where."""
    with (
        ctx.workprec(128),
        pytest.raises(ArithmeticError, match=r"^no constant sign is proved near 3\.2188758"),
    ):
        sign_on(roots.line_factor, "3", "4", 1)


@pytest.mark.parametrize("end", ["left", "right"])
def test_halving_goes_as_deep_as_it_says_and_no_deeper(end: str) -> None:
    """A box that only the fortieth halving proves is proved; one more would be needed: refused."""

    def needs(depth: int) -> Callable[[arb], arb]:
        def function(a: arb) -> arb:
            middle = a.mid() - 1 if end == "left" else 2 - a.mid()
            return middle + arb(2) ** -depth - 2 * arb(a.rad())

        return function

    with ctx.workprec(128):
        assert sign_on(needs(40), "1", "2", 1) == 41
        with pytest.raises(ArithmeticError, match="no constant sign"):
            sign_on(needs(41), "1", "2", 1)


def test_truncation_of_balls() -> None:
    """A ball that leaves the last digit open gives none."""
    assert truncated(arb("2.99999", "1e-3"), 3) is None
    assert truncated(arb("2.995", "1e-3"), 3) == "2.99"
    assert truncated(arb("0.01234", "1e-8"), 2) == "0.012"
    assert truncated(arb("9.9999", "1e-3"), 1) is None
    assert truncated(arb("10.57", "1e-8"), 3) == "10.5"
    assert truncated(arb("0.09578", "1e-8"), 3) == "0.0957"


@pytest.mark.parametrize("z", ["0.7", "0.5", "0.0743", "0.0183", "1e-9"])
@pytest.mark.parametrize("bits", [20, 200, 2_000])
def test_series_encloses_the_polylogarithm(z: str, bits: int) -> None:
    """The series' balls contain mpmath's values and are nearly as narrow as the precision."""
    with ctx.workprec(bits):
        found = polylogarithms(arb(z), (1, 2, 3))
    with mp.workprec(bits + 60), ctx.workprec(bits + 60):
        for order, ball in zip((1, 2, 3), found, strict=True):
            exact = mp.polylog(order, -mp.mpf(z)).real
            distance = arb(mp.nstr(exact, mp.dps)) - ball
            assert distance.contains(0)
            assert ball.rad() < arb(2) ** (8 - bits)


@pytest.mark.parametrize("z", ["0", "-0.1", "0.9"])
def test_series_refuses_other_arguments(z: str) -> None:
    """Outside (0, 3/4) the bound on the tail is not claimed."""
    with pytest.raises(ValueError, match="not a number in"):
        polylogarithms(arb(z), (2,))


@pytest.mark.parametrize(
    ("function", "derivative"),
    [
        (roots.line, roots.line_derivative),
        (roots.parabolas, roots.parabolas_derivative),
        (roots.absolute, roots.absolute_derivative),
        (roots.parabolas_derivative, lambda a: a * roots.parabolas_factor(a)),
        (roots.line, lambda a: a / 12 * roots.line_factor(a)),
    ],
)
def test_derivatives_integrate_to_the_functions(
    function: Callable[[arb], arb], derivative: Callable[[arb], arb]
) -> None:
    """Simpson's rule on each stated derivative gives the function's increase from 2 to 6."""
    with ctx.workdps(30):
        steps = 2_000
        h = arb(4) / steps
        values = [derivative(2 + k * h) for k in range(steps + 1)]
        weights = [1, *((4, 2) * (steps // 2))[:-1], 1]
        integral = h / 3 * sum((w * v for w, v in zip(weights, values, strict=True)), arb(0))
        assert abs(integral - (function(arb(6)) - function(arb(2)))) < arb(10) ** -12


def test_conditions_are_the_derivatives_of_the_errors() -> None:
    """a^2 E' and a^3 E', integrated rigorously from their definitions, overlap the conditions."""

    def line(a: arb) -> arb:
        def integrand(t: acb, _: bool) -> acb:
            return t / (1 + (-a * t).exp())

        return arb(1) / 24 + 2 * acb.integral(integrand, acb(-0.5), acb(0)).real

    def parabolas(a: arb) -> arb:
        def integrand(t: acb, _: bool) -> acb:
            return t * (1 + t) / (1 + (-a * t).exp())

        return arb(1) / 20 + 2 * acb.integral(integrand, acb(-1), acb(0)).real

    with ctx.workdps(30):
        for a in (arb(2), arb(5), arb(9)):
            assert roots.line(a).overlaps(a * a * line(a))
            assert roots.parabolas(a).overlaps(a**3 * parabolas(a))


def test_facts_behind_uniqueness() -> None:
    """The facts cover the line from the origin on without a gap, with the signs the proof needs."""
    proofs = {proof.constant: proof.facts for proof in certify.certify().uniqueness}
    signs = {
        fact.id: (fact.low, fact.high, fact.sign) for facts in proofs.values() for fact in facts
    }
    assert set(proofs) == {"line.best_a", "parabolas.best_a", "l1.best_a"}
    assert signs["line.falls"][::2] == ("0", -1)
    assert signs["line.falls"][1] == signs["line.negative"][0]
    assert signs["line.negative"][1:] == (signs["line.rises"][0], -1)
    assert signs["line.rises"][2] == signs["line.convex"][2] == 1
    assert signs["parabolas.concave"][::2] == ("0", -1)
    assert signs["parabolas.concave"][1] == signs["parabolas.negative"][0]
    assert signs["parabolas.negative"][1:] == (signs["parabolas.convex"][0], -1)
    assert signs["parabolas.convex"][2] == 1


def test_a_false_fact_is_not_proved() -> None:
    """A sign that changes, or that holds on one side only, is refused."""
    with ctx.workprec(128):
        assert sign_on(line_second_derivative, "1", "2", 1) > 1
        for low, high, sign in (("3", "4", 1), ("3", "4", -1), ("3.3", "4", -1)):
            with pytest.raises(ArithmeticError, match="no constant sign"):
                sign_on(roots.line_factor, low, high, sign)


def test_certificates_survive_json() -> None:
    """The certificates come back from JSON unchanged."""
    found = certify.certify()
    assert msgspec.json.decode(msgspec.json.encode(found), type=Certificates) == found
    assert found.constant("l1.best_a").value.startswith("4.98580192112184")
    with pytest.raises(ValueError, match="no certified constant called 'pi'"):
        found.constant("pi")


def test_nothing_heavy_is_imported() -> None:
    """Printing constants imports neither TensorFlow nor Keras, NumPy, SciPy or mpmath."""
    script = (
        "import sys; from report import certify; certify.constants(20);"
        "heavy = {'tensorflow', 'keras', 'numpy', 'scipy', 'mpmath'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def modules_with_examples() -> list[str]:
    package = importlib.import_module("report.certify")
    inside = [f"report.certify.{module.name}" for module in pkgutil.iter_modules(package.__path__)]
    return ["report.certify", *inside]


@pytest.mark.parametrize("name", modules_with_examples())
def test_examples_in_the_documentation(name: str) -> None:
    """Every example in the docstrings prints what it says."""
    assert doctest.testmod(importlib.import_module(name)).failed == 0
