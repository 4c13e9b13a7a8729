"""LaTeX cut into tokens, and the cursor that the grammar reads them with."""

import re
from typing import NamedTuple, NoReturn

from report.formula import names

_TOKEN = re.compile(
    r"""
    (?P<space>[\ \t\n]+ | \\[,;:!\ ] | \\q?quad(?![A-Za-z]))
  | (?P<environment>\\(?:begin|end)\{[a-z]+\*?\})
  | (?P<named>\\(?:operatorname|mathrm|mathbb|mathcal|text)\{[A-Za-z ]*\})
  | (?P<row>\\\\)
  | (?P<command>\\(?:[A-Za-z]+\*?|[{}|]))
  | (?P<number>[0-9]+(?:\.[0-9]+)?)
  | (?P<letter>[A-Za-z])
  | (?P<sign>[-+*/=<>()\[\]{}|,'^_&.])
    """,
    re.VERBOSE,
)

LONGEST = 2_000
"""Characters that a formula may have."""


class FormulaError(ValueError):
    """A formula that the grammar does not read, or cannot read in one way only."""


class Token(NamedTuple):
    """A piece of LaTeX: what it is, where it begins, whether a space command precedes it."""

    kind: str
    text: str
    at: int
    spaced: bool = False


def tokens(latex: str) -> tuple[Token, ...]:
    """Cut LaTeX into tokens, leaving out space.

    Raises FormulaError at the first character that belongs to no token, and for a formula that
    is longer than anybody would read.
    """
    if len(latex) > LONGEST:
        raise FormulaError(f"{latex[:25]}>>>: has more than {LONGEST} characters; divide it")
    found, at, spaced = [], 0, False
    while at < len(latex):
        match = _TOKEN.match(latex, at)
        if match is None:
            raise FormulaError(f"{_excerpt(latex, at)}: the character {latex[at]!r} has no meaning")
        kind = str(match.lastgroup)
        if kind != "space":
            found.append(Token(kind, match[0], at, spaced))
        spaced = kind == "space" and (spaced or match[0].startswith("\\"))
        at = match.end()
    return tuple(found)


class Reader:
    """A cursor over the tokens of one formula."""

    def __init__(self, latex: str) -> None:
        self.latex = latex
        self._tokens = tokens(latex)
        self._next = 0

    def peek(self, ahead: int = 0) -> str:
        """Give the text of the next token, or an empty string at the end."""
        return self._token(ahead).text

    def kind(self, ahead: int = 0) -> str:
        """Tell what the next token is (number, letter, command, sign...), or an empty string."""
        return self._token(ahead).kind

    def spaced(self) -> bool:
        r"""Tell whether a space command such as ``\,`` stands before the next token."""
        return self._token(0).spaced

    def _token(self, ahead: int) -> Token:
        at = self._next + ahead
        return self._tokens[at] if at < len(self._tokens) else Token("", "", len(self.latex))

    def take(self) -> str:
        """Read the next token. Raises FormulaError at the end."""
        token = self.peek()
        if not token:
            raise FormulaError(f"{self.latex!r} ends too early")
        self._next += 1
        return token

    def accept(self, *wanted: str) -> bool:
        """Read the next tokens if they are these."""
        if all(self.peek(i) == text for i, text in enumerate(wanted)):
            self._next += len(wanted)
            return True
        return False

    def expect(self, wanted: str) -> None:
        """Read the next token. Raises FormulaError if it is another one."""
        if not self.accept(wanted):
            self.fail(f"{wanted} is missing here")

    def fail(self, problem: str) -> NoReturn:
        """Raise FormulaError with the place."""
        raise FormulaError(f"{_excerpt(self.latex, self._token(0).at)}: {problem}")

    def decorated(self) -> str:
        """Read a name of `names.DECORATED` if one stands here, with or without braces."""
        for name, (letter, mark) in names.DECORATED.items():
            script = name[len(letter)]
            for spelling in ((letter, script, mark), (letter, script, "{", mark, "}")):
                if self.accept(*spelling):
                    return name
        return ""


def _excerpt(latex: str, at: int) -> str:
    return f"{latex[max(0, at - 25) : at]}>>>{latex[at : at + 25]}"
