"""Findings on templates and on finished documents. Pure: nothing here writes a file.

    check.templates(folder, context)   before anything is rendered: typed digits, unknown ids
    check.page(document, context)      finished: stray digits, links that lead nowhere, requests
    check.parity(ja, en)               both languages say the same, block by block
    check.unused(documents, context)   what was made and is shown nowhere
    check.forms(slopes)                closed forms in tables that do not give what was found

Each returns a tuple of findings, empty when all is well.
"""

from report.check.alike import parity
from report.check.finished import page, unused
from report.check.forms import forms
from report.check.source import templates

__all__ = ["forms", "page", "parity", "templates", "unused"]
