"""What the site itself shows of the results: a few numbers, the verdicts, the curves."""

from collections.abc import Mapping

import msgspec

from figures import load
from report import compose
from report.results.bundle import Results
from report.results.number import Number
from report.results.table import Table
from report.results.verdicts import Verdicts


class Found(msgspec.Struct, frozen=True):
    """Numbers by id, the verdicts, and the table of the sigmoid with its straight lines."""

    numbers: Mapping[str, Number]
    verdicts: Verdicts
    curves: Table


def of(results: Results, verdicts: Verdicts) -> Found:
    """Pick out of everything computed what the site shows."""
    return Found(compose.all_numbers(results, verdicts), verdicts, load("lines").table(results))
