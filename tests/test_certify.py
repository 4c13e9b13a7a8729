"""Certified digits, held against mpmath and against python-flint's own polylogarithms."""

import doctest
import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Callable

import msgspec
import pytest
from flint import acb, arb, ctx, fmpz
from mpmath import mp

from report import certify
from report.certify import roots
from report.certify.digits import certified, enclose, truncated
from report.certify.roots import LINE, PARABOLAS, Root
from report.certify.series import polylogarithms
from report.certify.uniqueness import line_second_derivative, sign_on
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


def test_truncation_of_balls() -> None:
    """A ball that leaves the last digit open gives none."""
    assert truncated(arb("2.99999", "1e-3"), 3) is None
    assert truncated(arb("2.995", "1e-3"), 3) == "2.99"
    assert truncated(arb("0.01234", "1e-8"), 2) == "0.012"
    assert truncated(arb("9.9999", "1e-3"), 1) is None


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
