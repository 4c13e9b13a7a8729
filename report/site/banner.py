"""What adorns the site's first page: the sigmoid and its straight lines, without any type."""

from markupsafe import Markup

from figures import style
from figures._data import curve
from report.results.table import Table

WIDTH, HEIGHT = 1200, 260
_MARGIN = 14
_COLOURS = {"1/4": style.QUARTER, "1/5": style.FIFTH, "sigmoid": "currentColor"}
_SVG = Markup(
    '<svg class="banner" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true"'
    ' focusable="false">{}</svg>'
)
_PATH = Markup(
    '<path d="{}" fill="none" stroke="{}" stroke-width="{}" stroke-linejoin="round"'
    ' vector-effect="non-scaling-stroke"/>'
)


def drawn(curves: Table) -> Markup:
    """Draw the curves from edge to edge, the sigmoid last and thickest."""
    paths = (
        _PATH.format(_path(curves, name), colour, 3 if name == "sigmoid" else 2)
        for name, colour in _COLOURS.items()
    )
    return _SVG.format(WIDTH, HEIGHT, Markup().join(paths))


def _path(curves: Table, name: str) -> str:
    """Write a curve as SVG path data; the curves' values lie between 0 and 1."""
    xs, ys = curve(curves, name)
    at = (xs - xs.min()) / (xs.max() - xs.min()) * WIDTH
    height = HEIGHT - _MARGIN - ys * (HEIGHT - 2 * _MARGIN)
    points = (f"{x:.0f} {y:.1f}" for x, y in zip(at, height, strict=True))
    return "M" + "L".join(points)
