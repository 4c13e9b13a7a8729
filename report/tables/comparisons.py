"""The table of differences between networks, and whether they exceed the noise."""

from report.context import Column, Grid, Plain, Row, Value
from report.numbers.network import RAW
from report.results.network import Comparison, Network
from report.results.text import Text
from report.wording import WORDS

CAPTION = Text(
    ja="精度の差とその区間（Welch の検定）。区間が零をまたがないとき、差はばらつきより大きい。",
    en="Differences in accuracy with their intervals (Welch's test). A difference is larger than"
    " the noise when its interval does not contain zero.",
)
COLUMNS = (
    Column(Text(ja="比較", en="Compared")),
    Column(Text(ja="差", en="Difference"), "end"),
    Column(Text(ja="ばらつきより大きい", en="Larger than the noise")),
)
ANSWERS = {
    True: Text(ja="はい", en="yes"),
    False: Text(ja="いいえ", en="no"),
    None: WORDS["undetermined"],
}
EPOCHS = {
    1: Text(ja="最初のエポック", en="first epoch"),
    0: Text(ja="最後のエポック", en="last epoch"),
}


def grid(network: Network) -> Grid:
    """One row a comparison."""
    rows = tuple(_row(network, comparison) for comparison in network.comparisons)
    return Grid("comparisons", CAPTION, COLUMNS, rows)


def _row(network: Network, comparison: Comparison) -> Row:
    first = _side(network, comparison.first, comparison.first_epoch)
    second = _side(network, comparison.second, comparison.second_epoch)
    compared = Text(ja=f"{first.ja} と {second.ja}", en=f"{first.en} against {second.en}")
    difference = Value(f"compare.{comparison.id}", percent=2, interval=True, sign=True)
    return Row((Plain(compared), difference, Plain(ANSWERS[comparison.beyond_noise])))


def _side(network: Network, id_: str, epoch: int) -> Text:
    label = RAW if id_ == "raw" else getattr(network, id_).architecture.label
    when = EPOCHS[1 if epoch == 1 else 0]
    return Text(ja=f"{label.ja}（{when.ja}）", en=f"{label.en} ({when.en})")
