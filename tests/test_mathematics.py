"""Formulas come out as MathML and as type as they were meant, or not at all."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import numpy as np
import pypdfium2
import pytest
import weasyprint
from fontTools.ttLib import TTFont
from weasyprint.text.fonts import FontConfiguration

from report import equations, mathematics
from report.mathematics import FormulaError, Setting, spoken, to_mathml, to_type
from report.render import fonts, pdf
from report.render import ink as writer
from report.render.addresses import FORMULA, address
from report.results.text import LANGUAGES

ALL = equations.load()
ROOT = Path(__file__).parent.parent
COLUMN = 15 / 2.54 * 96
"""The width of the text in px."""
SIZE = 14.0
"""10.5 pt in px, the size of the text."""
NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"


def mathml(latex: str, *, display: bool = True) -> ElementTree.Element:
    """Convert LaTeX, and read the result back as XML."""
    return ElementTree.fromstring(to_mathml(latex, display=display, language="en"))  # noqa: S314 — made by us


def setting(latex: str, *, display: bool = True) -> Setting:
    """Set LaTeX at the size of the text."""
    return to_type(latex, display=display, size=SIZE)


def found(element: ElementTree.Element, tag: str) -> list[ElementTree.Element]:
    """List the elements with a tag."""
    return list(element.iter(NAMESPACE + tag))


def rows_with(latex: str, text: str) -> ElementTree.Element:
    """Return the first operator with a text."""
    return next(mo for mo in found(mathml(latex), "mo") if mo.text == text)


@pytest.mark.parametrize("id_", ALL)
def test_every_formula_becomes_mathml_type_and_words(id_: str) -> None:
    """Each entry of equations.toml can be shown in both media and said in both languages."""
    entry = ALL[id_]
    for language in LANGUAGES:
        words = spoken(entry.latex, language)
        text = to_mathml(entry.latex, display=not entry.inline, language=language)
        root = ElementTree.fromstring(text)  # noqa: S314 — made by us
        assert root.get("alttext") == words
        assert not re.search(r"[\\{}&]", words)
    assert setting(entry.latex, display=not entry.inline).glyphs


@pytest.mark.parametrize("id_", [e.id for e in ALL.values() if not e.inline])
def test_every_displayed_equation_fits_the_column(id_: str) -> None:
    """Set at the size of the text, no equation is wider than the column."""
    assert setting(ALL[id_].latex).width <= COLUMN


@pytest.mark.parametrize("id_", ALL)
def test_mathml_is_well_formed(id_: str) -> None:
    """Fractions, scripts and roots have as many parts as they must; nothing prints a command."""
    root = mathml(ALL[id_].latex, display=not ALL[id_].inline)
    parts = {"mfrac": 2, "msub": 2, "msup": 2, "munder": 2, "msubsup": 3, "munderover": 3}
    for tag, number in parts.items():
        assert all(len(element) == number for element in found(root, tag))
    annotation = found(root, "annotation")[0]
    assert annotation.text == ALL[id_].latex.strip()
    for element in root.iter():
        if element is not annotation and element.text:
            assert not re.search(r"\\|&|\$", element.text)
            assert not re.fullmatch(r"[-]", element.text), "a hyphen where a minus sign belongs"


@pytest.mark.parametrize(
    ("latex", "complaint"),
    [
        (r"\foo + 1", "unknown command"),
        (r"\operatorname*{argmax}", "operatorname"),
        (r"\mathop{A}", "mathop"),
        (r"x = 1 \label{x}", "label"),
        (r"x = 1 \tag{7}", "tag"),
        (r"\begin{align} x &= 1 \end{align}", "align"),
        (r"\begin{align*} x &= 1 \end{align*}", "align"),
        (r"x = \text{幅}", "幅"),
        ("幅 = 1", "幅"),
        (r"\sum\limits_{k=0}^{1} k", "limits"),
    ],
)
def test_what_would_come_out_wrong_in_silence_is_refused(latex: str, complaint: str) -> None:
    """Each silent failure of the converters raises an error that names it, in both media."""
    for show in (mathml, setting):
        with pytest.raises(FormulaError, match=complaint):
            show(latex)


@pytest.mark.parametrize("latex", [r"\foo", r"\operatornam{Li}", r"\mathop{A}", r"\text{幅}"])
def test_the_converter_lint_does_not_rely_on_the_grammar(latex: str) -> None:
    """Even without the grammar before it, the tree refuses what would not be set."""
    from report.formula import mathml as tree_module  # noqa: PLC0415 — the layer below

    with pytest.raises(FormulaError):
        tree_module.tree(latex, display=True)


def test_scripts_with_missing_braces_are_refused_by_the_tree() -> None:
    """A matrix raised to a power without braces would give a script of four parts."""
    from report.formula import mathml as tree_module  # noqa: PLC0415 — the layer below

    with pytest.raises(FormulaError, match="parts"):
        tree_module.tree(r"\begin{pmatrix} 1 \end{pmatrix}^{\top}", display=True)


@pytest.mark.parametrize(
    ("latex", "form"),
    [
        ("-a", "prefix"),
        ("x = -a", "prefix"),
        ("x < -a", "prefix"),
        ("(-a)", "prefix"),
        ("M(a, -x)", "prefix"),
        ("e^{-a}", "prefix"),
        (r"\left(-\frac{a}{2}\right)", "prefix"),
        (r"\begin{aligned} x &= -a \end{aligned}", "prefix"),
        (r"\begin{pmatrix} 1 & -1 \end{pmatrix}", "prefix"),
        ("x - a", "infix"),
        ("f(x) - a", "infix"),
        ("|x| - a", "infix"),
        ("E' - f", "infix"),
        (r"\frac{1}{2} - a", "infix"),
        (r"\left(x\right) - a", "infix"),
        (r"\begin{aligned} x &= 1 \\ &\quad {} - a \end{aligned}", "infix"),
    ],
)
def test_a_sign_is_not_spaced_like_an_operator(latex: str, form: str) -> None:
    """A minus sign without anything before it is a prefix, otherwise it is an infix."""
    assert rows_with(latex, "−").get("form") == form


def test_a_sign_is_drawn_closer_than_an_operator() -> None:
    """In type a = -b is narrower than the same signs with an operand before the minus."""
    sign = setting("a = -b").width - setting("a = b").width
    operator = setting("a - b").width - setting("ab").width
    assert sign < operator - 0.3 * SIZE / 2


def test_bars_and_slashes_take_no_space() -> None:
    """Bars open and close; a slash has no space around it; scripts have none anywhere."""
    bars = [mo for mo in found(mathml("|x| = |y|"), "mo") if mo.text == "|"]
    assert [bar.get("form") for bar in bars] == ["prefix", "postfix"] * 2
    assert rows_with("a/2", "/").get("lspace") == "0em"
    assert rows_with(r"\sum_{k=0}^{1} k", "=").get("lspace") == "0em"
    assert rows_with("x = 1", "=").get("lspace") is None


def test_names_of_functions_are_identifiers_with_space() -> None:
    """Names are set upright, with a thin space towards operands and none towards fences."""
    row = found(mathml(r"a\log 2"), "mrow")[0]
    assert [child.tag.removeprefix(NAMESPACE) for child in row] == [
        "mi",
        "mspace",
        "mi",
        "mspace",
        "mn",
    ]
    row = found(mathml(r"\operatorname{Li}_2(x)"), "mrow")[0]
    assert [child.tag.removeprefix(NAMESPACE) for child in row][:2] == ["msub", "mo"]


def test_limits_go_below_where_there_is_room() -> None:
    """The condition of lim stands below it when displayed, beside it in a line."""
    latex = r"\lim_{x \to 0} x"
    assert found(mathml(latex), "munder")
    assert not found(mathml(latex, display=False), "munder")
    assert found(mathml(r"\left|\sum_{k=0}^{1} k\right|"), "munderover")


def test_primes_are_not_raised_twice() -> None:
    """The prime stands beside its letter, which is where the font raises it."""
    root = mathml("f'(x) + g_a'(x)")
    assert not found(root, "msup")
    assert [element.get("scriptlevel") for element in found(root, "mstyle")] == ["0"]


def test_columns_line_up() -> None:
    """Steps are right- and left-aligned at the relation, as the style sheet expects."""
    (table,) = found(mathml(r"\begin{aligned} x &= 1 \\ &= 2 \end{aligned}"), "mtable")
    assert table.get("class") == "aligned"
    cells = [cell.get("columnalign") for cell in found(table, "mtd")]
    assert cells == ["right", "left"] * 2
    for name in ("aligned", "cases", "matrix"):
        assert f"mtable.{name}" in mathematics.STYLE


def test_a_matrix_has_fences_of_its_own_height() -> None:
    """Each matrix sits in a row with nothing but its fences, which stretch to that row."""
    root = mathml(r"\begin{pmatrix} 1 \\ 2 \end{pmatrix}\begin{pmatrix} 1 & 2 \end{pmatrix} = K_1")
    rows = [
        row for row in found(root, "mrow") if any(child.tag.endswith("mtable") for child in row)
    ]
    assert [[child.text for child in row] for row in rows] == [["(", None, ")"]] * 2


def ink(latex: str) -> np.ndarray:
    """Print a formula as the PDFs do and return its pixels, True where there is ink."""
    formula, faces = setting(latex), FontConfiguration()
    page = f"@page {{ size: {formula.width}px {formula.height}px; margin: 0 }}"
    html = (
        f"<style>{fonts.print_css(frozenset())} {page} body {{ margin: 0; line-height: 0 }}</style>"
        f'<img src="{address(FORMULA, msgspec.json.encode(formula))}">'
    )
    content = weasyprint.HTML(string=html, url_fetcher=pdf.OwnFontsOnly()).write_pdf(
        font_config=faces, cache=writer.images(html, faces)
    )
    pixels = pypdfium2.PdfDocument(content)[0].render(scale=4 * 96 / 72).to_numpy()
    return np.asarray(pixels[..., 0] < 128)


def test_the_drawing_keeps_inside_its_box_and_says_where_its_baseline_is() -> None:
    """No ink touches the edge; letters without descenders stand on the stated baseline."""
    for latex in ("x", r"\frac{1}{2} + x", r"\int_{-\infty}^0 f(x)\,dx", "x^{a/2}"):
        pixels = ink(latex)
        edges = (pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1])
        assert pixels.any()
        assert not any(edge.any() for edge in edges), latex
    drawn = setting("E")
    lowest = np.flatnonzero(ink("E").any(axis=1)).max() / 4
    assert drawn.height - drawn.depth == pytest.approx(lowest, abs=1)


def test_an_em_is_an_em_in_a_drawing() -> None:
    """A quad adds the size of the type; names have no space of their own around them."""
    assert setting(r"a\quad b").width - setting("ab").width == pytest.approx(SIZE, abs=0.5)
    first = np.flatnonzero(ink(r"\log(a)").any(axis=0)).min() / 4
    assert first < 2


def test_fences_enclose_sums_and_integrals() -> None:
    """Parentheses grow with large operators and their limits."""
    for latex in (r"\left(\sum_{k=0}^{1} k\right)", r"\left(\int_0^1 x\,dx\right)"):
        pixels = ink(latex)
        left = np.flatnonzero(pixels[:, : pixels.shape[1] // 7].any(axis=1))
        whole = np.flatnonzero(pixels.any(axis=1))
        assert np.ptp(left) > 0.85 * np.ptp(whole)


def test_bigger_type_is_proportional() -> None:
    """Twice the size gives twice the width, apart from the margin."""
    small, large = (to_type(r"x = \frac{1}{2}", display=True, size=size) for size in (10.0, 20.0))
    assert large.width - 2 == pytest.approx(2 * (small.width - 2), rel=0.01)


def test_glyphs_stand_for_what_was_written() -> None:
    """What is copied from a formula are its letters and signs, in their order."""
    glyphs = setting(r"\left(\frac{a}{2}\right) - \sqrt{x} \le 3").glyphs
    assert "".join(glyph.text for glyph in glyphs) == "(a2)−√x≤3"


def test_glyphs_are_those_of_the_face_and_as_wide_as_there() -> None:
    """Number, width and meaning of each glyph agree with the font file."""
    face = next(face for face in fonts.FACES if face.family == "Report Math")
    with TTFont(face.path) as font:
        names, widths, known = font.getGlyphOrder(), font["hmtx"], font.getBestCmap()
        for glyph in setting("x + 2 = y").glyphs:
            meant = {0x1D465: "x", 0x1D466: "y"}
            codes = [code for code, name in known.items() if name == names[glyph.id]]
            assert glyph.text in [meant.get(code, chr(code)) for code in codes]
            assert glyph.advance == widths[names[glyph.id]][0]


def test_a_fraction_has_its_bar() -> None:
    """One line of ink from end to end between numerator and denominator; a root has one on top."""
    for latex, place in ((r"\frac{a}{b}", 0.5), (r"\sqrt{a}", 0.1)):
        (rule,) = setting(latex).rules
        rows = ink(latex)[:, int(4 * rule.x) + 2 : int(4 * (rule.x + rule.width)) - 2].all(axis=1)
        middle = np.flatnonzero(rows).mean() / 4
        assert rule.y < middle < rule.y + rule.height
        assert middle / setting(latex).height == pytest.approx(place, abs=0.1)


def test_a_tall_fence_is_put_together_without_a_gap() -> None:
    """A brace beyond the tallest one in the font is made of parts that meet."""
    rows = r"\begin{cases} 0 & (x<0) \\ \frac{1}{2} & (x = 0) \\ \frac{3}{4} & (x > 0) \end{cases}"
    parts = [glyph for glyph in setting(rows).glyphs if glyph.x < SIZE / 2]
    assert len(parts) > 2
    inked = np.flatnonzero(ink(rows)[:, : int(4 * SIZE / 2)].any(axis=1))
    assert len(inked) == np.ptp(inked) + 1
    assert len(inked) / 4 > 0.8 * setting(rows).height


def test_other_processes_give_the_same_bytes() -> None:
    """MathML, type and words do not depend on hash seeds or on what was drawn before."""
    script = (
        "from report import mathematics as m, equations as e; import hashlib\n"
        "h = hashlib.sha256()\n"
        "for x in list(e.load().values())[:25]:\n"
        "    h.update(m.to_mathml(x.latex, display=True, language='ja').encode())\n"
        "    h.update(repr(m.to_type(x.latex, display=True, size=14.0)).encode())\n"
        "print(h.hexdigest())"
    )
    hashes = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(hashes) == 1


def test_markup_in_words_cannot_escape() -> None:
    """Relations such as < are escaped where they stand in MathML."""
    text = to_mathml("x < a", display=False, language="en")
    assert "&lt;" in text
    assert ElementTree.fromstring(text) is not None  # noqa: S314 — made by us
