"""The table of verdicts: what the article states, how it was checked, what came out."""

from collections.abc import Mapping

from report import notation, reading, wording
from report.context import Badge, Cite, Column, EquationRef, Grid, Line, Lines, Quote, Row, Value
from report.results.number import Number
from report.results.text import Text
from report.results.verdicts import Outcome, Verdict, Verdicts

CAPTION = Text(
    ja="記事の記述と判定。検査の列には、印刷された値または言葉の解釈と、計算結果を示す。"
    "成り立つ検査に ✓、成り立たない検査に × を付した。",
    en="The article's statements and the verdicts. The checks show what is printed, or how a word"
    " is read, and what was computed; ✓ marks a check that holds, × one that does not.",
)
COLUMNS = (
    Column(Text(ja="記述", en="Statement")),
    Column(Text(ja="検査", en="Checks")),
    Column(Text(ja="判定と理由", en="Verdict and reason")),
)
LONGEST = 60
"""Characters of a fact that are shown; a longer one is only said to be as printed, or not."""
HOLDS, FAILS, OPEN = " ✓", " ×", ""
SYMBOLS = {"<=": "≤", ">=": "≥", "!=": "≠"}


def grid(verdicts: Verdicts, numbers: Mapping[str, Number]) -> Grid:
    """One row a statement, in the order of the article."""
    rows = tuple(_row(verdict, numbers) for verdict in verdicts.verdicts)
    return Grid("claims", CAPTION, COLUMNS, rows, wide=True)


def _row(verdict: Verdict, numbers: Mapping[str, Number]) -> Row:
    source = f"claim:{verdict.id}"
    checks = tuple(
        line for outcome in verdict.outcomes for line in _lines(outcome, source, numbers)
    )
    reason: tuple[Line, ...] = (Badge(verdict.kind), Quote(verdict.reason, source))
    if verdict.source:
        reason = (*reason, Cite((verdict.source,)))
    statement = (Quote(verdict.states, source), Quote(verdict.id, source, code=True))
    return Row((Lines(statement), Lines(checks), Lines(reason)), id=f"claim-{verdict.id}")


def _lines(outcome: Outcome, source: str, numbers: Mapping[str, Number]) -> tuple[Line, ...]:
    match outcome.rule:
        case "digits":
            return _digits(outcome, source)
        case "reading":
            return (Quote(_reading(outcome, numbers), source),)
        case "equations":
            return tuple(EquationRef(id_) for id_ in outcome.equations)
        case "fact":
            return (Quote(_fact(outcome), source),)


def _digits(outcome: Outcome, source: str) -> tuple[Line, ...]:
    printed = outcome.asked.rstrip("…")
    shown = sum(character.isdecimal() for character in printed.lstrip("0.")) + 4
    agreeing = Text(
        ja=f"{outcome.agreeing} 桁一致{_mark(outcome)}",
        en=f"{outcome.agreeing} digits agree{_mark(outcome)}",
    )
    return (
        Quote(outcome.asked, source),
        Value(outcome.numbers[0], digits=shown),
        Quote(agreeing, source),
    )


def _reading(outcome: Outcome, numbers: Mapping[str, Number]) -> Text:
    comparison = reading.parse(outcome.asked)
    relation = SYMBOLS.get(comparison.relation, comparison.relation)
    left, right = (_term(term, numbers) for term in (comparison.left, comparison.right))
    return Text(
        ja=f"{left.ja} {relation} {right.ja}{_mark(outcome)}",
        en=f"{left.en} {relation} {right.en}{_mark(outcome)}",
    )


def _term(term: reading.Term, numbers: Mapping[str, Number]) -> Text:
    if term.number is None:
        return Text(ja=term.text, en=term.text)
    number = numbers[term.number]
    end = {"low": Text(ja="の下限", en=", low end"), "high": Text(ja="の上限", en=", high end")}
    ending = end.get(term.end)
    value = term.value(numbers)
    if value is None:
        shown = wording.WORDS["undetermined"]
    else:
        brief = notation.brief(str(value))
        shown = Text(ja=brief, en=brief)
    return Text(
        ja=f"{number.label.ja}{ending.ja if ending else ''}（{shown.ja}）",
        en=f"{number.label.en}{ending.en if ending else ''} ({shown.en})",
    )


def _fact(outcome: Outcome) -> Text:
    label = outcome.label
    if label is None:
        raise ValueError(f"the fact {outcome.asked} has no label")
    if len(outcome.found) <= LONGEST:
        found = Text(ja=outcome.found, en=outcome.found)
    elif outcome.holds:
        found = Text(ja="印刷のとおり", en="as printed")
    else:
        found = Text(ja="印刷と異なる", en="not as printed")
    return Text(
        ja=f"{label.ja}: {found.ja}{_mark(outcome)}", en=f"{label.en}: {found.en}{_mark(outcome)}"
    )


def _mark(outcome: Outcome) -> str:
    return OPEN if outcome.holds is None else HOLDS if outcome.holds else FAILS
