"""Put the finished documents in place together, or leave the last good ones alone.

The documents lie in a folder of their own, and the names the reader knows are links through one
link, ``.current``; replacing that link is the single, atomic step that publishes them all.
"""

import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from report import workspace

CURRENT = ".current"
EDITIONS = ".editions"


def publish(documents: Mapping[str, bytes], folder: Path) -> None:
    """Publish all documents, by file name, in ``folder`` at once; remove older editions."""
    edition = folder / EDITIONS / _fingerprint(documents)
    for name, content in documents.items():
        workspace.write(edition / name, content)
    _link(folder / CURRENT, edition.relative_to(folder))
    for name in documents:
        _link(folder / name, Path(CURRENT) / name)
    for old in (folder / EDITIONS).iterdir():
        if old != edition:
            shutil.rmtree(old)


def discard(folder: Path) -> None:
    """Remove a folder that is out of date, such as the draft of a build that has been mended."""
    shutil.rmtree(folder, ignore_errors=True)


def _link(name: Path, target: Path) -> None:
    """Make ``name`` a symbolic link to ``target`` in one step, whatever stood there."""
    if name.is_symlink() and name.readlink() == target:
        return
    fresh = name.with_name(f".{name.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    os.replace(fresh, name)  # noqa: PTH105 — Path.replace follows nothing either, said plainly


def _fingerprint(documents: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(documents):
        digest.update(f"{name} {len(documents[name])} ".encode() + documents[name])
    return digest.hexdigest()[:16]
