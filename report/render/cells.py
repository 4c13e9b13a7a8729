"""The cells of a table, each kind as the template functions show it."""

from typing import TYPE_CHECKING

import msgspec
from markupsafe import Markup, escape

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
