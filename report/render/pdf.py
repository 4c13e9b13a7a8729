"""HTML to PDF: tagged, archival, the data of every figure attached, the same bytes every time."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pydyf
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from report.context import Context
from report.render import Document, floats, fonts, ink, sketch
from report.results.finding import Finding

VARIANT = "pdf/a-3a"
_UA_IDENTIFIER = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
 <pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
 <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
  <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
  <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
  <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
   <pdfaProperty:name>part</pdfaProperty:name>
   <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
   <pdfaProperty:category>internal</pdfaProperty:category>
   <pdfaProperty:description>Part of PDF/UA to which the file conforms</pdfaProperty:description>
  </rdf:li></rdf:Seq></pdfaSchema:property>
 </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
"""The PDF/UA-1 identifier, and the description of it that PDF/A asks for."""
_WITHOUT_SUBSETTER = (
    'Using fontTools instead of HarfBuzz-Subset for font "%s". This will '
    "be unsupported in future versions of WeasyPrint. Please install "
    "HarfBuzz-Subset >= 4.1.0 with your package manager."
)
"""What the writer says of each face where a library that not all systems have is missing: the
file is as good and somewhat larger, so that this is no complaint."""


def write(document: Document, context: Context) -> tuple[bytes, tuple[Finding, ...]]:
    """Make the PDF of a document rendered for "pdf"; also return what the writer complained of.

    The data of every figure shown is attached as CSV. Raises ValueError for an HTML document.
    """
    if document.medium != "pdf":
        raise ValueError("this document was rendered for a browser; render it for the medium pdf")
    faces = FontConfiguration()
    with _complaints() as complaints, floats.floating(), _dated(context):
        content = weasyprint.HTML(string=document.text, url_fetcher=OwnFontsOnly()).write_pdf(
            pdf_variant=VARIANT,
            finisher=_identify,
            attachments=_attachments(document, context),
            font_config=faces,
            cache=sketch.images(document.text) | ink.images(document.text, faces),
        )
    place = f"report.{document.language}.pdf"
    mend = "mend the template, the figure or the style sheet that causes it"
    return content, tuple(Finding(place, complaint, mend) for complaint in complaints)


def _identify(_: weasyprint.Document, file: pydyf.PDF) -> None:
    """Put the PDF/UA identifier beside that of PDF/A: one description takes both."""
    for entry in file.objects:
        if isinstance(entry, pydyf.Stream) and entry.extra.get("Type") == "/Metadata":
            metadata = b"".join(entry.stream)
            closing = metadata.rindex(b"</rdf:RDF>")
            entry.stream = [metadata[:closing] + _UA_IDENTIFIER + metadata[closing:]]


def _attachments(document: Document, context: Context) -> list[weasyprint.Attachment]:
    day = _day(context)
    shown = [anchor.id for anchor in document.outline.anchors if anchor.kind == "figure"]
    return [
        weasyprint.Attachment(
            string=context.figures[id_].table.to_csv().encode(),
            name=f"{id_}.csv",
            description=f"{id_}.csv",
            created=day,
            modified=day,
            relationship="Data",
        )
        for id_ in shown
    ]


def _day(context: Context) -> datetime:
    return datetime.fromisoformat(context.date).replace(tzinfo=UTC)


class OwnFontsOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Answers for the report's faces and for data already in the document, for nothing else."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Give the bytes behind an address; ValueError for any address that leads outside."""
        scheme, _, rest = url.partition(":")
        if scheme == "face":
            content = fonts.by_file(rest).read_bytes()
            return URLFetcherResponse(url, content, {"Content-Type": "font/ttf"})
        if scheme == "data":
            return super().fetch(url)
        raise ValueError(f"{url}: nothing outside the document is fetched")


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg == _WITHOUT_SUBSETTER:
            return
        self.said.append(record.getMessage())


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collect what the writer and the font library log as a warning or worse meanwhile."""
    listener = _Listener()
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    before = [(logger, logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.addHandler(listener)
        logger.setLevel(logging.WARNING)
        logger.propagate = False
    try:
        yield listener.said
    finally:
        for logger, level, propagate in before:
            logger.removeHandler(listener)
            logger.setLevel(level)
            logger.propagate = propagate


@contextmanager
def _dated(context: Context) -> Iterator[None]:
    """Let the font library, which stamps the faces it reduces, write the report's day into them."""
    name = "SOURCE_DATE_EPOCH"  # https://reproducible-builds.org/specs/source-date-epoch/
    before = os.environ.get(name)
    os.environ[name] = str(int(_day(context).timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
