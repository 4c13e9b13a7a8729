"""What a stage depends on besides its inputs, found from the code itself.

A stage runs again when its own module, any module that it imports, however indirectly, a package
that one of them lies in, or a data file that one of them names (``"equations.toml"``, beside the
module or its package) is edited.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import grimp
from pytask import PythonNode

from report import workspace
from report.workspace import ROOT

LOCK = ROOT / "requirements.lock"
FONTS = tuple(workspace.listed(ROOT / "report" / "fonts", ".ttf"))
MAKERS = "report.render.remembered"
"""What draws formulas and reduces fonts, which is kept from build to build."""
_LISTING = re.compile(r"code\(\s*['\"]([\w.]+)['\"]")
_FILE_NAME = re.compile(r"\"([\w-]+\.\w+)\"")


def code(*modules: str, also: Iterable[Path] = (), named: Iterable[Path] = ()) -> PythonNode:
    """All the code that a stage runs, as one dependency, with the lock file of its libraries.

    ``also`` are further files that count as its code. ``named`` are files that it takes from
    folders: the engine itself follows what is in them, and forgets those that are gone. Every task
    needs a node of its own: the engine notes in it whose it is.
    Raises ValueError when there is no such module.
    """
    paths = (*sorted({path for module in modules for path in files(module)}), LOCK, *also)
    return PythonNode(
        name=f"code of {modules[0]}",
        value=_fingerprint(paths, sorted(named)),
        hash=True,
        attributes={"files": paths},
    )


def rules(module: str) -> PythonNode:
    """The Python code alone of a module and all it imports, whatever the data files say."""
    paths = [path for path in files(module) if path.suffix == ".py"]
    name = f"rules of {module}"
    return PythonNode(name=name, value=_fingerprint((*paths, LOCK)), hash=True)


@cache
def files(module: str) -> tuple[Path, ...]:
    """The files of a module, of all it imports of ours, and the data files that they name.

    Raises ValueError when there is no such module, SyntaxError when one of ours is no Python.
    """
    graph = _graph()
    if module not in graph.modules:
        raise ValueError(f"no module is called {module}")
    names = {module, *graph.find_upstream_modules(module)}
    names |= {package for name in names for package in _packages(name)}  # run before what is in it
    return tuple(sorted({path for name in names for path in _files(name)}))


def listed(templates: Iterable[Path]) -> list[Path]:
    """The files whose source the templates show with ``code('module', 'name')``."""
    shown = (_LISTING.findall(workspace.text(path)) for path in templates)
    modules = sorted({module for found in shown for module in found})
    return [_files(module)[0] for module in modules]


@cache
def _graph() -> grimp.ImportGraph:
    try:
        return grimp.build_graph("report", "figures", cache_dir=None)  # as fast as with a cache
    except grimp.exceptions.SourceSyntaxError as problem:
        compile(Path(problem.filename).read_bytes(), problem.filename, "exec")  # which says why
        raise


def _packages(module: str) -> Iterator[str]:
    """The packages that a module lies in."""
    while module := module.rpartition(".")[0]:
        yield module


@cache
def _files(module: str) -> tuple[Path, ...]:
    """A module's source, and the files beside it, or beside its package, that it names."""
    stem = ROOT.joinpath(*module.split("."))
    source = stem / "__init__.py" if stem.is_dir() else stem.with_suffix(".py")
    names = set(_FILE_NAME.findall(workspace.text(source)))
    folders = (source.parent, source.parent.parent)
    beside = (folder / name for name in sorted(names) for folder in folders)
    return (source, *filter(Path.is_file, beside))


def _fingerprint(paths: Iterable[Path], named: Iterable[Path] = ()) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(ROOT)} {_digest(path)}\n".encode())
    for path in named:
        digest.update(f"{os.path.relpath(path, ROOT)}\n".encode())
    return digest.hexdigest()


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
