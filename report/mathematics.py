"""LaTeX to MathML for the page, to placed glyphs for the PDF, and to words for those who listen.

All three are pure functions of the LaTeX: the same bytes in every process. Whatever would come
out wrong in silence raises `FormulaError` instead, see `report.formula.mathml`.
"""

import warnings
from collections.abc import Iterator
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
    from ziafont.glyph import SimpleGlyph
    from ziamath import drawable
    from ziamath.mathtable import AssembledGlyph
    from ziamath.nodes.mnode import Mnode
    from ziamath.zmath import Math

STYLE = """
math mtd[columnalign="left"] { text-align: left; justify-items: start; }
math mtd[columnalign="right"] { text-align: right; justify-items: end; }
math mtable.aligned > mtr > mtd { padding: 0.3em 0; }
math mtable.cases { math-style: normal; }
math mtable.cases > mtr > mtd { padding: 0.15em 0; }
math mtable.cases > mtr > mtd + mtd { padding-inline-start: 1em; }
math mtable.matrix > mtr > mtd { padding: 0.1em 0.35em; }
"""
"""What a page has to say about MathML that browsers do not read off the attributes."""

_NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_DECIMALS = 2  # of px: finer than any printer
_MARGIN = 1.0  # px around the formula, for glyphs that reach over their box


class Glyph(msgspec.Struct, frozen=True, array_like=True):
    """A glyph of the face for mathematics: its number there, and its place in px.

    ``x`` and ``y`` are those of its origin on the baseline, from the top left of the formula;
    ``advance`` is its width in thousandths of ``size``; ``text`` is what it stands for.
    """

    id: int
    x: float
    y: float
    size: float
    advance: int
    text: str


class Rule(msgspec.Struct, frozen=True, array_like=True):
    """A filled rectangle, such as the bar of a fraction; lengths in px from the top left."""

    x: float
    y: float
    width: float
    height: float


class Setting(msgspec.Struct, frozen=True, array_like=True):
    """A formula as type: its size, how far it reaches below the baseline, and what is in it.

    All lengths in CSS px. Inline, it wants ``vertical-align: -{depth}px``.
    """

    width: float
    height: float
    depth: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]


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
def to_type(latex: str, *, display: bool, size: float) -> Setting:
    """Set a formula at a font size in px with the face for mathematics.

    Raises FormulaError like `to_mathml`.
    """
    spoken(latex, "en")  # what the grammar refuses is not set either
    node = Math(for_ziamath(tree(latex, display=display)), size=size).node
    box = node.bbox
    parts = list(_placed(node, _MARGIN - box.xmin, _MARGIN + box.ymax))
    return Setting(
        width=_rounded(box.xmax - box.xmin + 2 * _MARGIN),
        height=_rounded(box.ymax - box.ymin + 2 * _MARGIN),
        depth=_rounded(_MARGIN - box.ymin),
        glyphs=tuple(part for part in parts if isinstance(part, Glyph)),
        rules=tuple(part for part in parts if isinstance(part, Rule)),
    )


def _placed(node: drawable.Drawable, x: float, y: float) -> Iterator[Glyph | Rule]:
    """Give the parts of a formula whose origin is at a place."""
    match node:
        case Mnode():
            for (right, down), part in zip(node.nodexy, node.nodes, strict=True):
                yield from _placed(part, x + right, y + down)
        case drawable.Glyph():
            yield from _glyphs(node, x, y)
        case drawable.HLine():
            yield Rule(*map(_rounded, (x, y, node.length, node.lw)))
        case drawable.VLine():
            yield Rule(*map(_rounded, (x - node.lw / 2, y, node.lw, node.height)))
        case _:
            raise FormulaError(f"no way to set {type(node).__name__} in type; write it otherwise")


def _glyphs(node: drawable.Glyph, x: float, y: float) -> Iterator[Glyph]:
    """Give a sign as one glyph, or as the parts that a very tall or wide one is made of."""
    unit = node.size / node.glyph.font.info.layout.unitsperem
    if not isinstance(node.glyph, AssembledGlyph):
        yield _glyph(node.glyph, x, y, node.size, node.char)
        return
    for part, offset in zip(node.glyph.glyphs, node.glyph.offsets, strict=True):
        right, up = (0.0, offset * unit) if node.glyph.vert else (offset * unit, 0.0)
        yield _glyph(part, x + right, y - up, node.size, min(part.char, default=node.char))


def _glyph(glyph: SimpleGlyph, x: float, y: float, size: float, text: str) -> Glyph:
    advance = round(glyph.advance() * 1000 / glyph.font.info.layout.unitsperem)
    return Glyph(glyph.index, _rounded(x), _rounded(y), _rounded(size), advance, text)


def _rounded(length: float) -> float:
    return round(length, _DECIMALS)


__all__ = ["STYLE", "FormulaError", "Setting", "spoken", "to_mathml", "to_type"]
