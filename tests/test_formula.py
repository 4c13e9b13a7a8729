"""A formula has one reading, and its value is what that reading says."""

import math
from collections.abc import Callable
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special

from report.formula import truth
from report.formula.definitions import Definition, definitions, open_symbols
from report.formula.evaluate import Evaluator
from report.formula.functions import Value
from report.formula.parser import parse
from report.formula.phrases import PHRASES
from report.formula.reader import FormulaError
from report.formula.spoken import spoken
from report.formula.syntax import Call, Function, Node, Product, free_symbols

DIGITS = 25
MP = mpmath.MPContext()
MP.dps = 40
TOLERANCE = MP.mpf(10) ** -DIGITS


def only(latex: str) -> Node:
    """Return the one expression that a formula consists of."""
    (chain,) = parse(latex).chains
    (side,) = chain.sides
    return side


def defined(*sources: str) -> dict[str, Definition]:
    """Return the definitions that formulas make."""
    return {d.name: d for source in sources for d in definitions(parse(source))}


def value(latex: str, *sources: str, **values: str | float) -> Value:
    """Return the value of an expression, with definitions and values of variables."""
    evaluator = Evaluator(defined(*sources), DIGITS)
    return evaluator.value(only(latex), {k: evaluator.mp.mpf(v) for k, v in values.items()})


def exactly(fraction: Fraction) -> Value:
    """Return a fraction as a number of many digits."""
    return MP.mpf(fraction.numerator) / fraction.denominator


def finding(kind: str, latex: str, *points: dict[str, str]) -> truth.Finding:
    """Check a statement."""
    evaluator = Evaluator({}, DIGITS)
    at = [{k: evaluator.number(v) for k, v in point.items()} for point in points or ({},)]
    if kind == "series":
        return truth.expansion(evaluator, parse(latex).chains[0])
    return {"equal": truth.equal, "sharp": truth.sharp}[kind](evaluator, parse(latex), at)


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\frac{1}{2} + \frac{1}{3}", Fraction(5, 6)),
        (r"2 \cdot 3 - 4 \times 5", -14),
        ("-3^2", -9),
        ("(-3)^2", 9),
        ("7/2 - 1/2", 3),
        (r"2\left(\frac{1}{2}+3\right)", 7),
        (r"\frac{2}{3}(4+5)", 6),
        (r"|2-5|", 3),
        (r"\left|\frac{1}{2}-\frac{5}{2}\right|", 2),
        (r"\max(2, 3) - \min(2, 3)", 1),
        (r"\operatorname{clip}(7, 0, 1) + \operatorname{clip}(-7, 0, 1)", 1),
        (r"\lfloor 3.7 \rfloor - \lfloor -0.5 \rfloor", 4),
        (r"\sum_{k=1}^{10} k^2", 385),
        (r"\left. x^3 - x \right|_{x=1}^{x=3}", 24),
        (r"\int_0^3 x^2\,dx", 9),
        (r"\int_3^0 x^2\,dx", -9),
        (r"0.25", Fraction(1, 4)),
        (r"\sqrt{\frac{9}{4}}", Fraction(3, 2)),
        (r"{\begin{pmatrix} 1 & 2 \end{pmatrix}}{\begin{pmatrix} 3 & 4 \end{pmatrix}}^{\top}", 11),
    ],
)
def test_expressions_have_their_exact_value(latex: str, expected: Fraction | int) -> None:
    """Arithmetic, sums, bars, integrals and matrices come out as by hand."""
    found = value(latex)
    found = found[0] if hasattr(found, "rows") else found
    assert abs(found - exactly(Fraction(expected))) < TOLERANCE


