"""The results that a build has stored, read back as one bundle."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from report import workspace
from report.results.bundle import Results


def files(folder: Path = workspace.RESULTS) -> dict[str, Path]:
    """Name the file of every part of the results."""
    return {part: folder / f"{part}.json" for part in Results.__struct_fields__}


def results(parts: Mapping[str, Path]) -> Results:
    """Read every part of the results. Raises InputError for a file that is not a result."""
    kinds = {field.name: field.type for field in msgspec.structs.fields(Results)}
    return Results(**{part: workspace.load(parts[part], kind) for part, kind in kinds.items()})
