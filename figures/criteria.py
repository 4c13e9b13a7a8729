"""The best slope by every criterion, and what frameworks ship, on one axis."""

from fractions import Fraction
from typing import TYPE_CHECKING

from figures import _names, _rows, style
from figures._data import cell, fraction, shown
from figures._labels import wrapped
from report.results.table import Cell, Table
from report.results.text import Language, Text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from report.results.bundle import Results

CAPTION = Text(
    ja="直線の最良の傾きを基準ごとに示す（上）。縦線は実装が採用している傾きで、"
    "下にその実装の名前を記す。軸の外の傾きは矢印で示す。",
    en="The best slope of the line by each criterion (top). Vertical lines: the slopes that"
    " implementations use; below, which implementation uses which. Arrows stand for slopes beyond"
    " the axis.",
)
ALT = Text(
    ja="基準ごとに一行をあて、最良の傾きを点で示した図。点は斜めに並び、縦線の一本は"
    "いくつかの基準の点の間を通り、もう一本は一つの基準の点をちょうど通る。"
    "下の行に、それぞれの縦線の傾きを採用する実装の名前が並ぶ。",
    en="One row for each criterion with a dot at its best slope; the dots form a slanting line. One"
    " vertical line passes between the dots of several criteria, another exactly through one."
    " Rows at the bottom name the implementations that use the slope of each line.",
)

MEASURED = {
    "best_output": Text(ja="実測：出力の変化が最小", en="measured: least change of output"),
    "best_accuracy": Text(ja="実測：精度が最高", en="measured: highest accuracy"),
    "data_slope": Text(
        ja="実測：活性化前の値で重み付け", en="measured: weighted by pre-activations"
    ),
}
"""What the swap experiment says, by the names of its results."""
SHIPPED = {"1/2": style.HALF, "1/4": style.QUARTER, "1/5": style.FIFTH, "1/6": style.SIXTH}
"""Colours of slopes that implementations use."""
_BETWEEN = " · "
_LETTERS = 60
"""About so many letters of names fit into a line; the height of the figure follows from it."""
_LINE = 0.55
"""The height of a line of names, in rows."""


def table(results: "Results") -> Table:
    """Criteria of the line by falling slope, what was measured, frameworks as surveyed."""
    rows: list[tuple[Cell, ...]] = []
    best = results.slopes.least("line").best_slope
    solved = [
        (float(found.best_slope), found)
        for found in results.slopes.criteria
        if found.family == "line" and found.best_slope is not None
    ]
    for slope, found in sorted(solved, key=lambda pair: (-pair[0], pair[1].id)):
        mark = "article" if cell(slope) == cell(best) else fraction(slope)
        name = (found.name.ja, found.name.en)
        rows.append(("criterion", mark, *name, cell(slope), "", "", ""))
    for field, text in MEASURED.items():
        found_ = getattr(results.network.swap, field)
        numbers = (cell(n) for n in (found_.mean, found_.low, found_.high))
        rows.append(("measured", field, text.ja, text.en, *numbers, ""))
    for entry in results.survey.frameworks:
        slope = float(Fraction(entry.slope))
        name = (entry.name, entry.name)
        rows.append(("framework", entry.slope, *name, cell(slope), "", "", entry.until or ""))
    columns = ("kind", "mark", "name_ja", "name_en", "slope", "low", "high", "until")
    return Table(columns=columns, rows=tuple(rows))


@style.styled
def draw(table: Table, language: Language) -> "Figure":
    """Draw a row a criterion, then one a shipped slope, with a line from it through all above."""
    rows = [*_criteria(table, language), *_measured(table, language)]
    shipped = _shipped(table, language)
    names = [_BETWEEN.join(users) for users in shipped.values()]
    lines = sum(1 + len(text) // _LETTERS for text in names)
    figure = style.canvas(__name__, style.rows(len(rows) + int(lines * _LINE + len(names))))
    axes = figure.subplots()
    _rows.draw(axes, rows)
    _rows.name(axes, rows)
    values = [value for row in rows for value in (row.value, *(row.interval or ()))]
    margin = 0.06 * (max(values) - min(values))
    axes.set_xlim(min(values) - margin, max(values) + margin)
    axes.set_xlabel(_names.SLOPE_AXIS.in_(language))
    style.settle(axes)
    _ship(axes, shipped, rows, language)
    return figure


def _criteria(table: Table, language: Language) -> list[_rows.Row]:
    colours = {**SHIPPED, "article": style.LEAST_SQUARES}
    found = (table.column(name, kind="criterion") for name in ("mark", f"name_{language}", "slope"))
    return [
        _rows.Row(
            name=str(name),
            colour=colours.get(str(mark), style.ERROR),
            value=float(slope),
            remark=shown(slope, 4),
        )
        for mark, name, slope in zip(*found, strict=True)
    ]


def _measured(table: Table, language: Language) -> list[_rows.Row]:
    columns = (f"name_{language}", "slope", "low", "high")
    found = (table.column(name, kind="measured") for name in columns)
    return [
        _rows.Row(
            name=str(name),
            colour=style.MLP,
            value=float(slope),
            interval=_rows.ends(low, high),
            remark=shown(slope, 4),
        )
        for name, slope, low, high in zip(*found, strict=True)
    ]


def _shipped(table: Table, language: Language) -> dict[str, list[str]]:
    """Who uses which slope, by falling slope; past uses with the version that ended them."""
    columns = ("mark", f"name_{language}", "until")
    entries = zip(*(table.column(c, kind="framework") for c in columns), strict=True)
    found: dict[str, list[str]] = {}
    for mark, name, until in entries:
        found.setdefault(str(mark), []).append(f"{name} (–{until})" if until else str(name))
    return {mark: found[mark] for mark in sorted(found, key=_value, reverse=True)}


def _ship(
    axes: "Axes", shipped: dict[str, list[str]], rows: list[_rows.Row], language: Language
) -> None:
    """Draw the rows of the shipped slopes below the others.

    Slopes fall from row to row and names stand right of them, so that the line from a lower row
    crosses no names.
    """
    low, high = axes.get_xlim()
    lines_end = max((slope for slope in map(_value, shipped) if low <= slope <= high), default=low)
    ticks = {-float(at): _rows.folded(row.name) for at, row in enumerate(rows)}
    y = -len(rows) - 0.3
    for mark, users in shipped.items():
        slope, colour = _value(mark), SHIPPED.get(mark, style.ERROR)
        ticks[y] = _names.slope(mark, language)
        if low <= slope <= high:
            axes.plot([slope, slope], [y, 0.6], color=colour, lw=style.LINE, zorder=1)
            axes.plot(slope, y, "D", color=colour, ms=5)
            lines = _users(axes, users, slope, y)
        else:
            arrow = ">" if slope > high else "<"
            axes.plot(high if slope > high else low, y, arrow, color=colour, ms=5, clip_on=False)
            lines = _users(axes, users, lines_end, y)
        y -= 0.5 + _LINE * lines
    axes.set_yticks(list(ticks), list(ticks.values()))
    axes.set_ylim(y + 0.3, 0.6)


def _users(axes: "Axes", users: list[str], start: float, y: float) -> int:
    """Write names from ``start`` rightwards; give the number of lines that they took."""
    low, high = axes.get_xlim()
    text = wrapped(axes, users, _BETWEEN, (high - start) / (high - low), style.SMALL)
    axes.annotate(
        text,
        (start, y),
        (8, 4.5),
        textcoords="offset points",
        va="top",
        fontsize=style.SMALL,
        annotation_clip=False,
    )
    return 1 + text.count("\n")


def _value(mark: str) -> float:
    return float(Fraction(mark))
