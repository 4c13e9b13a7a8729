"""The template functions: what the prose calls to show a number, a formula, a figure, a source."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec
from jinja2 import Environment
from markupsafe import Markup, escape

from report import notation, wording
from report.context import Context
from report.render import cells, drawing, explorer, formulas, listing
from report.render.outline import Anchor, AnchorKind, Outline, Record, TemplateFaultError
from report.results.finding import Finding
from report.results.text import Language, Medium, Text, near
from report.results.verdicts import VerdictKind

T = TypeVar("T")
_UNBROKEN = 24
"""Characters of a number up to which it stays on one line."""
EXPOSED = (
    *("n", "m", "f", "eq", "eqref", "fig", "figref", "table", "tabref", "cite", "fact", "verdict"),
    *("heading", "subheading", "secref", "code", "terms", "explorer"),
    *("holds", "claim_opening"),
)
"""The methods of `Functions` that templates see. ``holds`` and ``claim_opening`` serve the tag."""
SHOWING: Mapping[str, str] = {"figure": "fig", "table": "table", "equation": "eq"}
"""What shows a thing that a template may also refer to."""


class Scene(msgspec.Struct, frozen=True):
    """What one rendering pass works with.

    ``outline`` is None the first time through. It is not ``whole`` if a section fell then: what
    that section would have shown is missing from it, and is nobody else's fault.
    """

    context: Context
    language: Language
    medium: Medium
    environment: Environment
    record: Record
    outline: Outline | None = None
    whole: bool = False
    draw: formulas.Drawer = formulas.drawn


class Functions:
    """The functions over one scene. Each notes in the scene's record what it refers to.

    All raise `TemplateFaultError` for an id that is not there, and `NotationError` for a number
    that cannot be shown as asked.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._context, self.language, self.medium = scene.context, scene.language, scene.medium
        self._macros: Any = scene.environment.get_template("macros.html").module

    def exposed(self) -> dict[str, Callable[..., Any]]:
        """List the functions by the names that templates use."""
        return {name: getattr(self, name) for name in EXPOSED}

    # Numbers, facts, formulas ------------------------------------------------------------------

    def n(self, id_: str, **options: object) -> Markup:
        """Show a number, linked to its entry in the list of numbers."""
        number = _look_up(self._context.numbers, id_, "number")
        undetermined = wording.WORDS["undetermined"].in_(self.language)
        text = notation.text(number, undetermined=undetermined, **options)
        css = "n" if len(text) <= _UNBROKEN else "n long"
        return self._link("number", id_, f"number-{id_}", notation.markup(text), css)

    def fact(self, id_: str) -> Markup:
        """Quote a string that the program found, such as a version."""
        fact = _look_up(self._context.facts, id_, "fact")
        return self._span("fact", id_, escape(fact.value), "fact")

    def m(self, latex: str) -> Markup:
        """Show an inline formula without digits."""
        return formulas.inline(latex, self.medium, self.language, self._scene.draw)

    def f(self, id_: str) -> Markup:
        """Show an inline formula of equations.toml, which may hold digits."""
        formula = _look_up(self._context.equations, id_, "formula")
        return self._span("formula", id_, self.m(formula.latex), "f")

    def eq(self, id_: str) -> Markup:
        """Show a displayed, numbered equation."""
        equation = _look_up(self._context.equations, id_, "equation")
        anchor = self._scene.record.anchor("equation", id_)
        reference = self._scene.record.use("equation", id_)
        shown = formulas.displayed(equation.latex, self.medium, self.language, self._scene.draw)
        return self._show("equation", anchor=anchor, reference=reference, formula=shown)

    def verdict(self, id_: str) -> Markup:
        """Show the verdict on a claim, linked to its row in the table of verdicts."""
        kind = _look_up(self._context.verdicts, id_, "claim").kind
        return self._link("claim", id_, f"claim-{id_}", self.badge(kind), "v")

    def badge(self, kind: VerdictKind) -> Markup:
        """Show a verdict as a mark with its name."""
        name = wording.VERDICTS[kind].in_(self.language)
        return self._show("badge", kind=kind, name=name)

    # Figures, tables, listings -----------------------------------------------------------------

    def fig(self, id_: str) -> Markup:
        """Show a figure with its caption and its data."""
        figure = _look_up(self._context.figures, id_, "figure")
        anchor = self._scene.record.anchor("figure", id_)
        reference = self._scene.record.use("figure", id_)
        alt = drawing.plain(self.rich(figure.alt, f"figure {id_}, alternative text"))
        shown = figure.typed if figure.typed and self.medium == "html" else figure.svg
        return self._show(
            "figure",
            anchor=anchor,
            reference=reference,
            drawing=drawing.embedded(shown.in_(self.language), alt, self.medium),
            caption=self.rich(figure.caption, f"figure {id_}, caption"),
            data=drawing.data_address(figure.table) if self.medium == "html" else None,
        )

    def table(self, id_: str) -> Markup:
        """Show a table with its caption."""
        grid = _look_up(self._context.tables, id_, "table")
        anchor = self._scene.record.anchor("table", id_)
        rows = [
            (row.id, [cells.heading(head, self), *(cells.shown(cell, self) for cell in others)])
            for row in grid.rows
            for head, *others in [row.cells]
        ]
        return self._show(
            "table",
            anchor=anchor,
            reference=self._scene.record.use("table", id_),
            caption=self.rich(grid.caption, f"table {id_}, caption"),
            headers=[self.rich(column.header, f"table {id_}, heading") for column in grid.columns],
            aligns=[column.align for column in grid.columns],
            rows=rows,
            wide=grid.wide,
        )

    def code(self, module: str, name: str) -> Markup:
        """Show the real source of a class or function, by its module's dotted name and its own.

        Raises TemplateFaultError when there is no such module or name.
        """
        id_ = f"{module}.{name}"
        anchor = self._scene.record.anchor("listing", id_)
        reference = self._scene.record.use("listing", id_)
        path, lines = listing.source(module, name)
        return self._show(
            "listing", anchor=anchor, reference=reference, path=path, code=listing.coloured(lines)
        )

    def terms(self) -> Markup:
        """Show the list of terms in both languages."""
        return self._show("terms", terms=self._context.terms.values())

    def explorer(self) -> Markup:
        """Show the explorer, in which the reader moves the width; on paper, say where it is."""
        if self._context.explorer is None:
            raise TemplateFaultError("the context has no explorer", "give it one, or show none")
        return explorer.markup(self._context.explorer, self)

    # Headings and references -------------------------------------------------------------------

    def heading(self, id_: str, title: str, *, numbered: bool = True) -> Markup:
        """Open a section with its heading."""
        anchor = self._scene.record.anchor("section", id_, title=title, numbered=numbered)
        return self._show("heading", anchor=anchor, level=2)

    def subheading(self, id_: str, title: str) -> Markup:
        """Open a part of a section with its heading."""
        anchor = self._scene.record.anchor("subsection", id_, title=title)
        return self._show("heading", anchor=anchor, level=3)

    def secref(self, id_: str) -> Markup:
        """Refer to a section, as "Section 3"."""
        return self._refer(("section", "subsection"), id_)

    def figref(self, id_: str) -> Markup:
        """Refer to a figure, as "Figure 3"."""
        return self._refer(("figure",), id_)

    def tabref(self, id_: str) -> Markup:
        """Refer to a table, as "Table 3"."""
        return self._refer(("table",), id_)

    def eqref(self, id_: str) -> Markup:
        """Refer to a displayed equation, as "Equation (3)"."""
        return self._refer(("equation",), id_)

    def cite(self, *ids: str) -> Markup:
        """Cite one or more references, as [1, 4]."""
        links = Markup(", ").join(self._citation(id_) for id_ in ids)
        return Markup('<span class="cite">[{}]</span>').format(links)

    # The claim tag -----------------------------------------------------------------------------

    def holds(self, id_: str, place: str, has_neutral: bool) -> bool:
        """Tell whether the sentence of a claim tag prints; note a finding if it should not."""
        held = _look_up(self._context.predicates, id_, "predicate")
        where = f"templates/{place}"
        self._scene.record.findings.extend(unheld(id_, held, where, has_neutral=has_neutral))
        return held is not None or not has_neutral

    def claim_opening(self, id_: str) -> Markup:
        """Open the element around a claim's sentence."""
        held = _look_up(self._context.predicates, id_, "predicate")
        reference = self._scene.record.use("predicate", id_)
        state = "claim fallen" if held is False else "claim"
        return Markup('<span class="{}" data-ref="{}">').format(state, reference)

    # What the functions share ------------------------------------------------------------------

    def rich(self, source: Text, place: str) -> Markup:
        """Render a Jinja source of ours, such as a caption, with these functions.

        Raises TemplateFaultError that names the place when the source is broken.
        """
        text = source.in_(self.language)
        if "{" not in text:  # nothing in it is Jinja's
            return Markup(text)  # noqa: S704 — a source of ours
        try:
            template = self._scene.environment.from_string(text)
            return Markup(template.render(self.exposed()))  # noqa: S704 — autoescaped
        except Exception as problem:
            mend = getattr(problem, "mend", "mend this text where it is defined")
            what = getattr(problem, "what", str(problem))
            raise TemplateFaultError(f"{place} ({self.language}): {what}", mend) from problem

    def quote(self, text: str, source: str, css: str) -> Markup:
        """Quote a string not written by us, with the place it comes from."""
        kind, _, id_ = source.partition(":")
        return self._span(kind, id_, escape(text), css)

    def from_template(self, name: str, values: Mapping[str, object]) -> Markup:
        """Render a template of the frame from values that are escaped unless they are markup."""
        return Markup(self._scene.environment.get_template(name).render(values))  # noqa: S704

    def latex_of(self, id_: str) -> str:
        """Look up the LaTeX of a formula of equations.toml."""
        return _look_up(self._context.equations, id_, "formula").latex

    def formula(self, latex: str, source: str) -> Markup:
        """Show a formula that comes from data, with the place it comes from."""
        kind, _, id_ = source.partition(":")
        return self._span(kind, id_, self.m(latex), "f")

    def _citation(self, id_: str) -> Markup:
        _look_up(self._context.references, id_, "reference")
        number = "?"
        if self._scene.outline is not None:
            cited = set(self._scene.outline.ids("reference"))
            number = str([key for key in self._context.references if key in cited].index(id_) + 1)
        return self._link("reference", id_, f"reference-{id_}", escape(number), "c")

    def _refer(self, kinds: tuple[AnchorKind, ...], id_: str) -> Markup:
        anchors = self._scene.outline.anchors if self._scene.outline else ()
        here = {anchor.id: anchor for anchor in anchors if anchor.kind in kinds}
        if id_ not in here and not self._scene.whole:
            return self._span(kinds[0], id_, escape("?"), "ref")
        made: Mapping[str, object] = getattr(self._context, f"{kinds[0]}s", {})
        if id_ not in here and id_ in made:
            what = f"this document shows no {kinds[0]} {id_!r} to refer to"
            raise TemplateFaultError(what, f"show it with {SHOWING[kinds[0]]}('{id_}')")
        anchor = _look_up(here, id_, kinds[0])
        name = wording.label(anchor.kind, anchor.number, self.language) if anchor.number else ""
        return self._link(kinds[0], id_, anchor.target, escape(name or anchor.title), "ref")

    def _link(self, kind: str, id_: str, target: str, shown: Markup, css: str) -> Markup:
        reference = self._scene.record.use(kind, id_)
        return self._show("link", reference=reference, target=target, shown=shown, css=css)

    def _span(self, kind: str, id_: str, shown: Markup, css: str) -> Markup:
        reference = self._scene.record.use(kind, id_)
        return Markup('<span class="{}" data-ref="{}">{}</span>').format(css, reference, shown)

    def _show(self, macro: str, *, anchor: Anchor | None = None, **values: object) -> Markup:
        words = wording.words(self.language)
        values["anchor"] = anchor
        if anchor is not None and anchor.kind in wording.LABELS:
            values["label"] = wording.label(anchor.kind, anchor.number, self.language)
        values |= {"words": words, "medium": self.medium, "language": self.language}
        return Markup(getattr(self._macros, macro)(values))  # noqa: S704 — autoescaped


def unheld(id_: str, held: bool | None, place: str, *, has_neutral: bool) -> tuple[Finding, ...]:
    """Tell what is wrong with a sentence that rests on a predicate, by what is known of that."""
    if held is False:
        what, mend = f"the sentence rests on {id_}, which is not so", "change the sentence"
    elif held is None and not has_neutral:
        what = f"{id_} is not decided by this data and these runs, and has no neutral wording"
        mend = "write one after {% otherwise %}"
    else:
        return ()
    return (Finding(place, what, mend),)


def _look_up(entries: Mapping[str, T], id_: str, kind: str) -> T:
    if id_ in entries:
        return entries[id_]
    mend = near(id_, entries, f"give the id of a {kind} that exists")
    raise TemplateFaultError(f"no {kind} is called {id_!r}", mend)
