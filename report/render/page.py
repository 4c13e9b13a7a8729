"""What base.html sees: the document, assembled but for its markup; each field with its own help."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Annotated

import msgspec
from markupsafe import Markup

from report import notation, wording
from report.context import Context
from report.references import Reference
from report.render.functions import Scene
from report.render.outline import Anchor, Outline
from report.render.sections import Section
from report.results.finding import Finding
from report.results.number import Kind, Number, Origin
from report.results.text import LANGUAGES, Language, Medium
from report.results.verdicts import Outcome, Verdict

FONTS_HERE = "/* fonts */"
"""Where the style sheet takes the fonts, which depend on the characters of the finished page."""

HASH_SHOWN = 12
"""Hexadecimal digits of a hash that a receipt shows."""


class Entry(msgspec.Struct, frozen=True):
    """A section in the contents, with its parts."""

    anchor: Anchor
    parts: tuple[Anchor, ...]


class Printed(msgspec.Struct, frozen=True):
    """A number as the article printed it: the digits that agree, what follows, and their count."""

    same: str
    rest: str
    agreeing: int


class Receipt(msgspec.Struct, frozen=True):
    """A number's entry in the list of numbers: what it is, its value, how it was obtained.

    ``trust`` is its kind, as a class of the style sheet, and ``kind`` the word for it. ``source``
    is the line that defines it.
    """

    id: str
    label: str
    value: Markup
    trust: Kind
    kind: str
    method: str
    interval: str | None
    runs: str | None
    printed: tuple[Printed, ...]
    source: str | None


class Receipts(msgspec.Struct, frozen=True):
    """The entries of all numbers that were read from one file, and its short hash."""

    data: str | None
    sha256: str | None
    entries: tuple[Receipt, ...]

    @property
    def ways(self) -> tuple[tuple[Receipt, ...], ...]:
        """The entries by how they were obtained and where they are defined, which they share."""
        found: dict[tuple[str, str, str | None], list[Receipt]] = {}
        for entry in self.entries:
            found.setdefault((entry.kind, entry.method, entry.source), []).append(entry)
        return tuple(map(tuple, found.values()))


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """The variables of base.html."""

    language: Annotated[Language, msgspec.Meta(description="The language of the document.")]
    other: Annotated[Language, msgspec.Meta(description="The other language.")]
    medium: Annotated[Medium, msgspec.Meta(description="Whether this is for screen or for PDF.")]
    title: Annotated[str, msgspec.Meta(description="The title.")]
    subtitle: Annotated[str, msgspec.Meta(description="The line under the title.")]
    description: Annotated[str, msgspec.Meta(description="One sentence for the metadata.")]
    author: Annotated[str, msgspec.Meta(description="Whose report it is.")]
    date: Annotated[str, msgspec.Meta(description="The date of the version, as 2019-05-30.")]
    draft: Annotated[bool, msgspec.Meta(description="Whether a check failed.")]
    findings: Annotated[tuple[Finding, ...], msgspec.Meta(description="What fell.")]
    contents: Annotated[tuple[Entry, ...], msgspec.Meta(description="The contents list.")]
    contents_columns: Annotated[
        tuple[tuple[Entry, ...], tuple[Entry, ...]],
        msgspec.Meta(description="The contents list in two columns of like height."),
    ]
    sections: Annotated[tuple[Section, ...], msgspec.Meta(description="The rendered sections.")]
    receipts: Annotated[tuple[Receipts, ...], msgspec.Meta(description="The list of numbers.")]
    references: Annotated[
        tuple[Reference, ...], msgspec.Meta(description="What is cited, in printing order.")
    ]
    words: Annotated[dict[str, str], msgspec.Meta(description="The frame's words, by name.")]
    css: Annotated[Markup, msgspec.Meta(description="The style sheet, fonts still to come.")]
    script: Annotated[Markup, msgspec.Meta(description="The script of the page; empty on paper.")]


def page(
    scene: Scene, outline: Outline, sections: tuple[Section, ...], css: str, script: str
) -> Page:
    """Put a page together from the context and what its sections use."""
    context, language = scene.context, scene.language
    listed = contents(outline)
    cited = set(outline.ids("reference"))
    return Page(
        language=language,
        other=next(other for other in LANGUAGES if other != language),
        medium=scene.medium,
        title=context.title.in_(language),
        subtitle=context.subtitle.in_(language),
        description=context.description.in_(language),
        author=context.author.in_(language),
        date=context.date,
        draft=context.draft,
        findings=context.findings,
        contents=listed,
        contents_columns=columns(listed),
        sections=sections,
        receipts=receipts(context, outline, language),
        references=tuple(entry for entry in context.references.values() if entry.id in cited),
        words=wording.words(language),
        css=Markup(css),  # noqa: S704 — our own style sheets
        script=Markup(script),  # noqa: S704 — our own scripts
    )


def contents(outline: Outline) -> tuple[Entry, ...]:
    """Gather the sections of an outline with their parts."""
    entries: list[Entry] = []
    for anchor in outline.anchors:
        if anchor.kind == "section":
            entries.append(Entry(anchor, ()))
        elif anchor.kind == "subsection":
            entries[-1] = Entry(entries[-1].anchor, (*entries[-1].parts, anchor))
    return tuple(entries)


def columns(entries: tuple[Entry, ...]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Split the contents into two columns, the first at least as high as the second."""
    heights = [1 + len(entry.parts) for entry in entries]
    high_enough = (at for at in range(len(entries) + 1) if 2 * sum(heights[:at]) >= sum(heights))
    cut = next(high_enough)
    return entries[:cut], entries[cut:]


