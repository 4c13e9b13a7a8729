"""Put everything computed together into the context of the documents."""

from collections.abc import Mapping

from report import equations, explorer, facts, predicates, references, tables, terms
from report.context import Context, Figure
from report.numbers import by_id, numbers, origins
from report.numbers import verdicts as verdict_numbers
from report.results.bundle import Results
from report.results.finding import Finding
from report.results.number import Number
from report.results.text import Text
from report.results.verdicts import Verdicts

TITLE = Text(
    ja="固定フィルタの CNN とハードシグモイドの傾き",
    en="A Fixed-Filter CNN and the Slope of the Hard Sigmoid",
)
SUBTITLE = Text(
    ja="ある技術記事の記述を、ひとつ残らず計算で確かめる",
    en="Every statement of a technical article, put to the test",
)
DESCRIPTION = Text(
    ja="Prewitt フィルタを固定した CNN と、Keras の hard_sigmoid の傾き。"
    "この二つを主題とする記事を検証した報告書。"
    "定数の桁は証明付きで、数値はすべて計算による。",
    en="A report that checks an article on a CNN with a fixed Prewitt filter and on the slope of"
    " Keras' hard_sigmoid. Its constants are proved, and every number in it is computed.",
)
AUTHOR = Text(ja="hard-sigmoid-report 執筆者一同", en="The hard-sigmoid-report authors")
DATE = "2026-11-24"


def all_numbers(results: Results, verdicts: Verdicts) -> dict[str, Number]:
    """The numbers of the results and those about the verdicts."""
    return by_id([*numbers(results).values(), *verdict_numbers.numbers(verdicts)])


def context(
    results: Results,
    verdicts: Verdicts,
    figures: Mapping[str, Figure],
    findings: tuple[Finding, ...] = (),
) -> Context:
    """The context of both documents; with findings, of drafts."""
    known = all_numbers(results, verdicts)
    return Context(
        title=TITLE,
        subtitle=SUBTITLE,
        description=DESCRIPTION,
        author=AUTHOR,
        date=DATE,
        numbers=known,
        equations=equations.load(),
        figures=figures,
        tables=tables.grids(results, verdicts, known),
        references=references.load(),
        verdicts={verdict.id: verdict for verdict in verdicts.verdicts},
        facts=facts.facts(results),
        terms=terms.load(),
        predicates=predicates.decide(predicates.load(), known, is_mnist=results.dataset.is_mnist),
        explorer=explorer.of(results),
        origins=origins.origins(results, verdicts),
        findings=findings,
    )
