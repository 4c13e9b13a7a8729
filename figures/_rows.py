"""Values in rows: a name at the left, a dot with its interval, a remark at the right."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from figures import style
from report.results.table import Cell

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LONGEST = 30
"""Names wider than so many letters are written on two lines."""
_BREAKS = re.compile(r"(?<=[ぁ-ん])(?=[一-龠ァ-ヶ])|(?=（)|(?<=[、 ])")
"""Where a name may be broken: before a new word, before a bracket, after a comma or a space."""


@dataclass(frozen=True)
class Row:
    """One row, from top to bottom; ``wide`` is a second, thinner interval around the first."""

    name: str
    colour: str
    value: float
    interval: tuple[float, float] | None = None
    wide: tuple[float, float] | None = None
    remark: str = ""
    marker: str = "o"


def ends(low: Cell, high: Cell) -> tuple[float, float] | None:
    """Read an interval; none where the cells of a table are empty."""
    return None if low == "" or high == "" else (float(low), float(high))


def about(share: float, deviation: float) -> tuple[float, float]:
    """Give the ends of one deviation to either side of a share, as far as shares go."""
    return max(share - deviation, 0.0), min(share + deviation, 1.0)


def draw(axes: "Axes", rows: Sequence[Row], start: float = 0) -> None:
    """Draw the rows downwards from the height ``start``, one unit each."""
    for at, row in enumerate(rows):
        y = -start - at
        axes.axhline(y, color=style.INK, alpha=0.12, lw=style.HAIR, zorder=0)
        if row.wide is not None:
            axes.plot(row.wide, [y, y], color=row.colour, lw=style.THIN)
        if row.interval is not None:
            axes.plot(row.interval, [y, y], color=row.colour, lw=3, solid_capstyle="butt")
        axes.plot(row.value, y, row.marker, color=row.colour, ms=5.5)
        axes.annotate(
            row.remark,
            (1, y),
            (6, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="center",
            annotation_clip=False,
        )


def name(axes: "Axes", rows: Sequence[Row]) -> None:
    """Let the names of the rows stand for the ticks of the vertical axis."""
    axes.set_yticks([-at for at in range(len(rows))], [folded(row.name) for row in rows])
    axes.set_ylim(-len(rows) + 0.4, 0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def folded(text: str) -> str:
    r"""Break a long name into two lines, before a bracket or else as evenly as its words allow.

    >>> folded("L2 weighted by the standard normal density")
    'L2 weighted by the\nstandard normal density'
    """
    if _width(text) <= _LONGEST:
        return text
    breaks = (match.start() for match in _BREAKS.finditer(text))
    halves = [(text[:at].rstrip(), text[at:]) for at in breaks if 0 < at < len(text)]
    if not halves:
        return text
    left, right = min(halves, key=_badness)
    return f"{left}\n{right}"


def _badness(halves: tuple[str, str]) -> tuple[int, bool, int]:
    """Rank a break: lines that fit first, then those before a bracket, then the most even."""
    longest = max(map(_width, halves))
    return max(longest, _LONGEST), halves[1][0] not in "(（", longest


def _width(text: str) -> int:
    """Count a text's width in Latin letters; an ideograph or kana is as wide as two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
