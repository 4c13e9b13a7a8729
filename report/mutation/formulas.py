"""Signs, coefficients and exponents of the displayed equations, changed one at a time."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from random import Random

import msgspec

from report import equations
from report.equations import Equation, Verifier
from report.formula.reader import Token, tokens
from report.mutation.mutant import Mutant, digits_of, other_digit

DIGITS = 15
"""Accuracy asked for: a change that fails at fewer digits than a build asks for fails there too."""


def formulas(random: Random) -> Iterator[Mutant]:
    """Every sign, coefficient and exponent of every equation that states something, once."""
    return faults(equations.load(), random)


def faults(all_: Mapping[str, Equation], random: Random) -> Iterator[Mutant]:
    """The faults of given equations."""
    for id_, entry in all_.items():
        if not entry.executed:
            continue
        for at, what, latex in changed(entry.latex, random):
            mutated = {**all_, id_: msgspec.structs.replace(entry, latex=latex)}
            yield Mutant(
                id=f"{id_}.{at}",
                change=what,
                names=(f"equation {id_}", *(f"equation {other}" for other in resting(entry, all_))),
                attempt=partial(verified, id_, mutated),
            )


def changed(latex: str, random: Random) -> Iterator[tuple[int, str, str]]:
    """Change one token after the other: where it stands, what is done, and the LaTeX then."""
    cut = tokens(latex)
    for number, token in enumerate(cut):
        kind = _kind(cut, number)
        if not kind:
            continue
        end = token.at + len(token.text)
        new = _other(token, random)
        around = latex[max(token.at - 10, 0) : end + 10].strip()
        yield (
            token.at,
            f"{kind} {token.text} becomes {new} in {around!r}",
            latex[: token.at] + new + latex[end:],
        )


def _kind(cut: tuple[Token, ...], number: int) -> str:
    token = cut[number]
    if token.kind == "number":
        before = [t.text for t in cut[max(number - 2, 0) : number]]
        return "exponent" if before[-1:] == ["^"] or before == ["^", "{"] else "coefficient"
    return "sign" if token.text in ("+", "-") else ""


def _other(token: Token, random: Random) -> str:
    if token.kind == "number":
        return other_digit(token.text, random.choice(digits_of(token.text)), random)
    return {"+": "-", "-": "+"}[token.text]


def resting(entry: Equation, all_: Mapping[str, Equation]) -> tuple[str, ...]:
    """The equations that rest on one: those that may use what it defines, or share its solution.

    A definition may be changed without contradicting itself; what uses it tells.
    """
    if entry.kind == "definition":
        return tuple(id_ for id_, other in all_.items() if other.executed and id_ != entry.id)
    if entry.kind == "root":
        return tuple(other.id for other in all_.values() if other.solution == entry.solution)
    return ()


def verified(id_: str, mutated: Mapping[str, Equation]) -> Iterable[str]:
    """Evaluate a changed equation, then those that rest on it, until one does not hold."""
    entries = equations.checked(list(mutated.values()))
    verifier = Verifier(entries, DIGITS)
    for name in (id_, *resting(entries[id_], entries)):
        found = verifier.check(entries[name])
        if not found.holds:
            yield f"report/equations.toml equation {name} does not hold: {found.message}"
