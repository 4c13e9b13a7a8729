"""The derivative of half the squared error with respect to the width, and its only zero."""

from typing import TYPE_CHECKING

from figures import _names, style
from figures._data import cell, curve, fraction, grid, joined, series, shown
from figures._labels import Label, beside
from report.results.table import Cell, Table
from report.results.text import Language, Text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from report.results.bundle import Results

CAPTION = Text(
    ja="二乗誤差の半分を幅 {{ m('a') }} で微分した導関数。増加し続けて、"
    "{{ m('a') }} = {{ n('line.best_a', places=4) }} で一度だけゼロになり、"
    "その後は点線の極限に近づく。ゼロの位置が最小二乗の幅である。",
    en="The derivative of half the squared error with respect to the width {{ m('a') }}. It keeps"
    " increasing, is zero only once, at {{ m('a') }} = {{ n('line.best_a', places=4) }}, the width"
    " of least squares, and then tends to the dotted limit.",
)
ALT = Text(
    ja="横軸に幅、縦軸に導関数の値をとった一本の曲線。負の値から単調に増え、"
    "水平なゼロの線を一度だけ横切り、上にある点線へ近づいていく。横切る点に印と値がある。",
    en="One curve over the width. It rises all the way from negative values, crosses the level line"
    " of zero once, where a dot and its value stand, and draws near a dotted line above.",
)

_DERIVATIVE = Text(ja="二乗誤差の半分の導関数", en="Derivative of half the squared error")
_LIMIT = Text(ja="極限 {}", en="limit {}")


def table(results: "Results") -> Table:
    """Evaluate the derivative over 0 < a <= 12, its zero, and the limit for a without bound."""
    from report.slopes.graphs import derivative_curve  # noqa: PLC0415 — captions need no numerics

    widths = grid(0.02, 12, 120)
    blocks: list[list[tuple[Cell, ...]]] = [
        series("derivative", widths, derivative_curve(widths)),
        [("zero", cell(results.slopes.least("line").best_a), "0")],
        [("limit", "inf", cell(1 / 24))],
    ]
    return joined(blocks, ("curve", "x", "value"))


@style.styled
def draw(table: Table, language: Language) -> "Figure":
    """Draw the curve, the line of zero and the limit."""
    figure = style.canvas(__name__, "medium")
    axes = figure.subplots()
    _, (limit,) = curve(table, "limit")
    zero, nothing = curve(table, "zero")
    widths, values = curve(table, "derivative")
    axes.axhline(0, color=style.INK, lw=style.HAIR)
    axes.axhline(limit, color=style.INK, lw=style.THIN, ls=":")
    axes.plot(widths, values, color=style.ERROR, lw=style.BOLD)
    axes.plot(zero, nothing, "o", color=style.LEAST_SQUARES, ms=6)
    axes.set_xlim(0, widths[-1])
    axes.margins(y=0.12)
    axes.set_xlabel("$a$")
    style.heading(axes, _DERIVATIVE.in_(language))
    style.settle(axes)
    name = f"{_names.LEAST_SQUARES.in_(language)} $a$ = {shown(zero[0], 4)}"
    beside(
        axes,
        [
            Label(name, style.LEAST_SQUARES, zero, nothing, offset=6),
            Label(
                _LIMIT.in_(language).format(fraction(limit, 24)),
                style.INK,
                [1.5, 2.5],
                [limit, limit],
                bold=False,
            ),
        ],
    )
    return figure
