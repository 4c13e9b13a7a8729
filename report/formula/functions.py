"""The functions and relations that formulas may use without defining them, and their values."""

from collections.abc import Callable, Mapping
from typing import Any

from report.formula.reader import FormulaError

Value = Any
"""An mpf, an mpmath matrix, or an array of them: mpmath publishes no types."""
Values = Mapping[str, Value]
"""What the symbols of an expression stand for."""

MOST = 10_000
"""Terms of a sum, and the largest exponent or index: beyond, a slip keeps a build busy for ever."""
HIGHEST_ORDER = 40
"""The highest derivative: each needs as many values more, at as many digits more."""


def whole(value: Value) -> int:
    """Turn a value into an int. Raises FormulaError unless it is a whole number."""
    if value != int(value):
        raise FormulaError(f"{value} is not a whole number")
    return int(value)


def bounded(value: Value, most: int) -> int:
    """Turn a value into an int that is not too large to be worked through.

    Raises FormulaError unless it is a whole number, and at most so large.
    """
    if not -most <= value <= most:
        raise FormulaError(f"{value} is more than {most}, too much to evaluate")
    return whole(value)


def compare(relation: str, left: Value, right: Value) -> bool:
    """Decide a relation. Raises FormulaError for one that cannot be decided."""
    test = COMPARISONS.get(relation)
    if test is None:
        raise FormulaError(f"the relation {relation} cannot be decided")
    return test(left, right)


COMPARISONS: dict[str, Callable[[Value, Value], bool]] = {
    "=": lambda left, right: bool(left == right),
    "<": lambda left, right: bool(left < right),
    ">": lambda left, right: bool(left > right),
    r"\le": lambda left, right: bool(left <= right),
    r"\ge": lambda left, right: bool(left >= right),
}
"""Relations that can be decided, with their tests."""

FUNCTIONS: dict[str, Callable[..., Value]] = {
    r"\log": lambda mp, x: mp.log(x),
    r"\ln": lambda mp, x: mp.log(x),
    r"\exp": lambda mp, x: mp.exp(x),
    r"\sinh": lambda mp, x: mp.sinh(x),
    r"\tanh": lambda mp, x: mp.tanh(x),
    r"\cosh": lambda mp, x: mp.cosh(x),
    r"\zeta": lambda mp, s: mp.zeta(s),
    r"\max": lambda mp, x, y: max(x, y),
    r"\min": lambda mp, x, y: min(x, y),
    r"\operatorname{clip}": lambda mp, x, low, high: min(max(x, low), high),
    r"\operatorname{Li}": lambda mp, n, z: mp.polylog(bounded(n, MOST), z),
}
"""The functions of `names.BUILT_IN`; the first argument is the mpmath context."""
