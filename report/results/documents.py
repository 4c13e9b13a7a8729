"""Finished documents with what the checks on them found."""

from collections.abc import Mapping

import msgspec

from report.results.finding import Finding


class Documents(msgspec.Struct, frozen=True):
    """Documents by file name, and what is wrong with them; empty when all is well."""

    contents: Mapping[str, bytes]
    findings: tuple[Finding, ...]
