"""The outcome as a table, a list of survivors, and a record."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from rich.table import Table

from report.mutation.kinds import KINDS
from report.mutation.mutant import Outcome
from report.mutation.survivors import why


class Record(msgspec.Struct, frozen=True):
    """What ``build/mutations.json`` holds.

    ``totals`` are, by kind: how many faults there are, were tried, killed, and survived for a
    reason that is known. ``survivors`` are all that were not killed.
    """

    seed: int
    totals: Mapping[str, Mapping[str, int]]
    survivors: Sequence[Outcome]
    reasons: Sequence[str]


def record(seed: int, outcomes: Sequence[Outcome], made: Mapping[str, int]) -> Record:
    """Sum up the outcomes by kind."""
    survivors = [outcome for outcome in outcomes if outcome.status != "killed"]
    totals = {
        kind: {
            "made": count,
            "tried": sum(outcome.kind == kind for outcome in outcomes),
            "killed": sum(o.kind == kind and o.status == "killed" for o in outcomes),
            "explained": sum(o.kind == kind and bool(why(o)) for o in survivors),
        }
        for kind, count in made.items()
    }
    return Record(seed, totals, survivors, [why(outcome) for outcome in survivors])


def table(found: Record) -> Table:
    """Lay out killed and total by kind."""
    laid = Table("kind", "what is changed", box=None, header_style="bold", pad_edge=False)
    for name in ("there are", "tried", "killed", "explained", "survived"):
        laid.add_column(name, justify="right")
    whole: Counter[str] = Counter()
    for kind, total in found.totals.items():
        laid.add_row(kind, KINDS[kind].means, *_row(total))
        whole.update(total)
    laid.add_row("[bold]all[/]", "", *_row(whole))
    return laid


def _row(total: Mapping[str, int]) -> Iterator[str]:
    for name in ("made", "tried", "killed", "explained"):
        yield f"{total[name]:,}"
    yield f"{total['tried'] - total['killed'] - total['explained']:,}"


def lines(found: Record) -> Iterator[str]:
    """Tell of every survivor: unexplained ones first, explained ones by their reason."""
    pairs = list(zip(found.survivors, found.reasons, strict=True))
    for outcome, reason in pairs:
        if not reason:
            said = f"; the checks only say: {outcome.said[:200]}" if outcome.said else ""
            yield f"{outcome.status}: {outcome.kind} {outcome.id}: {outcome.change}{said}"
    for reason, count in Counter(reason for _, reason in pairs if reason).items():
        ids = [f"{o.kind} {o.id}" for o, why_ in pairs if why_ == reason]
        yield f"explained ({count}): {reason}"
        yield f"    {', '.join(ids[:4])}{', …' if count > 4 else ''}"
