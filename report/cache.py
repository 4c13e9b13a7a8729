"""Work kept from one build to the next: what is found is proved whole, or made again.

A cache may be lost, cut short or garbled at any time and no document is the worse for it: every
entry carries the hash of its content, and of all that it was made from.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec

from report import workspace


class Cache(msgspec.Struct, frozen=True):
    """Entries in a folder, made by code of one ``version`` (such as a stage's fingerprint)."""

    folder: Path
    version: str

    def get(self, slot: str, key: str, make: Callable[[], bytes]) -> bytes:
        """Return the content of a slot if it was made from this key, else make and keep it.

        A slot, which is a file name, holds one entry: the latest. ``key`` says everything that
        ``make`` depends on besides the code.
        """
        found = self.find(slot, key)
        if found is None:
            found = make()
            self.keep(slot, key, found)
        return found

    def find(self, slot: str, key: str) -> bytes | None:
        """Return what a slot holds; None if nothing, or it is damaged, or made from another key."""
        try:
            head, _, content = (self.folder / slot).read_bytes().partition(b"\n")
        except OSError:
            return None
        return content if head == self._head(slot, key, content) else None

    def keep(self, slot: str, key: str, content: bytes) -> None:
        """Put content into a slot, in place of what it held."""
        workspace.write(self.folder / slot, self._head(slot, key, content) + b"\n" + content)

    def _head(self, slot: str, key: str, content: bytes) -> bytes:
        """Name what an entry was made from and what it holds, by hash."""
        return f"{_hash(f'{self.version} {slot} {key}'.encode())} {_hash(content)}".encode()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
