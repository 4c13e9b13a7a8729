"""Which digits one trained network takes for which, and the images it is surest to misread."""

from typing import TYPE_CHECKING

import numpy as np

from figures import _images, style
from figures._data import grouped
from report.results.table import Cell, Table
from report.results.text import Language, Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from report.results.bundle import Results

CAPTION = Text(
    ja="学習後のネットワーク一つの混同行列（左）。対角線は正しく読んだ枚数、それ以外は読み誤りで、"
    "多いほど濃い。右は確信度の高い順に並べた読み誤りの画像で、矢印の左が正解、右が予測。",
    en="Confusion matrix of one trained network (left): on the diagonal the images read rightly,"
    " elsewhere the errors, darker where there are more. Right: the images misread with most"
    " confidence, surest first; the label before the arrow is the true one, the one after it what"
    " was read.",
)
ALT = Text(
    ja="左に、行を正解、列を予測とする枚数の行列。対角線の枚数は太字で、ほかの枚数は網掛けの上にある。"
    "右に、読み誤られた画像を格子状に並べ、それぞれに正解と予測を添えてある。",
    en="Left, a matrix of counts with true labels as rows and predicted labels as columns: bold"
    " along the diagonal, on shaded ground elsewhere. Right, a grid of the misread images, each"
    " with its true and predicted label.",
)

COLUMNS = 3
"""Of images; five rows fit beside the matrix."""
_SQUARE = 0.48 * np.array([[-1, 1, 1, -1], [-1, -1, 1, 1]])
_TRUE = Text(ja="正解", en="True\nlabel")
_READ = Text(ja="予測", en="Read as")


def table(results: "Results") -> Table:
    """Tell counts (kind "count") and, by rank, the misread images ("misread")."""
    portrait = results.network.portrait
    rows: list[tuple[Cell, ...]] = [
        ("count", "", label, read, str(count))
        for label, line in enumerate(portrait.confusion)
        for read, count in enumerate(line)
    ]
    for rank, found in enumerate(portrait.misread[: 5 * COLUMNS], start=1):
        rows.append(("misread", rank, found.label, found.read, _images.packed(found.pixels)))
    columns = ("kind", "rank", "label", "read", "content")
    return Table(columns=columns, rows=tuple(rows))


@style.styled
def draw(table: Table, language: Language) -> "Figure":
    """Draw the matrix at the left and the images at the right."""
    figure = style.canvas(__name__, "tall")
    left, right = figure.subfigures(1, 2, width_ratios=(10, 5), squeeze=False)[0]
    _matrix(left.subplots(), table, language)
    ranks = list(dict.fromkeys(table.column("rank", kind="misread")))
    tiles = right.subplots(-(-len(ranks) // COLUMNS) or 1, COLUMNS, squeeze=False).ravel()
    for axes in tiles[len(ranks) :]:
        axes.set_axis_off()
    for axes, rank in zip(tiles, ranks, strict=False):
        picture = _images.unpacked(table, "content", kind="misread", rank=rank)
        _images.tile(axes, picture, (0.0, 255.0), _images.grey())
        label, read = (table.column(name, rank=rank)[0] for name in ("label", "read"))
        axes.set_title(f"{label} → {read}", loc="center", pad=2)
    return figure


def _matrix(axes: "Axes", table: Table, language: Language) -> None:
    labels = sorted({int(label) for label in table.column("label", kind="count")})
    counts = np.array(table.floats("content", kind="count")).reshape(len(labels), -1)
    errors = counts * (1 - np.eye(len(labels)))
    for (label, read), count in np.ndenumerate(counts):
        if shade := 0.7 * errors[label, read] / max(errors.max(), 1):
            xs, ys = read + _SQUARE[0], label + _SQUARE[1]
            axes.fill(xs, ys, color=style.ERROR, alpha=shade, lw=0)
        axes.text(
            read,
            label,
            grouped(int(count)) if count else "",
            ha="center",
            va="center",
            fontsize=style.SMALL,
            weight=600 if label == read else 400,
        )
    axes.set(xlim=(-0.5, len(labels) - 0.5), ylim=(len(labels) - 0.5, -0.5), aspect="equal")
    axes.set_xticks(labels)
    axes.set_yticks(labels)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set_xlabel(_READ.in_(language))
    axes.set_ylabel(_TRUE.in_(language), rotation=0, ha="right", va="center")
