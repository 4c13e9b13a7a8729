"""Every figure, drawn once from made-up results in each language."""

from functools import cache
from typing import cast

import pytest

import figures
from report.results.table import Table
from report.results.text import Language
from tests.figures import examples


@cache
def table(name: str, *, close: bool = False) -> Table:
    """Compute a figure's table from the examples."""
    return figures.load(name).table(examples.results(close=close))


@pytest.fixture(params=figures.names())
def name(request: pytest.FixtureRequest) -> str:
    """Take the figures in turn."""
    return cast(str, request.param)


@pytest.fixture(params=["ja", "en"])
def language(request: pytest.FixtureRequest) -> Language:
    """Take both languages in turn."""
    return cast(Language, request.param)
