"""Context and templates become whole documents, whatever is in them."""

import base64
import hashlib
import inspect
import re
from urllib.parse import unquote

import lxml.html
import msgspec
import pytest
from markupsafe import Markup

from report import problems, render
from report.context import Column, Fact, Formula, Grid, Latex, Plain, Quote, Row
from report.render import japanese, listing
from report.render.outline import Anchor
from report.render.page import Entry, Printed, Receipt, Receipts, columns, printed
from report.results.table import Table
from report.results.text import Text
from tests import sample


def html(tmp_path, language="en", medium="html", *, context=None, **sections):
    """Render the sample, with some sections replaced, without fonts."""
    folder = sample.templates(tmp_path, **sections)
    return render.document(context or sample.context(), language, medium, folder, sample.no_faces)


def tree(document):
    """Parse a document."""
    return lxml.html.document_fromstring(document.text)


def words(element):
    """Return an element's text with single spaces."""
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("medium", ["html", "pdf"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_sample_renders_without_a_finding(tmp_path, language, medium):
    """Every function and kind of cell works in both languages and for both media."""
    assert html(tmp_path, language, medium).findings == ()


def test_references_find_their_number_even_forwards(tmp_path):
    """A sentence before a figure or section already knows what it will be called."""
    page = tree(html(tmp_path))
    first = words(page.xpath("//p[contains(., 'best width')]")[0])
    assert "see Figure 1 and Section 1.1" in first
    links = {a.get("href"): words(a) for a in page.xpath("//main//a[@class='ref']")}
    assert links == {
        "#figure-curve": "Figure 1",
        "#method": "Section 1.1",
        "#equation-square": "Equation (1)",
        "#table-claims": "Table 1",
    }


def test_labels_follow_the_language(tmp_path):
    """The Japanese document calls things by their Japanese names."""
    text = words(tree(html(tmp_path, "ja")).find(".//main"))
    assert all(name in text for name in ("図1", "表1", "式(1)", "1.1節", "参考文献", "数値一覧"))


def test_every_number_links_to_its_receipt(tmp_path):
    """The list of numbers has exactly the numbers that are shown, each with what is known of it."""
    page = tree(html(tmp_path))
    shown = {a.get("href") for a in page.xpath("//main//a[@class='n']")}
    found = page.xpath("//main//div[@class='receipt']")
    receipts = {
        f"#{div.get('id')}": [words(part) for part in div.iter("p", "dt", "dd")] for div in found
    }
    assert shown == set(receipts) == {"#number-line.best_a", "#number-cnn.accuracy"}
    assert receipts["#number-line.best_a"] == [
        *("best width", "5.19936381662864000000000000000…"),
        *("Obtained", "certified · by two methods"),
        *("In the article", "5.19936381662864… (15 digits agree)"),
        *("Defined in", "report/slopes.py:12 line.best_a"),
    ]
    assert receipts["#number-cnn.accuracy"][:8] == [
        *("accuracy", "0.96314", "Obtained", "sampled · by two methods"),
        *("Interval", "[0.96268, 0.9636]", "Runs", "20"),
    ]


@pytest.mark.parametrize("medium", ["html", "pdf"])
def test_a_receipt_stands_under_the_file_that_it_was_read_from(tmp_path, medium):
    """The list names every file once, with its hash, and under it the numbers from that file."""
    page, origins = tree(html(tmp_path, medium=medium)), sample.origins()
    for id_ in ("line.best_a", "cnn.accuracy"):
        (entry,) = page.xpath(f"//*[@id='number-{id_}']")
        data, sha256 = origins[id_].data, origins[id_].sha256[:12]
        assert words(entry.getparent().find("h3")) == f"Read from {data} SHA-256 {sha256}…"
    assert len(page.xpath("//*[@class='file']")) == len({o.data for o in origins.values()})


def test_a_receipt_on_paper_says_the_same(tmp_path):
    """The PDF's list has every word of the page's: those that entries share stand above them."""
    page, paper = (tree(html(tmp_path, medium=medium)) for medium in ("html", "pdf"))
    for id_ in ("number-line.best_a", "number-cnn.accuracy"):
        (entry,) = paper.xpath(f"//*[@id='{id_}']")
        (shared, *_) = entry.xpath("preceding-sibling::p[@class='way'][1]")
        assert entry.tag == "p"
        said = f"{words(shared)} {words(entry)}".split()
        for part in page.get_element_by_id(id_).iter("p", "dd"):
            assert set(words(part).split()) <= set(said)


def test_what_entries_on_paper_share_is_said_once():
    """Ways to a number stand in the order in which they come first, each with its numbers."""
    one, two = (
        Receipt(id_, id_, Markup("1"), "exact", "exact", way, None, None, (), "a.py:1")
        for id_, way in (("a", "x"), ("b", "y"))
    )
    entries = (one, two, msgspec.structs.replace(one, id="c"))
    assert [[e.id for e in way] for way in Receipts("f", "h", entries).ways] == [["a", "c"], ["b"]]


@pytest.mark.parametrize(
    ("text", "agreeing", "same", "rest"),
    [
        ("5.19936381662864…", 15, "5.19936381662864", "…"),
        ("0.19233…", 5, "0.19233", "…"),
        ("-0.00512…", 2, "-0.0051", "2…"),
        ("5.21…", 0, "", "5.21…"),
        ("1.30…", 3, "1.30", "…"),
    ],
)
def test_the_agreeing_digits_are_told_from_the_others(text, agreeing, same, rest):
    """Digits count from the first that is not zero, and the split loses no character."""
    assert printed(text, agreeing) == Printed(same, rest, agreeing)


def test_references_are_numbered_as_the_file_lists_them(tmp_path):
    """The list has what is cited, in the file's order, whatever is cited first."""
    section = "<p>{{ cite('theano') }} {{ cite('unused', 'theano') }}</p>"
    page = tree(html(tmp_path, en_20=section))
    assert [words(span) for span in page.xpath("//span[@class='cite']")] == ["[2]", "[1, 2]"]
    entries = [words(li) for li in page.xpath("//section[@class='references']//li")]
    assert entries[1].startswith(
        "[2] Theano. A thread & more. a forum, 2013. https://example.org/7"
    )
    assert len(entries) == 2
    entries = tree(html(tmp_path)).xpath("//section[@class='references']//li")
    assert [words(li).partition(" ")[0] for li in entries] == ["[1]"]


def test_the_contents_list_names_every_section(tmp_path):
    """Headings appear in the contents with their numbers, parts below their sections."""
    page = tree(html(tmp_path))
    contents = [words(a) for a in page.xpath("//nav//a")]
    assert contents == ["Abstract", "1 The question", "1.1 The method", "References", "The numbers"]


def test_a_figure_has_an_alternative_text_and_its_data(tmp_path):
    """The text is escaped, numbers in it are shown, and the data travels with the page."""
    page = tree(html(tmp_path))
    svg = page.xpath("//figure[@id='figure-curve']//svg")[0]
    assert svg.get("aria-label") == 'A "rising" curve, 5.2 wide & smooth'
    link = page.xpath("//a[@download='curve.csv']")[0].get("href")
    data = unquote(link.partition(",")[2])
    assert data == Table(("x", "y"), ((0, 0.5), (1, 0.75))).to_csv()
    picture = tree(html(tmp_path, medium="pdf")).xpath("//figure[@id='figure-curve']//img")[0]
    assert picture.get("alt") == svg.get("aria-label")


def test_the_columns_of_the_contents_are_of_like_height():
    """Parts count, sections stay whole, and the left column is never the lower one."""
    anchor = Anchor("section", "a", "1")
    entries = tuple(Entry(anchor, (anchor,) * parts) for parts in (0, 3, 0, 0, 5))
    left, right = columns(entries)
    assert [len(entry.parts) for entry in left] == [0, 3, 0, 0]
    assert [len(entry.parts) for entry in right] == [5]
    left, right = columns(entries[:4])
    assert [len(entry.parts) for entry in left] == [0, 3]
    assert columns(()) == ((), ())


def test_a_formula_as_a_heading_is_also_said_in_words(tmp_path):
    """A row whose heading is a formula can be told from the others without seeing it."""
    rows = (Row((Formula("half"),)), Row((Latex("x < a", "claim:l2.a"),)))
    grid = Grid("claims", sample.SAME, (Column(sample.SAME),), rows)
    document = html(tmp_path, context=sample.context(tables={"claims": grid}))
    unseen = [words(span) for span in tree(document).xpath("//th//span[@class='unseen']")]
    assert unseen == ["a over 2", "x is less than a"]


def test_a_japanese_line_goes_on_without_a_space(tmp_path):
    """The line breaks of the Japanese templates leave nothing behind."""
    assert "を参照。" in tree(html(tmp_path, "ja")).find(".//main").text_content()


def test_a_table_has_headings_for_its_columns_and_rows(tmp_path):
    """Each cell can be announced with its headings, and a row can be linked to."""
    table = tree(html(tmp_path)).xpath("//figure[@id='table-claims']//table")[0]
    columns = [words(th) for th in table.xpath(".//thead//th[@scope='col']")]
    assert columns == ["Statement", "Printed", "Value", "Verdict"]
    rows = [words(th) for th in table.xpath(".//tbody//th[@scope='row']")]
    assert rows[0] == "The width"
    assert len(rows) == 2
    assert table.xpath(".//tr[@id='claim-l2.a']/td[@class='end']/a[@class='n']")


def test_the_policy_admits_its_own_style_sheet_and_script_alone(tmp_path):
    """The policy forbids every request, and names the hashes of the one style sheet and script."""
    text = html(tmp_path).text
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy.startswith("default-src 'none';")
    for element in ("style", "script"):
        (content,) = re.findall(f"<{element}>(.*?)</{element}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"; {element}-src 'sha256-{digest}'; " in policy
    assert not tree(html(tmp_path)).xpath("//*[@style or @onclick or @onload]")


def test_a_listing_is_the_real_source():
    """What the report lists is what Python would show of the imported class."""
    path, source = listing.source("report.results.table", "Table")
    assert path == "report/results/table.py"
    assert source.rstrip() == inspect.getsource(Table).rstrip()
    assert listing.coloured(source).striptags().split() == source.split()


HOSTILE = "{{ 6*7 }}{% raw %}<script>alert('x')</script>&amp;"


def test_text_that_comes_from_data_is_neither_executed_nor_markup(tmp_path):
    """Braces and tags in a value appear on the page as they are."""
    both = Text(ja=HOSTILE, en=HOSTILE)
    number = msgspec.structs.replace(sample.numbers()["line.best_a"], label=both, method=both)
    rows = (Row((Plain(both), Quote(HOSTILE, "claim:l2.a"))),)
    grid = Grid("claims", sample.SAME, (Column(sample.SAME), Column(sample.SAME)), rows)
    changed = sample.context(
        numbers=sample.numbers() | {"line.best_a": number},
        facts={"version.keras": Fact("version.keras", both, HOSTILE)},
        tables={"claims": grid},
        title=both,
    )
    document = html(tmp_path, context=changed)
    assert document.findings == ()
    assert document.text.count("<script") == 1
    assert "alert(" not in tree(document).findtext(".//script")
    page = tree(document)
    assert page.xpath("//span[@class='fact']")[0].text == HOSTILE
    assert [words(cell) for cell in page.xpath("//tbody/tr[1]/*")][:2] == [HOSTILE] * 2
    assert page.find(".//title").text == page.find(".//h1").text == HOSTILE


@pytest.mark.parametrize(
    ("section", "place", "what", "mend"),
    [
        ("<p>\n{{ nosuch }}</p>", ":2", "'nosuch' is undefined", ""),
        ("\n\n{{ n('line.best_b', places=1) }}", ":3", "no number", "did you mean line.best_a?"),
        ("{{ n('line.best_a', places=60) }}", ":1", "60 decimals were asked for", "ask for fewer"),
        ("{{ fig('curved') }}", ":1", "no figure is called 'curved'", "did you mean curve?"),
        ("{{ fig('curve') }}\n{{ fig('curve') }}", ":2", "figure curve appears twice", "show it"),
        ("\n{{ secref('nowhere') }}", ":2", "no section is called 'nowhere'", ""),
        ("{{ figref('curve') }}", ":1", "shows no figure 'curve'", "show it with fig('curve')"),
        ("{{ eqref('half') }}", ":1", "shows no equation 'half'", "show it with eq('half')"),
        ("{{ code('report.nosuch', 'X') }}", ":1", "no module is called 'report.nosuch'", ""),
        ("{{ code('report.results.table', 'X') }}", ":1", "defines no 'X'", ""),
        ("{{ heading('a', 'A') }}\n{{ nosuch }}", ":2", "'nosuch' is undefined", ""),
        ("\n{% claim %}", ":2", "unexpected 'end of statement block'", ""),
        ("<p>\n<!-- a\n</p>", ":2", "a comment is not closed", "write -->"),
        ("{{ n() }}", ":1", "missing 1 required positional argument", ""),
        ("{{ subheading('a', 'A') }}", ":1", "outside a numbered section", "put a heading first"),
    ],
)
def test_a_broken_section_is_named_and_the_others_stand(tmp_path, section, place, what, mend):
    """One finding says where and how to mend it; the draft shows a box in the section's place."""
    document = html(tmp_path, en_10="<p>Whole.</p>", en_20=section)
    assert "Whole." in document.text
    assert [f.place for f in document.findings] == [f"templates/en/20-part.html{place}"]
    assert what in document.findings[0].what
    assert mend in document.findings[0].mend
    page = tree(document)
    assert "templates/en/20-part.html" in words(page.xpath("//div[@class='fallen']")[-1])
    assert {a.get("href") for a in page.xpath("//nav//a")} <= {"#references", "#numbers"}


@pytest.mark.parametrize("medium", ["html", "pdf"])
def test_a_comment_is_the_authors_alone(tmp_path, medium):
    """What stands in a comment gets into no document, is not evaluated, and breaks nothing."""
    section = "<p>One<!-- secret 7 {{ nosuch }}\n -->, two{# <!-- #}<?secret x?>, three.</p>"
    document = html(tmp_path, medium=medium, en_20=section)
    assert [f for f in document.findings if "20-part" in f.place] == []
    assert "One, two, three." in words(tree(document))
    assert "<p>a b\n c</p>" in html(tmp_path, en_20="<p>a <!-- x\n -->b<!-- -->\n c</p>").text
    assert "nosuch" not in document.text
    assert "<!--" not in document.text


def test_the_mark_that_some_editors_put_first_is_no_text(tmp_path):
    """A template that begins with a byte order mark says the same as one without it."""
    plain = html(tmp_path / "plain", en_20="<p>x</p>")
    marked = html(tmp_path / "marked", en_20="\ufeff<p>x</p>")
    assert marked.text == plain.text
    assert marked.findings == plain.findings


def test_a_comment_keeps_the_lines_of_what_follows(tmp_path):
    """A fault below a comment of several lines is named by its own line."""
    document = html(tmp_path, en_20="<!-- a\nb -->\n{{ nosuch }}")
    assert [f.place for f in document.findings] == ["templates/en/20-part.html:3"]


def test_a_broken_caption_is_named_by_its_figure(tmp_path):
    """The finding says which caption it is, and in which language."""
    wrong = Text(ja="{{ n('line.best_a', places=3) }}", en="{{ n('nosuch') }}")
    figure = msgspec.structs.replace(sample.figure(), caption=wrong)
    document = html(tmp_path, context=sample.context(figures={"curve": figure}))
    finding = next(f for f in document.findings if "caption" in f.what)
    assert finding.what == "figure curve, caption (en): no number is called 'nosuch'"
    assert html(tmp_path, "ja", context=sample.context(figures={"curve": figure})).findings == ()


def test_a_true_sentence_prints_and_other_data_gets_the_neutral_wording(tmp_path):
    """The sentence prints if its predicate holds, the other wording if the data cannot tell."""
    page = tree(html(tmp_path))
    spans = {s.get("data-ref"): words(s) for s in page.xpath("//span[@class='claim']")}
    assert spans["predicate:near"].startswith("It is near")
    assert spans["predicate:high"] == "It is what it is."
    holds = sample.context(predicates={"near": True, "high": True})
    page = tree(html(tmp_path, context=holds))
    assert words(page.xpath("//span[@data-ref='predicate:high']")[0]) == "It is high."


def test_a_false_sentence_falls_and_is_marked(tmp_path):
    """The finding names the tag's line and the predicate; the draft still shows the sentence."""
    context = sample.context(predicates={"near": False, "high": None})
    document = html(tmp_path, context=context)
    assert [f.place for f in document.findings] == ["templates/en/20-part.html:3"]
    assert "the sentence rests on near, which is not so" in document.findings[0].what
    assert words(tree(document).xpath("//span[@class='claim fallen']")[0]).startswith("It is near")


def test_a_sentence_without_neutral_wording_falls_on_other_data(tmp_path):
    """Other data must not print a sentence about MNIST."""
    document = html(tmp_path, context=sample.context(predicates={"near": None, "high": None}))
    assert [f.place for f in document.findings] == ["templates/en/20-part.html:3"]
    said = document.findings[0].what
    assert said.startswith("near is not decided by") and said.endswith("has no neutral wording")


def test_backslashes_are_written_as_in_latex(tmp_path):
    """An expression keeps its backslashes, also those that Jinja would read as escapes."""
    document = html(tmp_path, en_10=r"<p>{{ m('\frac{\beta x}{x_{n}} + \tau') }}</p>")
    assert document.findings == ()
    letters = {element.text for element in tree(document).find(".//math").iterfind(".//mi")}
    assert letters == {"β", "x", "n", "τ"}


def test_the_same_context_gives_the_same_text(tmp_path):
    """Rendering twice gives the same bytes, fonts and all."""
    folder = sample.templates(tmp_path)
    once, again = (render.document(sample.context(), "en", "html", folder) for _ in range(2))
    assert once.text == again.text


def test_a_draft_says_so_and_lists_what_fell(tmp_path):
    """The banner and the list are there in a draft, and only in a draft."""
    finding = sample.finding()
    draft = tree(html(tmp_path, context=sample.context(findings=(finding,))))
    assert words(draft.xpath("//div[@class='stamp']")[0]).startswith("Draft Checks have failed")
    assert finding.place in words(draft.xpath("//section[@class='fallen']")[0])
    final = tree(html(tmp_path))
    assert not final.xpath("//*[contains(@class, 'fallen') or @class='stamp']")


def test_a_language_without_sections_is_refused(tmp_path):
    """An empty folder of templates is an error, not an empty report."""
    folder = sample.templates(tmp_path)
    for path in (folder / "en").iterdir():
        path.unlink()
    with pytest.raises(ValueError, match="templates/en holds no section"):
        render.document(sample.context(), "en", "html", folder, sample.no_faces)


@pytest.mark.parametrize(
    ("plain", "gapped"),
    [
        ("<p>値は5である</p>", "<p>値は|5|である</p>"),
        ("<p>値<img>は</p>", "<p>値|<img>|は</p>"),
        ("<p>値は<a>5</a>個</p>", "<p>値は<a>|5</a>|個</p>"),
        ("<p>値</p><p>5</p>", "<p>値</p><p>5</p>"),
        ("<p>値は、5。</p>", "<p>値は、5。</p>"),
        ("<p>形<svg><title>形5</title></svg>は</p>", "<p>形|<svg><title>形5</title></svg>|は</p>"),
        ("<head><title>値5</title></head>", "<head><title>値5</title></head>"),
        ("<p>α版</p>", "<p>α|版</p>"),
        ("<p>Keras と</p>", "<p>Keras と</p>"),
    ],
)
def test_japanese_and_latin_are_set_apart(plain, gapped):
    """A gap stands where scripts meet, none at punctuation, spaces, block ends, in drawings."""
    assert japanese.spaced(plain) == gapped.replace("|", japanese.GAP)


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("<p>意味で\n  最も近い</p>", "<p>意味で最も近い</p>"),
        ("<p>は、\n<a>5</a>\nの</p>", "<p>は、<a>5</a> の</p>"),
        ("<p>Keras\nの\nLSTM</p>", "<p>Keras の LSTM</p>"),
        ("<p>one\ntwo</p>", "<p>one\ntwo</p>"),
        ("<p>a <b>b</b>\n<i>c</i></p>", "<p>a <b>b</b>\n<i>c</i></p>"),
        ("<p>の <b>\nは</b></p>", "<p>の <b>は</b></p>"),
        ("<p>の\n<svg>\n</svg>\nは</p>", "<p>の <svg>\n</svg> は</p>"),
        ("<pre>の\nは</pre>", "<pre>の\nは</pre>"),
    ],
)
def test_a_line_break_in_japanese_leaves_no_space(broken, whole):
    """Where the author breaks a line does not show: a space stands beside Latin words alone."""
    assert japanese.unbroken(broken) == whole


def test_a_frame_that_is_missing_is_named(tmp_path):
    """What is not there is the file, and the mend is to restore it."""
    folder = sample.templates(tmp_path)
    (folder / "base.html").unlink()
    with pytest.raises(OSError, match="No such file") as caught:
        render.document(sample.context(), "en", "html", folder, sample.no_faces)
    assert problems.describe(caught.value).endswith(
        "base.html: No such file or directory; restore it from the source"
    )
