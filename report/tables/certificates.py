"""The tables of what ball arithmetic proves: digits of constants, and signs of expressions."""

from report.context import Column, Grid, Latex, Lines, Plain, Quote, Row, Value
from report.results.certificates import Certificates, CertifiedConstant, SignFact, Uniqueness
from report.results.text import Text

SHOWN = 50
"""Digits of a constant that the table shows."""

CONSTANTS = Text(
    ja="証明された定数。条件式は、値のすぐ下で負、すぐ上で正となる。逆数の行では、もとの幅の条件式を示す。",
    en="Certified constants. The condition is negative just below the value and positive just"
    " above; in the row of a reciprocal it is that of the width.",
)
SIGNS = Text(
    ja="根がただ一つであることの根拠となる符号。各区間は、符号を決められる小区間に分けて調べた。",
    en="The signs on which uniqueness rests. Each interval was cut into as many parts as it took"
    " to decide the sign on every one of them.",
)


def constants(certificates: Certificates) -> Grid:
    """One row a constant."""
    columns = (
        Column(Text(ja="定数", en="Constant")),
        Column(Text(ja="値と条件式", en="Value and condition")),
    )
    rows = tuple(_constant(found) for found in certificates.constants)
    return Grid("constants", CONSTANTS, columns, rows)


def signs(certificates: Certificates) -> Grid:
    """One row a sign that was proved."""
    columns = (
        Column(Text(ja="式", en="Expression")),
        Column(Text(ja="区間", en="Interval")),
        Column(Text(ja="符号", en="Sign")),
        Column(Text(ja="小区間", en="Parts"), "end"),
    )
    rows = tuple(_sign(proof, fact) for proof in certificates.uniqueness for fact in proof.facts)
    return Grid("signs", SIGNS, columns, rows)


def _constant(found: CertifiedConstant) -> Row:
    id_ = f"constant-{found.id}"
    value = Value(found.id, digits=SHOWN)
    return Row((Plain(found.name), Lines((value, Latex(found.condition, f"row:{id_}")))), id=id_)


def _sign(proof: Uniqueness, fact: SignFact) -> Row:
    id_ = f"sign-{proof.constant}-{fact.id}"
    source = f"row:{id_}"
    sign = Text(ja="正", en="positive") if fact.sign > 0 else Text(ja="負", en="negative")
    return Row(
        (
            Latex(fact.expression, source),
            Quote(f"[{fact.low}, {fact.high}]", source),
            Plain(sign),
            Quote(str(fact.boxes), source),
        ),
        id=id_,
    )
