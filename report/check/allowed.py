"""Digits that are no result: the terms that may be typed, and what is left when they are gone."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

from report import entries

FILE = Path(__file__).resolve().parent.parent / "allowed_terms.toml"
KANJI = frozenset("一二三四五六七八九十百千万億")
"""The numerals of running text; archaic ones (参, 零) are ordinary characters of other words."""


class AllowedTerm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A term with a digit or a kanji numeral in it, and why it is no result."""

    term: str
    reason: str

    def __post_init__(self) -> None:
        if not any(map(_is_digit, self.term)):
            raise ValueError(f"the term {self.term!r} has no digit; it needs no permission")
        if not self.reason.strip():
            raise ValueError(f"the term {self.term!r} needs a reason")

    @property
    def id(self) -> str:
        """The term itself."""
        return self.term


@cache
def terms(path: Path = FILE) -> tuple[str, ...]:
    """Read the allowed terms. Raises EntryError when the file is not as it should be."""
    return tuple(entries.read(path, "term", AllowedTerm))


def stray(text: str, allowed: tuple[str, ...] | None = None) -> Iterator[tuple[int, str]]:
    """Find the digits of a text outside the allowed terms: where each run starts, and the run.

    A digit is any character that stands for a number (ASCII, full-width, superscript, fractions)
    and of the kanji those of `KANJI`.

    >>> list(stray("in 2019, 0.1923 and ５", ("2019",)))
    [(9, '0.1923'), (20, '５')]
    """
    if not any(map(str.isnumeric, text)):  # as most texts are
        return
    blanked = without_terms(text, allowed)
    at = 0
    while at < len(blanked):
        end = at
        while end < len(blanked) and (_is_digit(blanked[end]) or _inside(blanked, at, end)):
            end += 1
        if end > at:
            yield at, blanked[at:end]
        at = end + 1


def without_terms(text: str, allowed: tuple[str, ...] | None = None) -> str:
    """Put spaces in the place of the allowed terms of a text.

    >>> without_terms("since Keras 3, 0.2", ("Keras 3",))
    'since        , 0.2'
    """
    pattern = _pattern(terms() if allowed is None else allowed)
    return pattern.sub(lambda match: re.sub(r"\S", " ", match[0]), text)


def _inside(text: str, start: int, at: int) -> bool:
    """Tell whether a point or comma stands between two digits and belongs to the number."""
    following = text[at + 1 : at + 2]
    return at > start and text[at] in ".," and _is_digit(following)


def _is_digit(character: str) -> bool:
    if "\u4e00" <= character <= "\u9fff":
        return character in KANJI
    return character.isnumeric()


@cache
def _pattern(allowed: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(allowed, key=len, reverse=True)
    return re.compile("|".join(map(_bounded, longest_first)) or r"(?!)")


def _bounded(term: str) -> str:
    """Make a pattern of a term: any white space for a space, no longer number or word around it."""
    words = r"\s+".join(map(re.escape, term.split()))
    before = r"(?<![0-9A-Za-z])(?<![0-9][.,])" if _is_ascii_word(term[0]) else ""
    after = r"(?![0-9A-Za-z]|[.,][0-9])" if _is_ascii_word(term[-1]) else ""
    return before + words + after


def _is_ascii_word(character: str) -> bool:
    return character.isascii() and character.isalnum()
