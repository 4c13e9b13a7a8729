"""Finished documents: no stray digit, no dead link, nothing fetched, no glyph missing."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import lxml.html
from lxml import etree

from report.check.allowed import stray
from report.context import Context
from report.render import Document, fonts
from report.results.finding import Finding, distinct

COVERING = frozenset(
    (
        *("number", "fact", "formula", "equation", "figure", "table", "section", "subsection"),
        *("listing", "reference", "claim", "row", "date", "data", "finding"),
    )
)
"""Kinds of references whose element may hold digits. A predicate's sentence may not."""
ALOUD = ("alt", "title", "aria-label")
_LOADING = ("src", "srcset", "poster", "data", "action", "formaction", "background", "ping")
_LINKING = ("href", "{http://www.w3.org/1999/xlink}href", "xlink:href")
_URL = re.compile(r"url\(\s*['\"]?([^'\")]*)")
_LOCAL = re.compile(r"report\.(ja|en)\.(html|pdf)")


def page(document: Document, context: Context) -> tuple[Finding, ...]:
    """Everything wrong with a finished document that the document itself shows."""
    tree = lxml.html.document_fromstring(document.text)
    place = f"report.{document.language}.{document.medium}"
    known = _known(document, context)
    found = [
        *_dangling(tree, known, place),
        *_stray_digits(tree, known, place),
        *_links(tree, place),
        *_requests(tree, place),
        *_glyphs(tree, place),
    ]
    return distinct(found)


def unused(documents: Iterable[Document], context: Context) -> tuple[Finding, ...]:
    """Figures, tables, equations, predicates and references that no document shows or rests on."""
    used = {reference for document in documents for reference in document.outline.used}
    used |= {ref.replace("formula:", "equation:", 1) for ref in used}
    made = {
        "figure": context.figures,
        "table": context.tables,
        "equation": context.equations,
        "predicate": context.predicates,
        "reference": context.references,
    }
    return tuple(
        Finding(f"{kind} {id_}", "it is made and appears nowhere", "show it or remove it")
        for kind, entries in made.items()
        for id_ in entries
        if f"{kind}:{id_}" not in used
    )


def _known(document: Document, context: Context) -> dict[str, set[str]]:
    """Collect the references that resolve, by kind."""
    anchors = document.outline.anchors
    sections = {a.id for a in anchors if a.kind in ("section", "subsection")}
    findings = {str(number) for number in range(1, len(context.findings) + 1)}
    return {
        "number": set(context.numbers),
        "data": {origin.data for origin in context.origins.values()},
        "fact": set(context.facts),
        "formula": set(context.equations),
        "equation": set(context.equations),
        "figure": set(context.figures),
        "table": set(context.tables),
        "section": sections,
        "subsection": sections,
        "listing": {anchor.id for anchor in anchors if anchor.kind == "listing"},
        "reference": set(context.references),
        "claim": set(context.verdicts),
        "row": {row.id for grid in context.tables.values() for row in grid.rows if row.id},
        "predicate": set(context.predicates),
        "date": {context.date},
        "finding": findings | {finding.place.rpartition(":")[0] for finding in document.findings},
    }


def _dangling(
    tree: lxml.html.HtmlElement, known: dict[str, set[str]], place: str
) -> Iterator[Finding]:
    for element in tree.iterfind(".//*[@data-ref]"):
        reference = element.get("data-ref", "")
        if not _resolves(reference, known):
            mend = "refer to something that exists"
            yield Finding(_at(place, element), f"the reference {reference!r} leads nowhere", mend)


def _resolves(reference: str, known: dict[str, set[str]]) -> bool:
    kind, _, id_ = reference.partition(":")
    return id_ in known.get(kind, ())


