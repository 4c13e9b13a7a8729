"""What the page's script adds works by mouse, by touch and by keyboard, in both languages."""

import re

import pytest
from playwright.sync_api import expect

from report import notation, render
from report.results.text import LANGUAGES
from report.wording import KINDS, WORDS
from tests import sample
from tests.browsing import needs_browser, pages, visit

pytestmark = needs_browser
WIDE, PHONE = (1280, 800), (390, 800)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Write the sample's page in both languages."""
    return pages(tmp_path_factory.mktemp("page"))


@pytest.fixture(params=LANGUAGES)
def language(request):
    """Go through the languages."""
    return request.param


@pytest.fixture
def opened(browser, files, language):
    """Return a function that opens the page on a screen of some size; all must stay silent."""
    seen = []

    def opener(screen=WIDE, **options):
        width, height = screen
        size = {"width": width, "height": height}
        seen.append(visit(browser, files[language], viewport=size, **options))
        return seen[-1]

    yield opener
    for page in seen:
        assert page.said == []
        assert {url.partition(":")[0] for url in page.asked} <= {"file", "data"}
        page.context.close()


def focused(page, attribute):
    """Return an attribute of the element that has the focus."""
    return page.evaluate("name => document.activeElement.getAttribute(name)", attribute)


def number_link(page, id_="line.best_a"):
    """Return the first mention of a number in the text."""
    return page.locator(f"main p a[href='#number-{id_}']").first


# Receipts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("id_", ["line.best_a", "cnn.accuracy"])
def test_a_receipt_says_what_the_number_is(opened, language, id_):
    """Label, digits, kind, method, interval, runs, print, source and hash are the context's own."""
    page = opened()
    number_link(page, id_).click()
    number, origin = sample.numbers()[id_], sample.origins()[id_]
    sheet = page.locator(".sheet:popover-open")
    names, told = (sheet.locator(tag).all_inner_texts() for tag in ("dt", "dd"))
    rows = dict(zip(names, told, strict=True))
    words = {name: text.in_(language) for name, text in WORDS.items()}
    assert sheet.locator(".what").inner_text() == number.label.in_(language)
    assert sheet.locator(".value").inner_text() == notation.full(number)
    assert rows.pop(words["obtained"]) == (
        f"{KINDS[number.kind].in_(language)} · {number.method.in_(language)}"
    )
    assert rows.pop(words["source"]) == f"{origin.file}:{origin.line} {id_}"
    assert rows.pop(words["data"]) == f"{origin.data} SHA-256 {origin.sha256[:12]}…"
    if id_ == "line.best_a":
        agreeing = words["agreeing"].format(15)
        assert rows.pop(words["printed"]) == f"5.19936381662864… ({agreeing})"
        assert sheet.locator(".same").inner_text() == "5.19936381662864"
    else:
        assert rows.pop(words["interval"]) == f"[{number.low}, {number.high}]"
        assert rows.pop(words["runs"]) == str(number.runs)
    assert rows == {}


def test_a_receipt_opens_by_key_and_gives_the_focus_back(opened):
    """Tab comes to the number, Enter opens, focus moves in, Escape closes and focus returns."""
    page = opened()
    number = number_link(page)
    number.evaluate("link => link.closest('p').querySelectorAll('a')[0].focus()")
    assert focused(page, "aria-haspopup") == "dialog"
    page.keyboard.press("Enter")
    assert focused(page, "role") == "dialog"
    assert page.locator(".sheet:popover-open").count() == 1
    name = page.evaluate(
        "document.getElementById(document.activeElement.getAttribute('aria-labelledby')).textContent"
    )
    assert name == page.locator(".sheet .what").inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".sheet:popover-open").count() == 0
    expect(number).to_be_focused()


