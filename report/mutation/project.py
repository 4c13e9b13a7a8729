"""The finished project that faults are put into: its results and what the documents are made of."""

from functools import cache

from report import assemble, compose, render, stored, workspace
from report.check.consistent import consistent
from report.context import Context
from report.numbers import numbers
from report.predicates import decide, load
from report.render import Document
from report.results.bundle import Results
from report.results.finding import Finding
from report.results.number import Number
from report.results.text import LANGUAGES, Language
from report.results.verdicts import Verdicts
from report.verdicts import reach


@cache
def results() -> Results:
    """Read the finished results. Raises InputError where there are none."""
    files = stored.files()
    for path in (*files.values(), workspace.VERDICTS):
        if not path.exists():
            where = path.relative_to(workspace.ROOT)
            raise workspace.InputError(f"{where}: is missing; run make report first")
    return stored.results(files)


@cache
def verdicts() -> Verdicts:
    """Reach the verdicts on the finished results."""
    return reach(results())


@cache
def context() -> Context:
    """Gather what the documents are made of."""
    tables, drawings = workspace.STAGING / "tables", workspace.FIGURES
    return assemble.context(results(), verdicts(), tables, drawings)


@cache
def known() -> dict[str, Number]:
    """Every number of the finished results."""
    return numbers(results())


def rendered(made_of: Context, language: Language) -> Document:
    """Render the page of one language, without its fonts."""
    return render.document(made_of, language, "html", faces=lambda *_: "")


@cache
def pages() -> tuple[Document, Document]:
    """Render both pages, Japanese first."""
    ja, en = (rendered(context(), language) for language in LANGUAGES)
    return ja, en


def surprises(reached: Verdicts) -> tuple[Finding, ...]:
    """What a build says of verdicts, all else being as it is."""
    return assemble.expectations(results(), reached)


def held(found: Results) -> tuple[Finding, ...]:
    """Everything that a build holds against results: their own agreement, then what is recorded."""
    return (*consistent(found), *expected(found))


def expected(found: Results) -> tuple[Finding, ...]:
    """What a build finds when it has results, before it makes documents of them.

    A predicate that is false becomes a finding when its sentence is rendered; here it is named.
    """
    reached = reach(found)
    shown = compose.all_numbers(found, reached)
    decided = decide(load(), shown, is_mnist=found.dataset.is_mnist)
    fallen = (
        Finding(f"report/predicates.toml predicate {id_}", "does not hold", "change the sentence")
        for id_, held in decided.items()
        if held is False
    )
    return (*assemble.expectations(found, reached), *fallen)
