"""The PDFs are what their readers need: tagged, archival, searchable, the same bytes every time."""

import base64
import io
import os
import re
import string
import subprocess
import sys
import unicodedata
from typing import Any

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont, TTLibError
from weasyprint.pdf import fonts as writer

from report import mathematics, render
from report.render import fonts, pdf
from report.workspace import ROOT
from tests import sample

SCRIPT = """
import hashlib, sys
from pathlib import Path
from report import render
from report.render import pdf
from tests import sample
folder = Path(sys.argv[1])
context = sample.context()
if sys.argv[2:] == ["without"]:
    from weasyprint.pdf import fonts
    fonts.harfbuzz_subset = None
content, findings = pdf.write(render.document(context, "ja", "pdf", folder), context)
print(hashlib.sha256(content).hexdigest(), len(findings))
"""

ABSENT = """
import cffi
opened = cffi.FFI.dlopen
def dlopen(self, name, *flags):
    if "harfbuzz-subset" in name:
        raise OSError(name)
    return opened(self, name, *flags)
cffi.FFI.dlopen = dlopen
"""
IMPORT = """
import warnings, pytest
def test_import():
    from weasyprint.text import ffi
    assert ffi.harfbuzz_subset is None
def test_another_warning():
    with pytest.raises(DeprecationWarning):
        warnings.warn("HarfBuzz-Subset is gone.", DeprecationWarning)
"""


def written(folder, language, context=None):
    """Write the sample's PDF and return its bytes with the writer's findings."""
    context = context or sample.context()
    return pdf.write(render.document(context, language, "pdf", folder), context)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Write the sample's templates."""
    return sample.templates(tmp_path_factory.mktemp("templates"))


@pytest.fixture(scope="module", params=["ja", "en"])
def language(request):
    """Name the language under test."""
    return request.param


@pytest.fixture(scope="module")
def content(folder, language):
    """Write the PDF once for all tests that only look at it."""
    found, findings = written(folder, language)
    assert findings == ()
    return found


def elements(node):
    """Walk the structure tree."""
    if isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
    children: Any = node.get("/K", []) if isinstance(node, pikepdf.Dictionary) else []
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary):
            yield from elements(child)


def test_the_document_says_what_it_is(content, language):
    """Title, language, tags, and the identifiers of PDF/A-3a and PDF/UA-1 are in the file."""
    with pikepdf.open(io.BytesIO(content)) as file:
        assert str(file.Root.Lang) == language
        assert file.Root.MarkInfo.Marked
        assert file.Root.ViewerPreferences.DisplayDocTitle
        title = sample.context().title.in_(language)
        assert str(file.docinfo["/Title"]) == title
        assert str(file.docinfo["/CreationDate"]).startswith("D:20190530")
        assert bytes(file.Root.Metadata.read_bytes()).count(b"<rdf:RDF") == 1
        metadata = file.open_metadata()
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["pdfuaid:part"] == "1"


def test_figures_and_formulas_have_an_alternative_text(content, language):
    """Every figure of the structure tree can be read aloud."""
    with pikepdf.open(io.BytesIO(content)) as file:
        tree = list(elements(file.Root.StructTreeRoot))
        kinds = {str(node.S) for node in tree}
        alternatives = [str(node.get("/Alt", "")) for node in tree if str(node.S) == "/Figure"]
    assert {"/H1", "/H2", "/H3", "/P", "/Table", "/TH", "/TD", "/Figure", "/Link"} <= kinds
    assert alternatives
    assert all(alternatives)
    curve = {"ja": "右上がりの曲線、幅 5.2", "en": 'A "rising" curve, 5.2 wide & smooth'}[language]
    assert curve in alternatives


def test_a_formula_is_read_in_the_documents_language(content, language):
    """What a screen reader says for each formula are the words of that language."""
    with pikepdf.open(io.BytesIO(content)) as file:
        tree = elements(file.Root.StructTreeRoot)
        alternatives = [str(node.Alt) for node in tree if "/Alt" in node]
    for equation in sample.equations().values():
        assert mathematics.spoken(equation.latex, language) in alternatives


def test_every_table_has_headers(content):
    """Each table has header cells, and each of its other cells names those that are its own."""
    with pikepdf.open(io.BytesIO(content)) as file:
        tables = [n for n in elements(file.Root.StructTreeRoot) if str(n.S) == "/Table"]
        assert len(tables) >= 2
        for table in tables:
            heads = {str(n.ID) for n in elements(table) if str(n.S) == "/TH" and "/ID" in n}
            cells = [node for node in elements(table) if str(node.S) == "/TD"]
            assert heads
            assert cells
            assert all(set(map(str, cell.A.Headers)) & heads for cell in cells)


