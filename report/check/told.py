"""What the data files print and compare is told to readers, and alike in both languages.

A digit that was mistyped in one place then disagrees with another: a statement's Japanese with its
English, a printed decimal with its statement, a threshold with the words that explain it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction

from report.article import Claim, Digits, Fact, Reading
from report.check.allowed import without_terms
from report.predicates import Predicate
from report.results.finding import Finding
from report.results.text import LANGUAGES, Text

_FIGURE = re.compile(r"([0-9]+(?:\.[0-9]+)?(?:/[0-9]+)?)(\s*[%％])?")
_NAMED = re.compile(r"(?:= *|[A-Za-z])[0-9./]+")
"""A value given to a letter, as in "at a = 4", or part of a name, as in "float32"."""
_PADDED = re.compile(r"[+-]?0[0-9]")
_DECIMAL = re.compile(r"(?<=\s)[+-]?[0-9]+(?:\.[0-9]+)?(?=\s|$)")


def told(claims: Mapping[str, Claim], predicates: Mapping[str, Predicate]) -> tuple[Finding, ...]:
    """Figures in one language only, and printed digits and thresholds that the words omit."""
    return (
        *(finding for claim in claims.values() for finding in _claim(claim)),
        *(finding for predicate in predicates.values() for finding in _predicate(predicate)),
    )


def _claim(claim: Claim) -> Iterator[Finding]:
    place = f"report/article.toml claim {claim.id}"
    yield from _uneven(f"{place}, states", claim.states)
    yield from _uneven(f"{place}, reason", claim.reason)
    for number, check in enumerate(claim.checks, start=1):
        match check:
            case Fact(label=label):
                yield from _uneven(f"{place}, label of check {number}", label)
            case Digits(printed=printed):
                for language in LANGUAGES:
                    if f"{printed}…" not in claim.states.in_(language):
                        what = f"{printed}… is checked, and the {language} statement has it not"
                        yield Finding(place, what, "print in the statement what is checked")
            case Reading(holds=holds):
                whole = Text(
                    ja=f"{claim.states.ja} {claim.reason.ja}",
                    en=f"{claim.states.en} {claim.reason.en}",
                )
                yield from _untold(place, holds, whole)


def _predicate(predicate: Predicate) -> Iterator[Finding]:
    place = f"report/predicates.toml predicate {predicate.id}"
    yield from _uneven(f"{place}, means", predicate.means)
    for holds in predicate.holds:
        yield from _untold(place, holds, predicate.means)


def _uneven(place: str, text: Text) -> Iterator[Finding]:
    """Find figures that stand in one language and not, or not as often, in the other."""
    ja, en = (Counter(_figures(text.in_(language))) for language in LANGUAGES)
    for language, lacking in (("ja", en - ja), ("en", ja - en)):
        if lacking:
            what = f"the {language} text lacks {', '.join(sorted(lacking))}"
            yield Finding(place, what, "give the same figures in both languages")


def _figures(text: str) -> list[str]:
    return [number + percent.strip() for number, percent in _FIGURE.findall(text)]


def _untold(place: str, holds: str, text: Text) -> Iterator[Finding]:
    """Find thresholds of a reading that the words explaining it do not tell."""
    for threshold in _DECIMAL.findall(holds):
        for language in LANGUAGES:
            told = _values(text.in_(language), of_ratio="ratio" in holds)
            if Fraction(threshold) not in told or _PADDED.match(threshold):
                what = f"the {language} text does not tell {threshold}, as in {holds!r}"
                mend = "say in it what is compared with: the number, or how many per cent"
                yield Finding(place, what, mend)


def _values(text: str, *, of_ratio: bool) -> Iterator[Fraction]:
    """Give the values that a text names; per cent of a ratio say how far it is from one."""
    for number, percent in _FIGURE.findall(_NAMED.sub("", without_terms(text))):
        value = _fraction(number)
        if not percent:
            yield value
        elif of_ratio:
            yield from (1 + value / 100, 1 - value / 100)
        else:
            yield value / 100


def _fraction(number: str) -> Fraction:
    above, _, below = number.partition("/")
    return Fraction(above) / (int(below or 1) or 1)
