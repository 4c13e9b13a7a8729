"""The displayed equations: one LaTeX source for the eye and for the evaluation.

`load` reads equations.toml, where each equation says what kind of statement it is and at which
points it is checked; `verify` evaluates all of them. Definitions among them give the functions
their meaning, so that they too are executed.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import cast

import msgspec

from report.cache import Cache
from report.formula import truth
from report.formula.entries import (
    Equation,
    EquationError,
    Equations,
    Point,
    all_definitions,
    checked,
    given_definitions,
    read,
    sharing,
)
from report.formula.evaluate import Evaluator
from report.formula.functions import Value, Values
from report.formula.parser import parse
from report.formula.reader import FormulaError
from report.results import equations as results
from report.results.finding import Finding
from report.results.text import near

SOURCE = Path(__file__).with_name("equations.toml")
ROOT_OF = "root of "
_SHOWN_DIGITS = 20
_FAILURES = (ArithmeticError, AssertionError, AttributeError, TypeError, ValueError)
"""What mpmath raises for a formula that is well formed and has no value, or none within reach."""


def load(source: Path = SOURCE) -> Equations:
    """Read all equations and inline formulas, by id, in the order of the file.

    Raises EquationError naming the entry that cannot be used, and why.
    """
    return read(source)


def verify(
    equations: Equations,
    cache: Cache | None = None,
    tell: Callable[[Iterable[Finding]], None] = lambda _: None,
) -> results.Equations:
    """Evaluate every equation that states something, and list those that are not evaluated.

    An equation that fails is recorded, not raised; ``tell`` hears of it at once. With a cache,
    only those are evaluated that were edited, or rest on a definition or a root that was.
    """
    verifier = Verifier(equations)
    grounds = [entry for entry in equations.values() if entry.kind in ("definition", "root")]

    def checked(entry: Equation) -> results.EquationCheck:
        def check() -> bytes:
            return msgspec.json.encode(verifier.check(entry))

        key = msgspec.json.encode((entry, grounds)).decode()
        content = cache.get(entry.id, key, check) if cache else check()
        found = msgspec.json.decode(content, type=results.EquationCheck)
        tell(untrue([found]))
        return found

    return results.Equations(
        checks=tuple(checked(entry) for entry in equations.values() if entry.executed),
        unexecuted=tuple(
            results.Unexecuted(id=entry.id, why=entry.why, test=entry.test)
            for entry in equations.values()
            if entry.why and entry.test
        ),
    )


def untrue(checks: Iterable[results.EquationCheck]) -> tuple[Finding, ...]:
    """What there is to say of the equations that do not hold."""
    return tuple(
        Finding(
            f"report/{SOURCE.name} equation {check.id}",
            f"does not hold: {check.message}",
            "mend the formula",
        )
        for check in checks
        if not check.holds
    )


class Verifier:
    """Checks equations one by one, remembering what it has computed.

    ``digits``, if given, replaces every equation's own accuracy where that is higher.
    """

    def __init__(self, equations: Equations, digits: int | None = None) -> None:
        self._equations, self._digits = equations, digits
        self._known = all_definitions(equations)
        self._evaluators: dict[int, Evaluator] = {}
        self._roots: dict[tuple[str, int], Value] = {}

    def check(self, equation: Equation) -> results.EquationCheck:
        """Evaluate one equation at its points. Whatever goes wrong is recorded."""
        evaluator = self._evaluator(equation)
        shown = tuple(_shown(point) for point in equation.points)
        try:
            points = [self._values(evaluator, point) for point in equation.points]
            finding = self._finding(evaluator, equation, points)
            if equation.kind == "root":
                root = evaluator.mp.nstr(self._root(evaluator, equation), _SHOWN_DIGITS)
                shown = (f"{equation.unknown} = {root}",)
        except _FAILURES as problem:
            failure = f"cannot be evaluated: {problem or type(problem).__name__}"
            finding = truth.Finding(evaluator.mp.inf, failure)
        return results.EquationCheck(
            id=equation.id,
            kind=cast(results.Kind, equation.kind),
            points=shown,
            digits=evaluator.digits,
            residual=evaluator.mp.nstr(finding.residual, 2),
            holds=not finding.failure,
            message=finding.failure,
        )

    def _finding(
        self, evaluator: Evaluator, equation: Equation, points: list[Values]
    ) -> truth.Finding:
        statements = equation.statements
        if equation.kind == "root":
            return self._root_finding(evaluator, equation)
        if equation.kind == "series":
            return truth.expansion(evaluator, statements.chains[0])
        if equation.kind == "inequality":
            return truth.sharp(evaluator, statements, points)
        return truth.equal(evaluator, statements, points)

    def _root_finding(self, evaluator: Evaluator, equation: Equation) -> truth.Finding:
        """Ask that the equation's own solution be that of all that share its name."""
        own = self._root(evaluator, equation)
        others = sharing(self._equations, equation.solution or "")
        distances = [
            (truth.difference(evaluator, own, self._root(evaluator, other)), other.id)
            for other in others
        ]
        residual, farthest = max(distances)
        failure = f"its solution is not that of {farthest}: they differ by "
        agreed = residual <= evaluator.mp.mpf(10) ** -evaluator.digits
        return truth.Finding(residual, "" if agreed else failure + evaluator.mp.nstr(residual, 2))

    def _root(self, evaluator: Evaluator, equation: Equation) -> Value:
        key = (equation.latex, evaluator.digits)
        if key not in self._roots:
            if not (equation.unknown and equation.bracket):
                raise FormulaError(f"{equation.id} is not a root")
            low, high = (self._constant(evaluator, end) for end in equation.bracket)
            chain = equation.statements.chains[0]
            self._roots[key] = truth.root(evaluator, chain, equation.unknown, (low, high))
        return self._roots[key]

    def _evaluator(self, equation: Equation) -> Evaluator:
        digits = min(equation.digits, self._digits or equation.digits)
        if equation.given:
            return Evaluator({**self._known, **given_definitions(equation)}, digits)
        if digits not in self._evaluators:
            self._evaluators[digits] = Evaluator(self._known, digits)
        return self._evaluators[digits]

    def _values(self, evaluator: Evaluator, point: Point) -> Values:
        return {name: self._constant(evaluator, value) for name, value in point.items()}

    def _constant(self, evaluator: Evaluator, value: str | tuple[str, ...]) -> Value:
        """Compute a value that a point or a bracket gives."""
        if isinstance(value, tuple):
            return tuple(self._constant(evaluator, entry) for entry in value)
        if value.startswith(ROOT_OF):
            solved = self._equations.get(value.removeprefix(ROOT_OF))
            if solved is None:
                name = value.removeprefix(ROOT_OF)
                mend = near(name, self._equations, "give the id of one that has a root")
                raise FormulaError(f"{value!r} names no equation; {mend}")
            return self._root(evaluator, solved)
        chains = parse(value).chains
        if len(chains) != 1 or chains[0].relations:
            raise FormulaError(f"{value!r} states something; give one value")
        return evaluator.value(chains[0].sides[0], {})


def _shown(point: Point) -> str:
    return ", ".join(
        f"{name.rstrip('_')} = {value if isinstance(value, str) else '(' + ', '.join(value) + ')'}"
        for name, value in point.items()
    )


__all__ = [
    "Equation",
    "EquationError",
    "Equations",
    "Verifier",
    "checked",
    "load",
    "untrue",
    "verify",
]
