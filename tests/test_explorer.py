"""The explorer computes what Python computes, and everybody can use it, in both languages."""

from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise

import lxml.html
import msgspec
import numpy as np
import pytest
from mpmath import mp

from report import check, explorer, render, slopes, survey
from report.check.allowed import stray
from report.context import Column, Grid, Plain, Row
from report.equations import Equation
from report.render.explorer import SHOWN, SPOKEN
from report.results.slopes import FAMILIES, Criterion
from report.results.survey import Framework, Survey
from report.results.text import LANGUAGES, Text
from report.slopes.graphs import error_curve
from tests import sample
from tests.browsing import barriers, needs_browser

MARKED = ("tangent", "l1", "h1_seminorm", "l2", "minimax", "reverse_kl", "variance")
FIGURES = ("lines", "error", "derivative", "parabolas")
SECTION = (
    "{{ heading('explorer', 'x') }}"
    + "".join(f"{{{{ fig('{id_}') }}}}" for id_ in FIGURES)
    + "<p>{{ f('g_a') }}</p>{{ explorer() }}"
)


# --- The page ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def criteria():
    """Solve some criteria, and take one along that has no best width."""
    found = [
        Criterion(
            *(id_, family, slopes.criterion(id_).name, "x", "solved"),
            best_a=slopes.best(id_, family, digits=25).a,
        )
        for id_ in MARKED
        for family in FAMILIES
    ]
    without = slopes.criterion("forward_kl")
    return [*found, Criterion(without.id, "line", without.name, "x", "diverges")]


@pytest.fixture(scope="module")
def surveyed():
    """Read the survey as it stands; what was measured does not matter here."""
    sheet = survey.load()
    return Survey(
        sheet.read, tuple(Framework(**msgspec.structs.asdict(e)) for e in sheet.framework)
    )


@pytest.fixture(scope="module")
def made(criteria, surveyed):
    """Make the explorer."""
    best = {found.family: found.best_a for found in criteria if found.id == "l2"}
    return explorer.explorer(criteria, best, surveyed)


@pytest.fixture(scope="module")
def context(made):
    """Give the sample an explorer and the rows, formulas and figures that it refers to."""
    marks = [mark for found in (*made.criteria.values(), made.users) for mark in found]
    rows = {quote.source.removeprefix("row:") for mark in marks for quote in mark.names}
    cell = (Plain(sample.SAME),)
    svg = sample.SVG.replace(' clip-path="url(#curve-1)"', "").replace('id="curve-1"', "")
    drawn = Text(ja=svg, en=svg)
    formulas = {
        id_: Equation(id=id_, latex=latex, kind="expression", inline=True)
        for id_, latex in (("one_over_a", "1/a"), ("g_a", "g_a"))
    }
    return sample.context(
        explorer=made,
        equations=sample.equations() | formulas,
        figures={
            id_: msgspec.structs.replace(sample.figure(), id=id_, svg=drawn)
            for id_ in ("curve", *FIGURES)
        },
        tables={
            "claims": sample.grid(),
            "rows": Grid(
                *("rows", sample.SAME, (Column(sample.SAME),)),
                tuple(Row(cell, id=id_) for id_ in sorted(rows)),
            ),
        },
    )


@pytest.fixture(scope="module")
def documents(context, tmp_path_factory):
    """Render the sample's page and paper in both languages."""
    templates = tmp_path_factory.mktemp("templates")
    folder = sample.templates(templates, en_30=SECTION, ja_30=SECTION)
    return {
        (language, medium): render.document(context, language, medium, folder)
        for language in LANGUAGES
        for medium in ("html", "pdf")
    }


# --- What stands in the document --------------------------------------------------------------


def test_the_marks_are_the_criteria_and_the_frameworks(made, criteria, surveyed):
    """Nothing is left out, nothing is added, and each mark stands at the width of its source."""
    for family in FAMILIES:
        solved = {c.name: c.best_a for c in criteria if c.family == family and c.best_a}
        assert {mark.names[0].text: mark.a for mark in made.criteria[family]} == solved
    found = {quote.text.partition(" (–")[0]: mark.a for mark in made.users for quote in mark.names}
    assert found.keys() == {entry.name for entry in surveyed.frameworks}
    for entry in surveyed.frameworks:
        assert 1 / Fraction(entry.slope) == Fraction(found[entry.name])


