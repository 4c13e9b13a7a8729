"""Drafts: all four documents of a build that fell, each marked and saying why."""

import msgspec

from report import assemble, pages, papers, sources, stored, workers, workspace
from report.cache import Cache
from report.results.finding import Finding
from report.results.text import LANGUAGES
from report.results.verdicts import Verdicts
from report.workspace import CACHE, DRAFT, FIGURES, TABLES, TYPED, VERDICTS


def write(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Write drafts from what the stages have stored, pages first; return what is wrong with them.

    Raises InputError or OSError when a result or a drawing is not there.
    """
    made_from = stored.results(stored.files()), workspace.load(VERDICTS, Verdicts)
    cache = Cache(CACHE, str(sources.code(sources.MAKERS, also=sources.FONTS).value))
    further: list[Finding] = []
    with workers.pool(len(LANGUAGES), "report.papers") as pool:
        context = assemble.context(*made_from, TABLES, FIGURES, TYPED)
        marked = msgspec.structs.replace(context, findings=findings)
        for make in (pages.pages, papers.papers):
            made = make(marked, cache, pool)
            further += made.findings
            for name, content in made.contents.items():
                workspace.write(DRAFT / name, content)
    return tuple(further)
