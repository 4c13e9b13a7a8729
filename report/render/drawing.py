"""Drawings in a page: the figure's SVG with its alternative text, and the address of its data."""

import re
from urllib.parse import quote

import lxml.html
from markupsafe import Markup, escape

from report.render import inert
from report.render.addresses import FIGURE, address
from report.results.table import Table
from report.results.text import Medium

PRINTED_INK = "#111111"
_OPENING = re.compile(r"<svg\b[^>]*>")
_SIZE = re.compile(r'\b(?:width|height)="[^"]*"\s*')


def embedded(svg: str, alt: str, medium: Medium) -> Markup:
    """Put a drawing with its alternative text into a page.

    In a browser it is part of the page and takes the colours of its surroundings.
    Raises ValueError when the text is no ``<svg>`` element or does more than draw.
    """
    inert.check(svg)
    opening = _OPENING.search(svg)
    if opening is None:
        raise ValueError("the drawing is not an SVG")
    if medium == "pdf":
        return picture(address(FIGURE, svg.replace("currentColor", PRINTED_INK).encode()), alt)
    head, tail = svg[opening.start() : opening.end() - 1], svg[opening.end() :]
    named = f'{_SIZE.sub("", head)} role="img" aria-label="{escape(alt)}">'
    return Markup(named + tail)  # noqa: S704 — drawn by us, and the text is escaped


def picture(source: str, alt: str, style: str = "") -> Markup:
    """Make an image element from an address, with its alternative text."""
    return Markup('<img src="{}" alt="{}" style="{}">').format(source, alt, style)


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
    return escape(f"data:text/csv;charset=utf-8,{quote(table.to_csv(), safe=',:;+_/() ')}")
