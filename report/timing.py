"""Repeated measurements summed up: the median, and the quartiles around it."""

from collections.abc import Sequence
from statistics import median, quantiles

from report.results.benchmark import Spread


def spread(measured: Sequence[float]) -> Spread:
    """Sum up repeated measurements. Raises ValueError if there are none."""
    if not measured:
        raise ValueError("nothing was measured; run at least once")
    low, high = (measured[0],) * 2
    if len(measured) > 1:
        low, _, high = quantiles(measured, n=4, method="inclusive")
    return Spread(
        median=f"{median(measured):.4g}",
        low=f"{low:.4g}",
        high=f"{high:.4g}",
        runs=len(measured),
    )
