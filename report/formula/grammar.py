"""The grammar of formulas: statements, chains, sums, terms, factors, by recursive descent."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from report.formula import names
from report.formula.reader import Reader
from report.formula.syntax import (
    Absolute,
    Call,
    Chain,
    Derivative,
    Element,
    Extremum,
    Function,
    Group,
    Integral,
    Limit,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Series,
    Statements,
    Sum,
    Symbol,
    Transposed,
    Tuple,
    Words,
)

_CLOSING = {"(": ")", "[": "]", r"\{": r"\}", "|": "|"}
_TIMES = (r"\cdot", r"\times", "*")
_ENDS = (r"\right", r"\rfloor", r"\pm", r"\}")
_BARE = (Number, Symbol, Element, Quotient, Function)
_DOTS = (r"\dots", r"\cdots", r"\ldots")
_DEEPEST = 30
"""Fences, scripts and operands within each other; far more than anybody can read."""


class Parser(Reader):
    """Reads one formula; ``constructs`` has what reads the rest after a command."""

    def __init__(self, latex: str, constructs: "Mapping[str, Callable[[Parser], Node]]") -> None:
        super().__init__(latex)
        self._constructs = constructs
        self.bars = 0  # how many plain | are open: inside one, the next | closes it
        self._depth = 0

    def statements(self) -> Statements:
        """Read chains separated by commas, arrows or new rows."""
        self.accept("&")
        chains, links = [self.chain()], []
        while True:
            if self.peek() in names.LINKS:
                links.append(self.take())
                self.accept(r"\\")
            elif self.accept(r"\\"):
                links.append(",")
            else:
                return Statements(tuple(chains), tuple(links))
            self.accept("&")
            chains.append(self.chain())

    def chain(self) -> Chain:
        """Read expressions with relations between them."""
        sides, relations = [self.expression()], []
        while relation := self._relation():
            relations.append(relation)
            sides.append(self.expression())
        return Chain(tuple(sides), tuple(relations))

    def _relation(self) -> str:
        """Read a relation, perhaps after an alignment mark or on a new row of the same chain."""
        for before in ((), ("&",), (r"\\", "&")):
            if self.peek(len(before)) in names.RELATIONS and self.accept(*before):
                return self.take()
        return ""

    def expression(self) -> Node:
        """Read a sum of terms; a new row that begins with ``{}`` and a sign goes on with it."""
        terms = [self._signed()]
        while True:
            self.accept(r"\\", "&", "{", "}")
            if self.peek() not in ("+", "-", r"\pm"):
                return terms[0] if len(terms) == 1 else Sum(tuple(terms))
            terms.append(self._signed(self.take()))

    def _signed(self, sign: str = "+") -> Node:
        if sign == "+" and self.peek() in ("-", r"\pm"):
            sign = self.take()
        return self.term() if sign == "+" else Negative(self.term(), sign)

    def term(self) -> Node:
        """Read factors side by side, or with a multiplication sign or a slash between them."""
        factors, signs = [self.factor()], []
        while True:
            if self.peek() in _TIMES:
                self._check_ended(factors[-1])
                signs.append(self.take())
                factors.append(self.factor())
            elif self.accept("/"):
                self._check_ended(factors[-1])
                factors = [Quotient(_product(factors, signs), self.factor(), slash=True)]
                signs = []
                if self._begins_factor():
                    self.fail("what stands after a slash and a factor is ambiguous; use \\frac")
            elif self._begins_factor():
                self._check_side_by_side(factors[-1])
                signs.append("")
                factors.append(self.factor())
            else:
                return _product(factors, signs)

    def _begins_factor(self) -> bool:
        text, kind = self.peek(), self.kind()
        if text == "|":
            return not self.bars
        if text == "d" or text in names.RELATIONS or text in names.LINKS:
            return False
        return kind in ("letter", "number", "named") or (
            text in ("(", "[", "{", r"\{")
            or (kind == "command" and text not in (*_TIMES, *_ENDS))
            or text.startswith(r"\begin")
        )

    def _check_ended(self, left: Node) -> None:
        if isinstance(left, Integral | Derivative | Series | Limit | Extremum):
            self.fail("where the operand before this ends is ambiguous; put parentheses")

    def _check_side_by_side(self, left: Node) -> None:
        self._check_ended(left)
        if self.kind() == "number":
            self.fail("a number side by side with what precedes it; write \\cdot")
        if isinstance(left, Function) and self.peek() in names.VARIABLES:
            self.fail(f"{left.name} is a function; give it its argument in parentheses")

    def factor(self) -> Node:
        """Read one factor with its exponents."""
        base = self.atom()
        while self.accept("^"):
            if self.accept(r"\top") or self.accept("{", r"\top", "}"):
                base = Transposed(base)
            elif isinstance(base, Power):
                self.fail("two exponents; put braces")
            else:
                base = Power(base, self.script())
        if self.peek() == "_":
            self.fail("no subscript is known here; declare the name in report/formula/names.py")
        if self.peek() == "'":
            self.fail("only a function has primes")
        return base

    def script(self) -> Node:
        """Read what stands after ^ or _: one symbol, or an expression in braces."""
        with self._deeper():
            return self._script()

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        """Count how deep we are; whatever lies within something else is an atom or a script."""
        self._depth += 1
        if self._depth > _DEEPEST:
            self.fail("this lies too deep within other things; divide the formula")
        yield
        self._depth -= 1

    def _script(self) -> Node:
        if self.accept("{"):
            inner = self.expression()
            self.expect("}")
            return inner
        if self.kind() == "number" and len(self.peek()) > 1:
            self.fail("only the first digit would be raised or lowered; put braces")
        if self.kind() not in ("number", "letter", "command"):
            self.fail("an exponent or subscript of several parts needs braces")
        return self.atom()

    def atom(self) -> Node:
        """Read a factor without its exponents."""
        with self._deeper():
            return self._atom()

    def _atom(self) -> Node:
        if name := self.decorated():
            return Symbol(name)
        text = self.peek()
        if text in self._constructs:
            return self._constructs[self.take()](self)
        if names.signature(text):
            return self._application(self.take())
        if text in names.VARIABLES or text in names.ARRAYS:
            return self._variable(self.take())
        if text in _CLOSING:
            return self._fenced(self.take())
        return self._plain()

    def _plain(self) -> Node:
        """Read a number, a constant or words."""
        text, kind = self.peek(), self.kind()
        if kind == "number":
            return Number(self.take())
        if text in names.CONSTANTS:
            return Symbol(self.take())
        if text in _DOTS or text.startswith(r"\text{"):
            return Words(self.take().removeprefix(r"\text").strip("{}"))
        return self._unknown(text, kind)

    def _unknown(self, text: str, kind: str) -> Node:
        if text == "d":
            self.fail("d is kept for differentials, such as dx at the end of an integral")
        if kind in ("letter", "named"):
            self.fail(f"{text} is not declared; do so in report/formula/names.py")
        if kind in ("command", "environment"):
            self.fail(f"unknown command {text}")
        self.fail(f"an expression is missing before {text or 'the end'}")

    def _variable(self, name: str) -> Node:
        if self.peek() != "_":
            return Symbol(name)
        if name not in names.ARRAYS:
            self.fail(f"{name} has no subscript; declare the name in report/formula/names.py")
        self.take()
        if not self.accept("{"):
            return Element(name, (self.script(),))
        indices = self.listing("}")
        return Element(name, indices)

    def _application(self, name: str) -> Node:
        """Read a function's subscript, primes and arguments."""
        signature = names.signature(name)
        subscripts: tuple[Node, ...] = ()
        if signature and signature.subscripts and self.accept("_"):
            subscripts = (self.script(),)
        primes = 0
        while self.accept("'"):
            primes += 1
        parenthesis = self.peek(self.peek() == r"\left") == "("
        if parenthesis and not self.spaced():
            arguments = self.arguments()
            if signature and len(arguments) != signature.arguments:
                self.fail(f"{name} takes {signature.arguments} arguments, not {len(arguments)}")
            return Call(name, subscripts, arguments, primes)
        if name in names.BUILT_IN and self.kind() in ("number", "letter", "command"):
            return Call(name, subscripts, (self._bare_argument(name),), primes)
        return Function(name, subscripts, primes)

    def _bare_argument(self, name: str) -> Node:
        """Read the one symbol that a function such as log may have without parentheses."""
        argument = self.atom()
        if not isinstance(argument, _BARE) or self.peek() in ("^", "_"):
            self.fail(f"put the argument of {name} in parentheses")
        if self._begins_factor():
            self.fail(f"where the argument of {name} ends is ambiguous; put parentheses")
        return argument

    def arguments(self) -> tuple[Node, ...]:
        """Read arguments in parentheses."""
        stretched = self.accept(r"\left")
        self.expect("(")
        with_bars, self.bars = self.bars, 0
        items = self.listing(r"\right" if stretched else ")")
        if stretched:
            self.expect(")")
        self.bars = with_bars
        return items

    def listing(self, closing: str) -> tuple[Node, ...]:
        """Read expressions separated by commas, up to and with a closing token."""
        items = [self.expression()]
        while self.accept(","):
            items.append(self.expression())
        self.expect(closing)
        return tuple(items)

    def _fenced(self, opening: str) -> Node:
        if opening == "|":
            return self.absolute(closing="|")
        return self.fenced(opening, stretched=False)

    def absolute(self, closing: str) -> Node:
        """Read what stands between bars, the opening one being read."""
        self.bars += closing == "|"
        inner = self.expression()
        self.bars -= closing == "|"
        self.expect(closing)
        return Absolute(inner)

    def fenced(self, opening: str, *, stretched: bool) -> Node:
        """Read a group, a point or an interval, its opening fence being read."""
        with_bars, self.bars = self.bars, 0
        items = [self.expression()]
        while self.accept(","):
            items.append(self.expression())
        self.bars = with_bars
        if stretched:
            self.expect(r"\right")
        closing = self.take()
        if closing not in _CLOSING.values() or (len(items) == 1 and closing != _CLOSING[opening]):
            self.fail(f"{opening} is closed by {closing}")
        if len(items) == 1:
            return Group(items[0], opening)
        return Tuple(tuple(items), opening + closing)


def _product(factors: list[Node], signs: list[str]) -> Node:
    return factors[0] if len(factors) == 1 else Product(tuple(factors), tuple(signs))
