"""The best slope by every criterion, and how good each is.

`solve` computes all that the report needs. For use elsewhere: `best` finds the best slope of a
family by one criterion, `criterion` and `CRITERIA` look up what there is, `normal` makes a
criterion of one's own, `half_error` and `derivative` evaluate the article's error and its
derivative.

>>> from report import slopes
>>> slopes.best("l2", digits=15).a
'5.19936381662864'
>>> slopes.best(slopes.normal("1.8993757"), digits=7).slope
'0.2000000'
>>> sorted(c.id for c in slopes.CRITERIA if c.unsolvable)
['cross_entropy', 'forward_kl']
"""

from report.slopes.best import Best, best
from report.slopes.criteria import CRITERIA, criterion, normal
from report.slopes.criterion import Criterion
from report.slopes.graphs import derivative_curve, error_curve, half_error_curve
from report.slopes.least_squares import (
    derivative,
    half_error,
    half_error_by_quadrature,
    printed_equation,
)
from report.slopes.solve import solve

__all__ = [
    "CRITERIA",
    "Best",
    "Criterion",
    "best",
    "criterion",
    "derivative",
    "derivative_curve",
    "error_curve",
    "half_error",
    "half_error_by_quadrature",
    "half_error_curve",
    "normal",
    "printed_equation",
    "solve",
]
