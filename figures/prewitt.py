"""What the fixed Prewitt filters make of real digits."""

from typing import TYPE_CHECKING

from figures import _images, style
from report.results.table import Table
from report.results.text import Language, Text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from report.results.bundle import Results

CAPTION = Text(
    ja="テスト画像（上段）と、縦のエッジ（中段）および横のエッジ（下段）に対する固定フィルタの応答の"
    "絶対値。濃いほど値が大きい。中段と下段は共通の濃淡で示す。",
    en="Test images (top) and the absolute responses of the fixed filters to vertical (middle) and"
    " horizontal edges (bottom). Darker is larger; both rows of responses share one scale.",
)
ALT = Text(
    ja="画像を並べた格子。上段は元の画像、中段では縦の線の左右の輪郭だけが、"
    "下段では横の線の上下の輪郭だけが濃く現れる。",
    en="A grid of pictures. The top row shows the test images themselves; in the middle row only"
    " the left and right outlines of upright strokes are dark, in the bottom row only the upper"
    " and lower outlines of level strokes.",
)

ROWS = {
    "original": Text(ja="元の画像", en="Original"),
    "vertical": Text(ja="縦のエッジ", en="Vertical\nedges"),
    "horizontal": Text(ja="横のエッジ", en="Horizontal\nedges"),
}

_MARGIN = 1.9 * style.CENTIMETRE
"""What the names of the rows need at the left."""


def table(results: "Results") -> Table:
    """One picture a row: original 0 to 255, responses as absolute integers."""
    rows = []
    for sample in results.network.prewitt.samples:
        pictures = (sample.pixels, sample.vertical, sample.horizontal)
        for picture, pixels in zip(ROWS, pictures, strict=True):
            rows.append((sample.index, sample.label, picture, _images.packed(pixels)))
    return Table(columns=("image", "label", "picture", "pixels"), rows=tuple(rows))


@style.styled
def draw(table: Table, language: Language) -> "Figure":
    """Draw one column an image, one row a picture."""
    images = list(dict.fromkeys(table.column("image")))
    side = (style.WIDTH - _MARGIN) / len(images)
    figure = style.canvas(__name__, len(ROWS) * side)
    axes = figure.subplots(len(ROWS), len(images), squeeze=False)
    strongest = max(
        float(_images.unpacked(table, picture=picture).max()) for picture in list(ROWS)[1:]
    )
    for row, (picture, name) in zip(axes, ROWS.items(), strict=True):
        largest = 255.0 if picture == "original" else strongest
        for cell, image in zip(row, images, strict=True):
            pixels = _images.unpacked(table, picture=picture, image=image)
            _images.tile(cell, pixels, (0.0, largest), _images.grey())
        row[0].set_ylabel(name.in_(language), rotation=0, ha="right", va="center", labelpad=6)
    return figure
