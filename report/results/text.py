"""Text that is not prose: a pair of Japanese and English, both required."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Literal

import msgspec

Medium = Literal["html", "pdf"]
Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "en")
LONGEST_MESSAGE = 600
"""Characters that one message on the terminal may have."""


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same statement in both languages."""

    ja: str
    en: str

    def __post_init__(self) -> None:
        for language in LANGUAGES:
            if not self.in_(language).strip():
                raise ValueError(f"the {language} text is empty; both languages are required")

    def in_(self, language: Language) -> str:
        """The text in one language."""
        return self.ja if language == "ja" else self.en


def decoded(content: bytes) -> str:
    """Read bytes as UTF-8, a mark of their order aside.

    Raises ValueError, which names the line, for what is none.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise ValueError(f"line {line} is not UTF-8; save the file as UTF-8") from problem


def one_line(message: str) -> str:
    r"""Fit a message for a terminal: one line, of bounded length, nothing in it unseen.

    Whatever came from outside may stand in it: control characters, which a terminal obeys, and
    those that reverse the order of letters are spelled out; a long middle is left out.

    >>> one_line("a\nb\x1b[2J")
    'a b\\x1b[2J'
    """
    shown = "".join(map(_visible, " ".join(message.split())))
    if len(shown) > LONGEST_MESSAGE:
        half = LONGEST_MESSAGE // 2
        shown = f"{shown[:half]} … {shown[-half:]}"
    return shown


def near(name: object, known: Iterable[str], otherwise: str = "") -> str:
    """Ask about the known name that an unknown one is most like; else give the other mend.

    >>> near("line.best", ["line.best_a", "kl.best_a"])
    'did you mean line.best_a?'
    """
    found = get_close_matches(str(name), list(known), n=1)
    return f"did you mean {found[0]}?" if found else otherwise


def _visible(character: str) -> str:
    return character if is_visible(character) else ascii(character)[1:-1]


def is_visible(character: str) -> bool:
    """Tell whether a character is a letter, mark, sign or space, which a reader can see."""
    return character.isprintable() or unicodedata.category(character) == "Zs"
