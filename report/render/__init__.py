"""Context to documents. Pure: nothing here writes a file.

``document(context, language, medium)`` renders the templates to one HTML text: for the reader's
browser (``"html"``, a file that needs nothing beside it) or for the PDF writer (``"pdf"``).
``pdf.write(document, context)`` turns the latter into the bytes of a PDF and the findings of the
writer. What was wrong with the templates comes along as ``Document.findings``; a document with
findings is still whole, with a box in place of each section that could not be assembled.

    html = render.document(context, "en", "html")          # build/report.en.html: html.text
    paper = render.document(context, "en", "pdf")
    content, findings = pdf.write(paper, context)          # build/report.en.pdf: content

For a draft, render again from a context whose ``findings`` say what fell
(``msgspec.structs.replace(context, findings=...)``).
"""

import base64
import hashlib
from collections.abc import Callable
from html import unescape
from pathlib import Path

import msgspec

from report import mathematics, workspace
from report.context import Context
from report.render import fonts, formulas
from report.render.functions import Functions, Scene
from report.render.japanese import spaced, unbroken
from report.render.outline import Outline, Record
from report.render.page import FONTS_HERE, page
from report.render.sections import Section, environment, names, rendered
from report.results.finding import Finding, distinct
from report.results.text import Language, Medium

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
SHEETS: dict[Medium, tuple[str, ...]] = {
    "html": ("common.css", "html/screen.css", "html/explorer.css"),
    "pdf": ("common.css", "pdf/print.css"),
}
SCRIPTS: dict[Medium, tuple[str, ...]] = {
    "html": ("html/page.js", "html/explorer.js"),
    "pdf": (),
}
FaceRules = Callable[[str, Language], str]
"""Makes the ``@font-face`` rules for a page in a language."""
STYLE_HASH_HERE, SCRIPT_HASH_HERE = "style-hash", "script-hash"


class Document(msgspec.Struct, frozen=True):
    """A rendered document: its HTML, what it contains, and what was wrong with the templates.

    It is not ``whole`` if a section fell: what that section would have shown is missing from it.
    """

    language: Language
    medium: Medium
    text: str
    outline: Outline
    findings: tuple[Finding, ...]
    whole: bool = True


def document(  # noqa: PLR0913, PLR0917 — three have a default
    context: Context,
    language: Language,
    medium: Medium,
    templates: Path = TEMPLATES,
    faces: FaceRules = fonts.screen_css,
    draw: formulas.Drawer = formulas.drawn,
) -> Document:
    """Render one document.

    Rendered twice, so that references to what comes later find their number. ``faces`` makes the
    ``@font-face`` rules for the page and ``draw`` the formulas of the PDF;
    both take long, and a caller may give ones that remember.
    Raises ValueError when there is no section; a broken section becomes a finding.
    """
    env = environment(templates)
    chosen = names(templates, language)

    first = Scene(context, language, medium, env, Record(), draw=draw)
    whole = all(part.finding is None for part in _sections(first, chosen))
    outline = first.record.outline()
    scene = Scene(context, language, medium, env, Record(), outline, whole, draw)
    parts = _sections(scene, chosen)
    sheets, scripts = (
        [workspace.text(templates / name) for name in files[medium]] for files in (SHEETS, SCRIPTS)
    )
    css = "\n".join([FONTS_HERE, *sheets, mathematics.STYLE if medium == "html" else ""])
    view = page(scene, outline, parts, css, "\n".join(scripts))
    html = env.get_template("base.html").render(msgspec.structs.asdict(view))
    html = unbroken(html) if language == "ja" else html
    found = [part.finding for part in parts if part.finding] + scene.record.findings
    finished = (
        self_contained(html, language, faces) if medium == "html" else _for_paper(html, language)
    )
    complete = all(part.finding is None for part in parts)
    return Document(language, medium, finished, outline, distinct(found), complete)


def _sections(scene: Scene, chosen: tuple[str, ...]) -> tuple[Section, ...]:
    """Render every section; what a broken one had announced is not in the document."""
    functions = Functions(scene)
    found: list[Section] = []
    for name in chosen:
        anchors = len(scene.record.anchors)
        found.append(rendered(scene.environment, name, functions))
        if found[-1].finding:
            del scene.record.anchors[anchors:]
    return tuple(found)


def _for_paper(html: str, language: Language) -> str:
    html = html.replace(FONTS_HERE, fonts.print_css(frozenset(unescape(html))), 1)
    return spaced(html) if language == "ja" else html


def self_contained(html: str, language: Language, faces: FaceRules = fonts.screen_css) -> str:
    """Put the fonts into a page's style sheet, and what it may run into its policy, by hash."""
    html = html.replace(FONTS_HERE, faces(html, language), 1)
    html = html.replace(STYLE_HASH_HERE, _hash_of("style", html), 1)
    return html.replace(SCRIPT_HASH_HERE, _hash_of("script", html), 1)


def _hash_of(element: str, html: str) -> str:
    """Hash the text of the only element of a kind, as a content security policy names it."""
    text = html.partition(f"<{element}>")[2].partition(f"</{element}>")[0]
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
