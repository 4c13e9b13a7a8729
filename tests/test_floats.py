"""What does not fit a page any more lets the text after it go first, and nothing gets lost."""

import random
import re
from itertools import chain

import numpy as np
import pypdfium2
import pytest
import weasyprint

from report.render.floats import floating
from report.render.fonts import print_css
from report.render.pdf import OwnFontsOnly

STYLE = """
@page { size: 100mm 140mm; margin: 10mm }
body { font: 10pt/14pt "Report Mono"; margin: 0 } p { margin: 0 0 4mm }
h2 { font-size: 12pt; margin: 4mm 0 2mm; break-after: avoid }
figure { margin: 0 0 4mm; break-inside: avoid; background: #ddd } td { padding: 1mm }
figure.wide { break-inside: auto } tr { break-inside: avoid }
"""
FACES = print_css(frozenset())
DEPTH = 120
"""The height of the text in mm."""


def printed(*sections: str, float_: bool = True) -> pypdfium2.PdfDocument:
    """Print sections on small pages, with or without floats."""
    body = "".join(f"<section>{section}</section>" for section in sections)
    page = f"<style>{FACES}{STYLE}</style><main>{body}</main>"
    html = weasyprint.HTML(string=page, url_fetcher=OwnFontsOnly())
    if not float_:
        return pypdfium2.PdfDocument(html.write_pdf())
    with floating():
        return pypdfium2.PdfDocument(html.write_pdf())


def figure(name: str, height: int, kind: str = "figure") -> str:
    """Make a figure of a height in mm."""
    return f'<figure class="{kind}" style="height: {height}mm">{name}</figure>'


def text(name: str, lines: int = 6) -> str:
    """Make a paragraph whose first and last words say which it is."""
    return f"<p>{name}a {('word ' * 7) * lines}{name}z</p>"


def marks(document: pypdfium2.PdfDocument, pattern: str) -> list[list[str]]:
    """List what matches on each page."""
    return [re.findall(pattern, page.get_textpage().get_text_range()) for page in document]


def all_of(document: pypdfium2.PdfDocument, pattern: str) -> list[str]:
    """List what matches in the whole document."""
    return list(chain.from_iterable(marks(document, pattern)))


def empty(document: pypdfium2.PdfDocument) -> list[float]:
    """Give the share of each page that is white at its end."""
    pages = []
    for page in document:
        rows = np.flatnonzero((page.render(scale=1).to_numpy() < 250).any(axis=(1, 2)))
        pages.append(1 - (rows.max() / page.get_height() * 140 - 10) / DEPTH)
    return pages


def test_text_fills_the_page_that_a_figure_leaves() -> None:
    """The text that follows a figure comes before it, and the figure on the next page."""
    parts = (text("P"), figure("Fig1", 100), text("Q", 16))
    plain = printed("".join(parts), float_=False)
    floated = printed("".join(parts))
    assert marks(plain, "Fig1|[PQ]a")[:2] == [["Pa"], ["Fig1", "Qa"]]
    assert marks(floated, "Fig1|[PQ]a") == [["Pa", "Qa"], ["Fig1"]]
    assert empty(plain)[0] > 0.5
    assert empty(floated)[0] < 0.1


def test_a_figure_that_fits_stays_where_it_is() -> None:
    """Nothing moves without need."""
    parts = text("P") + figure("Fig1", 40) + text("Q")
    assert marks(printed(parts), "Fig1|[PQ]a") == [["Pa", "Fig1", "Qa"]]


def test_a_figure_at_the_end_of_a_section_lets_the_next_one_begin() -> None:
    """Text of the next section fills the page; the figure follows it at once."""
    pages = printed(text("P") + figure("Fig1", 90), "<h2>Next</h2>" + text("Q", 18))
    assert marks(pages, "Fig1|Next|[PQ][az]") == [["Pa", "Pz", "Next", "Qa"], ["Qz", "Fig1"]]


def test_a_small_figure_does_not_overtake_a_large_one() -> None:
    """Where the second one would fit and the first does not, both wait."""
    parts = text("P") + figure("Fig1", 90) + text("Q", 3) + figure("Fig2", 20) + text("R")
    assert all_of(printed(parts), r"Fig\d") == ["Fig1", "Fig2"]


def test_a_figure_does_not_wait_for_a_table_that_runs_over_pages() -> None:
    """It stays before the table; pages later nobody would look for it."""
    rows = "".join(f"<tr><td>Row {n}</td></tr>" for n in range(60))
    table = f'<figure class="table wide"><table>{rows}</table></figure>'
    pages = printed(text("P", 10) + figure("Fig1", 80) + table + text("Q"))
    assert marks(pages, "Fig1|Row 0|Row 59")[1][:1] == ["Fig1"]


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_lost_or_out_of_order(seed: int) -> None:
    """In any mixture each part is there once, its kind in order, no heading ends a page."""
    draw = random.Random(seed)  # noqa: S311 — not for secrets
    number = iter(range(1000))
    sections = []
    for _ in range(4):
        parts = [f"<h2>Head{next(number)}.</h2>", text(f"T{next(number)}x", 4)]
        for _ in range(8):
            name = next(number)
            choice = (
                text(f"T{name}x", draw.randrange(1, 20)),
                text(f"T{name}x", draw.randrange(1, 20)),
                figure(f"Fig{name}.", draw.randrange(20, 100)),
                f"<h2>Head{name}.</h2>" + text(f"T{name}x", 4),
            )
            parts.append(draw.choice(choice))
        sections.append("".join(parts))
    plain, floated = printed(*sections, float_=False), printed(*sections)
    for pattern in (r"Fig\d+\.", r"T\d+xa", r"T\d+xz", r"Head\d+\."):
        wanted = re.findall(pattern, "".join(sections))
        assert all_of(floated, pattern) == wanted
    assert not any(page[-1].startswith("Head") for page in marks(floated, r"Head\d+\.|word|Fig"))
    assert len(floated) <= len(plain)
    assert np.mean(empty(floated)[:-1]) < np.mean(empty(plain)[:-1]) + 0.01


def test_only_what_is_laid_out_meanwhile_floats() -> None:
    """The writer is as it was afterwards, also after an error."""
    from weasyprint.layout import page  # noqa: PLC0415 — what is looked after here

    before = page.remake_page
    with pytest.raises(RuntimeError), floating():
        assert page.remake_page is not before
        raise RuntimeError
    assert page.remake_page is before
