"""Results against each other: what follows from other results is worked out once more.

A stage checks itself while it computes. Here its finished result is held against what it says of
itself: means, intervals and tests against the single runs, a truncated constant against its
certificate, a second method's digits, a copy against the file it was read from. The formulas are
written anew, without those of the stages.
"""

from collections.abc import Callable, Iterable, Mapping

from report.check.consistent import certificates, copies, network, pieces, slopes
from report.results.bundle import Results
from report.results.finding import Finding, distinct

PARTS: Mapping[str, Callable[[Results], Iterable[Finding]]] = {
    "dataset": copies.dataset,
    "frameworks": copies.frameworks,
    "survey": copies.survey,
    "benchmark": copies.benchmark,
    "certificates": certificates.certificates,
    "slopes": slopes.slopes,
    "pieces": pieces.pieces,
    "network": network.network,
}
"""What is wrong with each part of the results, by itself and against the parts it rests on."""


def consistent(results: Results) -> tuple[Finding, ...]:
    """Find the results that do not follow from those they have to follow from."""
    return distinct([finding for check in PARTS.values() for finding in check(results)])
