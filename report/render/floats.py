"""Figures and small tables that float: what does not fit a page lets the text after it go first.

The PDF writer has no floats of this kind. It lays out page after page, and says of each where it
ended. If that is before a figure, the page is laid out once more without it, and the figure comes
where the page ends then: at the top of the next page, or after the paragraph that runs over.
Figures and tables keep their order, never wait for a table that runs over pages, and stay in the
text: a section with a class, such as the references, takes none of them in.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import takewhile

import msgspec
from weasyprint.formatting_structure.boxes import Box, ParentBox
from weasyprint.layout import page as writer

Place = dict[int, "Place | None"] | None
"""Where a page ended, as the writer says it: an index within each box, None at a box's start."""
Laid = tuple[object, Place]

_FLOATS = frozenset(("figure", "table"))
"""The classes of what floats; a figure with a further class stays in its place."""
_TRIES = 4


class End(msgspec.Struct, frozen=True):
    """Where a page ended within a section: before or, if it was begun, within one of its parts."""

    section: Box
    index: int
    begun: bool = False

    @property
    def rest(self) -> list[Box]:
        """What is left of the section; nothing only at the end of all."""
        parts: list[Box] = self.section.children[self.index :]
        return parts


@contextmanager
def floating() -> Iterator[None]:
    """Let figures and small tables float in whatever is laid out meanwhile."""
    remake = writer.remake_page
    writer.remake_page = partial(_remade, remake)
    try:
        yield
    finally:
        writer.remake_page = remake


def _remade(
    remake: Callable[..., Laid], index: int, context: object, root: Box, html: object
) -> Laid:
    """Lay out a page; what floats and would not fit any more comes where the page then ends."""
    lay = partial(remake, index, context, root, html)
    laid, late = lay(), list[Box]()
    sections = {box: list(box.children) for box in _sections(root)}
    flow = [part for parts in sections.values() for part in parts]
    for tries_left in reversed(range(_TRIES)):
        end = _end(root, laid[1])
        if end is None or (end.begun and end.rest[0].element_tag == "figure"):
            break
        more = _overtaking(flow, late, end) or (_waiting(end) if tries_left else [])
        if not more:
            _insert(late, end)
            return lay() if late and laid[1] is None else laid
        late = [part for part in flow if part in late or part in more]
        for section, parts in sections.items():
            section.children = [part for part in parts if part not in late]
        laid = lay()
    for section, parts in sections.items():
        section.children = parts
    return lay() if late else laid


def _sections(box: Box) -> Iterator[Box]:
    """Find the sections of the text."""
    for child in box.children if isinstance(box, ParentBox) else ():
        if _is_text(child):
            yield child
        elif child.element_tag in ("body", "main"):
            yield from _sections(child)


def _is_text(box: Box) -> bool:
    return box.element_tag == "section" and box.element.get("class") is None


def _end(root: Box, place: Place) -> End | None:
    """Follow the writer's indices to the section of the text in which a page ended, if any."""
    if place is None:
        *_, last = [None, *_sections(root)]
        return last and End(last, len(last.children))
    box = root
    while place and isinstance(box, ParentBox):
        ((index, place),) = place.items()
        if _is_text(box):
            return End(box, index, begun=place is not None)
        box = box.children[index]
    return End(box, 0) if _is_text(box) and box.children else None


def _waiting(end: End) -> list[Box]:
    """Find what floats and stands right where a page ended."""
    return [] if end.begun else list(takewhile(_floats, end.rest))


def _overtaking(flow: list[Box], late: list[Box], end: End) -> list[Box]:
    """Find what floats, comes after the late ones, and stands before them if they come here."""
    if not late:
        return []
    stop = flow.index(end.rest[0]) if end.rest else len(flow)
    between = flow[flow.index(late[0]) : stop]
    return [part for part in between if _floats(part) and part not in late]


def _insert(late: list[Box], end: End) -> None:
    at, parts = end.index + end.begun, end.section.children
    end.section.children = [*parts[:at], *late, *parts[at:]]


def _floats(box: Box) -> bool:
    return box.element is not None and box.element.get("class") in _FLOATS
