"""The table that sets the networks side by side."""

from report.context import Column, Grid, Plain, Row, Value
from report.results.network import Network
from report.results.text import Text

CAPTION = Text(
    ja="同じ条件で学習させたネットワーク。精度は平均とその区間。",
    en="Networks trained by the same recipe. Accuracies are means with their intervals.",
)
COLUMNS = (
    Column(Text(ja="ネットワーク", en="Network")),
    Column(Text(ja="パラメータ", en="Parameters"), "end"),
    Column(Text(ja="学習回数", en="Runs"), "end"),
    Column(Text(ja="最初のエポックの後", en="After the first epoch"), "end"),
    Column(Text(ja="最後のエポックの後", en="After the last epoch"), "end"),
)


def grid(network: Network) -> Grid:
    """One row a network, the article's first."""
    rows = []
    for training in (network.cnn, network.softmax, network.mlp, network.learned):
        id_ = training.architecture.id
        cells = (
            Plain(training.architecture.label),
            Value(f"{id_}.parameters"),
            Value(f"{id_}.runs"),
            Value(f"{id_}.accuracy_first", percent=2, interval=True),
            Value(f"{id_}.accuracy_last", percent=2, interval=True),
        )
        rows.append(Row(cells))
    return Grid("models", CAPTION, COLUMNS, tuple(rows))
