"""Drawings in a page: the figure's SVG with its alternative text, and the address of its data."""

import base64
import re
from urllib.parse import quote

import lxml.html
from markupsafe import Markup, escape

from report.render.outlines import lean
from report.results.table import Table
from report.results.text import Medium

PRINTED_INK = "#111111"
_OPENING = re.compile(r"<svg\b[^>]*>")
_SIZE = re.compile(r'\b(?:width|height)="[^"]*"\s*')


def embedded(svg: str, alt: str, medium: Medium) -> Markup:
    """Put a drawing with its alternative text into a page.

    In a browser it is part of the page and takes the colours of its surroundings.
    Raises ValueError when the text holds no ``<svg>`` element.
    """
    svg = lean(svg)
    opening = _OPENING.search(svg)
    if opening is None:
        raise ValueError("the drawing is not an SVG")
    if medium == "pdf":
        return picture(svg.replace("currentColor", PRINTED_INK), alt)
    head, tail = svg[opening.start() : opening.end() - 1], svg[opening.end() :]
    named = f'{_SIZE.sub("", head)} role="img" aria-label="{escape(alt)}">'
    return Markup(named + tail)  # noqa: S704 — drawn by us, and the text is escaped


def picture(svg: str, alt: str, style: str = "") -> Markup:
    """Make an image element of an SVG.

    The PDF writer lays such an image out as one thing; each path of an SVG that is part of the
    page would cost it as much as a paragraph.
    """
    data = base64.b64encode(svg.encode()).decode()
    image = '<img src="data:image/svg+xml;base64,{}" alt="{}" style="{}">'
    return Markup(image).format(data, alt, style)  # noqa: S704 — a constant


def plain(html: Markup) -> str:
    """Reduce rendered markup to text for an attribute: no tags, single spaces."""
    if not html.strip():
        return ""
    root = lxml.html.fragment_fromstring(str(html), create_parent=True)
    for hidden in root.xpath(".//annotation|.//svg/*[not(self::title)]"):
        hidden.drop_tree()
    return " ".join(root.text_content().split())


def data_address(table: Table) -> Markup:
    """Put a table as CSV into an address that a link can save; nothing is fetched for it."""
    return escape(f"data:text/csv;charset=utf-8,{quote(table.to_csv(), safe=',:;+_ ')}")
