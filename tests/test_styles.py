"""The style sheets say what every browser understands, that of Apple's devices among them."""

import re

import pytest

from report import mathematics
from report.preview import SHELL
from report.workspace import TEMPLATES

SHEETS = {str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.rglob("*.css")}
SHEETS |= {"mathematics": mathematics.STYLE, "preview": SHELL}
DECLARED = re.compile(r"(?<=[{;])\s*([\w-]+)\s*:\s*([^;{}]+)")
ENGINES = re.compile(r"-(?:webkit|moz|ms|o)-")
LINES = ("none", "underline", "line-through", "inherit")


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_line_under_text_is_declared_so_that_webkit_draws_it(sheet):
    """WebKit drops ``text-decoration`` whole if it says more than which line; longhands work."""
    said = [value.strip() for name, value in declared(sheet) if name == "text-decoration"]
    assert [value for value in said if value not in LINES] == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_value_is_that_of_one_engine(sheet):
    """A value such as ``-webkit-right`` does in one engine something else than in another."""
    assert [(name, value) for name, value in declared(sheet) if ENGINES.match(value)] == []


def test_all_sheets_are_looked_at():
    """What is looked for stands in them."""
    found = {name for sheet in SHEETS for name, _ in declared(sheet)}
    assert {"text-decoration", "text-decoration-line", "text-align", "justify-items"} <= found


def declared(sheet):
    """Every property that a sheet sets, with its value."""
    return DECLARED.findall(re.sub(r"/\*.*?\*/", "", SHEETS[sheet], flags=re.DOTALL))
