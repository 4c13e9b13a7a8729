"""Values of the shipped tables, mistyped: frameworks, literature, references; and versions."""

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from random import Random

import msgspec

from report import assemble, check, references, survey
from report.check.consistent import consistent
from report.check.consistent.definitions import defined
from report.mutation import project
from report.mutation.mutant import Mutant, digits_of, other_digit
from report.pieces import literature
from report.results.frameworks import Frameworks, Version
from report.workspace import TEMPLATES


def slopes(random: Random) -> Iterator[Mutant]:
    """Every digit of every framework's slope and knee."""
    fields = re.compile(r'^(?:slope|knee) = "(.*)"', re.MULTILINE)
    return typed(survey.SOURCE, "framework", fields, surveyed, random)


def surveyed(path: Path, id_: str) -> Iterable[object]:
    """Compare a table of frameworks with what was measured, as a build does."""
    del id_  # all of it is read
    results = project.results()
    found = survey.survey(survey.load(path), results.frameworks)
    changed = msgspec.structs.replace(results, survey=found)
    yield from assemble.expectations(changed, project.verdicts())


def printed(random: Random) -> Iterator[Mutant]:
    """Every digit of every published approximation: printed errors, pieces, steps, definition."""
    fields = re.compile(
        r"^(?:printed_mean|printed_max|step|level|pieces|definition) = (.*)", re.MULTILINE
    )
    return typed(literature.SOURCE, "method", fields, published, random)


def published(path: Path, id_: str) -> Iterable[object]:
    """Recompute one published approximation and compare it with what was printed."""
    results = project.results()
    entries = literature.load(path)
    entry = next(entry for entry in entries if entry.id == id_)
    found = literature.method(entry, results.pieces.samples_per_unit)
    alone = msgspec.structs.replace(results.pieces, methods=(found,))
    yield from defined(alone, entries)
    others = (each for each in results.pieces.methods if each.id != id_)
    pieces = msgspec.structs.replace(results.pieces, methods=(found, *others))
    changed = msgspec.structs.replace(results, pieces=pieces)
    yield from assemble.expectations(changed, project.verdicts())


def typed(
    source: Path,
    entry: str,
    fields: re.Pattern[str],
    attempt: Callable[[Path, str], Iterable[object]],
    random: Random,
) -> Iterator[Mutant]:
    """Change each digit of some fields of a data file, in a copy of the file."""
    text = source.read_text(encoding="utf-8")
    ids = [(m.start(), m[1]) for m in re.finditer(r'^id = "(.*)"', text, re.MULTILINE)]
    for field in fields.finditer(text):
        id_ = next(name for start, name in reversed(ids) if start < field.start())
        for offset in digits_of(field[1]):
            at = field.start(1) + offset
            changed = other_digit(text, at, random)
            yield Mutant(
                id=f"{id_}.{field[0].partition(' ')[0]}.{offset}",
                change=f"{text[at]} becomes {changed[at]} in {field[0][:60]!r}",
                names=(f"{entry} {id_}", f"{source.name}: {id_}"),
                attempt=partial(_in_copy, source, changed, id_, attempt),
            )


def _in_copy(
    source: Path, text: str, id_: str, attempt: Callable[[Path, str], Iterable[object]]
) -> Iterable[object]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, source.name)
        path.write_text(text, encoding="utf-8")
        yield from attempt(path, id_)


def cited(random: Random) -> Iterator[Mutant]:
    """Every reference that is cited, under another id, so that citations of it lead nowhere."""
    del random
    shown = {reference for page in project.pages() for reference in page.outline.used}
    for id_ in references.load():
        if f"reference:{id_}" not in shown:
            continue  # the documents list only what they cite
        yield Mutant(
            id=id_,
            change=f"the reference {id_} is called {id_}x",
            names=(f"reference is called {id_!r}", f"reference:{id_}"),
            attempt=partial(renamed, id_),
        )


def renamed(id_: str) -> Iterable[object]:
    """Check templates and page with one reference under another id."""
    context = project.context()
    found = {f"{key}x" if key == id_ else key: value for key, value in references.load().items()}
    changed = msgspec.structs.replace(context, references=found)
    yield from check.templates(TEMPLATES, changed)
    yield from project.rendered(changed, "en").findings


def versions(random: Random) -> Iterator[Mutant]:
    """Every digit of every version that the colophon prints."""
    frameworks = project.results().frameworks
    for number, entry in enumerate(frameworks.versions):
        for at in digits_of(entry.version):
            changed = other_digit(entry.version, at, random)
            several = list(frameworks.versions)
            several[number] = Version(entry.name, changed)
            found = msgspec.structs.replace(frameworks, versions=tuple(several))
            yield Mutant(
                id=f"{entry.name}.{at}",
                change=f"{entry.version} becomes {changed}",
                names=(f"frameworks.json versions.{entry.name}",),
                attempt=partial(_with_frameworks, found),
            )


def _with_frameworks(found: Frameworks) -> Iterable[object]:
    """Hold all results against each other, with other findings about frameworks."""
    return consistent(msgspec.structs.replace(project.results(), frameworks=found))
