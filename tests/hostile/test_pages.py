"""Text that comes from data stands on the page as it is, whatever it says, and does nothing.

The data files are read, judged and set into tables as a build does; the same files with plain words
give the markup that there should be.
"""

import re
from collections import Counter
from typing import Any

import lxml.html
import msgspec
import pikepdf
import pypdfium2
import pytest

from report import article, equations, explorer, survey
from report.context import Fact
from report.render import document, pdf
from report.results.frameworks import Frameworks
from report.results.number import Number
from report.results.pieces import Method, Pieces
from report.results.slopes import Family
from report.results.text import LANGUAGES, Text
from report.tables import claims, frameworks, literature
from tests import sample
from tests.figures import examples
from tests.hostile.files import filled, load

PLAIN = "plain words"
HARMS = {
    "script": "<script>document.title = 'sprung'</script>",
    "end of script": "</script></style></title><script>x</script>",
    "handler": "\"' onmouseover='x' onfocus=x ><img src=x onerror=x>",
    "comment": "<!-- --> <![CDATA[ ]]> <?php x ?> <!DOCTYPE x>",
    "entities": "&lt;b&gt; &amp;amp; &#60; &nbsp;",
    "expression": "{{ 1111111 * 7 }} {{ n.__globals__ }} {{ self.x() }}",
    "statement": "{% raw %}{% include 'base.html' %}{% for x in y %}{# x",
    "line statement": "# for x in y: ## x",
    "another engine": "${7*7} #{7*7} <%= 7*7 %> $(touch x) `touch x` %s %n {0}",
    "frame": "/* fonts */ style-hash script-hash",
    "LaTeX": r"\input{/etc/passwd} \href{javascript:x}{y} $x$ \(x\)",
    "link": "[x](javascript:x) javascript:x https://example.org",
    "CSS": "@import url(https://x.org/x.css); } * { display: none }",
    "terminal": "[/] [bold red]x[/] [link=https://example.org]x[/link]",
}
PROSE = """\
<p>{{ cite('work') }} {{ fact('data.name') }} {{ verdict('c.one') }}</p>
{{ table('claims') }}
{{ table('frameworks') }}
{{ table('literature') }}
{{ terms() }}
<p>{{ n('literature.plan.mean', places=3) }}</p>
"""
FIGURES = ("lines", "derivative", "error", "parabolas")
"""What the explorer refers to; on paper it is not shown."""
EXPLORER = "{{ explorer() }}" + "".join(f"{{{{ fig('{id_}') }}}}" for id_ in FIGURES)
MULTIPLIED = "7777777"
BEST: dict[Family, str] = {"line": "5.2", "parabolas": "4.0"}


def context(folder, text):
    """Read data files with a text in every free field and gather what a page is made of."""
    numbers = sample.numbers()
    read: dict[str, Any] = {name: load(folder, name, filled(name, text)) for name in SHOWN}
    made = examples.results()
    named = msgspec.structs.replace(made.dataset, name=text)
    results = msgspec.structs.replace(made, dataset=named)
    verdicts = article.compare(read["article"], results, numbers)
    surveyed = survey.survey(read["survey"], examples.made(Frameworks))
    (entry,) = read["literature"]
    method = msgspec.structs.replace(
        examples.made(Method),
        **{name: getattr(entry, name) for name in ("id", "name", "authors", "definition", "note")},
    )
    methods = examples.made(Pieces, methods=(method,))
    drawn = msgspec.structs.replace(sample.figure(), caption=sample.SAME, alt=sample.SAME)
    words = Text(ja=text, en=text)  # a label, as a figure's data or a framework's name may give one
    shown = {
        name: Number(name, words, "1.50000", "computed", words)
        for name in ("literature.plan.mean", "literature.plan.max")
    }
    tables = [
        claims.grid(verdicts, numbers),
        frameworks.grid(surveyed),
        literature.grid(methods),
    ]
    return sample.context(
        numbers=numbers | shown,
        tables={grid.id: grid for grid in tables},
        references=read["references"],
        verdicts={verdict.id: verdict for verdict in verdicts.verdicts},
        equations=equations.load(),
        explorer=explorer.explorer(made.slopes.criteria, BEST, surveyed),
        facts={"data.name": Fact("data.name", sample.SAME, text)},
        terms=read["terms"],
        figures={id_: msgspec.structs.replace(drawn, id=id_) for id_ in FIGURES},
    )


