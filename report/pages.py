"""The pages for the browser: rendered in both languages side by side, and checked."""

from collections.abc import Iterable
from concurrent.futures import Executor, Future
from functools import partial

from report import check, render
from report.cache import Cache
from report.context import Context
from report.render import Document, remembered
from report.results.documents import Documents
from report.results.finding import Finding, distinct
from report.results.text import LANGUAGES, Language


def pages(context: Context, cache: Cache, pool: Executor) -> Documents:
    """Render both pages and check them, by themselves and against each other.

    ``cache`` keeps the reduced fonts. Each language takes a process of ``pool``: the work is
    Python's and would share one core.
    """
    coming = [pool.submit(page, context, language, cache) for language in LANGUAGES]
    found = list(map(Future.result, coming))
    ja, en = (document for document, _ in found)
    wrong = [finding for _, findings in found for finding in findings]
    if ja.whole and en.whole:  # else what a broken section lacks follows from what broke it
        wrong += (*check.parity(ja, en), *check.unused((ja, en), context))
    return Documents(
        {f"report.{document.language}.html": document.text.encode() for document, _ in found},
        distinct(wrong),
    )


def page(context: Context, language: Language, cache: Cache) -> tuple[Document, Iterable[Finding]]:
    """Render the page of one language; also return what is wrong with it by itself."""
    faces = partial(remembered.faces, cache)
    document = render.document(context, language, "html", faces=faces)
    wrong = check.page(document, context) if document.whole else ()
    return document, (*document.findings, *wrong)
