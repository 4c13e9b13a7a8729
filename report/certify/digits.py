"""From a condition to digits that are proved: propose, enclose, truncate, refine."""

from collections.abc import Callable
from dataclasses import dataclass

from flint import arb, ctx, fmpz

from report.certify.roots import Root

FIRST_BITS = 64
FIRST_STEPS = 6
BITS_PER_DIGIT = 3.3219281
"""log2(10), rounded up."""

GUARD_DIGITS = 8
"""Decimal places by which an enclosure is first taken narrower than the digits wanted."""

MOST_GUARD_DIGITS = 4_000
"""Where refining stops: a run of so many nines or zeros is no chance."""


@dataclass(frozen=True)
class Enclosure:
    """That a root lies strictly between low and high, in units of 10^-places, proved by signs."""

    low: fmpz
    high: fmpz
    places: int
    bits: int

    def ball(self) -> arb:
        """Give the interval as a ball, at the working precision."""
        return _decimal(self.low, self.places).union(_decimal(self.high, self.places))


def enclose(root: Root, places: int) -> Enclosure:
    """Enclose a root between decimals three units of the last place apart.

    ArithmeticError when the condition is not proved negative at the one and positive at the
    other, however its root was proposed.
    """
    bits = int((places + 5) * BITS_PER_DIGIT) + FIRST_BITS
    with ctx.workprec(bits):
        proposed = _newton(root, bits)
        nearest = (proposed * arb(10) ** places).mid().floor().unique_fmpz()
        if nearest is None:
            raise ArithmeticError(f"{root.id}: Newton's method proposes no number")
        low, high = nearest - 1, nearest + 2
        below = root.evaluate(_decimal(low, places))
        above = root.evaluate(_decimal(high, places))
        if not below < 0 < above:
            raise ArithmeticError(f"{root.id}: the signs at the ends are not proved opposite")
        return Enclosure(low, high, places, bits)


def certified(
    root: Root, digits: int, wanted: tuple[Callable[[arb], arb], ...]
) -> tuple[Enclosure, tuple[str, ...]]:
    """Give functions of a root, all increasing or all decreasing, truncated to proved digits.

    The enclosure is refined until every function's ball decides its last digit.
    """
    guard = GUARD_DIGITS
    while guard <= MOST_GUARD_DIGITS:
        enclosure = enclose(root, digits + guard)
        with ctx.workprec(enclosure.bits):
            texts = [truncated(function(enclosure.ball()), digits) for function in wanted]
        if all(texts):
            return enclosure, tuple(text for text in texts if text)
        guard *= 2
    raise ArithmeticError(f"{root.id}: digit {digits} stays undecided")


def truncated(ball: arb, digits: int) -> str | None:
    """Cut a positive ball off after so many significant digits; None if it leaves them open.

    >>> truncated(arb("5.19936", "1e-5"), 4), truncated(arb("5.19936", "1e-5"), 6)
    ('5.199', None)
    """
    exponent = ball.log_base(10).floor().unique_fmpz()
    if exponent is None:
        return None
    places = digits - 1 - int(exponent)
    scaled = (ball * arb(10) ** places).floor().unique_fmpz()
    return None if scaled is None else decimal(scaled, places)


def decimal(scaled: fmpz, places: int) -> str:
    """Write scaled * 10^-places, for positive numbers and places >= 0.

    >>> decimal(fmpz(1923), 4), decimal(fmpz(5), 0)
    ('0.1923', '5')
    """
    text = str(scaled).rjust(places + 1, "0")
    return f"{text[: len(text) - places]}.{text[len(text) - places :]}" if places else text


def _newton(root: Root, bits: int) -> arb:
    """Propose a root, doubling the precision with each step. Nothing is proved here."""
    with ctx.workprec(FIRST_BITS):
        x = arb(root.start)
        for _ in range(FIRST_STEPS):
            x = (x - root.evaluate(x) / root.derivative(x)).mid()
    for precision in _doubling(bits):
        with ctx.workprec(precision // 2 + 16):
            slope = root.derivative(x)
        with ctx.workprec(precision):
            x = (x - root.evaluate(x) / slope).mid()
    return x


def _doubling(bits: int) -> list[int]:
    levels = [bits]
    while levels[-1] > FIRST_BITS:
        levels.append(levels[-1] // 2 + 16)
    return levels[-2::-1] if len(levels) > 1 else levels


def _decimal(scaled: fmpz, places: int) -> arb:
    return arb(scaled) / arb(10) ** places
