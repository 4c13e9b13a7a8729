"""Faults that nothing finds, and why: the only ones that may survive.

Those of results concern values of which the results hold no second account. A stage that computes
them wrongly is the business of its tests; a file edited by hand is made again (kind ``files``).
"""

import re
from collections.abc import Sequence

import msgspec

from report.mutation.mutant import Outcome


class Known(msgspec.Struct, frozen=True):
    """Survivors of one kind whose ids match a pattern, with the reason why they survive."""

    kind: str
    pattern: str
    why: str


KNOWN: tuple[Known, ...] = (
    Known(
        "results",
        r"residual\w* (last digit|swapped)",
        "a residual is rounding noise; all that counts is that it is small, and that is checked",
    ),
    Known(
        "results",
        r"^frameworks\.slopes\.\d\.(slope|\w+_knee|deviation) (last digit|swapped)",
        "a fit in double precision; slope and knees determine each other but for the last place,"
        " and of a deviation it counts that it is small",
    ),
    Known(
        "results",
        r"^frameworks\.(lstm|docstring_slope)",
        "seen once, in the software that is installed; no other result tells it",
    ),
    Known(
        "results",
        r"^network\.prewitt\.check\.scaled_difference (last digit|swapped)",
        "rounding noise of single precision; that it is small is checked",
    ),
    Known(
        "results",
        r"^network\.portrait\.misread",
        "one network's opinion of one image; its weights are kept to five decimals only",
    ),
    Known(
        "results",
        r"^network\.orders\.",
        "the runs of the analysis are not kept; a p value of three digits leaves the last digits"
        " of the deviations open, and a deviation of zero leaves the p value open",
    ),
    Known(
        "results",
        r"^network\.swap\..*(mean|low|high|deviation) (last digit|swapped)",
        "these runs are not kept; mean, spread and ends determine each other but for about one"
        " unit in the eighth decimal",
    ),
    Known(
        "results",
        r"^(network\.\w+\.(test_)?loss\.\d+\.mean|pieces\.rough\.1\.tail) last digit",
        "the value lies midway between two decimals; both are its rounding",
    ),
    Known(
        "formulas",
        r"^line\.expansion\.(165|196)$",
        "an interval that begins further left gives the same, since g vanishes there",
    ),
    Known(
        "formulas",
        r"^dilog\.limit\.44$",
        "the limit from the other side is the same, so that the equation still holds",
    ),
    Known(
        "literature",
        r"\.step\.[67]$",
        "the printed errors, of three digits, do not depend on it; tests/test_pieces.py holds it"
        " (test_curves_follow_their_definitions)",
    ),
)


def why(outcome: Outcome) -> str:
    """Give the reason why a fault may survive, or nothing."""
    for known in KNOWN:
        if known.kind == outcome.kind and re.search(known.pattern, outcome.id):
            return known.why
    return ""


def unexplained(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """List the faults that were not found, or not where they are, without a reason."""
    return [each for each in outcomes if each.status != "killed" and not why(each)]
