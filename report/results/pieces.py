"""Published approximations of the sigmoid, recomputed, and the best piecewise-linear ones."""

import msgspec

from report.results.text import Text


class Method(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A published approximation: errors as printed and as recomputed, in percent.

    ``mean`` and ``max`` are the mean and the largest absolute difference from the sigmoid at
    evenly spaced points of [-8, 8); ``printed_mean`` and ``printed_max`` are the decimals in the
    literature, compared after rounding to as many places. ``exact_mean`` and ``exact_max`` are
    the same over the whole interval, not sampled. ``definition`` is LaTeX, for x >= 0. ``pieces``
    counts the straight pieces over the real line; None if they are curved or never end.
    ``l2`` is the integral of the squared difference over the real line.
    """

    id: str
    name: Text
    authors: str
    year: int
    definition: str
    continuous: bool
    pieces: int | None
    mean: str
    max: str
    exact_mean: str
    exact_max: str
    printed_mean: str
    printed_max: str
    mean_agrees: bool
    max_agrees: bool
    l2: str
    note: Text


class Optimum(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The best continuous piecewise-linear approximation with ``pieces`` pieces, free knots.

    ``error`` is the integral of the squared difference over the real line, by Newton's method on
    the stationarity conditions; ``second`` the same by an independent minimisation; ``agreed``
    counts their common significant digits. ``knots`` and ``values`` are the positive knots and
    the values at them; the rest follows from the point symmetry. ``scaled`` is error * pieces^4.
    """

    pieces: int
    error: str
    second: str
    agreed: int
    knots: tuple[str, ...]
    values: tuple[str, ...]
    scaled: str


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """PLAN against the best continuous approximation with as many pieces.

    ``l2`` is its squared error over the real line, ``ratio`` that over the best one's; it jumps
    at ``jump_at`` from ``jump_from`` to ``jump_to``. Decimal strings, exact but for the first two.
    """

    pieces: int
    l2: str
    ratio: str
    jump_at: str
    jump_from: str
    jump_to: str


class Rough(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of Theano's two cheap sigmoids: largest and squared distance from the sigmoid.

    ``max`` is the largest absolute difference, at x = ``max_at`` >= 0. ``l2_within`` is the
    integral of the squared difference over [-window, window], ``l2`` over the real line: it is
    the text "infinite" if the approximation ends ``tail`` away from 1 for large x.
    """

    id: str
    name: str
    max: str
    max_at: str
    l2: str
    window: int
    l2_within: str
    tail: str


class Pieces(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The literature, the optima, and what both say about each other.

    ``samples_per_unit`` is the sampling that reproduces the printed figures. ``asymptote`` is
    the limit of ``scaled`` for many pieces. ``rough_crossover`` is the half-width of the interval
    beyond which ultra_fast_sigmoid's squared error exceeds hard_sigmoid's, whole tails and all.
    """

    samples_per_unit: int
    methods: tuple[Method, ...]
    optima: tuple[Optimum, ...]
    asymptote: str
    plan: Plan
    rough: tuple[Rough, ...]
    rough_crossover: str
