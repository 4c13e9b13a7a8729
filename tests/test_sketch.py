"""Figures are drawn in the PDF as the writer's own SVG machine would draw them, only sooner."""

import base64
import io

import numpy as np
import pypdfium2
import pytest
import weasyprint
from PIL import Image

from report.render import sketch
from report.render.addresses import FIGURE, address
from report.render.outlines import operators


def png() -> str:
    """Make a picture of two by two pixels of different colours."""
    buffer = io.BytesIO()
    colours = [(255, 0, 0), (0, 160, 0), (0, 0, 255), (90, 90, 90)]
    Image.fromarray(np.reshape(colours, (2, 2, 3)).astype(np.uint8)).save(buffer, format="png")
    return base64.b64encode(buffer.getvalue()).decode()


HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="200pt" height="100pt" viewBox="0 0 200 100"'
EVERYTHING = (
    f'{HEAD} stroke-linejoin="round" stroke-linecap="butt"><defs>'
    '<clipPath id="c"><rect x="10" y="10" width="80" height="30"/></clipPath>'
    '<path id="a" d="M0 0l10 0q5 5 0 10h-10z" transform="scale(0.5)"/><path id="space"/></defs>'
    '<g fill="#0072b2" transform="translate(100 40) scale(2 -2)"><use href="#a"/>'
    '<use href="#a" x="8"/><use href="#space" x="12"/><use href="#a" x="16" y="4"/></g>'
    '<g clip-path="url(#c)"><path d="M0 25L60 0C80 0 80 50 100 50" fill="none" stroke="#d55e00"'
    ' stroke-width="3"/></g>'
    '<path d="M10 60H60V90h-50v-30zM20 70l10 0 0 10-10 0z" fill="#009e73" stroke="#111111"/>'
    '<path d="M70 60Q90 100 110 60M70 60c0 10 10 20 20 30" fill="none" stroke="#cc79a7"'
    ' stroke-dasharray="4,2" stroke-dashoffset="1" stroke-width="2" stroke-linecap="round"/>'
    '<path d="M120 60h40v30h-40z" opacity="0.4"/>'
    '<path d="M140 70h40v25h-40z" fill="#cc0031" fill-opacity="0.5" stroke="#000000"'
    ' stroke-opacity="0.5" stroke-width="4" stroke-linejoin="miter"/>'
    f'<image width="2" height="2" href="data:image/png;base64,{png()}"'
    ' image-rendering="pixelated" transform="matrix(10 0 0 10 170 10)"/></svg>'
)


def printed(svg: str, *, by_the_writer: bool) -> np.ndarray:
    """Print a drawing on a page of its own and return the pixels."""
    html = (
        "<style>@page { size: 200pt 100pt; margin: 0 } img { display: block; width: 100% }</style>"
        f'<img alt="" src="{address(FIGURE, svg.encode())}">'
    )
    found = {} if by_the_writer else sketch.images(html)
    assert len(found) == (not by_the_writer)
    content = weasyprint.HTML(string=html).write_pdf(cache=found)
    return np.asarray(pypdfium2.PdfDocument(content)[0].render(scale=3).to_numpy(), dtype=int)


def test_a_figure_looks_as_the_writer_itself_would_draw_it() -> None:
    """Every kind of element, command and paint comes out as from WeasyPrint's own SVG machine."""
    ours, theirs = (printed(EVERYTHING, by_the_writer=machine) for machine in (False, True))
    away = np.abs(ours - theirs).max(axis=2)
    assert (theirs.min(axis=2) < 250).mean() > 0.2
    assert (away > 40).mean() < 2e-3


@pytest.mark.parametrize(
    "part",
    [
        "<text>1</text>",
        '<path d="M0 0h5v5z" style="fill: red"/>',
        '<path d="M0 0h5v5z" fill="red"/>',
        '<path d="M0 0A5 5 0 0 1 5 5"/>',
        '<path d="m0 0h5v5z"/>',
        '<path d="M0 0h5e-1v5z"/>',
        '<path d="M0 0h5v5z" transform="rotate(45)"/>',
        '<path d="M0 0h5v5z" fill-rule="evenodd"/>',
    ],
)
def test_what_is_not_known_here_is_left_to_the_writer(part: str) -> None:
    """An element, attribute, colour or command beyond the usual ones is not drawn wrongly."""
    known = f"{HEAD}>{{}}</svg>"
    for svg, is_known in ((known.format(""), True), (known.format(part), False)):
        found = sketch.images(f'<img src="{address(FIGURE, svg.encode())}">')
        assert bool(found) == is_known


def test_an_outline_is_written_as_the_same_curve() -> None:
    """A quadratic curve becomes the same cubic one; relative becomes absolute."""
    assert operators("M3 0q3 6 6 0v.5zl1 1").decode().split("\n") == [
        *("3 0 m", "5 4 7 4 9 0 c", "9 0.5 l", "h", "4 1 l"),
    ]


def test_small_numbers_have_no_exponent() -> None:
    """PDF knows no exponents; what is smaller than a thousandth is nothing."""
    assert operators("M.00001-.00001l.5 123456.789").decode() == "0 0 m\n0.5 123457 l"