def test_a_receipt_closes_when_something_else_is_wanted(opened):
    """A press outside, on the number again or on the button closes it, and tabbing out of it."""
    page = opened()
    number, sheet = number_link(page), page.locator(".sheet:popover-open")
    for close in (
        lambda: page.mouse.click(1270, 790),
        number.click,
        sheet.locator(".close").click,
    ):
        number.click()
        assert sheet.count() == 1
        close()
        assert sheet.count() == 0
        expect(number).to_be_focused()
    number.click()
    for _ in range(3):
        page.keyboard.press("Tab")
    assert sheet.count() == 0
    assert page.evaluate("document.activeElement.closest('.sheet')") is None


def test_another_number_takes_the_receipt_over(opened):
    """A click on a second number shows that one's receipt at once."""
    page = opened((1280, 2400))
    page.locator("td a[href='#number-line.best_a']").click()
    before = page.locator(".sheet .value").inner_text()
    number_link(page, "cnn.accuracy").click()
    assert page.locator(".sheet:popover-open .value").inner_text() not in ("", before)


def test_a_citation_shows_its_source(opened, language):
    """Beside it stands what the list of references says, and the way there."""
    page = opened()
    cited = page.locator("main p .cite a").first
    cited.click()
    sheet = page.locator(".sheet:popover-open")
    listed = page.locator("#reference-theano > :last-child")
    assert sheet.locator(".what").inner_text() == listed.inner_text()
    assert sheet.locator("dl, .value").count() == 0
    assert sheet.locator(".entry").inner_text() == WORDS["references"].in_(language)
    page.keyboard.press("Escape")
    expect(cited).to_be_focused()
    number_link(page).click()
    assert sheet.locator(".entry").inner_text() == WORDS["entry"].in_(language)
    assert sheet.locator("dl").count() == 1


def test_a_receipt_leads_to_the_entry(opened):
    """The link in it goes to the number's place in the list, and the receipt is gone."""
    page = opened()
    number_link(page).click()
    page.locator(".sheet .entry").click()
    assert page.url.endswith("#number-line.best_a")
    assert page.locator(".sheet:popover-open").count() == 0
    box = page.locator(r"#number-line\.best_a").bounding_box()
    assert 0 <= box["y"] < 800


def test_a_click_with_a_modifier_stays_a_link(opened):
    """Whoever asks for a new tab gets one, and no receipt."""
    page = opened()
    with page.context.expect_page() as other:
        number_link(page).click(modifiers=["Control"])
    assert other.value.url.endswith("#number-line.best_a")
    assert page.locator(".sheet:popover-open").count() == 0


@pytest.mark.parametrize("screen", [WIDE, PHONE, (320, 480), (1024, 400)])
def test_a_receipt_is_near_its_number_and_on_the_screen(opened, screen):
    """Every number's receipt is wholly visible, and covers its number on no screen."""
    page = opened(screen)
    links = page.locator("main a.n")
    assert links.count() == 4
    for at in range(links.count()):
        links.nth(at).scroll_into_view_if_needed()
        links.nth(at).click()
        page.evaluate("Promise.all(document.getAnimations().map(each => each.finished))")
        sheet, number = page.locator(".sheet").bounding_box(), links.nth(at).bounding_box()
        assert sheet["x"] >= 0
        assert sheet["y"] >= 0
        assert sheet["x"] + sheet["width"] <= screen[0]
        assert sheet["y"] + sheet["height"] <= screen[1] + 0.5
        if screen[1] > 480:
            above, below = sheet["y"] + sheet["height"] <= number["y"], sheet["y"] >= number["y"]
            assert above or below
        page.keyboard.press("Escape")


# Contents and languages -------------------------------------------------------------------------


def jump(page, id_):
    """Go to a heading and wait until the contents have noticed."""
    page.evaluate("id => document.getElementById(id).scrollIntoView()", id_)
    expect(page.locator(f".contents a[href='#{id_}']")).to_have_attribute("aria-current", "true")


