"""Where a build reads and writes: the folders, whole-file writes, the options of a build."""

import os
import tempfile
from pathlib import Path
from typing import TypeVar

import msgspec

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
BUILD = ROOT / "build"
RESULTS = BUILD / "results"
FIGURES = BUILD / "figures"
DATA = BUILD / "data"
TENSORBOARD = BUILD / "tensorboard"
STAGING = BUILD / ".staging"
CACHE = BUILD / ".cache"
ENGINE = BUILD / ".engine"
DRAFT = BUILD / "draft"
VERDICTS = BUILD / "verdicts.json"

DEFAULT_SEEDS = 20
T = TypeVar("T")


class InputError(ValueError):
    """Something the user gave cannot be used; the message names it and the mend."""


class Options(msgspec.Struct, frozen=True):
    """What the user may choose for a build.

    data: images to use instead of MNIST, an .npz or a folder of IDX files; None for MNIST.
    seeds: how many seeded training runs of the article's network.
    """

    data: Path | None = None
    seeds: int = DEFAULT_SEEDS


def options() -> Options:
    """Read the options from the environment, where make put them (``DATA``, ``SEEDS``).

    Raises InputError when a value cannot be used.
    """
    data, seeds = os.environ.get("DATA", ""), os.environ.get("SEEDS", "")
    if data and not Path(data).exists():
        raise InputError(f"DATA={data}: there is no such file or folder")
    if seeds and not (seeds.isdecimal() and int(seeds) >= 2):
        raise InputError(f"SEEDS={seeds}: give a whole number of at least 2, or leave it out")
    return Options(
        data=Path(data).resolve() if data else None,
        seeds=int(seeds) if seeds else DEFAULT_SEEDS,
    )


def data_files(data: Path | None) -> list[Path]:
    """The files behind DATA: itself, or the files of a folder; none for MNIST."""
    if data is None:
        return []
    return sorted(path for path in data.iterdir() if path.is_file()) if data.is_dir() else [data]


def write(path: Path, content: str | bytes) -> None:
    """Write a whole file or nothing: a reader never sees half of it, a crash leaves the old."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def save(path: Path, value: object) -> None:
    """Write a result as JSON with sorted layout and a final line feed."""
    text = msgspec.json.format(msgspec.json.encode(value), indent=1)
    write(path, text + b"\n")


def load(path: Path, kind: type[T]) -> T:
    """Read a result back, strictly.

    Raises InputError naming the file when its content is not of the kind.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        where = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
        raise InputError(f"{where}: {problem}; delete the file and build again") from problem
