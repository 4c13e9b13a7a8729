"""The weights of the dense layer, seen as images: one for each filter and class."""

from typing import TYPE_CHECKING

import numpy as np

from figures import _images, style
from figures._data import shown
from report.results.table import Cell, Table
from report.results.text import Language, Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from report.results.bundle import Results

CAPTION = Text(
    ja="全結合層の重み。列はクラス、行は縦と横のエッジのフィルタで、各画素はその位置の応答にかかる重み。"
    "緑は正、茶は負、白はゼロ。",
    en="The weights of the dense layer. Columns: classes; rows: the filters for vertical and"
    " horizontal edges. Each pixel is the weight of the response at its place: green positive,"
    " brown negative, white zero.",
)
ALT = Text(
    ja="クラスごとに一列、フィルタごとに一行の画像の格子。各画素の色の濃さが重みの大きさを、"
    "色合いが正負を表し、右端に色の目盛がある。",
    en="A grid of images, one column a class and one row a filter. The depth of a pixel's colour is"
    " the size of its weight and the hue its sign; the scale stands at the right.",
)

FILTERS = {
    "vertical": Text(ja="縦", en="vertical"),
    "horizontal": Text(ja="横", en="horizontal"),
}
_SHARE = 99.5
"""The colours span this percentage of all weights; the few beyond are shown like the last."""
_ROWS = len(FILTERS)
_MARGIN, _HEAD = 2.4 * style.CENTIMETRE, 0.55 * style.CENTIMETRE
"""What names and scale need at the sides, and what the classes need above."""


def table(results: "Results") -> Table:
    """One picture a row, its weights in hundredths (an eye sees no finer steps)."""
    rows: list[tuple[Cell, ...]] = []
    for name, classes in zip(FILTERS, results.network.portrait.weights, strict=True):
        for label, image in enumerate(classes):
            hundredths = ((round(100 * weight) for weight in line) for line in image)
            rows.append((name, label, _images.packed(hundredths)))
    return Table(columns=("filter", "label", "hundredths"), rows=tuple(rows))


@style.styled
def draw(table: Table, language: Language) -> "Figure":
    """Draw a row of images a filter, and the scale below them."""
    labels = list(dict.fromkeys(table.column("label")))
    images = {
        (name, label): _images.unpacked(table, "hundredths", filter=name, label=label) / 100
        for name in FILTERS
        for label in labels
    }
    largest = float(np.percentile(np.abs(np.stack(list(images.values()))), _SHARE))
    side = (style.WIDTH - _MARGIN) / len(labels)
    figure = style.canvas(__name__, _ROWS * side + _HEAD)
    grid = figure.add_gridspec(_ROWS, len(labels) + 1, width_ratios=(*[1] * len(labels), 0.14))
    for row, (name, words) in enumerate(FILTERS.items()):
        for column, label in enumerate(labels):
            axes = figure.add_subplot(grid[row, column])
            _images.tile(axes, images[name, label], (-largest, largest), _images.signed())
            if column == 0:
                text = words.in_(language)
                axes.set_ylabel(text, rotation=0, ha="right", va="center", labelpad=4)
            if row == 0:
                axes.set_title(str(label), loc="center", pad=2)
    _scale(figure.add_subplot(grid[:, -1]), largest)
    return figure


def _scale(axes: "Axes", largest: float) -> None:
    ramp = np.linspace(largest, -largest, 65)[:, None]
    extent = (0, 1, -largest, largest)
    axes.imshow(ramp, cmap=_images.signed(), aspect="auto", extent=extent)
    axes.yaxis.tick_right()
    ticks = [-largest, 0, largest]
    axes.set_yticks(ticks, [shown(tick, 1) if tick else "0" for tick in ticks])
    axes.set_xticks([])
    axes.spines[:].set(visible=True, linewidth=style.HAIR)
