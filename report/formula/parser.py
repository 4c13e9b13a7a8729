"""LaTeX to syntax tree: one reading, or an error.

An own grammar, because SymPy's parser (read at version 1.14) does not serve: neither of its back
ends knows cases or aligned steps or what a letter was declared to be, so that ANTLR's takes every
letter before a parenthesis for a function and Lark's returns several readings (and has the
derivative commented out), and the objects that they return reorder what was written.
"""

from functools import cache

from report.formula.constructs import CONSTRUCTS
from report.formula.grammar import Parser
from report.formula.reader import FormulaError
from report.formula.syntax import Node, Statements, children

DEEPEST = 80
"""Levels of a tree. A formula of the report has fourteen; whoever walks trees recurs."""


@cache
def parse(latex: str) -> Statements:
    """Read a formula: one or several chains of relations, perhaps in an aligned environment.

    Raises FormulaError, with the place, for whatever the grammar or `names` do not know, and
    for what could be read in two ways.
    """
    parser = Parser(latex, CONSTRUCTS)
    aligned = parser.accept(r"\begin{aligned}")
    statements = parser.statements()
    if aligned:
        parser.expect(r"\end{aligned}")
    if parser.peek():
        parser.fail(f"{parser.peek()} has no place here")
    if _depth(statements) > DEEPEST:
        raise FormulaError(f"{latex[:25]}>>>: too much in a row, such as a/b/c; use \\frac")
    return statements


def _depth(node: Node) -> int:
    """Count the levels of a tree, without recursion: what stands in a row may nest as well."""
    levels, level = 0, [node]
    while level:
        levels += 1
        level = [child for parent in level for child in children(parent)]
    return levels
