"""From numbers of arbitrary precision to decimal strings whose every digit is right."""

from fractions import Fraction
from typing import Any

from flint import arb
from mpmath import mp

Real = Any  # mpmath.mpf, for which no types are published


def truncated(value: Real | Fraction, digits: int) -> str:
    """Cut ``value`` off after ``digits`` significant digits, as a decimal string.

    Trailing zeros of a number that terminates earlier are left out. The working precision must
    exceed ``digits`` by enough for the digits to be right.

    >>> truncated(Fraction(2, 3), 5), truncated(mp.mpf(-4), 5), truncated(Fraction(1, 1024), 3)
    ('0.66666', '-4', '0.000976')
    """
    if value == 0:
        return "0"
    places = max(digits - 1 - magnitude(value), 0)
    exact = abs(value) * 10**places
    scaled = int(exact)
    text = str(scaled).rjust(places + 1, "0")
    whole, fraction = text[: len(text) - places], text[len(text) - places :]
    if scaled == exact:
        fraction = fraction.rstrip("0")
    return ("-" if value < 0 else "") + whole + ("." + fraction if fraction else "")


def surely_truncated(value: Real, uncertainty: Real, digits: int) -> str | None:
    """Like `truncated`, or None if a change within the uncertainty would change a digit."""
    low, high = (truncated(value + sign * uncertainty, digits) for sign in (-1, 1))
    return truncated(value, digits) if low == high else None


def magnitude(value: Real | Fraction) -> int:
    """Give the decimal exponent e of the first digit, with 10^e <= abs(value) < 10^(e + 1)."""
    size = abs(value)
    exponent = int(mp.floor(mp.log10(size)))
    while size < Fraction(10) ** exponent:
        exponent -= 1
    while size >= Fraction(10) ** (exponent + 1):
        exponent += 1
    return exponent


def brief(value: Real) -> str:
    """Write a small number, such as a residual, to two significant digits: ``3.1e-62``."""
    return str(mp.nstr(value, 2, min_fixed=0, max_fixed=0)) if value else "0"


def agreeing_digits(one: Real, other: Real, most: int) -> int:
    """Count the leading significant digits two numbers share, at most ``most``.

    Counted by their distance, so that 4.9999 and 5.0001 share three.

    >>> agreeing_digits(mp.mpf("4.9999"), mp.mpf("5.0001"), 50)
    3
    """
    distance = abs(one - other)
    if distance == 0:
        return most
    return min(most, magnitude(one) - magnitude(distance) - 1)


def from_ball(ball: arb) -> Real:
    """Give a ball's midpoint to mpmath, rounded to its working precision."""
    return mp.mpf(ball.mid().str(mp.dps + 5, radius=False))


def to_ball(value: Real) -> arb:
    """Give an mpmath number to python-flint, exactly if its precision suffices."""
    return arb(mp.nstr(value, mp.dps + 5))
