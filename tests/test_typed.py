"""A formula that is a row of type is set as type in the PDF; anything more is drawn."""

import pytest

from report import mathematics
from report.render import formulas
from report.render.typed import HAIR, SPACE, THIN, typed


def row(latex):
    """Set a formula as type, without the element around it."""
    html = typed(mathematics.to_mathml(latex, display=False, language="en"))
    return None if html is None else html.removeprefix('<span class="t">').removesuffix("</span>")


@pytest.mark.parametrize(
    ("latex", "html"),
    [
        ("1/5", "1/5"),
        ("a = 4", f"<i>a</i>{SPACE}={SPACE}4"),
        ("x < a", f"<i>x</i>{SPACE}&lt;{SPACE}<i>a</i>"),
        ("-a/2", "−<i>a</i>/2"),
        ("a > 0", f"<i>a</i>{SPACE}&gt;{SPACE}0"),
        ("g_a", "<i>g</i><sub><i>a</i></sub>"),
        ("a^*", "<i>a</i><sup>*</sup>"),
        ("-e^{-a}", "−<i>e</i><sup>−<i>a</i></sup>"),
        ("f(x)", f"<i>f</i>{HAIR}(<i>x</i>)"),
        ("E(4)", "<i>E</i>(4)"),
        (r"2\log 5", f"2{THIN}log{THIN}5"),
        ("(0, 1)", f"(0,{THIN}1)"),
        (r"\sigma", "<i>σ</i>"),
    ],
)
def test_a_row_of_type_is_set_as_type(latex, html):
    """Letters are italic, names upright, relations have room around them, scripts are scripts."""
    assert row(latex) == html


@pytest.mark.parametrize("latex", [r"\frac{a}{2}", r"\sqrt{a}", r"\int_0^1 x \, dx"])
def test_anything_more_is_drawn(latex):
    """A fraction, a root or an integral is no row of type."""
    assert row(latex) is None
    shown = formulas.inline(latex, "pdf", "en")
    assert '<img src="data:application/json;base64,' in shown
    assert f'alt="{mathematics.spoken(latex, "en")}"' in shown


def test_a_drawn_formula_is_read_in_the_documents_language():
    """Both languages share the drawing and differ in the words."""
    one, other = (formulas.displayed(r"\frac{a}{2}", "pdf", language) for language in ("ja", "en"))
    assert one.partition("alt=")[0] == other.partition("alt=")[0]
    assert 'alt="a over 2"' in other
    assert 'alt="2 分の a"' in one


def test_a_browser_gets_mathml():
    """On a page a formula is MathML, with its LaTeX to copy."""
    html = formulas.inline("a/2", "html", "en")
    assert "<math" in html
    assert '<annotation encoding="application/x-tex">a/2</annotation>' in html
