"""The survey of frameworks: the table is read strictly, and running a framework can refute it."""

import re
from fractions import Fraction
from pathlib import Path

import msgspec
import pytest

from report import survey
from report.numbers import survey as survey_numbers
from report.results.frameworks import (
    Frameworks,
    LayerCall,
    MeasuredSlope,
    OldLstm,
    TensorBoardState,
    Version,
)
from report.results.survey import Source

ENTRY = """
read = "2026-11"
[[framework]]
id = "theirs"
name = "Theirs"
slope = "1/5"
knee = "5/2"
source.url = "https://example.org/hard_sigmoid"
seen = "read"
probe = "theirs"
note.ja = "既定値"
note.en = "the default"
"""


def measured(
    slope: str = "0.2", low: str = "-2.5", high: str = "2.5", deviation: str = "1e-9"
) -> Frameworks:
    """What the probes would have found, with one framework of this slope."""
    found = MeasuredSlope("theirs", "Theirs", "1.0", slope, low, high, deviation)
    return Frameworks(
        versions=(Version("python", "3.11"),),
        slopes=(found,),
        layer_call=LayerCall("TypeError", "no", (28, 27), mended_matches=True),
        tensorboard=TensorBoardState("tensorflow", required=False, installed="2.20"),
        lstm=OldLstm("hard_sigmoid", 4, 12, 0, "0.1", "1e-7", "0.1"),
        docstring_slope=None,
    )


def sheet(tmp_path: Path, text: str) -> survey.Sheet:
    path = tmp_path / "sheet.toml"
    path.write_text(text, encoding="utf-8")
    return survey.load(path)


@pytest.mark.parametrize(
    ("found", "agrees"),
    [
        (measured(), True),
        (measured(slope="0.20000000298", low="-2.4999999627", high="2.4999999627"), True),
        (measured(slope="0.1666667"), False),
        (measured(low="-3"), False),
        (measured(high="3"), False),
        (measured(deviation="0.01"), False),
    ],
)
def test_a_slope_that_was_not_measured_is_found_out(
    tmp_path: Path, found: Frameworks, agrees: bool
) -> None:
    """A stated slope agrees only if slope, both knees and straightness were measured as stated."""
    surveyed = survey.survey(sheet(tmp_path, ENTRY), found)
    assert surveyed.agrees is agrees
    assert surveyed.frameworks[0].agrees is agrees


def test_a_falsified_slope_in_the_table_does_not_agree(tmp_path: Path) -> None:
    """Writing another slope, with knees to match, into the table is caught by the measurement."""
    text = ENTRY.replace("1/5", "1/6").replace("5/2", "3")
    assert not survey.survey(sheet(tmp_path, text), measured()).agrees


def test_an_entry_without_a_probe_is_neither_confirmed_nor_refuted(tmp_path: Path) -> None:
    """What is only cited carries no measured slope and no agreement."""
    text = ENTRY.replace('probe = "theirs"\n', "")
    (entry,) = survey.survey(sheet(tmp_path, text), measured()).frameworks
    assert (entry.measured, entry.agrees) == (None, None)


