"""The closed forms that the tables of criteria show are evaluated as they are shown."""

from collections.abc import Iterator

from report.formula.evaluate import Evaluator
from report.formula.parser import parse
from report.results.finding import Finding
from report.results.slopes import Criterion, Slopes

DIGITS = 15
"""Digits in which a closed form has to give the number that was found without it."""


def forms(slopes: Slopes) -> tuple[Finding, ...]:
    """Closed forms, of best widths and of half the loss, that do not give the numbers found."""
    return tuple(finding for found in slopes.criteria for finding in _wrong(found))


def _wrong(found: Criterion) -> Iterator[Finding]:
    if found.best_a is None or found.loss is None:
        return
    evaluator = Evaluator({}, 2 * DIGITS)
    width, half = evaluator.mp.mpf(found.best_a), evaluator.mp.mpf(found.loss) / 2
    for latex, expected in ((found.closed_form, width), (found.closed_loss, half)):
        if latex is None:
            continue
        (chain,) = parse(latex).chains
        value = evaluator.value(chain.sides[0], {"a": width})
        if abs(value - expected) > abs(expected) * evaluator.mp.mpf(10) ** -DIGITS:
            yield Finding(
                f"report/slopes/criteria.py criterion {found.id}, {found.family}",
                f"the closed form {latex} gives {evaluator.mp.nstr(value, 10)},"
                f" {evaluator.mp.nstr(expected, 10)} was found",
                "mend the closed form",
            )
