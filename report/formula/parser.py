"""LaTeX to syntax tree: one reading, or an error.

An own grammar, because SymPy's parser (read at version 1.14) does not serve: neither of its back
ends knows cases or aligned steps or what a letter was declared to be, so that ANTLR's takes every
letter before a parenthesis for a function and Lark's returns several readings (and has the
derivative commented out), and the objects that they return reorder what was written.
"""

from functools import cache

from report.formula.constructs import CONSTRUCTS
from report.formula.grammar import Parser
from report.formula.syntax import Statements


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
    return statements
