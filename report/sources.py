"""What a stage depends on besides its inputs, found from the code itself.

A stage runs again when its own module, any module that it imports, however indirectly, or a
data file that one of them names (``"equations.toml"``, beside the module) is edited.
"""

import ast
import re
from functools import cache
from pathlib import Path

import grimp

from report.workspace import ENGINE, ROOT

LOCK = ROOT / "requirements.lock"
_LISTING = re.compile(r"code\(\s*'([\w.]+)'")
_FILE_NAME = re.compile(r"[\w-]+\.\w+")


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph("report", "figures", cache_dir=str(ENGINE / "imports"))


def code(module: str) -> list[Path]:
    """The files of a module, of all it imports of ours, and the data files that they name.

    Raises ValueError when there is no such module.
    """
    graph = _graph()
    if module not in graph.modules:
        raise ValueError(f"no module is called {module}")
    names = {module, *graph.find_upstream_modules(module)}
    return sorted({path for name in names for path in _files(name)})


def code_and_libraries(module: str) -> list[Path]:
    """Like `code`, with the lock file that pins the libraries."""
    return [*code(module), LOCK]


def _files(module: str) -> list[Path]:
    stem = ROOT.joinpath(*module.split("."))
    source = stem / "__init__.py" if stem.is_dir() else stem.with_suffix(".py")
    return [source, *_named_beside(source)]


def _named_beside(source: Path) -> list[Path]:
    """The files beside a module that a string constant of the module names."""
    nodes = ast.walk(ast.parse(source.read_text(encoding="utf-8")))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant)}
    names = {text for text in texts if isinstance(text, str) and _FILE_NAME.fullmatch(text)}
    return [source.with_name(name) for name in names if source.with_name(name).is_file()]


def listed(templates: list[Path]) -> list[Path]:
    """The files whose source the templates show with ``code('module', 'name')``."""
    shown = (_LISTING.findall(path.read_text(encoding="utf-8")) for path in templates)
    modules = sorted({module for found in shown for module in found})
    return [_files(module)[0] for module in modules]


def fonts() -> list[Path]:
    """The faces that documents and figures are set in."""
    return sorted((ROOT / "report" / "fonts").glob("*.ttf"))
