"""A page embeds what its text needs of each face, no character less and few more."""

import pytest

from report import render
from report.render.fonts import MATHEMATICAL
from report.render.wanted import ALWAYS, slanted, wanted
from tests import sample
from tests.browsing import needs_browser, started

PAGE = "<html><head><style>{css}</style></head><body>{body}</body></html>"
KANJI = "漢"


def bold(css: str, body: str) -> bool:
    """Tell whether the kanji of a page may be shown in bold."""
    return KANJI in wanted(PAGE.format(css=css, body=body)).bold


@pytest.mark.parametrize(
    ("css", "body"),
    [
        ("", "<b>漢</b>"),
        ("", "<table><tr><th>漢</th></tr></table>"),
        ("", "<h2>x <span>漢</span></h2>"),
        ("", "<svg><text font-weight='600'>漢</text></svg>"),
        (".a { font-weight: 600 }", "<p class='b a'>漢</p>"),
        ("p { font: bold 1em/1 serif }", "<p>漢</p>"),
        ("main > p:first-child { color: red; font-weight: bolder; }", "<p>漢</p>"),
        ("@media print { .a, .b { font-weight: 700 } }", "<p class='b'>漢</p>"),
        (".a::before { font-weight: 600; content: '' } /* x */", "<p class='a'>漢</p>"),
        ("[open] > :is(p, em) { font-weight: 600 }", "<p>漢</p>"),
        (".a { font-weight: var(--w) }", "<p class='a'>漢</p>"),
        (".given-by-a-script { font-weight: 600 }", "<p>漢</p>"),
        ("p { font-weight: 600 } p p { font-weight: 400 }", "<p>漢</p>"),
        ("@media print { a { color: red } b { font-weight: 400 } }", "<b>漢</b>"),
        ("p b, b.x { font-weight: 400 }", "<b>漢</b>"),
        ("b { font-weight: 400 } .a { font-weight: 600 }", "<b class='a'>漢</b>"),
        ('.a::after { content: "漢" }', ""),
    ],
)
def test_whatever_may_be_bold_is_found(css, body):
    """By nature, by a rule however written, by an attribute, by a state or a script."""
    assert bold(css, body)


@pytest.mark.parametrize(
    ("css", "body"),
    [
        ("", "<p>漢</p>"),
        (".a { font-weight: 600 }", "<p class='a'></p><p>漢</p>"),
        ("p { font-weight: 400; font-size: 600px }", "<p>漢</p>"),
        ("p { font: inherit; color: #600 }", "<p>漢</p>"),
        ("/* p { font-weight: 600 } */", "<p>漢</p>"),
        ("@font-face { font-weight: 600; src: url(x) }", "<p>漢</p>"),
        ("@media print { a { color: red } } b, i { font-weight: 400 }", "<b>漢</b>"),
    ],
)
def test_what_cannot_be_bold_is_left_out(css, body):
    """Text of normal weight costs nothing in the bold face."""
    assert not bold(css, body)


def test_comments_and_instructions_show_nothing():
    """They are in the tree of a page, and no character of theirs is wanted of any face."""
    found = wanted("<style>b{}</style><p><b>一<!-- 二 -->三<?四 五?>六</b></p>")
    for characters in (found.plain, found.bold):
        assert {"一", "三", "六"} <= characters
        assert not characters & set("二四五")


def test_scripts_may_write_latin_anywhere():
    """Digits, letters and signs of ASCII are in both weights, whatever the page says."""
    found = wanted(PAGE.format(css="", body="<p>あ</p>"))
    assert found.bold >= ALWAYS
    assert ALWAYS | {"あ"} <= found.plain
    assert {"0", "9", "-", "."} <= ALWAYS


def test_only_names_alone_are_slanted():
    """Of MathML's letters those that stand alone get their italic form, all of its forms."""
    body = "<math><mi>h</mi><mi>π</mi><mi>log</mi><mo>=</mo><mn>2</mn></math>"
    found = wanted(PAGE.format(css="", body=body))
    assert found.letters == {"h", "π"}
    assert found.formulas == set("hπlog=2")
    assert slanted(found.letters, MATHEMATICAL) == {"ℎ", "𝜋", "𝜛"}


@needs_browser
@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_letter_is_shown_in_a_foreign_face(language, tmp_path):
    """The browser takes every letter from the page's own faces, the bold ones from a bold face."""
    templates = sample.templates(tmp_path)
    html = render.document(sample.context(), language, "html", templates).text
    with started() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 9000})  # nothing is left undrawn
        page.set_content(html)
        page.evaluate("document.fonts.ready")
        faces = used(page)
    assert {face for _, face, own in faces if not own} == set()
    heavy = {face for weight, face, _ in faces if weight >= 600}
    assert heavy - {"Report-Math-Regular"} <= {"Report-Sans-SemiBold", "Report-Serif-SemiBold"}
    assert "Report-Sans-SemiBold" in heavy


LEAVES = "body *:not(:has(*))"
WRAP = """() => {
  for (const element of document.querySelectorAll("body, body *:has(*)")) {
    for (const text of [...element.childNodes]) {
      if (text.nodeType === Node.TEXT_NODE && text.data.trim() && element instanceof HTMLElement) {
        const leaf = document.createElement("span");
        text.replaceWith(leaf);
        leaf.append(text);
      }
    }
  }
}"""
"""What the browser says of an element holds for all in it, so that each text gets its own."""
WEIGHTS = f"""[...document.querySelectorAll("{LEAVES}")]
  .map(element => Number(getComputedStyle(element).fontWeight))"""


def used(page):
    """List the weight, the face, and whether it is the page's own, of all text on a page."""
    page.evaluate(WRAP)
    devtools = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        devtools.send(f"{domain}.enable")
    root = devtools.send("DOM.getDocument")["root"]["nodeId"]
    leaves = devtools.send("DOM.querySelectorAll", {"nodeId": root, "selector": LEAVES})["nodeIds"]
    found = set()
    for node, weight in zip(leaves, page.evaluate(WEIGHTS), strict=True):
        faces = devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        found |= {(weight, face["postScriptName"], face["isCustomFont"]) for face in faces}
    return found