def test_the_marks_rise_and_lie_within_the_range(made):
    """A list is read from steep to flat, and the axis has room for all of it."""
    for marks in (*made.criteria.values(), made.users):
        widths = [Decimal(mark.a) for mark in marks]
        assert all(one <= other for one, other in pairwise(widths))
        assert Decimal(made.low) <= min(widths)
        assert max(widths) < Decimal(made.high)


def test_the_documents_are_without_fault(documents, context):
    """Every digit of the explorer has its source, and both languages say the same."""
    for document in documents.values():
        assert document.findings == ()
        assert check.page(document, context) == ()
    for medium in ("html", "pdf"):
        assert check.parity(documents["ja", medium], documents["en", medium]) == ()


def test_no_word_of_the_explorer_holds_a_digit():
    """What the script says later is held to the same rule as what stands in the page."""
    said = [*SHOWN.values(), *SPOKEN.values(), *explorer.SHORT.values()]
    assert [text for both in said for text in (both.ja, both.en) if [*stray(text)]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_says_where_the_explorer_is(documents, language):
    """No empty frame and no control appears where nothing can be moved."""
    tree = lxml.html.document_fromstring(documents[language, "pdf"].text)
    box = tree.find(".//div[@class='explorer']")
    assert box is not None
    assert "HTML" in "".join(map(str, box.itertext()))
    assert [e.tag for e in box.iter("input", "button", "svg")] == []


def test_a_document_without_an_explorer_says_so(tmp_path):
    """Asking for what is not there is a finding that names the template."""
    folder = sample.templates(tmp_path, en_30="<p>{{ explorer() }}</p>")
    found = render.document(sample.context(), "en", "pdf", folder).findings
    assert [finding.place for finding in found] == ["templates/en/30-part.html:1"]
    assert "no explorer" in found[0].what


# --- In a browser -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def files(documents, tmp_path_factory):
    """Write the pages."""
    folder = tmp_path_factory.mktemp("pages")
    for language in LANGUAGES:
        (folder / f"report.{language}.html").write_text(documents[language, "html"].text, "utf-8")
    return folder


@pytest.fixture
def opened(browser, files):
    """Return a function that opens the page with the explorer in view."""
    contexts = []

    def opener(language="en", width=1280, **options):
        options = {"viewport": {"width": width, "height": 1400}} | options
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto((files / f"report.{language}.html").as_uri())
        page.locator(".explorer").scroll_into_view_if_needed()
        return page

    yield opener
    for context in contexts:
        context.close()


def width(page):
    """Read the width in full precision."""
    return float(page.locator(".tool").get_attribute("data-width"))


def shown(page, name):
    """Read a number in full precision."""
    return float(page.locator(f'[data-shows="{name}"]').get_attribute("value"))


def choose(page, family):
    """Switch the family like a reader."""
    page.locator(f'.explorer [value="{family}"]').check(force=True)


def resize(page, across, down=1400):
    """Give the window another size, and wait until the page has drawn itself."""
    page.set_viewport_size({"width": across, "height": down})
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


VALUES = """([family, widths]) => {
  const tool = document.querySelector(".explorer .tool");
  tool.querySelector(`[value=${family}]`).click();
  const slider = tool.querySelector("[type=range]");
  return widths.map((a) => {
    slider.value = a;
    slider.dispatchEvent(new Event("input"));
    const read = (name) => Number(tool.querySelector(`[data-shows=${name}]`).value);
    return [Number(tool.dataset.width), ...["error", "derivative", "most", "ratio"].map(read)];
  });
}"""


@needs_browser
@pytest.mark.parametrize("family", FAMILIES)
def test_the_values_are_those_of_the_closed_forms(opened, made, family):
    """Error and derivative agree with the polylogarithms, and the greatest with a fine scan."""
    low, high = float(made.low), float(made.high)
    best = float(made.best[family])
    widths = sorted({*np.linspace(low, high, 25).tolist(), 4.0, best, best + 1e-6, 2 * np.pi})
    found = opened().evaluate(VALUES, [family, widths])
    with mp.workdps(40):
        least = slopes.half_error(mp.mpf(best), family)
        for asked, (a, error, derivative, most, ratio) in zip(widths, found, strict=True):
            assert a == pytest.approx(asked, rel=1e-14)
            wanted = slopes.half_error(mp.mpf(a), family)
            slope = mp.diff(lambda x: slopes.half_error(x, family), mp.mpf(a))
            assert error == pytest.approx(float(wanted), rel=1e-12), a
            assert derivative == pytest.approx(float(slope), rel=1e-11, abs=1e-15), a
            assert ratio == pytest.approx(float(wanted / least), rel=1e-12), a
            places = np.append(np.linspace(0, high, 400_001), [a / 2, a])  # the knees are kinks
            assert most == pytest.approx(np.abs(error_curve(places, a, family)).max(), rel=1e-9), a


@needs_browser
@pytest.mark.parametrize("family", FAMILIES)
def test_the_derivative_is_nought_at_the_best_width(opened, made, family):
    """The mark of least squares leads to where the error is least, and no sign is left over."""
    page = opened()
    choose(page, family)
    page.locator(f'.criteria [data-a="{made.best[family]}"]:visible').click()
    assert width(page) == float(made.best[family])
    assert page.locator('[data-shows="derivative"]').inner_text() == "0.00000000"
    assert page.locator('[data-shows="ratio"]').inner_text() == "1.0000"
    assert abs(shown(page, "derivative")) < 1e-15


@needs_browser
def test_the_curve_is_drawn_where_python_sees_it(opened):
    """Knees and dots stand at the places that the axes' own labels give."""
    page = opened()
    for family, reach in (("line", 2.0), ("parabolas", 4.0)):
        choose(page, family)
        page.locator('[data-field="a"]').fill("4")
        page.locator('[data-field="a"]').press("Enter")
        knees = [knee.bounding_box() for knee in page.locator("[data-plot=shape] circle").all()]
        ticks = page.locator("[data-plot=gap] .tick:not(.end)").all()
        at = {tick.text_content().replace("−", "-"): tick.bounding_box() for tick in ticks}
        for knee, x in zip(knees, (-reach, reach), strict=True):
            tick = at[f"{x:.0f}"]
            middle = tick["x"] + tick["width"] / 2
            assert knee["x"] + knee["width"] / 2 == pytest.approx(middle, abs=1)


KEYS = {
    "ArrowRight": 5.21,
    "ArrowUp": 5.22,
    "ArrowLeft": 5.21,
    "ArrowDown": 5.2,
    "Shift+ArrowRight": 5.3,
    "Shift+ArrowLeft": 5.2,
    "PageUp": 5.3,
    "PageDown": 5.2,
    "Home": 2.0,
    "End": 8.0,
}


@needs_browser
def test_the_keyboard_moves_the_slider(opened):
    """Arrows go to the next hundredth, pages and Shift to the next tenth, Home and End far."""
    page = opened()
    slider = page.locator(".explorer [type=range]")
    least = page.locator(".criteria button:visible", has_text="least squares")
    for first, onto in (("ArrowLeft", 5.19), ("ArrowRight", 5.2)):  # from 5.199… onto the grid
        least.click()
        slider.press(first)
        assert width(page) == onto
    for key, moved in KEYS.items():
        slider.press(key)
        assert width(page) == moved
        assert f"a = {moved:g}," in slider.get_attribute("aria-valuetext")
        assert page.locator('[data-field="a"]').input_value() == f"{moved:g}"


@needs_browser
def test_the_keys_stop_at_the_ends(opened):
    """No key leads out of the range."""
    page = opened()
    slider = page.locator(".explorer [type=range]")
    for end, key, stays in (("Home", "ArrowLeft", 2.0), ("End", "PageUp", 8.0)):
        slider.press(end)
        slider.press(key)
        assert width(page) == stays


@needs_browser
def test_a_mouse_drags_the_width(opened):
    """What is dragged stays under the pointer: the knee above x, the dots above a."""
    page = opened()
    for plot in ("shape", "gap", "error", "derivative"):
        _drag(page, plot)


def _drag(page, plot):
    box = page.locator(f"[data-plot={plot}]").bounding_box()
    middle, right = box["x"] + box["width"] * 0.55, box["x"] + box["width"] * 0.72
    y = box["y"] + box["height"] / 2
    page.mouse.move(middle, y)
    page.mouse.down()
    page.mouse.move(right, y, steps=4)
    before = width(page)
    grips = page.locator(f"[data-plot={plot}] .grip").all()
    if grips:
        grip = grips[-1].bounding_box()
        assert grip["x"] + grip["width"] / 2 == pytest.approx(right, abs=1.5)
    page.mouse.up()
    page.mouse.move(middle, y)
    assert width(page) == before  # let go
    assert f"a = {before:.4f}".rstrip("0") in page.locator('[data-shows="summary"]').inner_text()


TYPED = (
    ("a", "4.25", 4.25),
    ("a", " ５．２ ", 5.2),
    ("a", "11/2", 5.5),
    ("slope", "0.2", 5.0),
    ("slope", "1/6", 6.0),
    ("slope", "1 / 4", 4.0),
)


@needs_browser
def test_a_width_or_a_slope_can_be_typed(opened):
    """Decimals and fractions count at once, full-width digits too, and both fields then agree."""
    page = opened()
    for field, text, moved in TYPED:
        box = page.locator(f'[data-field="{field}"]')
        box.fill(text)
        assert width(page) == pytest.approx(moved, rel=1e-15)
        box.press("Enter")
        assert page.locator('[data-field="a"]').input_value() == f"{moved:g}"
        assert page.locator('[data-field="slope"]').input_value() == f"{1 / moved:.5f}".rstrip("0")
        assert page.locator("#explorer-said").inner_text() == ""


UNUSABLE = (
    ("a", "", 5.0, "Nothing was typed. The value stays 5."),
    ("a", "wide", 5.0, "“wide” is not a number. The value stays 5."),
    ("a", "5,2", 5.0, "“5,2” is not a number. The value stays 5."),
    ("a", "0/0", 5.0, "“0/0” is not a number. The value stays 5."),
    ("a", "<b>5</b>", 5.0, "“<b>5</b>” is not a number. The value stays 5."),
    ("a", "99", 8.0, "99 lies outside 2 to 8. The value is set to 8."),
    ("a", "-1", 2.0, "-1 lies outside 2 to 8. The value is set to 2."),
    ("slope", "0", 8.0, "0 lies outside 0.125 to 0.5. The value is set to 0.125."),
    ("slope", "-1/5", 8.0, "-1/5 lies outside 0.125 to 0.5. The value is set to 0.125."),
    ("slope", "1/0", 2.0, "1/0 lies outside 0.125 to 0.5. The value is set to 0.5."),
)


@needs_browser
def test_what_cannot_be_used_is_named(opened):
    """Bad input leaves the width or sets it to the end of the range, and a message says which."""
    page = opened()
    for field, text, kept, says in UNUSABLE:
        page.locator('.users [data-a="5"]').click()
        assert page.locator("#explorer-said").inner_text() == ""
        box = page.locator(f'[data-field="{field}"]')
        box.fill(text)
        box.press("Tab")
        assert width(page) == kept
        assert page.locator("#explorer-said").inner_text() == says


@needs_browser
def test_a_mark_takes_the_reader_to_its_width(opened, made):
    """Every mark of either family leads to its own width, and says that it is there."""
    page = opened()
    for family in FAMILIES:
        choose(page, family)
        users = made.users if family == "line" else ()
        buttons = page.locator(".marks button:visible").all()
        marks = [*made.criteria[family], *users]
        assert [float(button.get_attribute("data-a")) for button in buttons] == [
            float(mark.a) for mark in marks
        ]
        for button, mark in zip(buttons, marks, strict=True):
            button.click()
            assert width(page) == float(mark.a)
            assert button.get_attribute("aria-current") == "true"
            assert mark.short.text.en in page.locator('[data-shows="nearest"]').inner_text()


@needs_browser
def test_between_marks_the_nearest_is_named(opened):
    """The reader is told what lies near, and where."""
    page = opened()
    page.locator('[data-field="a"]').fill("4.1")
    nearest = page.locator('[data-shows="nearest"]').inner_text().replace("\xa0", " ")
    assert nearest == "tangent at the origin, at a = 4"
    assert page.locator('.marks [aria-current="true"]').count() == 0


@needs_browser
def test_switching_the_family_keeps_the_width(opened, made):
    """The same slope is shown with the other curve, its marks and its own least error."""
    page = opened()
    page.locator('[data-field="a"]').fill("4")
    choose(page, "parabolas")
    assert width(page) == 4
    assert shown(page, "error") == pytest.approx(float(slopes.half_error(4, "parabolas")), rel=1e-9)
    assert page.locator(".users").is_hidden()
    choose(page, "line")
    assert shown(page, "error") == pytest.approx(float(slopes.half_error(4)), rel=1e-9)
    assert page.locator(".users").is_visible()


# --- For everybody ----------------------------------------------------------------------------


@needs_browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_finger_drags_sideways_and_scrolls_up_and_down(opened, language):
    """A drag moves the width, a tap sets it, and a finger on its way down the page does not."""
    page = opened(
        language, 390, has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800}
    )
    graph = page.locator("[data-plot=error]")
    devtools = page.context.new_cdp_session(page)

    def finger(*path):
        """Put a finger down on the middle of the graph, lead it along a path, rest, lift it."""
        graph.evaluate("(svg) => svg.scrollIntoView({ block: 'center', behavior: 'instant' })")
        resize(page, 390, 800)  # the page is at rest
        box = graph.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        for kind, (right, down) in zip(("touchStart", *["touchMove"] * 9), path, strict=False):
            point = {"x": x + right, "y": y + down}
            devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
        page.wait_for_timeout(100)
        devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        return x + right

    def grip():
        box = graph.locator(".grip").bounding_box()
        return box["x"] + box["width"] / 2

    start = width(page)
    finger((0, 0))
    tapped = width(page)
    assert tapped != start
    scrolled = page.evaluate("scrollY")
    finger((0, 0), (0, -30), (0, -60), (1, -90), (1, -90))
    page.wait_for_function(f"scrollY > {scrolled} + 20")
    assert width(page) == tapped
    assert finger((0, 0), (20, 0), (40, 1), (60, 1)) == pytest.approx(grip(), abs=1.5)
    assert finger((-30, 0)) == pytest.approx(grip(), abs=1.5)
    assert page.locator('.tool [data-shows="summary"]').inner_text() != ""


