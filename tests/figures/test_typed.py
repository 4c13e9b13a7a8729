"""Drawings with type say and show what those with outlines do."""

import io
import re
from collections import Counter
from functools import cache
from unicodedata import normalize

import numpy as np
import pytest
from lxml import etree
from PIL import Image, ImageFilter

import figures
from figures import _typed, style
from report.render import fonts
from report.results.text import Language
from tests.browsing import needs_browser, started
from tests.figures.conftest import table
from tests.figures.test_figures import drawn_texts

MATHS = re.compile(r"\\mathdefault|[${}^]")


@cache
def drawings(name: str, language: Language) -> tuple[str, str, str]:
    """Draw a figure of the examples: with outlines, with type, and what matplotlib was to write."""
    figure = figures.load(name).draw(table(name), language)
    outlined, typed = style.svg(figure), style.svg(figure, typed=True)
    return outlined, typed, "\n".join(text for text, _ in drawn_texts(figure))


def said(texts: list[str]) -> Counter[str]:
    """Count pieces of type, whatever their letters look like and however spaced."""
    plain = (normalize("NFKC", MATHS.sub("", text)).replace("-", "−") for text in texts)
    return Counter("".join(text.split()) for text in plain if text.strip())


def test_every_word_is_there(name: str, language: Language) -> None:
    """The type on the drawing is the type that matplotlib was given, line by line."""
    _, typed, given = drawings(name, language)
    texts = etree.fromstring(typed).iter("{*}text")
    shown = ["".join(map(str, text.itertext())) for text in texts]
    assert said(shown) == said(given.split("\n"))


def test_nothing_but_letters_differs(name: str, language: Language) -> None:
    """All else on the drawing is drawn alike, and no letter is left as an outline."""
    outlined, typed = map(etree.fromstring, drawings(name, language)[:2])
    before, after = (
        Counter(path.get("d") for path in root.iter("{*}path")) for root in (outlined, typed)
    )
    letters = Counter(path.get("d") for path in outlined.iter("{*}path") if is_letter(path))
    assert before - letters == after
    assert letters


def is_letter(path: etree._Element) -> bool:
    """Tell whether a path is the outline of a letter: those are shrunk."""
    return path.get("transform", "").startswith("scale(")


def test_the_faces_are_those_of_the_page(name: str, language: Language) -> None:
    """One family for all, which a page in either language embeds, and no style that it forbids."""
    root = etree.fromstring(drawings(name, language)[1])
    assert root.get("font-family") == '"Report Sans", "Report Math", sans-serif'
    assert not [e for e in root.iterdescendants() if {"font-family", "style"} & set(e.attrib)]


def test_a_formula_is_read_in_order() -> None:
    """Letters in two faces become runs from left to right; the name is slanted, the rest not."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg"><g fill="#ff0000" transform="translate(10 20)">'
        '<text><tspan x="0" y="-.5" font-size="8px" font-family="\'P\'" fill="#ff0000">|</tspan>'
        '<tspan x="6.26" y="-.5" font-size="8px" font-family="\'P\'" fill="#ff0000">|</tspan>'
        '<tspan x="8" y="-.5" font-size="8px" font-family="\'P\'" fill="#ff0000"></tspan>'
        '<tspan x="9" y="-3" font-size="5px" font-family="\'P\'" fill="#ff0000">2</tspan>'
        '<tspan x="2.6" y="-.5" font-size="8px" font-style="italic"'
        " font-family=\"'STIX Two Text'\">x</tspan></text></g></svg>"
    )
    root = etree.fromstring(svg)
    _typed.set_type(root)
    assert ["".join(map(str, text.itertext())) for text in root.iter("{*}text")] == ["|𝑥| 2"]
    last = list(root.iter("{*}tspan"))[-1]
    assert dict(last.items()) == {"x": "19", "y": "17", "font-size": "5"}


def test_a_turned_formula_is_refused() -> None:
    """What would end up in the wrong place stops the build."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><g transform="translate(1 2) rotate(-90)">'
    root = etree.fromstring(f"{svg}<text><tspan>x</tspan></text></g></svg>")
    with pytest.raises(ValueError, match="set it level"):
        _typed.set_type(root)


def test_every_name_has_its_letter() -> None:
    """Each plain letter, Latin or Greek, leads to the italic one that stands for it."""
    for plain, slanted in _typed.ITALICS.items():
        assert normalize("NFKC", slanted) == plain
    assert {_typed.ITALICS[c] for c in "xahπ"} == {"𝑥", "𝑎", "ℎ", "𝜋"}


@needs_browser
@pytest.mark.parametrize(("shown", "spoken"), [("lines", "ja"), ("criteria", "en")])
def test_a_browser_shows_them_alike(shown: str, spoken: Language) -> None:
    """With the page's faces the letters stand where the outlines do, as large and as dark."""
    both = drawings(shown, spoken)[:2]
    css = fonts.screen_css("".join(both), spoken)
    pictures = []
    with started() as browser:
        page = browser.new_page(viewport={"width": 800, "height": 1000})
        for drawing in both:
            page.set_content(f"<style>{css} body {{ margin: 20px }}</style>{drawing}")
            page.evaluate("document.fonts.ready")
            picture = Image.open(io.BytesIO(page.screenshot())).convert("L")
            pictures.append(np.asarray(picture.filter(ImageFilter.GaussianBlur(2)), float))
    one, other = (255 - picture for picture in pictures)
    assert np.abs(one - other).sum() < 0.1 * one.sum()
    assert np.abs(one - other).max() < 80
