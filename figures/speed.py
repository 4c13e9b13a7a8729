"""How much faster the hard sigmoid is, by engine and array size, as the benchmark recorded it."""

from typing import TYPE_CHECKING

from figures import style
from figures._data import cell, grouped
from figures._labels import Label, ends
from report.results.table import Cell, Table
from report.results.text import Language, Text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from report.results.bundle import Results

CAPTION = Text(
    ja="シグモイドの計算時間をハードシグモイドの計算時間で割った比（記録した測定の中央値と四分位範囲）。"
    "点線より上ではハードシグモイドのほうが速い。",
    en="Time taken by the sigmoid divided by the time taken by the hard sigmoid (medians and"
    " quartiles of the recorded measurement). Above the dotted line the hard sigmoid is faster.",
)
ALT = Text(
    ja="配列の大きさを横軸、時間の比を縦軸にとった、実行方式ごとの折れ線と誤差棒。"
    "両者の時間が等しい高さに水平な点線がある。",
    en="Lines with error bars, one for each way of running, over the size of the array; a level"
    " dotted line marks equal times.",
)

ENGINES = {
    "numpy": (Text(ja="NumPy", en="NumPy"), "o", "-"),
    "eager": (Text(ja="TensorFlow 即時実行", en="TensorFlow, eager"), "s", "--"),
    "graph": (Text(ja="TensorFlow グラフ", en="TensorFlow, graph"), "^", "-."),
    "xla": (Text(ja="TensorFlow XLA", en="TensorFlow, XLA"), "D", "-"),
}
"""Name, marker and dashes of each engine: their colour is the same, they are not compared."""
_SIZE = Text(ja="要素数", en="Elements")
_RATIO = Text(ja="時間の比", en="Ratio of times")


def table(results: "Results") -> Table:
    """One row an engine and size: the ratio's median and quartiles, and the repetitions."""
    rows: list[tuple[Cell, ...]] = []
    for found in results.benchmark.throughput:
        ratio = found.ratio
        numbers = (cell(n, 4) for n in (ratio.median, ratio.low, ratio.high))
        rows.append((found.engine, found.size, *numbers, ratio.runs))
    return Table(columns=("engine", "size", "ratio", "low", "high", "runs"), rows=tuple(rows))


@style.styled
def draw(table: Table, language: Language) -> "Figure":
    """Draw a line an engine, named at its end."""
    figure = style.canvas(__name__, "medium")
    axes = figure.subplots()
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.axhline(1, color=style.INK, lw=style.THIN, ls=":")
    labels = []
    for engine, (name, marker, dashes) in ENGINES.items():
        sizes, ratios, low, high = (
            table.floats(column, engine=engine) for column in ("size", "ratio", "low", "high")
        )
        if not sizes:
            continue
        axes.vlines(sizes, low, high, color=style.ERROR, lw=style.LINE)
        axes.plot(sizes, ratios, marker=marker, ls=dashes, color=style.ERROR, ms=4.5)
        labels.append(Label(name.in_(language), style.ERROR, sizes, ratios))
    ticks = sorted({int(size) for size in table.column("size")})
    axes.set_xticks(ticks, [grouped(tick) for tick in ticks])
    axes.set_xticks([], minor=True)
    axes.set_xmargin(0.04)
    style.plain(axes.yaxis)
    axes.set_xlabel(_SIZE.in_(language))
    style.heading(axes, _RATIO.in_(language))
    ends(axes, labels)
    return figure
