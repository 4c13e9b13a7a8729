"""The syntax tree of a formula: frozen values, compared by content.

Every node says what it means, not how it looks; `children` lists what a node is made of.
"""

from collections.abc import Iterator

import msgspec


class Node(msgspec.Struct, frozen=True):
    """Anything a formula can contain."""


class Number(Node, frozen=True):
    """A number as written, for example ``0.2``."""

    text: str


class Symbol(Node, frozen=True):
    r"""A variable or a constant, by its LaTeX name, for example ``x`` or ``\pi``."""

    name: str


class Words(Node, frozen=True):
    """Upright words or dots, which mean nothing to the evaluator."""

    text: str


class Element(Node, frozen=True):
    """An entry of an array, for example ``z_k`` or ``K_{i,j}``."""

    name: str
    indices: tuple[Node, ...]

    @property
    def array(self) -> str:
        """The array's name among values: ``z_``, lest it be taken for a variable z."""
        return self.name + "_"


class Call(Node, frozen=True):
    """A function with its arguments: ``g_a'(x)`` has one subscript, one argument, one prime."""

    name: str
    subscripts: tuple[Node, ...]
    arguments: tuple[Node, ...]
    primes: int = 0


class Function(Node, frozen=True):
    """A function spoken of without arguments."""

    name: str
    subscripts: tuple[Node, ...] = ()
    primes: int = 0


class Negative(Node, frozen=True):
    r"""A term with a minus sign before it; ``sign`` is ``-`` or ``\pm``."""

    term: Node
    sign: str = "-"


class Sum(Node, frozen=True):
    """Terms added up; one that is taken away is a `Negative`."""

    terms: tuple[Node, ...]


class Product(Node, frozen=True):
    """Factors; ``signs`` has what stands between them: an empty string, a dot, a cross, a star."""

    factors: tuple[Node, ...]
    signs: tuple[str, ...]


class Quotient(Node, frozen=True):
    """A fraction, or a division with a slash."""

    numerator: Node
    denominator: Node
    slash: bool = False


class Power(Node, frozen=True):
    """A base raised to an exponent."""

    base: Node
    exponent: Node


class Transposed(Node, frozen=True):
    """A matrix transposed."""

    matrix: Node


class Root(Node, frozen=True):
    """A square root."""

    radicand: Node


class Group(Node, frozen=True):
    """An expression in parentheses or brackets; ``fence`` is the opening one."""

    inner: Node
    fence: str = "("


class Tuple(Node, frozen=True):
    """Several expressions between fences: a point or an interval."""

    items: tuple[Node, ...]
    fences: str


class Absolute(Node, frozen=True):
    """An absolute value."""

    inner: Node


class Floor(Node, frozen=True):
    """The greatest whole number not above its argument."""

    inner: Node


class Integral(Node, frozen=True):
    """A definite integral (limits None: over everything, or indefinite; not evaluated)."""

    variable: str
    lower: Node | None
    upper: Node | None
    integrand: Node


class Derivative(Node, frozen=True):
    """The derivative of an expression in one variable."""

    variable: str
    order: int
    operand: Node
    partial: bool


class Limit(Node, frozen=True):
    """A limit; ``side`` is ``-``, ``+`` or empty."""

    variable: str
    target: Node
    side: str
    operand: Node


class Series(Node, frozen=True):
    """A sum over an index that runs through whole numbers."""

    variable: str
    lower: Node
    upper: Node
    term: Node


class Extremum(Node, frozen=True):
    """The greatest or least value over a variable; ``kind`` is the command."""

    kind: str
    variable: str
    operand: Node


class Evaluated(Node, frozen=True):
    """The difference of an expression between two values of a variable."""

    operand: Node
    variable: str
    lower: Node
    upper: Node


class BigO(Node, frozen=True):
    """A remainder of the order of its argument."""

    argument: Node


class Branch(msgspec.Struct, frozen=True):
    """One line of a definition by cases."""

    value: Node
    condition: "Chain"


class Cases(Node, frozen=True):
    """A definition by cases."""

    branches: tuple[Branch, ...]


class Matrix(Node, frozen=True):
    """A matrix, row by row."""

    rows: tuple[tuple[Node, ...], ...]


class Chain(Node, frozen=True):
    """Sides with relations between them; a lone expression is a chain of one side."""

    sides: tuple[Node, ...]
    relations: tuple[str, ...] = ()


class Statements(Node, frozen=True):
    """The chains of a formula, in order; ``links`` has the separators between them."""

    chains: tuple[Chain, ...]
    links: tuple[str, ...] = ()


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes directly inside a node, in the order they are written."""
    for field in node.__struct_fields__:
        yield from _nodes_in(getattr(node, field))


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything inside it, outermost first."""
    yield node
    for child in children(node):
        yield from walk(child)


def _nodes_in(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, Branch):
        yield value.value
        yield value.condition
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes_in(item)


def free_symbols(node: Node) -> frozenset[str]:
    """Name the variables and arrays whose values an expression leaves open."""
    if isinstance(node, Symbol):
        return frozenset({node.name})
    if isinstance(node, Element):
        return frozenset({node.array}).union(*map(free_symbols, node.indices))
    inner = frozenset().union(*map(free_symbols, children(node)))
    if isinstance(node, Integral | Series | Evaluated | Limit | Extremum):
        body = next(child for name, child in _parts(node) if name in _BODIES)
        others = [child for name, child in _parts(node) if name not in _BODIES]
        bound = free_symbols(body) - {node.variable}
        return bound.union(*map(free_symbols, others))
    return frozenset(inner)


_BODIES = ("integrand", "term", "operand")


def _parts(node: Node) -> Iterator[tuple[str, Node]]:
    for field in node.__struct_fields__:
        value = getattr(node, field)
        if isinstance(value, Node):
            yield field, value
