"""The commands that the grammar knows, one function each: fractions, integrals, limits, bars."""

from collections.abc import Callable

from report.formula import names
from report.formula.grammar import Parser
from report.formula.syntax import (
    BigO,
    Branch,
    Call,
    Cases,
    Derivative,
    Evaluated,
    Extremum,
    Floor,
    Group,
    Integral,
    Limit,
    Matrix,
    Node,
    Quotient,
    Root,
    Series,
)


def _braced(p: Parser) -> Node:
    p.expect("{")
    return _group(p)


def _group(p: Parser) -> Node:
    inner = p.expression()
    p.expect("}")
    return inner


def _fraction(p: Parser) -> Node:
    if p.peek(1) in ("d", r"\partial"):
        return _derivative(p)
    return Quotient(_braced(p), _braced(p))


def _derivative(p: Parser) -> Node:
    """Read ``{d^2}{dx^2}`` and the factor that is differentiated."""
    p.expect("{")
    sign = p.take()
    order = _order(p)
    p.expect("}")
    p.expect("{")
    p.expect(sign)
    variable = _bound(p)
    if _order(p) != order:
        p.fail("the orders above and below differ")
    p.expect("}")
    operand = p.factor()
    if not isinstance(operand, Call | Group | Integral):
        p.fail("put what is differentiated in parentheses")
    return Derivative(variable, order, operand, sign == r"\partial")


def _order(p: Parser) -> int:
    if not p.accept("^"):
        return 1
    if p.kind() != "number":
        p.fail("the order of a derivative is a number")
    return int(p.take())


def _bound(p: Parser) -> str:
    """Read the variable that an integral, a sum or a limit runs over."""
    name = p.take()
    if name not in names.VARIABLES:
        p.fail(f"{name} is not a variable")
    return name


def _integral(p: Parser) -> Node:
    lower = upper = None
    while p.peek() in ("_", "^"):
        if p.take() == "_":
            lower = p.script()
        else:
            upper = p.script()
    integrand = p.term()
    if not p.accept("d"):
        p.fail("an integral ends with d and its variable; put a sum in parentheses")
    return Integral(_bound(p), lower, upper, integrand)


def _limit(p: Parser) -> Node:
    p.expect("_")
    p.expect("{")
    variable = _bound(p)
    p.expect(r"\to")
    target = p.atom()
    side = ""
    if p.accept("^"):
        braced = p.accept("{")
        side = p.take()
        if side not in ("+", "-"):
            p.fail("a limit is taken from + or -")
        if braced:
            p.expect("}")
    p.expect("}")
    return Limit(variable, target, side, p.term())


def _sum(p: Parser) -> Node:
    p.expect("_")
    p.expect("{")
    variable = _bound(p)
    p.expect("=")
    lower = p.expression()
    p.expect("}")
    p.expect("^")
    return Series(variable, lower, p.script(), p.term())


def _floor(p: Parser) -> Node:
    inner = p.expression()
    p.expect(r"\rfloor")
    return Floor(inner)


def _root(p: Parser) -> Node:
    return Root(_braced(p))


def _left(p: Parser) -> Node:
    opening = p.take()
    if opening == ".":
        return _evaluated(p)
    if opening == "|":
        inner = p.absolute(closing=r"\right")
        p.expect("|")
        return inner
    return p.fenced(opening, stretched=True)


def _evaluated(p: Parser) -> Node:
    r"""Read ``expression \right|_{x=a}^{x=b}``."""
    operand = p.expression()
    p.expect(r"\right")
    p.expect("|")
    p.expect("_")
    variable, lower = _bar_end(p)
    p.expect("^")
    other, upper = _bar_end(p)
    if other != variable:
        p.fail("the two ends of a bar name different variables")
    return Evaluated(operand, variable, lower, upper)


def _bar_end(p: Parser) -> tuple[str, Node]:
    p.expect("{")
    variable = _bound(p)
    p.expect("=")
    value = p.expression()
    p.expect("}")
    return variable, value


def _cases(p: Parser) -> Node:
    branches = [_branch(p)]
    while p.accept(r"\\"):
        branches.append(_branch(p))
    p.expect(r"\end{cases}")
    return Cases(tuple(branches))


def _branch(p: Parser) -> Branch:
    value = p.expression()
    p.accept(",")
    p.expect("&")
    parenthesised = p.accept("(")
    condition = p.chain()
    if parenthesised:
        p.expect(")")
    if not condition.relations:
        p.fail("a condition needs a relation")
    return Branch(value, condition)


def _matrix(p: Parser) -> Node:
    rows = [_row(p)]
    while p.accept(r"\\"):
        rows.append(_row(p))
    p.expect(r"\end{pmatrix}")
    if len({len(row) for row in rows}) > 1:
        p.fail("the rows of this matrix differ in length")
    return Matrix(tuple(rows))


def _row(p: Parser) -> tuple[Node, ...]:
    row = [p.expression()]
    while p.accept("&"):
        row.append(p.expression())
    return tuple(row)


def _optimum(kind: str) -> Callable[[Parser], Node]:
    def read(p: Parser) -> Node:
        p.expect("_")
        braced = p.accept("{")
        variable = _bound(p)
        if braced:
            p.expect("}")
        return Extremum(kind, variable, p.term())

    return read


def _big_o(p: Parser) -> Node:
    (argument,) = p.arguments()
    return BigO(argument)


CONSTRUCTS: dict[str, Callable[[Parser], Node]] = {
    r"\frac": _fraction,
    r"\tfrac": _fraction,
    r"\sqrt": _root,
    r"\lfloor": _floor,
    r"\int": _integral,
    r"\lim": _limit,
    r"\sum": _sum,
    r"\sup": _optimum(r"\sup"),
    r"\inf": _optimum(r"\inf"),
    r"\left": _left,
    r"\begin{cases}": _cases,
    r"\begin{pmatrix}": _matrix,
    "{": _group,
    "O": _big_o,
}
"""What reads the rest of a construct whose first token has been read."""
