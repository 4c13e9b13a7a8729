"""The SVG is shorter than matplotlib's and shows the same."""

import base64
import io
import re
from typing import Any

import numpy as np
import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from numpy.typing import NDArray
from PIL import Image

from figures._paths import compact
from figures._svg import tidy

Pixels = NDArray[np.int64]
Steps = list[tuple[str, list[tuple[float, float]]]]
NUMBER = st.floats(-5000, 5000).map(lambda v: round(v, 6))
POINT = st.tuples(NUMBER, NUMBER)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("L"), st.lists(POINT, min_size=1, max_size=1)),
        st.tuples(st.just("Q"), st.lists(POINT, min_size=2, max_size=2)),
        st.tuples(st.just("C"), st.lists(POINT, min_size=3, max_size=3)),
        st.tuples(st.just("z"), st.just([])),
        st.tuples(st.just("M"), st.lists(POINT, min_size=1, max_size=1)),
    ),
    min_size=1,
    max_size=12,
)


def written(steps: Steps) -> str:
    """Write path data as matplotlib does."""
    return "  ".join(
        f"{c} " + " ".join(f"{x:.6f} {y:.6f}" for x, y in points) for c, points in steps
    )


def outline(data: str) -> list[tuple[str, Any]]:
    """Read path data with fontTools, an independent reader; a bare closing is left out."""
    pen = RecordingPen()
    parse_path(data, pen)
    return [(name, np.array(points)) for name, points in pen.value if name != "endPath"]


@given(STEPS)
def test_a_shorter_path_is_the_same_path(steps: Steps) -> None:
    """Command by command, every point is within half a hundredth of where it was."""
    data = written([("M", [(1.0, 2.0)]), *steps])
    before, after = outline(data), outline(compact(data))
    assert [name for name, _ in before] == [name for name, _ in after]
    for (_, one), (_, other) in zip(before, after, strict=True):
        assert one.shape == other.shape
        assert np.abs(one - other).max(initial=0) <= 0.005 + 1e-6


def test_rounding_does_not_add_up() -> None:
    """After a thousand small steps the end is where it should be."""
    points = [(k * 1.00449, k * 0.33333) for k in range(1001)]
    data = written([("M", points[:1]), *(("L", [point]) for point in points[1:])])
    assert outline(compact(data))[-1][1][0] == pytest.approx(points[-1], abs=0.006)


def test_scaling_applies_to_every_point() -> None:
    """A glyph in 64ths of a unit is shrunk to whole larger units."""
    assert compact("M 0 0 Q 320 640 640 640 L 640 0 z", 1 / 32, 0) == "M0 0q10 20 20 20v-20z"


DOCUMENT = """<?xml version="1.0"?><!DOCTYPE svg>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
 width="453.543307pt" height="10pt" viewBox="0 0 453.543307 10" version="1.1">
<metadata>made today</metadata>
<defs><style type="text/css">*{{stroke-linejoin: round; stroke-linecap: butt}}</style></defs>
<g id="figure_1"><!-- 0.192331 --><path id="patch_1" d="M 0 0 L 1 1" style="fill: none"/>
<defs><path id="glyph" d="M 0 0 L 1 1" transform="scale(0.015625)"/></defs>
<g clip-path="url(#clip)" style="fill: #010101; stroke: #d55e00; opacity: 0.5">
<use xlink:href="#glyph" transform="translate(160.256 0)"/></g><g id="empty"/>
<image xlink:href="data:image/png;base64,
{image}" style="image-rendering:crisp-edges;image-rendering:pixelated"/></g>
<defs><clipPath id="clip"><rect x="0" y="0" width="1.00449" height="1"/></clipPath></defs></svg>"""


@pytest.fixture(scope="module")
def pixels() -> Pixels:
    """Make a small picture with five shades."""
    return np.asarray(np.random.default_rng(0).integers(0, 5, (7, 9, 1)) * np.array([50, 40, 30]))


@pytest.fixture(scope="module")
def root(pixels: Pixels) -> etree._Element:
    """Tidy a document such as matplotlib writes."""
    buffer = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).convert("RGBA").save(buffer, format="png")
    image = base64.b64encode(buffer.getvalue()).decode()
    return etree.fromstring(tidy(DOCUMENT.format(image=image), prefix="p-", ink="#010101"))


def first(root: etree._Element, kind: str) -> etree._Element:
    """Find the first element of a kind."""
    return next(root.iter(f"{{*}}{kind}"))


def test_nothing_of_the_document_remains_around_the_picture(root: etree._Element) -> None:
    """Sheet, comments, metadata, unpainted paths and empty groups are gone."""
    assert not list(root.iter(etree.Comment))
    tags = [etree.QName(element).localname for element in root.iter()]
    assert set(tags) == {"svg", "defs", "path", "g", "use", "image", "clipPath", "rect"}
    assert tags.count("path") == 1
    assert tags.count("g") == 1
    assert etree.tostring(root).count(b"0.192331") == 0


def test_what_the_sheet_said_is_said_by_attributes(root: etree._Element) -> None:
    """Joins and caps come from the root, styles from attributes, ink from the page."""
    assert root.get("stroke-linejoin") == "round"
    group = first(root, "g")
    assert dict(group.items()) == {
        "clip-path": "url(#p-2)",
        "fill": "currentColor",
        "stroke": "#d55e00",
        "opacity": "0.5",
    }


def test_references_follow_the_new_names(root: etree._Element) -> None:
    """The ids that are used are renamed together with what uses them; others are dropped."""
    assert [element.get("id") for element in root.iter() if element.get("id")] == ["p-1", "p-2"]
    assert dict(first(root, "use").items()) == {"href": "#p-1", "x": "160"}
    assert first(root, "clipPath").get("id") == "p-2"


def test_lengths_keep_two_decimals(root: etree._Element) -> None:
    """A hundredth of a point is enough for any device."""
    assert root.get("viewBox") == "0 0 453.54 10"
    assert root.get("width") == "453.54pt"
    assert first(root, "rect").get("width") == "1"


def test_pictures_keep_every_pixel(root: etree._Element, pixels: Pixels) -> None:
    """The image with a palette shows the very same colours, unsmoothed."""
    image = first(root, "image")
    kind, data = image.get("href", "").split(",")
    assert kind == "data:image/png;base64"
    stored = Image.open(io.BytesIO(base64.b64decode(data)))
    assert stored.mode == "P"
    assert (np.asarray(stored.convert("RGB")) == pixels).all()
    assert image.get("image-rendering") == "pixelated"
    assert not re.search(r"\s", data)


def test_a_grey_picture_needs_no_palette() -> None:
    """Pictures in greys keep every pixel, too, and spare the table of colours."""
    grey = np.random.default_rng(1).integers(0, 256, (7, 9, 1)).repeat(3, axis=2)
    buffer = io.BytesIO()
    Image.fromarray(grey.astype(np.uint8)).convert("RGBA").save(buffer, format="png")
    image = base64.b64encode(buffer.getvalue()).decode()
    text = tidy(DOCUMENT.format(image=image), prefix="p-", ink="#010101")
    data = first(etree.fromstring(text), "image").get("href", "").partition(",")[2]
    stored = Image.open(io.BytesIO(base64.b64decode(data)))
    assert stored.mode == "L"
    assert (np.asarray(stored.convert("RGB")) == grey).all()
