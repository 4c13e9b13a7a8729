"""Numbers to text: rounding, truncation, percent, intervals. Decimal all the way, never float."""

import re
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    InvalidOperation,
)

import msgspec
from markupsafe import Markup, escape

from report.results.number import Number

MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
TIMES = "\N{NO-BREAK SPACE}\N{MULTIPLICATION SIGN}\N{NO-BREAK SPACE}"
_MOST = 10_000
"""Digits before or after the point of a number, and the most that can be asked for."""
_EXACT = Context(prec=2 * _MOST)
_SUPERSCRIPTS = str.maketrans("0123456789" + MINUS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789" + MINUS)
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
_SHORT = 8
"""More digits than these are not printed unasked: the author says how many are wanted."""
_TINY = -6
"""Below this power of ten a receipt uses scientific notation."""
_COMPLETE = ("exact", "counted", "configured")
"""Kinds whose value is all there is; any other value goes on after its last digit."""


class NotationError(ValueError):
    """A number cannot be shown as asked; the message names the number, the option, the mend."""


class Format(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a number is to be shown; at most one of the first four.

    places: rounded to so many decimals. digits: truncated to so many significant digits, with an
    ellipsis if the number goes on. percent: times a hundred, rounded to so many decimals.
    scientific: a mantissa rounded to so many decimals, times a power of ten.
    interval: with its interval, rounded outwards. sign: a plus before a positive number.
    undetermined: what stands for a value, or an interval, that the runs do not determine.
    """

    places: int | None = None
    digits: int | None = None
    percent: int | None = None
    scientific: int | None = None
    interval: bool = False
    sign: bool = False
    undetermined: str = DASH


def text(number: Number, **options: object) -> str:
    """Show a number as plain text, in the notation that both languages share.

    The options are the fields of `Format`.

    >>> from report.results.text import Text
    >>> label = Text(ja="例", en="example")
    >>> a = Number("a", label, "5.19936381662864", "computed", label)
    >>> text(a, places=3), text(a, digits=6)
    ('5.199', '5.19936…')

    Raises NotationError when the number has fewer known digits than are asked for, has no
    interval to show, or has so many digits that the author has to say how many are wanted.
    """
    style = _style(number, options)
    if not number.value:
        return style.undetermined
    value = _decimal(number, number.value)
    shown = _one(number, value, style, ROUND_HALF_EVEN)
    if style.sign and value > 0 and re.search("[1-9]", shown):
        shown = "+" + shown
    unit = "%" if style.percent is not None else ""
    return shown + unit + (_interval(number, style) if style.interval else "")


def markup(shown: str) -> Markup:
    """Make HTML of a number's text: exponents become ``<sup>``, which every font can show."""
    html = _RAISED.sub(lambda run: f"<sup>{run[0].translate(_PLAIN)}</sup>", str(escape(shown)))
    return Markup(html)  # noqa: S704 — escaped just before


def grouped(shown: str) -> Markup:
    """Make HTML of a long decimal: groups of five digits that copy without the gaps."""
    head, point, rest = shown.partition(".")
    tail, times, power = rest.partition(TIMES)
    if len(tail) <= _SHORT:
        return markup(shown)
    groups = [tail[at : at + 5] for at in range(0, len(tail), 5)]
    spans = Markup("<wbr>").join(
        Markup('<span class="g">{}</span>').format(group) for group in groups
    )
    return markup(head + point) + spans + markup(times + power)


def full(number: Number, digits: int = 30, undetermined: str = DASH) -> str:
    """Show a number for its receipt: up to ``digits`` digits, all known ones if there are fewer."""
    if not number.value:
        return undetermined
    value = _decimal(number, number.value)
    if number.kind in _COMPLETE and len(value.as_tuple().digits) <= digits:
        return _plain(value)
    if number.kind in ("sampled", "recorded"):
        return _plain(value)
    known = min(digits, _significant(value))
    if value.adjusted() < _TINY:
        return _scientific(number, value, known - 1, ROUND_DOWN)
    return text(number, digits=known)


def brief(value: str, digits: int = 6) -> str:
    """A decimal where space is short: cut off after so many significant digits, with an ellipsis.

    >>> brief("0.2000000"), brief("5.19936381662864"), brief("-3")
    ('0.2', '5.19936…', '−3')
    """
    exact = Decimal(value)
    room = digits - 1 - exact.adjusted() if exact else 0
    cut = exact.quantize(Decimal(1).scaleb(-max(room, 0)), ROUND_DOWN, _EXACT)
    tail = ELLIPSIS if cut != exact else ""
    shown = _plain(cut.normalize(_EXACT) if cut == exact else cut)
    return shown + tail


def _style(number: Number, options: dict[str, object]) -> Format:
    try:
        style = msgspec.convert(options, Format)
    except msgspec.ValidationError as problem:
        raise NotationError(f"number {number.id}: {problem}") from problem
    chosen = [name for name in Format.__struct_fields__[:4] if getattr(style, name) is not None]
    if len(chosen) > 1:
        raise NotationError(f"number {number.id}: {' and '.join(chosen)} exclude each other")
    if style.interval and chosen not in (["places"], ["percent"]):
        raise NotationError(f"number {number.id}: an interval needs places or percent")
    if chosen and getattr(style, chosen[0]) < (1 if chosen[0] == "digits" else 0):
        raise NotationError(f"number {number.id}: {chosen[0]} is too small")
    if chosen and getattr(style, chosen[0]) > _MOST:
        raise NotationError(f"number {number.id}: {chosen[0]} is more than {_MOST}")
    return style


def _decimal(number: Number, value: str) -> Decimal:
    try:
        found = Decimal(value)
    except InvalidOperation as problem:
        raise NotationError(f"number {number.id}: {value!r} is not a decimal") from problem
    if not found.is_finite():
        raise NotationError(f"number {number.id}: {value!r} is not finite")
    if len(value) > _MOST or abs(found.adjusted()) > _MOST:
        raise NotationError(f"number {number.id}: {value[:20]!r} has more than {_MOST} digits")
    return found


def _one(number: Number, value: Decimal, style: Format, rounding: str) -> str:
    if style.digits is not None:
        return _truncated(number, value, style.digits)
    if style.scientific is not None:
        return _scientific(number, value, style.scientific, rounding)
    if style.percent is not None:
        return _rounded(number, value.scaleb(2, _EXACT), style.percent, rounding)
    if style.places is not None:
        return _rounded(number, value, style.places, rounding)
    return _unasked(number, value)


def _rounded(number: Number, value: Decimal, places: int, rounding: str) -> str:
    exponent = value.as_tuple().exponent
    known = -exponent if isinstance(exponent, int) else 0
    # The last known digit of a constant is cut off, not rounded: rounding needs one more.
    needed = places + 1 if number.kind in ("certified", "computed") else places
    if number.kind not in _COMPLETE and known < needed:
        raise NotationError(
            f"number {number.id}: {places} decimals were asked for and {known} are known;"
            " ask for fewer"
        )
    return _plain(value.quantize(Decimal(1).scaleb(-places), rounding, _EXACT))


def _truncated(number: Number, value: Decimal, digits: int) -> str:
    known = _significant(value)
    if digits > known and number.kind not in _COMPLETE:
        raise NotationError(
            f"number {number.id}: {digits} digits were asked for and {known} are known;"
            " ask for fewer"
        )
    lowest = value.adjusted() - digits + 1
    if lowest > 0 and digits < known:
        raise NotationError(
            f"number {number.id}: {digits} digits end before the decimal point; ask for more"
        )
    cut = value.quantize(Decimal(1).scaleb(lowest), ROUND_DOWN, _EXACT) if digits < known else value
    ends = number.kind in _COMPLETE and cut == value
    return _plain(cut) + ("" if ends else ELLIPSIS)


def _scientific(number: Number, value: Decimal, places: int, rounding: str) -> str:
    if not value:
        return "0"
    known = _significant(value)
    if number.kind not in _COMPLETE and known < places + 1:
        raise NotationError(
            f"number {number.id}: {places + 1} digits were asked for and {known} are known;"
            " ask for fewer"
        )
    unit = Decimal(1).scaleb(value.adjusted() - places)
    rounded = value.quantize(unit, rounding, _EXACT)
    power = rounded.adjusted()
    mantissa = rounded.scaleb(-power, _EXACT).quantize(Decimal(1).scaleb(-places), context=_EXACT)
    raised = str(power).replace("-", MINUS).translate(_SUPERSCRIPTS)
    return _plain(mantissa) + TIMES + "10" + raised


def _unasked(number: Number, value: Decimal) -> str:
    if number.kind in _COMPLETE and _significant(value) <= _SHORT:
        return _plain(value)
    if value == value.to_integral_value() and number.kind in _COMPLETE:
        return _plain(value)
    raise NotationError(
        f"number {number.id}: it has many digits; say how many with places, digits, percent"
        " or scientific"
    )


def _interval(number: Number, style: Format) -> str:
    if number.low is None or number.high is None:
        if number.spread:
            return f" [{style.undetermined}]"
        raise NotationError(f"number {number.id}: it has no interval; leave interval out")
    low = _one(number, _decimal(number, number.low), style, ROUND_FLOOR)
    high = _one(number, _decimal(number, number.high), style, ROUND_CEILING)
    return f" [{low},\N{NO-BREAK SPACE}{high}]"


def _significant(value: Decimal) -> int:
    return len(value.as_tuple().digits)


def _plain(value: Decimal) -> str:
    if not value:
        value = abs(value)
    return f"{value:,f}".replace("-", MINUS)
