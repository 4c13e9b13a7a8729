"""Why each condition has one positive root only: the argument, and its facts proved by balls."""

from collections.abc import Callable

from flint import arb, ctx, fmpq

from report.certify.roots import (
    ABSOLUTE,
    LINE,
    PARABOLAS,
    line,
    line_derivative,
    line_factor,
    parabolas,
    parabolas_factor,
)
from report.results.certificates import SignFact, Uniqueness
from report.results.text import Text

BITS = 128
DEEPEST = 40
"""An interval halved so often without success shows that the sign is not constant."""

ARGUMENTS: dict[str, Text] = {
    LINE.id: Text(
        ja="条件式は原点で零であり、その導関数の符号は、単調増加な因子の符号に等しい。"
        "したがって条件式はまず減少し、のちに限りなく増加するので、正の根はただひとつである。",
        en="The condition vanishes at the origin, and its derivative has the sign of a factor that "
        "increases. So it first falls and then rises without bound: there is exactly one "
        "positive root.",
    ),
    PARABOLAS.id: Text(
        ja="条件式とその導関数は原点で零であり、第二次導関数の符号は、単調増加な因子の符号に等しい。"
        "したがって条件式はまず負で上に凸、のちに下に凸となって限りなく増加するので、"
        "正の根はただひとつである。",
        en="The condition and its derivative vanish at the origin, and its second derivative has "
        "the sign of a factor that increases. So it is first concave and negative, then convex and "
        "unbounded: there is exactly one positive root.",
    ),
    ABSOLUTE.id: Text(
        ja="双曲線正弦は単調増加なので、根はただひとつである。",
        en="The hyperbolic sine increases, so there is exactly one root.",
    ),
}


def prove_uniqueness() -> tuple[Uniqueness, ...]:
    """Prove the facts of every argument. ArithmeticError if one cannot be proved.

    Of the factors, which increase, the signs are proved up to shortly before and from shortly
    after their zero; in between the condition itself is proved negative.
    """
    with ctx.workprec(BITS):
        return tuple(
            Uniqueness(id_, ARGUMENTS[id_], facts)
            for id_, facts in (
                (LINE.id, _line_facts()),
                (PARABOLAS.id, _parabolas_facts()),
                (ABSOLUTE.id, ()),
            )
        )


def sign_on(function: Callable[[arb], arb], low: str, high: str, sign: int) -> int:
    """Prove that a function has one sign on [low, high]; give the number of boxes it took.

    Boxes whose ball does not exclude zero are halved. ArithmeticError when halving does not help.
    """
    waiting = [(_exact(low), _exact(high), 0)]
    proved = 0
    while waiting:
        left, right, depth = waiting.pop()
        if sign * function(arb(left).union(arb(right))) > 0:
            proved += 1
        elif depth == DEEPEST:
            raise ArithmeticError(f"no constant sign is proved near {float(arb(left))}")
        else:
            middle = (left + right) / 2
            waiting += [(left, middle, depth + 1), (middle, right, depth + 1)]
    return proved


def line_second_derivative(a: arb) -> arb:
    """Enclose a^3 E''(a) for the line; positive, so that E' increases, as the article says."""
    return a * line_derivative(a) - 2 * line(a)


def _line_facts() -> tuple[SignFact, ...]:
    factor = (r"1-\frac{6}{1+e^{a/2}}", line_factor)
    second = (r"a\,h'(a)-2h(a),\quad h(a)=" + LINE.condition, line_second_derivative)
    return (
        _fact("line.falls", factor, ("0", "3.21"), -1),
        _fact("line.negative", (LINE.condition, line), ("3.21", "3.22"), -1),
        _fact("line.rises", factor, ("3.22", "20"), 1),
        _fact("line.convex", second, ("1", "20"), 1),
    )


def _parabolas_facts() -> tuple[SignFact, ...]:
    factor = (r"\frac{3}{10}-\frac{2}{1+e^a}", parabolas_factor)
    return (
        _fact("parabolas.concave", factor, ("0", "1.73"), -1),
        _fact("parabolas.negative", (PARABOLAS.condition, parabolas), ("1.73", "1.74"), -1),
        _fact("parabolas.convex", factor, ("1.74", "20"), 1),
    )


def _fact(
    id_: str, formula: tuple[str, Callable[[arb], arb]], ends: tuple[str, str], sign: int
) -> SignFact:
    expression, function = formula
    return SignFact(id_, expression, *ends, sign, sign_on(function, *ends, sign))


def _exact(decimal: str) -> fmpq:
    whole, _, fraction = decimal.partition(".")
    return fmpq(int(whole + fraction), 10 ** len(fraction))