def test_the_contents_mark_where_the_reader_is(opened):
    """The current section, and no other, is marked, forwards and backwards."""
    page = opened((1280, 300))
    for id_ in ("question", "numbers", "method", "references", "abstract"):
        jump(page, id_)
        assert page.locator(".contents [aria-current]").count() == 1


def test_the_mark_stays_in_sight(opened):
    """In a long list the current entry is scrolled to, within the list alone."""
    page = opened((1280, 300))
    jump(page, "numbers")
    before = page.evaluate("scrollY")
    entry, box = page.locator(".contents [aria-current]"), page.locator(".contents")
    here, around = entry.bounding_box(), box.bounding_box()
    assert around["y"] - 1 <= here["y"] <= around["y"] + around["height"] - here["height"] + 1
    assert page.evaluate("scrollY") == before


@pytest.mark.parametrize("screen", [WIDE, PHONE])
def test_the_other_language_opens_at_the_same_section(opened, language, screen):
    """Both language links carry the section the reader is in, and none at the top."""
    page = opened(screen)
    other = next(each for each in LANGUAGES if each != language)
    for link in page.locator("a[hreflang]").all():
        assert link.get_attribute("href").endswith(f"report.{other}.html")
    jump(page, "method")
    for link in page.locator("a[hreflang]").all():
        expect(link).to_have_attribute("href", re.compile(rf"report\.{other}\.html#method$"))
    # A pointer's click may scroll to where the bar would be if it did not stick, and so elsewhere.
    page.locator(".tools a[hreflang]").evaluate("link => link.click()")
    expect(page).to_have_url(re.compile(rf"report\.{other}\.html#method$"))
    assert page.evaluate("document.documentElement.lang") == other
    assert 0 <= page.locator("#method").bounding_box()["y"] < 200


def test_on_a_phone_the_contents_hang_below_a_bar(opened):
    """Closed they cover nothing; they open by touch, lead somewhere and go away, also by key."""
    page = opened(PHONE, has_touch=True)
    listed, summary = page.locator(".contents"), page.locator("summary")
    assert not listed.is_visible()
    jump(page, "question")
    bar, heading = page.locator(".rail").bounding_box(), page.locator("#question").bounding_box()
    assert bar["y"] == 0
    assert heading["y"] >= bar["height"]
    summary.tap()
    assert listed.is_visible()
    page.locator(".contents a[href='#method']").tap()
    assert page.url.endswith("#method")
    assert not listed.is_visible()
    named = page.locator(".contents a[href='#method']").text_content()
    expect(page.locator(".now")).to_have_text(named)
    summary.press("Enter")
    assert listed.is_visible()
    page.keyboard.press("Escape")
    assert not listed.is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


# Colours ----------------------------------------------------------------------------------------


def paper(page):
    """Return the colour of the page."""
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


def test_the_reader_chooses_the_colours_and_finds_them_again(opened):
    """The system decides until the reader does; the choice is there before the page is drawn."""
    page = opened(color_scheme="light")
    light = paper(page)
    page.locator(".colours input[value=dark]").check()
    dark = paper(page)
    assert light == "rgb(255, 255, 255)"
    assert dark != light
    page.reload(wait_until="commit")
    expect(page.locator("header h1")).to_be_visible()
    assert paper(page) == dark
    expect(page.locator(".colours input[value=dark]")).to_be_checked()
    page.locator(".colours input[value=auto]").check()
    assert paper(page) == light


def test_the_colours_can_be_chosen_where_nothing_can_be_stored(opened):
    """A browser that forbids storage costs the memory of the choice and nothing else."""
    page = opened()
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw 0; } })")
    page.reload()
    page.locator(".colours input[value=dark]").check()
    assert paper(page) == "rgb(22, 23, 27)"
    page.locator(".colours input[value=light]").check()
    assert paper(page) == "rgb(255, 255, 255)"


