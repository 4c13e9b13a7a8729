"""Figures as the PDF writer's images: paths and pictures, in the writer's own operators.

The writer can draw any SVG, and reads every letter of a label anew. A figure of ours consists of
few kinds of elements; here each outline is read once, and written as it stands wherever it is used.
An SVG with anything else in it is left to the writer.
"""

import re
from xml.etree.ElementTree import Element, fromstring

from weasyprint import DEFAULT_OPTIONS
from weasyprint.images import RasterImage, get_image_from_uri
from weasyprint.pdf.stream import Stream
from weasyprint.urls import URLFetcher

from report.render.addresses import FIGURE, addressed
from report.render.outlines import LETTERS, operators

_SVG = "{http://www.w3.org/2000/svg}"
_STROKE = {f"stroke-{what}" for what in ("dasharray", "dashoffset", "linecap", "linejoin")}
_PAINT = {"fill", "fill-opacity", "opacity", "stroke", "stroke-opacity", "stroke-width"} | _STROKE
_KNOWN = {
    "svg": {"width", "height", "viewBox"} | _PAINT,
    "g": {"transform", "clip-path"} | _PAINT,
    "defs": set[str](),
    "clipPath": {"id"},
    "rect": {"x", "y", "width", "height"},
    "use": {"href", "x", "y", "transform"} | _PAINT,
    "path": {"d", "id", "transform", "clip-path"} | _PAINT,
    "image": {"href", "width", "height", "transform", "image-rendering"},
}
_WITHIN = {True: "data:image/png;base64,", False: "#"}
"""Where images and other elements may refer to: nowhere but into the drawing itself."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}|none")
_STEP = re.compile(r"(translate|scale|matrix)\(([^)]*)\)")
_CAPS = {"butt": 0, "round": 1, "square": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_PAINTED = {(True, True): b"B", (True, False): b"f", (False, True): b"S", (False, False): b"n"}


def images(html: str) -> dict[str, "Sketch"]:
    """Find the figures of a document that can be drawn here, by their addresses."""
    found = {address: fromstring(svg) for address, svg in addressed(FIGURE, html).items()}  # noqa: S314 — ours
    return {address: Sketch(root) for address, root in found.items() if _is_known(root)}


def _is_known(root: Element) -> bool:
    """Tell whether all elements and attributes are of those that are drawn here."""
    return "viewBox" in root.attrib and all(
        _kind(element) in _KNOWN
        and element.attrib.keys() <= _KNOWN[_kind(element)]
        and all(_COLOUR.fullmatch(element.get(name, "none")) for name in ("fill", "stroke"))
        and LETTERS.issuperset(re.findall("[A-Za-z]", element.get("d", "")))
        and not _STEP.sub("", element.get("transform", "")).strip()
        and element.get("href", "#").startswith(_WITHIN[_kind(element) == "image"])
        for element in root.iter()
    )


def _kind(element: Element) -> str:
    return str(element.tag).removeprefix(_SVG)


class Sketch:
    """A figure as the writer wants an image: something that has a size and can draw itself."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._box = _numbers(root.get("viewBox", ""))
        self._by_id = {element.get("id"): element for element in root.iter() if element.get("id")}

    def get_intrinsic_size(self, _resolution: float, _font_size: float) -> tuple[float, ...]:
        """Give width and height in px, and their ratio."""
        _, _, width, height = self._box
        return width, height, width / height

    def draw(self, page: Stream, width: float, height: float, _style: object) -> None:
        """Draw it with its top left corner at the origin."""
        left, top, across, down = self._box
        page.transform(a=width / across, d=height / down)
        page.transform(e=-left, f=-top)
        self._draw(page, self._root, {})

    def _draw(self, page: Stream, element: Element, around: dict[str, str]) -> None:
        """Draw an element and what is in it; ``around`` is the paint that it inherits."""
        kind, own = _kind(element), dict(element.attrib)
        if kind in ("defs", "clipPath"):
            return
        with page.stacked():
            if clip := own.get("clip-path"):
                self._clip(page, self._by_id[clip[5:-1]])
            _place(page, own)
            _paint(page, own)
            style = around | own
            match kind:
                case "use":
                    self._draw(page, self._by_id[own["href"][1:]], style)
                case "path" if outline := operators(own.get("d", "")):  # the space has none
                    page.stream.append(outline)
                    filled = style.get("fill") != "none"
                    page.stream.append(_PAINTED[filled, style.get("stroke", "none") != "none"])
                case "image":
                    _picture(own).draw(
                        page,
                        float(own["width"]),
                        float(own["height"]),
                        {"image_rendering": own.get("image-rendering", "auto")},
                    )
                case _:
                    for child in element:
                        self._draw(page, child, style)

    def _clip(self, page: Stream, path: Element) -> None:
        for rect in path:
            page.rectangle(*(float(rect.get(name, 0)) for name in ("x", "y", "width", "height")))
        page.clip()
        page.end()


def _place(page: Stream, own: dict[str, str]) -> None:
    """Move and scale the plane as an element asks; the position of a use comes last."""
    for kind, text in _STEP.findall(own.get("transform", "")):
        values = _numbers(text)
        match kind:
            case "matrix":
                page.transform(*values)
            case "translate":
                page.transform(e=values[0], f=values[-1] if values[1:] else 0)
            case _:
                page.transform(a=values[0], d=values[-1])
    if "href" in own and ("x" in own or "y" in own):
        page.transform(e=float(own.get("x", 0)), f=float(own.get("y", 0)))


def _paint(page: Stream, own: dict[str, str]) -> None:
    """Take up the paint of an element; what it does not say stays as it is around it."""
    for name, stroke in (("fill", False), ("stroke", True)):
        if own.get(name, "none") != "none":
            page.set_color_rgb(*(int(own[name][at : at + 2], 16) / 255 for at in (1, 3, 5)), stroke)
        opacity = own.get("opacity"), own.get(f"{name}-opacity")
        if any(opacity):
            page.set_alpha(float(opacity[0] or 1) * float(opacity[1] or 1), stroke)
    if "stroke-width" in own:
        page.set_line_width(float(own["stroke-width"]))
    if "stroke-linecap" in own:
        page.set_line_cap(_CAPS[own["stroke-linecap"]])
    if "stroke-linejoin" in own:
        page.set_line_join(_JOINS[own["stroke-linejoin"]])
    if "stroke-dasharray" in own:
        page.set_dash(_numbers(own["stroke-dasharray"]), float(own.get("stroke-dashoffset", 0)))


def _picture(own: dict[str, str]) -> RasterImage:
    inside = URLFetcher(allowed_protocols={"data"})  # nothing outside the document is fetched
    return get_image_from_uri({}, inside, DEFAULT_OPTIONS, own["href"])


def _numbers(text: str) -> list[float]:
    return [float(number) for number in text.replace(",", " ").split()]
