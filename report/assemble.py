"""What both kinds of documents start from: figures to show, and what came out unexpectedly."""

from pathlib import Path

import figures
from report import article, check, compose, equations, predicates, workspace
from report.context import Context, Figure
from report.results.bundle import Results
from report.results.finding import Finding
from report.results.pieces import Method
from report.results.survey import Framework
from report.results.table import Table
from report.results.text import LANGUAGES, Text
from report.results.verdicts import Verdict, Verdicts

UNDRAWN = Text(ja="<svg/>", en="<svg/>")


def context(
    results: Results, verdicts: Verdicts, tables: Path, drawings: Path, typed: Path | None = None
) -> Context:
    """Gather what the documents are made of.

    Two folders hold the figures' data and drawings, a third, which only pages for the browser
    need, the drawings whose letters are type.
    """
    shown = {name: _figure(name, tables, drawings, typed) for name in figures.names()}
    return compose.context(results, verdicts, shown)


def sources(results: Results, verdicts: Verdicts) -> tuple[Finding, ...]:
    """What can be seen to be wrong before anything is drawn: unknown ids, typed digits."""
    undrawn = {}
    for name in figures.names():
        module = figures.load(name)
        undrawn[name] = Figure(name, module.CAPTION, module.ALT, UNDRAWN, Table(("x",), ()))
    return check.templates(workspace.TEMPLATES, compose.context(results, verdicts, undrawn))


def _figure(name: str, tables: Path, drawings: Path, typed: Path | None) -> Figure:
    module = figures.load(name)
    table = workspace.load(tables / f"{name}.json", Table)
    shown, set_ = _drawing(name, drawings), _drawing(name, typed) if typed else None
    return Figure(name, module.CAPTION, module.ALT, shown, table, set_)


def _drawing(name: str, folder: Path) -> Text:
    ja, en = ((folder / f"{name}.{language}.svg").read_text("utf-8") for language in LANGUAGES)
    return Text(ja=ja, en=en)


def expectations(results: Results, verdicts: Verdicts) -> tuple[Finding, ...]:
    """What came out otherwise than recorded: verdicts, equations, frameworks."""
    return (
        *map(_surprise, verdicts.surprises),
        *equations.untrue(results.equations.failed),
        *(_misstated(entry) for entry in results.survey.frameworks if entry.agrees is False),
        *(_unlike(method) for method in results.pieces.methods if not _agrees(method)),
        *check.forms(results.slopes),
        *check.told(article.load(), predicates.load()),
    )


def _surprise(verdict: Verdict) -> Finding:
    fallen = "; ".join(f"{o.asked} against {o.found}" for o in verdict.outcomes if o.holds is False)
    why = fallen or "all its checks hold"
    return Finding(
        f"report/article.toml claim {verdict.id}",
        f"the verdict is {verdict.kind!r}, expected was {verdict.expected!r} ({why})",
        "mend what is wrong, or the expectation with its reason",
    )


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
