"""The sigmoid with the partial sums of its power series at the origin."""

from fractions import Fraction
from math import pi
from typing import TYPE_CHECKING

import numpy as np

from figures import _names, style
from figures._data import Floats, cell, curve, grid, joined, series
from figures._labels import Label, beside
from report.activations import sigmoid
from report.results.table import Table
from report.results.text import Language, Text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from report.results.bundle import Results

CAPTION = Text(
    ja="標準シグモイド関数と、原点での級数展開の部分和。一次の部分和が原点での接線である。"
    "点線は収束半径を示し、その外では次数を上げるほど離れていく。",
    en="The sigmoid and the partial sums of its power series at the origin; the one of first degree"
    " is the tangent there. Dotted: the radius of convergence, beyond which a higher degree only"
    " leads further away.",
)
ALT = Text(
    ja="S 字形のシグモイドに、原点の接線と、より高次の多項式の曲線が重なるグラフ。"
    "高次の曲線ほど原点から遠くまでシグモイドに沿うが、収束半径を示す縦の点線の付近で、"
    "交互に上下へ急激に離れる。",
    en="The S-shaped sigmoid with its tangent at the origin and polynomials of higher degree. The"
    " higher the degree, the further they follow the sigmoid, but near the dotted vertical lines"
    " that mark the radius of convergence they shoot away, up and down in turn.",
)

DEGREES = 4
"""How many partial sums are drawn: the first odd degrees."""
FLOOR, CEILING = -0.3, 1.3


def table(results: "Results") -> Table:
    """Curves over [-5, 5] as far as they stay in sight, named by degree; and the radius."""
    coefficients = [float(Fraction(c)) for c in results.slopes.taylor]
    xs = grid(-5, 5, 200)
    blocks = [series("sigmoid", xs, sigmoid(xs))]
    for degree in range(1, 2 * DEGREES, 2):
        ys = np.polynomial.Polynomial(coefficients[: degree + 1])(xs)
        seen = _in_sight(ys)
        blocks.append(series(f"degree {degree}", xs[seen], ys[seen]))
    blocks.append([("radius", cell(pi), cell(0.5))])
    return joined(blocks, ("curve", "x", "value"))


def _in_sight(ys: Floats) -> Floats:
    """Keep what can be seen, and one point beyond on each side so that lines leave the frame."""
    inside = np.flatnonzero((ys > FLOOR) & (ys < CEILING))
    return np.arange(max(inside[0] - 1, 0), min(inside[-1] + 2, len(ys)))


@style.styled
def draw(table: Table, language: Language) -> "Figure":
    """Draw the sigmoid over its partial sums."""
    figure = style.canvas(__name__, "medium")
    axes = figure.subplots()
    (radius,), _ = curve(table, "radius")
    for side in (-radius, radius):
        axes.axvline(side, ymax=0.42, color=style.INK, lw=style.THIN, ls=":")
    sums = [name for name in dict.fromkeys(table.column("curve")) if str(name)[:3] == "deg"]
    colours = [style.QUARTER, *[style.ERROR] * (len(sums) - 1)]
    for name, colour in zip(sums, colours, strict=True):
        axes.plot(*curve(table, str(name)), color=colour)
    axes.plot(*curve(table, "sigmoid"), color=style.SIGMOID, lw=style.BOLD)
    axes.set_ylim(FLOOR, CEILING)
    axes.set_xlim(-5, 5)
    axes.set_xlabel("$x$")
    style.heading(axes, _names.VALUE.in_(language))
    style.settle(axes)
    labels = [Label(_names.SIGMOID.in_(language), style.SIGMOID, *curve(table, "sigmoid"))]
    for name, colour in zip(sums, colours, strict=True):
        degree = str(name).split()[1]
        labels.append(Label(_DEGREE.in_(language).format(degree), colour, *curve(table, str(name))))
    labels.append(Label(_RADIUS.in_(language), style.INK, [radius] * 2, [0.1, 0.2], bold=False))
    beside(axes, labels)
    return figure


_DEGREE = Text(ja="{}次", en="degree {}")
_RADIUS = Text(ja="収束半径 $π$", en="radius of convergence $π$")
