"""The two parabolas: their shape, their pointwise error, and their squared error by width."""

from typing import TYPE_CHECKING

import numpy as np

from figures import _names, style
from figures._data import cell, curve, fraction, grid, joined, series, shown, with_zeros
from figures._labels import Label, beside
from report.activations import parabolas, sigmoid
from report.results.table import Table
from report.results.text import Language, Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from report.results.bundle import Results

CAPTION = Text(
    ja="二つの放物線による近似。左上：シグモイドと、最小二乗の幅の放物線。"
    "左下：差の絶対値を、最小二乗の幅と、原点の傾きを合わせた幅とで比べたもの。"
    "右：二乗誤差の半分と幅 {{ m('a') }} の関係。二つの幅の誤差の比は"
    " {{ n('parabolas.error_ratio_four', places=5) }} である。",
    en="The approximation by two parabolas. Top left: the sigmoid and the parabolas of the width"
    " that is best by least squares. Bottom left: their absolute differences, for that width and"
    " for the one that gives them the sigmoid's slope at the origin. Right: half the squared"
    " error against the width {{ m('a') }}; the errors at these two widths are in the ratio"
    " {{ n('parabolas.error_ratio_four', places=5) }}.",
)
ALT = Text(
    ja="三つのグラフ。左上では放物線の曲線がシグモイドとほとんど重なる。左下の二本の誤差の曲線も"
    "ほぼ重なり、四つの山のうち外側の二つが高い。右は谷形の曲線で、二つの点が谷底で重なる。",
    en="Three graphs. Top left, the parabolas all but cover the sigmoid. Bottom left, the two"
    " curves of their errors nearly coincide, with four humps of which the outer two are higher."
    " Right, a valley with two dots on top of each other at its bottom.",
)

COLOURS = {"best": style.LEAST_SQUARES, "four": style.QUARTER}


def table(results: "Results") -> Table:
    """Shapes and pointwise errors over [-6, 6], and half the squared error over 3.4 <= a <= 4.7."""
    from report.slopes.graphs import half_error_curve  # noqa: PLC0415 — captions need no numerics

    found = results.slopes.least("parabolas")
    xs, widths = grid(-6, 6, 120), grid(3.4, 4.7, 65)
    blocks = [series("sigmoid", xs, sigmoid(xs))]
    for name in COLOURS:
        a = float(found.error(name).a)
        at = with_zeros(xs, parabolas(xs, a) - sigmoid(xs))
        blocks.append(series(f"shape {name}", xs, parabolas(xs, a)))
        blocks.append(series(f"error {name}", at, np.abs(parabolas(at, a) - sigmoid(at))))
    blocks.append(series("half error", widths, half_error_curve(widths, "parabolas")))
    for name in COLOURS:
        mark = found.error(name)
        blocks.append([(f"mark {name}", cell(mark.a), cell(mark.value))])
    return joined(blocks, ("curve", "x", "value"))


@style.styled
def draw(table: Table, language: Language) -> "Figure":
    """Draw shape over pointwise error at the left, squared error at the right."""
    figure = style.canvas(__name__, "tall")
    panels = figure.subplot_mosaic([["shape", "half"], ["error", "half"]], width_ratios=(3, 2))
    shape, error, half = (panels[name] for name in ("shape", "error", "half"))
    shape.sharex(error)
    shape.tick_params(labelbottom=False)
    shape.plot(*curve(table, "sigmoid"), color=style.SIGMOID, lw=style.BOLD)
    shape.plot(*curve(table, "shape best"), color=style.LEAST_SQUARES)
    for name, dashes in (("best", "-"), ("four", (0, (4, 2)))):
        error.plot(*curve(table, f"error {name}"), color=COLOURS[name], ls=dashes)
    half.plot(*curve(table, "half error"), color=style.ERROR, lw=style.BOLD)
    for (name, colour), size in zip(COLOURS.items(), (9, 4), strict=True):  # they all but coincide
        half.plot(*curve(table, f"mark {name}"), "o", color=colour, ms=size)
    error.set_ylim(bottom=0)
    half.set_ylim(bottom=0)
    error.set_xlabel("$x$")
    half.set_xlabel("$a$")
    style.heading(shape, _names.VALUE.in_(language))
    style.heading(error, _names.POINTWISE.in_(language))
    style.heading(half, _names.HALF_ERROR.in_(language))
    style.settle(half)
    _label(shape, error, half, table, language)
    return figure


def _label(shape: "Axes", error: "Axes", half: "Axes", table: Table, language: Language) -> None:
    sigmoid_name = _names.SIGMOID.in_(language)
    best, four = (_name(table, name, language) for name in COLOURS)
    beside(
        shape,
        [
            Label(sigmoid_name, style.SIGMOID, *_part(table, "sigmoid", -6, -1)),
            Label(best, style.LEAST_SQUARES, *_part(table, "shape best", 1, 6)),
        ],
    )
    beside(error, [Label(four, style.QUARTER, *_part(table, "error four", -6, -1))])
    beside(error, [Label(best, style.LEAST_SQUARES, *_part(table, "error best", 1, 6))])
    labels = [
        Label(text, COLOURS[name], *curve(table, f"mark {name}"), offset=8)
        for name, text in (("best", best), ("four", four))
    ]
    beside(half, labels)


def _part(table: Table, name: str, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    xs, ys = curve(table, name)
    inside = (xs > low) & (xs < high)
    return xs[inside], ys[inside]


def _name(table: Table, name: str, language: Language) -> str:
    (width,), _ = curve(table, f"mark {name}")
    if name == "best":
        return f"{_names.LEAST_SQUARES.in_(language)} {shown(1 / width, 4)}"
    return _names.slope(fraction(1 / width), language)
