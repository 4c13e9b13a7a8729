"""The typed context: everything a document is made of, each field with its own help."""

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

from report.equations import Equation
from report.references import Reference
from report.results.finding import Finding
from report.results.number import Number, Origin
from report.results.slopes import Family
from report.results.table import Table
from report.results.text import Text
from report.results.verdicts import Verdict, VerdictKind
from report.terms import Term


class Figure(msgspec.Struct, frozen=True):
    """A figure as the documents need it.

    ``caption`` and ``alt`` are Jinja sources, rendered with the template functions; ``svg`` is
    the drawing in each language, ``table`` the data behind it. ``typed`` is the drawing with its
    letters as type, for the browser; without it the browser shows the outlines, too.
    """

    id: str
    caption: Text
    alt: Text
    svg: Text
    table: Table
    typed: Text | None = None


class Fact(msgspec.Struct, frozen=True):
    """A string that the program found and the prose quotes: a version, a hash, a message."""

    id: str
    label: Text
    value: str


class Plain(msgspec.Struct, frozen=True):
    """A cell of plain text, which holds no digit but those of allowed terms."""

    text: Text


class Value(msgspec.Struct, frozen=True):
    """A cell that shows a number; the options are those of `report.notation.Format`."""

    id: str
    places: int | None = None
    digits: int | None = None
    percent: int | None = None
    scientific: int | None = None
    interval: bool = False
    sign: bool = False


class Badge(msgspec.Struct, frozen=True):
    """A cell that shows a verdict."""

    kind: VerdictKind


class Formula(msgspec.Struct, frozen=True):
    """A cell that shows a named formula of equations.toml."""

    id: str


class Quote(msgspec.Struct, frozen=True):
    """A cell whose text comes from data, digits and all.

    ``source`` is where it comes from, as ``kind:id``: a claim, a reference, a fact, a number, or
    the row itself. ``code`` sets it in the typewriter face, ``url`` makes it a link.
    """

    text: str | Text
    source: str
    code: bool = False
    url: str | None = None


class Latex(msgspec.Struct, frozen=True):
    """A cell that shows a formula which comes from data; ``source`` as in `Quote`."""

    latex: str
    source: str


class EquationRef(msgspec.Struct, frozen=True):
    """A cell that refers to a displayed equation."""

    id: str


class Cite(msgspec.Struct, frozen=True):
    """A cell of citations, the ids of references."""

    ids: tuple[str, ...]


class Rich(msgspec.Struct, frozen=True):
    """A cell written as a Jinja source, rendered like prose.

    For constants of the code only: text that comes from data belongs into `Plain` or `Quote`,
    which are never executed.
    """

    source: Text


Line = Plain | Value | Badge | Formula | Quote | Latex | EquationRef | Cite | Rich


class Lines(msgspec.Struct, frozen=True):
    """A cell of several lines, each a cell of its own."""

    lines: tuple[Line, ...]


Cell = Line | Lines


class Column(msgspec.Struct, frozen=True):
    """A column's heading (a Jinja source), and how its cells line up."""

    header: Text
    align: Literal["start", "end"] = "start"


class Row(msgspec.Struct, frozen=True):
    """The cells of a row; ``id`` makes it a target for links, such as ``claim-l2.a``."""

    cells: tuple[Cell, ...]
    id: str | None = None


class Grid(msgspec.Struct, frozen=True):
    """A table of the document. The first cell of each row is its heading.

    ``caption`` is a Jinja source. ``wide`` lets it take more than the width of the text.
    """

    id: str
    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    wide: bool = False

    def __post_init__(self) -> None:
        for position, row in enumerate(self.rows, start=1):
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f"table {self.id}, row {position}: {len(row.cells)} cells under"
                    f" {len(self.columns)} columns"
                )


class Mark(msgspec.Struct, frozen=True):
    """A width that the explorer marks, as a decimal string: a criterion's best, or one in use.

    ``short`` stands beside the mark; ``names`` say in full what has this width. ``colour`` is
    the one that the figures give to the slope.
    """

    a: str
    short: Quote
    names: tuple[Quote, ...]
    colour: str


class Explorer(msgspec.Struct, frozen=True):
    """What the explorer shows: widths from ``low`` to ``high``, and marks among them.

    ``best`` is each family's least-squares width; frameworks use the line only, so that ``users``
    are marked there only. ``colour`` is that of an error, and of whatever is not singled out.
    """

    low: str
    high: str
    best: Mapping[Family, str]
    criteria: Mapping[Family, tuple[Mark, ...]]
    users: tuple[Mark, ...]
    colour: str


def _help(text: str) -> msgspec.Meta:
    return msgspec.Meta(description=text)


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """What both documents are made of. Mappings go from an id to its entry, in printing order."""

    title: Annotated[Text, _help("The title, on the page and in the file's metadata.")]
    subtitle: Annotated[Text, _help("One line under the title.")]
    description: Annotated[Text, _help("One sentence for search engines and PDF readers.")]
    author: Annotated[Text, _help("Whose report it is.")]
    date: Annotated[str, _help("The version's date, as 2019-05-30; never the day of the build.")]
    numbers: Annotated[Mapping[str, Number], _help("What n('id') may show.")]
    equations: Annotated[Mapping[str, Equation], _help("What eq('id') and f('id') may show.")]
    figures: Annotated[Mapping[str, Figure], _help("What fig('id') may show.")]
    tables: Annotated[Mapping[str, Grid], _help("What table('id') may show.")]
    references: Annotated[Mapping[str, Reference], _help("What cite('id') may cite.")]
    verdicts: Annotated[Mapping[str, Verdict], _help("What verdict('id') may show.")]
    facts: Annotated[Mapping[str, Fact], _help("What fact('id') may quote.")]
    terms: Annotated[Mapping[str, Term], _help("The list of terms, printed by terms().")]
    predicates: Annotated[
        Mapping[str, bool | None],
        _help("What {% claim 'id' %} rests on; None if the data cannot tell."),
    ]
    explorer: Annotated[
        Explorer | None, _help("What explorer() shows; None if the documents have none.")
    ] = None
    origins: Annotated[
        Mapping[str, Origin], _help("Where each number is defined, and the data it rests on.")
    ] = {}
    findings: Annotated[
        tuple[Finding, ...], _help("What fell; any error makes the documents drafts.")
    ] = ()

    @property
    def draft(self) -> bool:
        """Whether something fell, so that every page has to say so."""
        return any(finding.severity == "error" for finding in self.findings)
