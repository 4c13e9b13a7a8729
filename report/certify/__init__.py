"""Certified digits by ball arithmetic (python-flint): every printed digit is proved.

Each constant is the only positive root of a condition that is negative below it and positive
above it, or the reciprocal of that root. Newton's method proposes the root; the proof stands
apart from it: the condition is enclosed at two decimals close on either side, and its signs
there must be opposite. A digit is printed only when the interval between them decides it.
That there is no other root is argued in words, and the facts the argument needs are proved by
balls too.

>>> from report import certify
>>> [constant.value for constant in certify.constants(15)]  # doctest: +NORMALIZE_WHITESPACE
['5.19936381662864', '0.192331222678011', '3.99197948719976', '0.250502289204262',
 '4.98580192112184']
"""

from collections.abc import Callable
from dataclasses import dataclass

from flint import arb

from report.certify.digits import certified, decimal
from report.certify.roots import ABSOLUTE, LINE, PARABOLAS, Root
from report.certify.uniqueness import prove_uniqueness
from report.results.certificates import Certificates, CertifiedConstant
from report.results.text import Text

MOST_DIGITS = 10_000

__all__ = ["MOST_DIGITS", "certify", "constants"]


@dataclass(frozen=True)
class _Wanted:
    """A constant: a function of a root that is increasing or decreasing."""

    id: str
    name: Text
    function: Callable[[arb], arb]


def _itself(a: arb) -> arb:
    return a


def _reciprocal(a: arb) -> arb:
    return 1 / a


WANTED: tuple[tuple[Root, tuple[_Wanted, ...]], ...] = (
    (
        LINE,
        (
            _Wanted(
                "line.best_a",
                Text(ja="折れ線、最小二乗の幅", en="Line, least-squares width"),
                _itself,
            ),
            _Wanted(
                "line.best_slope",
                Text(ja="折れ線、最小二乗の傾き", en="Line, least-squares slope"),
                _reciprocal,
            ),
        ),
    ),
    (
        PARABOLAS,
        (
            _Wanted(
                "parabolas.best_a",
                Text(ja="放物線、最小二乗の幅", en="Parabolas, least-squares width"),
                _itself,
            ),
            _Wanted(
                "parabolas.best_slope",
                Text(ja="放物線、最小二乗の傾き", en="Parabolas, least-squares slope"),
                _reciprocal,
            ),
        ),
    ),
    (
        ABSOLUTE,
        (_Wanted("l1.best_a", Text(ja="折れ線、L1 の幅", en="Line, L1 width"), _itself),),
    ),
)


def constants(digits: int) -> tuple[CertifiedConstant, ...]:
    """Give the five constants to so many significant digits, truncated, every digit proved.

    Both least-squares widths, their reciprocals, and the line's best width in L1.
    ValueError unless ``digits`` is an integer from 1 to 10,000.
    """
    if isinstance(digits, bool) or not isinstance(digits, int) or not 1 <= digits <= MOST_DIGITS:
        raise ValueError(f"digits: {digits} is out of range; give an integer from 1 to 10,000")
    return tuple(
        constant for root, wanted in WANTED for constant in _constants(root, wanted, digits)
    )


def certify(digits: int = 60) -> Certificates:
    """Certify the constants and prove the facts behind their uniqueness."""
    return Certificates(constants=constants(digits), uniqueness=prove_uniqueness())


def _constants(root: Root, wanted: tuple[_Wanted, ...], digits: int) -> list[CertifiedConstant]:
    enclosure, texts = certified(root, digits, tuple(each.function for each in wanted))
    return [
        CertifiedConstant(
            id=each.id,
            name=each.name,
            digits=digits,
            value=text,
            condition=root.condition,
            root_of=root.id,
            low=decimal(enclosure.low, enclosure.places),
            high=decimal(enclosure.high, enclosure.places),
            bits=enclosure.bits,
        )
        for each, text in zip(wanted, texts, strict=True)
    ]
