"""From results, verdicts and figures to finished, checked documents."""

from collections.abc import Mapping
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
from report.results.text import LANGUAGES, Text
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
    """Both pages and both PDFs, and what the checks on them found."""
    pages = {language: render.document(context, language, "html") for language in LANGUAGES}
    papers = {language: render.document(context, language, "pdf") for language in LANGUAGES}
    documents: dict[str, bytes] = {}
    findings: list[Finding] = [*check.parity(pages["ja"], pages["en"])]
    for language in LANGUAGES:
        content, complaints = pdf.write(papers[language], context)
        documents[f"report.{language}.html"] = pages[language].text.encode()
        documents[f"report.{language}.pdf"] = content
        findings += [*_page_findings(pages[language], context)]
        findings += [*_page_findings(papers[language], context), *complaints]
    findings += check.unused(pages.values(), context)
    return documents, distinct(findings)


def _page_findings(document: Document, context: Context) -> tuple[Finding, ...]:
    return (*document.findings, *check.page(document, context))


def expectations(results: Results, verdicts: Verdicts) -> tuple[Finding, ...]:
    """What came out otherwise than recorded: verdicts, equations, frameworks."""
    return (
        *map(_surprise, verdicts.surprises),
        *map(_untrue, results.equations.failed),
        *(_misstated(entry) for entry in results.survey.frameworks if entry.agrees is False),
        *(_unlike(method) for method in results.pieces.methods if not _agrees(method)),
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
    return Finding(f"report/literature.toml method {method.id}", what, "mend the entry")
