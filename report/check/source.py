"""Templates before they are rendered: typed digits, unknown names, unknown ids, uneven captions."""

import html
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

import msgspec
from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from report import workspace
from report.check.allowed import stray
from report.context import Cell, Context, Grid, Lines, Plain, Rich
from report.render import sections
from report.render.dialect import without_comments
from report.render.functions import EXPOSED, unheld
from report.results.finding import Finding, distinct
from report.results.text import LANGUAGES, Text, is_visible, near

IDS: Mapping[str, str] = {
    "n": "numbers",
    "fact": "facts",
    "f": "equations",
    "eq": "equations",
    "eqref": "equations",
    "fig": "figures",
    "figref": "figures",
    "table": "tables",
    "tabref": "tables",
    "cite": "references",
    "verdict": "verdicts",
    "holds": "predicates",
    "claim_opening": "predicates",
}
"""Functions whose first argument is an id, and the field of the context that has to hold it."""
NAMING = ("heading", "subheading", "secref")
"""Functions whose first argument is an id that the document itself defines."""
COUNTS = ("places", "digits", "percent", "scientific")
"""Options of n() that take a count of digits, the only numbers that may be typed."""
MEND_DIGIT = (
    "refer to a number with n('id'), to a formula with f('id'), or list the term with its reason"
    " in report/allowed_terms.toml"
)
VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
"""Elements that hold nothing, and are not closed."""
_TAG = re.compile(r"<[^>]*>")
_SPOKEN = re.compile(r"\b(?:alt|title|aria-label)=\"([^\"]*)\"")
_LEXER = Environment(autoescape=True)  # keeps every line feed, so that lines can be counted


class Source(msgspec.Struct, frozen=True):
    """A Jinja source and where it stands.

    ``numbered`` if its lines mean something to the author; ``prose`` if only the template
    functions may be used in it; ``plain`` if it is printed as it is, and nothing in it is Jinja's.
    """

    place: str
    text: str
    numbered: bool = True
    prose: bool = True
    plain: bool = False

    def at(self, line: int) -> str:
        """Name the place of one line."""
        return f"{self.place}:{line}" if self.numbered else self.place


def templates(folder: Path, context: Context) -> tuple[Finding, ...]:
    """Everything wrong that can be seen in the sources: templates, captions, labels, cells."""
    env = sections.environment(folder)
    sources = [*_files(folder), *_short_texts(context)]
    found = [*_alone(folder)]
    found += [finding for source in sources for finding in _check(source, env, context)]
    found += [finding for pair in _pairs(context) for finding in _uneven(*pair, env)]
    return distinct(found)


def _alone(folder: Path) -> Iterator[Finding]:
    """Find sections that one language has and the other has not."""
    ja, en = ({path.name for path in workspace.listed(folder / x, ".html")} for x in LANGUAGES)
    for language, missing in (("ja", en - ja), ("en", ja - en)):
        for name in sorted(missing):
            what = "is missing, and the other language has this section"
            mend = "write it, or remove the other"
            yield Finding(f"templates/{language}/{name}", what, mend)


def _check(source: Source, env: Environment, context: Context) -> Iterator[Finding]:
    if source.plain:
        yield from _typed_digits(source, source.text)
        return
    try:
        text = without_comments(source.text)
        tree = env.parse(text)
    except TemplateSyntaxError as problem:
        yield Finding(source.at(problem.lineno), *sections.syntax(problem))
        return
    tokens = _LEXER.lex(text)
    text = "".join(v if kind == "data" else "\n" * v.count("\n") for _, kind, v in tokens)
    yield from _typed_digits(source, text)
    yield from _constants(source, tree)
    if source.prose:
        yield from _unseen(source)
        yield from _unclosed(source, text)
        yield from _unknown_names(source, tree)
        yield from _unknown_ids(source, tree, context)
        yield from _unheld(source, tree, context)


