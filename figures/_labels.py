"""Place labels beside what they name: computed from the data, clear of lines and of each other.

Lengths are in points (1/72 inch) from the lower left corner of the figure. The layout must be
settled (`figures.style.settle`) and the lines drawn before anything is placed. Deterministic.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from figures import style

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D
    from matplotlib.text import Text

Points = NDArray[np.float64]
"""Shape (n, 2): x, y; or, for boxes, (n, 4): left, bottom, right, top."""

_SAMPLE = 1.0
"""Lines are sampled this densely."""
_ROOM = 14.0
"""A label should stand where its line is at least this far from any other."""
_EDGE = 10.0
"""A label should keep this distance from the ends of the horizontal axis."""
_MOST = 40
"""At most so many points of a line are tried, evenly chosen."""
_DIRECTIONS = ((0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1), (1, 0), (-1, 0))
_GAPS = (1, 2, 3.5, 5)
"""Multiples of a label's offset; a wider gap is taken where a narrow one has no free place."""


@dataclass(frozen=True)
class Label:
    """What to write, in which colour, and the points (data coordinates) it may stand beside.

    Of equally good points the first is taken. ``offset`` is the gap between point and type.
    """

    text: str
    colour: str
    xs: Sequence[float] | Points
    ys: Sequence[float] | Points
    offset: float = 3.0
    bold: bool = True

    @property
    def type(self) -> dict[str, Any]:
        """Colour and weight of the type, as matplotlib's options."""
        return {"color": style.legible(self.colour), "weight": 600 if self.bold else 400}


def spread(
    centres: Sequence[float], sizes: Sequence[float], low: float, high: float
) -> list[float]:
    """Move intervals of given sizes as little as possible (in squares) so that none overlaps.

    They keep their order, and stay within low and high as far as there is room: pool adjacent
    violators (Ayer et al. 1955) on the centres less the room that the earlier ones take.
    """
    order = sorted(range(len(centres)), key=lambda i: (centres[i], i))
    taken = np.cumsum([0.0] + [sizes[i] for i in order])
    room = taken[:-1] + np.array([sizes[i] / 2 for i in order])
    pools: list[tuple[float, int]] = []
    for i, before in zip(order, room, strict=True):
        mean, count = centres[i] - float(before), 1
        while pools and pools[-1][0] > mean:
            other, n = pools.pop()
            mean, count = (mean * count + other * n) / (count + n), count + n
        pools.append((mean, count))
    starts = np.repeat([mean for mean, _ in pools], [count for _, count in pools])
    moved = np.clip(starts, low, max(low, high - float(taken[-1]))) + room
    return [float(moved[order.index(i)]) for i in range(len(centres))]


def beside(axes: "Axes", labels: Sequence[Label]) -> None:
    """Write each label beside one of its points, where it covers the least of lines and type.

    Where lines run close together a label could be taken for another line's, so places with
    room around them come first.
    """
    lines = [_samples(line) for line in axes.lines]
    taken = [box(text) for text in axes.texts]
    for label in labels:
        text = axes.annotate(
            label.text,
            (0, 0),
            (0, 0),
            textcoords="offset points",
            ha="center",
            va="center",
            annotation_clip=False,
            **label.type,
        )
        anchors = _anchors(axes, label)
        moves, distance = _moves(box(text), label.offset)
        centres = (anchors[:, None, :] + moves).reshape(-1, 2)
        cost = _clutter(centres, box(text), lines, taken, _frame(axes))
        cost += (_crowding(anchors, lines)[:, None] + distance).ravel()
        best = int(np.argmin(cost + 1e-3 * np.arange(len(cost))))
        anchor, (dx, dy) = anchors[best // len(moves)], moves[best % len(moves)]
        x, y = axes.transData.inverted().transform(anchor * _scale(axes))
        text.xy = (float(x), float(y))
        text.set_position((float(dx), float(dy)))
        taken.append(box(text))


def ends(axes: "Axes", labels: Sequence[Label], gap: float = 4.0) -> None:
    """Write each label to the right of the axes, level with its last point, none over another."""
    texts = [
        axes.annotate(
            label.text,
            (1, np.asarray(label.ys)[-1]),
            (gap, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="center",
            annotation_clip=False,
            **label.type,
        )
        for label in labels
    ]
    style.settle(axes)  # the layout makes room for them
    boxes = [box(text) for text in texts]
    frame = _frame(axes)
    levels = [float(b[1] + b[3]) / 2 for b in boxes]
    sizes = [float(b[3] - b[1]) + 2 for b in boxes]
    moved = spread(levels, sizes, frame[1], frame[3])
    for text, old, new in zip(texts, levels, moved, strict=True):
        text.set_position((gap, new - old))


def above(axes: "Axes", labels: Sequence[Label]) -> None:
    """Write each label above the axes, over its first point, none over another.

    A label that had to move is tied to its place by a hair line.
    """
    texts = [
        axes.annotate(
            label.text,
            (np.asarray(label.xs)[0], 1),
            (0, 3),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="center",
            va="bottom",
            annotation_clip=False,
            **label.type,
        )
        for label in labels
    ]
    style.settle(axes)
    boxes = [box(text) for text in texts]
    frame = _frame(axes)
    middles = [float(b[0] + b[2]) / 2 for b in boxes]
    sizes = [float(b[2] - b[0]) + 6 for b in boxes]
    moved = spread(middles, sizes, frame[0], frame[2])
    for text, old, new in zip(texts, middles, moved, strict=True):
        text.set_position((new - old, 3))


def wrapped(axes: "Axes", words: Sequence[str], between: str, share: float, size: float) -> str:
    """Break a list of words into lines that take at most a share of the axes' width."""
    frame = _frame(axes)
    most = share * float(frame[2] - frame[0]) - size  # one letter is left free
    probe = axes.text(0, 0, "", fontsize=size)
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]}{between}{word}" if lines else word
        probe.set_text(longer)
        left, _, right, _ = box(probe)
        if lines and right - left <= most:
            lines[-1] = longer
        else:
            lines.append(word)
    probe.remove()
    return "\n".join(lines)


