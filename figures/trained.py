"""The multi-layer perceptron trained with each slope of the hard sigmoid instead of the sigmoid."""

from math import inf
from typing import TYPE_CHECKING

from figures import _names, _rows, style
from figures._data import cell, fraction
from report.results.network import SlopeTraining
from report.results.table import Cell, Table
from report.results.text import Language, Text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from report.results.bundle import Results

CAPTION = Text(
    ja="活性化関数をはじめから置き換えて学習した多層パーセプトロンの、最後のエポックのテスト精度。"
    "点は平均、太線は平均の信頼区間、細線は個々の学習の標準偏差。",
    en="Test accuracy after the last epoch of the multi-layer perceptron when it is trained with a"
    " straight line in place of the sigmoid from the start. Dots: means; thick bars: the"
    " confidence intervals of the means; thin bars: one standard deviation of single runs.",
)
ALT = Text(
    ja="シグモイドと、傾きの異なるハードシグモイドのそれぞれに一行をあて、横軸にテスト精度をとり、"
    "平均の点と二重の誤差棒を描いた図。",
    en="One row for the sigmoid and one for each slope of the hard sigmoid, with test accuracy"
    " across: a dot for the mean and two error bars.",
)


def table(results: "Results") -> Table:
    """Give mean, interval and deviation of the last accuracy and the runs of each activation.

    The sigmoid comes first, then the slopes from steep to flat.
    """
    rows: list[tuple[Cell, ...]] = []
    for found in sorted(results.network.slopes, key=_steepness):
        last = found.accuracy[-1]
        slope = fraction(found.slope) if found.mark != "sigmoid" else ""
        numbers = [cell(n) for n in (last.mean, last.low, last.high, last.deviation)]
        rows.append((found.mark, slope, *numbers, last.runs))
    columns = ("activation", "slope", "mean", "low", "high", "deviation", "runs")
    return Table(columns=columns, rows=tuple(rows))


def _steepness(found: SlopeTraining) -> float:
    """Sort the sigmoid first, then from steep to flat."""
    return -inf if found.mark == "sigmoid" else -float(found.slope)


@style.styled
def draw(table: Table, language: Language) -> "Figure":
    """Draw one row an activation."""
    rows = []
    for mark, slope, mean, low, high, deviation, _ in table.rows:
        rows.append(
            _rows.Row(
                name=_names.activation(str(mark), str(slope), language),
                colour=style.SLOPES[str(mark)],
                value=float(mean),
                interval=_rows.ends(low, high),
                wide=_rows.about(float(mean), float(deviation)),
            )
        )
    figure = style.canvas(__name__, style.rows(len(rows)))
    axes = figure.subplots()
    _rows.draw(axes, rows)
    _rows.name(axes, rows)
    axes.set_xmargin(0.05)
    style.percent(axes.xaxis)
    axes.set_xlabel(_names.TEST_ACCURACY.in_(language))
    return figure
