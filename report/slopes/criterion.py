"""What makes up a criterion: its definition, its measure, and the closed forms that are known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from report.results.slopes import Family
from report.results.text import Text
from report.slopes.arithmetic import Real
from report.slopes.measures import Measure


@dataclass(frozen=True)
class Width:
    """A best width in closed form: to show, and to evaluate (exactly where it is rational)."""

    latex: str
    evaluate: Callable[[], Real | Fraction]


@dataclass(frozen=True)
class HalfLoss:
    """Half a loss as a function of the width a in closed form: to show, and to evaluate."""

    latex: str
    evaluate: Callable[[Real], Real]


@dataclass(frozen=True)
class Unsolvable:
    """Why a criterion has no best width."""

    status: Literal["diverges", "degenerates"]
    reason: Text


@dataclass(frozen=True)
class Criterion:
    """One criterion of closeness between f and g_a.

    ``definition`` is LaTeX of the loss, in which KL(p, q) is the Kullback-Leibler divergence
    between Bernoulli distributions; ``measure`` computes it. ``widths`` and ``half_losses`` hold
    the closed forms that are known. ``for_tanh`` is the measure which, put to the sigmoid, is
    this criterion put to tanh(x) = 2 f(2x) - 1; None where it is the same. ``aliases`` are
    further names.
    """

    id: str
    name: Text
    definition: str
    measure: Measure
    widths: Mapping[Family, Width] = field(default_factory=dict)
    half_losses: Mapping[Family, HalfLoss] = field(default_factory=dict)
    unsolvable: Unsolvable | None = None
    for_tanh: Measure | None = None
    aliases: tuple[str, ...] = ()