EXPRESSIONS = st.recursive(
    st.integers(0, 9).map(lambda n: (str(n), Fraction(n))),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: (f"({p[0][0]}) + ({p[1][0]})", p[0][1] + p[1][1])),
        st.tuples(inner, inner).map(lambda p: (f"({p[0][0]}) - ({p[1][0]})", p[0][1] - p[1][1])),
        st.tuples(inner, inner).map(lambda p: (f"({p[0][0]})({p[1][0]})", p[0][1] * p[1][1])),
        st.tuples(inner, inner).map(
            lambda p: (f"\\frac{{{p[0][0]}}}{{({p[1][0]})^2+1}}", p[0][1] / (p[1][1] ** 2 + 1))
        ),
        inner.map(lambda e: (f"-({e[0]})", -e[1])),
        inner.map(lambda e: (f"|{e[0]}|".replace("||", "|"), abs(e[1])) if "|" not in e[0] else e),
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(EXPRESSIONS)
def test_any_arithmetic_agrees_with_exact_fractions(expression: tuple[str, Fraction]) -> None:
    """Whatever is put together from + - products, fractions and bars keeps its exact value."""
    latex, exact = expression
    expected = exactly(exact)
    assert abs(value(latex) - expected) <= TOLERANCE * max(1, abs(expected))


def test_what_was_declared_decides_how_juxtaposition_is_read() -> None:
    """A function before a parenthesis is applied, a variable multiplies; a space keeps apart."""
    assert isinstance(only("f(x+1)"), Call)
    assert isinstance(only("a(x+1)"), Product)
    spaced = only(r"f\,(1-f)")
    assert isinstance(spaced, Product)
    assert isinstance(spaced.factors[0], Function)


def test_functions_take_subscripts_arguments_and_primes() -> None:
    """g_a'(x) is one call, with its parts in place."""
    call = only("g_a'(x)")
    assert isinstance(call, Call)
    assert (call.name, call.primes, len(call.subscripts), len(call.arguments)) == ("g", 1, 1, 1)


@pytest.mark.parametrize(
    ("latex", "complaint"),
    [
        (r"\foo x", r"unknown command \foo"),
        ("o + 1", "o is not declared"),
        (r"\operatorname{Foo}(1)", "is not declared"),
        ("a_2", "no subscript"),
        ("N_2", "no subscript"),
        ("2 3", "a number side by side"),
        ("x 2", "a number side by side"),
        ("f x", "f is a function"),
        ("1/2x", "after a slash"),
        (r"\log x y", "ambiguous"),
        (r"\log x^2", "in parentheses"),
        ("x^12", "put braces"),
        ("x^{2}^{3}", "two exponents"),
        ("f^2 + x'", "primes"),
        (r"\int_0^1 x\,dx\, y", "ambiguous"),
        (r"\sum_{k=0}^{1} k \cdot", "an expression is missing"),
        (r"\int_0^1 x + 1\,dx", "an integral ends with d"),
        (r"\frac{d}{dx} x", "in parentheses"),
        (r"\frac{d^2}{dx} f(x)", "orders"),
        ("d", "differentials"),
        ("M(x)", "takes 2 arguments"),
        ("(x]", "is closed by"),
        ("x +", "an expression is missing"),
        (r"\frac{1}{2", "missing"),
        (r"\begin{cases} 1 & x \end{cases}", "a condition needs a relation"),
        (r"\begin{pmatrix} 1 & 2 \\ 3 \end{pmatrix}", "differ in length"),
        (r"\left. x \right|_{x=0}^{y=1}", "different variables"),
        (r"\lim_{x \to 0^2} x", "from + or -"),
        ("x = 1 ]", "has no place here"),
        ("x ÷ 2", "has no meaning"),
    ],
)
def test_what_cannot_be_read_in_one_way_is_an_error(latex: str, complaint: str) -> None:
    """Unknown commands, undeclared names and ambiguous juxtaposition are refused, with why."""
    with pytest.raises(FormulaError, match=complaint.replace("\\", r"\\").replace("+", r"\+")):
        parse(latex)


def test_an_error_points_at_its_place() -> None:
    """The message quotes the formula with a mark before the offending token."""
    with pytest.raises(FormulaError, match=r"x\+>>>\\foo"):
        parse(r"x+\foo")


