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
        path = self.folder / slot
        made_from = _hash(f"{self.version}\n{slot}\n{key}".encode())
        found = _read(path, made_from)
        if found is None:
            found = make()
            workspace.write(path, f"{made_from} {_hash(found)}\n".encode() + found)
        return found


def _read(path: Path, made_from: str) -> bytes | None:
    """Read an entry; None if there is none, it is damaged, or it was made from something else."""
    try:
        head, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return content if head == f"{made_from} {_hash(content)}".encode() else None


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
