"""Whatever an edit shows in has changed after the next build, with real documents."""

import io
import shutil
from dataclasses import dataclass, replace
from itertools import product
from string import ascii_lowercase

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from tests.builds.projects import DOCUMENTS

PAGE, PAPER = "report.en.html", "report.en.pdf"
WORD = "{word}"
"""What an edit writes, where it writes text; it is a word of its own each time."""


@dataclass(frozen=True)
class Edit:
    """A piece of a file and what takes its place; without the piece, what is added at the end.

    ``shows`` are the English documents in which the edit is to be seen: as its word, if it writes
    one that readers or listeners get, else as any other bytes. The others stay as they are.
    """

    file: str
    old: str
    new: str
    shows: tuple[str, ...] = (PAGE, PAPER)

    def made(self, project, word):
        """Edit the file."""
        path = project.folder / self.file
        text, new = path.read_text("utf-8"), self.new.replace(WORD, word)
        assert self.old in text
        path.write_text(text.replace(self.old, new, 1) if self.old else text + new + "\n", "utf-8")


EDITS = {
    "sentence": Edit("templates/en/20-question.html", "", "<p>{word}</p>"),
    "frame": Edit("templates/base.html", "</main>", "<p>{word}</p></main>"),
    "macro": Edit("templates/macros.html", "<figcaption>{{", "<figcaption>{word} {{"),
    "sheet of both": Edit("templates/common.css", "", "main { word-spacing: 0.02em }"),
    "sheet of the page": Edit("templates/html/screen.css", "", "/* {word} */", (PAGE,)),
    "sheet of the explorer": Edit("templates/html/explorer.css", "", "/* {word} */", (PAGE,)),
    "sheet of the PDF": Edit(
        "templates/pdf/print.css", "", "main { letter-spacing: 0.1pt }", (PAPER,)
    ),
    "script of the page": Edit("templates/html/page.js", "", "// {word}", (PAGE,)),
    "script of the explorer": Edit("templates/html/explorer.js", "", "// {word}", (PAGE,)),
    "markup of the explorer": Edit("templates/explorer.html", "", "<p>{word}</p>"),
    "caption": Edit("figures/lines.py", 'en="Top: ', 'en="{word}: '),
    "alternative text": Edit("figures/lines.py", 'en="Two panels. ', 'en="{word}. '),
    "colour": Edit("figures/style.py", 'ERROR = "#64748b"', 'ERROR = "#64748c"'),
    "look": Edit("figures/report.mplstyle", "axes.linewidth:        0.6", "axes.linewidth: 0.7"),
    "formula": Edit("report/equations.toml", "latex = '1/2'", "latex = '\\frac{1}{2}'"),
    "statement": Edit("report/article.toml", "the row [1, 0, -1]", "the {word} row [1, 0, -1]"),
    "reference": Edit("report/references.toml", "nnet/sigm.py, hard", "nnet/sigm.py, {word}, hard"),
    "term": Edit("report/terms.toml", "A point-symmetric,", "A {word}, point-symmetric,"),
    "survey": Edit("report/survey.toml", "the one that the", "{word}, the one that the"),
    "literature": Edit("report/pieces/literature.toml", 'en = "A-law"', 'en = "{word}-law"'),
    "record": Edit("report/data/benchmark.json", "AMD EPYC", "{word} EPYC"),
    "label of a number": Edit("report/numbers/pieces.py", "mean absolute error", "{word} error"),
    "head of a table": Edit("report/tables/models.py", 'en="Network"', 'en="{word}"'),
    "fact": Edit("report/facts.py", "results.dataset.name)", 'results.dataset.name + " {word}")'),
    "mark of the explorer": Edit("report/explorer.py", "tangent at", "{word} at", (PAGE,)),
    "word of the frame": Edit("report/wording.py", 'en="Contents"', 'en="{word}"'),
    "title": Edit("report/compose.py", "A Fixed-Filter", "A {word} Fixed-Filter"),
    "code that is shown": Edit(
        "report/keras/prewitt.py", "Convolve with both", "Convolve {word} with both"
    ),
}