def test_bookmarks_follow_the_contents(content, language):
    """The outline has every section, parts below their sections."""
    with pikepdf.open(io.BytesIO(content)) as file, file.open_outline() as outline:
        top = [item.title for item in outline.root]
        parts = [part.title for item in outline.root for part in item.children]
    assert len(top) == 4
    assert [title.split()[0] for title in [*top[1:2], *parts]] == ["1", "1.1"]


def test_every_link_within_leads_somewhere(content):
    """All destinations of link annotations are in the file."""
    with pikepdf.open(io.BytesIO(content)) as file:
        names = file.Root.Names.Dests
        known = {str(name) for name in list(names.Names)[::2]}
        wanted = [
            str(note.Dest) if "/Dest" in note else str(note.A.D)
            for page in file.pages
            for note in page.get("/Annots", [])
            if "/Dest" in note or ("/A" in note and str(note.A.S) == "/GoTo")
        ]
    assert len(wanted) > 10
    assert set(wanted) <= known


def test_a_number_links_to_its_entry(content, language):
    """Where a number's link leads, its entry in the list of numbers begins."""
    wanted = {"ja": "最良の幅", "en": "best width"}[language]
    with pikepdf.open(io.BytesIO(content)) as file:
        names = list(file.Root.Names.Dests.Names)
        places = dict(zip(map(str, names[::2]), names[1::2], strict=True))
        page, _, left, top, *_ = places["number-line.best_a"]
        index = [p.obj.objgen for p in file.pages].index(page.objgen)
        x, y = float(left), float(top)
    text = pypdfium2.PdfDocument(content)[index].get_textpage()
    entry = text.get_text_bounded(left=x, bottom=y - 16, right=x + 400, top=y + 2)
    assert entry.strip().startswith(wanted)


def test_the_data_of_the_figures_is_attached(content):
    """The CSV behind each figure can be taken out of the PDF."""
    with pikepdf.open(io.BytesIO(content)) as file:
        attached = {name: spec.get_file().read_bytes() for name, spec in file.attachments.items()}
        relations = [str(spec.obj.AFRelationship) for spec in file.attachments.values()]
    assert list(attached.values()) == [sample.figure().table.to_csv().encode()]
    assert relations == ["/Data"]


def test_the_text_can_be_taken_out(content, language):
    """Prose, numbers and headings come out as characters, in both languages."""
    file = pypdfium2.PdfDocument(content)
    text = "".join(page.get_textpage().get_text_range() for page in file)
    flat = "".join(unicodedata.normalize("NFKC", text).split())
    wanted = {
        "ja": ("最良の幅は5.199である。", "傾きの由来", "96.31%[96.26,96.36]は高いか[1]。"),
        "en": ("Thebestwidthis5.199,seeFigure1", "Wheretheslopecomesfrom", "(15digitsagree)"),
    }[language]
    assert [piece for piece in wanted if piece not in flat] == []


def test_the_letters_of_a_formula_can_be_taken_out(content):
    """A displayed equation consists of characters, in the order of reading, and not of outlines."""
    file = pypdfium2.PdfDocument(content)
    text = "".join(page.get_textpage().get_text_range() for page in file)
    flat = re.sub(r"[\s\x02]", "", unicodedata.normalize("NFKC", text))
    assert re.search(r"\(.{0,2}a2.{0,2}\)2?=", flat)


def lines(page):
    """Give the lines of text of a page with their boxes: left, bottom, right, top in mm."""
    text, mm = page.get_textpage(), 72 / 25.4
    for index in range(text.count_rects()):
        box = text.get_rect(index)
        yield text.get_text_bounded(*box).strip(), [side / mm for side in box]


def pages_of(tmp_path, language, html):
    """Print a section with this HTML."""
    heads = (f"{{{{ heading('{name}', 'Head') }}}}" for name in ("first", "second"))
    sections = dict(zip((f"{language}_10", f"{language}_20"), heads, strict=True))
    sections[f"{language}_20"] += html
    found, findings = written(sample.templates(tmp_path, **sections), language)
    assert findings == ()
    return list(pypdfium2.PdfDocument(found))


