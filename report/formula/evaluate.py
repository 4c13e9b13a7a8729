"""Numbers out of syntax trees, with mpmath at any precision.

Derivatives are numerical, limits are extrapolated, integrals are done by quadrature: nothing is
rewritten symbolically, so an identity is checked by computing what its two sides say.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import mpmath

from report.formula import names, quadrature
from report.formula.definitions import Definition
from report.formula.functions import (
    FUNCTIONS,
    HIGHEST_ORDER,
    MOST,
    Value,
    Values,
    bounded,
    compare,
    whole,
)
from report.formula.reader import FormulaError
from report.formula.syntax import (
    Absolute,
    Call,
    Cases,
    Chain,
    Derivative,
    Element,
    Evaluated,
    Floor,
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
    Sum,
    Symbol,
    Transposed,
)


class Evaluator:
    """Evaluates nodes with given definitions, in an mpmath context of its own.

    ``digits`` is the accuracy aimed at; ten more are carried along.
    """

    def __init__(self, definitions: Mapping[str, Definition], digits: int) -> None:
        self.mp = mpmath.MPContext()
        self.digits = digits
        self.mp.dps = digits + 10
        self._definitions = definitions
        self._known: dict[tuple[object, ...], Value] = {}

    def value(self, node: Node, values: Values) -> Value:
        """Compute a node's value.

        Raises FormulaError for what has no value: an unknown symbol, a function without a
        definition, cases of which not exactly one applies.
        """
        method = _METHODS.get(type(node))
        if method is None:
            raise FormulaError(f"a {type(node).__name__.lower()} has no value")
        return method(self, node, values)

    def definition(self, name: str) -> Definition | None:
        """Look up what a name stands for."""
        return self._definitions.get(name)

    def number(self, text: str) -> Value:
        """Turn a decimal or a fraction such as ``-7/3`` into a number, exactly rounded."""
        exact = Fraction(text)
        return self.mp.mpf(exact.numerator) / exact.denominator

    def holds(self, condition: Chain, values: Values) -> bool:
        """Tell whether every relation of a chain is true."""
        sides = [self.value(side, values) for side in condition.sides]
        tests = zip(condition.relations, sides, sides[1:], strict=False)
        return all(compare(relation, left, right) for relation, left, right in tests)

    def _number(self, node: Number, values: Values) -> Value:
        return self.mp.mpf(node.text)

    def _symbol(self, node: Symbol, values: Values) -> Value:
        if node.name in values:
            return values[node.name]
        if node.name == "e":
            return +self.mp.e
        if node.name == r"\pi":
            return +self.mp.pi
        if node.name == r"\infty":
            return self.mp.inf
        return self._defined(node.name, (), values)

    def _element(self, node: Element, values: Values) -> Value:
        indices = [self.value(index, values) for index in node.indices]
        if node.array not in values:
            return self._defined(node.array, tuple(indices), values)
        found = values[node.array]
        for index in indices:
            found = _entry(found, whole(index))
        return found

    def _group(self, node: Group, values: Values) -> Value:
        return self.value(node.inner, values)

    def _negative(self, node: Negative, values: Values) -> Value:
        if node.sign != "-":
            raise FormulaError(f"{node.sign} stands for two values")
        return -self.value(node.term, values)

    def _sum(self, node: Sum, values: Values) -> Value:
        total = self.value(node.terms[0], values)
        for term in node.terms[1:]:
            total = total + self.value(term, values)
        return total

    def _product(self, node: Product, values: Values) -> Value:
        result = self.value(node.factors[0], values)
        for sign, factor in zip(node.signs, node.factors[1:], strict=True):
            if sign == "*":
                raise FormulaError("a convolution has no value")
            result = result * self.value(factor, values)
        return result

    def _quotient(self, node: Quotient, values: Values) -> Value:
        return self.value(node.numerator, values) / self.value(node.denominator, values)

    def _power(self, node: Power, values: Values) -> Value:
        exponent = self.value(node.exponent, values)
        if node.base == Symbol("e"):
            return self.mp.exp(exponent)
        base = self.value(node.base, values)
        return self._real(
            base ** (bounded(exponent, MOST) if self.mp.isint(exponent) else exponent)
        )

    def _root(self, node: Root, values: Values) -> Value:
        return self._real(self.mp.sqrt(self.value(node.radicand, values)))

    def _absolute(self, node: Absolute, values: Values) -> Value:
        return abs(self.value(node.inner, values))

    def _floor(self, node: Floor, values: Values) -> Value:
        return self.mp.floor(self.value(node.inner, values))

    def _matrix(self, node: Matrix, values: Values) -> Value:
        return self.mp.matrix([[self.value(entry, values) for entry in row] for row in node.rows])

    def _transposed(self, node: Transposed, values: Values) -> Value:
        return self.value(node.matrix, values).T

    def _cases(self, node: Cases, values: Values) -> Value:
        applying = [branch for branch in node.branches if self.holds(branch.condition, values)]
        if len(applying) != 1:
            raise FormulaError(f"{len(applying)} of {len(node.branches)} cases apply, not one")
        return self.value(applying[0].value, values)

    def _call(self, node: Call, values: Values) -> Value:
        arguments = [self.value(argument, values) for argument in node.arguments]
        subscripts = [self.value(subscript, values) for subscript in node.subscripts]
        if node.primes:
            if len(arguments) != 1:
                raise FormulaError(f"{node.name}: primes need exactly one argument")
            return self._differentiated(
                lambda x: self._apply(node.name, [*subscripts, x], values),
                arguments[0],
                node.primes,
                key=(node.name, *subscripts),
            )
        return self._apply(node.name, [*subscripts, *arguments], values)

    def _apply(self, name: str, arguments: list[Value], values: Values) -> Value:
        if name in names.BUILT_IN:
            return self._real(FUNCTIONS[name](self.mp, *arguments))
        return self._defined(name, tuple(arguments), values)

    def _defined(self, name: str, arguments: tuple[Value, ...], values: Values) -> Value:
        definition = self._definitions.get(name)
        if definition is None:
            raise FormulaError(f"{name} has neither a value nor a definition")
        if len(arguments) != len(definition.parameters):
            raise FormulaError(f"{name} takes {len(definition.parameters)} values here")
        inner = {**values, **dict(zip(definition.parameters, arguments, strict=True))}
        if not definition.costly:
            return self.value(definition.body, inner)
        return self._remember(
            (name, arguments, self.mp.prec), lambda: self.value(definition.body, inner)
        )

    def _real(self, value: Value) -> Value:
        if isinstance(value, self.mp.mpc):
            if value.imag:
                raise FormulaError("a value is not real")
            return value.real
        return value

    def _remember(self, key: tuple[object, ...], compute: Callable[[], Value]) -> Value:
        if key not in self._known:
            self._known[key] = compute()
        return self._known[key]

    def _differentiated(
        self,
        function: Callable[[Value], Value],
        at: Value,
        order: int,
        key: tuple[object, ...] | None = None,
    ) -> Value:
        def compute() -> Value:
            return self.mp.diff(function, at, bounded(order, HIGHEST_ORDER))

        return self._remember(("diff", key, at, order, self.mp.prec), compute) if key else compute()

    def _derivative(self, node: Derivative, values: Values) -> Value:
        def along(x: Value) -> Value:
            return self.value(node.operand, {**values, node.variable: x})

        return self._differentiated(along, self._symbol(Symbol(node.variable), values), node.order)

    def _evaluated(self, node: Evaluated, values: Values) -> Value:
        upper, lower = (
            self.value(node.operand, {**values, node.variable: self.value(end, values)})
            for end in (node.upper, node.lower)
        )
        return upper - lower

    def _series(self, node: Series, values: Values) -> Value:
        lower = bounded(self.value(node.lower, values), MOST)
        upper = bounded(self.value(node.upper, values), MOST)
        terms = [
            self.value(node.term, {**values, node.variable: self.mp.mpf(k)})
            for k in range(lower, upper + 1)
        ]
        return self.mp.fsum(terms)

    def _limit(self, node: Limit, values: Values) -> Value:
        return quadrature.limit(self, node, values)

    def _integral(self, node: Integral, values: Values) -> Value:
        return quadrature.integral(self, node, values)


def _entry(array: Value, index: int) -> Value:
    try:
        if isinstance(array, tuple) and index < 0:
            raise IndexError(index)
        return array[index]
    except (IndexError, KeyError) as problem:
        raise FormulaError(f"there is no entry with index {index}") from problem


_METHODS: dict[type[Node], Callable[[Evaluator, Any, Values], Value]] = {
    Number: Evaluator._number,
    Symbol: Evaluator._symbol,
    Element: Evaluator._element,
    Group: Evaluator._group,
    Negative: Evaluator._negative,
    Sum: Evaluator._sum,
    Product: Evaluator._product,
    Quotient: Evaluator._quotient,
    Power: Evaluator._power,
    Root: Evaluator._root,
    Absolute: Evaluator._absolute,
    Floor: Evaluator._floor,
    Matrix: Evaluator._matrix,
    Transposed: Evaluator._transposed,
    Cases: Evaluator._cases,
    Call: Evaluator._call,
    Derivative: Evaluator._derivative,
    Evaluated: Evaluator._evaluated,
    Series: Evaluator._series,
    Limit: Evaluator._limit,
    Integral: Evaluator._integral,
}
