"""The look of the figures: sizes, colours, type, and the SVG that comes out.

Matplotlib is imported when something is drawn, not when this module is, so that captions and
tables cost nothing. No global state: the style holds inside `styled` functions and `svg` only.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Literal, ParamSpec, TypeVar
from zlib import crc32

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

STYLE = Path(__file__).with_name("report.mplstyle")
FONTS = Path(__file__).resolve().parent.parent / "report" / "fonts"
FACES = (
    "IBMPlexSansJP-Regular.ttf",
    "IBMPlexSansJP-SemiBold.ttf",
    "STIXTwoText-Regular.ttf",
    "STIXTwoText-SemiBold.ttf",
    "STIXTwoText-Italic.ttf",
)

CENTIMETRE = 1 / 2.54
WIDTH = 16 * CENTIMETRE
"""The width of the text column, in inches."""
Height = Literal["low", "medium", "tall", "full"]
HEIGHTS: dict[Height, float] = {
    "low": 5.5 * CENTIMETRE,
    "medium": 7.5 * CENTIMETRE,
    "tall": 10.5 * CENTIMETRE,
    "full": 14 * CENTIMETRE,
}

SMALL, NORMAL = 7.5, 8.0
"""Sizes of type in points, as printed."""
HAIR, THIN, LINE, BOLD = 0.5, 0.8, 1.4, 2.0
"""Widths of lines in points."""

# One colour, one meaning, in every figure: the hues of Okabe and Ito (2008), those that would be
# too pale for a line on white darkened until they stand out 3:1 from white and from a dark page.
INK = "#010101"
"""Type, axes, and the sigmoid itself: what everything else is measured against."""
SIGMOID = INK
QUARTER = "#0072b2"
FIFTH = "#d55e00"
LEAST_SQUARES = "#009e73"
"""The best by least squares, in whatever family of functions."""
SIXTH = "#cc79a7"
HALF = "#cc0031"
ERROR = "#64748b"
"""An error as such, and whatever is not singled out."""
CNN = "#c98700"
SOFTMAX = "#3f9bd1"
MLP = "#7a5cb0"
LEARNED = "#5e7300"
SLOPES = {
    "quarter": QUARTER,
    "fifth": FIFTH,
    "article": LEAST_SQUARES,
    "sixth": SIXTH,
    "half": HALF,
    "sigmoid": SIGMOID,
}
"""The slopes of interest by the names that the results give them."""
MODELS = {"cnn": CNN, "softmax": SOFTMAX, "mlp": MLP, "learned": LEARNED}
"""The networks by the names that the results give them."""
NEGATIVE, POSITIVE = "#8c510a", "#01665e"
"""The ends of the scale for signed weights; its middle is white."""

P = ParamSpec("P")
R = TypeVar("R")


def legible(colour: str) -> str:
    """Darken a colour until type in it stands out 4.5:1 from white (WCAG 2.2, 1.4.3)."""
    linear = [_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5)]
    luminance = sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    factor = min(1.0, (1.05 / 4.5 - 0.05) / luminance) if luminance else 1.0
    return "#" + "".join(f"{int(_gamma(factor * c) * 255):02x}" for c in linear)


def _linear(c: float) -> float:
    return c / 12.92 if c <= 0.04045 else float(((c + 0.055) / 1.055) ** 2.4)


def _gamma(c: float) -> float:
    return c * 12.92 if c <= 0.0031308 else float(1.055 * c ** (1 / 2.4) - 0.055)


@cache
def _fonts() -> None:
    """Make our faces known to matplotlib, before any of the same name on the machine."""
    from matplotlib import font_manager  # noqa: PLC0415 — only where something is drawn

    for face in reversed(FACES):
        if not (FONTS / face).is_file():
            raise FileNotFoundError(f"report/fonts/{face} is missing; restore it from the source")
        font_manager.fontManager.addfont(FONTS / face)
        known = font_manager.fontManager.ttflist
        known.insert(0, known.pop())


@contextmanager
def look() -> Iterator[None]:
    """Let the report's style hold for a while; the reader's own matplotlibrc has no say."""
    import matplotlib as mpl  # noqa: PLC0415 — only where something is drawn
    import matplotlib.style  # noqa: PLC0415

    _fonts()
    with mpl.rc_context():
        mpl.rcdefaults()
        matplotlib.style.use(STYLE)
        yield


def styled(draw: Callable[P, R]) -> Callable[P, R]:
    """Decorate a drawing function: the report's style holds while it runs."""

    @wraps(draw)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        with look():
            return draw(*args, **kwargs)

    return inside


