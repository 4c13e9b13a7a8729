"""Make type of the letters on a drawing, for a page that has the faces: a line one element.

Matplotlib sets every formula letter by letter, sorted by face, and repeats on each letter what
holds for all of them.
"""

import re
from itertools import groupby
from unicodedata import normalize

from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"
FACES = {"font-family": '"Report Sans", "Report Math", sans-serif', "font-size": "8"}
"""What the letters have in common; the faces are those of the page."""
_SLANTED = map(chr, (*range(0x1D71B, 0x1D6E1, -1), *range(0x1D467, 0x1D433, -1), 0x210E))
ITALICS = {normalize("NFKC", letter): letter for letter in _SLANTED}
"""The italic letters of the face for mathematics, by the plain ones."""
_FAMILY = "STIX"
_LEVEL = re.compile(r"rotate\(-?0 [^)]*\)")
_MOVE = re.compile(r"translate\((\S+) (\S+)\)")
_SAME_RUN = ("y", "font-size", "font-weight", "fill")


def set_type(root: etree._Element) -> None:
    """Tidy all type of a drawing whose styles are attributes already."""
    texts = list(root.iter(f"{SVG}text"))
    for text in texts:
        if _LEVEL.fullmatch(text.get("transform", "")):
            del text.attrib["transform"]
        if len(text):
            _compose(text)
        for element in text.iter():
            _plain(element)
    if texts:
        for name, value in FACES.items():
            root.set(name, value)


def _compose(formula: etree._Element) -> None:
    """Put the letters of a formula in their order, in as few runs as faces and lines allow."""
    group = formula.getparent()
    move = _MOVE.fullmatch(group.get("transform", "")) if group is not None else None
    if group is None or move is None:
        raise ValueError("a formula on a drawing is turned; set it level")
    x, y = float(move[1]), float(move[2])
    letters = sorted(formula, key=lambda letter: float(letter.get("x", "0")))
    formula[:] = []
    for key, run in groupby(letters, key=lambda letter: [letter.get(n) for n in _SAME_RUN]):
        parts = list(run)
        tspan = etree.SubElement(formula, f"{SVG}tspan")
        tspan.text = "".join(map(_letter, parts))
        tspan.set("x", _short(x + float(parts[0].get("x", "0"))))
        tspan.set("y", _short(y + float(parts[0].get("y", "0"))))
        for name, value in zip(_SAME_RUN[1:], key[1:], strict=True):
            if value and value != group.get(name):
                tspan.set(name, value)
    del group.attrib["transform"]


def _letter(tspan: etree._Element) -> str:
    """Give a letter of a formula; names are italic, and a space may have been lost as blank."""
    text = tspan.text or " "
    italic = tspan.get("font-family", "").strip("'").startswith(_FAMILY)
    return "".join(ITALICS.get(c, c) for c in text) if italic else text


def _plain(element: etree._Element) -> None:
    """Leave out what the drawing as a whole says, and what holds anyway."""
    for name in ("font-family", "font-style"):
        element.attrib.pop(name, "")
    if size := element.get("font-size"):
        element.set("font-size", size.removesuffix("px"))
    for name, usual in (("font-size", FACES["font-size"]), ("text-anchor", "start")):
        if element.get(name) == usual:
            del element.attrib[name]


def _short(length: float) -> str:
    return f"{length:.2f}".rstrip("0").rstrip(".")