# Figures ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", [WIDE, PHONE])
def test_a_figure_opens_large_and_goes_back(opened, language, screen):
    """Enter on its button fills the screen; Escape puts drawing, page and focus back."""
    page = opened(screen)
    button = page.locator(".zoom")
    button.scroll_into_view_if_needed()
    before = page.locator("figure .drawing svg").bounding_box()
    assert button.get_attribute("aria-label").startswith(WORDS["enlarge"].in_(language))
    button.press("Enter")
    window = page.locator("dialog[open]")
    box = window.bounding_box()
    assert (box["width"], box["height"]) == screen
    assert window.locator("svg").bounding_box()["width"] > before["width"]
    assert (
        window.get_attribute("aria-label") == page.locator("figcaption .label").first.inner_text()
    )
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert page.locator("figure .drawing svg").bounding_box() == before
    assert focused(page, "class") == "zoom"


def test_a_figure_opens_by_a_click_and_closes_by_button_or_beside_it(opened):
    """A reader who clicks the drawing sees it large, and leaves as windows are left."""
    page = opened()
    for leave in (
        page.locator("dialog .close").click,
        lambda: page.mouse.click(640, 790),
    ):
        page.locator("figure .drawing").click()
        assert page.locator("dialog[open] svg").count() == 1
        leave()
        expect(page.locator("dialog[open]")).to_have_count(0)
        expect(page.locator("figure .drawing svg")).to_be_visible()


def test_on_a_phone_a_figure_stays_legible(opened):
    """Its letters keep their size: the drawing scrolls in its box, also by keyboard."""
    page = opened(PHONE, has_touch=True)
    drawing = page.locator("figure .drawing")
    assert drawing.locator("svg").bounding_box()["width"] > 500
    assert drawing.evaluate("box => box.scrollWidth > box.clientWidth && box.tabIndex") == 0
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(drawing).not_to_have_attribute("tabindex", re.compile(""))


# Formulas ---------------------------------------------------------------------------------------


def test_the_latex_of_an_equation_is_copied(opened, language):
    """The clipboard holds what equations.toml says, and the reader is told politely."""
    page = opened(permissions=["clipboard-read", "clipboard-write"])
    button = page.locator("#equation-square .copy")
    assert "LaTeX" in button.get_attribute("aria-label")
    assert "{}" not in button.get_attribute("aria-label")
    page.locator("#equation-square").hover()
    button.click()
    done = WORDS["copied"].in_(language)
    expect(page.locator("[role=status]")).to_have_text(done)
    assert page.evaluate("navigator.clipboard.readText()") == sample.equations()["square"].latex
    assert button.inner_text() == done


def test_without_a_clipboard_the_latex_is_selected(opened, language):
    """Where the page may not copy, the reader's own keys do: the text is there and selected."""
    page = opened()
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.locator("#equation-square .copy").press("Enter")
    by_hand = WORDS["copy_by_hand"].in_(language)
    expect(page.locator("[role=status]")).to_have_text(by_hand)
    selected = page.evaluate("""(({ value, selectionStart, selectionEnd }) =>
        value.slice(selectionStart, selectionEnd))(document.activeElement)""")
    assert selected == sample.equations()["square"].latex
    page.evaluate("document.activeElement.blur()")
    assert page.locator(".latex").count() == 0


def test_a_root_leaves_no_gap_behind_it(browser, language, tmp_path):
    """What follows a root stands where the root's bar ends, whatever room the browser reserves."""
    templates = sample.templates(tmp_path, **{f"{language}_10": r"<p>{{ m('\sqrt{x}y') }}</p>"})
    file = tmp_path / "roots.html"
    file.write_text(render.document(sample.context(), language, "html", templates).text, "utf-8")
    page = visit(browser, file)
    root = page.locator("main msqrt")
    expect(root).to_have_attribute("style", re.compile("margin-right"))
    gap = root.evaluate(
        """root => root.nextElementSibling.getBoundingClientRect().left
        - root.lastElementChild.getBoundingClientRect().right"""
    )
    assert abs(gap) < 1
    page.context.close()
