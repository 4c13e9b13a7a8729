"""The sigmoid with the lines of slope 1/4 and 1/5, and how far each is from it."""

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from figures import _names, style
from figures._data import cell, curve, grid, joined, series, shown, with_zeros
from figures._labels import Label, beside
from report.activations import line, sigmoid
from report.results.table import Table
from report.results.text import Language, Text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from report.results.bundle import Results

CAPTION = Text(
    ja="上：標準シグモイド関数と二つの直線。下：各直線とシグモイドとの差の絶対値。"
    "二つの誤差は {{ m('|x|') }} = {{ n('crossing.abscissa', places=4) }} で等しくなり、"
    "内側では急な直線が、外側では緩やかな直線が近い。緩やかな直線の節点より外では差がない。",
    en="Top: the sigmoid with two straight lines. Bottom: the absolute difference of each line from"
    " the sigmoid. The two are equally far at {{ m('|x|') }} ="
    " {{ n('crossing.abscissa', places=4) }}: nearer to the origin the steeper line is the"
    " closer one, beyond it the flatter one; past the flatter line's knees they do not differ.",
)
ALT = Text(
    ja="上下に並んだグラフ。上段では S 字形のシグモイドに、原点で接する急な直線と、"
    "やや緩やかな直線が重なり、どちらも両端で水平に折れる。下段の誤差は左右対称で、急な直線は原点付近でほぼゼロ、"
    "折れ目で鋭い山をつくる。緩やかな直線は内側に低い丘、折れ目に低めの山をもつ。",
    en="Two panels. Above, the S-shaped sigmoid is overlaid by a steep line that touches it at the"
    " origin and by a flatter line; both turn level at their ends. Below, the errors mirror each"
    " other left and right: the steep line's is almost nil around the origin and peaks sharply"
    " at its knees; the flatter line's has a low hump inside and a lower peak at its knees.",
)

COLOURS = {"1/4": style.QUARTER, "1/5": style.FIFTH}


def table(results: "Results") -> Table:
    """Curves over [-6, 6]: the sigmoid, both lines, both errors, and the point where they meet."""
    xs = grid(-6, 6, 120)
    blocks = [series("sigmoid", xs, sigmoid(xs))]
    for name in COLOURS:
        a = float(1 / Fraction(name))
        at = with_zeros(xs, line(xs, a) - sigmoid(xs))
        blocks.append(series(name, xs, line(xs, a)))
        blocks.append(series(f"error {name}", at, np.abs(line(at, a) - sigmoid(at))))
    found = results.slopes.crossing
    blocks.append([("crossing", cell(found.abscissa), cell(found.error))])
    return joined(blocks, ("curve", "x", "value"))


@style.styled
def draw(table: Table, language: Language) -> "Figure":
    """Draw the functions above and the errors below, over one abscissa."""
    figure = style.canvas(__name__, "tall")
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(5, 4))
    above.plot(*curve(table, "sigmoid"), color=style.SIGMOID, lw=style.BOLD, zorder=3)
    for name, colour in COLOURS.items():
        above.plot(*curve(table, name), color=colour)
        below.plot(*curve(table, f"error {name}"), color=colour)
    style.heading(above, _names.VALUE.in_(language))
    style.heading(below, _names.POINTWISE.in_(language))
    below.set_xlabel("$x$")
    below.set_ylim(bottom=0)
    x, error = curve(table, "crossing")
    below.plot([-x, x], [error, error], "o", color=style.INK, ms=4)
    style.settle(below)
    sigmoid_label = Label(_names.SIGMOID.in_(language), style.SIGMOID, *curve(table, "sigmoid"))
    beside(above, [sigmoid_label, *_slopes(table, "{}", language)])
    point = Label(f"$|x|$ = {shown(x[0], 4)}", style.INK, x, error, offset=6, bold=False)
    beside(below, [point, *_slopes(table, "error {}", language)])
    return figure


def _slopes(table: Table, curves: str, language: Language) -> list[Label]:
    return [
        Label(_names.slope(name, language), colour, *curve(table, curves.format(name)))
        for name, colour in COLOURS.items()
    ]
