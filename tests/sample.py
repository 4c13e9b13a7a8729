"""A small report of our own making for the tests of rendering and checking: every kind of thing."""

import shutil
from pathlib import Path

import msgspec

from report.context import (
    Badge,
    Cite,
    Column,
    Context,
    Fact,
    Figure,
    Formula,
    Grid,
    Plain,
    Quote,
    Rich,
    Row,
    Value,
)
from report.equations import Equation
from report.references import Reference
from report.render import TEMPLATES
from report.results.finding import Finding
from report.results.number import Number, Origin
from report.results.table import Table
from report.results.text import LANGUAGES, Language, Text
from report.results.verdicts import Outcome, Verdict
from report.terms import Term

SAME = Text(ja="例", en="example")
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="453pt" height="200pt" viewBox="0 0 453 200">'
    '<defs><clipPath id="curve-1"><rect width="453" height="200"/></clipPath></defs>'
    '<path clip-path="url(#curve-1)" d="M20 150C200 150 250 40 450 40" stroke="currentColor"'
    ' fill="none"/></svg>'
)

ENGLISH = """\
{{ heading('abstract', 'Abstract', numbered=False) }}
<p>The best width is {{ n('line.best_a', places=3) }}, see {{ figref('curve') }} and
{{ secref('method') }}.</p>
"""
ENGLISH_BODY = """\
{{ heading('question', 'The question') }}
<p>Is {{ n('cnn.accuracy', percent=2, interval=True) }} high {{ cite('theano') }}?
{% claim 'near' %}It is near {{ m('x < a') }}.{% endclaim %}
{% claim 'high' %}It is high.{% otherwise %}It is what it is.{% endclaim %}</p>
{{ subheading('method', 'The method') }}
<p>From {{ eqref('square') }} with {{ f('half') }}:</p>
{{ eq('square') }}
{{ fig('curve') }}
<p>The {{ verdict('l2.a') }} of {{ tabref('claims') }}, by Keras {{ fact('version.keras') }}.</p>
{{ table('claims') }}
{{ code('report.results.table', 'Table') }}
{{ terms() }}
<p><strong>✓</strong> − ≤ ⁻ … ≈</p>
"""
JAPANESE = """\
{{ heading('abstract', '概要', numbered=False) }}
<p>最良の幅は{{ n('line.best_a', places=3) }}である。{{ secref('method') }}と{{ figref('curve') }}を
参照。</p>
"""
JAPANESE_BODY = """\
{{ heading('question', '問い') }}
<p>{{ n('cnn.accuracy', percent=2, interval=True) }}は高いか{{ cite('theano') }}。
{% claim 'near' %}{{ m('x < a') }}に近い。{% endclaim %}
{% claim 'high' %}高い。{% otherwise %}見てのとおりである。{% endclaim %}</p>
{{ subheading('method', '方法') }}
<p>{{ f('half') }}と{{ eqref('square') }}による。</p>
{{ eq('square') }}
{{ fig('curve') }}
<p>{{ tabref('claims') }}の判定は{{ verdict('l2.a') }}、Keras {{ fact('version.keras') }}。</p>
{{ table('claims') }}
{{ code('report.results.table', 'Table') }}
{{ terms() }}
<p><strong>✓</strong> − ≤ ⁻ … ≈</p>
"""


def numbers() -> dict[str, Number]:
    """Return one number of each kind that is shown in its own way, and one never shown."""
    method = Text(ja="二つの方法による", en="by two methods")
    found = [
        Number(
            "line.best_a",
            Text(ja="最良の幅", en="best width"),
            "5.19936381662864000000000000000000000000000000000001",
            "certified",
            method,
        ),
        Number(
            "cnn.accuracy",
            Text(ja="正解率", en="accuracy"),
            "0.96314",
            "sampled",
            method,
            low="0.96268",
            high="0.9636",
            runs=20,
        ),
        Number("cnn.spare", SAME, "7", "counted", method),
    ]
    return {number.id: number for number in found}


def origins() -> dict[str, Origin]:
    """Return where the numbers come from; hashes and lines are ours."""
    return {
        "line.best_a": Origin("report/slopes.py", 12, "results/slopes.json", "0a1b2c3d4e5f" * 5),
        "cnn.accuracy": Origin("report/cnn.py", 345, "results/network.json", "f9e8d7c6b5a4" * 5),
    }


