"""LaTeX to MathML for the page, to SVG for the PDF, and to words for those who listen.

All three are pure functions of the LaTeX: the same bytes in every process. Whatever would come
out wrong in silence raises `FormulaError` instead, see `report.formula.mathml`.
"""

import warnings
from functools import cache
from xml.etree.ElementTree import tostring

import msgspec

from report.formula.mathml import annotated, for_browsers, for_ziamath, tree
from report.formula.reader import FormulaError
from report.formula.spoken import spoken
from report.results.text import Language

with warnings.catch_warnings():
    # ziamath finds its font by a call that Python has deprecated; nobody can mend that here.
    warnings.simplefilter("ignore", DeprecationWarning)
    from ziamath.config import config
    from ziamath.zmath import Math

STYLE = """
math mtd[columnalign="left"] { text-align: left; text-align: -webkit-left; }
math mtd[columnalign="right"] { text-align: right; text-align: -webkit-right; }
math mtable.aligned > mtr > mtd { padding: 0.3em 0; }
math mtable.cases { math-style: normal; }
math mtable.cases > mtr > mtd { padding: 0.15em 0; }
math mtable.cases > mtr > mtd + mtd { padding-inline-start: 1em; }
math mtable.matrix > mtr > mtd { padding: 0.1em 0.35em; }
"""
"""What a page has to say about MathML that browsers do not read off the attributes."""

_NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_DECIMALS = 2  # of px: finer than any printer, and a tenth smaller than three
_MARGIN = 1.0  # px around the drawing, for glyphs that reach over their box


class Svg(msgspec.Struct, frozen=True):
    """A drawn formula: the SVG's text, its size, and how far it reaches below the baseline.

    All lengths in CSS px. Inline, the image wants ``vertical-align: -{depth}px``.
    """

    text: str
    width: float
    height: float
    depth: float


@cache
def to_mathml(latex: str, *, display: bool, language: Language) -> str:
    """Give a formula as a ``math`` element with its LaTeX as annotation and words as alttext.

    Raises FormulaError for LaTeX that the grammar does not read or the converter gets wrong.
    """
    words = spoken(latex, language)
    root = annotated(for_browsers(tree(latex, display=display)), latex.strip())
    root.attrib.update({"xmlns": _NAMESPACE, "alttext": words})
    return tostring(root, encoding="unicode")


@cache
def to_svg(latex: str, *, display: bool, size: float, language: Language) -> Svg:
    """Draw a formula at a font size in px; its title is what a screen reader says.

    Raises FormulaError like `to_mathml`.
    """
    words = spoken(latex, language)
    config.svg2 = False  # with it, glyphs get ids that clash within a document
    config.precision = _DECIMALS
    root = for_ziamath(tree(latex, display=display))
    drawn = Math(root, size=size, title=words, margin=_MARGIN)
    svg = drawn.svgxml()
    return Svg(
        text=tostring(svg, encoding="unicode"),
        width=float(svg.attrib["width"]),
        height=float(svg.attrib["height"]),
        depth=_MARGIN - drawn.getyofst(),
    )


__all__ = ["STYLE", "FormulaError", "Svg", "spoken", "to_mathml", "to_svg"]