def test_aligned_rows_continue_chains_and_sums() -> None:
    """A row that begins with a relation goes on with the chain; {} and a sign with the sum."""
    statements = parse(
        r"\begin{aligned} x &= 1 + 2 \\ &= 3 \\ &\quad {} - 1 \\ y &= 4 \end{aligned}"
    )
    assert [len(chain.sides) for chain in statements.chains] == [3, 2]
    evaluator = Evaluator({}, DIGITS)
    assert evaluator.value(statements.chains[0].sides[2], {}) == 2


@pytest.mark.parametrize("name", ["Li", "zeta", "log", "exp", "tanh", "sinh", "cosh"])
def test_built_in_functions_are_the_usual_ones(name: str) -> None:
    """Each agrees with SciPy's or Python's at a few points."""
    scipy_of: dict[str, Callable[[float], float]] = {
        "Li": lambda x: float(special.spence(1 - x)),
        "zeta": lambda x: float(special.zeta(x)),
        "log": math.log,
        "exp": math.exp,
        "tanh": math.tanh,
        "sinh": math.sinh,
        "cosh": math.cosh,
    }
    latex = {"Li": r"\operatorname{Li}_2(x)"}.get(name, rf"\{name}(x)")
    points = (-0.5, -3.0, 0.25) if name == "Li" else (2.0, 3.5)
    for x in points:
        assert float(value(latex, x=x)) == pytest.approx(scipy_of[name](x), rel=1e-14)


def test_integrals_are_split_at_every_kink() -> None:
    """Kinks from cases, bars, max and clip, at odd places, do not spoil the digits."""
    latex = r"\int_{-\infty}^{\infty} e^{-|x-\pi|}\,dx"
    assert abs(value(latex) - 2) < TOLERANCE
    hat = r"q_a(x) = \begin{cases} 0 & (x < -a) \\ \frac{x+a}{a} & (-a \le x) \end{cases}"
    found = value(r"\int_{-9}^{2} \max(q_a(x/3), 1/7)\,dx", hat, a="2.3")
    a = MP.mpf("2.3")
    turn = 3 * (a / 7 - a)  # where the slope leaves 1/7
    exact = (turn + 9) / 7 + MP.quad(lambda x: (x / 3 + a) / a, [turn, 2])
    assert abs(found - exact) < TOLERANCE * 10


def test_integrals_agree_with_scipy() -> None:
    """A weighted error with a kink agrees with SciPy's adaptive quadrature."""
    line = r"\operatorname{clip}(x/4+1/2, 0, 1)"
    latex = rf"\int_{{-\infty}}^0 e^x\left|\frac{{1}}{{1+e^{{-x}}}}-{line}\right|\,dx"
    other, _ = integrate.quad(
        lambda x: np.exp(x) * abs(1 / (1 + np.exp(-x)) - np.clip(x / 4 + 0.5, 0, 1)),
        -60,
        0,
        points=[-2],
        limit=200,
    )
    assert float(value(latex)) == pytest.approx(other, abs=1e-9)


def test_derivatives_and_limits_are_numerical_and_accurate() -> None:
    """Primes, d/dx and limits agree with the closed forms to all digits."""
    source = r"f(x) = x^3\log(x)"
    x = MP.mpf(2)
    second = 6 * x * MP.log(x) + 5 * x
    assert abs(value("f''(x)", source, x=2) - second) < TOLERANCE
    assert abs(value(r"\frac{d^2}{dx^2} f(x)", source, x=2) - second) < TOLERANCE
    assert abs(value(r"\frac{\partial}{\partial x}\left(x^2a\right)", x=3, a=5) - 30) < TOLERANCE
    assert abs(value(r"\lim_{x \to 0} \frac{e^x-1}{x}") - 1) < TOLERANCE
    assert abs(value(r"\lim_{x \to 0^-} \frac{|x|}{x}") + 1) < TOLERANCE
    assert abs(value(r"\lim_{x \to \infty} \frac{x^2+1}{2x^2+x}") - MP.mpf("0.5")) < TOLERANCE


