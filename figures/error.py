"""Half the squared error of the line against its width, with the slopes of interest marked."""

from fractions import Fraction
from typing import TYPE_CHECKING

from figures import _names, style
from figures._data import cell, curve, grid, joined, series, shown
from figures._labels import Label, beside
from report.results.table import Cell, Table
from report.results.text import Language, Text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from report.results.bundle import Results

CAPTION = Text(
    ja="直線の二乗誤差の半分と幅 {{ m('a') }} の関係。印は注目する傾き（幅の逆数）を示し、"
    "添えた数は最小値に対する比である。",
    en="Half the squared error of the line against its width {{ m('a') }}. Dots mark the slopes"
    " of interest, the reciprocals of their widths; the numbers beside them are ratios to the"
    " smallest error.",
)
ALT = Text(
    ja="幅を横軸、誤差を縦軸にとった谷形の曲線。谷底に最小二乗の点があり、"
    "Keras と Theano の傾きの点はそのすぐ左で谷底に近い。"
    "さらに左の接線の点は高く、右にある今日の傾きの点は両者の間の高さにある。",
    en="A valley-shaped curve of the error over the width. The dot of least squares lies at its"
    " bottom; that of Keras' and Theano's slope just left of it, hardly higher. Further left, the"
    " tangent's dot is high up; to the right, today's slope lies at a height between.",
)

MARKS = {
    "four": style.QUARTER,
    "five": style.FIFTH,
    "best": style.LEAST_SQUARES,
    "six": style.SIXTH,
}


def table(results: "Results") -> Table:
    """Evaluate the error over 3.4 <= a <= 7; each mark has its width, error, ratio to the least."""
    from report.slopes.graphs import half_error_curve  # noqa: PLC0415 — captions need no numerics

    widths = grid(3.4, 7, 72)
    blocks: list[list[tuple[Cell, ...]]] = [
        [(*row, "") for row in series("error", widths, half_error_curve(widths))]
    ]
    for at in MARKS:
        found = results.slopes.least("line").error(at)
        blocks.append([(at, cell(found.a), cell(found.value), cell(found.ratio))])
    return joined(blocks, ("curve", "x", "value", "ratio"))


@style.styled
def draw(table: Table, language: Language) -> "Figure":
    """Draw the curve with its marks."""
    figure = style.canvas(__name__, "medium")
    axes = figure.subplots()
    axes.plot(*curve(table, "error"), color=style.ERROR, lw=style.BOLD)
    for at, colour in MARKS.items():
        axes.plot(*curve(table, at), "o", color=colour, ms=6)
    axes.set_ylim(bottom=0)
    axes.set_xlabel("$a$")
    style.heading(axes, _names.HALF_ERROR.in_(language))
    style.settle(axes)
    labels = []
    for at, colour in MARKS.items():
        x, y = curve(table, at)
        labels.append(Label(_text(table, at, language), colour, x, y, offset=7))
    beside(axes, labels)
    return figure


def _text(table: Table, at: str, language: Language) -> str:
    if at == "best":
        return _names.LEAST_SQUARES.in_(language)
    width, ratio = (table.column(name, curve=at)[0] for name in ("x", "ratio"))
    slope = _names.slope(str(1 / Fraction(str(width))), language)
    return f"{slope}\n{_RATIO.in_(language).format(shown(ratio, 3))}"


_RATIO = Text(ja="{} 倍", en="× {}")
