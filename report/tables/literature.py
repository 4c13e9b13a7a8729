"""The table of published approximations, recomputed."""

from report.context import Column, Grid, Latex, Lines, Quote, Row, Value
from report.results.pieces import Method, Pieces
from report.results.text import Text

CAPTION = Text(
    ja="文献の近似の誤差（百分率）。印刷された値と、定義から計算し直した値。",
    en="Errors of published approximations, in percent: as printed, and recomputed from the"
    " definitions.",
)
COLUMNS = (
    Column(Text(ja="方法", en="Method")),
    Column(Text(ja="定義（正の側）", en="Definition (positive side)")),
    Column(Text(ja="平均<br>（印刷）", en="Mean (printed)"), "end"),
    Column(Text(ja="平均<br>（計算）", en="Mean (computed)"), "end"),
    Column(Text(ja="最大<br>（印刷）", en="Largest (printed)"), "end"),
    Column(Text(ja="最大<br>（計算）", en="Largest (computed)"), "end"),
)


def grid(pieces: Pieces) -> Grid:
    """One row a method."""
    return Grid("literature", CAPTION, COLUMNS, tuple(map(_row, pieces.methods)), wide=True)


def _row(method: Method) -> Row:
    source = f"row:literature-{method.id}"
    return Row(
        (
            Lines((Quote(method.name, source), Quote(f"{method.authors}, {method.year}", source))),
            Latex(method.definition, source),
            Quote(_checked(method.printed_mean, holds=method.mean_agrees), source),
            Value(f"literature.{method.id}.mean", places=4),
            Quote(_checked(method.printed_max, holds=method.max_agrees), source),
            Value(f"literature.{method.id}.max", places=4),
        ),
        id=f"literature-{method.id}",
    )


def _checked(printed: str, *, holds: bool) -> str:
    return f"{printed} {'✓' if holds else '×'}"
