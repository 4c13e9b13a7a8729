"""A real browser opens the page without a request, a complaint or a barrier."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from report import render
from tests import sample

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"),  # where changes are judged, nothing is skipped
    reason="there is no chromium on this machine",
)


@pytest.fixture(scope="module")
def browser():
    """Start the browser once."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module", params=["ja", "en"])
def page_file(request, tmp_path_factory):
    """Write the sample's page, fonts and all."""
    folder = tmp_path_factory.mktemp("page")
    templates = sample.templates(tmp_path_factory.mktemp("templates"))
    file = folder / f"report.{request.param}.html"
    document = render.document(sample.context(), request.param, "html", templates)
    file.write_text(document.text, "utf-8")
    return file


@pytest.fixture
def opened(browser, page_file):
    """Return a function that opens the page at a width and in a colour scheme."""
    pages = []

    def opener(width, scheme="light"):
        page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        pages.append(page)
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(page_file.as_uri())
        page.evaluate("document.fonts.ready")
        return page

    yield opener
    for page in pages:
        page.close()


def test_the_page_asks_for_nothing_and_complains_of_nothing(opened, page_file):
    """The policy and the style sheet agree, and nothing lies outside the file."""
    page = opened(1280)
    assert page.said == []
    assert [url for url in page.asked if not url.startswith("data:")] == [page_file.as_uri()]
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
    found = Axe().run(opened(width, scheme)).response["violations"]
    assert [(entry["id"], entry["nodes"][0]["html"]) for entry in found] == []


def test_dark_is_dark(opened):
    """The page follows the reader's colour scheme, drawings included."""
    ink = "getComputedStyle(document.querySelector('.drawing path[stroke]')).stroke"
    light, dark = (opened(1280, scheme).evaluate(ink) for scheme in ("light", "dark"))
    assert light == "rgb(29, 29, 33)"
    assert dark == "rgb(230, 230, 234)"
