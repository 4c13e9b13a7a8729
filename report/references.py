"""The works and sources that the report cites."""

from pathlib import Path

import msgspec

from report import entries
from report.results.text import Text

FILE = Path(__file__).with_name("references.toml")


class Reference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One work or source.

    ``by`` are its authors, or the project that published it; ``place`` is the journal, the
    repository or the publisher; ``seen`` says so when it was not seen itself.
    """

    id: str
    title: str
    year: str
    by: str = ""
    place: str = ""
    url: str = ""
    seen: Text | None = None

    def __post_init__(self) -> None:
        if self.url and not entries.is_address(self.url):
            raise ValueError(
                f"url = {self.url!r} must start with https:// and go on as a plain address"
            )


def load(path: Path = FILE) -> dict[str, Reference]:
    """The references by id, in the order of the file. Raises EntryError."""
    return entries.read(path, "reference", Reference)
