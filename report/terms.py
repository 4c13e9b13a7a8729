"""The list of terms: each in both languages, with what it means here."""

from pathlib import Path

import msgspec

from report import entries
from report.results.text import Text

FILE = Path(__file__).with_name("terms.toml")


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A term and its meaning, in both languages."""

    id: str
    name: Text
    means: Text


def load(path: Path = FILE) -> dict[str, Term]:
    """The terms by id, in the order of the file. Raises EntryError."""
    return entries.read(path, "term", Term)
