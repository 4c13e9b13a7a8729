"""Listings: the real source of a class or function, read without importing its module."""

import ast
from functools import cache
from pathlib import Path

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from report.render.outline import TemplateFaultError
from report.results.text import near

ROOT = Path(__file__).resolve().parents[2]


def source(module: str, name: str) -> tuple[str, str]:
    """Find a module's path, for the reader, and the source of one of its top-level names.

    Raises TemplateFaultError when there is no such module or name.
    """
    relative = Path(*module.split(".")).with_suffix(".py")
    path = ROOT / relative
    if not path.is_file():
        raise TemplateFaultError(
            f"no module is called {module!r}",
            near(module, _modules(), "give the dotted name of a module of ours"),
        )
    text = path.read_text(encoding="utf-8")
    known = [n for n in ast.parse(text).body if isinstance(n, ast.ClassDef | ast.FunctionDef)]
    for node in known:
        if node.name == name:
            first = min([node.lineno, *(entry.lineno for entry in node.decorator_list)])
            return relative.as_posix(), "\n".join(text.splitlines()[first - 1 : node.end_lineno])
    raise TemplateFaultError(
        f"{module} defines no {name!r}",
        near(name, (n.name for n in known), "give the name of a top-level class or function"),
    )


def _modules() -> list[str]:
    """List the dotted names that may be given."""
    paths = (path for top in ("report", "figures") for path in (ROOT / top).rglob("*.py"))
    return [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths]


@cache
def coloured(code: str) -> Markup:
    """Python source as HTML with a class a token; the style sheet gives the colours."""
    html = highlight(code, PythonLexer(), HtmlFormatter(nowrap=True))
    return Markup(html)  # noqa: S704 — Pygments escapes the source
