"""The tasks that make the documents: verdicts, figures, pages, checks, and their publication."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import pytask
from pytask import Product, task

import figures
from report import sources, stored, workers, workspace
from report.results.text import LANGUAGES, Language, Medium
from report.sources import FONTS, code
from report.workspace import BUILD, CACHE, DATA, FIGURES, STAGING, TEMPLATES, VERDICTS

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from report.cache import Cache
    from report.context import Context
    from report.results.documents import Documents

AGREEMENT = STAGING / "agreement.json"
READ = "report.stored"
RESULT_FILES = stored.files()
NAMES = figures.names()
DRAWINGS = [FIGURES / f"{name}.{language}.svg" for name in NAMES for language in LANGUAGES]
TYPED = STAGING / "typed"
TYPED_DRAWINGS = [TYPED / path.name for path in DRAWINGS]
TABLES = [DATA / f"{name}.csv" for name in NAMES]
PAGES = {f"report.{language}.html": STAGING / f"report.{language}.html" for language in LANGUAGES}
PAPERS = {f"report.{language}.pdf": STAGING / f"report.{language}.pdf" for language in LANGUAGES}
DOCUMENTS = {name: BUILD / name for name in (*PAGES, *PAPERS)}
SOURCES = (".html", ".css", ".js")


def templates_for(medium: Medium) -> list[Path]:
    """The files that documents of a medium are made from; each medium has a folder of its own."""
    folders = (TEMPLATES, *(TEMPLATES / name for name in (*LANGUAGES, medium)))
    return [path for folder in folders for path in workspace.listed(folder, *SOURCES)]


HTML, PDF = templates_for("html"), templates_for("pdf")
LISTINGS = sources.listed({*HTML, *PDF})
MAKERS = "report.render.remembered"
SHOWN = ("report.assemble", READ, *(f"figures.{name}" for name in NAMES))  # their captions, too


def task_verdicts(
    code: Annotated[str, code("report.verdicts", READ)],
    results: dict[str, Path] = RESULT_FILES,
    verdicts: Annotated[Path, Product] = VERDICTS,
) -> None:
    """Hold the article's statements against the results."""
    from report import verdicts as judge

    workspace.save(verdicts, judge.reach(stored.results(results)))


def task_agreement(
    code: Annotated[str, code("report.check.consistent", READ)],
    results: dict[str, Path] = RESULT_FILES,
    agreement: Annotated[Path, Product] = AGREEMENT,
) -> None:
    """Hold the results against each other."""
    from report.check.consistent import consistent

    workspace.save(agreement, consistent(stored.results(results)))


for _name in NAMES:

    @task(id=_name)
    def task_table(
        code: Annotated[str, code(f"figures.{_name}", READ)],
        name: str = _name,
        results: dict[str, Path] = RESULT_FILES,
        table: Annotated[Path, Product] = STAGING / "tables" / f"{_name}.json",
        data: Annotated[Path, Product] = DATA / f"{_name}.csv",
    ) -> None:
        """Compute the data of a figure."""
        computed = figures.load(name).table(stored.results(results))
        workspace.save(table, computed)
        workspace.write(data, computed.to_csv())

    for _language in LANGUAGES:

        @task(id=f"{_name}-{_language}")
        def task_figure(
            code: Annotated[str, code(f"figures.{_name}", also=FONTS)],
            name: str = _name,
            language: Language = _language,
            table: Path = STAGING / "tables" / f"{_name}.json",
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
    agreement: Path = AGREEMENT,
    drawings: list[Path] = [*DRAWINGS, *TYPED_DRAWINGS],
    tables: list[Path] = TABLES,
    templates: list[Path] = HTML,
    listings: list[Path] = LISTINGS,
    documents: Annotated[dict[str, Path], Product] = PAGES,
) -> None:
    """Render the pages for the browser, and check them and all that they rest on."""
    with workers.pool(len(LANGUAGES), "report.pages") as pool:
        from report import assemble, pages
        from report.cache import Cache
        from report.results.finding import Finding
        from report.results.verdicts import Verdicts

        found, reached = stored.results(results), workspace.load(verdicts, Verdicts)
        context = assemble.context(found, reached, STAGING / "tables", FIGURES, TYPED)
        cache = Cache(CACHE, makers)
        made = pages.pages(context, cache, pool)
        disagreeing = workspace.load(agreement, tuple[Finding, ...])
        findings = (*disagreeing, *assemble.expectations(found, reached), *made.findings)
        finish(msgspec.structs.replace(made, findings=findings), documents, context, cache, pool)


@pytask.mark.try_last  # the pages are quicker, and stop the build if a check falls
def task_papers(
    code: Annotated[str, code("report.papers", *SHOWN, also=FONTS, named=(*PDF, *DRAWINGS))],
    makers: Annotated[str, code(MAKERS, also=FONTS)],
    results: dict[str, Path] = RESULT_FILES,
    verdicts: Path = VERDICTS,
    drawings: list[Path] = DRAWINGS,
    tables: list[Path] = TABLES,
    templates: list[Path] = PDF,
    listings: list[Path] = LISTINGS,
    documents: Annotated[dict[str, Path], Product] = PAPERS,
) -> None:
    """Write the PDFs, once the pages have passed their checks."""
    with workers.pool(len(LANGUAGES), "report.papers") as pool:
        from report import assemble, papers
        from report.cache import Cache
        from report.results.verdicts import Verdicts

        found, reached = stored.results(results), workspace.load(verdicts, Verdicts)
        context = assemble.context(found, reached, STAGING / "tables", FIGURES)
        cache = Cache(CACHE, makers)
        finish(papers.papers(context, cache, pool), documents, context, cache, pool)


def task_publish(
    code: Annotated[str, code("report.publish")],
    finished: dict[str, Path] = PAGES | PAPERS,
    documents: Annotated[dict[str, Path], Product] = DOCUMENTS,
) -> None:
    """Put all four documents in place, or none."""
    from report import publish

    publish.publish({name: path.read_bytes() for name, path in finished.items()}, BUILD)


def finish(
    made: "Documents",
    documents: Mapping[str, Path],
    context: "Context",
    cache: "Cache",
    pool: "Executor",
) -> None:
    """Save documents that passed; of others write drafts that say what fell, pages first.

    Raises BuildFailedError with the findings.
    """
    from report import pages, papers
    from report.results.finding import BuildFailedError

    if not made.findings:
        for name, content in made.contents.items():
            workspace.write(documents[name], content)
        return
    marked = msgspec.structs.replace(context, findings=made.findings)
    for make in (pages.pages, papers.papers):
        for name, content in make(marked, cache, pool).contents.items():
            workspace.write(workspace.DRAFT / name, content)
    raise BuildFailedError(made.findings)
