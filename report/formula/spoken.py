"""Formulas as a listener needs them: words for screen readers, in Japanese and in English.

Every phrase is in `PHRASES`; the functions below only choose which one fits. Whatever has
several parts is closed again ("end fraction"), so that the words have one reading.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from report.formula.parser import parse
from report.formula.phrases import CONSTANTS, LINKS, ORDINALS, PHRASES, RELATIONS, SIGNS, SPELLED
from report.formula.syntax import (
    Absolute,
    BigO,
    Call,
    Cases,
    Chain,
    Derivative,
    Element,
    Evaluated,
    Extremum,
    Floor,
    Function,
    Group,
    Integral,
    Limit,
    Matrix,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Root,
    Series,
    Statements,
    Sum,
    Symbol,
    Transposed,
    Tuple,
    Words,
)
from report.results.text import Language

_DOUBLED = re.compile(r"[,、](?:\s*[,、])*\s*([;。,、])")  # of several pauses the last one stays


@cache
def spoken(latex: str, language: Language) -> str:
    r"""Say a formula in words. Raises FormulaError like `parse`.

    >>> spoken(r"\frac{x}{a} + \frac{1}{2}", "en")
    'x over a plus 1 over 2'
    """
    words = " ".join(_Speaker(language).say(parse(latex)).split())
    return _DOUBLED.sub(r"\1", words).strip(" ,、")


class _Speaker:
    """Turns nodes into words of one language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def say(self, node: Node) -> str:
        return _SAY[type(node)](self, node)

    def phrase(self, key: str, **parts: str) -> str:
        return PHRASES[key].in_(self._language).format(**parts)

    def either(self, key: str, short: bool, **parts: str) -> str:
        """Choose the short phrase, which does not say where the construct ends."""
        return self.phrase(f"{key}.short" if short else key, **parts)

    def name(self, name: str) -> str:
        if name in CONSTANTS:
            return CONSTANTS[name].in_(self._language)
        if name in SPELLED:
            return SPELLED[name].in_(self._language)
        return name

    def number(self, node: Number) -> str:
        return node.text

    def symbol(self, node: Symbol) -> str:
        return self.name(node.name)

    def words(self, node: Words) -> str:
        return self.phrase("dots") if node.text.startswith("\\") else node.text

    def element(self, node: Element) -> str:
        return self.phrase("element", name=self.name(node.name), indices=self.items(node.indices))

    def items(self, nodes: tuple[Node, ...]) -> str:
        return self.phrase("comma").join(self.say(node) for node in nodes)

    def function(self, node: Function | Call) -> str:
        said = self.name(node.name)
        if node.subscripts:
            said = self.phrase("element", name=said, indices=self.items(node.subscripts))
        return f"{said} {self.phrase(f'prime.{node.primes}')}" if node.primes else said

    def call(self, node: Call) -> str:
        short = len(node.arguments) == 1 and _is_word(node.arguments[0])
        return self.either(
            "call", short, name=self.function(node), arguments=self.items(node.arguments)
        )

    def negative(self, node: Negative) -> str:
        return f"{SIGNS[node.sign].in_(self._language)} {self.say(node.term)}"

    def sum(self, node: Sum) -> str:
        said = [self.say(node.terms[0])]
        for term in node.terms[1:]:
            plus = "" if isinstance(term, Negative) else SIGNS["+"].in_(self._language)
            said += [plus, self.say(term)]
        return " ".join(said)

    def product(self, node: Product) -> str:
        said = self.say(node.factors[0])
        previous = node.factors[0]
        for sign, factor in zip(node.signs, node.factors[1:], strict=True):
            silent = not sign and isinstance(previous, Number) and isinstance(factor, Symbol)
            between = " " if silent else f" {SIGNS[sign].in_(self._language)} "
            said += between + self.say(factor)
            previous = factor
        return said

    def quotient(self, node: Quotient) -> str:
        return self.either(
            "fraction",
            isinstance(node.numerator, _ATOMS) and isinstance(node.denominator, _ATOMS),
            numerator=self.say(node.numerator),
            denominator=self.say(node.denominator),
        )

    def power(self, node: Power) -> str:
        base = self.say(node.base)
        if isinstance(node.exponent, Number) and f"power.{node.exponent.text}" in PHRASES:
            return self.phrase(f"power.{node.exponent.text}", base=base)
        return self.either(
            "power", _is_word(node.exponent), base=base, exponent=self.say(node.exponent)
        )

    def transposed(self, node: Transposed) -> str:
        return self.phrase("transposed", matrix=self.say(node.matrix))

    def root(self, node: Root) -> str:
        return self.either("root", _is_word(node.radicand), radicand=self.say(node.radicand))

    def group(self, node: Group) -> str:
        return self.phrase("group", inner=self.say(node.inner))

    def tuple(self, node: Tuple) -> str:
        key = {"[]": "interval.closed", "()": "pair"}.get(node.fences, "interval.half")
        return self.phrase(key, items=self.items(node.items))

    def absolute(self, node: Absolute) -> str:
        return self.either("absolute", _is_word(node.inner), inner=self.say(node.inner))

    def floor(self, node: Floor) -> str:
        return self.phrase("floor", inner=self.say(node.inner))

    def integral(self, node: Integral) -> str:
        parts = {"variable": self.name(node.variable), "integrand": self.say(node.integrand)}
        if node.lower is None or node.upper is None:
            return self.phrase("integral.open", **parts)
        return self.phrase(
            "integral", lower=self.say(node.lower), upper=self.say(node.upper), **parts
        )

    def derivative(self, node: Derivative) -> str:
        return self.phrase(
            "derivative.partial" if node.partial else "derivative",
            order=ORDINALS[node.order].in_(self._language) if node.order > 1 else "",
            variable=self.name(node.variable),
            operand=self.say(node.operand),
        )

    def limit(self, node: Limit) -> str:
        return self.phrase(
            f"limit{node.side}",
            variable=self.name(node.variable),
            target=self.say(node.target),
            operand=self.say(node.operand),
        )

    def series(self, node: Series) -> str:
        return self.phrase(
            "series",
            variable=self.name(node.variable),
            lower=self.say(node.lower),
            upper=self.say(node.upper),
            term=self.say(node.term),
        )

    def extremum(self, node: Extremum) -> str:
        return self.phrase(
            node.kind, variable=self.name(node.variable), operand=self.say(node.operand)
        )

    def evaluated(self, node: Evaluated) -> str:
        return self.phrase(
            "evaluated",
            operand=self.say(node.operand),
            variable=self.name(node.variable),
            lower=self.say(node.lower),
            upper=self.say(node.upper),
        )

    def big_o(self, node: BigO) -> str:
        return self.phrase("order", argument=self.say(node.argument))

    def cases(self, node: Cases) -> str:
        branches = (
            self.phrase("branch", value=self.say(b.value), condition=self.say(b.condition))
            for b in node.branches
        )
        return self.phrase("cases", branches=self.phrase("semicolon").join(branches))

    def matrix(self, node: Matrix) -> str:
        rows = (
            self.phrase("row", number=str(number), entries=self.items(row))
            for number, row in enumerate(node.rows, start=1)
        )
        return self.phrase(
            "matrix",
            rows=str(len(node.rows)),
            columns=str(len(node.rows[0])),
            entries=self.phrase("semicolon").join(rows),
        )

    def chain(self, node: Chain) -> str:
        said = self.say(node.sides[0])
        for relation, side in zip(node.relations, node.sides[1:], strict=True):
            said += f" {RELATIONS[relation].in_(self._language)} {self.say(side)}"
        return said

    def statements(self, node: Statements) -> str:
        said = self.say(node.chains[0])
        for link, chain in zip(node.links, node.chains[1:], strict=True):
            said += LINKS[link].in_(self._language) + self.say(chain)
        return said


