"""Values of syntax trees: precision, memory, arrays, and what is said where there is none."""

from fractions import Fraction

import mpmath
import pytest

from report.formula.definitions import Definition, definitions
from report.formula.evaluate import Evaluator
from report.formula.functions import Value
from report.formula.parser import parse
from report.formula.reader import FormulaError
from report.formula.syntax import Negative, Node, Symbol

MP = mpmath.MPContext()
MP.dps = 60


def only(latex: str) -> Node:
    """The one expression that a formula consists of."""
    (chain,) = parse(latex).chains
    (side,) = chain.sides
    return side


def defined(*sources: str) -> dict[str, Definition]:
    """The definitions that formulas make."""
    return {d.name: d for source in sources for d in definitions(parse(source))}


def evaluator(*sources: str, digits: int = 25) -> Evaluator:
    """An evaluator that knows some definitions."""
    return Evaluator(defined(*sources), digits)


def at(one: Evaluator, latex: str, **values: Value) -> Value:
    """The value of an expression, with numbers for its symbols."""
    known = {k: one.mp.mpf(v) if isinstance(v, str) else v for k, v in values.items()}
    return one.value(only(latex), known)


def near(one: Value, other: Value, places: int) -> bool:
    """Whether two numbers differ by less than a unit of that decimal place."""
    return bool(abs(MP.mpf(one) - MP.mpf(other)) < MP.mpf(10) ** -places)


@pytest.mark.parametrize("digits", [5, 15, 40])
def test_ten_digits_more_than_asked_for_are_carried(digits: int) -> None:
    """Constants and functions are right to the digits aimed at and ten more, and no further."""
    one = evaluator(digits=digits)
    for latex, exact in ((r"\pi", MP.pi), ("e", MP.e), (r"\log(2)", MP.log(2)), ("e^2", MP.e**2)):
        found = at(one, latex)
        assert near(found, exact, digits + 8)
        assert not near(found, exact, digits + 14)
    assert one.digits == digits


def test_a_precision_of_one_s_own_disturbs_no_other() -> None:
    """Two evaluators carry their own digits; mpmath's shared context stays as it was."""
    before = mpmath.mp.dps
    few, many = evaluator(digits=10), evaluator(digits=50)
    assert (few.mp.dps, many.mp.dps) == (20, 60)
    assert mpmath.mp.dps == before


def test_infinity_and_given_values_are_what_they_are() -> None:
    """A value that is given comes before a constant of the same name, and before a definition."""
    one = evaluator("x = 7")
    assert at(one, r"\infty") == one.mp.inf
    assert at(one, "x") == 7
    assert at(one, "x", x="3") == 3
    assert at(one, "e", e="1") == 1


@pytest.mark.parametrize(("text", "exact"), [("-7/3", Fraction(-7, 3)), ("0.125", Fraction(1, 8))])
def test_decimals_and_fractions_become_numbers(text: str, exact: Fraction) -> None:
    """A fraction is divided at the precision carried, not in double precision."""
    one = evaluator()
    assert near(one.number(text) * exact.denominator, exact.numerator, 33)


def test_definitions_are_looked_up_by_name() -> None:
    """A name leads to its definition, an unknown one to none."""
    one = evaluator("f(x) = x^2")
    found = one.definition("f")
    assert found is not None
    assert found.parameters == ("x",)
    assert one.definition("g") is None


@pytest.mark.parametrize(
    ("latex", "exact"),
    [
        ("x - y - 2", -3),
        ("x \\cdot y / 4", 3),
        ("x^{-2}", Fraction(1, 4)),
        ("y^{x}", 36),
        ("y^{1/2} \\cdot y^{1/2}", 6),
        ("(-x)^3", -8),
        (r"\left. x^2 + t \right|_{t=1}^{t=y}", 5),
        (r"\sum_{k=-1}^{x} (k + y)", 26),
        (r"\sum_{k=3}^{x} k", 0),
        (r"\lfloor -y/4 \rfloor", -2),
        (r"\sum_{k=1}^{x} \frac{k}{y}", Fraction(1, 2)),
        (r"\sum_{k=x}^{y} k", 20),
        (r"\sqrt{x + 7}", 3),
        (r"|x - y|", 4),
        (r"\max(x, y) - \min(x, y)", 4),
        (r"(x - y)", -4),
        (r"\int_x^y x\,dt", 8),
        (r"\lim_{t \to x} ty", 12),
        (r"\begin{cases} x & (x < y) \\ y & (x \ge y) \end{cases}", 2),
    ],
)
def test_arithmetic_is_that_of_fractions(latex: str, exact: Fraction | int) -> None:
    """With x = 2 and y = 6 each expression has the value worked out by hand."""
    found = at(evaluator(), latex.replace("x - y - 2", "x + 6 - y - 5"), x="2", y="6")
    assert near(found * Fraction(exact).denominator, Fraction(exact).numerator, 30)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("1 < x < 3", True),
        ("1 < x < 2", False),
        ("2 < x < 3", False),
        (r"1 \le 1 < x", True),
        ("x = 2 = 2", True),
        ("x = 2 = 3", False),
    ],
)
def test_a_chain_holds_if_all_its_relations_do(condition: str, holds: bool) -> None:
    """Between every two neighbours the relation counts, the last as much as the first."""
    one = evaluator()
    (chain,) = parse(condition).chains
    assert one.holds(chain, {"x": one.mp.mpf(2)}) is holds


