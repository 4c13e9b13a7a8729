"""The accuracy of every network after its last epoch, with what it costs."""

from typing import TYPE_CHECKING

from figures import _names, _rows, style
from figures._data import cell, grouped
from report.results.network import MODELS
from report.results.table import Cell, Table
from report.results.text import Language, Text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from report.results.bundle import Results

CAPTION = Text(
    ja="最後のエポックのテスト精度。点は平均、太線は平均の信頼区間、細線は個々の学習の標準偏差。"
    "右に学習するパラメータの数とシードの数を示す。",
    en="Test accuracy after the last epoch. Dots: means; thick bars: the confidence intervals of"
    " the means; thin bars: one standard deviation of single runs to either side. At the right,"
    " how many parameters are trained and how many seeds were run.",
)
ALT = Text(
    ja="ネットワークごとに一行、横軸にテスト精度をとり、平均の点と二重の誤差棒を描いた図。"
    "右側にパラメータ数とシード数の列がある。",
    en="One row for each network with test accuracy across: a dot for the mean and two error bars."
    " Columns at the right give the numbers of parameters and of seeds.",
)

_REMARK = Text(
    ja="{parameters} パラメータ、{runs} シード", en="{parameters} parameters, {runs} seeds"
)


def table(results: "Results") -> Table:
    """One row a network: mean, interval and deviation of the accuracy, parameters, runs."""
    rows: list[tuple[Cell, ...]] = []
    for model in MODELS:
        training = getattr(results.network, model)
        last = training.accuracy[-1]
        numbers = [cell(n) for n in (last.mean, last.low, last.high, last.deviation)]
        rows.append((model, *numbers, training.architecture.parameters, last.runs))
    columns = ("model", "mean", "low", "high", "deviation", "parameters", "runs")
    return Table(columns=columns, rows=tuple(rows))


@style.styled
def draw(table: Table, language: Language) -> "Figure":
    """Draw one row a network, the most accurate on top."""
    rows = []
    for model, mean, low, high, deviation, parameters, runs in table.rows:
        rows.append(
            _rows.Row(
                name=_names.MODELS[str(model)].in_(language),
                colour=style.MODELS[str(model)],
                value=float(mean),
                interval=_rows.ends(low, high),
                wide=_rows.about(float(mean), float(deviation)),
                remark=_REMARK.in_(language).format(parameters=grouped(int(parameters)), runs=runs),
            )
        )
    rows.sort(key=lambda row: -row.value)
    figure = style.canvas(__name__, style.rows(len(rows)))
    axes = figure.subplots()
    _rows.draw(axes, rows)
    _rows.name(axes, rows)
    axes.set_xmargin(0.05)
    style.percent(axes.xaxis)
    axes.set_xlabel(_names.TEST_ACCURACY.in_(language))
    return figure
