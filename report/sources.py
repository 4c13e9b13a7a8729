"""What a stage depends on besides its inputs, found from the code itself.

A stage runs again when its own module, any module that it imports, however indirectly, or a
data file that one of them names (``"equations.toml"``, beside the module or its package) is
edited.
"""

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import grimp
from pytask import PythonNode

from report.workspace import ROOT

LOCK = ROOT / "requirements.lock"
FONTS = tuple(sorted((ROOT / "report" / "fonts").glob("*.ttf")))
_LISTING = re.compile(r"code\(\s*'([\w.]+)'")
_FILE_NAME = re.compile(r"\"([\w-]+\.\w+)\"")


def code(*modules: str, also: Iterable[Path] = ()) -> PythonNode:
    """All the code that a stage runs, as one dependency, with the lock file of its libraries.

    ``also`` are further files that count as its code. Every task needs a node of its own: the
    engine notes in it whose it is. Raises ValueError when there is no such module.
    """
    paths = sorted({path for module in modules for path in files(module)})
    name = f"code of {', '.join(modules)}"
    return PythonNode(name=name, value=_fingerprint((*paths, LOCK, *also)), hash=True)


@cache
def files(module: str) -> tuple[Path, ...]:
    """The files of a module, of all it imports of ours, and the data files that they name.

    Raises ValueError when there is no such module.
    """
    graph = _graph()
    if module not in graph.modules:
        raise ValueError(f"no module is called {module}")
    names = {module, *graph.find_upstream_modules(module)}
    return tuple(sorted({path for name in names for path in _files(name)}))


def listed(templates: Iterable[Path]) -> list[Path]:
    """The files whose source the templates show with ``code('module', 'name')``."""
    shown = (_LISTING.findall(path.read_text(encoding="utf-8")) for path in templates)
    modules = sorted({module for found in shown for module in found})
    return [_files(module)[0] for module in modules]


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph("report", "figures", cache_dir=None)  # as fast as with a cache


@cache
def _files(module: str) -> tuple[Path, ...]:
    """A module's source, and the files beside it, or beside its package, that it names."""
    stem = ROOT.joinpath(*module.split("."))
    source = stem / "__init__.py" if stem.is_dir() else stem.with_suffix(".py")
    names = set(_FILE_NAME.findall(source.read_text(encoding="utf-8")))
    folders = (source.parent, source.parent.parent)
    beside = (folder / name for name in sorted(names) for folder in folders)
    return (source, *filter(Path.is_file, beside))


def _fingerprint(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(ROOT)} {_digest(path)}\n".encode())
    return digest.hexdigest()


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