def receipts(context: Context, outline: Outline, language: Language) -> tuple[Receipts, ...]:
    """List the numbers that a document shows, by the files that they were read from."""
    shown = set(outline.ids("number"))
    files: dict[tuple[str | None, str | None], list[Receipt]] = {}
    for number in context.numbers.values():
        if number.id in shown:
            origin = context.origins.get(number.id)
            short = origin.sha256[:HASH_SHOWN] + notation.ELLIPSIS if origin else None
            entry = receipt(number, context.verdicts.values(), origin, language)
            files.setdefault((origin.data if origin else None, short), []).append(entry)
    return tuple(Receipts(*file, tuple(entries)) for file, entries in files.items())


def receipt(
    number: Number, verdicts: Iterable[Verdict], origin: Origin | None, language: Language
) -> Receipt:
    """Write the entry of one number; what the article printed of it comes from the verdicts."""
    outcomes = [o for verdict in verdicts for o in verdict.outcomes if _prints(o, number.id)]
    undetermined = wording.WORDS["no_spread"].in_(language)
    interval = undetermined if number.spread else None
    if number.low is not None and number.high is not None:
        ends = (number.low, number.high)
        low, high = (notation.full(msgspec.structs.replace(number, value=end)) for end in ends)
        interval = f"[{low}, {high}]"
    return Receipt(
        id=number.id,
        label=number.label.in_(language),
        value=notation.grouped(notation.full(number, undetermined=undetermined)),
        trust=number.kind,
        kind=wording.KINDS[number.kind].in_(language),
        method=number.method.in_(language),
        interval=interval,
        runs=None if number.runs is None else f"{number.runs:,}",
        printed=tuple(printed(outcome.asked, outcome.agreeing or 0) for outcome in outcomes),
        source=f"{origin.file}:{origin.line}" if origin else None,
    )


def printed(text: str, agreeing: int) -> Printed:
    """Split what the article printed after so many significant digits.

    >>> printed("0.19233122267801…", 14).rest, printed("5.21…", 2).same
    ('…', '5.2')
    """
    end = 0
    for match in islice(re.finditer("[0-9]", text.lstrip("-0.")), agreeing):
        end = match.end()
    at = len(text) - len(text.lstrip("-0.")) + end if agreeing else 0
    return Printed(text[:at], text[at:], agreeing)


def _prints(outcome: Outcome, id_: str) -> bool:
    return outcome.rule == "digits" and outcome.numbers == (id_,)