@pytest.mark.parametrize(
    ("latex", "complaint"),
    [
        (r"\begin{cases} 1 & (1 < 2) \\ 2 & (1 < 3) \end{cases}", "2 of 2 cases"),
        (r"\begin{cases} 1 & (2 < 1) \\ 2 & (3 < 1) \end{cases}", "0 of 2 cases"),
        (r"\sqrt{-1}", "not real"),
        (r"\log(-1)", "not real"),
        (r"(-2)^{0.5}", "not real"),
        ("x", "neither a value"),
        ("f(1)", "neither a value"),
        (r"\pm 1", "two values"),
        ("(1, 2)", "no value"),
        (r"\text{word}", "no value"),
        (r"\int x\,dx", "without limits"),
        (r"\int_0^1 \frac{1}{x}\,dx", "does not converge"),
        (r"\lim_{x \to 0} \log|x|", "does not converge"),
        (r"\sum_{k=0}^{1/2} k", "not a whole number"),
    ],
)
def test_what_has_no_value_is_an_error(latex: str, complaint: str) -> None:
    """Nothing is guessed: overlapping cases, complex values, divergence are refused."""
    latex = latex.replace(r"\log|x|", r"\log(|x|)")
    with pytest.raises(FormulaError, match=complaint):
        value(latex)


def test_entries_outside_an_array_are_an_error() -> None:
    """An index below the first or beyond the last entry is refused, not wrapped around."""
    evaluator = Evaluator({}, DIGITS)
    assert evaluator.value(only("z_1"), {"z_": (5, 7)}) == 7
    for index in ("z_{-1}", "z_2"):
        with pytest.raises(FormulaError, match="no entry"):
            evaluator.value(only(index), {"z_": (5, 7)})


@pytest.mark.parametrize(
    ("latex", "complaint"),
    [
        ("1 = x", "left side"),
        ("f(x) + 1 = 2", "left side"),
        ("f(1) = 2", "name with its parameters"),
        ("M(x, x) = 2", "not distinct"),
        ("f(x) = ax", "depends on a"),
        (r"\log(x) = x", "left side"),
        ("f'(x) = x", "left side"),
    ],
)
def test_a_definition_needs_a_name_and_its_parameters(latex: str, complaint: str) -> None:
    """Whatever is not 'name of parameters = meaning' is refused."""
    with pytest.raises(FormulaError, match=complaint):
        definitions(parse(latex))


def test_bound_variables_need_no_value() -> None:
    """Free symbols leave out what integrals, sums, bars and limits bind, and keep the rest."""
    assert free_symbols(only(r"\int_{-a}^0 (x+a)\,dx")) == {"a"}
    assert free_symbols(only(r"\sum_{k=0}^{n} z_k")) == {"n", "z_"}
    assert free_symbols(only(r"\left. xy \right|_{x=0}^{x=a}")) == {"y", "a"}
    assert free_symbols(only(r"\frac{d}{da}\left(ax\right)")) == {"a", "x"}
    known = defined("L = z_0 + 1")
    assert open_symbols(parse(r"L + \pi").chains[0], known) == {"z_"}


@pytest.mark.parametrize(
    ("kind", "latex", "points", "failure"),
    [
        ("equal", "x + x = 2x", [{"x": "3"}], ""),
        ("equal", "x + x = 3x", [{"x": "3"}], "sides 1 and 2 differ"),
        ("equal", "x + x = 2x = x^2", [{"x": "3"}], "sides 2 and 3 differ"),
        ("equal", r"x = 1 \implies x^2 = 1", [{"x": "1"}], ""),
        ("equal", "0 < x < 2", [{"x": "3"}], "side 2 is not <"),
        (
            "equal",
            r"\begin{pmatrix} 1 & 2 \end{pmatrix} = \begin{pmatrix} 1 & 3 \end{pmatrix}",
            [],
            "differ",
        ),
        (
            "equal",
            r"\begin{pmatrix} 1 \end{pmatrix} = \begin{pmatrix} 1 & 1 \end{pmatrix}",
            [],
            "differ",
        ),
        ("sharp", "x^2 > 0", [{"x": "1/100"}, {"x": "2"}], ""),
        ("sharp", "x^2 > -1", [{"x": "1/100"}, {"x": "2"}], "nowhere near"),
        ("sharp", "x^2 > 0", [{"x": "0"}], "is not >"),
        ("series", "e^x = 1 + x + O(x^2)", [], ""),
        ("series", r"e^x = 1 + 2x + O(x^2)", [], "a coefficient is off"),
        ("series", r"e^x = 1 + x + \frac{x^2}{2} + O(x^2)", [], "smaller than"),
    ],
)
def test_statements_are_judged(
    kind: str, latex: str, points: list[dict[str, str]], failure: str
) -> None:
    """True statements pass; false ones, and bounds that are not sharp, say what is wrong."""
    found = finding(kind, latex, *points)
    assert found.failure.startswith(failure) or failure in found.failure
    assert bool(found.failure) == bool(failure)


