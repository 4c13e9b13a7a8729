"""A real browser opens the page without a request, a complaint or a barrier."""

import pytest

from report import equations, mathematics
from report.render import fonts
from report.workspace import TEMPLATES
from tests.browsing import barriers, needs_browser, pages, visit

pytestmark = needs_browser


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Write the sample's page in both languages."""
    return pages(tmp_path_factory.mktemp("page"))


@pytest.fixture(params=["ja", "en"])
def file(request, files):
    """Go through the languages."""
    return files[request.param]


@pytest.fixture
def opened(browser, file):
    """Return a function that opens the page at a width and in a colour scheme."""
    contexts = []

    def opener(width, scheme="light", **options):
        size = {"width": width, "height": 800}
        page = visit(browser, file, viewport=size, color_scheme=scheme, **options)
        contexts.append(page.context)
        return page

    yield opener
    for context in contexts:
        context.close()


def test_the_page_asks_for_nothing_and_complains_of_nothing(opened, file):
    """The policy, the style sheet and the script agree, and nothing lies outside the file."""
    page = opened(1280)
    assert page.said == []
    assert [url for url in page.asked if not url.startswith("data:")] == [file.as_uri()]
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") == "600"


def test_the_embedded_faces_are_used(opened):
    """Every face that the page needs loads from the page itself."""
    page = opened(1280)
    status = page.evaluate("[...document.fonts].map(face => [face.family, face.status])")
    loaded = {family.strip('"') for family, state in status if state == "loaded"}
    assert {"Report Sans", "Report Math", "Report Mono"} <= loaded
    assert "error" not in {state for _, state in status}


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_nothing_scrolls_sideways(opened, width):
    """The page fits every screen; what is wider scrolls in its own box."""
    page = opened(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_there_is_no_barrier(opened, width, scheme):
    """The accessibility checker axe finds no violation."""
    assert barriers(opened(width, scheme)) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_there_is_no_barrier_in_what_opens(opened, width, scheme):
    """Nor does it with a receipt, with the contents and with a large figure before the page."""
    page = opened(width, scheme)
    page.locator("main a.n").first.click()
    assert page.locator(".sheet:popover-open").count() == 1
    assert barriers(page) == []
    page.keyboard.press("Escape")
    if width < 1000:
        page.locator("summary").click()
        assert page.locator(".contents a").first.is_visible()
        assert barriers(page) == []
        page.keyboard.press("Escape")
    page.locator(".zoom").click()
    assert page.locator("dialog[open]").count() == 1
    assert barriers(page) == []
    assert page.said == []


@pytest.mark.parametrize("width", [390, 1280])
def test_what_can_be_pressed_is_large_enough(opened, width):
    """Buttons, switches and the links of the frame are at least 24 pixels high and wide."""
    page = opened(width, has_touch=width < 1000)
    page.locator("main a.n").first.click()
    small = page.evaluate(
        """[...document.querySelectorAll("button, summary, .colours label, .contents a")]
        .map(element => [element.outerHTML, element.getBoundingClientRect()])
        .filter(([_, box]) => box.width && (box.width < 24 || box.height < 24)).map(([it]) => it)"""
    )
    assert small == []


def test_dark_is_dark(opened):
    """The page follows the reader's colour scheme, drawings included."""
    ink = "getComputedStyle(document.querySelector('.drawing path[stroke]')).stroke"
    light, dark = (opened(1280, scheme).evaluate(ink) for scheme in ("light", "dark"))
    assert light == "rgb(29, 29, 33)"
    assert dark == "rgb(230, 230, 234)"


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_is_whole_without_its_script(opened, width):
    """Contents and languages are links, a number leads to its entry, no dead control is shown."""
    page = opened(width, java_script_enabled=False)
    number = page.locator("main a.n").first
    number.click()
    assert page.url.endswith(number.get_attribute("href"))
    entry = page.locator(number.get_attribute("href").replace(".", r"\."))
    assert entry.is_visible()
    assert page.locator("dt", has_text="SHA").count() == 0
    assert "SHA-256" in entry.locator("xpath=..").locator("h3").inner_text()
    assert page.locator(".contents a").first.is_visible()
    assert page.locator(".tools a[hreflang]").is_visible()
    assert page.locator("button, dialog, input, .sheet").count() == 0
    assert page.locator("figure svg").is_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_paper_shows_no_controls(opened, width):
    """The print style hides whatever only a screen can use, and paper is light."""
    page = opened(width, "dark")
    page.locator("main a.n").first.click()
    page.emulate_media(media="print")
    shown = page.locator(".rail, .skip, .here, .data, .zoom, .copy, .sheet")
    assert shown.count() > 0
    assert [shown.nth(at).is_visible() for at in range(shown.count())] == [False] * shown.count()
    ink = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
    assert ink == "rgb(29, 29, 33)"


SPACE = 8
"""Pixels, at most, that an operator at the end of a cell has around it."""
CELLS = """[...document.querySelectorAll("mtd")].map(cell => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  const [inner, outer, style] =
    [range.getBoundingClientRect(), cell.getBoundingClientRect(), getComputedStyle(cell)];
  return {
    text: cell.textContent,
    side: cell.getAttribute("columnalign"),
    left: inner.left - outer.left - parseFloat(style.paddingLeft),
    right: outer.right - parseFloat(style.paddingRight) - inner.right,
  };
}).filter(cell => cell.text)"""


@pytest.mark.parametrize("width", [390, 1280])
def test_the_columns_of_equations_line_up(browser, tmp_path, width):
    """In every equation no cell is narrower than what it holds, and it is set to its side."""
    shown = [entry for entry in equations.load().values() if not entry.inline]
    maths = "".join(mathematics.to_mathml(e.latex, display=True, language="en") for e in shown)
    sheet = (TEMPLATES / "html" / "screen.css").read_text("utf-8") + mathematics.STYLE
    html = f"<!doctype html><html lang=en><style>/* fonts */{sheet}</style><body>{maths}"
    file = tmp_path / "equations.html"
    file.write_text(html.replace("/* fonts */", fonts.screen_css(html, "en")), "utf-8")
    page = visit(browser, file, viewport={"width": width, "height": 800})
    cells = page.evaluate(CELLS)
    right = [cell for cell in cells if cell["side"] == "right"]
    assert len(right) > 10
    assert [cell for cell in cells if min(cell["left"], cell["right"]) < -0.5] == []
    assert [cell for cell in right if cell["right"] > SPACE] == []
