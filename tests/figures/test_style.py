"""The look: colours that can be told apart, faces that are there, no trace left behind."""

import re
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import font_manager
from matplotlib.figure import Figure
from numpy.typing import NDArray

from figures import style

Floats = NDArray[np.float64]
WHITE, DARK = "#ffffff", "#16181d"
DICHROMACY = {
    "none": np.eye(3),
    "protanopia": [[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [-0.0039, -0.0481, 1.0520]],
    "deuteranopia": [
        [0.3673, 0.8606, -0.2280],
        [0.2801, 0.6725, 0.0474],
        [-0.0118, 0.0429, 0.9689],
    ],
    "tritanopia": [[1.2555, -0.0767, -0.1788], [-0.0784, 0.9308, 0.1476], [0.0047, 0.6914, 0.3039]],
}
"""Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB."""
MEANINGS = [*style.SLOPES.values(), style.ERROR, *style.MODELS.values()]


def linear(colour: str) -> Floats:
    """Decode an sRGB colour (IEC 61966-2-1)."""
    c = np.array(mpl.colors.to_rgb(colour))
    return np.asarray(np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4))


def contrast(one: str, other: str) -> float:
    """Compute the contrast ratio of WCAG 2.2."""
    light = sorted(float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (light[1] + 0.05) / (light[0] + 0.05)


def lab(rgb: Floats) -> Floats:
    """CIE 1976 L*a*b* of linear sRGB, D65."""
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    t = xyz @ np.clip(rgb, 0, 1) / [0.9505, 1, 1.089]
    f = np.where(t > 216 / 24389, np.cbrt(t), (24389 / 27 * t + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def test_one_colour_has_one_meaning() -> None:
    """No two things that the figures tell apart share a colour."""
    assert len(set(MEANINGS)) == len(MEANINGS)


@pytest.mark.parametrize("colour", sorted(set(MEANINGS) - {style.INK}))
def test_lines_stand_out_on_light_and_on_dark_pages(colour: str) -> None:
    """A line has a contrast of 3:1 (WCAG 2.2, 1.4.11) in either theme, type 4.5:1 on paper."""
    assert contrast(colour, WHITE) >= 3
    assert contrast(colour, DARK) >= 3
    assert contrast(style.legible(colour), WHITE) >= 4.5
    assert contrast(style.legible(colour), DARK) >= 3


@pytest.mark.parametrize("sight", DICHROMACY)
@pytest.mark.parametrize("group", ["slopes", "models"])
def test_colours_are_told_apart_by_every_kind_of_sight(sight: str, group: str) -> None:
    """The slopes among each other, and the networks, differ by 12 units of CIE L*a*b* or more."""
    palette = {"slopes": style.SLOPES, "models": style.MODELS}[group]
    seen = [lab(np.asarray(DICHROMACY[sight]) @ linear(colour)) for colour in palette.values()]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) >= 12


def test_legible_keeps_what_is_legible_already() -> None:
    """A dark colour stays as it is, a pale one is darkened and no further than needed."""
    assert style.legible(style.QUARTER) == style.QUARTER
    assert style.legible(style.INK) == style.INK
    assert 4.5 <= contrast(style.legible(style.SIXTH), WHITE) < 4.7


def test_a_missing_face_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the shipped faces nothing is drawn in another face in silence."""
    monkeypatch.setattr(style, "FONTS", tmp_path)
    style._fonts.cache_clear()
    try:
        with pytest.raises(
            FileNotFoundError, match=r"report/fonts/\S+\.ttf is missing; restore it"
        ):
            style.styled(lambda: None)()
    finally:
        style._fonts.cache_clear()


def test_the_style_holds_inside_and_leaves_no_trace() -> None:
    """A styled function sees the report's style; the reader's settings are back afterwards."""
    with mpl.rc_context({"font.size": 33, "axes.grid": True}):
        inside = style.styled(lambda: (mpl.rcParams["font.size"], mpl.rcParams["axes.grid"]))()
        assert inside == (style.NORMAL, False)
        assert mpl.rcParams["font.size"] == 33


def test_faces_are_the_shipped_ones() -> None:
    """Type, bold type and letters of formulas come from report/fonts and from nowhere else."""
    with style.look():
        for face in ("IBM Plex Sans JP", "IBM Plex Sans JP:semibold", "STIX Two Text:italic"):
            assert Path(font_manager.findfont(face)).parent == style.FONTS


@style.styled
def picture(name: str) -> Figure:
    """Draw a line, markers and an image."""
    figure = style.canvas(name, "low")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], "o-", color=style.FIFTH)
    axes.imshow(np.eye(3), cmap="gray", extent=(0, 0.5, 0, 0.5))
    return figure


def test_two_figures_can_share_a_page() -> None:
    """No id of one figure's SVG occurs in another's."""
    drawings = (style.svg(picture(name)) for name in ("lines", "error"))
    one, other = (set(re.findall(r'id="([^"]+)"', drawing)) for drawing in drawings)
    assert one
    assert other
    assert not one & other


def test_axes_of_shares_show_the_decimals_they_need() -> None:
    """Percentages carry as many decimals as their ticks differ in, all the same number."""
    figure = style.canvas("test", "low")
    axes = figure.subplots()
    axes.set_ylim(0.925, 0.98)
    axes.set_yticks([0.925, 0.95, 0.975])
    style.percent(axes.yaxis)
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["92.5 %", "95.0 %", "97.5 %"]


def test_a_height_is_named_or_measured() -> None:
    """Figures are as wide as the column and as high as asked."""
    assert style.canvas("x", "low").get_size_inches() == pytest.approx([16 / 2.54, 5.5 / 2.54])
    assert style.canvas("x", 2.5).get_size_inches() == pytest.approx([16 / 2.54, 2.5])
