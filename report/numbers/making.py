"""How the numbers about slopes are made from the decimal strings of the results."""

from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal, localcontext

from report.results.number import Kind, Number
from report.results.text import Text

DIGITS = 50
"""Significant digits of a derived number; the results carry more."""


def make(id_: str, label: Text, value: str | int, method: Text, kind: Kind | None = None) -> Number:
    """Make a number. Without a kind, decimals that end early are exact, all others computed."""
    plain = f"{Decimal(value):f}"
    found: Kind = "exact" if ends(plain) else "computed"
    return Number(id_, label, plain, kind or found, method)


def ends(value: str) -> bool:
    """Whether a truncated decimal is all there is: results leave out trailing zeros only then.

    >>> ends("0.25"), ends("0.16666666666666666666")
    (True, False)
    """
    return len(Decimal(value).as_tuple().digits) < 15


def derived(compute: Callable[..., Decimal], *values: str) -> str:
    """Compute with decimals in high precision, and truncate to `DIGITS` significant digits.

    >>> derived(lambda a, b: a / b, "1", "3")[:8]
    '0.333333'
    """
    with localcontext(prec=DIGITS + 20):
        result = compute(*(Decimal(value) for value in values))
    with localcontext(prec=DIGITS, rounding=ROUND_DOWN):
        return f"{(+result).normalize():f}"