def box(artist: "Text") -> Points:
    """Measure the rectangle that a piece of type takes: left, bottom, right, top."""
    extent = artist.get_window_extent()
    return np.array(extent.extents) / _scale(artist)


def _scale(artist: "Artist") -> float:
    """Give the pixels in a point."""
    figure = artist.get_figure(root=True)
    return float(figure.dpi / 72) if figure is not None else 1.0


def _frame(axes: "Axes") -> Points:
    return np.array(axes.get_window_extent().extents) / _scale(axes)


def _samples(line: "Line2D") -> Points:
    """Sample a line evenly; markers without a line stand for themselves."""
    path = line.get_transform().transform(line.get_xydata()) / _scale(line)
    path = path[np.isfinite(path).all(axis=1)]
    if line.get_linestyle() == "None" or len(path) < 2:
        return np.asarray(path)
    length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    at = np.arange(0.0, length[-1], _SAMPLE)
    return np.column_stack([np.interp(at, length, path[:, k]) for k in (0, 1)])


def _anchors(axes: "Axes", label: Label) -> Points:
    """Choose the points beside which a label could stand."""
    data = np.column_stack([label.xs, label.ys]).astype(float)
    chosen = np.linspace(0, len(data) - 1, min(len(data), _MOST)).astype(int)
    return np.asarray(axes.transData.transform(data[chosen]) / _scale(axes))


def _moves(size: Points, offset: float) -> tuple[Points, Points]:
    """List how far from an anchor a label's box could be centred, and what each place costs."""
    half = (size[2:] - size[:2]) / 2
    gap = np.array([offset, 0.6 * offset])
    moves = [np.array(d) * (half + times * gap) for times in _GAPS for d in _DIRECTIONS]
    return np.array(moves), np.repeat(np.array(_GAPS) - 1.0, len(_DIRECTIONS))


def _clutter(
    centres: Points, size: Points, lines: Sequence[Points], taken: Sequence[Points], frame: Points
) -> Points:
    """Weigh what a box around each centre would cover: line, type (heavily), the outside."""
    half = (size[2:] - size[:2]) / 2 + np.array([1.5, 0.5])
    low, high = centres - half, centres + half
    ink = np.concatenate([np.empty((0, 2)), *lines])
    hits = [((ink > a) & (ink < b)).all(axis=1).sum() for a, b in zip(low, high, strict=True)]
    cost = 5.0 * np.array(hits)
    for other in taken:
        common = np.minimum(high, other[2:]) - np.maximum(low, other[:2])
        cost += 10 * np.clip(common, 0, None).prod(axis=1)
    near = frame + np.array([_EDGE, 0, -_EDGE, 0])
    for edge, weight in ((near, 1), (frame, 10)):
        beyond = np.clip(edge[:2] - low, 0, None) + np.clip(high - edge[2:], 0, None)
        cost += weight * beyond.sum(axis=1)
    return cost


def _crowding(anchors: Points, lines: Sequence[Points]) -> Points:
    """Weigh for each anchor on a line how much nearer than `_ROOM` another line comes."""
    cost = np.zeros(len(anchors))
    for line in lines:
        gaps = np.hypot(*(anchors[:, None, :] - line[None, :, :]).transpose(2, 0, 1))
        nearest = gaps.min(axis=1, initial=np.inf)
        if nearest.max() > _SAMPLE:  # else it is the anchors' own line
            cost += np.clip(_ROOM - nearest, 0, None)
    return cost
