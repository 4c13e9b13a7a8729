"""What is promised of every figure, whatever it shows."""

import csv
import hashlib
import io
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from lxml import etree
from matplotlib.figure import Figure
from matplotlib.text import Text as Artist

import figures
from figures import _names, style
from report.check.allowed import stray
from report.results.network import Network
from report.results.table import Table
from report.results.text import LANGUAGES, Language, Text
from tests.figures import examples
from tests.figures.conftest import table

ROOT = Path(figures.__file__).parent.parent
JINJA = re.compile(r"\{\{.*?\}\}|\{\w*\}")
ALLOWED_COLOURS = {
    "none",
    "currentColor",
    *(
        shade
        for colour in (*style.SLOPES.values(), *style.MODELS.values(), style.ERROR)
        for shade in (colour, style.legible(colour))
    ),
}
LARGEST = {"criteria": 80_000}
"""Bytes of an SVG that is mostly type; every other one keeps to 60,000."""


Texts = list[tuple[str, Any]]
"""Pieces of type with their rectangles: left, bottom, right, top, in pixels."""


@cache
def svg(name: str, language: Language) -> str:
    """Draw a figure of the examples."""
    return style.svg(figures.load(name).draw(table(name), language))


def run(code: str, **environment: str) -> str:
    """Run code in a process of its own and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().strip()


def drawn_texts(figure: Figure) -> Texts:
    """Draw the figure and note every piece of type that is drawn, with its rectangle."""
    seen: Texts = []
    original = Artist.draw

    def note(self: Artist, renderer: Any) -> None:
        if self.get_text() and self.get_visible():
            seen.append((self.get_text(), self.get_window_extent(renderer).extents))
        original(self, renderer)

    Artist.draw = note  # type: ignore[method-assign, assignment] # put back below
    try:
        with style.look():
            figure.canvas.draw()
    finally:
        Artist.draw = original  # type: ignore[method-assign]
    return seen


def overlaps(texts: Texts) -> list[tuple[str, str]]:
    """List the pairs of rectangles that share more than a pixel either way."""
    found = []
    for at, (one, a) in enumerate(texts):
        for other, b in texts[at + 1 :]:
            common = np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2])
            if (common > 1).all():
                found.append((one, other))
    return found


def undetermined(value: Any) -> Any:
    """Take the ends from every interval within plain values."""
    if isinstance(value, dict):
        ends = {"low": None, "high": None, "deviation": "0"} if "deviation" in value else {}
        return {key: undetermined(member) for key, member in value.items()} | ends
    return [undetermined(member) for member in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("name", ["criteria", "models", "swap", "trained", "training"])
def test_intervals_that_are_not_determined_leave_cells_and_bars_out(
    name: str, language: Language
) -> None:
    """Runs that never differ give a drawing of means alone, and a table with empty cells."""
    found = examples.results()
    plain = undetermined(msgspec.to_builtins(found.network))
    still = msgspec.structs.replace(found, network=msgspec.convert(plain, Network))
    drawn = figures.load(name).table(still)
    at = drawn.columns.index("low")
    before = figures.load(name).table(found)
    for row, other in zip(drawn.rows, before.rows, strict=True):
        assert row[at : at + 2] == ("", "")
        assert row[:at] == other[:at]
    assert "nan" not in style.svg(figures.load(name).draw(drawn, language)).lower()


def test_adding_a_module_adds_a_figure() -> None:
    """The figures are the modules of the package, helpers and the style apart."""
    files = {path.stem for path in Path(figures.__file__).parent.glob("*.py")}
    helpers = {name for name in files if name.startswith("_")} | {"style"}
    assert figures.names() == sorted(files - helpers)


def test_every_figure_has_ids_of_its_own() -> None:
    """All figures can stand in one page: no two have the same prefix."""
    assert len({style.prefix(name) for name in figures.names()}) == len(figures.names())


def test_an_unknown_figure_is_named_in_one_line() -> None:
    """Whoever misspells a figure is told which one it may have been."""
    with pytest.raises(ValueError, match=r"no figure is called 'lins'; did you mean lines\?"):
        figures.load("lins")


def test_a_module_that_lacks_a_part_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A figure without its caption is refused, and the message says what to define."""
    (tmp_path / "half_done.py").write_text("table = draw = ALT = None\n")
    monkeypatch.setattr(figures, "__path__", [*figures.__path__, str(tmp_path)])
    with pytest.raises(ValueError, match=r"figures/half_done\.py lacks CAPTION; define it"):
        figures.load("half_done")


def test_captions_come_without_matplotlib() -> None:
    """Importing every figure's module for its caption loads neither matplotlib nor SciPy's bulk."""
    code = (
        "import sys, figures\n"
        "for name in figures.names(): figures.load(name)\n"
        "print([m for m in ('matplotlib', 'PIL', 'tensorflow') if m in sys.modules])"
    )
    assert run(code) == "[]"


