"""The definitions in the table of published approximations are evaluated as they are shown."""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import cache, partial
from itertools import pairwise

import msgspec

from report.entries import rational
from report.formula.evaluate import Evaluator
from report.formula.parser import parse
from report.formula.reader import FormulaError
from report.formula.syntax import Element, Function, Node, Statements, Symbol, free_symbols
from report.pieces import curves, literature
from report.pieces.curves import Curve
from report.pieces.literature import Entry
from report.results.finding import Finding
from report.results.pieces import Pieces

DIGITS = 15
TOLERANCE = 1e-14
"""How far a definition may be from the curve whose errors are shown, in double precision."""
HALF = Fraction(1, 2)
FARTHEST = Fraction(9)
"""Errors are taken up to 8; the curves are compared a little further."""


def defined(pieces: Pieces, entries: Iterable[Entry]) -> tuple[Finding, ...]:
    """Definitions that are not the curves whose errors stand beside them."""
    known = {entry.id: entry for entry in entries}
    return tuple(
        finding
        for method in pieces.methods
        for finding in _wrong(known[method.id], method.definition)
    )


@cache
def _wrong(entry: Entry, latex: str) -> tuple[Finding, ...]:
    return tuple(_faults(entry, latex))


def _faults(entry: Entry, latex: str) -> Iterator[Finding]:
    place = f"report/pieces/literature.toml method {entry.id}"
    for curve, shown in _readings(entry, parse(latex)):
        for x in _points(curve):
            expected = float(curves.value(curve, x))
            try:
                found = shown(x)
            except (ValueError, ArithmeticError) as problem:
                yield Finding(place, f"the definition: {problem}", "mend the definition")
                return
            if not abs(found - expected) <= TOLERANCE:
                what = f"the definition gives {found:.10g} at x = {x}, the curve {expected:.10g}"
                yield Finding(place, what, "mend the definition, or what the curve is made from")
                return


Shown = Callable[[Fraction], float]


def _readings(entry: Entry, shown: Statements) -> Iterator[tuple[Curve, Shown]]:
    """Give curves, and what the definition says they are at x.

    A recursion is followed one step further than asked for, so that all of it has an effect.
    """
    if entry.form == "recursion" and entry.level:
        for level in (entry.level, entry.level + 1):
            curve = curves.recursion(level, rational(entry.step))
            yield curve, partial(_iterated, entry, shown, level)
    else:
        yield literature.curve(entry), partial(_value, shown)


def _points(curve: Curve) -> list[Fraction]:
    """Choose the starts of the pieces, and points inside each and just before its end."""
    starts = [piece.start for piece in curve if piece.start < FARTHEST]
    inner = [
        a + (b - a) * share
        for a, b in pairwise([*starts, FARTHEST])
        for share in (Fraction(1, 3), Fraction(3, 5), Fraction(63, 64))
    ]
    return sorted({*starts, *inner})


def _value(statements: Statements, x: Fraction) -> float:
    """Evaluate a definition at one x."""
    evaluator = Evaluator({}, DIGITS)
    shown, *others = statements.chains
    values = {"x": evaluator.number(str(x))}
    for other in others:  # such as n, the whole part of x
        (name,) = free_symbols(other.sides[0])
        values[name] = evaluator.value(other.sides[1], values)
    return float(evaluator.value(shown.sides[0], values))


def _iterated(entry: Entry, statements: Statements, level: int, x: Fraction) -> float:
    """Follow a recursion for g and h in q, from g = 1 and the tangent h, a step for each level."""
    evaluator = Evaluator({}, DIGITS)
    found = {"g_": {0: evaluator.number("1")}, "h_": {0: evaluator.number(str(x / 4 + HALF))}}
    given = {rf"\Delta_{entry.level}": evaluator.number(entry.step), **found}
    for q in range(level + 1):
        values = {**given, "q": evaluator.mp.mpf(q)}
        for chain in statements.chains:
            left, right = (_as_arrays(side) for side in chain.sides)
            if not isinstance(left, Element):
                raise FormulaError("a recursion says what the next g and the next h are")
            at = int(evaluator.value(left.indices[0], values))
            found[left.array][at] = evaluator.value(right, values)
    if level + 1 not in found["g_"]:
        raise FormulaError(f"the recursion does not lead from one g to the next, up to {level + 1}")
    return float(found["g_"][level + 1])


def _as_arrays(node: Node) -> Node:
    """Read g, h and q, which elsewhere are functions, as sequences and their index."""
    if isinstance(node, Function):
        indices = tuple(map(_as_arrays, node.subscripts))
        return Element(node.name, indices) if indices else Symbol(node.name)
    fields = {name: _inside(getattr(node, name)) for name in node.__struct_fields__}
    return msgspec.structs.replace(node, **fields)


def _inside(value: object) -> object:
    if isinstance(value, Node):
        return _as_arrays(value)
    return tuple(map(_inside, value)) if isinstance(value, tuple) else value
