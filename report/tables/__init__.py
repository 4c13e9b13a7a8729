"""The tables of the report, one module each, as typed grids."""

from collections.abc import Mapping

from report.context import Grid
from report.results.bundle import Results
from report.results.number import Number
from report.results.verdicts import Verdicts
from report.tables import (
    certificates,
    claims,
    comparisons,
    criteria,
    frameworks,
    literature,
    models,
    slopes,
    versions,
)


def grids(results: Results, verdicts: Verdicts, numbers: Mapping[str, Number]) -> dict[str, Grid]:
    """Every table by its id."""
    found = (
        claims.grid(verdicts, numbers),
        models.grid(results.network),
        comparisons.grid(results.network),
        slopes.grid(results.network),
        certificates.constants(results.certificates),
        certificates.signs(results.certificates),
        criteria.line(results.slopes),
        criteria.parabolas(results.slopes),
        frameworks.grid(results.survey),
        literature.grid(results.pieces),
        versions.grid(results.frameworks),
    )
    return {grid.id: grid for grid in found}