def test_words_hold_no_digit(name: str) -> None:
    """No result is typed into a caption, a description or a label: digits come from the table."""
    values = [*vars(figures.load(name)).values(), *vars(_names).values()]
    values += [entry for value in values if isinstance(value, dict) for entry in value.values()]
    words = [value for value in values if isinstance(value, Text)]
    assert len(words) > len(_names.MODELS)
    for text in words:
        for spoken in LANGUAGES:
            assert list(stray(JINJA.sub("", text.in_(spoken)))) == []


def test_tables_survive_json_and_csv(name: str) -> None:
    """What a reader downloads, and what the build stores, is the table itself."""
    whole = table(name)
    assert msgspec.json.decode(msgspec.json.encode(whole), type=Table) == whole
    lines = list(csv.reader(io.StringIO(whole.to_csv())))
    assert lines[0] == list(whole.columns)
    assert lines[1:] == [[str(cell) for cell in row] for row in whole.rows]


def test_tables_are_small_and_repeatable(name: str) -> None:
    """A table is the same every time, and its CSV small enough to travel inside the page."""
    again = figures.load(name).table(examples.results())
    assert again == table(name)
    assert len(again.to_csv()) < 80_000


@pytest.mark.parametrize("close", [False, True])
def test_no_type_lies_on_other_type(
    name: str, language: Language, close: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """Labels keep clear of each other and inside the figure, also when the data brings them close.

    Matplotlib warns of a glyph or a face that is missing; a warning fails the test.
    """
    figure = figures.load(name).draw(table(name, close=close), language)
    texts = drawn_texts(figure)
    assert texts
    assert overlaps(texts) == []
    width, height = figure.bbox.size
    for text, (left, bottom, right, top) in texts:
        assert min(left, bottom) >= -1, text
        assert right <= width + 1, text
        assert top <= height + 1, text
    assert caplog.records == []


def test_type_is_large_enough(name: str) -> None:
    """Nothing is set smaller than 7.5 points at the printed width."""
    figure = figures.load(name).draw(table(name), "en")
    assert figure.get_figwidth() * 2.54 == pytest.approx(16)
    assert min(float(text.get_fontsize()) for text in figure.findobj(Artist)) >= 7.5


def test_the_svg_can_stand_in_a_page(name: str, language: Language) -> None:
    """It is one element: no sheet, script, inline style, address or foreign id; small."""
    text = svg(name, language)
    root = etree.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert not re.search(r"<style|<script|<metadata|<!--|<\?xml|<!DOCTYPE| style=|xlink", text)
    assert re.findall(r"https?://\S+?(?=\")", text) == ["http://www.w3.org/2000/svg"]
    ids = [element.get("id", "") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(rf"{style.prefix(name)}\d+", each) for each in ids)
    used = set(re.findall(r'href="#([^"]+)"', text)) | set(re.findall(r"url\(#([^)]+)\)", text))
    assert used == set(ids)
    assert len(text.encode()) < LARGEST.get(name, 60_000)


def test_the_svg_uses_the_palette_alone(name: str, language: Language) -> None:
    """Every colour is the style's; type and axes take the page's own."""
    text = svg(name, language)
    painted = set(re.findall(r'(?:fill|stroke)="([^"]+)"', text))
    assert painted <= ALLOWED_COLOURS
    assert "currentColor" in painted
    assert "rgb" not in text


def fingerprint(every: int) -> str:
    """Hash the SVG of every so many figures in both languages."""
    total = hashlib.sha256()
    for each in figures.names()[::every]:
        for spoken in LANGUAGES:
            total.update(svg(each, spoken).encode())
    return total.hexdigest()


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.deep)])
def test_the_same_bytes_in_every_process(every: int) -> None:
    """Another process, hash seed, locale, time zone and matplotlibrc change nothing."""
    code = f"from tests.figures.test_figures import fingerprint; print(fingerprint({every}))"
    elsewhere = {"PYTHONHASHSEED": "4", "LC_ALL": "C", "TZ": "Asia/Tokyo"}
    elsewhere["MATPLOTLIBRC"] = str(ROOT / "tests" / "figures" / "other.mplstyle")
    assert run(code, **elsewhere) == fingerprint(every)


def test_a_figure_draws_its_table_and_nothing_else(name: str, language: Language) -> None:
    """Drawing a table that went through JSON gives the same picture: nothing else is read."""
    stored = msgspec.json.decode(msgspec.json.encode(table(name)), type=Table)
    assert style.svg(figures.load(name).draw(stored, language)) == svg(name, language)
