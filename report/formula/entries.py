"""The entries of equations.toml: what each may and must say."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from report.entries import EntryError, convert, tables
from report.formula.definitions import Definition, definitions, open_symbols, undefined, uses
from report.formula.parser import parse
from report.formula.reader import FormulaError
from report.formula.syntax import Statements
from report.results.text import Text, near

A = TypeVar("A")
B = TypeVar("B")

Kind = Literal[
    "definition", "identity", "inequality", "limit", "series", "root", "notation", "expression"
]
"""As in `report.results.equations`; a ``notation`` is displayed and not evaluated, an
``expression`` is an inline formula that states nothing."""

MOST_DIGITS = 1_000
"""Digits to which an equation may ask to be checked."""

Point = dict[str, str | tuple[str, ...]]


class EquationError(EntryError):
    """An entry of equations.toml that cannot be used: which, what is wrong, how to mend it."""


class Equation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A displayed equation or, when ``inline``, a named formula of the running text.

    ``note`` says in one line what it states. ``points`` give the free variables their values,
    each a constant formula, or ``root of <id>``; ``z_`` is the array z, given by a list.
    ``digits`` is the accuracy asked for. ``given`` has definitions that hold for this equation
    only, to try a general statement on. A root needs its ``unknown``, a ``bracket`` around the
    solution, and the name of the ``solution``, which at least two equations must share. A
    notation needs ``why`` it is not evaluated and the ``test`` that checks it.
    """

    id: str
    latex: str
    kind: Kind
    note: Text | None = None
    points: tuple[Point, ...] = ({},)
    digits: int = 30
    given: tuple[str, ...] = ()
    unknown: str | None = None
    bracket: tuple[str, str] | None = None
    solution: str | None = None
    why: Text | None = None
    test: str | None = None
    inline: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.digits <= MOST_DIGITS:
            raise ValueError(f"digits = {self.digits} must be from 1 to {MOST_DIGITS}")

    @property
    def executed(self) -> bool:
        """Whether it states something that can be evaluated."""
        return self.kind not in ("notation", "expression")

    @property
    def statements(self) -> Statements:
        """The syntax tree. Raises EquationError naming the equation."""
        return _naming(self.id, parse, self.latex)


Equations = Mapping[str, Equation]


def read(source: Path) -> Equations:
    """Read the equations and inline formulas of a file, by id, in its order.

    Raises EquationError naming the entry: unknown fields, an id used twice, LaTeX that the
    grammar does not read, a missing note, point or bracket, a free variable without a value.
    """
    try:
        found = checked(list(_entries(source)))
    except EquationError as problem:
        raise EquationError(f"{source.name}: {problem}") from problem
    except EntryError as problem:
        raise EquationError(str(problem)) from problem
    return found


def checked(entries: list[Equation]) -> Equations:
    """Index entries by id. Raises EquationError like `read`."""
    found: dict[str, Equation] = {}
    for equation in entries:
        if equation.id in found:
            raise EquationError(f"equation {equation.id}: this id is used twice; rename one")
        found[equation.id] = equation
    known = all_definitions(found)
    for equation in entries:
        if problem := _missing(equation, found) or _unknown(equation, known):
            raise EquationError(f"equation {equation.id}: {problem}")
    return found


def _entries(source: Path) -> Iterator[Equation]:
    file = tables(source, "equation", "formula")
    inline: list[dict[str, Any]] = [
        {"kind": "expression", **raw, "inline": True} for raw in file["formula"]
    ]
    for position, raw in enumerate((*file["equation"], *inline), start=1):
        name = raw.get("id", f"number {position}")
        yield convert(f"{source.name}: equation {name}", raw, Equation)


def _missing(equation: Equation, equations: Equations) -> str:
    """Say what an entry lacks, or nothing."""
    if not equation.inline and equation.note is None:
        return "a displayed equation needs a note"
    if equation.kind == "expression" and not equation.inline:
        return "a displayed equation states something; give it another kind"
    if equation.kind == "notation" and not (equation.why and equation.test):
        return "a notation needs why it is not evaluated, and a test"
    return _missing_for_solving(equation, equations)


def _missing_for_solving(equation: Equation, equations: Equations) -> str:
    """Say what a root or a series lacks, or nothing."""
    chains = equation.statements.chains
    if equation.kind in ("root", "series") and [len(chain.sides) for chain in chains] != [2]:
        return f"a {equation.kind} is one equation with two sides"
    if equation.kind != "root":
        return ""
    if not (equation.unknown and equation.bracket and equation.solution):
        return "a root needs unknown, bracket and solution"
    if len(sharing(equations, equation.solution)) < 2:
        return f"no second equation has the solution {equation.solution!r}; add one"
    return ""


def _unknown(equation: Equation, known: Mapping[str, Definition]) -> str:
    """Say which free variable or function of an entry has no meaning, or nothing."""
    statements = equation.statements
    if not equation.executed:
        return ""
    local = {**known, **given_definitions(equation)}
    if functions := undefined(statements, local):
        mend = near(min(functions), local, "define it in an equation, or mend its name")
        return f"no equation defines {_listed(functions)}; {mend}"
    wanted = open_symbols(statements, local) - {equation.unknown}
    for point in equation.points:
        if point.keys() != wanted:
            given = f"a point gives values to {_listed(point)}"
            return f"{given}, but the free variables are {_listed(wanted)}"
    return ""


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def all_definitions(equations: Equations) -> dict[str, Definition]:
    """Collect what the definitions define.

    Raises EquationError when a name is defined twice, or by way of itself.
    """
    found: dict[str, Definition] = {}
    places: dict[str, str] = {}
    for entry in equations.values():
        if entry.kind == "definition":
            for definition in _naming(entry.id, definitions, entry.statements):
                if definition.name in found:
                    raise EquationError(f"equation {entry.id}: {definition.name} is defined twice")
                found[definition.name], places[definition.name] = definition, entry.id
    for name, definition in found.items():
        if name in uses(definition.body, found):
            raise EquationError(f"equation {places[name]}: {name} is defined by way of itself")
    return found


def given_definitions(equation: Equation) -> dict[str, Definition]:
    """Read the definitions that hold for one equation only."""
    statements = [_naming(equation.id, parse, latex) for latex in equation.given]
    found = (_naming(equation.id, definitions, statement) for statement in statements)
    return {definition.name: definition for group in found for definition in group}


def _naming(id_: str, function: Callable[[A], B], argument: A) -> B:
    """Call a function; a FormulaError becomes an EquationError that names the equation."""
    try:
        return function(argument)
    except FormulaError as problem:
        raise EquationError(f"equation {id_}: {problem}") from problem


def sharing(equations: Equations, solution: str) -> tuple[Equation, ...]:
    """Find the equations that share a solution."""
    return tuple(entry for entry in equations.values() if entry.solution == solution)
