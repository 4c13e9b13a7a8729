r"""What our templates have beyond Jinja: the ``claim`` tag, LaTeX's backslashes, HTML's comments.

``{% claim 'id' %}sentence{% otherwise %}neutral wording{% endclaim %}`` prints the sentence if the
predicate holds, and the neutral wording where data or runs do not decide it.
``{{ m('\frac{x}{a}') }}`` is written with single backslashes. ``<!-- notes -->`` are the author's:
nothing in them is read, and no document has them.
"""

import re

from jinja2 import TemplateSyntaxError, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

_EXPRESSION = re.compile(r"""\{\{(?:'[^']*'|"[^"]*"|[^'"])*?\}\}""")
"""An expression with its strings, which may hold closing braces."""

_COMMENT = re.compile(r"\{#.*?#\}|<!--(?:.*?-->)?", re.DOTALL)
"""A comment, of Jinja or of HTML; or the beginning of one that does not end."""


def without_comments(source: str) -> str:
    """Empty the HTML comments of a template, so that its lines keep their numbers.

    Raises TemplateSyntaxError for one that is not closed: it would hide all that follows.
    """
    return _COMMENT.sub(lambda match: _emptied(match, source), source)


def _emptied(comment: re.Match[str], source: str) -> str:
    if comment[0] == "<!--":
        line = source.count("\n", 0, comment.start()) + 1
        raise TemplateSyntaxError("a comment is not closed; write --> at its end", line)
    if comment[0].startswith("{#"):
        return comment[0]
    return "{#+" + "\n" * comment[0].count("\n") + "+#}"  # with + white space around it stays


class Comments(Extension):
    """Drops HTML comments."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Empty those of HTML, and leave those of Jinja to it."""
        return without_comments(source)


class Backslashes(Extension):
    """Keeps the backslashes of string constants: LaTeX needs them, Jinja would read escapes."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Double the backslashes of every expression."""
        return _EXPRESSION.sub(lambda match: match[0].replace("\\", "\\\\"), source)


class ClaimTag(Extension):
    """Turns the tag into a condition on the template function ``holds``.

    An element that names the predicate is put around it.
    """

    tags = {"claim"}  # noqa: RUF012 — the name and the type are Jinja's

    def parse(self, parser: Parser) -> nodes.Node:
        """Parse one tag; the template's name and line travel with it, for the findings."""
        line = next(parser.stream).lineno
        name = parser.parse_expression()
        sentence = parser.parse_statements(("name:otherwise", "name:endclaim"))
        neutral: list[nodes.Node] | None = None
        if next(parser.stream).test("name:otherwise"):
            neutral = parser.parse_statements(("name:endclaim",), drop_needle=True)
        where = nodes.Const(f"{parser.name}:{line}")
        has_neutral = nodes.Const(neutral is not None)
        test = self._call("holds", [name, where, has_neutral], line)
        opening = nodes.Output([self._call("claim_opening", [name], line)], lineno=line)
        closing = nodes.Output([nodes.TemplateData("</span>")], lineno=line)
        choice = nodes.If(test, sentence, [], neutral or [], lineno=line)
        return nodes.Scope([opening, choice, closing], lineno=line)

    @staticmethod
    def _call(function: str, arguments: list[nodes.Expr], line: int) -> nodes.Call:
        target = nodes.Name(function, "load", lineno=line)
        return nodes.Call(target, arguments, [], None, None, lineno=line)