def _stray_digits(
    tree: lxml.html.HtmlElement, known: dict[str, set[str]], place: str
) -> Iterator[Finding]:
    """Digits in no element that says where they come from."""
    for element, text in _texts(tree):
        runs = [run for _, run in stray(text)]
        if runs and not _covered(element, known):
            what = f"the digits {', '.join(runs)} in {_short(text)!r} come from nowhere"
            yield Finding(_at(place, element), what, "show them with a template function")


def _texts(tree: lxml.html.HtmlElement) -> Iterator[tuple[lxml.html.HtmlElement, str]]:
    """Every text a reader sees or hears, with the element it stands in."""
    for element in tree.iter(etree.Element):
        if element.tag in ("style", "script"):
            continue
        if element.text:
            yield element, element.text
        for child in element:
            if child.tail:
                yield element, child.tail
        for name in ALOUD:
            if element.get(name):
                yield element, element.get(name, "")


def _covered(element: lxml.html.HtmlElement, known: dict[str, set[str]]) -> bool:
    return any(
        (reference := ancestor.get("data-ref", "")).partition(":")[0] in COVERING
        and _resolves(reference, known)
        for ancestor in (element, *element.iterancestors())
    )


def _links(tree: lxml.html.HtmlElement, place: str) -> Iterator[Finding]:
    """Ids given twice, and links to ids that nothing has."""
    ids = Counter(element.get("id") for element in tree.iterfind(".//*[@id]"))
    for id_, count in ids.items():
        if count > 1:
            yield Finding(f"{place} #{id_}", f"{count} elements have this id", "rename all but one")
    for element in tree.iter(etree.Element):
        for target in _local_targets(element):
            if target not in ids:
                what = f"the link to #{target} leads nowhere"
                yield Finding(_at(place, element), what, "link to an id that exists")


def _local_targets(element: lxml.html.HtmlElement) -> Iterator[str]:
    for name, value in element.attrib.items():
        if name in _LINKING and value.startswith("#"):
            yield value[1:]
        elif "url(" in value:
            yield from (address[1:] for address in _URL.findall(value) if address[:1] == "#")


def _requests(tree: lxml.html.HtmlElement, place: str) -> Iterator[Finding]:
    """Addresses that a browser would fetch without being asked."""
    for element in tree.iter(etree.Element):
        for address in _fetched(element):
            if not address.startswith(("data:", "face:", "#")):
                what = f"{_short(address)!r} would be fetched"
                yield Finding(_at(place, element), what, "embed it in the document")
        if element.tag == "a" and not _may_link(element.get("href", "")):
            what = f"the link {_short(element.get('href', ''))!r} is of no kind that may be"
            yield Finding(_at(place, element), what, "link within the report, or to a source")


def _fetched(element: lxml.html.HtmlElement) -> Iterator[str]:
    for name, value in element.attrib.items():
        if name in _LOADING or (name in _LINKING and element.tag not in ("a", "link")):
            yield value
        yield from _URL.findall(value)
    if element.tag == "link" and element.get("rel") != "alternate":
        yield element.get("href", "")
    if element.tag == "style":
        yield from _URL.findall(element.text or "")


def _may_link(address: str) -> bool:
    return address.startswith(("#", "data:text/csv;", "https://", "http://")) or bool(
        _LOCAL.fullmatch(address)
    )


def _glyphs(tree: lxml.html.HtmlElement, place: str) -> Iterator[Finding]:
    """Characters that none of the faces has; every list of faces ends with these two."""
    covered = fonts.coverage("Report Sans") | fonts.coverage("Report Math")
    for element, text in _texts(tree):
        missing = {c for c in text if ord(c) not in covered and not c.isspace()}
        for character in sorted(missing):
            what = f"no face has {character!r} (U+{ord(character):04X})"
            yield Finding(_at(place, element), what, "write it in another way")


def _at(place: str, element: lxml.html.HtmlElement) -> str:
    for ancestor in (element, *element.iterancestors()):
        if ancestor.get("id"):
            return f"{place} #{ancestor.get('id')}"
    return place


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:57] + "..."
