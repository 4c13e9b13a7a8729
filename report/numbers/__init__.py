"""The numbers of the report, one module a part of the results."""

from collections.abc import Iterable

from report.numbers import benchmark as benchmark
from report.numbers import certificates, dataset, frameworks, network, pieces, slopes, survey
from report.results.bundle import Results
from report.results.number import Number


def numbers(results: Results) -> dict[str, Number]:
    """Every number that rests on the results alone, by its id."""
    return by_id(
        [
            *slopes.numbers(results.slopes),
            *certificates.numbers(results.certificates),
            *pieces.numbers(results.pieces),
            *survey.numbers(results.survey),
            *frameworks.numbers(results.frameworks),
            *dataset.numbers(results.dataset),
            *network.numbers(results.network),
            *benchmark.numbers(results.benchmark),
        ]
    )


def by_id(found: Iterable[Number]) -> dict[str, Number]:
    """Numbers by their ids. Raises ValueError when an id is given twice."""
    named: dict[str, Number] = {}
    for number in found:
        if number.id in named:
            raise ValueError(f"two numbers are called {number.id}")
        named[number.id] = number
    return named
