"""The numbers of the report, one module a part of the results."""

from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Any

from report.numbers import benchmark as benchmark
from report.numbers import certificates, dataset, frameworks, network, pieces, slopes, survey
from report.results.bundle import Results
from report.results.number import Number

PARTS: Mapping[str, Callable[[Any], list[Number]]] = {
    "slopes": slopes.numbers,
    "certificates": certificates.numbers,
    "pieces": pieces.numbers,
    "survey": survey.numbers,
    "frameworks": frameworks.numbers,
    "dataset": dataset.numbers,
    "network": network.numbers,
    "benchmark": benchmark.numbers,
}
"""What makes the numbers of each part of the results, in printing order."""


def numbers(results: Results) -> dict[str, Number]:
    """Every number that rests on the results alone, by its id."""
    return by_id(chain.from_iterable(make(getattr(results, part)) for part, make in PARTS.items()))


def by_id(found: Iterable[Number]) -> dict[str, Number]:
    """Numbers by their ids. Raises ValueError when an id is given twice."""
    named: dict[str, Number] = {}
    for number in found:
        if number.id in named:
            raise ValueError(f"two numbers are called {number.id}")
        named[number.id] = number
    return named
