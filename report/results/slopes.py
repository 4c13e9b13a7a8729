"""What `report.slopes.solve` finds: best slopes, errors, series, and how each was checked.

Notation: f is the standard sigmoid; ``a`` is the width parameter of an approximation
g_a(x) = phi(x / a), so that 1/a is its slope at 0. The line is clip(x/a + 1/2, 0, 1) with
knees at +-a/2; the two parabolas reach 0 and 1 at +-a. Digits are decimal strings, truncated.
"""

from typing import Literal

import msgspec

from report.results.text import Text

Family = Literal["line", "parabolas"]
FAMILIES: tuple[Family, ...] = ("line", "parabolas")

Status = Literal["solved", "diverges", "degenerates"]
"""Whether a criterion has a best width: ``diverges`` when it is infinite for every a > 0,
``degenerates`` when it is least at a = 0, the step function, which is no member of the family."""


class CrossCheck(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One more way to the same best width: ``digits`` significant digits agree with it."""

    how: Text
    best_a: str
    digits: int


class Criterion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One criterion of closeness, solved for one family.

    ``definition`` is LaTeX of the loss in f and g, ``loss`` its value at the best width
    (over the whole real line). ``best_a`` and ``best_slope`` carry only digits on which all
    methods agree, or, where there is a closed form, the digits of that form. ``residual`` is
    the absolute value of the stationarity condition at ``best_a``. ``from_fifth`` is
    (slope - 1/5) / (1/5), ``from_sixth`` the same for 1/6. ``closed_form`` and ``closed_loss``
    are LaTeX of the best width and of half the loss as a function of a, where known.
    ``exact`` tells that the best width is known in closed form.
    Fields that have no meaning when the criterion is not ``solved`` are None.
    """

    id: str
    family: Family
    name: Text
    definition: str
    status: Status
    best_a: str | None = None
    best_slope: str | None = None
    loss: str | None = None
    residual: str | None = None
    from_fifth: str | None = None
    from_sixth: str | None = None
    closed_form: str | None = None
    closed_loss: str | None = None
    checks: tuple[CrossCheck, ...] = ()
    reason: Text | None = None

    @property
    def exact(self) -> bool:
        """Whether the best width is known in closed form."""
        return self.closed_form is not None


class HalfError(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Half the squared L2 error at one width: the integral of (f - g_a)^2 over x < 0.

    ``at`` is ``four``, ``five``, ``six`` or ``best``; ``value`` comes from the closed form,
    ``by_quadrature`` from integrating the squared difference itself; ``ratio`` is value over
    the least value, ``derivative`` the half error's derivative in a.
    """

    at: str
    a: str
    value: str
    by_quadrature: str
    ratio: str
    derivative: str


class LeastSquares(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The L2 optimum of one family, by two ways that share no formula.

    ``by_quadrature``: root of the integral form of the derivative; ``by_polylogarithm``: root
    of the article's printed equation. ``residual_*`` are the absolute values of each equation
    at its root, ``agreeing_digits`` counts the digits the two roots share.
    """

    family: Family
    best_a: str
    best_slope: str
    by_quadrature: str
    by_polylogarithm: str
    residual_quadrature: str
    residual_polylogarithm: str
    agreeing_digits: int
    errors: tuple[HalfError, ...]

    def error(self, at: str) -> HalfError:
        """Find the half error named ``four``, ``five``, ``six`` or ``best``."""
        for error in self.errors:
            if error.at == at:
                return error
        raise ValueError(f"no half error called {at!r}; there are four, five, six, best")


class Crossing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where slopes 1/4 and 1/5 are equally far from the sigmoid, and how far (x > 0)."""

    abscissa: str
    error: str
    residual: str


class PointError(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Absolute error of the line with width ``a`` at the abscissa ``x``."""

    a: str
    x: str
    error: str


class RangeError(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Mean and greatest absolute error of the line with width ``a`` over low <= x <= high."""

    a: str
    low: str
    high: str
    mean: str
    greatest: str
    greatest_at: str


class Supremum(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Greatest absolute error over the real line, its abscissa x > 0, and the error at the knee."""

    family: Family
    a: str
    greatest: str
    greatest_at: str
    at_knee: str


class Comparison(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By how much slope 1/4 errs more than slope 1/5 over the article's range 1.5 <= x <= 3.

    Up to the knee of slope 1/5, x = 2.5, where the excess vanishes: ``smallest`` is the least
    excess per unit of distance from that knee, at ``smallest_at``. ``beyond`` is the greatest
    excess from that knee on, where both are clipped.
    """

    smallest: str
    smallest_at: str
    beyond: str


class BackendError(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One framework's form of hard_sigmoid against exact rational arithmetic.

    ``form`` is ``keras`` (0.2 * x + 0.5) or ``theano`` (x * 0.2 + 0.5), ``dtype`` is
    ``float32`` or ``float64``. ``worst_ulp`` is the greatest error over the grid in units in
    the last place of numbers in [1/2, 1), at ``worst_at``; ``worst_own_ulp`` is measured in
    units in the last place of the exact value itself, which near the lower knee, where the
    sum cancels, are far smaller. ``knee_errors`` are the errors in ulp at the lower and upper
    knee. ``differences`` counts the points at which the other form gives other bits.
    """

    form: Literal["keras", "theano"]
    dtype: Literal["float32", "float64"]
    points: int
    worst_ulp: str
    worst_at: str
    worst_own_ulp: str
    worst_own_at: str
    knee_errors: tuple[str, str]
    differences: int


class Guard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the solver met widths that make no sense: calls with a <= 0, and those it accepted."""

    tried: int
    accepted: int


class Slopes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything `report.slopes.solve` finds.

    ``taylor[k]`` is the coefficient of x^k in the sigmoid's series at 0, an exact rational
    written like ``-17/80640``. ``normal_deviation`` is the standard deviation for which the
    least squares weighted by a normal density give the line a slope of exactly 1/5.
    """

    least_squares: tuple[LeastSquares, ...]
    criteria: tuple[Criterion, ...]
    crossing: Crossing
    taylor: tuple[str, ...]
    points: tuple[PointError, ...]
    ranges: tuple[RangeError, ...]
    suprema: tuple[Supremum, ...]
    comparison: Comparison
    normal_deviation: str
    normal_deviation_residual: str
    backends: tuple[BackendError, ...]
    guard: Guard

    def least(self, family: Family) -> LeastSquares:
        """Find the L2 optimum of one family."""
        return next(found for found in self.least_squares if found.family == family)

    def criterion(self, id_: str, family: Family = "line") -> Criterion:
        """Find one criterion's result for one family."""
        for found in self.criteria:
            if (found.id, found.family) == (id_, family):
                return found
        raise ValueError(f"no criterion called {id_!r} for the family {family!r}")
