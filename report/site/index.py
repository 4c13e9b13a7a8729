"""The site's first page: in the reader's language with a script, in both without one."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

import msgspec
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

import figures
from report import compose, notation, wording, workspace
from report.render import self_contained
from report.render.dialect import Comments
from report.render.page import FONTS_HERE
from report.results.bundle import Results
from report.results.text import LANGUAGES, Language
from report.results.verdicts import VerdictKind, Verdicts
from report.site import address as addresses
from report.site import banner, words
from report.site.found import Found
from report.workspace import TEMPLATES

FOLDER = TEMPLATES / "site"
_SLOPE_DIGITS = 9


class File(msgspec.Struct, frozen=True):
    """A file to take: its name in the site, its size for readers, what is in it."""

    name: str
    size: str
    what: str = ""

    @property
    def kind(self) -> str:
        """Say of what kind it is, such as CSV."""
        return PurePosixPath(self.name).suffix.removeprefix(".").upper()


class Tally(msgspec.Struct, frozen=True):
    """How many statements of the article got a verdict."""

    kind: VerdictKind
    name: str
    count: str


class Edition(msgspec.Struct, frozen=True):
    """The page in one language."""

    language: Language
    title: str
    subtitle: str
    description: str
    words: Mapping[str, str]
    page: File
    paper: File
    tallies: tuple[Tally, ...]
    facts: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, tuple[File, ...]], ...]
    results: tuple[File, ...]


def page(site: Mapping[str, bytes], found: Found, address: str = "") -> str:
    """Render the page; ``site`` are the files that it offers."""
    env = Environment(
        loader=FunctionLoader(_read),
        extensions=[Comments],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    html = env.get_template("index.html").render(
        editions=[edition(site, found, language) for language in LANGUAGES],
        banner=banner.drawn(found.curves),
        author=compose.AUTHOR,
        date=compose.DATE,
        css=Markup(f"{FONTS_HERE}\n{_read('index.css')}"),  # noqa: S704 — our own style sheet
        script=Markup(_read("index.js")),  # noqa: S704 — our own script
    )
    html = self_contained(html, "ja")
    return addresses.told(html, address, address, "en") if address else html


def edition(site: Mapping[str, bytes], found: Found, language: Language) -> Edition:
    """Put together what the page says and offers in one language."""
    one = _Files(site)
    return Edition(
        language=language,
        title=compose.TITLE.in_(language),
        subtitle=compose.SUBTITLE.in_(language),
        description=compose.DESCRIPTION.in_(language),
        words={name: text.in_(language) for name, text in words.WORDS.items()},
        page=one.file(f"report.{language}.html"),
        paper=one.file(f"report.{language}.pdf"),
        tallies=tuple(tallies(found.verdicts, language)),
        facts=tuple(
            (words.FACTS[id_].in_(language), notation.text(found.numbers[id_], **options))
            for id_, options in (
                ("verdicts.count", {}),
                ("line.best_slope", {"digits": _SLOPE_DIGITS}),
                ("certified.digits", {}),
            )
        ),
        figures=tuple(
            (name, (one.file(f"data/{name}.csv"), one.file(f"figures/{name}.{language}.svg")))
            for name in figures.names()
        ),
        results=(
            one.file("verdicts.json", words.VERDICTS.in_(language)),
            *(
                one.file(f"results/{part}.json", words.RESULTS[part].in_(language))
                for part in Results.__struct_fields__
            ),
        ),
    )


class _Files:
    """Looks up the files of a site."""

    def __init__(self, site: Mapping[str, bytes]) -> None:
        self._site = site

    def file(self, name: str, what: str = "") -> File:
        """Describe a file; raises KeyError when the site lacks it."""
        return File(name, size(len(self._site[name])), what)


def tallies(verdicts: Verdicts, language: Language) -> Iterable[Tally]:
    """Count the verdicts of each kind, in the order of the report's list; none is left out."""
    for kind, name in wording.VERDICTS.items():
        count = sum(verdict.kind == kind for verdict in verdicts.verdicts)
        if count:
            yield Tally(kind, name.in_(language), str(count))


def size(count: int) -> str:
    r"""Write a number of bytes for readers, in powers of ten.

    >>> size(847), size(19_808), size(1_480_000)
    ('847\xa0B', '20\xa0kB', '1.5\xa0MB')
    """
    if count < 1_000:
        return f"{count}\N{NO-BREAK SPACE}B"
    if count < 999_500:
        return f"{count / 1_000:.0f}\N{NO-BREAK SPACE}kB"
    return f"{count / 1_000_000:.1f}\N{NO-BREAK SPACE}MB"


def _read(name: str) -> str:
    """Read a file of the site, or one that it shares with the report."""
    own = FOLDER / name
    return workspace.text(own if own.is_file() else TEMPLATES / name)
