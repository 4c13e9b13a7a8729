"""What is wrong in the sources is found in the sources, with file and line, before rendering."""

from pathlib import Path

import msgspec
import pytest

from report import check, render
from report.check.allowed import AllowedTerm, stray, terms
from report.context import Lines, Plain, Row
from report.entries import EntryError
from report.render import TEMPLATES
from report.results.text import Text
from tests import sample


def findings(tmp_path, context=None, **sections):
    """Check the sample's templates, with some sections replaced."""
    folder = sample.templates(tmp_path, **sections)
    return check.templates(folder, context or sample.context())


def test_the_sample_is_without_fault(tmp_path):
    """Nothing is found where nothing is wrong."""
    assert findings(tmp_path) == ()


def test_the_frame_has_no_typed_digit():
    """The real base.html and macros.html pass."""
    assert [
        f
        for f in check.templates(TEMPLATES, sample.context())
        if "/ja/" not in f.place and "/en/" not in f.place
    ] == []


@pytest.mark.parametrize(
    ("source", "line", "what"),
    [
        ("<p>It is 5.199.</p>", 1, "'5.199'"),
        ("<p>\nIn 2019,\nat 0.2 of ５.</p>", 3, "'0.2'"),
        ("<p>値は七である</p>", 1, "'七'"),
        ("<p>x<sup>²</sup></p>", 1, "'²'"),
        ("<p>a half is ½</p>", 1, "'½'"),
        ("<p>&#53; is hidden</p>", 1, "'5'"),
        ('<img alt="of 3 lines">', 1, "'3'"),
        ("{# fine: 7 #}\n<p>{{ m('x^2') }}</p>", 2, "'2'"),
        ("{{ heading('a', 'The 3 lines') }}", 1, "'3'"),
        ("{{ n('line.best_a', places=2 + 1) }}", 1, "'2'"),
        ("{{ n('line.best_a', 7) }}", 1, "'7'"),
        ("{{ n('line.best_a', interval=3) }}", 1, "'3'"),
        ("{{ 5.2 }}", 1, "'5.2'"),
        ("{{ '5' ~ '.2' }}", 1, "'5'"),
        ("{% set x = 5 %}{{ x }}", 1, "'5'"),
        ("{% claim 'near' %}5 % off{% endclaim %}", 1, "'5'"),
        ("\n{{ m('x') | replace('x', '7') }}", 2, "'7'"),
    ],
)
def test_a_typed_digit_is_found(tmp_path, source, line, what):
    """Whatever way a digit is typed, the finding names the digit, the file and the line."""
    found = [f for f in findings(tmp_path, en_20=source) if "typed" in f.what]
    assert found
    assert found[0].place == f"templates/en/20-part.html:{line}"
    assert f"the digits {what} are typed" in found[0].what
    assert "allowed_terms.toml" in found[0].mend


@pytest.mark.parametrize(
    "source",
    [
        "<p>Keras 3 (since 2019) and\nKeras\n2 use float32.</p>",
        "<p>一方、一様な三項の一致</p>",
        '<p class="part2" id="x1">x</p><!-- 5 -->{# 7 #}',
        "<!-- 5 {{ nosuch }} {% claim -->{# <!-- #}x",
        "{{ n('line.best_a', digits=15) }}{{ n('cnn.accuracy', percent=2, interval=True) }}",
        "{{ n('line.best_a', scientific=3, sign=true) }}",
        "{{ heading('a', 'A', numbered=False) }}",
    ],
)
def test_what_is_no_result_may_be_typed(tmp_path, source):
    """Names, years, words with a numeral, markup, comments and counts of digits pass."""
    assert findings(tmp_path, en_20=source) == ()


@pytest.mark.parametrize(
    ("source", "line", "what", "mend"),
    [
        ("\n{{ m('x') }}{{ figures('x') }}", 2, "'figures' is undefined", "did you mean figref?"),
        ("{{ title }}", 1, "'title' is undefined", ""),
        ("{{ n('line.bst_a', places=3) }}", 1, "no number is called 'line.bst_a'", "line.best_a?"),
        ("\n\n{{ cite('theano', 'keras') }}", 3, "no reference is called 'keras'", ""),
        ("{{ fig('curves') }}", 1, "no figure is called 'curves'", "did you mean curve?"),
        ("{% claim 'nearly' %}x{% endclaim %}", 1, "no predicate is called 'nearly'", "near?"),
        ("{{ n(x, places=3) }}", 1, "n() is given no plain id", "write the id in quotes"),
        ("{% if %}", 1, "Expected an expression", "mend the template's syntax"),
        ("\n{# <!-- #}<!-- x", 2, "a comment is not closed", "write --> at its end"),
        ("<!-- x\n-->\n{{ title }}", 3, "'title' is undefined", ""),
    ],
)
def test_an_unknown_name_or_id_is_found(tmp_path, source, line, what, mend):
    """All of a file's mistakes are found at once, each with its line and a suggestion."""
    found = [f for f in findings(tmp_path, en_20=source) if what in f.what]
    assert [f.place for f in found] == [f"templates/en/20-part.html:{line}"]
    assert mend in found[0].mend


def test_every_mistake_of_a_file_is_found_in_one_go(tmp_path):
    """Three mistakes give three findings."""
    source = "{{ n('x') }}\n<p>7</p>\n{{ y }}"
    assert [f.place[-1] for f in findings(tmp_path, en_20=source)] == ["2", "3", "1"]