class _Elements(HTMLParser):
    """Follows the elements of a source, each of which has to be closed in its turn.

    ``open`` are those that are not closed yet, with their lines; ``fault`` is the first that is
    closed without being the last one opened, which leaves all that follows uncertain.
    """

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, int]] = []
        self.fault: tuple[str, int] | None = None

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in VOID:
            self.open.append((tag, self.getpos()[0]))

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """Pass over what opens and closes itself, as drawings have it."""

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
        else:
            self.fault = self.fault or (tag, self.getpos()[0])


def _unclosed(source: Source, text: str) -> Iterator[Finding]:
    """Find an element that is not closed: browsers guess where, and what follows is set in it."""
    elements = _Elements()
    elements.feed(text)
    elements.close()
    if elements.open:  # the innermost: what it holds is closed
        tag, line = elements.open[-1]
        yield Finding(source.at(line), f"<{tag}> is not closed in its turn", f"write </{tag}>")
    elif elements.fault:
        tag, line = elements.fault
        yield Finding(source.at(line), f"</{tag}> closes nothing", "remove it, or open it before")


def _unseen(source: Source) -> Iterator[Finding]:
    """Find characters that no reader sees, and that a copied text or a slip may have brought."""
    for at, character in enumerate(source.text):
        if not is_visible(character) and character not in "\n\r\t":
            line = source.text.count("\n", 0, at) + 1
            what = f"has the unseen character U+{ord(character):04X}"
            yield Finding(source.at(line), what, "take it out")


def _unheld(source: Source, tree: nodes.Template, context: Context) -> Iterator[Finding]:
    """Find sentences that rest on what is not so."""
    for call in _calls(tree):
        given = [arg.value for arg in call.args if isinstance(arg, nodes.Const)]
        if _name(call) == "holds" and len(given) == 3 and given[0] in context.predicates:
            id_, _, neutral = given
            held, place = context.predicates[id_], source.at(call.lineno)
            yield from unheld(id_, held, place, has_neutral=neutral)


def _typed_digits(source: Source, text: str) -> Iterator[Finding]:
    """Digits in the text between the tags, and in attributes that are read aloud."""
    plain = html.unescape(_TAG.sub(_blank, text))
    for at, run in stray(plain):
        line = plain.count("\n", 0, at) + 1
        yield Finding(source.at(line), f"the digits {run!r} are typed", MEND_DIGIT)


def _blank(tag: re.Match[str]) -> str:
    """Reduce a tag to its line feeds and to what is read aloud of it."""
    return " ".join(["", *_SPOKEN.findall(tag[0]), ""]) + "\n" * tag[0].count("\n")


def _constants(source: Source, tree: nodes.Template) -> Iterator[Finding]:
    """Digits in string constants, and numbers where no count of digits is asked for."""
    permitted = {id(constant) for call in _calls(tree) for constant in _permitted(call)}
    for constant in tree.find_all(nodes.Const):
        value = constant.value
        if id(constant) in permitted or value is None or isinstance(value, bool):
            continue
        runs = [run for _, run in stray(value)] if isinstance(value, str) else [str(value)]
        for run in runs:
            what = f"the digits {run!r} are typed into an expression"
            yield Finding(source.at(constant.lineno), what, MEND_DIGIT)


def _permitted(call: nodes.Call) -> list[nodes.Node]:
    """Pick the constants of a call that are ids, places or counts of digits."""
    name = _name(call)
    if name == "n":
        counts = [option.value for option in call.kwargs if option.key in COUNTS]
        return [*call.args[:1], *counts]
    if name in ("cite", "holds", "code"):
        return list(call.args)
    return list(call.args[:1]) if name in IDS or name in NAMING else []


def _unknown_names(source: Source, tree: nodes.Template) -> Iterator[Finding]:
    for name in sorted(meta.find_undeclared_variables(tree) - set(EXPOSED)):
        line = next(node.lineno for node in tree.find_all(nodes.Name) if node.name == name)
        mend = near(name, EXPOSED, "use one of the template functions")
        yield Finding(source.at(line), f"{name!r} is undefined", mend)


