"""The table of what frameworks ship under the name hard sigmoid."""

from report.context import Cell, Column, Grid, Line, Lines, Quote, Row, Value
from report.results.survey import Framework, Survey
from report.results.text import Text

CAPTION = Text(
    ja="フレームワークのハードシグモイド。印は、導入した版を実行して傾きを確かめたもの。",
    en="The hard sigmoid of frameworks. A mark says that the installed version was run and its"
    " slope measured.",
)
COLUMNS = (
    Column(Text(ja="フレームワーク", en="Framework")),
    Column(Text(ja="傾き", en="Slope")),
    Column(Text(ja="節点", en="Knees")),
    Column(Text(ja="時期", en="Since")),
    Column(Text(ja="出典と備考", en="Source and remarks")),
)
UNKNOWN = "–"
SECOND_HAND = Text(ja="出典は未見。", en="Source not seen itself.")


def grid(survey: Survey) -> Grid:
    """One row an entry, in the order of the survey."""
    return Grid("frameworks", CAPTION, COLUMNS, tuple(map(_row, survey.frameworks)), wide=True)


def _row(entry: Framework) -> Row:
    source = f"row:framework-{entry.id}"
    slope: Cell = Quote(entry.slope, source)
    if entry.probe:
        measured = Value(f"frameworks.{entry.probe}.slope", places=4)
        slope = Lines((Quote(f"{entry.slope} {'✓' if entry.agrees else '×'}", source), measured))
    remarks: tuple[Line, ...] = (
        Quote(entry.source.place, source, code=True, url=entry.source.url),
        Quote(entry.note, source),
    )
    if entry.seen == "second-hand":
        remarks = (*remarks, Quote(SECOND_HAND, source))
    return Row(
        (
            Quote(entry.name, source),
            slope,
            Quote(f"±{entry.knee}", source),
            Quote(entry.period or UNKNOWN, source),
            Lines(remarks),
        ),
        id=f"framework-{entry.id}",
    )