@pytest.mark.parametrize(
    ("source", "line", "what"),
    [
        ("<p>a\n<strong>b</p>\n<p>c</p>", 2, "<strong> is not closed"),
        ("<div><p>a</p>\n<!-- </div> -->", 1, "<div> is not closed"),
        ("<p>a</p>\n{# <p> #}</p>", 2, "</p> closes nothing"),
        ("{% claim 'near' %}<em>a{% endclaim %}", 1, "<em> is not closed"),
    ],
)
def test_an_element_that_is_not_closed_is_found(tmp_path, source, line, what):
    """Else all that follows would be set in it, and nobody would hear of it."""
    (found,) = findings(tmp_path, en_20=source)
    assert found.place == f"templates/en/20-part.html:{line}"
    assert what in found.what


@pytest.mark.parametrize("unseen", ["\0", "\x1b", "\u200b", "\u202e"])
def test_what_no_reader_sees_is_found(tmp_path, unseen):
    """A character that only a program obeys is named with its line."""
    (found,) = findings(tmp_path, en_20=f"<p>a</p>\n<p>b{unseen}</p>")
    assert found.place == "templates/en/20-part.html:2"
    assert found.what == f"has the unseen character U+{ord(unseen):04X}"


def test_elements_that_hold_nothing_need_no_end(tmp_path):
    """Breaks and pictures are whole, and so is what closes itself."""
    assert findings(tmp_path, en_20="<p>a<br>b<img alt='c'><svg><path/></svg></p>") == ()


@pytest.mark.parametrize("held", [False, None])
def test_a_sentence_that_holds_no_longer_is_found(tmp_path, held):
    """Before anything is rendered, and in the words in which rendering would tell it."""
    context = sample.context(predicates={"near": held, "high": None})
    found = findings(tmp_path, context)
    assert [each.place for each in found] == [
        "templates/ja/20-part.html:3",
        "templates/en/20-part.html:3",
    ]
    rendered = render.document(context, "en", "html", sample.templates(tmp_path)).findings
    assert rendered == found[1:]


def test_a_section_of_one_language_is_found(tmp_path):
    """Before what refers to it: the file that is missing, with the mend."""
    folder = sample.templates(tmp_path)
    (folder / "ja" / "20-part.html").unlink()
    (found,) = check.templates(folder, sample.context())
    assert found.place == "templates/ja/20-part.html"
    assert "is missing" in found.what


def _with_caption(ja, en):
    figure = msgspec.structs.replace(sample.figure(), caption=Text(ja=ja, en=en))
    return sample.context(figures={"curve": figure})


def test_captions_and_labels_obey_too(tmp_path):
    """A digit in a caption, a heading, a plain cell, a label or a method is found by its place."""
    found = findings(tmp_path, _with_caption("幅は 5.2", "It is {{ n('nosuch') }}"))
    assert [f.place for f in found] == [
        "figure curve, caption (ja)",
        "figure curve, caption (en)",
        "figure curve, caption (ja)",
    ]
    number = msgspec.structs.replace(sample.numbers()["cnn.spare"], label=Text(ja="例", en="top 5"))
    found = findings(tmp_path, sample.context(numbers=sample.numbers() | {"cnn.spare": number}))
    assert [f.place for f in found] == ["number cnn.spare, label (en)"]
    grid = sample.grid()
    first = grid.rows[0]
    typed = Plain(Text(ja="例", en="{{ 3 }}"))
    cells = (typed, *first.cells[1:])
    changed = msgspec.structs.replace(grid, rows=(Row(cells, id=first.id), *grid.rows[1:]))
    found = findings(tmp_path, sample.context(tables={"claims": changed}))
    assert [f.place for f in found] == ["table claims, row claim-l2.a (en)"]
    assert "'3'" in found[0].what
    nested = (Lines((Plain(sample.SAME), typed)), *first.cells[1:])
    changed = msgspec.structs.replace(grid, rows=(Row(nested, id=first.id), *grid.rows[1:]))
    assert findings(tmp_path, sample.context(tables={"claims": changed})) == found


def test_a_caption_refers_to_the_same_in_both_languages(tmp_path):
    """A number in one language's caption only is found, and the missing side is named."""
    found = findings(tmp_path, _with_caption("幅", "of width {{ n('line.best_a', places=2) }}"))
    assert [(f.place, f.what) for f in found] == [
        ("figure curve, caption (ja)", "n('line.best_a') is missing")
    ]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("in 2019 and 20190", ["20190"]),
        ("Keras 3 but Keras 30 and Keras 3.5", ["30", "3.5"]),
        ("in 2019.", []),
        ("1,234.5 and 6", ["1,234.5", "6"]),
        ("x1y", ["1"]),
        ("Ⅲ ③ ３ ³", ["Ⅲ", "③", "３", "³"]),
        ("参考、零点", []),
        ("一方で二百万", ["二百万"]),
    ],
)
def test_digits_outside_the_terms_are_stray(text, runs):
    """A term permits itself, and nothing that only contains it."""
    assert [run for _, run in stray(text, ("2019", "Keras 3", "一方"))] == runs


def test_the_terms_each_have_a_digit_and_a_reason(tmp_path):
    """The real file is read; a term without a digit or a reason is refused by name."""
    assert "Keras 3" in terms()
    assert len(terms()) == len(set(terms()))
    for entry, complaint in (
        ('term = "Keras"\nreason = "name"', "'Keras' has no digit"),
        ('term = "Keras 3"\nreason = " "', "'Keras 3' needs a reason"),
        ('term = "Keras 3"', "missing required field `reason`"),
    ):
        file = Path(tmp_path, f"{abs(hash(entry))}.toml")
        file.write_text(f"[[term]]\n{entry}\n", "utf-8")
        with pytest.raises(EntryError, match=complaint):
            terms(file)
    assert AllowedTerm("L2", "norm").id == "L2"
