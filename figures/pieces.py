"""Squared error against the number of straight pieces: the best, the literature, the asymptote."""

from typing import TYPE_CHECKING

from figures import style
from figures._data import cell
from figures._labels import Label, beside, ends
from report.results.table import Cell, Table
from report.results.text import Language, Text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from report.results.bundle import Results

CAPTION = Text(
    ja="近似に使う区分の数と二乗誤差の関係（両対数）。緑は節点を自由に選んだ連続な折れ線の最良値、"
    "点線はその漸近線。菱形は文献の近似、右端の三角は曲線または限りなく続く折れ線による近似。",
    en="Squared error against the number of straight pieces (both axes logarithmic). Green: the"
    " best continuous polygons with free knots; dotted: their asymptote. Diamonds: published"
    " approximations; triangles at the right edge: those that are curved or have pieces without"
    " end.",
)
ALT = Text(
    ja="両対数のグラフ。緑の点は右下がりの直線状に並び、点線に沿う。"
    "文献の近似の点はどれもその線より上にあり、名前を添えてある。",
    en="A graph on logarithmic axes. The green dots fall along a straight dotted line. The points"
    " of the published approximations, each with its name, all lie above that line.",
)

_BEST = Text(ja="最良の折れ線", en="best polygons")
_PIECES = Text(ja="区分の数", en="Number of pieces")
_ERROR = Text(ja="二乗誤差", en="Squared error")


def table(results: "Results") -> Table:
    """Best errors, the asymptote at the ends of the axis, published ones (pieces may be empty)."""
    found = results.pieces
    rows: list[tuple[Cell, ...]] = []
    rows += [("best", "", "", best.pieces, cell(best.error)) for best in found.optima]
    counts = [method.pieces for method in found.methods if method.pieces is not None]
    last = max([*counts, *(best.pieces for best in found.optima)])
    for pieces in (min(best.pieces for best in found.optima), last + 4):
        value = float(found.asymptote) / pieces**4
        rows.append(("asymptote", "", "", pieces, cell(value)))
    for method in found.methods:
        pieces_ = "" if method.pieces is None else method.pieces
        rows.append(("published", method.name.ja, method.name.en, pieces_, cell(method.l2)))
    return Table(columns=("curve", "name_ja", "name_en", "pieces", "error"), rows=tuple(rows))


@style.styled
def draw(table: Table, language: Language) -> "Figure":
    """Draw the points over the asymptote."""
    figure = style.canvas(__name__, "tall")
    axes = figure.subplots()
    axes.set_xscale("log")
    axes.set_yscale("log")
    limit = table.floats("pieces", curve="asymptote"), table.floats("error", curve="asymptote")
    axes.plot(*limit, color=style.LEAST_SQUARES, ls=":")
    best = table.floats("pieces", curve="best"), table.floats("error", curve="best")
    axes.plot(*best, "o", color=style.LEAST_SQUARES, ms=6)
    labels = [Label(_BEST.in_(language), style.LEAST_SQUARES, *best)]
    right = limit[0][-1]
    endless: list[Label] = []
    rows = zip(
        table.column(f"name_{language}", curve="published"),
        table.column("pieces", curve="published"),
        table.floats("error", curve="published"),
        strict=True,
    )
    for name, pieces, error in rows:
        at, marker = (right, "<") if pieces == "" else (float(pieces), "D")
        axes.plot(at, error, marker, color=style.INK, ms=4.5, clip_on=False)
        label = Label(str(name), style.INK, [at], [error], offset=5, bold=False)
        (endless if pieces == "" else labels).append(label)
    counts = {int(p) for p in table.column("pieces") if p != ""}
    shown = sorted(counts - {int(right)})
    axes.set_xticks(shown, [str(count) for count in shown])
    axes.set_xticks([], minor=True)
    axes.set_xlim(min(counts) * 0.93, right)
    axes.set_xlabel(_PIECES.in_(language))
    style.heading(axes, _ERROR.in_(language))
    ends(axes, endless)
    beside(axes, labels)
    return figure
