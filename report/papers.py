"""The PDFs: rendered for paper in both languages side by side, written, and checked."""

from concurrent.futures import Executor, Future
from functools import partial

from report import check, render
from report.cache import Cache
from report.context import Context
from report.render import pdf, remembered
from report.results.documents import Documents
from report.results.finding import Finding, distinct
from report.results.text import LANGUAGES, Language


def papers(context: Context, cache: Cache, pool: Executor) -> Documents:
    """Write both PDFs, each in a process of ``pool``.

    ``cache`` keeps the drawn formulas, which both languages share.
    """
    coming = [pool.submit(paper, context, language, cache) for language in LANGUAGES]
    found = list(map(Future.result, coming))
    return Documents(
        {
            f"report.{language}.pdf": content
            for language, (content, _) in zip(LANGUAGES, found, strict=True)
        },
        distinct([finding for _, findings in found for finding in findings]),
    )


def paper(context: Context, language: Language, cache: Cache) -> tuple[bytes, tuple[Finding, ...]]:
    """Write the PDF of one language; also return what is wrong with it."""
    document = render.document(context, language, "pdf", draw=partial(remembered.drawn, cache))
    content, complaints = pdf.write(document, context)
    wrong = (*check.page(document, context), *complaints) if document.whole else ()
    return content, (*document.findings, *wrong)
