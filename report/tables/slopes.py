"""The table of networks trained with each slope from the start."""

from report.context import Column, Formula, Grid, Plain, Row, Value
from report.results.network import Network
from report.results.text import Text

CAPTION = Text(
    ja="活性化関数を初めから折れ線として学習させた多層パーセプトロンの精度。",
    en="Accuracy of the multi-layer perceptron trained with the clipped line from the start.",
)
COLUMNS = (
    Column(Text(ja="活性化関数の傾き", en="Slope of the activation")),
    Column(Text(ja="最初のエポックの後", en="After the first epoch"), "end"),
    Column(Text(ja="最後のエポックの後", en="After the last epoch"), "end"),
)
FORMULAS = {"quarter", "fifth", "sixth", "half"}
NAMES = {
    "sigmoid": Text(ja="シグモイド", en="sigmoid"),
    "article": Text(ja="最小二乗", en="least squares"),
}


def grid(network: Network) -> Grid:
    """One row a slope, the sigmoid itself among them."""
    rows = tuple(
        Row(
            (
                Formula(found.mark) if found.mark in FORMULAS else Plain(NAMES[found.mark]),
                Value(f"slopes.{found.mark}.accuracy_first", percent=2, interval=True),
                Value(f"slopes.{found.mark}.accuracy_last", percent=2, interval=True),
            )
        )
        for found in network.slopes
    )
    return Grid("slopes", CAPTION, COLUMNS, rows)
