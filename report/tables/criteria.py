"""The tables of criteria: what each slope is best for, for the line and for the parabolas."""

from report.context import Cell, Column, Grid, Latex, Line, Lines, Plain, Quote, Row, Value
from report.results.slopes import Criterion, Family, Slopes
from report.results.text import Text

CAPTIONS: dict[Family, Text] = {
    "line": Text(
        ja="近さの基準と、それぞれにとって最良の折れ線。最良の幅が閉じた式で書けるときは、その式も示す。"
        "残差は、最良の幅での停留条件の値である。",
        en="Criteria of closeness, and the line that is best by each. Where the best width has a"
        " closed form it is given below. The residual is that of the stationarity condition.",
    ),
    "parabolas": Text(
        ja="同じ基準で最良となる二つの放物線。",
        en="The two parabolas that are best by the same criteria.",
    ),
}
CRITERION = Column(Text(ja="基準と定義", en="Criterion and definition"))
WIDTH = Column(Text(ja="最良の幅", en="Best width"), "end")
SLOPE = Column(Text(ja="傾き", en="Slope"), "end")
LOSS = Column(Text(ja="最小の<br>損失", en="Least loss"), "end")
RESIDUAL = Column(Text(ja="残差", en="Residual"), "end")
OFFSET = Column(Text(ja="五分の一との差", en="From one fifth"), "end")
NONE = Plain(Text(ja="なし", en="none"))
PREFIXES: dict[Family, str] = {"line": "criteria", "parabolas": "criteria.parabolas"}


def line(slopes: Slopes) -> Grid:
    """One row a criterion, the steepest line first, those without a best line last."""
    columns = (CRITERION, WIDTH, SLOPE, LOSS, RESIDUAL, OFFSET)
    rows = tuple(_row(found, "line") for found in _sorted(slopes))
    return Grid("criteria", CAPTIONS["line"], columns, rows, wide=True)


def parabolas(slopes: Slopes) -> Grid:
    """One row a criterion that has best parabolas, in the order of the lines."""
    columns = (CRITERION, WIDTH, SLOPE, LOSS, RESIDUAL)
    pairs = [slopes.criterion(found.id, "parabolas") for found in _sorted(slopes)]
    rows = tuple(_row(found, "parabolas") for found in pairs if found.best_a is not None)
    return Grid("criteria_parabolas", CAPTIONS["parabolas"], columns, rows, wide=True)


def _sorted(slopes: Slopes) -> list[Criterion]:
    lines = [found for found in slopes.criteria if found.family == "line"]
    return sorted(lines, key=lambda found: -float(found.best_slope or 0))


def _row(criterion: Criterion, family: Family) -> Row:
    id_ = f"criterion-{family}-{criterion.id}"
    number = f"{PREFIXES[family]}.{criterion.id}"
    described: list[Line] = [Plain(criterion.name), Latex(criterion.definition, f"row:{id_}")]
    if criterion.reason:
        described.append(Plain(criterion.reason))
    found: list[Cell] = [Lines(tuple(described)), *_found(criterion, number, f"row:{id_}")]
    if family == "line":
        offset = Value(f"{number}.from_fifth", percent=2, sign=True)
        found.append(offset if criterion.best_a else NONE)
    return Row(tuple(found), id=id_)


def _found(criterion: Criterion, number: str, source: str) -> tuple[Cell, ...]:
    """Width, slope, loss and residual; none of them where there is no best width."""
    if criterion.best_a is None:
        return (NONE,) * 4
    width: list[Line] = [Value(f"{number}.best_a", places=6)]
    if criterion.closed_form:
        width.append(Latex(criterion.closed_form, source))
    return (
        Lines(tuple(width)),
        Value(f"{number}.best_slope", places=5),
        Value(f"{number}.loss", places=6),
        # One that is exactly zero has no power of ten.
        Quote("0", source)
        if criterion.residual == "0"
        else Value(f"{number}.residual", scientific=0),
    )
