"""Formulas in a page: MathML for browsers, SVG with spoken alternative text for the PDF writer."""

from functools import cache

from markupsafe import Markup

from report import mathematics
from report.context import Medium
from report.render.drawing import picture
from report.render.outlines import joined, lean
from report.render.typed import typed
from report.results.text import Language

_SIZE = 16.0
"""The size in px at which formulas are drawn; on the page they take that of the text around."""


def inline(latex: str, medium: Medium, language: Language) -> Markup:
    """Set a formula in a line of text. Raises FormulaError for LaTeX that cannot be shown."""
    shown = _typed(latex) if medium == "pdf" else None
    shown = shown or _set(latex, medium, language, display=False)
    return Markup('<span class="m">{}</span>').format(shown)


def displayed(latex: str, medium: Medium, language: Language) -> Markup:
    """Set a formula on its own line. Raises FormulaError for LaTeX that cannot be shown."""
    return _set(latex, medium, language, display=True)


def _set(latex: str, medium: Medium, language: Language, *, display: bool) -> Markup:
    if medium == "html":
        html = mathematics.to_mathml(latex, display=display, language=language)
        return Markup(html)  # noqa: S704 — made by us
    svg, style = _drawn(latex, display)
    return picture(svg, mathematics.spoken(latex, language), style)


@cache
def _typed(latex: str) -> Markup | None:
    return typed(mathematics.to_mathml(latex, display=False, language="en"))


@cache
def _drawn(latex: str, display: bool) -> tuple[str, str]:
    """Draw a formula, with the style that sets it on the baseline; both languages share it."""
    drawn = mathematics.to_svg(latex, display=display, size=_SIZE, language="en")
    width, height, depth = (x / _SIZE for x in (drawn.width, drawn.height, drawn.depth))
    style = f"width: {width:.4f}em; height: {height:.4f}em; vertical-align: {-depth:.4f}em"
    return joined(lean(drawn.text)), style
