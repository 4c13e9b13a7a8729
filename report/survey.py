"""What frameworks ship under the name hard sigmoid, each with its source, checked where it runs.

The table is ``survey.toml``: adding a framework is one entry there.
"""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import msgspec

from report import entries
from report.entries import EntryError
from report.results.frameworks import Frameworks, MeasuredSlope
from report.results.survey import Framework, Seen, Source, Survey
from report.results.text import Text, near

SOURCE = Path(__file__).with_name("survey.toml")
TOLERANCE = Fraction(1, 10**6)
"""A measured slope or knee may differ from the stated one by this much: ONNX holds its slope in
single precision, which is off by about a fiftieth of it."""


class SurveyError(EntryError):
    """The table of frameworks cannot be used, or does not fit what was measured."""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One framework as the table states it; fields as in `report.results.survey.Framework`."""

    id: str
    name: str
    slope: str
    knee: str
    source: Source
    seen: Seen
    note: Text
    since: str | None = None
    until: str | None = None
    probe: str | None = None


class Sheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole table, and the year and month in which its sources were read."""

    read: str
    framework: tuple[Entry, ...]


def load(path: Path = SOURCE) -> Sheet:
    """Read the table.

    Raises SurveyError naming the file, the entry and the mend if a field is missing, unknown or
    malformed, if a knee does not fit its slope, or if two entries share an id.
    """
    try:
        sheet = entries.convert(path.name, entries.content(path), Sheet)
    except EntryError as error:
        raise SurveyError(str(error)) from error
    ids = [entry.id for entry in sheet.framework]
    for entry in sheet.framework:
        if ids.count(entry.id) > 1:
            raise SurveyError(f"{path.name}: two entries are called {entry.id}; rename one")
        _check(path.name, entry)
    return sheet


def survey(sheet: Sheet, frameworks: Frameworks) -> Survey:
    """Set every entry that names a probe against what that probe measured.

    Raises SurveyError if an entry names a probe that was not run.
    """
    measured = {found.id: found for found in frameworks.slopes}
    return Survey(sheet.read, tuple(_framework(entry, measured) for entry in sheet.framework))


def with_slope(survey: Survey, slope: str) -> Sequence[Framework]:
    """List the frameworks with one slope, such as "1/5"."""
    wanted = Fraction(slope)
    return [entry for entry in survey.frameworks if Fraction(entry.slope) == wanted]


def _check(file: str, entry: Entry) -> None:
    where = f"{file}: {entry.id}"
    slope, knee = _rational(where, "slope", entry.slope), _rational(where, "knee", entry.knee)
    if 2 * slope * knee != 1:
        raise SurveyError(
            f"{where}: knee {entry.knee} does not fit slope {entry.slope};"
            f" the line reaches 1 at {1 / (2 * slope)}"
        )
    if not entries.is_address(entry.source.url):
        raise SurveyError(
            f"{where}: source.url must start with https:// and go on as a plain address"
        )
    if entry.source.repo is not None and entry.source.repo.count("/") != 1:
        raise SurveyError(f"{where}: source.repo must read owner/name")


def _rational(where: str, field: str, text: str) -> Fraction:
    try:
        number = entries.rational(text)
    except ValueError as error:
        raise SurveyError(f"{where}: {field} = {text!r} must be a fraction such as 1/5") from error
    if number <= 0:
        raise SurveyError(f"{where}: {field} = {text!r} must be positive")
    return number


def _framework(entry: Entry, measured: dict[str, MeasuredSlope]) -> Framework:
    stated = msgspec.structs.asdict(entry)
    if entry.probe is None:
        return Framework(**stated)
    found = measured.get(entry.probe)
    if found is None:
        mend = near(entry.probe, measured, f"there are {', '.join(measured) or 'none'}")
        raise SurveyError(f"{SOURCE.name}: {entry.id}: no probe {entry.probe}; {mend}")
    return Framework(**stated, measured=found.slope, agrees=_agrees(entry, found))


def _agrees(entry: Entry, found: MeasuredSlope) -> bool:
    """Whether slope, both knees and the straightness in between are as stated."""
    slope, knee = Fraction(entry.slope), Fraction(entry.knee)
    differences = (
        Fraction(found.slope) - slope,
        Fraction(found.low_knee) + knee,
        Fraction(found.high_knee) - knee,
        Fraction(found.deviation),
    )
    return all(abs(difference) <= TOLERANCE for difference in differences)