def _unknown_ids(source: Source, tree: nodes.Template, context: Context) -> Iterator[Finding]:
    for call in _calls(tree):
        if (field := IDS.get(_name(call))) is None:
            continue
        known: Mapping[str, object] = getattr(context, field)
        for constant in call.args if _name(call) == "cite" else call.args[:1]:
            if not isinstance(constant, nodes.Const):
                what, mend = f"{_name(call)}() is given no plain id", "write the id in quotes"
                yield Finding(source.at(call.lineno), what, mend)
            elif constant.value not in known:
                kind = field.removesuffix("s")
                mend = near(constant.value, known, f"give the id of a {kind} that exists")
                what = f"no {kind} is called {constant.value!r}"
                yield Finding(source.at(call.lineno), what, mend)


def _calls(tree: nodes.Template) -> Iterator[nodes.Call]:
    return (call for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name))


def _name(call: nodes.Call) -> str:
    return call.node.name if isinstance(call.node, nodes.Name) else ""


# The sources ------------------------------------------------------------------------------------


def _files(folder: Path) -> Iterator[Source]:
    frame = workspace.listed(folder, ".html")
    prose = [path for each in LANGUAGES for path in workspace.listed(folder / each, ".html")]
    for path in (*frame, *prose):
        place = f"templates/{path.relative_to(folder).as_posix()}"
        yield Source(place, workspace.text(path), prose=path in prose)


def _short_texts(context: Context) -> Iterator[Source]:
    for place, text in _pairs(context):
        for language in LANGUAGES:
            yield Source(f"{place} ({language})", text.in_(language), numbered=False)
    for place, text in _plain_texts(context):
        for language in LANGUAGES:
            yield Source(f"{place} ({language})", text.in_(language), numbered=False, plain=True)


def _pairs(context: Context) -> Iterator[tuple[str, Text]]:
    """List the short Jinja sources of the code: captions, alternative texts, headings, cells."""
    for figure in context.figures.values():
        yield f"figure {figure.id}, caption", figure.caption
        yield f"figure {figure.id}, alternative text", figure.alt
    for grid in context.tables.values():
        yield f"table {grid.id}, caption", grid.caption
        for column in grid.columns:
            yield f"table {grid.id}, heading", column.header
        for place, cell in _cells(grid):
            if isinstance(cell, Rich):
                yield place, cell.source


def _plain_texts(context: Context) -> Iterator[tuple[str, Text]]:
    """List the texts that are printed as they are: labels, methods, plain cells, terms, title."""
    for name in ("title", "subtitle", "description", "author"):
        yield name, getattr(context, name)
    for number in context.numbers.values():
        yield f"number {number.id}, label", number.label
        yield f"number {number.id}, method", number.method
    for term in context.terms.values():
        yield f"term {term.id}", term.name
        yield f"term {term.id}", term.means
    for grid in context.tables.values():
        for place, cell in _cells(grid):
            if isinstance(cell, Plain):
                yield place, cell.text


def _cells(grid: Grid) -> Iterator[tuple[str, Cell]]:
    """Walk the cells of a table, also those that stand in one above each other."""
    for row in grid.rows:
        for cell in row.cells:
            for line in cell.lines if isinstance(cell, Lines) else (cell,):
                yield f"table {grid.id}, row {row.id or '?'}", line


def _uneven(place: str, text: Text, env: Environment) -> Iterator[Finding]:
    """Find what a short text refers to in one language only."""
    try:
        ja, en = ({_asked(call) for call in _calls(env.parse(text.in_(x)))} for x in LANGUAGES)
    except TemplateSyntaxError:
        return
    for language, missing in (("ja", en - ja), ("en", ja - en)):
        for call in sorted(missing):
            mend = "say the same in both languages"
            yield Finding(f"{place} ({language})", f"{call} is missing", mend)


def _asked(call: nodes.Call) -> str:
    ids = [str(arg.value) for arg in call.args[:1] if isinstance(arg, nodes.Const)]
    return f"{_name(call)}({', '.join(map(repr, ids))})"
