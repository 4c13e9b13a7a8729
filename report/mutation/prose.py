"""Faults in the templates and captions: what one language lacks, has elsewhere, or mistypes.

A changed section is rendered by itself, with the outline of the whole document, and held against
the same section in the other language: the rules of parity speak of nothing larger.
"""

import re
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache, partial
from itertools import pairwise, product
from pathlib import Path
from random import Random

import msgspec
from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader

from report import check, workspace
from report.context import Context, Figure, Grid
from report.mutation import project
from report.mutation.mutant import Mutant
from report.render import Document, sections
from report.render.functions import Functions, Scene
from report.render.outline import Record
from report.results.number import Number
from report.results.text import LANGUAGES, Language, Text
from report.workspace import TEMPLATES

KINDS = {
    **{"n": "number", "fact": "fact", "f": "formula", "verdict": "claim", "cite": "reference"},
    **{"eq": "equation", "fig": "figure", "table": "table", "code": "listing"},
    **{"eqref": "equation", "figref": "figure", "tabref": "table", "secref": "section"},
    **{"heading": "section", "subheading": "subsection", "claim": "predicate"},
}
"""What each template function refers to."""
ANCHORS = ("heading", "subheading", "eq", "fig", "table", "code")
"""Functions that begin a block, within which parity is asked for."""
DIGITS = {"ASCII": "7", "full-width": "７", "kanji": "七"}
_CALL = re.compile(r"\{\{-?\s*(\w+)\('([^']+)'((?:[^}'\"]|'[^']*'|\"[^\"]*\")*)\}\}")
_CLAIM = re.compile(r"\{% claim '([^']+)' %\}.*?\{% endclaim %\}", re.DOTALL)
_MARKUP = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<[^>]*>|&\w+;", re.DOTALL)


class Call(msgspec.Struct, frozen=True):
    """One call of a template function in a template, and the block that it stands in."""

    name: str
    id: str
    start: int
    end: int
    block: int

    @property
    def reference(self) -> str:
        """What it refers to, as the finished document says it."""
        return f"{KINDS[self.name]}:{self.id}"


def calls(source: str) -> list[Call]:
    """List the calls of a template in their order."""
    found = [(m[1], m[2], *m.span()) for m in _CALL.finditer(source) if m[1] in KINDS]
    found += [("claim", m[1], *m.span()) for m in _CLAIM.finditer(source)]
    listed, block = [], 0
    for name, id_, start, end in sorted(found, key=lambda each: each[2]):
        block += name in ANCHORS
        listed.append(Call(name, id_, start, end, block))
    return listed


def templates() -> Iterator[tuple[Language, str, str]]:
    """Walk all templates of both languages: language, file name, source."""
    for language in LANGUAGES:
        for path in workspace.listed(TEMPLATES / language, ".html"):
            yield language, path.name, path.read_text(encoding="utf-8")


# What one language lacks, or has in another order ----------------------------------------------


def removed(random: Random) -> Iterator[Mutant]:
    """Every reference of every block, taken out of the block in one language with its repetitions.

    Repetition within a block is free, so that all mentions of a thing make one fault.
    """
    del random
    for language, name, source in templates():
        listed, seen = calls(source), set()
        for call in listed:
            if call.name == "heading" or (call.block, call.reference) in seen:
                continue
            seen.add((call.block, call.reference))
            gone = [c for c in listed if (c.block, c.reference) == (call.block, call.reference)]
            without = source
            for each in reversed(gone):
                without = without[: each.start] + without[each.end :]
            yield Mutant(
                id=f"{language}/{name} {call.reference} at {call.start}",
                change=f"{source[call.start : call.end][:60]!r} is removed",
                names=(call.reference, f"{KINDS[call.name]} is called {call.id!r}"),
                attempt=partial(compared, language, name, without),
            )


def reordered(random: Random) -> Iterator[Mutant]:
    """Every two neighbouring headings, figures, equations or tables, swapped in one language."""
    for language, name, source in templates():
        anchors = [call for call in calls(source) if call.name in ANCHORS[1:]]
        for one, other in pairwise(anchors):
            first, second = source[one.start : one.end], source[other.start : other.end]
            between = source[one.end : other.start]
            swapped = source[: one.start] + second + between + first + source[other.end :]
            yield Mutant(
                id=f"{language}/{name} {one.reference} and {other.reference}",
                change=f"{one.reference} and {other.reference} change places",
                names=(one.reference, other.reference),
                attempt=partial(compared, language, name, swapped),
            )
    names = [name for language, name, _ in templates() if language == "en"]
    for at in range(len(names) - 1):
        language = random.choice(LANGUAGES)
        order = [*names[:at], names[at + 1], names[at], *names[at + 2 :]]
        yield Mutant(
            id=f"{language}/{names[at]} and {names[at + 1]}",
            change="two sections change places",
            names=tuple(_heading(name) for name in names[at : at + 2]),
            attempt=partial(_in_order, language, order, names),
        )


def compared(language: Language, name: str, source: str) -> Iterable[object]:
    """Render a changed section and hold it against the other language's."""
    changed = section(language, name, source)
    yield from changed.findings
    both = {each: _section(each, name) for each in LANGUAGES} | {language: changed}
    yield from check.parity(both["ja"], both["en"])


def _in_order(language: Language, swapped: list[str], names: list[str]) -> Iterable[object]:
    both = {
        each: _joined(each, [_section(each, name) for name in order])
        for each in LANGUAGES
        for order in [swapped if each == language else names]
    }
    return check.parity(both["ja"], both["en"])


