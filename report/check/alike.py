"""Parity: both languages have the same parts in the same order, and say the same in each."""

from difflib import SequenceMatcher

import lxml.html
import msgspec

from report.render import Document
from report.results.finding import Finding, distinct

START = "the start"


class Block(msgspec.Struct, frozen=True):
    """What follows one anchor (a heading, figure, equation, table, listing) until the next.

    ``references`` is the set of everything the block refers to, whatever its wording and order.
    """

    anchor: str
    references: frozenset[str]


def parity(ja: Document, en: Document) -> tuple[Finding, ...]:
    """Where the two languages are out of step."""
    blocks = {document.language: skeleton(document) for document in (ja, en)}
    order = _order([b.anchor for b in blocks["ja"]], [b.anchor for b in blocks["en"]])
    if order:
        return distinct(order)
    found = [
        Finding(f"report.{language} {block.anchor}", f"{reference} is missing", mend)
        for one, other in zip(blocks["ja"], blocks["en"], strict=True)
        for language, block, missing in (
            ("ja", one, other.references - one.references),
            ("en", other, one.references - other.references),
        )
        for reference in sorted(missing)
        for mend in ["say the same in both languages, between the same headings and figures"]
    ]
    return distinct(found)


def skeleton(document: Document) -> tuple[Block, ...]:
    """Reduce a document to its anchors and the references between them."""
    tree = lxml.html.document_fromstring(document.text)
    anchors: list[tuple[str, set[str]]] = [(START, set())]
    for element in tree.iterfind(".//main//*"):
        if anchor := element.get("data-anchor"):
            anchors.append((anchor, set()))
        if reference := element.get("data-ref"):
            anchors[-1][1].add(reference)
    return tuple(Block(anchor, frozenset(references)) for anchor, references in anchors)


def _order(ja: list[str], en: list[str]) -> list[Finding]:
    """One finding for each run of anchors that one language lacks or has elsewhere."""
    found = []
    for kind, ja_from, ja_to, en_from, en_to in SequenceMatcher(None, ja, en, False).get_opcodes():
        if kind == "equal":
            continue
        here = {"ja": ja[ja_from:ja_to], "en": en[en_from:en_to]}
        after = ja[ja_from - 1] if ja_from else START
        what = "; ".join(f"{lang} has {', '.join(ids) or 'nothing'}" for lang, ids in here.items())
        mend = "put the same parts into both languages, in the same order"
        found.append(Finding(f"report.ja, report.en after {after}", what, mend))
    return found
