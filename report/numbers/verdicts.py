"""Numbers about the verdicts themselves."""

from report.results.number import Number
from report.results.text import Text
from report.results.verdicts import VerdictKind, Verdicts

COUNTED = Text(ja="判定の表を数えた。", en="Counted in the table of verdicts.")
KINDS: dict[str, tuple[VerdictKind, Text]] = {
    "agrees": ("agrees", Text(ja="「一致」の件数", en="statements that agree")),
    "refuted": ("refuted", Text(ja="「不成立」の件数", en="statements refuted")),
    "mixed": ("mixed", Text(ja="「一部成立」の件数", en="statements with a mixed verdict")),
    "held_then": (
        "held then, not now",
        Text(ja="「当時は成立」の件数", en="statements that held then and not now"),
    ),
    "cited": ("cited", Text(ja="「引用のみ」の件数", en="statements only cited")),
    "not_comparable": (
        "not comparable",
        Text(ja="「比較対象外」の件数", en="statements not comparable"),
    ),
}


def numbers(verdicts: Verdicts) -> list[Number]:
    """How many statements there are, and how many of each verdict."""
    kinds = [verdict.kind for verdict in verdicts.verdicts]
    total = Text(ja="記事の記述の件数", en="statements of the article")
    digits = [o.agreeing or 0 for v in verdicts.verdicts for o in v.outcomes if o.rule == "digits"]
    wrong = [o for v in verdicts.verdicts for o in v.outcomes if o.rule == "digits" and not o.holds]
    return [
        _count("verdicts.count", total, len(kinds)),
        *(
            _count(f"verdicts.{id_}", label, kinds.count(kind))
            for id_, (kind, label) in KINDS.items()
        ),
        _count(
            "verdicts.printed_constants",
            Text(ja="切り捨てで印刷された定数の個数", en="constants printed with cut-off digits"),
            len(digits),
        ),
        _count(
            "verdicts.printed_constants_wrong",
            Text(ja="桁の合わない定数の個数", en="constants whose digits do not agree"),
            len(wrong),
        ),
    ]


def _count(id_: str, label: Text, value: int) -> Number:
    return Number(id_, label, str(value), "counted", COUNTED)
