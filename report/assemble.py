"""From results, verdicts and figures to finished, checked documents."""

from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import msgspec

import figures
from report import check, compose, render, workspace
from report.context import Context, Figure
from report.render import Document, pdf
from report.results.bundle import Results
from report.results.equations import EquationCheck
from report.results.finding import Finding, distinct
from report.results.pieces import Method
from report.results.survey import Framework
from report.results.table import Table
from report.results.text import LANGUAGES, Language, Text
from report.results.verdicts import Verdict, Verdicts


class Edition(msgspec.Struct, frozen=True):
    """The documents by file name, the context they were made from, and what was found."""

    context: Context
    documents: Mapping[str, bytes]
    findings: tuple[Finding, ...]


def load_figures(tables: Path, drawings: Path) -> dict[str, Figure]:
    """The figures with their captions, drawings and data, by name."""
    return {name: _figure(name, tables, drawings) for name in figures.names()}


def _figure(name: str, tables: Path, drawings: Path) -> Figure:
    module = figures.load(name)
    ja, en = ((drawings / f"{name}.{language}.svg").read_text("utf-8") for language in LANGUAGES)
    table = workspace.load(tables / f"{name}.json", Table)
    return Figure(name, module.CAPTION, module.ALT, Text(ja=ja, en=en), table)


def edition(results: Results, verdicts: Verdicts, shown: Mapping[str, Figure]) -> Edition:
    """Render and check all four documents."""
    context = compose.context(results, verdicts, shown)
    documents, findings = render_all(context)
    before = (*expectations(results, verdicts), *check.templates(workspace.TEMPLATES, context))
    return Edition(context, documents, distinct((*before, *findings)))


def draft(edition: Edition) -> Mapping[str, bytes]:
    """The documents of an edition that fell, marked as drafts, with what fell."""
    marked = msgspec.structs.replace(edition.context, findings=edition.findings)
    return render_all(marked)[0]


def render_all(context: Context) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """Both pages and both PDFs, and what the checks on them found.

    Each language has a process of its own: the work is Python's and would share one core.
    Processes are spawned, since a fork would copy the threads of the libraries.
    """
    with ProcessPoolExecutor(len(LANGUAGES), get_context("spawn")) as pool:
        ja, en = pool.map(partial(render_language, context), LANGUAGES)
    documents: dict[str, bytes] = {}
    for rendered in (ja, en):
        name = f"report.{rendered.page.language}"
        documents[f"{name}.html"] = rendered.page.text.encode()
        documents[f"{name}.pdf"] = rendered.paper
    parity = check.parity(ja.page, en.page)
    unused = check.unused((ja.page, en.page), context)
    return documents, distinct((*parity, *ja.findings, *en.findings, *unused))


class Rendered(msgspec.Struct, frozen=True):
    """The page and the PDF of one language, and what the checks on them found."""

    page: Document
    paper: bytes
    findings: tuple[Finding, ...]


def render_language(context: Context, language: Language) -> Rendered:
    """Render and check both documents of one language."""
    page = render.document(context, language, "html")
    paper = render.document(context, language, "pdf")
    content, complaints = pdf.write(paper, context)
    checked = (*check.page(page, context), *check.page(paper, context))
    return Rendered(page, content, (*page.findings, *paper.findings, *checked, *complaints))


def expectations(results: Results, verdicts: Verdicts) -> tuple[Finding, ...]:
    """What came out otherwise than recorded: verdicts, equations, frameworks."""
    return (
        *map(_surprise, verdicts.surprises),
        *map(_untrue, results.equations.failed),
        *(_misstated(entry) for entry in results.survey.frameworks if entry.agrees is False),
        *(_unlike(method) for method in results.pieces.methods if not _agrees(method)),
        *check.forms(results.slopes),
    )


def _surprise(verdict: Verdict) -> Finding:
    fallen = (f"{o.asked} against {o.found}" for o in verdict.outcomes if not o.holds)
    return Finding(
        f"report/article.toml claim {verdict.id}",
        f"the verdict is {verdict.kind!r}, expected was {verdict.expected!r} ({'; '.join(fallen)})",
        "mend what is wrong, or the expectation with its reason",
    )


def _untrue(entry: EquationCheck) -> Finding:
    place = f"report/equations.toml equation {entry.id}"
    return Finding(place, f"does not hold: {entry.message}", "mend the formula")


def _misstated(entry: Framework) -> Finding:
    what = f"slope {entry.slope} is stated, {entry.measured} was measured"
    return Finding(f"report/survey.toml framework {entry.id}", what, "mend the entry")


def _agrees(method: Method) -> bool:
    return method.mean_agrees and method.max_agrees


def _unlike(method: Method) -> Finding:
    what = (
        f"mean {method.printed_mean} and largest {method.printed_max} are printed,"
        f" {method.mean} and {method.max} were computed"
    )
    return Finding(f"report/pieces/literature.toml method {method.id}", what, "mend the entry")