def test_nothing_is_wider_than_the_column(tmp_path, language):
    """Tables, listings, long words and addresses keep within the margins on every page."""
    long = "https://example.org/" + "a-very-long-name/" * 12
    cell = {"ja": "長い説明が続く欄。", "en": "a cell with a long remark "}[language] * 6
    row = f"<tr><th>{'x' * 30}</th><td>{cell}</td><td>{long}</td><td>{cell}</td></tr>"
    table = (
        "<figure class='table wide'><table><thead><tr>"
        + "<th scope='col'>A</th>" * 4
        + f"</tr></thead><tbody>{row * 12}</tbody></table></figure>"
    )
    pre = f"<pre><code>{'word ' * 60}</code></pre>"
    pages = pages_of(tmp_path, language, f"<p>{long}</p><p>{'x' * 200}</p>{table}{pre}")
    assert len(pages) > 2
    for page in pages:
        for _, (left, bottom, right, top) in lines(page):
            assert left > 29 - 1
            assert right < 210 - 29 + 1
            assert bottom > 15
            assert top < 297 - 15


def test_a_heading_is_never_the_last_on_a_page(tmp_path, language):
    """Below each heading comes a line of what it is about."""
    body = {"ja": "本文が続く。" * 60, "en": "The text goes on. " * 40}[language]
    html = "".join(
        f"{{{{ subheading('part{letter}', 'Heading') }}}}<p>{body[: 40 + 37 * length]}</p>"
        for length, letter in enumerate(string.ascii_lowercase)
    )
    pages = pages_of(tmp_path, language, html)
    assert len(pages) > 2
    for page in pages:
        inside = [(box[1], text) for text, box in lines(page) if box[1] > 24]
        assert not min(inside)[1].endswith("Heading")


def test_only_our_own_faces_are_in_the_file(content):
    """No glyph came from a font of the machine, so every machine sets the same pages."""
    own = {"IBM-Plex-Sans-JP", "STIX-Two-Text", "STIX-Two-Math", "IBM-Plex-Mono", "Report"}
    with pikepdf.open(io.BytesIO(content)) as file:
        used = {
            str(font.BaseFont).partition("+")[2]
            for page in file.pages
            for font in page.Resources.get("/Font", {}).values()
        }
    assert used
    assert [name for name in used if not name.startswith(tuple(own))] == []


@pytest.mark.parametrize("library", ["as it is", "without"])
def test_another_process_writes_the_same_bytes(folder, library):
    """Process, clock, time zone, hash seed, locale and another tool's date make no difference.

    That holds of a system that has the library for reducing faces, and of one that has not.
    """
    results = set()
    kept = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    for more in (
        {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "today"},
    ):
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(folder), library],
            env=kept | more, capture_output=True, text=True, check=True,
        )  # fmt: skip
        results.add(run.stdout)
    assert len(results) == 1
    assert results.pop().endswith(" 0\n")


@pytest.mark.parametrize("library", ["there", "missing"])
def test_the_library_for_reducing_faces_is_not_required(folder, language, library, monkeypatch):
    """With it and without it, whichever this machine is, the PDF is small and nothing is wrong."""
    if library == "missing":
        monkeypatch.setattr(writer, "harfbuzz_subset", None)
    elif writer.harfbuzz_subset is None:  # what does without it stands in, and has nothing to say
        monkeypatch.setattr(writer, "harfbuzz_subset", object())
        monkeypatch.setattr(writer.Font, "_harfbuzz_subset", writer.Font._fonttools_subset)
    content, findings = written(folder, language)
    assert findings == ()
    assert len(content) < 400_000  # the faces have several megabytes


def test_a_face_that_cannot_be_reduced_is_a_finding(folder, monkeypatch):
    """Only the advice to install the library is passed over, and nothing else about a face."""

    def broken(*_, **__):
        raise TTLibError

    monkeypatch.setattr(writer, "harfbuzz_subset", None)
    monkeypatch.setattr(writer, "TTFont", broken)
    _, findings = written(folder, "en")
    assert findings
    assert all("Unable to subset" in finding.what for finding in findings)


def test_the_tests_run_without_the_library_for_reducing_faces(tmp_path):
    """On a system without it WeasyPrint warns as it is imported, which fails no test."""
    (tmp_path / "absent.py").write_text(ABSENT, encoding="utf-8")
    (tmp_path / "test_import.py").write_text(IMPORT, encoding="utf-8")
    options = ["-c", str(ROOT / "pyproject.toml"), "-p", "absent", "-p", "no:cacheprovider"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "--rootdir", str(tmp_path), "test_import.py"],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout


def test_what_the_writer_complains_of_is_a_finding(tmp_path):
    """A style the writer does not know, or a picture it may not fetch, fails the build."""
    folder = sample.templates(tmp_path, en_20='<p><img alt="x" src="file:///etc/hostname"></p>')
    with (folder / "pdf" / "print.css").open("a", encoding="utf-8") as sheet:
        sheet.write("\np { colour: red }\n")
    _, findings = written(folder, "en")
    assert {finding.place for finding in findings} == {"report.en.pdf"}
    said = " ".join(finding.what for finding in findings)
    assert "colour" in said
    assert "file:///etc/hostname" in said