def test_exactly_one_case_applies() -> None:
    """The branch whose condition holds gives the value, wherever it stands."""
    latex = r"\begin{cases} 10 & (x < 1) \\ 20 & (1 \le x < 2) \\ 30 & (2 \le x) \end{cases}"
    for x, expected in (("0.5", 10), ("1", 20), ("2", 30)):
        assert at(evaluator(), latex, x=x) == expected


def test_matrices_keep_rows_and_columns() -> None:
    """Entries stand where they are written; transposing exchanges rows with columns."""
    latex = r"\begin{pmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{pmatrix}"
    found = at(evaluator(), latex)
    assert [[int(found[i, j]) for j in range(3)] for i in range(2)] == [[1, 2, 3], [4, 5, 6]]
    turned = at(evaluator(), rf"{{{latex}}}^{{\top}}")
    assert (turned.rows, turned.cols) == (3, 2)
    assert [int(turned[2, j]) for j in range(2)] == [3, 6]
    given = at(evaluator(), r"{\begin{pmatrix} x & y \end{pmatrix}}^{\top}", x="7", y="8")
    assert [int(given[i, 0]) for i in range(2)] == [7, 8]
    total = at(evaluator(), f"{latex} + {latex}")
    assert int(total[1, 2]) == 12


def test_arrays_are_read_index_by_index() -> None:
    """The first index chooses the row, the second the entry in it; defined arrays, too."""
    rows = ((1, 2), (3, 4), (5, 6))
    assert at(evaluator(), "K_{2,0}", K_=rows) == 5
    assert at(evaluator(), "K_{0,1}", K_=rows) == 2
    assert at(evaluator(), "z_{k+1}", z_=(1, 2, 3), k="1") == 3
    one = evaluator("z_k = k^2 + 1")
    assert at(one, "z_3") == 10
    assert at(one, "z_{x}", x="4") == 17
    with pytest.raises(FormulaError, match=r"^there is no entry with index 3$"):
        at(evaluator(), "K_{3,0}", K_=rows)
    with pytest.raises(FormulaError, match=r"^there is no entry with index -1$"):
        at(evaluator(), "K_{-1,0}", K_=rows)
    with pytest.raises(FormulaError, match="is not a whole number"):
        at(evaluator(), "z_{1/2}", z_=(1, 2))


def test_arguments_take_the_place_of_parameters_only() -> None:
    """A parameter hides a value of its name outside, and nothing else is hidden."""
    one = evaluator("g_a(x) = ax + 1", "f(x) = g_2(x + 1)")
    assert at(one, "g_3(x)", x="10", a="100") == 31
    assert at(one, "f(5)", x="10") == 13
    assert at(one, "g_a(2x)", x="1", a="4") == 9


def test_what_is_remembered_belongs_to_its_arguments_and_its_precision() -> None:
    """An integral is computed anew for other arguments, and for more digits."""
    one = evaluator(r"E(a) = \int_0^a e^x\,dx", digits=15)
    assert near(at(one, "E(1)"), MP.e - 1, 14)
    assert near(at(one, "E(2)"), MP.e**2 - 1, 14)
    assert near(at(one, "E(1)"), MP.e - 1, 14)
    one.mp.dps = 50
    assert near(at(one, "E(1)"), MP.e - 1, 45)


def test_an_integral_is_computed_once_for_the_same_argument() -> None:
    """A second use of a costly definition takes the value of the first."""
    one = evaluator(r"E(a) = \int_0^a x\,dx", "f(x) = x + 1")
    first = at(one, "E(3)")
    one._known = dict.fromkeys(one._known, one.mp.mpf(99))
    assert first == 4.5
    assert at(one, "E(3)") == 99
    assert at(one, "E(2)") == 2
    assert at(one, "f(3)") == 4
    assert len(one._known) == 2


