"""Tidy the SVG that matplotlib writes, so that it can stand inside a page.

Matplotlib writes a document: with a style sheet that would leak into the page, inline styles that
a strict content security policy forbids, ids that clash with other figures', six decimals.
"""

import base64
import io
import re
from itertools import count

import numpy as np
from lxml import etree

from figures._paths import compact
from figures._typed import set_type

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_URL = re.compile(r"url\(#([^)]+)\)")
_NUMBER = re.compile(r"-?\d+\.\d+(?![\d.]*e)")
_STEP = re.compile(r"(\w+)\(([^)]*)\)")
_GLYPH = ("scale", "0.015625")
"""How matplotlib shrinks the outlines of letters, which it gives in whole 64ths."""
_ROOT = {"stroke-linejoin": "round", "stroke-linecap": "butt"}
"""What matplotlib's style sheet says of every element; both properties are inherited."""


def tidy(text: str, prefix: str, ink: str) -> str:
    """Turn a document by matplotlib into one ``<svg>`` element for a page.

    Ids become the prefix with a number; the colour ``ink`` becomes ``currentColor``;
    inline styles become attributes; lengths get two decimals (a hundredth of a point). Type that
    is type, and not outlines, is set in the faces of the page.
    """
    root = etree.fromstring(text.encode(), etree.XMLParser(remove_blank_text=True))
    etree.strip_tags(root, etree.Comment, etree.PI)
    for element in root.iter():
        _unstyle(element)
        _recolour(element, ink)
        _shorten(element)
        _repack(element)
    set_type(root)
    _rename_ids(root, prefix)
    _drop(root)
    for name, value in _ROOT.items():
        root.set(name, value)
    _take(root, "version")
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode").replace("\n", "")


def _unstyle(element: etree._Element) -> None:
    """Turn ``style="fill: none; ..."`` into attributes of the same names."""
    for declaration in _take(element, "style").split(";"):
        name, found, value = declaration.partition(":")
        if found:
            element.set(name.strip(), value.strip())


def _recolour(element: etree._Element, ink: str) -> None:
    for name in ("fill", "stroke"):
        if element.get(name) == ink:
            element.set(name, "currentColor")


def _shorten(element: etree._Element) -> None:
    for name in ("x", "y", "width", "height", "viewBox"):
        if name in element.attrib:
            element.set(name, _rounded(element.get(name, ""), 2))
    steps = _STEP.findall(_take(element, "transform"))
    if "d" in element.attrib:
        if steps == [_GLYPH]:  # a two-hundredth of the em is finer than eyes and printers
            steps = [("scale", str(32 / 64))]
            element.set("d", compact(element.get("d", ""), 1 / 32, 0))
        else:
            element.set("d", compact(element.get("d", "")))
    if [kind for kind, _ in steps] == ["translate"] and element.tag == f"{_SVG}use":
        # a letter of a text, in hundredths of its size
        x, _, y = _rounded(steps[0][1], 0).partition(" ")
        for name, value in (("x", x), ("y", y)):
            if value not in ("", "0"):
                element.set(name, value)
    elif steps:  # moves are lengths; anything else scales them and needs its digits
        parts = (f"{kind}({_rounded(at, 2 if kind == 'translate' else 5)})" for kind, at in steps)
        element.set("transform", " ".join(parts))


def _repack(element: etree._Element) -> None:
    """Store an image in greys or with a palette: the same pixels in a third of the bytes."""
    kind, _, data = element.get(_HREF, "").partition(",")
    if kind != "data:image/png;base64":
        return
    from PIL import Image  # noqa: PLC0415 — matplotlib's own, and only where something is drawn

    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB"))
    colours, at = np.unique(pixels.reshape(-1, 3), axis=0, return_inverse=True)
    if (colours == colours[:, :1]).all():
        image = Image.fromarray(pixels[:, :, 0])
    elif len(colours) <= 256:
        image = Image.fromarray(at.reshape(pixels.shape[:2]).astype(np.uint8), mode="P")
        image.putpalette(colours.ravel().tolist())
    else:
        return
    buffer = io.BytesIO()
    image.save(buffer, format="png", optimize=True)
    element.set(_HREF, f"{kind},{base64.b64encode(buffer.getvalue()).decode()}")


def _rounded(text: str, places: int) -> str:
    def shorter(match: re.Match[str]) -> str:
        short = f"{float(match[0]):.{places}f}"
        short = short.rstrip("0").rstrip(".") if places else short
        return "0" if short == "-0" else short

    return _NUMBER.sub(shorter, text)


def _rename_ids(root: etree._Element, prefix: str) -> None:
    """Keep the ids that something refers to, under names of this figure alone."""
    used = {href[1:] for e in root.iter() if (href := e.get(_HREF, "")).startswith("#")}
    used |= {m for e in root.iter() for v in e.attrib.values() for m in _URL.findall(str(v))}
    number = count(1)
    names: dict[str, str] = {}
    for element in root.iter():
        old = _take(element, "id")
        if old in used:
            names[old] = f"{prefix}{next(number)}"
            element.set("id", names[old])
    for element in root.iter():
        href = _take(element, _HREF)
        if href:  # without the old prefix: SVG 2, and what HTML prefers
            element.set("href", f"#{names[href[1:]]}" if href.startswith("#") else href)
        for name, value in element.attrib.items():
            if _URL.search(str(value)):
                element.set(name, _URL.sub(lambda m: f"url(#{names[m[1]]})", str(value)))


def _drop(root: etree._Element) -> None:
    """Remove what shows nothing: metadata, style sheet, unpainted paths, groups without effect."""
    for kind in ("metadata", "style"):
        for element in list(root.iter(f"{_SVG}{kind}")):
            _remove(element)
    for element in list(root.iter(f"{_SVG}path")):
        if element.get("fill") == "none" and "stroke" not in element.attrib:
            _remove(element)
    for group in reversed(list(root.iter(f"{_SVG}g", f"{_SVG}defs"))):
        if len(group) == 0:
            _remove(group)
        elif group.tag == f"{_SVG}g" and not group.attrib:
            _unwrap(group)


def _take(element: etree._Element, name: str) -> str:
    """Remove an attribute and give its value, empty if there was none."""
    value = element.get(name, "")
    element.attrib.pop(name, "")
    return value


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(group: etree._Element) -> None:
    parent = group.getparent()
    if parent is not None:
        at = parent.index(group)
        parent[at : at + 1] = list(group)
