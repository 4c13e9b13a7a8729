"""Put the finished documents in place together, or leave the last good ones alone.

The documents lie in a folder of their own, and the names the reader knows are links through one
link, ``.current``; replacing that link is the single, atomic step that publishes them all. Where
the file system has no links, all documents are written beside their names first and then take
them, one right after the other.
"""

import errno
import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from report import workspace

CURRENT = ".current"
EDITIONS = ".editions"
WITHOUT_LINKS = (errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP)
"""What systems answer where there are no symbolic links."""


def publish(documents: Mapping[str, bytes], folder: Path) -> None:
    """Publish all documents, by file name, in ``folder`` at once; remove older editions."""
    if not linking(folder):
        _replace(documents, folder)
        return
    edition = folder / EDITIONS / _fingerprint(documents)
    for name, content in documents.items():
        workspace.write(edition / name, content)
    _link(folder / CURRENT, edition.relative_to(folder))
    for name in documents:
        _link(folder / name, Path(CURRENT) / name)
    for old in (folder / EDITIONS).iterdir():
        if old != edition:
            shutil.rmtree(old)


def linking(folder: Path) -> bool:
    """Whether the file system of a folder has symbolic links."""
    folder.mkdir(parents=True, exist_ok=True)
    trial = folder / f".link{workspace.SCRAP}"
    trial.unlink(missing_ok=True)
    try:
        trial.symlink_to(CURRENT)
    except OSError as problem:
        if problem.errno in WITHOUT_LINKS:
            return False
        raise
    trial.unlink()
    return True


def _replace(documents: Mapping[str, bytes], folder: Path) -> None:
    """Put documents in place without links; what takes long or may fail comes first."""
    fresh = {name: folder / f".{name}.new{workspace.SCRAP}" for name in documents}
    for name, content in documents.items():
        workspace.write(fresh[name], content)
    for name, path in fresh.items():
        path.replace(folder / name)
    (folder / CURRENT).unlink(missing_ok=True)
    shutil.rmtree(folder / EDITIONS, ignore_errors=True)


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
