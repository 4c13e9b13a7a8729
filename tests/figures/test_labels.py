"""Labels keep apart, move no further than they must, and stay off the lines."""

from collections.abc import Iterator
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.text import Text as Artist
from scipy.optimize import LinearConstraint, minimize

from figures import style
from figures._labels import Label, above, beside, box, ends, spread, wrapped

SIZES = st.lists(
    st.tuples(st.floats(0, 100), st.floats(1, 12)), min_size=1, max_size=6, unique_by=lambda p: p[0]
)


@given(SIZES)
def test_spread_intervals_never_overlap(intervals: list[tuple[float, float]]) -> None:
    """After spreading, neighbours touch at most, and their order is as before."""
    centres, sizes = zip(*intervals, strict=True)
    moved = spread(centres, sizes, 0, 100)
    order = np.argsort(centres)
    for one, other in pairwise(order):
        assert moved[other] - moved[one] >= (sizes[one] + sizes[other]) / 2 - 1e-9


@given(SIZES)
def test_spread_intervals_stay_inside_where_there_is_room(
    intervals: list[tuple[float, float]],
) -> None:
    """Six intervals of at most 12 fit into 100, so none sticks out."""
    centres, sizes = zip(*intervals, strict=True)
    for centre, size in zip(spread(centres, sizes, 0, 100), sizes, strict=True):
        assert centre - size / 2 >= -1e-9
        assert centre + size / 2 <= 100 + 1e-9


@settings(max_examples=25, deadline=None)
@given(SIZES)
def test_spreading_moves_as_little_as_possible(intervals: list[tuple[float, float]]) -> None:
    """The sum of squared moves equals that of SciPy's constrained minimisation."""
    centres, sizes = (np.array(each, dtype=float) for each in zip(*sorted(intervals), strict=True))
    moved = np.array(spread(centres.tolist(), sizes.tolist(), -1000, 1000))
    identity = np.eye(len(centres))
    apart = LinearConstraint(identity[1:] - identity[:-1], (sizes[1:] + sizes[:-1]) / 2)
    best = minimize(  # type: ignore[call-overload] # the stubs know no list of constraints
        lambda x: float(((x - centres) ** 2).sum()),
        50 + 20.0 * np.arange(len(centres)),
        constraints=[apart] if len(centres) > 1 else [],
        method="SLSQP",
        options={"maxiter": 500, "ftol": 1e-12},
    )
    assert ((moved - centres) ** 2).sum() == pytest.approx(best.fun, abs=1e-4)


def test_what_has_room_is_not_moved() -> None:
    """Intervals that do not overlap stay where they are, in the order they came."""
    assert spread([70, 10, 40], [10, 10, 10], 0, 100) == [70, 10, 40]


@pytest.fixture
def bare() -> Iterator[Axes]:
    """Draw a rising and a falling line, not laid out yet."""
    with style.look():
        drawing = style.canvas("test", "medium").subplots()
        drawing.plot([0, 1], [0, 1], color=style.INK)
        drawing.plot([0, 1], [1, 0], color=style.INK)
        yield drawing


@pytest.fixture
def axes(bare: Axes) -> Axes:
    """Lay the axes out."""
    style.settle(bare)
    return bare


def crossed(text: Artist, drawing: Axes) -> int:
    """Count the points of the lines, densely sampled, inside a piece of type."""
    left, bottom, right, top = text.get_window_extent().extents
    t = np.linspace(0, 1, 5000)
    inside = 0
    for line in drawing.lines:
        start, end = np.asarray(line.get_xydata(), dtype=float)
        points = start + t[:, None] * (end - start)
        x, y = drawing.transData.transform(points).T
        inside += int(((x > left) & (x < right) & (y > bottom) & (y < top)).sum())
    return inside


def test_labels_stand_beside_their_lines(axes: Axes) -> None:
    """Neither line runs through a label, the labels keep apart, and each is nearest its own."""
    t = np.linspace(0, 1, 50)
    beside(axes, [Label("rising", style.FIFTH, t, t), Label("falling", style.QUARTER, t, 1 - t)])
    rising, falling = axes.texts
    assert crossed(rising, axes) == crossed(falling, axes) == 0
    a, b = box(rising), box(falling)
    assert (np.minimum(a[2:], b[2:]) <= np.maximum(a[:2], b[:2])).any()
    for text in (rising, falling):
        middle = text.get_window_extent().get_points().mean(axis=0)
        x, y = axes.transData.inverted().transform(middle)
        own, other = (x, 1 - x) if text is rising else (1 - x, x)
        assert abs(y - own) < abs(y - other)


def test_labels_of_one_point_make_way_for_each_other(axes: Axes) -> None:
    """Three labels of the same point stand around it, none on another."""
    beside(axes, [Label(word, style.INK, [0.5], [0.2]) for word in ("one", "two", "three")])
    for one, other in combinations(map(box, axes.texts), 2):
        assert (np.minimum(one[2:], other[2:]) <= np.maximum(one[:2], other[:2])).any()


def test_a_label_in_a_corner_stays_in_the_axes(axes: Axes) -> None:
    """A point at the very edge is labelled inwards."""
    beside(axes, [Label("corner", style.INK, [1], [0.5])])
    frame = axes.get_window_extent().extents
    left, bottom, right, top = axes.texts[0].get_window_extent().extents
    assert frame[0] <= left < right <= frame[2]
    assert frame[1] <= bottom < top <= frame[3]


def test_end_labels_do_not_overlap_though_the_lines_end_together(bare: Axes) -> None:
    """Four lines that end at one height get four legible labels, in their order, in the figure."""
    ends(bare, [Label(f"label {k}", style.INK, [1], [0.5 + k / 1000]) for k in range(4)])
    boxes = [box(text) for text in bare.texts]
    assert all(one[3] <= other[1] + 1e-6 for one, other in pairwise(boxes))
    assert max(b[2] for b in boxes) <= 72 * style.WIDTH


def test_labels_above_do_not_overlap_though_their_places_do(axes: Axes) -> None:
    """Labels over close abscissas move sideways, and only so far."""
    above(axes, [Label("least squares", style.INK, [x], [0]) for x in (0.49, 0.5, 0.51)])
    boxes = [box(text) for text in axes.texts]
    assert all(one[2] <= other[0] for one, other in pairwise(boxes))
    middle = axes.transData.transform((0.5, 0))[0] / 2
    assert (boxes[1][0] + boxes[1][2]) / 2 == pytest.approx(middle, abs=1)


def test_lists_of_names_are_broken_to_the_width_they_have(axes: Axes) -> None:
    """No line is wider than its share of the axes, no name is lost or split."""
    names = [f"framework {k}" for k in range(12)]
    text = wrapped(axes, names, " · ", 0.5, 8)
    assert " · ".join(text.split("\n")).split(" · ") == names
    for line in text.split("\n"):
        left, _, right, _ = box(axes.text(0, 0, line, fontsize=8))
        width = axes.get_window_extent().width / 2
        assert right - left <= width / 2