def canvas(name: str, height: Height | float) -> "Figure":
    """Make an empty figure of the column's width.

    ``name`` is that of the module that draws; it marks the ids of the SVG. ``height`` is one of
    the usual ones, or a number of inches where the contents determine it.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    inches = HEIGHTS[height] if isinstance(height, str) else height
    figure = Figure(figsize=(WIDTH, inches))
    figure.set_label(name.rpartition(".")[2])
    FigureCanvasAgg(figure)
    return figure


def settle(axes: "Axes") -> None:
    """Run the figure's layout once and keep it, so that what is placed later stays in place."""
    figure = axes.get_figure(root=True)
    if figure is None:
        raise ValueError("the axes belong to no figure")
    figure.draw_without_rendering()
    figure.set_layout_engine("none")


def svg(figure: "Figure", *, typed: bool = False) -> str:
    """Turn a figure into an ``<svg>`` element: the same bytes every time, fit to stand in a page.

    Transparent; type and axes are ``currentColor``; ids differ from other figures'; no style
    sheet, no inline style, no metadata, nothing fetched. Letters are outlines, so that it looks
    the same anywhere; with ``typed`` they are type, for a page that has the report's faces.
    """
    import matplotlib as mpl  # noqa: PLC0415 — only where something is drawn

    from figures import _svg  # noqa: PLC0415 — only where something is drawn

    buffer = io.StringIO()
    with look():
        mpl.rcParams["svg.fonttype"] = "none" if typed else "path"
        figure.savefig(buffer, format="svg", transparent=True)
    figure.set_layout_engine("none")  # so that it lies in another drawing as it does in this one
    name = str(figure.get_label())
    return _svg.tidy(buffer.getvalue(), prefix=prefix(name), ink=INK)


def prefix(name: str) -> str:
    """Give the ids of a figure a short beginning of their own: thousands of references use it.

    It depends on the name alone, so that another figure's arrival leaves a drawing as it is.
    """
    return f"f{crc32(name.encode()) & 0xFFFF:04x}-"


def heading(axes: "Axes", text: str, *, room: bool = False) -> None:
    """Say above the vertical axis what it shows: horizontal type reads better than turned type.

    ``room`` leaves a line free for labels between the heading and the axes.
    """
    axes.set_title(text, loc="left", pad=16 if room else None)


def rows(number: int) -> float:
    """Give the height in inches that so many rows of type with an axis below them need."""
    return (1.3 + 0.65 * number) * CENTIMETRE


def percent(axis: "Axis") -> None:
    """Write the shares on an axis as percentages, with the decimals that its ticks need."""
    from matplotlib.ticker import FuncFormatter  # noqa: PLC0415 — only where something is drawn

    def text(value: float, _: int | None) -> str:
        ticks = [f"{100 * tick:.6f}".rstrip("0") for tick in axis.get_majorticklocs()]
        places = max((len(tick.partition(".")[2]) for tick in ticks), default=0)
        return f"{100 * value:.{places}f} %"

    axis.set_major_formatter(FuncFormatter(text))


def plain(axis: "Axis") -> None:
    """Write the ticks of a logarithmic axis as plain numbers, at 1, 2 and 5 times powers of ten."""
    from matplotlib import ticker  # noqa: PLC0415 — only where something is drawn

    axis.set_major_locator(ticker.LogLocator(subs=(1, 2, 5)))
    axis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_minor_locator(ticker.NullLocator())
