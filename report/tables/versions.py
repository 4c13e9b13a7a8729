"""The table of versions in the colophon."""

from report.context import Column, Grid, Quote, Row
from report.results.frameworks import Frameworks
from report.results.text import Text

CAPTION = Text(ja="用いたソフトウェアの版。", en="The software that was used.")
COLUMNS = (Column(Text(ja="名称", en="Name")), Column(Text(ja="版", en="Version")))


def grid(frameworks: Frameworks) -> Grid:
    """One row an installed distribution."""
    rows = tuple(
        Row(
            (
                Quote(found.name, f"fact:version.{found.name}"),
                Quote(found.version, f"fact:version.{found.name}"),
            )
        )
        for found in frameworks.versions
    )
    return Grid("versions", CAPTION, COLUMNS, rows)