@pytest.mark.parametrize(
    ("change", "into", "message"),
    [
        ('slope = "1/5"', 'slope = "0,2"', "theirs: slope = '0,2' must be a fraction"),
        ('slope = "1/5"', 'slope = "1/0"', "theirs: slope = '1/0' must be a fraction"),
        ('slope = "1/5"', 'slope = "-1/5"', "theirs: slope = '-1/5' must be positive"),
        ('knee = "5/2"', 'knee = "3"', "theirs: knee 3 does not fit slope 1/5"),
        ('knee = "5/2"\n', "", "knee"),
        ('name = "Theirs"', "name = 5", "name"),
        ('name = "Theirs"', 'nom = "Theirs"', "nom"),
        ("https://", "ftp://", "theirs: source.url must start with https://"),
        ("source.url", 'source.repo = "theirs"\nsource.url', "source.repo must read owner/name"),
        ('seen = "read"', 'seen = "heard"', "seen"),
        ('note.ja = "既定値"', 'note.ja = " "', "ja text is empty"),
        ("[[framework]]", "[[framework", "sheet.toml"),
    ],
)
def test_a_bad_table_is_refused_by_name(
    tmp_path: Path, change: str, into: str, message: str
) -> None:
    """Every malformed entry ends in one line that names the file and what is wrong."""
    with pytest.raises(survey.SurveyError, match=re.escape(message)) as caught:
        sheet(tmp_path, ENTRY.replace(change, into))
    assert "sheet.toml" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_two_entries_cannot_share_an_id(tmp_path: Path) -> None:
    """An id names one entry."""
    with pytest.raises(survey.SurveyError, match="two entries are called theirs"):
        sheet(tmp_path, ENTRY + ENTRY.replace('read = "2026-11"', ""))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A table that is not there is reported by its name."""
    with pytest.raises(survey.SurveyError, match=r"nowhere\.toml"):
        survey.load(tmp_path / "nowhere.toml")


def test_an_unknown_probe_is_refused(tmp_path: Path) -> None:
    """A probe that nobody runs cannot pass for a measurement."""
    text = ENTRY.replace('probe = "theirs"', 'probe = "thiers"')
    with pytest.raises(survey.SurveyError, match=r"no probe thiers; did you mean theirs\?"):
        survey.survey(sheet(tmp_path, text), measured())


def test_the_shipped_table_pins_every_source_it_can() -> None:
    """Every entry has an address; a file is given with the version or thread that was read."""
    entries = survey.load().framework
    assert len(entries) > 20
    for entry in entries:
        source = entry.source
        if source.repo is None:
            assert (source.path, source.commit, source.thread) == (None, None, None), entry.id
        if source.commit is not None:
            assert re.fullmatch("[0-9a-f]{40}", source.commit), entry.id
            assert source.path is not None, entry.id
        if source.commit is None and source.thread is None:
            assert entry.probe is not None or source.repo is None, entry.id


@pytest.mark.parametrize(
    ("source", "place"),
    [
        (Source("https://a.org/x", "o/n", "f.py", "0123456789", 7), "o/n f.py @0123456 #7"),
        (Source("https://a.org/x", "o/n", thread=7), "o/n #7"),
        (Source("https://a.org/x/y"), "a.org"),
    ],
)
def test_a_source_says_where_it_is(source: Source, place: str) -> None:
    """A source is named by repository, file, version and thread, or else by its site."""
    assert source.place == place


@pytest.mark.parametrize(
    ("since", "until", "period"),
    [
        ("2015", "2023", "2015–2023"),
        ("2020", None, "2020–"),
        (None, "2023", "–2023"),
        (None, None, ""),
    ],
)
def test_a_period_is_as_open_as_what_is_known(
    tmp_path: Path, since: str | None, until: str | None, period: str
) -> None:
    """A period names the ends that are known."""
    (entry,) = survey.survey(sheet(tmp_path, ENTRY), measured()).frameworks
    assert msgspec.structs.replace(entry, since=since, until=until).period == period


def test_slopes_are_grouped_by_value() -> None:
    """The counts by slope add up to the number of entries."""
    stated = survey.load().framework
    cited = survey.Sheet(
        "2026-11", tuple(msgspec.structs.replace(entry, probe=None) for entry in stated)
    )
    found = survey.survey(cited, measured())
    counts = {
        slope: len(survey.with_slope(found, slope)) for slope in {str(e.slope) for e in stated}
    }
    assert sum(counts.values()) == len(stated)
    assert {Fraction(slope) for slope in counts} == {Fraction(1, n) for n in (2, 5, 6)}
    numbers = {number.id: number.value for number in survey_numbers.numbers(found)}
    assert numbers["survey.count"] == str(len(stated))
    assert numbers["survey.fifth_count"] == str(counts["1/5"])
    assert numbers["survey.sixth_count"] == str(counts["1/6"])
    assert numbers["survey.half_count"] == str(counts["1/2"])
    assert numbers["survey.probed_count"] == "0"