def _heading(name: str) -> str:
    """Name a section as the outline of a document does."""
    source = (TEMPLATES / "en" / name).read_text(encoding="utf-8")
    return next(call.reference for call in calls(source) if call.name == "heading")


@cache
def _section(language: Language, name: str) -> Document:
    return section(language, name, (TEMPLATES / language / name).read_text(encoding="utf-8"))


def section(language: Language, name: str, source: str) -> Document:
    """Render one section from its source, with the outline of the whole document."""
    outline = project.pages()[LANGUAGES.index(language)].outline
    env = sections.environment(TEMPLATES)
    changed = DictLoader({f"{language}/{name}": source})
    env.loader = ChoiceLoader([changed, FileSystemLoader(TEMPLATES)])
    scene = Scene(project.context(), language, "html", env, Record(), outline, True)
    part = sections.rendered(env, f"{language}/{name}", Functions(scene))
    findings = (*([part.finding] if part.finding else []), *scene.record.findings)
    text = f"<html><body><main>{part.html}</main></body></html>"
    return Document(language, "html", text, scene.record.outline(), findings)


def _joined(language: Language, parts: list[Document]) -> Document:
    text = "".join(part.text.partition("<main>")[2].partition("</main>")[0] for part in parts)
    return msgspec.structs.replace(parts[0], text=f"<html><body><main>{text}</main></body></html>")


# What the sources show ---------------------------------------------------------------------------


def typed(random: Random) -> Iterator[Mutant]:
    """A digit of each sort, typed into the text of every template at some place."""
    for language, name, source in templates():
        hidden = [m.span() for m in _MARKUP.finditer(source)]
        places = [
            at
            for at, character in enumerate(source)
            if character.isalpha() and not any(start <= at < end for start, end in hidden)
        ]
        for sort, digit in DIGITS.items() if places else ():
            at = random.choice(places)
            line = source.count("\n", 0, at) + 1
            yield Mutant(
                id=f"{language}/{name}:{line} {sort}",
                change=f"{digit} is typed before {source[at : at + 12]!r}",
                names=(f"templates/{language}/{name}:{line}",),
                attempt=partial(checked, language, name, f"{source[:at]} {digit} {source[at:]}"),
            )


def undefined(random: Random) -> Iterator[Mutant]:
    """Every call of every template, with another name, and with another id."""
    del random
    for language, name, source in templates():
        for call in calls(source):
            line = source.count("\n", 0, call.start) + 1
            text = source[call.start : call.end]
            wrong = {"id": text.replace(f"'{call.id}'", f"'{call.id}x'", 1)}
            if call.name != "claim":
                wrong["name"] = text.replace(f"{call.name}(", f"{call.name}x(", 1)
            if call.name in ("heading", "subheading", "code", "secref"):
                del wrong["id"]  # the document itself defines these; rendering tells
            for what, new in wrong.items():
                changed = source[: call.start] + new + source[call.end :]
                yield Mutant(
                    id=f"{language}/{name}:{line} {call.name}('{call.id}') at {call.start}, {what}",
                    change=f"{new.splitlines()[0][:60]!r} is written",
                    names=(f"templates/{language}/{name}:{line}",),
                    attempt=partial(checked, language, name, changed),
                )


def checked(language: Language, name: str, source: str) -> Iterable[object]:
    """Check the source of one changed template."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, language, name)
        path.parent.mkdir()
        path.write_text(source, encoding="utf-8")
        yield from check.templates(Path(folder), _bare())


def captions(random: Random) -> Iterator[Mutant]:
    """Every reference in a caption or alternative text, left out in one language."""
    del random
    for figure in project.context().figures.values():
        for field, language in product(("caption", "alt"), LANGUAGES):
            text: Text = getattr(figure, field)
            source = text.in_(language)
            for match in _CALL.finditer(source):
                without = msgspec.structs.replace(text, **{language: source.replace(match[0], "")})
                yield Mutant(
                    id=f"{figure.id}.{field}.{language} at {match.start()}",
                    change=f"{match[0]!r} is removed",
                    names=(f"figure {figure.id}",),
                    attempt=partial(
                        _captioned, msgspec.structs.replace(figure, **{field: without})
                    ),
                )


def _captioned(drawn: Figure) -> Iterable[object]:
    with tempfile.TemporaryDirectory() as folder:
        changed = msgspec.structs.replace(_bare(), figures={drawn.id: drawn})
        yield from check.templates(Path(folder), changed)


@cache
def _bare() -> Context:
    """All names of the context, without the texts that these faults do not touch."""
    context = project.context()
    word = Text(ja="語", en="word")
    return msgspec.structs.replace(
        context,
        numbers={id_: Number(id_, word, "0", "exact", word) for id_ in context.numbers},
        tables={id_: Grid(id_, word, (), ()) for id_ in context.tables},
        figures={
            id_: msgspec.structs.replace(figure, caption=word, alt=word)
            for id_, figure in context.figures.items()
        },
        terms={},
    )


def unused(random: Random) -> Iterator[Mutant]:
    """Everything that has to be shown once more, under a name that nothing shows."""
    del random
    context = project.context()
    for field in ("figures", "tables", "equations", "predicates", "references"):
        entries = getattr(context, field)
        for id_, entry in entries.items():
            more = msgspec.structs.replace(context, **{field: {**entries, f"{id_}_again": entry}})
            kind = field.removesuffix("s")
            yield Mutant(
                id=f"{kind} {id_}",
                change=f"{kind} {id_}_again is made",
                names=(f"{kind} {id_}_again",),
                attempt=partial(_unused, more),
            )


def _unused(context: Context) -> Iterable[object]:
    return check.unused(project.pages(), context)
