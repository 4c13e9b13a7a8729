"""The numbers of the survey of frameworks: how many ship which slope, how many were run."""

from report import survey
from report.results.number import Number
from report.results.survey import Survey
from report.results.text import Text

_COUNTED = Text(ja="調査表を数え上げ", en="counted in the table of the survey")
_SLOPES = {"fifth": "1/5", "sixth": "1/6", "half": "1/2"}
_OF_SLOPE = {
    "fifth": Text(ja="記事の傾きを使うものの数", en="entries with the article's slope"),
    "sixth": Text(ja="Keras 3の傾きを使うものの数", en="entries with the slope of Keras 3"),
    "half": Text(ja="BinaryConnectの傾きを使うものの数", en="entries with BinaryConnect's slope"),
}


def numbers(result: Survey) -> list[Number]:
    """List every number of the survey."""
    entries = result.frameworks
    probed = [entry for entry in entries if entry.probe is not None]
    counts = {
        "count": (Text(ja="調べたものの数", en="entries of the survey"), len(entries)),
        "read_count": (
            Text(ja="出典を直接読んだものの数", en="entries read at their source"),
            sum(entry.seen == "read" for entry in entries),
        ),
        "probed_count": (
            Text(ja="実際に動かして測ったものの数", en="entries that were run and measured"),
            len(probed),
        ),
        "agreeing_count": (
            Text(ja="測った傾きが出典と一致したものの数", en="entries whose measured slope agrees"),
            sum(entry.agrees is True for entry in probed),
        ),
    }
    for name, slope in _SLOPES.items():
        counts[f"{name}_count"] = (_OF_SLOPE[name], len(survey.with_slope(result, slope)))
    return [
        Number(f"survey.{id}", label, str(count), "counted", _COUNTED)
        for id, (label, count) in counts.items()
    ]
