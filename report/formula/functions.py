"""The functions and relations that formulas may use without defining them, and their values."""

from collections.abc import Callable, Mapping
from typing import Any

from report.formula.reader import FormulaError

Value = Any
"""An mpf, an mpmath matrix, or an array of them: mpmath publishes no types."""
Values = Mapping[str, Value]
"""What the symbols of an expression stand for."""


def whole(value: Value) -> int:
    """Turn a value into an int. Raises FormulaError unless it is a whole number."""
    if value != int(value):
        raise FormulaError(f"{value} is not a whole number")
    return int(value)


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
    r"\operatorname{Li}": lambda mp, n, z: mp.polylog(whole(n), z),
}
"""The functions of `names.BUILT_IN`; the first argument is the mpmath context."""
