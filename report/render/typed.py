"""Inline formulas as type, for the PDF: a row of letters, signs and scripts needs no drawing.

Typed, a formula like a = 4 matches the weight of the text around it, and can be searched, copied
and read aloud as it stands. Anything with a fraction, a root or a large sign is drawn instead.
"""

from xml.etree.ElementTree import Element, fromstring

from markupsafe import Markup, escape

SPACE, THIN, HAIR = "\N{FOUR-PER-EM SPACE}", "\N{THIN SPACE}", "\N{HAIR SPACE}"
_RELATIONS = frozenset("=<>≤≥≠≈∈→")
_BINARY = frozenset("+−×·")
_SCRIPTS = {"msub": "sub", "msup": "sup"}
_OVERHANGING = "f"
_NARROW = 0.2
"""In em; a narrower space is a thin one."""


class _NeedsDrawingError(Exception):
    """The formula is more than a row of type."""


def typed(mathml: str) -> Markup | None:
    """Set a MathML formula as a line of type, or say with None that it has to be drawn."""
    try:
        return Markup('<span class="t">{}</span>').format(_show(fromstring(mathml)))  # noqa: S314
    except _NeedsDrawingError:
        return None


def _show(element: Element) -> Markup:
    kind = element.tag.rpartition("}")[2]
    text = (element.text or "").strip()
    match kind:
        case "math" | "mrow":
            shown = _row(list(element))
        case "semantics":
            shown = _show(element[0])
        case "mi" if len(text) == 1 and text.isalpha():
            shown = Markup("<i>{}</i>").format(text)
        case "mi" | "mn" | "mtext":
            shown = escape(text)
        case "mo":
            shown = escape(_spaced(text, element))
        case "mspace":
            narrow = float(element.get("width", "1em").removesuffix("em")) < _NARROW
            shown = escape(THIN if narrow else SPACE)
        case "msub" | "msup":
            base, script = map(_show, element)
            shown = Markup("{0}<{1}>{2}</{1}>").format(base, _SCRIPTS[kind], script)
        case _:
            raise _NeedsDrawingError(kind)
    return shown


def _row(parts: list[Element]) -> Markup:
    """Set parts side by side, with room after a function's name and an overhanging letter."""
    shown = Markup("")
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        shown += _show(part)
        name, after = (
            (part.text or "").strip(),
            (following.text or "" if following is not None else ""),
        )
        if name == _OVERHANGING and after[:1] in ("(", ")", "′"):
            shown += HAIR
        elif part.tag.endswith("mi") and len(name) > 1 and after[:1].isalnum():
            shown += THIN
    return shown


def _spaced(sign: str, element: Element) -> str:
    if element.get("form") == "prefix" or element.get("lspace") == "0em":
        return sign
    if sign in _RELATIONS or sign in _BINARY:
        return f"{SPACE}{sign}{SPACE}"
    return sign + THIN if sign in (",", ";") else sign
