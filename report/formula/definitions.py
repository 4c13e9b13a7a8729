"""Definitions read out of equations, and what an expression needs to be evaluated."""

from collections.abc import Mapping

from report.formula import names
from report.formula.reader import FormulaError
from report.formula.syntax import (
    Call,
    Derivative,
    Element,
    Integral,
    Limit,
    Node,
    Statements,
    Symbol,
    free_symbols,
    walk,
)


class Definition:
    """What a name stands for: an expression in its parameters (none for a constant)."""

    def __init__(self, name: str, parameters: tuple[str, ...], body: Node) -> None:
        self.name, self.parameters, self.body = name, parameters, body
        # Integrals and the like are worth remembering; anything else is quicker to do again.
        self.costly = any(isinstance(node, Integral | Limit | Derivative) for node in walk(body))


def definitions(statements: Statements) -> tuple[Definition, ...]:
    """Read the definition that each chain begins with: a name, an equals sign, its meaning.

    Raises FormulaError when the left side is not a name with distinct parameters, or when the
    meaning of a function depends on more than these.
    """
    return tuple(_definition(*chain.sides[:2]) for chain in statements.chains)


def _definition(left: Node, body: Node | None = None) -> Definition:
    name, parameters = _head(left)
    if body is None or not all(isinstance(node, Symbol) for node in parameters):
        raise FormulaError("a definition is a name with its parameters, =, and the meaning")
    letters = tuple(node.name for node in parameters if isinstance(node, Symbol))
    if len(set(letters)) < len(letters):
        raise FormulaError(f"the parameters of {name} are not distinct")
    open_ = free_symbols(body) - names.CONSTANTS - set(letters)
    if isinstance(left, Call) and open_:
        raise FormulaError(f"{name} depends on {', '.join(sorted(open_))}, which it does not name")
    return Definition(name, letters, body)


def _head(left: Node) -> tuple[str, tuple[Node, ...]]:
    match left:
        case Symbol(name=name):
            return name, ()
        case Element(indices=indices):
            return left.array, indices
        case Call(name=name, primes=0) if name not in names.BUILT_IN:
            return name, (*left.subscripts, *left.arguments)
    raise FormulaError("the left side of a definition is a name with its parameters")


def open_symbols(node: Node, known: Mapping[str, Definition]) -> frozenset[str]:
    """Name the variables that have to be given before an expression can be evaluated.

    Constants need none; an array or symbol that is defined needs what its definition needs.
    """
    found: set[str] = set()
    for name in free_symbols(node) - names.CONSTANTS:
        definition = known.get(name)
        if definition is None:
            found.add(name)
        else:
            found |= open_symbols(definition.body, known) - set(definition.parameters)
    return frozenset(found)


def undefined(node: Node, known: Mapping[str, Definition]) -> frozenset[str]:
    """Name the functions in an expression that have no definition."""
    calls = {inner.name for inner in walk(node) if isinstance(inner, Call)}
    return frozenset(calls - known.keys() - names.BUILT_IN.keys())


def uses(node: Node, known: Mapping[str, Definition]) -> frozenset[str]:
    """Name all definitions that an expression rests on, however indirectly."""
    found: set[str] = set()
    pending = [node]
    while pending:
        for inner in walk(pending.pop()):
            name = inner.array if isinstance(inner, Element) else str(getattr(inner, "name", ""))
            if name in known and name not in found:
                found.add(name)
                pending.append(known[name].body)
    return frozenset(found)