def test_derivatives_belong_to_function_subscript_place_and_order() -> None:
    """What is remembered of one derivative is not taken for another."""
    one = evaluator("g_a(x) = ax^3", "q_a(x) = ax^2", "f(x) = x^4")
    for latex, exact in (
        ("g_2'(1)", 6),
        ("g_5'(1)", 15),
        ("g_2'(2)", 24),
        ("g_2''(2)", 24),
        ("g_2''(1)", 12),
        ("q_2'(1)", 4),
        ("f'(1)", 4),
        ("f'''(2)", 48),
        (r"\frac{d^2}{dx^2} f(x)", 108),
        (r"\frac{\partial}{\partial a}\left(a^2x\right)", 12),
    ):
        assert near(at(one, latex, x="3", a="2"), exact, 20), latex
    one.mp.dps = 60
    fine = evaluator(r"f(x) = \log(x)", digits=15)
    assert near(at(fine, "f'(3)"), MP.mpf(1) / 3, 13)
    fine.mp.dps = 45
    assert near(at(fine, "f'(3)"), MP.mpf(1) / 3, 38)


def test_a_derivative_is_remembered_and_one_along_a_variable_is_not() -> None:
    """Primes with the same place take the value of the first; d/dx has no name to remember by."""
    one = evaluator("f(x) = x^2")
    at(one, "f'(3)")
    one._known = dict.fromkeys(one._known, one.mp.mpf(99))
    assert at(one, "f'(3)") == 99
    assert near(at(one, r"\frac{d}{dx} f(x)", x="3"), 6, 20)
    assert near(at(one, r"\frac{d}{dx} f(x)", x="4"), 8, 20)
    assert near(at(one, r"\frac{d}{dx}\left(x^3\right)", x="3"), 27, 20)
    assert near(at(one, r"\frac{d}{dx}\left(x^4\right)", x="3"), 108, 20)


def test_real_values_are_real_and_others_are_refused() -> None:
    """A root of a square is a real number; mpmath's complex zero imaginary part is dropped."""
    one = evaluator()
    found = at(one, r"\operatorname{Li}_2(-3)")
    assert isinstance(found, one.mp.mpf)
    assert isinstance(at(one, r"\sqrt{4}"), one.mp.mpf)
    assert isinstance(at(one, "(-8)^2"), one.mp.mpf)
    for latex in (r"\operatorname{Li}_2(3)", r"\sqrt{-4}", "(-8)^{1/3}"):
        with pytest.raises(FormulaError, match=r"^a value is not real$"):
            at(one, latex)


@pytest.mark.parametrize(
    ("latex", "said"),
    [
        ("x * y", "a convolution has no value"),
        (r"\pm x", r"\pm stands for two values"),
        ("v", "v has neither a value nor a definition"),
        ("z_1", "z_ has neither a value nor a definition"),
        ("E(1)", "E has neither a value nor a definition"),
        ("(1, 2)", "a tuple has no value"),
        (r"\text{word}", "a words has no value"),
        (
            r"\begin{cases} 1 & (1 < 2) \\ 2 & (1 < 3) \end{cases}",
            "2 of 2 cases apply, not one",
        ),
        (r"M'(1, 2)", "M: primes need exactly one argument"),
    ],
)
def test_a_refusal_says_what_has_no_value(latex: str, said: str) -> None:
    """The whole message names the symbol, or the kind of thing that has no value."""
    with pytest.raises(FormulaError) as caught:
        at(evaluator("M(x, t) = x + t"), latex, x="1", y="2")
    assert str(caught.value) == said


@pytest.mark.parametrize("latex", ["1^{10001}", "1^{-10001}", r"\sum_{k=0}^{10001} k"])
def test_what_would_take_too_long_is_refused(latex: str) -> None:
    """Whole exponents and sums have a bound, up to which they are computed."""
    with pytest.raises(FormulaError, match="too much to evaluate"):
        at(evaluator(), latex)
    assert at(evaluator(), latex.replace("10001", "100")) in (1, 5050)


def test_too_few_or_too_many_indices_are_refused() -> None:
    """A defined array takes as many indices as its definition names, and says how many."""
    one = evaluator("z_k = k + 1")
    with pytest.raises(FormulaError, match=r"^z_ takes 1 values here$"):
        at(one, "z_{1,2}")


def test_a_sign_other_than_minus_has_no_value() -> None:
    """Only the minus sign negates."""
    one = evaluator()
    assert one.value(Negative(term=Symbol("x"), sign="-"), {"x": 3}) == -3
    with pytest.raises(FormulaError, match=r"^\+ stands for two values$"):
        one.value(Negative(term=Symbol("x"), sign="+"), {"x": 3})
