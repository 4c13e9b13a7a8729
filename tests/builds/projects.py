"""Copies of the project, with a build folder and surroundings of their own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from report import publish
from report.workspace import ROOT

DATA = "patterns.npz"
NEEDED = ("report", "figures", "templates", "pyproject.toml", "requirements.lock")
SABOTEUR = Path(__file__).with_name("saboteur.py")
DOCUMENTS = ("report.en.html", "report.en.pdf", "report.ja.html", "report.ja.pdf")
OLDER = {name: f"an older {name}".encode() for name in DOCUMENTS}
OURS = ("DATA", "SEEDS", "LC_", "LANG", "TZ", "PYTHON", "MPL", "KERAS", "TF_", "XDG_", "COV_")
LONG = 3600  # seconds after which a build counts as hanging, however busy the machine is


@dataclass(frozen=True)
class Ended:
    """How a build ended: its exit code and what it said."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> list[str]:
        """The lines that tell what is wrong."""
        lines = (self.out + self.err).splitlines()
        return [line for line in lines if line.startswith(("error: ", "stopped; "))]


@dataclass(frozen=True)
class Project:
    """A copy of the project, with its own build folder and the environment it is built in."""

    folder: Path
    environment: Mapping[str, str]

    @property
    def made(self) -> Path:
        """The build folder."""
        return self.folder / "build"

    def start(self, *fault: str, prefix: Sequence[str] = ()) -> subprocess.Popen[str]:
        """Begin a build, with a fault of the saboteur's in it, through another command."""
        return subprocess.Popen(
            [*prefix, sys.executable, str(SABOTEUR), *(fault or ("none",))],
            cwd=self.folder,
            env=dict(self.environment),
            encoding="utf-8",
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def build(self, *fault: str, prefix: Sequence[str] = ()) -> Ended:
        """Build to the end; a process that is left behind would keep this waiting."""
        return end(self.start(*fault, prefix=prefix))

    def documents(self) -> dict[str, bytes]:
        """What a reader finds."""
        return {name: (self.made / name).read_bytes() for name in DOCUMENTS}

    def age(self) -> None:
        """Let the last good report be an older one."""
        publish.publish(OLDER, self.made)

    def contents(self, *, but: tuple[str, ...] = (".engine", ".cache")) -> dict[str, bytes]:
        """Every file that was made, by its path, but for what builds note for each other."""
        files = (path for path in sorted(self.made.rglob("*")) if path.is_file())
        named = {str(path.relative_to(self.made)): path for path in files}
        return {name: path.read_bytes() for name, path in named.items() if not name.startswith(but)}


def end(process: subprocess.Popen[str]) -> Ended:
    """Wait for a build and for all that it started."""
    try:
        out, err = process.communicate(timeout=LONG)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    return Ended(process.returncode, out, err)


def own(kind: str) -> tuple[str, ...]:
    """Give the words before a command that gives it mounts or a network of its own."""
    return ("unshare", kind, *(() if os.geteuid() == 0 else ("--map-root-user",)))


def permitted(prefix: Sequence[str]) -> bool:
    """Whether this system lets the user run commands in that way."""
    try:
        return subprocess.run([*prefix, "true"], check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def copy(folder: Path, data: Path, environment: Mapping[str, str]) -> Project:
    """Copy what a build needs of the project into a folder of its own, and images beside it."""
    copy_sources(folder)
    shutil.copy2(data, folder / DATA)
    return Project(folder, environment)


def copy_sources(folder: Path) -> None:
    """Copy what a build needs of the project, and nothing that comes and goes beside it."""
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, folder / name, ignore=ignored)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, folder / name)


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a small build; what else steers builds on this machine is left out."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return kept | {"DATA": DATA, "SEEDS": "2", "HOME": str(home)} | more
