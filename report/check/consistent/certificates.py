"""Certificates: digits, ends and signs, evaluated anew; then the whole proof, once more."""

from collections.abc import Callable, Iterator
from functools import cache

from mpmath import mp, mpf

from report.certify import certify
from report.check.consistent.saying import WORKING, Real, differs, odd, truncates
from report.formula.definitions import definitions
from report.formula.evaluate import Evaluator
from report.formula.parser import parse
from report.results.bundle import Results
from report.results.certificates import CertifiedConstant, SignFact
from report.results.finding import Finding


def certificates(results: Results) -> Iterator[Finding]:
    """Find certified digits that the proved interval does not give, and signs that are others."""
    again = certify()
    with mp.workdps(WORKING):
        for constant in results.certificates.constants:
            yield from _certified(constant)
        for found, proved in zip(results.certificates.constants, again.constants, strict=True):
            yield from differs(f"certificates.{proved.id}", found, proved)
        for proof, known in zip(results.certificates.uniqueness, again.uniqueness, strict=True):
            yield from differs(f"certificates.{proof.constant}", proof, known)
            for fact in proof.facts:
                yield from _signed(f"certificates.{proof.constant}.{fact.id}", fact)


def _certified(found: CertifiedConstant) -> Iterator[Finding]:
    place = f"certificates.{found.id}"
    low, high = mpf(found.low), mpf(found.high)
    ends = (1 / high, 1 / low) if found.id != found.root_of else (low, high)
    for end in ends:
        yield from truncates(f"{place}.value", found.value, end)
    if not 0 < high - low < low * mpf(10) ** -found.digits:
        yield odd(f"{place}.low, high", "are no ends of an interval that decides every digit")
    digits = len(found.value.replace(".", "").lstrip("0"))
    yield from differs(f"{place}.digits", found.digits, digits)
    condition = function(found.condition)
    if condition(low) * condition(high) >= 0:
        yield odd(f"{place}.low, high", "are ends at which the condition has the same sign")
    if found.bits * mp.log10(2) < found.digits:
        yield odd(f"{place}.bits", f"is {found.bits}, too few for {found.digits} digits")


def _signed(place: str, fact: SignFact) -> Iterator[Finding]:
    """Evaluate an expression at both ends and amid the interval on which its sign is proved."""
    value = function(fact.expression)
    low, high = mpf(fact.low), mpf(fact.high)
    for at in (low, (low + high) / 2, high):
        if mp.sign(value(at)) != fact.sign:
            yield odd(f"{place}.sign", f"is {fact.sign}, and not at a = {mp.nstr(at, 5)}")
    if fact.boxes < 1:
        yield odd(f"{place}.boxes", f"is {fact.boxes} on [{fact.low}, {fact.high}]")


@cache
def function(latex: str) -> Callable[[Real], Real]:
    """Make a function of a from a formula, with the definitions that follow it."""
    expression, _, given = latex.partition(r",\quad ")
    known = definitions(parse(given)) if given else ()
    evaluator = Evaluator({definition.name: definition for definition in known}, WORKING)
    (chain,) = parse(expression).chains

    def value(a: Real) -> Real:
        return mp.convert(evaluator.value(chain.sides[0], {"a": evaluator.mp.mpf(str(a))}))

    return value