SHOWN = ("article", "references", "terms", "survey", "literature")
"""The data files whose text is shown."""


def rendered(folder, text, language, medium):
    """Render a page that shows every field of the data files."""
    templates = folder / "templates"
    templates.mkdir()
    prose = PROSE + EXPLORER if medium == "html" else PROSE
    sample.templates(templates, **{f"{language}_10": prose, f"{language}_20": "<p></p>"})
    made = context(folder, text)
    return document(made, language, medium, templates, sample.no_faces), made


def markup(html):
    """Count the elements of a page and their attributes."""
    root = lxml.html.document_fromstring(html)
    return Counter(
        (element.tag, tuple(element.attrib)) for element in root.iter() if element.tag != "wbr"
    )


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """Render the page with plain words."""
    return {
        (language, medium): rendered(tmp_path_factory.mktemp("x"), PLAIN, language, medium)[0]
        for language in LANGUAGES
        for medium in ("html", "pdf")
    }


@pytest.mark.parametrize("medium", ["html", "pdf"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("harm", HARMS)
def test_data_is_text_and_never_markup(tmp_path, plain, harm, language, medium):
    """Every field reads on the page as in the file, and the markup is that of plain words."""
    expected = plain[language, medium]
    assert expected.findings == ()
    page, _ = rendered(tmp_path, HARMS[harm], language, medium)
    assert page.findings == ()
    assert markup(page.text) == markup(expected.text)
    assert reads(page.text).count(reads(HARMS[harm])) == reads(expected.text).count(reads(PLAIN))
    assert MULTIPLIED not in page.text
    assert policy(page.text) == policy(expected.text)


def reads(html_or_text):
    """Return what a reader sees, without the marks that the page adds to break lines."""
    text = html_or_text
    if "<html" in text:
        root = lxml.html.document_fromstring(text)
        text = root.xpath("string(//body)")
    return re.sub(r"[\s\u2060\u200b\u00a0]", "", text)


def policy(html):
    """Return the page's policy, the hash of its style sheet aside, whose fonts depend on it."""
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    return found and re.sub(r"style-src '[^']*'", "", found[1])


@pytest.mark.parametrize("harm", ["script", "handler", "expression", "LaTeX"])
def test_data_is_text_in_the_pdf(tmp_path, harm):
    """The PDF shows the text as it is, and holds no script, no launch and no foreign address."""
    page, made = rendered(tmp_path, HARMS[harm], "en", "pdf")
    content, complaints = pdf.write(page, made)
    assert complaints == ()
    path = tmp_path / "report.pdf"
    path.write_bytes(content)
    with pypdfium2.PdfDocument(path) as opened:
        seen = "".join(leaf.get_textpage().get_text_bounded() for leaf in opened)
    assert unbroken(HARMS[harm]) in unbroken(seen)
    assert MULTIPLIED not in seen
    with pikepdf.open(path) as opened:
        entries = [entry for found in opened.objects for entry in inside(found)]
        names = {name for name, _ in entries}
        addresses = {str(value) for name, value in entries if name == "/URI"}
    assert not names & {"/JS", "/JavaScript", "/Launch", "/OpenAction", "/AA", "/GoToR"}
    assert addresses == {"https://example.org/a?b=c&d=e#f", "https://example.org/x"}


def unbroken(text):
    """Return text without anything that may break or join its lines."""
    return re.sub(r"[\s\u00ad\u2060\u200b\ufffe-]", "", text)


def inside(found):
    """Return the entries of an object of a PDF and of the objects written inside it."""
    entries = []
    if isinstance(found, pikepdf.Stream | pikepdf.Dictionary):
        entries = list(found.items())
    elif isinstance(found, pikepdf.Array):
        entries = [("", value) for value in found]
    direct = [value for _, value in entries if not getattr(value, "is_indirect", False)]
    return [*entries, *(entry for value in direct for entry in inside(value))]
