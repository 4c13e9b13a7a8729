"""Finished documents: their names, and their contents with what the checks on them found."""

from collections.abc import Mapping

import msgspec

from report.results.finding import Finding
from report.results.text import LANGUAGES

PAGE_NAMES = tuple(f"report.{language}.html" for language in LANGUAGES)
PAPER_NAMES = tuple(f"report.{language}.pdf" for language in LANGUAGES)
"""The names under which readers find the documents."""


class Documents(msgspec.Struct, frozen=True):
    """Documents by file name, and what is wrong with them; empty when all is well."""

    contents: Mapping[str, bytes]
    findings: tuple[Finding, ...]
