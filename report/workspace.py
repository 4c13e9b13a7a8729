"""Where a build reads and writes: the folders, whole-file writes, the options of a build."""

import contextlib
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from report.results.network import ENOUGH_RUNS
from report.results.text import decoded

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
TABLES = STAGING / "tables"
TYPED = STAGING / "typed"
SCRATCH = BUILD / ".scratch"
VERDICTS = BUILD / "verdicts.json"

DEFAULT_SEEDS = ENOUGH_RUNS
SCRAP = ".part"
LEFTOVER = (".", "#", "~")
"""How names begin of files that an editor or a system has left beside those that are meant."""
MEMORY_PER_SEED = 120_000
"""Bytes, measured on the perceptron: its trained weights, and what their runs' record holds."""
RUNS_PER_SEED = 3
STORED_PER_RUN = 70_000
"""Bytes of the file of a trained run that is kept; three networks have a run for every seed."""
ENDLESS = 16
"""Digits of a number of runs that no machine has room for."""
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
    if data:
        _check_data(data)
    if seeds:
        _check_seeds(seeds)
    return Options(
        data=Path(data).resolve() if data else None,
        seeds=int(seeds) if seeds else DEFAULT_SEEDS,
    )


def _check_seeds(given: str) -> None:
    """Raise InputError for what is no number of runs, or more than memory and disk have room for.

    Digits of other scripts count as none: Python would read them, and readers of a log might not.
    """
    seeds = int(given[:ENDLESS]) if re.fullmatch("[0-9]+", given) else 0
    if seeds < 2:
        raise InputError(f"SEEDS={given}: give a whole number of at least 2, or leave it out")
    if seeds <= DEFAULT_SEEDS:
        return
    kept = len(list((CACHE / "runs").glob("*"))) * STORED_PER_RUN
    for what, per_seed, room in (
        ("memory", MEMORY_PER_SEED, memory()),
        ("disk", RUNS_PER_SEED * STORED_PER_RUN, shutil.disk_usage(ROOT).free + kept),
    ):
        if seeds * per_seed > room:
            need = f"{seeds * per_seed / 1e9:,.0f} GB of {what}"
            raise InputError(
                f"SEEDS={given}: so many runs need about {need}, and there are"
                f" {room / 1e9:,.0f}; give at most {room // per_seed:,}"
            )


def memory() -> int:
    """How many bytes of memory this machine, or the container that we are in, has."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        return min(whole, int(Path("/sys/fs/cgroup/memory.max").read_text("ascii")))
    except (OSError, ValueError):  # no container, or one without a limit ("max")
        return whole


def _check_data(data: str) -> None:
    """Raise InputError unless DATA is a file or folder: a device or a pipe may never end."""
    mend = "give an .npz file or a folder with the four IDX files"
    try:
        mode = Path(data).stat().st_mode
    except FileNotFoundError:
        raise InputError(f"DATA={data}: there is no such file or folder; {mend}") from None
    except OSError as problem:
        raise InputError(f"DATA={data}: cannot be read ({problem.strerror}); {mend}") from None
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise InputError(f"DATA={data}: is neither a file nor a folder; {mend}")
    try:
        str(Path(data).resolve()).encode()
    except UnicodeEncodeError:
        where = "its name, or that of a folder that it is in, is not UTF-8; rename it"
        raise InputError(f"DATA={data}: {where}") from None


def data_files(data: Path | None) -> list[Path]:
    """The files behind DATA: itself, or the IDX files of a folder; none for MNIST."""
    if data is None:
        return []
    return sorted({*listed(data, "ubyte"), *listed(data, "ubyte.gz")}) if data.is_dir() else [data]


def listed(folder: Path, *endings: str) -> list[Path]:
    """The files of a folder whose names have one of these endings, in their order.

    What editors and systems leave beside a file (``.x.html.swp``, ``x.html~``, ``#x.html#``,
    ``._x.html``, ``.DS_Store``) is none of them.
    Raises InputError for a link that leads nowhere: what it stands for would be missed in silence.
    """
    named = (
        path
        for path in (folder.iterdir() if folder.is_dir() else ())
        if path.name.endswith(endings) and not path.name.startswith(LEFTOVER)
    )
    return sorted(path for path in named if _is_file(path))


def _is_file(path: Path) -> bool:
    if path.is_symlink() and not path.exists():
        raise InputError(f"{_named(path)}: is a link that leads nowhere; mend or remove it")
    return path.is_file()


def text(path: Path) -> str:
    """Read a source. Raises InputError naming file and line when it is not UTF-8."""
    try:
        return decoded(path.read_bytes())
    except ValueError as problem:
        raise InputError(f"{_named(path)}: {problem}") from problem


def _named(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def write(path: Path, content: str | bytes) -> None:
    """Write a whole file or nothing: a reader never sees half of it, a crash leaves the old."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _write(path, content.encode() if isinstance(content, str) else content)
    except OSError as problem:
        problem.filename, problem.filename2 = str(path), None  # not that of a scrap
        raise


def _write(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=SCRAP)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        with contextlib.suppress(PermissionError):  # a file system without modes
            Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def encoded(value: object) -> bytes:
    """Lay a result out as its file holds it: JSON with one field a line, and a final line feed."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def sweep() -> None:
    """Remove what a build that was killed has left behind. No other build may be running."""
    for scrap in BUILD.rglob(f".*{SCRAP}"):
        scrap.unlink()
    for folder in SCRATCH.glob("*"):
        if not _alive(folder.name.partition("-")[0]):
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """Keep the temporary files of this process, and of those it starts, in the build folder.

    The system's own folder for them may be full or closed, and nobody tidies it after a kill.
    Raises InputError when the build folder cannot be written.
    """
    before = tempfile.tempdir, os.environ.get("TMPDIR")
    try:
        SCRATCH.mkdir(parents=True, exist_ok=True)
        made = tempfile.TemporaryDirectory(
            prefix=f"{os.getpid()}-", dir=SCRATCH, ignore_cleanup_errors=True
        )
    except OSError as problem:
        where = os.path.relpath(SCRATCH)
        raise InputError(f"{where}: {problem.strerror}; mend that and build again") from problem
    with made as folder:
        tempfile.tempdir = os.environ["TMPDIR"] = folder
        try:
            yield Path(folder)
        finally:
            tempfile.tempdir = before[0]
            if before[1] is None:
                del os.environ["TMPDIR"]
            else:
                os.environ["TMPDIR"] = before[1]


def _alive(process: str) -> bool:
    """Tell whether a process runs; one of somebody else's does."""
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        pass
    return True


def save(path: Path, value: object) -> None:
    """Write a result as JSON, see `encoded`."""
    write(path, encoded(value))


def load(path: Path, kind: type[T]) -> T:
    """Read a result back, strictly.

    Raises InputError naming the file when its content is not of the kind.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise InputError(f"{_named(path)}: {problem}; delete the file and build again") from problem