def test_a_character_without_a_glyph_is_a_finding(tmp_path):
    """A box in place of a character does not go unnoticed."""
    folder = sample.templates(tmp_path, en_20="<p>\U00012345</p>")
    _, findings = written(folder, "en")
    assert any("U+12345" in finding.what for finding in findings)


def test_nothing_outside_the_document_is_fetched():
    """The fetcher answers for faces and data, and refuses files and the network."""
    fetcher = pdf.OwnFontsOnly()
    assert fetcher.fetch("face:IBMPlexMono-Regular.ttf").read()[:4] == b"\x00\x01\x00\x00"
    assert fetcher.fetch("data:text/plain,x").read() == b"x"
    for address in ("file:///etc/hostname", "http://example.org/", "face:../../../etc/hostname"):
        with pytest.raises(ValueError, match=r"nothing outside|no face"):
            fetcher.fetch(address)


def test_a_draft_says_so_on_every_page(folder):
    """The mark stands at the head of each page."""
    content, _ = written(folder, "en", sample.context(findings=(sample.finding(),)))
    file = pypdfium2.PdfDocument(content)
    assert len(file) > 1
    for page in file:
        assert "DRAFT" in page.get_textpage().get_text_range()


def test_a_document_for_browsers_is_refused(folder):
    """The writer knows no MathML, so the wrong medium is an error, not bad pages."""
    context = sample.context()
    page = render.document(context, "en", "html", folder, sample.no_faces)
    with pytest.raises(ValueError, match="rendered for a browser"):
        pdf.write(page, context)


def test_figures_are_attached_only_if_shown(tmp_path):
    """A figure that the sections leave out leaves no data behind."""
    folder = sample.templates(tmp_path, en_10="<p>Nothing.</p>", en_20="<p>Nothing.</p>")
    content, _ = written(folder, "en")
    with pikepdf.open(io.BytesIO(content)) as file:
        assert not dict(file.attachments)


def facts(file):
    """Return a font's advance width by character, and its names."""
    with TTFont(file) as font:
        widths = {code: font["hmtx"][glyph][0] for code, glyph in font.getBestCmap().items()}
        return widths, {record.nameID: str(record) for record in font["name"].names}


def test_a_subset_has_what_was_asked_for_under_its_own_name():
    """Glyphs and advance widths survive; the reserved name goes, copyright and licence stay."""
    characters = frozenset("a5あ値、…")
    for face in fonts.FACES:
        small, names = facts(io.BytesIO(fonts.subset_of(face, characters)))
        whole, _ = facts(face.path)
        assert small == {code: whole[code] for code in whole if chr(code) in characters}
        assert not any("Plex" in names[place] for place in (1, 3, 4, 6))
        assert "Copyright" in names[0]
        assert "Open Font License" in names[13]


def test_a_subset_is_the_same_every_time():
    """Cutting a face down twice gives the same bytes."""
    face, characters = fonts.FACES[0], frozenset("a5あ")
    again = fonts.subset_of.__wrapped__(face, characters)
    assert fonts.subset_of(face, characters) == again


@pytest.mark.parametrize(("language", "families"), [("ja", 3), ("en", 4)])
def test_a_page_embeds_the_families_it_uses(language, families):
    """A Japanese page needs no serif; what MathML implies is there where there is MathML."""
    math = "<math><mi>x</mi><mo>−</mo><mi>α</mi><mo>+</mo><mi>h</mi></math>"
    css = fonts.screen_css(f"<p>x−{math}</p>", language)
    assert len(set(re.findall(r'font-family: "([^"]*)"', css))) == families
    found = dict(re.findall(r'font-family: "([^"]*)".*?base64,([^)]*)\)', css))
    shown = {
        name: set(facts(io.BytesIO(base64.b64decode(data)))[0]) for name, data in found.items()
    }
    assert {0x210E, 0x1D465, 0x1D6FC, 0x221A, 0x2212} <= shown["Report Math"]
    assert ord("x") in shown["Report Sans"]
    assert 0x2212 not in shown["Report Sans"]  # it would be as wide as a kanji


def test_a_missing_font_is_named(monkeypatch, tmp_path):
    """The error says which file is missing and what to do."""
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"STIXTwoText-Italic\.ttf is missing; restore it"):
        fonts.by_file("STIXTwoText-Italic.ttf")
