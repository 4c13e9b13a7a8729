"""The cells of a table, each kind as the template functions show it."""

from typing import TYPE_CHECKING

import msgspec
from markupsafe import Markup, escape

from report import mathematics
from report.context import (
    Badge,
    Cell,
    Cite,
    EquationRef,
    Formula,
    Latex,
    Lines,
    Plain,
    Quote,
    Rich,
    Value,
)
from report.results.text import Text

if TYPE_CHECKING:
    from report.render.functions import Functions


def shown(cell: Cell, functions: "Functions") -> Markup:
    """Show one cell as HTML. Text that comes from data is escaped and never executed."""
    match cell:
        case Plain():
            html = escape(cell.text.in_(functions.language))
        case Value():
            options = msgspec.structs.asdict(cell)
            html = functions.n(options.pop("id"), **options)
        case Badge():
            html = functions.badge(cell.kind)
        case Formula():
            html = functions.f(cell.id)
        case Quote():
            text = cell.text.in_(functions.language) if isinstance(cell.text, Text) else cell.text
            html = functions.quote(text, cell.source, "code" if cell.code else "quote")
            if cell.url:
                html = Markup('<a href="{}">{}</a>').format(cell.url, html)
        case Latex():
            html = functions.formula(cell.latex, cell.source)
        case EquationRef():
            html = functions.eqref(cell.id)
        case Lines():
            html = Markup("<br>").join(shown(line, functions) for line in cell.lines)
        case Cite():
            html = functions.cite(*cell.ids)
        case Rich():
            html = functions.rich(cell.source, "a table cell")
    return html


def heading(cell: Cell, functions: "Functions") -> Markup:
    """Show the first cell of a row; a formula there is also said in words.

    Not all assistive technology reads MathML, and a heading has to be read with every cell.
    """
    match cell:
        case Formula():
            latex, source = functions.latex_of(cell.id), f"formula:{cell.id}"
        case Latex():
            latex, source = cell.latex, cell.source
        case _:
            return shown(cell, functions)
    if functions.medium == "pdf":
        return shown(cell, functions)
    said = functions.quote(mathematics.spoken(latex, functions.language), source, "unseen")
    return said + Markup('<span aria-hidden="true">{}</span>').format(shown(cell, functions))
