"""The tasks that make the documents: verdicts, figures, pages, checks, and their publication."""

from pathlib import Path
from typing import Annotated

import msgspec
from pytask import Product, task

import figures
from report import sources, workspace
from report.results.bundle import Results
from report.results.text import LANGUAGES, Language
from report.sources import FONTS, code
from report.workspace import BUILD, DATA, FIGURES, RESULTS, STAGING, TEMPLATES, VERDICTS

RESULT_FILES = {part: RESULTS / f"{part}.json" for part in Results.__struct_fields__}
NAMES = figures.names()
DRAWINGS = [FIGURES / f"{name}.{language}.svg" for name in NAMES for language in LANGUAGES]
TABLES = [DATA / f"{name}.csv" for name in NAMES]
TEMPLATE_FILES = sorted(path for path in TEMPLATES.rglob("*") if path.is_file())
DOCUMENTS = {
    f"report.{language}.{ending}": BUILD / f"report.{language}.{ending}"
    for language in LANGUAGES
    for ending in ("html", "pdf")
}


def bundle(files: dict[str, Path]) -> Results:
    """Read every part of the results. Raises InputError for a file that is not a result."""
    kinds = {field.name: field.type for field in msgspec.structs.fields(Results)}
    return Results(**{name: workspace.load(files[name], kind) for name, kind in kinds.items()})


def task_verdicts(
    code: Annotated[str, code("report.verdicts")],
    results: dict[str, Path] = RESULT_FILES,
    verdicts: Annotated[Path, Product] = VERDICTS,
) -> None:
    """Hold the article's statements against the results."""
    from report import verdicts as judge

    workspace.save(verdicts, judge.reach(bundle(results)))


for _name in NAMES:

    @task(id=_name)
    def task_table(
        code: Annotated[str, code(f"figures.{_name}")],
        name: str = _name,
        results: dict[str, Path] = RESULT_FILES,
        table: Annotated[Path, Product] = STAGING / "tables" / f"{_name}.json",
        data: Annotated[Path, Product] = DATA / f"{_name}.csv",
    ) -> None:
        """Compute the data of a figure."""
        computed = figures.load(name).table(bundle(results))
        workspace.save(table, computed)
        workspace.write(data, computed.to_csv())

    for _language in LANGUAGES:

        @task(id=f"{_name}-{_language}")
        def task_figure(
            code: Annotated[str, code(f"figures.{_name}", *FONTS)],
            name: str = _name,
            language: Language = _language,
            table: Path = STAGING / "tables" / f"{_name}.json",
            drawing: Annotated[Path, Product] = FIGURES / f"{_name}.{_language}.svg",
        ) -> None:
            """Draw a figure in one language."""
            from figures import style
            from report.results.table import Table

            drawn = figures.load(name).draw(workspace.load(table, Table), language)
            workspace.write(drawing, style.svg(drawn))


def task_documents(
    code: Annotated[str, code("report.assemble", *FONTS)],
    results: dict[str, Path] = RESULT_FILES,
    verdicts: Path = VERDICTS,
    drawings: list[Path] = DRAWINGS,
    tables: list[Path] = TABLES,
    templates: list[Path] = TEMPLATE_FILES,
    listings: list[Path] = sources.listed(TEMPLATE_FILES),
    documents: Annotated[dict[str, Path], Product] = DOCUMENTS,
) -> None:
    """Write the pages, check them, set the PDFs, and publish all four or none."""
    from report import assemble, publish
    from report.results.finding import BuildFailedError
    from report.results.verdicts import Verdicts

    edition = assemble.edition(
        bundle(results),
        workspace.load(verdicts, Verdicts),
        assemble.load_figures(STAGING / "tables", FIGURES),
    )
    if edition.findings:
        for name, content in assemble.draft(edition).items():
            workspace.write(workspace.DRAFT / name, content)
        raise BuildFailedError(edition.findings)
    publish.publish(edition.documents, BUILD)
    publish.discard(workspace.DRAFT)
