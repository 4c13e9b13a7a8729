"""Where an expression may have a kink: quadrature converges fast only between kinks.

It is read off the expression: each condition of a definition by cases, each absolute value,
maximum, minimum and clip *switches* where a difference of two values changes sign. Each switch
is sampled, and every change of sign pinned down to full precision.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from report.formula.functions import Value, Values
from report.formula.syntax import (
    Absolute,
    Call,
    Cases,
    Derivative,
    Integral,
    Limit,
    Node,
    Number,
    Series,
    children,
)

if TYPE_CHECKING:
    from report.formula.evaluate import Evaluator

Along = Callable[[Value], Values]

_SAMPLES = 40
_SWITCHES = (r"\max", r"\min", r"\operatorname{clip}")


def kinks(evaluator: "Evaluator", node: Node, along: Along, low: Value, high: Value) -> list[Value]:
    """List where the switches of an expression change sign, strictly between two ends, ascending.

    ``along`` gives the values of all symbols at one value of the variable of integration.
    """
    grid = _grid(evaluator, low, high)
    found: list[Value] = []
    for switch in _switches(evaluator, node, along):
        signs = [evaluator.mp.sign(switch(x)) for x in grid]
        for (left, before), (right, after) in pairwise(zip(grid, signs, strict=True)):
            if before != after:
                found.append(_bisected(evaluator, switch, left, right, before))
    apart = evaluator.mp.mpf(10) ** (-evaluator.mp.dps // 2)
    distinct: list[Value] = []
    for kink in sorted(found):
        if all(abs(kink - other) > apart for other in (low, high, *distinct)):
            distinct.append(kink)
    return distinct


def _grid(evaluator: "Evaluator", low: Value, high: Value) -> list[Value]:
    """Points inside an interval; on an unbounded one they spread as far as e^7 from its end."""
    mp = evaluator.mp
    if mp.isinf(low) and mp.isinf(high):
        return [*_grid(evaluator, low, mp.mpf(0)), *_grid(evaluator, mp.mpf(0), high)]
    steps = [mp.mpf(k) / _SAMPLES for k in range(_SAMPLES + 1)]
    if mp.isinf(low):
        return [high - mp.expm1(7 * step) for step in reversed(steps)]
    if mp.isinf(high):
        return [low + mp.expm1(7 * step) for step in steps]
    return [low + (high - low) * step for step in steps]


def _bisected(
    evaluator: "Evaluator",
    switch: Callable[[Value], Value],
    left: Value,
    right: Value,
    before: Value,
) -> Value:
    """Find where a switch stops having the sign ``before``, to full precision.

    A secant step first finds the zero of a straight line at once; bisection does the rest.
    """
    mp = evaluator.mp
    at_left, at_right = switch(left), switch(right)
    guess = left + (right - left) * at_left / (at_left - at_right)
    tiny = mp.ldexp(max(abs(left), abs(right)), -mp.prec + 4)
    for edge in (guess - tiny, guess + tiny):
        if left < edge < right:
            same = mp.sign(switch(edge)) == before
            left, right = (edge, right) if same else (left, edge)
    while right - left > 4 * tiny:
        middle = (left + right) / 2
        if mp.sign(switch(middle)) == before:
            left = middle
        else:
            right = middle
    return (left + right) / 2


def _switches(
    evaluator: "Evaluator", node: Node, along: Along
) -> Iterator[Callable[[Value], Value]]:
    """Yield functions of the variable at whose changes of sign the expression may have a kink."""
    for left, right in _compared(node):
        yield _difference(evaluator, left, right, along)
    if isinstance(node, Call):
        yield from _switches_within(evaluator, node, along)
    if isinstance(node, Integral | Derivative | Series | Limit):
        return
    for child in children(node):
        yield from _switches(evaluator, child, along)


def _compared(node: Node) -> Iterator[tuple[Node, Node]]:
    """Yield the pairs of expressions whose order decides the value of a node."""
    if isinstance(node, Absolute):
        yield node.inner, Number("0")
    elif isinstance(node, Cases):
        for branch in node.branches:
            yield from pairwise(branch.condition.sides)
    elif isinstance(node, Call) and node.name in _SWITCHES:
        first, *others = node.arguments
        yield from ((first, other) for other in others)


def _difference(
    evaluator: "Evaluator", left: Node, right: Node, along: Along
) -> Callable[[Value], Value]:
    def switch(x: Value) -> Value:
        values = along(x)
        return evaluator.value(left, values) - evaluator.value(right, values)

    return switch


def _switches_within(
    evaluator: "Evaluator", call: Call, along: Along
) -> Iterator[Callable[[Value], Value]]:
    """Look for switches in the definition of a function that is applied."""
    definition = evaluator.definition(call.name)
    if definition is None:
        return
    given = (*call.subscripts, *call.arguments)

    def inside(x: Value) -> Values:
        values = along(x)
        arguments = [evaluator.value(argument, values) for argument in given]
        return {**values, **dict(zip(definition.parameters, arguments, strict=False))}

    yield from _switches(evaluator, definition.body, inside)