@pytest.fixture(scope="module")
def edited(finished, tmp_path_factory):
    """Copy the finished build; every test of this file edits it further."""
    folder = tmp_path_factory.mktemp("edited") / "project"
    shutil.copytree(finished.folder, folder, symlinks=True)
    return replace(finished, folder=folder)


def built(project):
    """Bring the documents up to date."""
    ended = project.build()
    assert ended.code == 0, ended
    return project.documents()


def said(name, content):
    """All that a document says, to readers and to listeners."""
    if name.endswith(".html"):
        return content.decode()
    with pypdfium2.PdfDocument(content) as file:
        text = [page.get_textpage().get_text_range() for page in file]
    with pikepdf.open(io.BytesIO(content)) as file:
        parts = (part for part in file.objects if isinstance(part, pikepdf.Dictionary))
        return " ".join([*text, *(str(part.Alt) for part in parts if "/Alt" in part)])


@pytest.mark.parametrize("kind", EDITS)
def test_an_edit_shows(edited, kind):
    """After the next build it stands in every document that it concerns, and in no other."""
    edit = EDITS[kind]
    word = f"Zq{WORDS[list(EDITS).index(kind)]}"
    before = edited.documents()
    edit.made(edited, word)
    after = built(edited)
    for name in (PAGE, PAPER):
        assert (after[name] != before[name]) == (name in edit.shows), name
        if WORD in edit.new and name in edit.shows:
            assert word in said(name, after[name]), name


WORDS = ["".join(letters) for letters in product(ascii_lowercase, repeat=2)]


def test_an_edited_face_shows(edited):
    """A letter that is drawn otherwise in a font file is so in pages and PDFs."""
    before, path = edited.documents(), edited.folder / "report/fonts/IBMPlexMono-Regular.ttf"
    with TTFont(path) as font:
        font["glyf"]["e"].coordinates.translate((0, 40))
        font.save(path)
    after = built(edited)
    assert all(after[name] != before[name] for name in DOCUMENTS)


def test_a_section_comes_and_goes(edited):
    """A new file in both languages is a new section; without the files it is gone."""
    files = [edited.folder / f"templates/{language}/97-more.html" for language in ("ja", "en")]
    before = edited.documents()
    for file in files:
        file.write_text("{{ heading('more', 'Zqnew') }}<p>x</p>\n", "utf-8")
    assert all("Zqnew" in said(name, content) for name, content in built(edited).items())
    for file in files:
        file.unlink()
    assert built(edited) == before


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (
            Edit("report/allowed_terms.toml", 'term = "Keras 2"', 'term = "Keras 22"'),
            "the digits '2' are typed",
        ),
        (
            Edit("report/predicates.toml", "nearest_distance > 0", "nearest_distance < 0"),
            "rests on fifth_is_never_exact, which is not so",
        ),
    ],
)
def test_an_edit_that_makes_a_document_wrong_is_found(edited, edit, found):
    """A name that is allowed no longer, and a sentence that holds no longer, fail the build."""
    file = edited.folder / edit.file
    kept = file.read_bytes()
    edit.made(edited, "")
    ended = edited.build()
    file.write_bytes(kept)
    assert ended.code == 1
    assert any(found in line for line in ended.said), ended
    built(edited)


def test_a_template_that_is_not_utf8_is_named(edited):
    """The one line of the failed build says which file, which line, and what to do."""
    file = edited.folder / "templates/ja/20-question.html"
    kept = file.read_bytes()
    file.write_bytes(kept.decode().encode("euc-jp", "ignore"))
    ended = edited.build()
    file.write_bytes(kept)
    assert ended.code == 1
    assert len(ended.said) == 1
    assert "templates/ja/20-question.html: line 1 is not UTF-8; save the file" in ended.said[0]


def test_a_clean_build_makes_the_same(edited, tmp_path):
    """What many edits and builds have left is what one build of the same sources makes."""
    built(edited)
    clean = replace(edited, folder=tmp_path / "project")
    shutil.copytree(edited.folder, clean.folder, ignore=shutil.ignore_patterns("build"))
    built(clean)
    assert edited.contents() == clean.contents()
