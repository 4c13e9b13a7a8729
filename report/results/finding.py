"""What a check found: where, what, and how to mend it."""

from collections.abc import Iterable
from typing import Literal

import msgspec

MANY = 3
"""Places that a line names; of more it tells how many."""
Severity = Literal["error", "warning"]


class Finding(msgspec.Struct, frozen=True, order=True):
    """One thing that is wrong.

    ``place`` is ``file:line`` for a source, ``report.en.html #id`` for a finished document.
    An error fails the build; a warning is shown and does not.
    """

    place: str
    what: str
    mend: str
    severity: Severity = "error"

    def __str__(self) -> str:
        """One line for the terminal."""
        return f"{self.place}: {self.what}; {self.mend}"


def distinct(findings: list[Finding] | tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Keep the findings in their order, each said once."""
    return tuple(dict.fromkeys(findings))


def merged(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Write one line for each cause: what is wrong alike in several places is said once.

    >>> merged(Finding(f"{number}.html", "no number is called x", "mend it") for number in "1234")
    ('1.html, 2.html, 3.html and 1 more: no number is called x; mend it',)
    """
    places: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        places.setdefault((finding.what, finding.mend), []).append(finding.place)
    return tuple(
        str(Finding(_listed(list(dict.fromkeys(where))), what, mend))
        for (what, mend), where in places.items()
    )


def _listed(places: list[str]) -> str:
    more = len(places) - MANY
    return ", ".join(places[:MANY]) + (f" and {more} more" if more > 0 else "")


class BuildFailedError(Exception):
    """The documents have findings, so they were not published."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"{len(findings)} finding(s)")
        self.findings = findings
