"""Whether statements are true: their sides evaluated and compared."""

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from report.formula.evaluate import Evaluator
from report.formula.functions import HIGHEST_ORDER, Value, Values, bounded, compare
from report.formula.reader import FormulaError
from report.formula.syntax import BigO, Chain, Number, Power, Statements, Sum, Symbol

SHARP = "1/1000"
"""How near the sides of an inequality have to come at one of its points: were they far apart
everywhere, a wrong bound would pass as well."""


class Finding(NamedTuple):
    """The worst residual, and what failed, or nothing."""

    residual: Value
    failure: str = ""


def equal(evaluator: Evaluator, statements: Statements, points: Iterable[Values]) -> Finding:
    """Compare neighbouring sides at every point; relations other than = must be true."""
    worst = Finding(evaluator.mp.mpf(0))
    for values in points:
        for chain in statements.chains:
            worst = _worse(worst, _chain(evaluator, chain, values))
            if worst.failure:
                return worst
    return worst


def _worse(one: Finding, other: Finding) -> Finding:
    return other if other.failure or other.residual > one.residual else one


def _chain(evaluator: Evaluator, chain: Chain, values: Values) -> Finding:
    if not chain.relations:
        raise FormulaError("an expression by itself states nothing")
    sides = [evaluator.value(side, values) for side in chain.sides]
    worst = Finding(evaluator.mp.mpf(0))
    for number, (relation, (left, right)) in enumerate(
        zip(chain.relations, pairwise(sides), strict=True), start=1
    ):
        worst = _worse(worst, _pair(evaluator, relation, left, right, number))
    return worst


def _pair(evaluator: Evaluator, relation: str, left: Value, right: Value, number: int) -> Finding:
    if relation != "=":
        true = compare(relation, left, right)
        failure = "" if true else f"side {number} is not {relation} side {number + 1}"
        return Finding(evaluator.mp.mpf(0), failure)
    residual = difference(evaluator, left, right)
    if residual <= evaluator.mp.mpf(10) ** -evaluator.digits:
        return Finding(residual)
    shown = evaluator.mp.nstr(residual, 2)
    return Finding(residual, f"sides {number} and {number + 1} differ by {shown}")


def difference(evaluator: Evaluator, left: Value, right: Value) -> Value:
    """Give the distance of two values, relative to them if they exceed 1; infinite for NaN."""
    mp = evaluator.mp
    if isinstance(left, mp.matrix) or isinstance(right, mp.matrix):
        return _matrix_difference(evaluator, left, right)
    distance = abs(left - right) / max(mp.mpf(1), abs(left), abs(right))
    return mp.inf if mp.isnan(distance) else distance


def _matrix_difference(evaluator: Evaluator, left: Value, right: Value) -> Value:
    shapes = [(getattr(side, "rows", 0), getattr(side, "cols", 0)) for side in (left, right)]
    if shapes[0] != shapes[1]:
        return evaluator.mp.inf
    return max(abs(entry) for entry in left - right)


def sharp(evaluator: Evaluator, statements: Statements, points: Iterable[Values]) -> Finding:
    """Compare like `equal`, and ask that every inequality is nearly an equality somewhere."""
    points = list(points)
    finding = equal(evaluator, statements, points)
    if finding.failure:
        return finding
    for chain in statements.chains:
        for relation, (left, right) in zip(chain.relations, pairwise(chain.sides), strict=True):
            gaps = [
                difference(evaluator, evaluator.value(left, v), evaluator.value(right, v))
                for v in points
            ]
            if relation != "=" and min(gaps) > evaluator.number(SHARP):
                return Finding(finding.residual, f"the bound of {relation} is nowhere near")
    return finding


def expansion(evaluator: Evaluator, chain: Chain) -> Finding:
    """Check a function against the first terms of its series at 0, with a remainder O(x^n).

    The Taylor coefficients of the difference must vanish below the order stated, and the one
    of that order must not.
    """
    left, right = chain.sides
    match right:
        case Sum(
            terms=(
                *terms,
                BigO(argument=Power(base=Symbol(name=name), exponent=Number(text=order))),
            )
        ):
            polynomial = Sum(tuple(terms))
        case _:
            raise FormulaError("a series is a function =, terms, and O(x^n) at the end")

    def rest(x: Value) -> Value:
        values = {name: x}
        return evaluator.value(left, values) - evaluator.value(polynomial, values)

    coefficients = [
        abs(c) for c in evaluator.mp.taylor(rest, 0, bounded(int(order), HIGHEST_ORDER))
    ]
    residual, tolerance = max(coefficients[:-1]), evaluator.mp.mpf(10) ** -evaluator.digits
    if residual > tolerance:
        return Finding(residual, f"a coefficient is off by {evaluator.mp.nstr(residual, 2)}")
    if coefficients[-1] <= tolerance:
        return Finding(residual, f"the remainder is smaller than O({name}^{order})")
    return Finding(residual)


def root(evaluator: Evaluator, chain: Chain, unknown: str, bracket: tuple[Value, Value]) -> Value:
    """Solve an equation of two sides for its unknown between the ends of a bracket.

    Raises FormulaError when the sides do not change order over it.
    """
    left, right = chain.sides

    def gap(x: Value) -> Value:
        return evaluator.value(left, {unknown: x}) - evaluator.value(right, {unknown: x})

    low, high = bracket
    if evaluator.mp.sign(gap(low)) * evaluator.mp.sign(gap(high)) >= 0:
        raise FormulaError("no solution lies in the bracket")
    return evaluator.mp.findroot(gap, (low, high), solver="anderson", tol=evaluator.mp.eps * 16)
