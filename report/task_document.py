"""The tasks that make the documents: verdicts, figures, pages, checks, and their publication."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

import pytask
from pytask import Product, task

import figures
from report import live, sources, stored, workers, workspace
from report.results.documents import PAGE_NAMES, PAPER_NAMES, Documents
from report.results.finding import BuildFailedError, Finding, distinct
from report.results.text import LANGUAGES, Language, Medium
from report.sources import FONTS, MAKERS, code
from report.workspace import (
    BUILD,
    CACHE,
    DATA,
    FIGURES,
    STAGING,
    TABLES,
    TEMPLATES,
    TYPED,
    VERDICTS,
)

CHECKED, AGREEMENT, PASSED = (STAGING / f"{name}.json" for name in ("checks", "agreement", "pages"))
"""Of each group of checks, that it found nothing."""
CHECKS = [CHECKED, AGREEMENT, PASSED]
READ = "report.stored"
RESULT_FILES = stored.files()
NAMES = figures.names()
DRAWINGS = [FIGURES / f"{name}.{language}.svg" for name in NAMES for language in LANGUAGES]
TYPED_DRAWINGS = [TYPED / path.name for path in DRAWINGS]
CSVS = [DATA / f"{name}.csv" for name in NAMES]
PAGES = {name: STAGING / name for name in PAGE_NAMES}
PAPERS = {name: STAGING / name for name in PAPER_NAMES}
DOCUMENTS = {name: BUILD / name for name in (*PAGES, *PAPERS)}
SOURCES = (".html", ".css", ".js")


def templates_for(medium: Medium) -> list[Path]:
    """The files that documents of a medium are made from; each medium has a folder of its own."""
    folders = (TEMPLATES, *(TEMPLATES / name for name in (*LANGUAGES, medium)))
    return [path for folder in folders for path in workspace.listed(folder, *SOURCES)]


HTML, PDF = templates_for("html"), templates_for("pdf")
PROSE = [path for path in HTML if path.suffix == ".html"]
LISTINGS = sources.listed({*HTML, *PDF})
SHOWN = ("report.assemble", READ, *(f"figures.{name}" for name in NAMES))  # their captions, too


@pytask.mark.try_first
def task_verdicts(
    code: Annotated[str, code("report.verdicts", READ)],
    results: dict[str, Path] = RESULT_FILES,
    verdicts: Annotated[Path, Product] = VERDICTS,
) -> None:
    """Hold the article's statements against the results."""
    from report import verdicts as judge

    workspace.save(verdicts, judge.reach(stored.results(results)))


@pytask.mark.try_first
def task_checks(
    code: Annotated[str, code(*SHOWN, named=PROSE)],
    results: dict[str, Path] = RESULT_FILES,
    verdicts: Path = VERDICTS,
    templates: list[Path] = PROSE,
    checked: Annotated[Path, Product] = CHECKED,
) -> None:
    """Check all that can be before anything is drawn or rendered: expectations, sources."""
    from report import assemble
    from report.results.verdicts import Verdicts

    found, reached = stored.results(results), workspace.load(verdicts, Verdicts)
    expected = assemble.expectations(found, reached)
    live.tell(expected)  # the rest takes a second or two
    passed((*expected, *assemble.sources(found, reached)), checked)


def task_agreement(
    code: Annotated[str, code("report.check.consistent", READ)],
    results: dict[str, Path] = RESULT_FILES,
    agreement: Annotated[Path, Product] = AGREEMENT,
) -> None:
    """Hold the results against each other."""
    from report.check.consistent import consistent

    passed(consistent(stored.results(results)), agreement)


