"""Whatever is wrong with a finished document is found in the document, and named."""

import msgspec
import pytest

from report import check, render
from report.check.alike import skeleton
from tests import sample


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    """Render the sample in both languages and for both media."""
    folder = sample.templates(tmp_path_factory.mktemp("templates"))
    return {
        (language, medium): render.document(
            sample.context(), language, medium, folder, sample.no_faces
        )
        for language in ("ja", "en")
        for medium in ("html", "pdf")
    }


def changed(document, old, new):
    """Replace a piece of a document that must be there."""
    assert old in document.text
    return msgspec.structs.replace(document, text=document.text.replace(old, new, 1))


@pytest.mark.parametrize("medium", ["html", "pdf"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_sample_is_without_fault(documents, language, medium):
    """Nothing is found where nothing is wrong."""
    assert check.page(documents[language, medium], sample.context()) == ()


@pytest.mark.parametrize(
    ("old", "new", "place", "what"),
    [
        ("The best width", "The 7 best widths", "#text", "the digits 7 in"),
        ("The best width", "最良の五つ", "#text", "the digits 五 in"),
        ("It is near", "It is 4% near", "#text", "the digits 4 in"),
        ("<title>Where", "<title>9 places where", "", "the digits 9 in"),
        ('aria-label="Contents"', 'aria-label="The 3 contents"', "", "the digits 3 in"),
        ("number:line.best_a", "number:line.best_b", "#text", "'number:line.best_b' leads nowhere"),
        ('"equation:square"', '"equation:cube"', "#text", "'equation:cube' leads"),
        ('href="#figure-curve"', 'href="#figure-curves"', "#text", "#figure-curves leads nowhere"),
        ("url(#curve-1)", "url(#curve-2)", "#figure-curve", "#curve-2 leads nowhere"),
        ('id="references"', 'id="numbers"', "#numbers", "2 elements have this id"),
        ("<header", '<img src="logo.png"><header', "", "'logo.png' would be fetched"),
        ("<header", "<script src=//x.org/a.js></script><header", "", "//x.org/a.js"),
        ("<header", '<link rel="stylesheet" href="a.css"><header', "", "'a.css' would be fetched"),
        ("<style>", "<style>@import url('a.css');", "", "'a.css' would be fetched"),
        ("<style>", "<style>b{background:url(http://x/y)}", "", "'http://x/y' would be fetched"),
        ("<header", '<b style="background:url(b.png)"></b><header', "", "'b.png' would be fetched"),
        (
            "<header",
            '<a href="javascript:alert()">x</a><header',
            "",
            "'javascript:alert()' is of no",
        ),
        ("<header", '<a href="/etc/passwd">x</a><header', "", "'/etc/passwd' is of no kind"),
        ("The best width", "The 👍 width", "#text", "no face has '👍' (U+1F44D)"),
    ],
)
def test_a_fault_is_found(documents, old, new, place, what):
    """Each kind of fault gives a finding that names the place and the fault."""
    found = check.page(changed(documents["en", "html"], old, new), sample.context())
    assert any(
        what in f.what and f.place.endswith(f"report.en.html {place}".strip()) for f in found
    )


def test_only_the_documents_own_references_cover_digits(documents):
    """A reference that does not resolve covers nothing; nor does a sentence's predicate."""
    document = documents["en", "html"]
    fake = changed(document, "The best width", '<b data-ref="number:nosuch">7</b> best width')
    assert any("the digits 7" in f.what for f in check.page(fake, sample.context()))
    real = changed(document, "The best width", '<b data-ref="number:cnn.spare">7</b> best width')
    assert check.page(real, sample.context()) == ()


def test_what_appears_nowhere_is_found(documents):
    """A figure, table, equation, predicate or reference that no document uses is named."""
    pages = [documents["ja", "html"], documents["en", "html"]]
    references = sample.context().references
    cited = {"theano": references["theano"]}
    assert check.unused(pages, sample.context(references=cited)) == ()
    extra = sample.context(
        references=references,
        figures={"curve": sample.figure(), "spare": sample.figure()},
        tables={"claims": sample.grid(), "spare": sample.grid()},
        predicates={"near": True, "high": None, "spare": True},
        equations=sample.equations() | {"spare": sample.equations()["half"]},
    )
    places = {finding.place for finding in check.unused(pages, extra)}
    assert places == {
        *("figure spare", "table spare", "predicate spare", "equation spare"),
        "reference unused",
    }


ACCURACY = "{{ n('cnn.accuracy', percent=2, interval=True) }}"
NEAR = "{% claim 'near' %}It is near {{ m('x < a') }}.{% endclaim %}"
LISTING, LISTED = "{{ code('report.results.table', 'Table') }}", "report.results.table.Table"
BOTH = ("{{ eq('square') }}", "{{ fig('curve') }}")


def parity(tmp_path, documents, language, old, new):
    """Compare the sample with one language's second section changed."""
    source = {"en": sample.ENGLISH_BODY, "ja": sample.JAPANESE_BODY}[language]
    assert old in source
    folder = sample.templates(tmp_path, **{f"{language}_20": source.replace(old, new, 1)})
    altered = render.document(sample.context(), language, "html", folder, sample.no_faces)
    other = documents["ja" if language == "en" else "en", "html"]
    return check.parity(*((altered, other) if language == "ja" else (other, altered)))


def test_both_languages_of_the_sample_are_alike(documents):
    """Order and repetition within a block are free; the sample differs in both."""
    ja, en = documents["ja", "html"], documents["en", "html"]
    assert check.parity(ja, en) == ()
    assert [block.anchor for block in skeleton(en)] == [
        "the start",
        *("section:abstract", "section:question", "subsection:method", "equation:square"),
        *("figure:curve", "table:claims", "listing:report.results.table.Table"),
        *("section:references", "section:numbers"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        ("en", ACCURACY, "it", "report.en section:question", "number:cnn.accuracy"),
        ("ja", "{{ cite('theano') }}", "", "report.ja section:question", "reference:theano"),
        ("ja", "{{ f('half') }}", "半分", "report.ja subsection:method", "formula:half"),
        ("en", "{{ tabref('claims') }}", "the table", "report.en figure:curve", "table:claims"),
        ("en", NEAR, "", "report.en section:question", "predicate:near"),
        ("en", "{{ fact('version.keras') }}", "", "report.en figure:curve", "fact:version.keras"),
    ],
)
def test_a_reference_missing_in_one_language_is_found(tmp_path, documents, change):
    """The finding names the language, the block and what is missing from it."""
    language, old, new, place, what = change
    found = parity(tmp_path, documents, language, old, new)
    assert (place, f"{what} is missing") in [(f.place, f.what) for f in found]


def test_a_missing_part_does_not_hide_a_missing_reference(tmp_path, documents):
    """Both are found at once, and what follows from the missing part is not."""
    without = sample.ENGLISH_BODY.replace(ACCURACY, "it").replace(LISTING, "")
    found = parity(tmp_path, documents, "en", sample.ENGLISH_BODY, without)
    assert [(f.place, f.what) for f in found] == [
        ("report.ja, report.en after table:claims", f"ja has listing:{LISTED}; en has nothing"),
        ("report.en section:question", "number:cnn.accuracy is missing"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        ("en", "{{ code('report.results.table', 'Table') }}", "", "Table; en has nothing"),
        ("ja", "{{ fig('curve') }}\n", "", "ja has nothing; en has figure:curve"),
        ("en", "heading('method'", "heading('ways'", "ja has subsection:method; en has subsect"),
        ("ja", "\n".join(BOTH), "\n".join(reversed(BOTH)), "en has equation:square"),
    ],
)
def test_parts_missing_or_in_another_order_are_found(tmp_path, documents, change):
    """The finding names the parts and the place after which the languages part."""
    language, old, new, what = change
    found = parity(tmp_path, documents, language, old, new)
    assert any(what in f.what for f in found)
    assert all(f.place.startswith("report.ja, report.en after ") for f in found)
