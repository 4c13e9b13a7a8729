"""What a check found: where, what, and how to mend it."""

from typing import Literal

import msgspec

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


class BuildFailedError(Exception):
    """The documents have findings, so they were not published."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"{len(findings)} finding(s)")
        self.findings = findings
