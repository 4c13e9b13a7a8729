"""Integrals by quadrature, between the kinks of the integrand, and limits by extrapolation."""

from typing import TYPE_CHECKING

from report.formula.functions import Value, Values
from report.formula.kinks import kinks
from report.formula.reader import FormulaError
from report.formula.syntax import Integral, Limit

if TYPE_CHECKING:
    from report.formula.evaluate import Evaluator

_ROW = 16


def integral(evaluator: "Evaluator", node: Integral, values: Values) -> Value:
    """Integrate between the kinks by tanh-sinh quadrature.

    Raises FormulaError when there are no limits or when it does not converge.
    """
    if node.lower is None or node.upper is None:
        raise FormulaError("an integral without limits has no value")
    mp = evaluator.mp
    lower, upper = evaluator.value(node.lower, values), evaluator.value(node.upper, values)

    def along(x: Value) -> Values:
        return {**values, node.variable: x}

    low, high = sorted((lower, upper))
    between = kinks(evaluator, node.integrand, along, low, high)
    ends = [lower, *(between if lower < upper else reversed(between)), upper]
    result, error = mp.quad(lambda x: evaluator.value(node.integrand, along(x)), ends, error=True)
    if not mp.isfinite(result) or error > mp.mpf(10) ** -evaluator.digits * max(1, abs(result)):
        raise FormulaError("this integral does not converge")
    return result


def limit(evaluator: "Evaluator", node: Limit, values: Values) -> Value:
    """Extrapolate to a limit from a row of values, each half as far from it as the last.

    Richardson's scheme, for functions with a power series at the target. Raises FormulaError
    when the last two extrapolated values differ by more than the accuracy aimed at.
    """
    mp, target = evaluator.mp, evaluator.value(node.target, values)
    sign = -1 if node.side == "-" else 1

    def at(step: Value) -> Value:
        place = mp.sign(target) / step if mp.isinf(target) else target + sign * step
        return evaluator.value(node.operand, {**values, node.variable: place})

    row: list[Value] = []
    best: list[Value] = []
    for k in range(3, 3 + _ROW):
        row = _extrapolated(row, at(mp.ldexp(1, -k)))
        best.append(row[-1])
    if abs(best[-1] - best[-2]) > mp.mpf(10) ** -evaluator.digits * max(1, abs(best[-1])):
        raise FormulaError("this limit does not converge")
    return best[-1]


def _extrapolated(row: list[Value], value: Value) -> list[Value]:
    new = [value]
    for order, older in enumerate(row, start=1):
        new.append(new[-1] + (new[-1] - older) / (2**order - 1))
    return new
