"""Pictures on drawings: each in a table's cell, tiles that show them, a signed scale."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from figures import style
from report.results.table import Cell, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap

Picture = NDArray[np.float64]


def packed(picture: Iterable[Iterable[int]]) -> str:
    """Write a picture into one cell: spaces between pixels, slashes between rows.

    >>> packed([[0, 255], [7, 0]])
    '0 255/7 0'
    """
    return "/".join(" ".join(map(str, row)) for row in picture)


def unpacked(table: Table, column: str = "pixels", **where: Cell) -> Picture:
    """Read a picture back from the table; of several, one below the other."""
    rows = (row for cell in table.column(column, **where) for row in str(cell).split("/"))
    return np.array([[float(pixel) for pixel in row.split()] for row in rows])


def tile(axes: "Axes", picture: Picture, scale: tuple[float, float], colours: "Colormap") -> None:
    """Fill axes with a picture on its own ground, framed by a hair line, without ticks."""
    axes.imshow(picture, cmap=colours, vmin=scale[0], vmax=scale[1])
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set(visible=True, linewidth=style.HAIR)


def grey() -> "Colormap":
    """Go from white paper to ink."""
    return _map(["#ffffff", style.INK])


def signed() -> "Colormap":
    """Give the scale of signed weights: white is zero."""
    return _map([style.NEGATIVE, "#ffffff", style.POSITIVE])


def _map(colours: Sequence[str]) -> "Colormap":
    from matplotlib.colors import LinearSegmentedColormap  # noqa: PLC0415 — only where drawn

    return LinearSegmentedColormap.from_list("ours", colours, N=65)
