"""The preview picture that other sites show beside a link to the report, drawn from its results."""

import io
from typing import TYPE_CHECKING

import numpy as np

from figures import style
from figures._data import curve
from figures._rows import folded
from report import compose, notation
from report.results.table import Table
from report.results.text import Language, Text
from report.site.found import Found

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIZE = (1200, 630)
"""Width and height in pixels, as the sites that show previews want them."""
ALT = Text(
    ja="報告書の題名の下に、シグモイド曲線と、原点で折れ線が重なるグラフ。",
    en="The title of the report over a graph: the sigmoid with two straight lines through its"
    " middle.",
)
_DPI = 100
_PAPER = "#ffffff"
_QUIET = "#5f6570"
_CHECKED = Text(ja="記述 {} 件を検証", en="{} statements checked")
_BEST = Text(ja="最小二乗の傾き {}", en="least-squares slope {}")


def name(language: Language) -> str:
    """Give the picture's file name."""
    return f"card.{language}.png"


def picture(found: Found, language: Language) -> bytes:
    """Draw the picture as PNG: the same bytes every time."""
    buffer = io.BytesIO()
    with style.look():
        figure = draw(found.curves, remarks(found, language), language)
        figure.savefig(buffer, format="png", dpi=_DPI, metadata={"Software": None})
    return buffer.getvalue()


def remarks(found: Found, language: Language) -> tuple[str, ...]:
    """Say in a few words what the report found."""
    checked = notation.text(found.numbers["verdicts.count"])
    slope = notation.text(found.numbers["line.best_slope"], digits=7)
    slope = slope.replace(notation.ELLIPSIS, "...")  # the Japanese face raises it to the middle
    return _CHECKED.in_(language).format(checked), _BEST.in_(language).format(slope)


def draw(curves: Table, said: tuple[str, ...], language: Language) -> "Figure":
    """Set the title over the sigmoid and the two lines of slope 1/4 and 1/5."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 — where drawn
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(SIZE[0] / _DPI, SIZE[1] / _DPI), facecolor=_PAPER)
    figure.set_layout_engine("none")
    FigureCanvasAgg(figure)
    title = folded(compose.TITLE.in_(language))
    figure.text(0.06, 0.9, title, size=36, weight=600, va="top", linespacing=1.25)
    figure.text(0.06, 0.635, compose.SUBTITLE.in_(language), size=20, color=_QUIET, va="top")
    _graph(figure.add_axes((0, 0.13, 1, 0.42)), curves)
    for at, text, side in ((0.06, said[0], "left"), (0.94, said[1], "right")):
        figure.text(at, 0.065, text, size=17, color=_QUIET, ha=side, va="center")
    return figure


def _graph(axes: "Axes", curves: Table) -> None:
    for which, colour in (("1/4", style.QUARTER), ("1/5", style.FIFTH)):
        axes.plot(*curve(curves, which), color=colour, lw=3)
    xs, ys = curve(curves, "sigmoid")
    axes.plot(xs, ys, color=style.SIGMOID, lw=5)
    axes.set(xlim=(np.min(xs), np.max(xs)), ylim=(-0.06, 1.06))
    axes.set_axis_off()
