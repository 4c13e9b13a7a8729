"""Formulas in a page: MathML for browsers, images with words of their own for the PDF writer."""

import re
from collections.abc import Callable
from functools import cache

import msgspec
from markupsafe import Markup

from report import mathematics
from report.render.addresses import FORMULA, address
from report.render.drawing import picture
from report.render.typed import typed
from report.results.text import Language, Medium

Drawer = Callable[[str, bool], tuple[str, str]]
"""Draws LaTeX, on a line of its own or not: the address of the image, and the style that sets it in
its line."""
_NAMESPACE = re.compile(r' xmlns="[^"]*"')
"""What a ``math`` element needs in XML, and in HTML does not."""
_SIZE = 16.0
"""The size in px at which formulas are drawn; on the page they take that of the text around."""


@cache
def drawn(latex: str, display: bool) -> tuple[str, str]:
    """Draw a formula, with the style that sets it on the baseline; both languages share it."""
    setting = mathematics.to_type(latex, display=display, size=_SIZE)
    width, height, depth = (x / _SIZE for x in (setting.width, setting.height, setting.depth))
    style = f"width: {width:.4f}em; height: {height:.4f}em; vertical-align: {-depth:.4f}em"
    return address(FORMULA, msgspec.json.encode(setting)), style


def inline(latex: str, medium: Medium, language: Language, draw: Drawer = drawn) -> Markup:
    """Set a formula in a line of text. Raises FormulaError for LaTeX that cannot be shown."""
    shown = _typed(latex) if medium == "pdf" else None
    shown = shown or _set(latex, medium, language, draw, display=False)
    return Markup('<span class="m">{}</span>').format(shown)


def displayed(latex: str, medium: Medium, language: Language, draw: Drawer = drawn) -> Markup:
    """Set a formula on its own line. Raises FormulaError for LaTeX that cannot be shown."""
    return _set(latex, medium, language, draw, display=True)


def _set(latex: str, medium: Medium, language: Language, draw: Drawer, *, display: bool) -> Markup:
    if medium == "html":
        html = mathematics.to_mathml(latex, display=display, language=language)
        return Markup(_NAMESPACE.sub("", html, count=1))  # noqa: S704 — made by us
    address, style = draw(latex, display)
    return picture(address, mathematics.spoken(latex, language), style)


@cache
def _typed(latex: str) -> Markup | None:
    return typed(mathematics.to_mathml(latex, display=False, language="en"))
