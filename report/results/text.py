"""Text that is not prose: a pair of Japanese and English, both required."""

from typing import Literal

import msgspec

Language = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "en")


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