for _name in NAMES:

    @pytask.mark.try_last  # what can fall for an error of the author's goes first
    @task(id=_name)
    def task_table(
        code: Annotated[str, code(f"figures.{_name}", READ)],
        name: str = _name,
        results: dict[str, Path] = RESULT_FILES,
        table: Annotated[Path, Product] = TABLES / f"{_name}.json",
        data: Annotated[Path, Product] = DATA / f"{_name}.csv",
    ) -> None:
        """Compute the data of a figure."""
        computed = figures.load(name).table(stored.results(results))
        workspace.save(table, computed)
        workspace.write(data, computed.to_csv())

    for _language in LANGUAGES:

        @pytask.mark.try_last
        @task(id=f"{_name}-{_language}")
        def task_figure(
            code: Annotated[str, code(f"figures.{_name}", also=FONTS)],
            name: str = _name,
            language: Language = _language,
            table: Path = TABLES / f"{_name}.json",
            drawing: Annotated[Path, Product] = FIGURES / f"{_name}.{_language}.svg",
            typed: Annotated[Path, Product] = TYPED / f"{_name}.{_language}.svg",
        ) -> None:
            """Draw a figure in one language, with its letters as outlines and as type."""
            from figures import style
            from report.results.table import Table

            drawn = figures.load(name).draw(workspace.load(table, Table), language)
            workspace.write(drawing, style.svg(drawn))
            workspace.write(typed, style.svg(drawn, typed=True))


def task_pages(
    code: Annotated[str, code("report.pages", *SHOWN, also=FONTS, named=(*HTML, *DRAWINGS))],
    makers: Annotated[str, code(MAKERS, also=FONTS)],
    results: dict[str, Path] = RESULT_FILES,
    verdicts: Path = VERDICTS,
    drawings: list[Path] = [*DRAWINGS, *TYPED_DRAWINGS],
    tables: list[Path] = CSVS,
    templates: list[Path] = HTML,
    listings: list[Path] = LISTINGS,
    documents: Annotated[dict[str, Path], Product] = PAGES,
    checked: Annotated[Path, Product] = PASSED,
) -> None:
    """Render the pages for the browser, and check them."""
    with workers.pool(len(LANGUAGES), "report.pages") as pool:
        from report import assemble, pages
        from report.cache import Cache
        from report.results.verdicts import Verdicts

        found, reached = stored.results(results), workspace.load(verdicts, Verdicts)
        context = assemble.context(found, reached, TABLES, FIGURES, TYPED)
        finish(pages.pages(context, Cache(CACHE, makers), pool), documents)
    passed((), checked)


def task_papers(
    code: Annotated[str, code("report.papers", *SHOWN, also=FONTS, named=(*PDF, *DRAWINGS))],
    makers: Annotated[str, code(MAKERS, also=FONTS)],
    results: dict[str, Path] = RESULT_FILES,
    verdicts: Path = VERDICTS,
    checks: list[Path] = CHECKS,
    drawings: list[Path] = DRAWINGS,
    tables: list[Path] = CSVS,
    templates: list[Path] = PDF,
    listings: list[Path] = LISTINGS,
    documents: Annotated[dict[str, Path], Product] = PAPERS,
) -> None:
    """Write the PDFs, once the pages and all that they rest on have passed their checks."""
    with workers.pool(len(LANGUAGES), "report.papers") as pool:
        from report import assemble, papers
        from report.cache import Cache
        from report.results.verdicts import Verdicts

        found, reached = stored.results(results), workspace.load(verdicts, Verdicts)
        context = assemble.context(found, reached, TABLES, FIGURES)
        finish(papers.papers(context, Cache(CACHE, makers), pool), documents)


def task_publish(
    code: Annotated[str, code("report.publish")],
    checks: list[Path] = CHECKS,
    finished: dict[str, Path] = PAGES | PAPERS,
    documents: Annotated[dict[str, Path], Product] = DOCUMENTS,
) -> None:
    """Put all four documents in place, or none."""
    from report import publish

    publish.publish({name: path.read_bytes() for name, path in finished.items()}, BUILD)


def passed(findings: Iterable[Finding], checked: Path) -> None:
    """Note that checks found nothing. Raises BuildFailedError with what they found."""
    found = distinct(tuple(findings))
    if found:
        raise BuildFailedError(found)
    workspace.save(checked, found)


def finish(made: Documents, documents: Mapping[str, Path]) -> None:
    """Save documents that passed. Raises BuildFailedError with what is wrong with others."""
    if made.findings:
        raise BuildFailedError(made.findings)
    for name, content in made.contents.items():
        workspace.write(documents[name], content)