_ATOMS = (Number, Symbol)


def _is_word(node: Node) -> bool:
    """Tell whether a part is heard as one piece, so that nobody has to say where it ends."""
    if isinstance(node, Negative):
        return _is_word(node.term)
    if isinstance(node, Product):
        number, *others = node.factors
        return isinstance(number, Number) and len(others) == 1 and isinstance(others[0], Symbol)
    return isinstance(node, (*_ATOMS, Function))


_SAY: dict[type[Node], Callable[[_Speaker, Any], str]] = {
    Number: _Speaker.number,
    Symbol: _Speaker.symbol,
    Words: _Speaker.words,
    Element: _Speaker.element,
    Function: _Speaker.function,
    Call: _Speaker.call,
    Negative: _Speaker.negative,
    Sum: _Speaker.sum,
    Product: _Speaker.product,
    Quotient: _Speaker.quotient,
    Power: _Speaker.power,
    Transposed: _Speaker.transposed,
    Root: _Speaker.root,
    Group: _Speaker.group,
    Tuple: _Speaker.tuple,
    Absolute: _Speaker.absolute,
    Floor: _Speaker.floor,
    Integral: _Speaker.integral,
    Derivative: _Speaker.derivative,
    Limit: _Speaker.limit,
    Series: _Speaker.series,
    Extremum: _Speaker.extremum,
    Evaluated: _Speaker.evaluated,
    BigO: _Speaker.big_o,
    Cases: _Speaker.cases,
    Matrix: _Speaker.matrix,
    Chain: _Speaker.chain,
    Statements: _Speaker.statements,
}
