"""The table of criteria: what each slope is best for."""

from report.context import Cell, Column, Grid, Latex, Lines, Plain, Row, Value
from report.results.slopes import Criterion, Slopes
from report.results.text import Text

CAPTION = Text(
    ja="近さの基準と、折れ線および二つの放物線にとって最良の傾き。最後の列は、折れ線の最良の傾きの"
    "五分の一からの隔たり。",
    en="Criteria of closeness, and the slopes that are best for the line and for the two"
    " parabolas. The last column says how far the line's is from one fifth.",
)
COLUMNS = (
    Column(Text(ja="基準", en="Criterion")),
    Column(Text(ja="定義", en="Definition")),
    Column(Text(ja="折れ線の傾き", en="Line"), "end"),
    Column(Text(ja="放物線の傾き", en="Parabolas"), "end"),
    Column(Text(ja="五分の一との差", en="From one fifth"), "end"),
)
NONE = Plain(Text(ja="なし", en="none"))


def grid(slopes: Slopes) -> Grid:
    """One row a criterion, the steepest of the line's slopes first, those without one last."""
    lines = [found for found in slopes.criteria if found.family == "line"]
    lines.sort(key=lambda found: -float(found.best_slope or 0))
    rows = tuple(_row(found, slopes.criterion(found.id, "parabolas")) for found in lines)
    return Grid("criteria", CAPTION, COLUMNS, rows, wide=True)


def _row(line: Criterion, parabolas: Criterion) -> Row:
    return Row(
        (
            Plain(line.name),
            _definition(line),
            _slope(line, f"criteria.{line.id}.best_slope"),
            _slope(parabolas, f"criteria.parabolas.{line.id}.best_slope"),
            NONE
            if line.best_slope is None
            else Value(f"criteria.{line.id}.from_fifth", percent=2, sign=True),
        ),
        id=f"criterion-{line.id}",
    )


def _definition(criterion: Criterion) -> Lines:
    """The formula, and for a criterion without a best slope why it has none."""
    formula = Latex(criterion.definition, f"row:criterion-{criterion.id}")
    return Lines((formula, Plain(criterion.reason)) if criterion.reason else (formula,))


def _slope(criterion: Criterion, number: str) -> Cell:
    return NONE if criterion.best_slope is None else Value(number, places=5)
