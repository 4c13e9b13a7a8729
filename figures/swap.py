"""A trained sigmoid network whose sigmoid is replaced by a clipped line, over many slopes."""

from typing import TYPE_CHECKING

import numpy as np

from figures import _names, style
from figures._data import cell, fraction, shown
from figures._labels import Label, above, beside
from report.results.network import Interval
from report.results.table import Cell, Table
from report.results.text import Language, Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from report.results.bundle import Results

CAPTION = Text(
    ja="学習済みの多層パーセプトロンのシグモイドを、再学習せずにハードシグモイドへ置き換えたときの、"
    "傾きごとのテスト精度（上）と出力の変化（下、クラス確率の変化の二乗平均平方根）。"
    "帯は平均の信頼区間、点線は置き換える前の精度。"
    "離れて置いた点と横棒は、各学習で最良となる傾きの平均と信頼区間。",
    en="A trained multi-layer perceptron whose sigmoid is replaced by a hard sigmoid without"
    " retraining: test accuracy (top) and change of the output (bottom, root mean square over the"
    " class probabilities) against the slope. Bands: confidence intervals of the means; dotted:"
    " the accuracy before the change; the dots with bars that stand apart: mean and confidence"
    " interval of the slope that is best for each run.",
)
ALT = Text(
    ja="傾きを横軸にとった上下のグラフで、上段は精度、下段は出力の変化を、帯を伴う曲線で示す。"
    "注目する傾きは縦線で示し、上に名前を記す。各段に、最良の傾きを示す点と横棒が離れて置かれている。",
    en="Two panels with the slope across: accuracy above, change of the output below, each a curve"
    " within a band. Vertical lines with names on top mark the slopes of interest; in each panel"
    " a dot with a bar, apart from the curve, marks the best slope.",
)

PANELS = {
    "accuracy": _names.TEST_ACCURACY,
    "output_error": Text(ja="出力の変化", en="Change of the output"),
}


def table(results: "Results") -> Table:
    """Both measures against the slope; the accuracy before; the best slope by each measure."""
    swap = results.network.swap
    rows: list[tuple[Cell, ...]] = []
    for panel in PANELS:
        rows += [
            (panel, point.mark, cell(point.slope), *_cells(getattr(point, panel)))
            for point in swap.points
        ]
    rows.append(("before", "sigmoid", "", *_cells(swap.baseline)))
    rows.append(("best accuracy", "", "", *_cells(swap.best_accuracy)))
    rows.append(("best output_error", "", "", *_cells(swap.best_output)))
    return Table(columns=("measure", "mark", "slope", "mean", "low", "high"), rows=tuple(rows))


def _cells(found: Interval) -> tuple[Cell, ...]:
    return cell(found.mean), cell(found.low), cell(found.high)


@style.styled
def draw(table: Table, language: Language) -> "Figure":
    """Draw a panel a measure over one axis of slopes."""
    figure = style.canvas(__name__, "tall")
    panels = figure.subplots(2, 1, sharex=True)
    for axes, (measure, name) in zip(panels, PANELS.items(), strict=True):
        _panel(axes, table, measure)
        style.heading(axes, name.in_(language), room=axes is panels[0])
    for axes in panels:
        axes.set_xmargin(0.02)
    style.percent(panels[0].yaxis)
    panels[0].axhline(table.floats("mean", measure="before")[0], color=style.INK, ls=":", lw=0.8)
    panels[1].set_ylim(bottom=0)
    panels[1].set_xlabel(_names.SLOPE_AXIS.in_(language))
    marks = _marks(table, language)
    for axes in panels:
        for label in marks:
            axes.axvline(float(label.xs[0]), color=label.colour, lw=style.THIN, zorder=1)
    above(panels[0], marks)
    for axes, measure in zip(panels, PANELS, strict=True):
        _best(axes, table, measure)
    return figure


def _panel(axes: "Axes", table: Table, measure: str) -> None:
    slopes, means, low, high = (
        table.floats(name, measure=measure) for name in ("slope", "mean", "low", "high")
    )
    axes.fill_between(slopes, low, high, color=style.MLP, alpha=0.25, lw=0)  # gaps stay open
    axes.plot(slopes, means, color=style.MLP)


def _marks(table: Table, language: Language) -> list[Label]:
    marked = [
        (str(mark), slope)
        for mark, slope in zip(
            table.column("mark", measure="accuracy"),
            table.floats("slope", measure="accuracy"),
            strict=True,
        )
        if mark
    ]
    return [
        Label(
            _names.LEAST_SQUARES.in_(language) if mark == "article" else fraction(slope),
            style.SLOPES[mark],
            [slope],
            [0],
        )
        for mark, slope in marked
    ]


def _best(axes: "Axes", table: Table, measure: str) -> None:
    """Mark the best slope with its interval, in the half that the curve leaves free."""
    at = f"best {measure}"
    mean, low, high = (table.floats(name, measure=at)[0] for name in ("mean", "low", "high"))
    bottom, top = axes.get_ylim()
    slopes, means = (table.floats(name, measure=measure) for name in ("slope", "mean"))
    y = bottom + (0.15 if np.interp(mean, slopes, means) > (bottom + top) / 2 else 0.6) * (
        top - bottom
    )
    ends = [] if np.isnan(low) else [low, high]
    axes.plot(ends, [y] * len(ends), color=style.INK, lw=3, solid_capstyle="butt")
    axes.plot(mean, y, "o", color=style.INK, ms=5)
    axes.set_ylim(bottom, top)
    text = shown(mean, 3)
    xs = [mean, *reversed(ends)]
    beside(axes, [Label(text, style.INK, xs, [y] * len(xs), offset=5, bold=False)])
