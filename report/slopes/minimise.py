"""Minimisation by values alone, in ball arithmetic: the second way to every best width."""

from collections.abc import Callable

from flint import arb, ctx

DIGITS_PER_SECTION = 0.2089
"""Decimal digits gained by one golden section: log10 of the golden ratio, rounded down."""

Function = Callable[[arb], arb]


def golden_section(function: Function, low: arb, high: arb, digits: int) -> arb:
    """Minimise a unimodal function to about ``digits`` decimal places. Needs no smoothness.

    At a smooth minimum only half the digits of the working precision can be found.
    """
    ratio = ((arb(5).sqrt() - 1) / 2).mid()
    left, right = _inner(low, high, ratio)
    at_left, at_right = function(left), function(right)
    places = digits + float((high - low).log()) / 2.302
    for _ in range(int(places / DIGITS_PER_SECTION) + 1):
        if at_left.mid() < at_right.mid():
            high, right, at_right = right, left, at_left
            left = _inner(low, high, ratio)[0]
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = _inner(low, high, ratio)[1]
            at_right = function(right)
    return ((low + high) / 2).mid()


def _inner(low: arb, high: arb, ratio: arb) -> tuple[arb, arb]:
    reach = ratio * (high - low)
    return (high - reach).mid(), (low + reach).mid()


def parabolic_steps(function: Function, start: arb, digits: int) -> arb:
    """Minimise a smooth function near ``start`` to about ``digits`` significant digits.

    Each step moves to the vertex of the parabola through three points a distance h apart, which
    is wrong by about h^2, and then squares h. The working precision follows: the values must
    resolve h times the wanted error.
    """
    x = start
    for places in _schedule(digits):
        with ctx.workdps(3 * places + 15):
            h = arb(10) ** -places
            left, middle, right = (function((x + k * h).mid()) for k in (-1, 0, 1))
            x = (x - h * (right - left) / (2 * (right - 2 * middle + left))).mid()
    return x


def _schedule(digits: int) -> list[int]:
    """Decimal places of h: doubling from 1, the last at half the wanted digits."""
    places = [digits // 2 + 2]
    while places[-1] > 1:
        places.append((places[-1] + 1) // 2)
    return places[::-1]
