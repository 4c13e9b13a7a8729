"""Debian's chromium for tests, and a page that notes what it asks for and complains of."""

import shutil
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from report import render
from report.results.text import LANGUAGES
from tests import sample

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_browser = pytest.mark.browser
"""Deep, and skipped where there is no chromium: see conftest.py."""
PATIENCE = 300_000
"""Milliseconds that anything may take in a browser: the machine may have other work."""
expect.set_options(timeout=PATIENCE)


@contextmanager
def started():
    """Start the browser for as long as the context lasts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"], timeout=PATIENCE
        )
        for name in ("new_context", "new_page"):
            setattr(browser, name, _patient(getattr(browser, name)))
        yield browser
        browser.close()


def _patient(make):
    """Let what is made in a browser wait for long."""

    def made(**options):
        opened = make(**options)
        opened.set_default_timeout(PATIENCE)
        return opened

    return made


def pages(folder):
    """Write the sample's page in both languages, fonts and all, side by side; by language."""
    templates = folder / "templates"
    templates.mkdir()
    sample.templates(templates)
    files = {language: folder / f"report.{language}.html" for language in LANGUAGES}
    for language, file in files.items():
        document = render.document(sample.context(), language, "html", templates)
        file.write_text(document.text, "utf-8")
    return files


def visit(browser, file, **options):
    """Open a page in a context of its own; ``page.said`` and ``page.asked`` note what it does."""
    page = browser.new_context(**options).new_page()
    page.said, page.asked = [], []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(file.as_uri())
    page.evaluate("document.fonts.ready")
    return page


def barriers(page, **options):
    """What axe finds on the page as it stands: the rule, and the first element that breaks it."""
    page.evaluate("Promise.all(document.getAnimations().map(animation => animation.finished))")
    found = Axe().run(page, **options).response["violations"]
    return [(entry["id"], entry["nodes"][0]["html"]) for entry in found]
