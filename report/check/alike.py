"""Parity: both languages have the same parts in the same order, and say the same in each."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

import lxml.html
import msgspec

from report.render import Document
from report.results.finding import Finding, distinct

START = "the start"
LISTS = ("section:references", "section:numbers")
"""Sections that follow from the others."""
Runs = Sequence[tuple[str, int, int, int, int]]
"""How to turn one list of anchors into the other, as `SequenceMatcher.get_opcodes` gives it."""


class Block(msgspec.Struct, frozen=True):
    """What follows one anchor (a heading, figure, equation, table, listing) until the next.

    ``references`` is the set of everything the block refers to, whatever its wording and order.
    """

    anchor: str
    references: frozenset[str]


def parity(ja: Document, en: Document) -> tuple[Finding, ...]:
    """Where the two languages are out of step."""
    ours, theirs = skeleton(ja), skeleton(en)
    anchors = [block.anchor for block in ours], [block.anchor for block in theirs]
    runs = SequenceMatcher(None, *anchors, False).get_opcodes()
    found = [
        Finding(f"report.{language} {one.anchor}", f"{reference} is missing", mend)
        for one, other in _pairs(ours, theirs, runs)
        for language, missing in (
            ("ja", other.references - one.references),
            ("en", one.references - other.references),
        )
        for reference in sorted(missing)
        for mend in ["say the same in both languages, between the same headings and figures"]
    ]
    return distinct([*_order(*anchors, runs), *found])


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


def _pairs(
    ja: tuple[Block, ...], en: tuple[Block, ...], runs: Runs
) -> Iterator[tuple[Block, Block]]:
    """Pair the blocks of both languages; one before a gap has the gap's text, and no partner."""
    for kind, ja_from, ja_to, en_from, en_to in runs:
        if kind == "equal":
            before_gap = (ja_to, en_to) != (len(ja), len(en))
            pairs = zip(ja[ja_from : ja_to - before_gap], en[en_from:en_to], strict=False)
            yield from (pair for pair in pairs if len(runs) == 1 or pair[0].anchor not in LISTS)


def _order(ja: list[str], en: list[str], runs: Runs) -> list[Finding]:
    """One finding for each run of anchors that one language lacks or has elsewhere."""
    found = []
    for kind, ja_from, ja_to, en_from, en_to in runs:
        if kind == "equal":
            continue
        here = {"ja": ja[ja_from:ja_to], "en": en[en_from:en_to]}
        after = ja[ja_from - 1] if ja_from else START
        what = "; ".join(f"{lang} has {', '.join(ids) or 'nothing'}" for lang, ids in here.items())
        mend = "put the same parts into both languages, in the same order"
        found.append(Finding(f"report.ja, report.en after {after}", what, mend))
    return found