def equations() -> dict[str, Equation]:
    """Return a displayed equation and an inline formula."""
    found = [
        Equation(
            id="square",
            latex=r"\left(\frac{a}{2}\right)^2 = \frac{a^2}{4}",
            kind="identity",
            note=SAME,
        ),
        Equation(id="half", latex=r"\frac{a}{2}", kind="expression", inline=True),
    ]
    return {equation.id: equation for equation in found}


def figure() -> Figure:
    """Return a figure whose caption refers to a number."""
    return Figure(
        "curve",
        Text(
            ja="曲線。幅は {{ n('line.best_a', places=2) }}。",
            en="A curve of width {{ n('line.best_a', places=2) }}.",
        ),
        Text(
            ja="右上がりの曲線、幅 {{ n('line.best_a', places=1) }}",
            en='A "rising" curve, {{ n("line.best_a", places=1) }} wide & smooth',
        ),
        Text(ja=SVG, en=SVG),
        Table(("x", "y"), ((0, 0.5), (1, 0.75))),
    )


def grid() -> Grid:
    """Return a table with a cell of every kind."""
    return Grid(
        "claims",
        Text(ja="主張と判定", en="Statements and verdicts"),
        (
            Column(Text(ja="主張", en="Statement")),
            Column(Text(ja="表記", en="Printed")),
            Column(Text(ja="値", en="Value"), align="end"),
            Column(Text(ja="判定", en="Verdict")),
        ),
        (
            Row(
                (
                    Plain(Text(ja="幅", en="The width")),
                    Quote("5.19936381662864…", "claim:l2.a"),
                    Value("line.best_a", digits=15),
                    Badge("agrees"),
                ),
                id="claim-l2.a",
            ),
            Row(
                (
                    Rich(Text(ja="{{ m('x < a') }} について", en="About {{ m('x < a') }}")),
                    Quote("clip(0.2 * x + 0.5)", "reference:theano", code=True),
                    Formula("half"),
                    Cite(("theano",)),
                )
            ),
        ),
    )


def verdict() -> Verdict:
    """Return the verdict on a printed number."""
    outcome = Outcome(
        "digits",
        True,
        "5.19936381662864…",
        "5.19936381662864",
        agreeing=15,
        numbers=("line.best_a",),
    )
    return Verdict("l2.a", "hard_sigmoid", SAME, SAME, "agrees", "agrees", (outcome,))


def finding() -> Finding:
    """Return something that fell."""
    return Finding("templates/en/20-part.html:3", "a digit '7' is typed", "use n('id')")


def context(**changes: object) -> Context:
    """Return the context, with some of its fields replaced."""
    made = Context(
        title=Text(ja="傾きの由来", en="Where the slope comes from"),
        subtitle=Text(ja="ある記事の検証", en="An article, checked"),
        description=Text(ja="ある記事を検証する。", en="Checks an article."),
        author=Text(ja="執筆者一同", en="The authors"),
        date="2019-05-30",
        numbers=numbers(),
        equations=equations(),
        figures={"curve": figure()},
        tables={"claims": grid()},
        references={
            "unused": Reference("unused", "Never cited", "1999"),
            "theano": Reference(
                "theano", "A thread & more", "2013", "Theano", "a forum", "https://example.org/7"
            ),
        },
        verdicts={"l2.a": verdict()},
        facts={"version.keras": Fact("version.keras", SAME, "3.15.1")},
        terms={"knee": Term("knee", Text(ja="節点", en="knee"), Text(ja="角", en="A corner."))},
        predicates={"near": True, "high": None},
        origins=origins(),
    )
    return msgspec.structs.replace(made, **changes)


def templates(folder: Path, **sections: str) -> Path:
    """Write the templates of the sample into a folder; ``en_20="..."`` replaces a section."""
    shutil.copytree(TEMPLATES, folder, dirs_exist_ok=True, ignore=lambda *_: LANGUAGES)
    prose = {"en_10": ENGLISH, "en_20": ENGLISH_BODY, "ja_10": JAPANESE, "ja_20": JAPANESE_BODY}
    for name, source in (prose | sections).items():
        language, _, number = name.partition("_")
        (folder / language).mkdir(exist_ok=True)
        (folder / language / f"{number}-part.html").write_text(source, "utf-8")
    return folder


def no_faces(html: str, language: Language) -> str:
    """Stand in for the embedded fonts, which take a second and matter to few tests."""
    return f"/* faces for {len(html)} characters of {language} */"
