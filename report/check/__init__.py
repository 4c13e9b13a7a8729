"""Findings on templates and on finished documents. Pure: nothing here writes a file.

    check.templates(folder, context)   before anything is rendered: typed digits, unknown ids
    check.page(document, context)      finished: stray digits, links that lead nowhere, requests
    check.parity(ja, en)               both languages say the same, block by block
    check.unused(documents, context)   what was made and is shown nowhere
    check.forms(slopes)                closed forms in tables that do not give what was found
    check.told(claims, predicates)     printed digits and thresholds that the words do not tell

Each returns a tuple of findings, empty when all is well. `report.check.consistent` holds results
against each other; it stands by itself, since it needs the numerics, which documents do not.
"""

from report.check.alike import parity
from report.check.finished import page, unused
from report.check.forms import forms
from report.check.source import templates
from report.check.told import told

__all__ = ["forms", "page", "parity", "templates", "told", "unused"]
