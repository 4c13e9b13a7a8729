"""Formulas as the PDF writer's images: type from the face for mathematics, and rules.

The writer knows an image by its address, and asks it for its size and to draw itself. Set in type,
a formula is as sharp and as dark as the text around it, can be searched and copied, and takes a
twentieth of the room that outlines take.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import TO_UNITS, ffi, gobject, pango
from weasyprint.text.fonts import FontConfiguration

from report.mathematics import Glyph, Setting
from report.render.addresses import FORMULA, addressed

_FAMILY = b"Report Math"


def images(html: str, fonts: FontConfiguration) -> dict[str, "Formula"]:
    """Find the formulas of a document, by their addresses.

    ``fonts`` is the writer's record of the document's faces, from which the glyphs will come.
    """
    face = Face(fonts)
    return {
        address: Formula(msgspec.json.decode(content, type=Setting), face)
        for address, content in addressed(FORMULA, html).items()
    }


class Face:
    """The face for mathematics of a document, loaded when its first formula is drawn."""

    def __init__(self, fonts: FontConfiguration) -> None:
        self._map = fonts.font_map
        self._font: object = None

    def on(self, page: Stream) -> Font:
        """Give the face as the document embeds it."""
        self._font = self._font or self._loaded()
        return page.add_font(self._font)[0]

    def _loaded(self) -> object:
        context = ffi.gc(pango.pango_font_map_create_context(self._map), gobject.g_object_unref)
        wanted = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
        pango.pango_font_description_set_family(wanted, _FAMILY)
        pango.pango_font_description_set_absolute_size(wanted, 16 * TO_UNITS)
        font = pango.pango_font_map_load_font(self._map, context, wanted)
        return ffi.gc(font, gobject.g_object_unref)


class Formula:
    """A formula as the writer wants an image: something that has a size and can draw itself."""

    def __init__(self, setting: Setting, face: Face) -> None:
        self._setting, self._face = setting, face

    def get_intrinsic_size(self, _resolution: float, _font_size: float) -> tuple[float, ...]:
        """Give width and height in px, and their ratio."""
        width, height = self._setting.width, self._setting.height
        return width, height, width / height

    def draw(self, page: Stream, width: float, height: float, style: dict[str, object]) -> None:
        """Draw it with its top left corner at the origin, in the colour of the text around."""
        font = self._face.on(page)
        page.set_color(style["color"])
        page.transform(a=width / self._setting.width, d=height / self._setting.height)
        page.begin_text()
        for (y, size), row in groupby(self._setting.glyphs, lambda glyph: (glyph.y, glyph.size)):
            glyphs = tuple(row)
            for glyph in glyphs:
                font.to_unicode.setdefault(glyph.id, glyph.text)
                font.widths.setdefault(glyph.id, glyph.advance)
            page.set_font_size(font.hash, size)
            page.set_text_matrix(1, 0, 0, -1, glyphs[0].x, y)
            page.show_text("".join(_shown(glyphs)))
        page.end_text()
        for rule in self._setting.rules:
            page.rectangle(rule.x, rule.y, rule.width, rule.height)
            page.fill()


def _shown(row: Iterable[Glyph]) -> Iterator[str]:
    """Write glyphs on a line as PDF does: their numbers, and the gaps in thousandths of an em.

    A gap is measured from where the glyphs before it really end, so that nothing adds up.
    """
    end = None
    for glyph in row:
        gap = 0 if end is None else round((glyph.x - end) * 1000 / glyph.size)
        end = (glyph.x if end is None else end + gap * glyph.size / 1000) + (
            glyph.advance * glyph.size / 1000
        )
        yield f"{-gap}<{glyph.id:04x}>" if gap else f"<{glyph.id:04x}>"