def test_a_chain_is_as_bad_as_its_worst_pair() -> None:
    """The residual reported is the largest of all pairs and points."""
    found = finding("equal", "x = x + 10^{-30}", {"x": "1/2"}, {"x": "0"})
    assert not found.failure
    assert 5e-31 < float(found.residual) < 2e-30


def test_an_equation_is_solved_inside_its_bracket_only() -> None:
    """The root is found to all digits; without a change of order there is an error."""
    evaluator = Evaluator({}, DIGITS)
    (chain,) = parse("x^2 = 2").chains
    found = truth.root(evaluator, chain, "x", (evaluator.mp.mpf(1), evaluator.mp.mpf(2)))
    assert abs(found**2 - 2) < TOLERANCE
    with pytest.raises(FormulaError, match="bracket"):
        truth.root(evaluator, chain, "x", (evaluator.mp.mpf(2), evaluator.mp.mpf(3)))


@pytest.mark.parametrize(
    ("latex", "english", "japanese"),
    [
        ("f(x)", "f of x", "f、引数 x"),
        (r"\frac{a}{24}", "a over 24", "24 分の a"),
        (
            r"\frac{e^x}{e^x+1}",
            "the fraction e to the power x, over e to the power x plus 1, end fraction",
            "分数、分母 e の x 乗 プラス 1、分子 e の x 乗、分数終わり",
        ),
        ("f(at)", "f of a times t, end of argument", "f、引数 a かける t、引数終わり"),
        (
            "E''(a) > 0",
            "E double prime of a is greater than 0",
            "E ダブルプライム、引数 a 大なり 0",
        ),
        ("-x^2", "minus x squared", "マイナス x の二乗"),
        (
            r"\int_{-a/2}^0 x\,dx",
            "the integral from minus a over 2 to 0 of x d x",
            "マイナス 2 分の a から 0 までの x による積分、x、積分終わり",
        ),
        ("[0, 1]", "the closed interval 0, 1, end interval", "閉区間 0、1、区間終わり"),
        (r"\operatorname{Li}_2", "the polylogarithm Li sub 2", "多重対数関数 Li の添字 2"),
    ],
)
def test_formulas_are_spoken_in_both_languages(latex: str, english: str, japanese: str) -> None:
    """Words say the structure: where fractions, arguments and integrals end."""
    assert spoken(latex, "en") == english
    assert spoken(latex, "ja") == japanese


def test_different_readings_are_spoken_differently() -> None:
    """What differs in structure differs to the ear."""
    pairs = [
        (r"\frac{1}{2+x}", r"\frac{1}{2}+x"),
        (r"f(at)", "f(a)t"),
        (r"e^{x+1}", "e^x+1"),
        (r"\sqrt{2+x}", r"\sqrt{2}+x"),
        (r"\left|x+y\right|", "|x|+y"),
        (r"(x+y)^2", "x+y^2"),
    ]
    for one, other in pairs:
        for language in ("ja", "en"):
            assert spoken(one, language) != spoken(other, language)


def test_phrases_name_the_same_parts_in_both_languages() -> None:
    """No phrase drops, in one language, a part that the other speaks."""
    for key, text in PHRASES.items():
        parts = [
            {part.split("}")[0] for part in words.split("{")[1:]} for words in (text.ja, text.en)
        ]
        assert parts[0] == parts[1], key
