"""Whether a drawing only draws: no script, no link, nothing that a viewer would fetch.

Drawings come from files of the build folder, which anybody may have edited meanwhile.
"""

import re

from lxml import etree

_SHAPES = frozenset(
    (
        *("svg", "g", "defs", "use", "symbol", "clipPath", "title", "desc"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"),
        *("image", "linearGradient", "radialGradient", "stop"),
    )
)
_SVG = "{http://www.w3.org/2000/svg}"
_WITHIN = re.compile(r"#[\w.:-]+")
_PIXELS = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=]*")
_LEADING = re.compile(r"url\(\s*[^#\s]|[a-z]+script:|@import", re.IGNORECASE)


def check(svg: str) -> None:
    """Raise ValueError, naming what is wrong, unless an SVG consists of inert shapes."""
    if "<!" in svg:
        raise ValueError("the drawing has declarations or comments of XML; draw it anew")
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(svg.encode(), parser)
    except etree.XMLSyntaxError as problem:
        raise ValueError(f"the drawing is not an SVG: {problem}; draw it anew") from problem
    for element in root.iter():
        name = str(element.tag)
        if name.removeprefix(_SVG) not in _SHAPES or not name.startswith(_SVG):
            raise ValueError(f"the drawing has a <{name}>, which is no shape; draw it anew")
        for key, value in element.attrib.items():
            named = f"{key!s}={str(value)[:40]!r}"
            if not _inert(str(key), str(value)):
                raise ValueError(f"the drawing has {named}; draw it anew")
    _check_uses(root)


def _check_uses(root: etree._Element) -> None:
    """Ask that shapes used again use none themselves: else they could grow without end."""
    shapes = {element.get("id"): element for element in root.iter()}
    uses = {str(use.get("href")) for use in root.iter(f"{_SVG}use")}
    for address in uses:
        shape = shapes.get(address.removeprefix("#"))
        if shape is None or next(shape.iter(f"{_SVG}use"), None) is not None:
            raise ValueError(f"the drawing uses {address}, which is no plain shape; draw it anew")


def _inert(key: str, value: str) -> bool:
    name = key.rpartition("}")[2].lower()
    if name == "href":
        return bool(_WITHIN.fullmatch(value) or _PIXELS.fullmatch(value))
    return not name.startswith("on") and name != "style" and not _LEADING.search(value)
