"""What the explorer marks: every criterion's best width, and the widths that frameworks use."""

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from figures import style
from report.context import Explorer, Mark, Quote
from report.results.bundle import Results
from report.results.slopes import FAMILIES, Criterion, Family
from report.results.survey import Survey
from report.results.text import Text

SHORT = {
    "tangent": Text(ja="原点での接線", en="tangent at the origin"),
    "normal_one": Text(ja="L2（標準正規）", en="L2, normal weight"),
    "normal_two": Text(ja="L2（広い正規）", en="L2, wide normal weight"),
    "logistic": Text(ja="L2（ロジスティック）", en="L2, logistic weight"),
    "l1": Text(ja="L1", en="L1"),
    "h1_seminorm": Text(ja="H1 半ノルム", en="H1 seminorm"),
    "h1": Text(ja="H1 ノルム", en="H1 norm"),
    "l2": Text(ja="L2（最小二乗）", en="L2, least squares"),
    "chi_squared": Text(ja="カイ二乗", en="chi-squared"),
    "minimax": Text(ja="ミニマックス", en="minimax"),
    "reverse_kl": Text(ja="逆向きの KL", en="reverse KL"),
    "jensen_shannon": Text(ja="Jensen–Shannon", en="Jensen–Shannon"),
    "variance": Text(ja="分散の一致", en="equal variance"),
    "hellinger": Text(ja="Hellinger", en="Hellinger"),
}
"""Names of criteria that fit beside a mark; any other criterion stands there with its full name."""
SINGLED_OUT = {"2": style.HALF, "4": style.QUARTER, "5": style.FIFTH, "6": style.SIXTH}
"""The colours that the figures give to the slopes of these widths."""
BEYOND = 2
"""The widths go on past the last mark, so that the error is seen to rise again."""


def explorer(criteria: Iterable[Criterion], best: Mapping[Family, str], survey: Survey) -> Explorer:
    """Put together what the explorer marks, and the range of widths that has room for it all.

    ``best`` gives each family's least-squares width.
    """
    found = {family: _criteria(criteria, family) for family in best}
    users = _users(survey)
    widths = [Decimal(mark.a) for marks in (*found.values(), users) for mark in marks]
    return Explorer(
        low=str(math.floor(min(widths))),
        high=str(math.floor(max(widths)) + BEYOND),
        best=best,
        criteria=found,
        users=users,
        colour=style.ERROR,
    )


def of(results: Results) -> Explorer:
    """The explorer of a build."""
    best = {family: results.slopes.least(family).best_a for family in FAMILIES}
    return explorer(results.slopes.criteria, best, results.survey)


def _criteria(criteria: Iterable[Criterion], family: Family) -> tuple[Mark, ...]:
    """Mark every criterion that has a best width, the steepest first."""
    marks = [
        _criterion(found, found.best_a)
        for found in criteria
        if found.family == family and found.best_a is not None
    ]
    return tuple(sorted(marks, key=lambda mark: Decimal(mark.a)))


def _criterion(found: Criterion, a: str) -> Mark:
    source = f"row:criterion-{found.family}-{found.id}"
    least = style.LEAST_SQUARES if found.id == "l2" else style.ERROR
    return Mark(
        a=a,
        short=Quote(SHORT.get(found.id, found.name), source),
        names=(Quote(found.name, source),),
        colour=SINGLED_OUT.get(a, least),
    )


def _users(survey: Survey) -> tuple[Mark, ...]:
    """Mark every slope that frameworks use, the steepest first, with all who use it."""
    found: dict[Fraction, list[Quote]] = {}
    for entry in survey.frameworks:
        name = f"{entry.name} (–{entry.until})" if entry.until else entry.name
        quote = Quote(name, f"row:framework-{entry.id}")
        found.setdefault(Fraction(entry.slope), []).append(quote)
    return tuple(_user(slope, found[slope]) for slope in sorted(found, reverse=True))


def _user(slope: Fraction, names: list[Quote]) -> Mark:
    a = f"{(Decimal(slope.denominator) / Decimal(slope.numerator)).normalize():f}"
    label = Text(ja=f"傾き {slope}", en=f"slope {slope}")
    colour = SINGLED_OUT.get(a, style.ERROR)
    return Mark(a, Quote(label, names[0].source), tuple(names), colour)
