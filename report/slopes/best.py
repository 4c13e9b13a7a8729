"""The best width and slope by a criterion, to as many digits as are wanted."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from mpmath import mp

from report.results.slopes import Family
from report.slopes.arithmetic import Real
from report.slopes.criteria import criterion as find
from report.slopes.criterion import Criterion
from report.slopes.digits import surely_truncated
from report.slopes.measures import Measure
from report.slopes.roots import refined_root, sign_changes
from report.slopes.shapes import Shape, shape_of

MOST_DIGITS = 200
"""More are certified, for the constants that matter most, by `report.certify`."""

GUARD_DIGITS = 15

GRID = [2 ** (k / 2) for k in range(10)]
"""Widths from 1 to about 23, between which the best one is bracketed."""

Function = Literal["sigmoid", "tanh"]


@dataclass(frozen=True)
class Best:
    """The best approximation of one family by one criterion.

    ``a`` is the width in the variable of the sigmoid, ``slope`` the slope at 0 and ``knee`` the
    abscissa from which the approximation is constant, both of the function that was asked for.
    All are decimal strings, truncated after ``digits`` significant digits.
    """

    criterion: str
    family: Family
    function: Function
    digits: int
    a: str
    slope: str
    knee: str


def best(
    criterion: str | Criterion,
    family: str = "line",
    *,
    digits: int = 30,
    function: Function = "sigmoid",
) -> Best:
    """Find the best slope by a criterion, given by name or as a `Criterion` of one's own.

    >>> best("l2", digits=15).slope
    '0.192331222678011'
    >>> best("reverse_kl").a
    '6'
    >>> best("l1", "parabolas", digits=10).a
    '3.900733863'

    For tanh(x) = 2 f(2x) - 1 the approximation is 2 g(2x) - 1, with slope 4/a; for the line
    that is hard_tanh, clip(4x/a, -1, 1):

    >>> best("w2", digits=8, function="tanh")  # doctest: +NORMALIZE_WHITESPACE
    Best(criterion='reverse_kl', family='line', function='tanh', digits=8, a='6',
         slope='0.66666666', knee='1.5')

    ValueError for an unknown name, a criterion that has no best width, or digits out of range.
    """
    wanted = find(criterion) if isinstance(criterion, str) else criterion
    shape = shape_of(family)
    _check(wanted, digits, function)
    factor, reach = (1, shape.knee) if function == "sigmoid" else (4, shape.knee / 2)
    for guard in (GUARD_DIGITS, 4 * GUARD_DIGITS):
        with mp.workdps(digits + guard):
            a, uncertainty = _width(wanted, shape, function)
            found = [
                surely_truncated(value, uncertainty, digits)
                for value in (a, factor / a, a * Fraction(reach))
            ]
        if None not in found:
            texts = [text for text in found if text is not None]
            return Best(wanted.id, shape.family, function, digits, *texts)
    raise ArithmeticError(f"{wanted.id}: digit {digits} stays undecided")


def stationary_width(measure: Measure, shape: Shape) -> Real:
    """Find the only root of a measure's condition, to mpmath's working precision.

    ArithmeticError unless the condition changes its sign exactly once over `GRID`.
    """

    def condition(a: Real) -> Real:
        return measure.condition(shape, a)

    brackets = sign_changes(condition, GRID)
    if len(brackets) != 1:
        raise ArithmeticError(f"{len(brackets)} sign changes where one was expected")
    return refined_root(condition, *brackets[0])


def _width(criterion: Criterion, shape: Shape, function: Function) -> tuple[Real, Real]:
    """Give the best width and how far off it may be; exact rationals are not off at all."""
    measure = criterion.measure
    if function == "tanh" and criterion.for_tanh is not None:
        measure = criterion.for_tanh
    elif shape.family in criterion.widths:
        a = criterion.widths[shape.family].evaluate()
        return a, 0 if isinstance(a, Fraction) else mp.mpf(10) ** (5 - mp.dps)
    return stationary_width(measure, shape), mp.mpf(10) ** (8 - mp.dps)


def _check(criterion: Criterion, digits: int, function: str) -> None:
    if criterion.unsolvable is not None:
        raise ValueError(
            f"criterion: {criterion.id} has no best width: it {criterion.unsolvable.status}"
        )
    if isinstance(digits, bool) or not isinstance(digits, int) or not 1 <= digits <= MOST_DIGITS:
        raise ValueError(f"digits: {digits} is out of range; give 1 to {MOST_DIGITS}")
    if function not in ("sigmoid", "tanh"):
        raise ValueError(f"function: {function!r} is unknown; choose sigmoid or tanh")
