"""How test accuracy grows with training, for every network, over all seeds."""

from typing import TYPE_CHECKING

from figures import _names, style
from figures._data import cell
from figures._labels import Label, ends
from report.results.network import MODELS, Training
from report.results.table import Cell, Table
from report.results.text import Language, Text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from report.results.bundle import Results

CAPTION = Text(
    ja="エポックごとのテスト精度。線はシードを変えた学習の平均、帯はその最小から最大まで。",
    en="Test accuracy after each epoch. Lines: the mean over runs with different seeds; bands:"
    " from the least accurate of these runs to the most accurate.",
)
ALT = Text(
    ja="横軸にエポック、縦軸にテスト精度をとった、四つのネットワークの折れ線と、そのまわりの帯。"
    "折れ線の右端にネットワークの名前を記す。",
    en="Lines for four networks, each within a band: epochs across, test accuracy upwards. Each"
    " line carries its network's name at its right end.",
)

_EPOCH = Text(ja="エポック", en="Epoch")


def table(results: "Results") -> Table:
    """For each network and epoch: mean, 95 % interval, least and greatest accuracy, runs."""
    rows: list[tuple[Cell, ...]] = []
    for model in MODELS:
        rows += _rows(model, getattr(results.network, model))
    columns = ("model", "epoch", "mean", "low", "high", "least", "greatest", "runs")
    return Table(columns=columns, rows=tuple(rows))


def _rows(model: str, training: Training) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for at, found in enumerate(training.accuracy):
        shares = [run.correct[at] / training.test_images for run in training.runs]
        numbers = (found.mean, found.low, found.high, min(shares), max(shares))
        rows.append((model, at + 1, *(cell(number) for number in numbers), found.runs))
    return rows


@style.styled
def draw(table: Table, language: Language) -> "Figure":
    """Draw a line and a band for each network, named at its end."""
    figure = style.canvas(__name__, "medium")
    axes = figure.subplots()
    labels = []
    for model in dict.fromkeys(str(name) for name in table.column("model")):
        epochs, means, least, greatest = (
            table.floats(name, model=model) for name in ("epoch", "mean", "least", "greatest")
        )
        colour = style.MODELS[model]
        axes.fill_between(epochs, least, greatest, color=colour, alpha=0.25, lw=0)
        axes.plot(epochs, means, color=colour, marker="o", ms=2.5)
        labels.append(Label(_names.MODELS[model].in_(language), colour, epochs, means))
    axes.set_xlabel(_EPOCH.in_(language))
    axes.set_xmargin(0.02)
    axes.set_xticks(sorted({int(epoch) for epoch in table.floats("epoch")}))
    style.percent(axes.yaxis)
    style.heading(axes, _names.TEST_ACCURACY.in_(language))
    ends(axes, labels)
    return figure
