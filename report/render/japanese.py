"""Japanese running text: no stray space from a line break, a gap beside Latin letters and digits.

A line break in a template's source is a space in English. In Japanese it is one only where Latin
letters or digits begin or end, as authors write it within a line. Where nobody wrote a space,
browsers set a gap themselves (``text-autospace``); the PDF writer needs an element for it.
"""

import re
from collections.abc import Iterator
from itertools import accumulate

import msgspec

GAP = '<span class="gap"></span>'
"""An empty element with a margin: nothing to copy, nothing to break a line at."""
_LETTER = r"[\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff]"
_WIDE = r"[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff60]"
_LATIN = r"[0-9A-Za-z\u00c0-\u024f\u0370-\u03ff%\u2212+]"
_BORDER = re.compile(rf"(?<={_LETTER})(?={_LATIN})|(?<={_LATIN})(?={_LETTER})")
_SPACE = re.compile(rf"(?<={_LETTER})\s*\n\s*(?={_LATIN})|(?<={_LATIN})\s*\n\s*(?={_LETTER})")
_BREAK = re.compile(rf"(?<={_WIDE})\s*\n\s*|\s*\n\s*(?={_WIDE})")
_PIECE = re.compile(r"<[^>]*>|[^<]+")
_TAG = re.compile(r"</?([A-Za-z][\w-]*)")
_INLINE = frozenset(
    ("a", "span", "em", "strong", "i", "b", "small", "sup", "sub", "cite", "time", "wbr")
)
_VERBATIM = frozenset(["head", "pre", "code", "svg", "math", "style"])
_FORMULA = "x"
"""What a formula, a drawing or code counts as: something Latin."""


class _Piece(msgspec.Struct):
    """A tag or a text; ``running`` if it is text that may be touched.

    ``counts`` is what its neighbours see of it: its text, a stand-in for something Latin, nothing
    at all (None), or the end of a block (an empty string).
    """

    text: str
    running: bool
    counts: str | None


def unbroken(html: str) -> str:
    """Remove the line breaks beside Japanese, also next to a tag; beside Latin a space is left."""
    pieces = list(_pieces(html))
    before = accumulate([p.counts for p in pieces], _last, initial="")
    after = [*accumulate([p.counts for p in reversed(pieces)], _first, initial="")][-2::-1]
    return "".join(
        _unbroken(piece.text, left, right) if piece.running else piece.text
        for piece, left, right in zip(pieces, before, after, strict=False)
    )


def spaced(html: str) -> str:
    """Put a gap wherever Japanese and Latin letters or digits meet in running text."""
    shown: list[str] = []
    before = ""
    for piece in _pieces(html):
        if piece.counts and before and _BORDER.search(before + piece.counts[0]):
            shown.append(GAP)
        shown.append(_BORDER.sub(GAP, piece.text) if piece.running else piece.text)
        before = _last(before, piece.counts)
    return "".join(shown)


def _pieces(html: str) -> Iterator[_Piece]:
    inside = ""
    for text in _PIECE.findall(html):
        tag = _TAG.match(text)
        name = tag[1].lower() if tag else ""
        if inside:
            ends = text.startswith("</") and name == inside
            inside = "" if ends else inside
            yield _Piece(text, False, None)
        elif name in _VERBATIM:
            inside = name
            yield _Piece(text, False, "" if name == "head" else _FORMULA)
        elif name == "img":
            yield _Piece(text, False, _FORMULA)
        elif text.startswith("<"):
            yield _Piece(text, False, None if name in _INLINE else "")
        else:
            yield _Piece(text, True, text)


def _last(before: str, counts: str | None) -> str:
    """Keep the last character of what came before, or of the piece if it counts."""
    return before if counts is None else counts[-1:]


def _first(after: str, counts: str | None) -> str:
    return after if counts is None else counts[:1]


def _unbroken(text: str, left: str, right: str) -> str:
    """Remove breaks from a text between two characters that stand beside it."""
    left, right = left.strip(), right.strip()
    whole = _BREAK.sub("", _SPACE.sub(" ", left + text + right))
    return whole[len(left) : len(whole) - len(right)]
