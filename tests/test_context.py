"""The context and the page say what each of their fields is, and every field is used."""

import inspect
import re

import msgspec
import pytest
from jinja2 import meta, nodes

from report.context import Column, Context, Grid, Plain, Row
from report.render import TEMPLATES, functions
from report.render.page import Page
from report.render.sections import environment
from tests import sample


def helped(struct):
    """Return each field's help text, empty if it has none."""
    found = {}
    for field in msgspec.structs.fields(struct):
        metadata = getattr(field.type, "__metadata__", ())
        found[field.name] = " ".join(entry.description or "" for entry in metadata)
    return found


@pytest.mark.parametrize("struct", [Context, Page])
def test_every_field_carries_its_own_help(struct):
    """No field of what the templates are given goes undocumented."""
    assert [name for name, text in helped(struct).items() if not text.endswith(".")] == []


def test_the_frame_uses_what_the_page_has_and_nothing_else():
    """A variable of base.html is a field of the page, and a field of the page is used."""
    tree = environment(TEMPLATES).parse((TEMPLATES / "base.html").read_text("utf-8"))
    asked = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"}
    fields = set(Page.__struct_fields__)
    assert meta.find_undeclared_variables(tree) <= fields
    assert fields <= asked


def test_help_speaks_of_functions_that_exist():
    """What the context's help calls a function, the templates have, and the other way round."""
    text = " ".join(helped(Context).values())
    named = set(re.findall(r"\b(\w+)\('?i?d?'?\)", text)) - {"claim"}
    own = {"m", "figref", "tabref", "eqref", "secref", "heading", "subheading", "code"}
    assert named <= set(functions.EXPOSED)
    assert set(functions.EXPOSED) - own - {"holds", "claim_opening"} == named


def test_every_template_function_says_what_it_does():
    """An author can ask for the help of each function."""
    for name in functions.EXPOSED:
        said = inspect.getdoc(getattr(functions.Functions, name)) or ""
        assert len(said.split()) > 3, name


def test_only_an_error_makes_a_draft():
    """A document is a draft if something fell, and not otherwise."""
    finding = sample.finding()
    assert not sample.context().draft
    assert sample.context(findings=(finding,)).draft
    warning = msgspec.structs.replace(finding, severity="warning")
    assert not sample.context(findings=(warning,)).draft


def test_a_table_refuses_a_row_of_another_length():
    """A cell cannot end up under the wrong heading."""
    column, cell = Column(sample.SAME), Plain(sample.SAME)
    with pytest.raises(ValueError, match="table odd, row 2: 1 cells under 2 columns"):
        Grid("odd", sample.SAME, (column, column), (Row((cell, cell)), Row((cell,))))
