"""The sections of a document: which templates there are, and how each becomes HTML by itself."""

import traceback
from pathlib import Path

import msgspec
from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from markupsafe import Markup

from report import workspace
from report.render.dialect import Backslashes, ClaimTag, Comments
from report.render.functions import Functions
from report.render.outline import TemplateFaultError
from report.results.finding import Finding
from report.results.text import Language


class Section(msgspec.Struct, frozen=True):
    """One rendered section, or what was wrong with it. ``place`` is its template."""

    place: str
    html: Markup
    finding: Finding | None = None


def environment(templates: Path) -> Environment:
    """Set up Jinja: everything escaped, an undefined name an error.

    It raises OSError for a template that is not there, InputError for one that is not UTF-8.
    """

    def source(name: str) -> tuple[str, str, None]:
        return workspace.text(templates / name), str(templates / name), None

    return Environment(
        loader=FunctionLoader(source),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=[Comments, Backslashes, ClaimTag],
        trim_blocks=True,
        lstrip_blocks=True,
    )


def names(templates: Path, language: Language) -> tuple[str, ...]:
    """List the section templates of a language in the order of the document, that of their names.

    Raises ValueError when there are none.
    """
    found = [path.name for path in workspace.listed(templates / language, ".html")]
    if not found:
        raise ValueError(
            f"templates/{language} holds no section; add one, such as 10-abstract.html"
        )
    return tuple(f"{language}/{name}" for name in found)


def rendered(env: Environment, name: str, functions: Functions) -> Section:
    """One section as HTML; a broken one as its finding, and the others are none the worse."""
    try:
        html = env.get_template(name).render(functions.exposed())
    except (TemplateError, ValueError, TypeError) as problem:
        return Section(f"templates/{name}", Markup(), _finding(name, problem))
    return Section(f"templates/{name}", Markup(html))  # noqa: S704 — autoescaped


def _finding(name: str, problem: Exception) -> Finding:
    place = f"templates/{name}:{_line(name, problem)}"
    if isinstance(problem, TemplateFaultError):
        return Finding(place, problem.what, problem.mend)
    if isinstance(problem, TemplateSyntaxError):
        return Finding(place, *syntax(problem))
    what, _, mend = str(problem).replace("\n", " ").partition("; ")
    return Finding(place, what, mend or "see the list of template functions in CONTRIBUTING.md")


def syntax(problem: TemplateSyntaxError) -> tuple[str, str]:
    """Say what is wrong with a template that Jinja cannot read, and the mend."""
    what, _, mend = str(problem.message).partition("; ")
    return what.rstrip("."), mend or "mend the template's syntax"


def _line(name: str, problem: Exception) -> int:
    """Find the template's line, which syntax errors and frames of tracebacks tell."""
    if isinstance(line := getattr(problem, "lineno", None), int):
        return line
    frames = traceback.extract_tb(problem.__traceback__)
    lines = [frame.lineno for frame in frames if Path(frame.filename).as_posix().endswith(name)]
    return (lines[-1] if lines else None) or 1