@needs_browser
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("size", "scheme"), [(320, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]
)
def test_there_is_no_barrier(opened, language, size, scheme):
    """The checker axe finds no violation, in either family and with a message on the screen."""
    page = opened(language, size, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= size
    for family in FAMILIES:
        choose(page, family)
        page.locator('[data-field="a"]').fill("?")
        page.locator('[data-field="a"]').press("Enter")
        assert barriers(page, context=".explorer") == []


BOXES = """() => {
  const frame = document.querySelector(".explorer").getBoundingClientRect();
  const kinds = [".short", "text", "p.head > *", "dt", "dd"].map((kind) => `.tool ${kind}`);
  return [...document.querySelectorAll(kinds.join())]
    .map((label) => [label.textContent, label.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0)
    .map(([text, box]) => [text, box.left - frame.left, box.top, frame.right - box.right,
                           box.width, box.height]);
}"""


@needs_browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_never_meet(opened, language):
    """Names of marks, ticks and headings stay clear of each other and within the explorer."""
    page = opened(language)
    for size in (320, 390, 768, 1280):
        resize(page, size)
        for family in FAMILIES:
            choose(page, family)
            labels = page.evaluate(BOXES)
            assert [label for label in labels if min(label[1], label[3]) < -1] == []
            pairs = combinations(labels, 2)
            assert [(one[0], other[0]) for one, other in pairs if _meet(one, other)] == []


def _meet(one, other):
    """Tell whether two boxes share more than a hair's breadth, in each direction."""
    (_, left, top, _, wide, high), (_, left_, top_, _, wide_, high_) = one, other
    across = min(left + wide, left_ + wide_) - max(left, left_)
    down = min(top + high, top_ + high_) - max(top, top_)
    return across > 2 and down > 4  # boxes of type have room above and below the letters


@needs_browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_control_has_a_name_in_the_language(opened, language):
    """A screen reader hears what each control is, and a mark's full name beside its short one."""
    page = opened(language)
    names = {"ja": ("折れ線", "二つの放物線", "幅 a"), "en": ("Line", "Two parabolas", "Width a")}
    line, parabolas, slider = names[language]
    tool = page.locator(".tool")
    assert tool.get_by_role("radio", name=line, exact=True).count() == 1
    assert tool.get_by_role("radio", name=parabolas, exact=True).count() == 1
    assert tool.get_by_role("slider", name=slider, exact=True).count() == 1
    assert tool.get_by_role("textbox").count() == 2
    for button in tool.get_by_role("button").all():
        short, names = (button.locator(part).text_content() for part in (".short", ".names"))
        assert tool.get_by_role("button", name=f"{short} {names}".replace("\xa0", " ")).count() == 1


@needs_browser
def test_a_listener_hears_a_jump_once_and_no_drag(opened):
    """The summary speaks after a jump; while something moves it is silent."""
    page = opened()
    summary = page.locator('.tool [data-shows="summary"]')
    assert summary.get_attribute("role") == "status"
    slider = page.locator(".explorer [type=range]")
    for _ in range(5):
        slider.press("ArrowRight")
    assert summary.inner_text() == ""
    page.locator('.users [data-a="6"]').click()
    assert summary.inner_text().startswith("Line, a = 6, slope 0.16667. Half the squared error is")
    assert "slope 1/6, exactly here" in summary.inner_text()


@needs_browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_asked_for_and_nothing_complains(opened, language, files):
    """The explorer works under the page's policy: no request, no message, no global name."""
    page = opened(language)
    known = set(page.evaluate("Object.keys(window)"))
    for family in FAMILIES:
        choose(page, family)
        page.locator(".explorer [type=range]").press("ArrowRight")
    resize(page, 390)
    assert page.said == []
    address = (files / f"report.{language}.html").as_uri()
    assert [url for url in page.asked if not url.startswith("data:")] == [address]
    assert not known & {"FAMILIES", "NODES", "halfError", "plots", "state"}


@needs_browser
def test_the_graphs_follow_the_window(opened):
    """On another width the graphs are drawn anew, so that their type keeps its size."""
    page = opened()
    for size in (1280, 390, 900):
        resize(page, size)
        svg = page.locator("[data-plot=error]")
        box = svg.bounding_box()
        assert float(svg.get_attribute("viewBox").split()[2]) == pytest.approx(box["width"], abs=1)
        slider = page.locator(".explorer [type=range]").bounding_box()
        axis = page.locator("[data-plot=error] .axis").bounding_box()
        assert slider["x"] + 11 == pytest.approx(axis["x"], abs=1)
        assert slider["x"] + slider["width"] - 11 == pytest.approx(axis["x"] + axis["width"], abs=1)


@needs_browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_script_a_sentence_stands_in(opened, language):
    """Who runs no script sees where the same is shown, and no dead control."""
    page = opened(language, java_script_enabled=False)
    assert page.locator(".explorer .absent").is_visible()
    assert "JavaScript" in page.locator(".explorer .absent").inner_text()
    assert page.locator(".explorer .tool").is_hidden()


@needs_browser
def test_with_a_script_the_sentence_is_gone(opened):
    """The sentence for readers without a script does not stand above the explorer."""
    page = opened()
    assert page.locator(".explorer .absent").is_hidden()
    assert page.locator(".explorer .tool").is_visible()


@needs_browser
def test_nothing_moves_by_itself(opened):
    """A jump is instant, also for readers who asked for less motion."""
    page = opened(reduced_motion="reduce")
    page.locator('.users [data-a="6"]').click()
    assert page.evaluate("document.getAnimations().length") == 0
