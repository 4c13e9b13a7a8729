"""The numbers of the criteria: each one's best width and slope, and what they show together."""

from collections.abc import Iterator
from decimal import Decimal

from report.numbers.making import make
from report.results.number import Number
from report.results.slopes import Criterion, Slopes
from report.results.text import Text

NEAR = "0.01"
"""A best slope that differs from 1/5 by less than this share of it is a near hit."""

_METHOD = Text(
    ja="停留条件の根と損失の直接の最小化が一致した桁",
    en="digits on which the stationarity condition and direct minimisation agree",
)
_CLOSED = Text(
    ja="閉形式。停留条件の根と損失の直接の最小化も一致",
    en="closed form; the stationarity condition and direct minimisation agree with it",
)
_LOSS = Text(ja="損失の定義の数値積分", en="numerical integration of the loss as defined")
_RESIDUAL = Text(ja="最良の幅を停留条件に代入", en="the stationarity condition at the best width")
_COUNTED = Text(ja="数え上げ", en="counted")
_CHOSEN = Text(ja="あらかじめ定めた基準", en="fixed beforehand")
_NORMAL = Text(
    ja="停留条件を標準偏差について解き、得られた重みでの最小化で確認",
    en="the stationarity condition solved for the deviation; minimising with it leads back",
)


def numbers(result: Slopes) -> list[Number]:
    """List the numbers of every criterion, then those of all of them together."""
    solved = [found for found in result.criteria if found.status == "solved"]
    return [
        *(number for found in solved for number in _criterion(found)),
        *_together(result),
    ]


def _criterion(found: Criterion) -> Iterator[Number]:
    of_line = found.family == "line"
    base = f"criteria.{found.id}" if of_line else f"criteria.parabolas.{found.id}"
    family = Text(ja="折れ線", en="line") if of_line else Text(ja="放物線", en="parabolas")
    method = _CLOSED if found.exact else _METHOD

    def label(ja: str, en: str) -> Text:
        return Text(
            ja=f"{found.name.ja}：{family.ja}の{ja}", en=f"{found.name.en}: {en}, {family.en}"
        )

    for name, text, value, how in (
        ("best_a", label("最良の幅", "best width"), found.best_a, method),
        ("best_slope", label("最良の傾き", "best slope"), found.best_slope, method),
        ("loss", label("最小の損失", "smallest loss"), found.loss, _LOSS),
    ):
        yield make(f"{base}.{name}", text, str(value), how)
    residual = label("停留条件の残差", "residual of the condition")
    yield make(f"{base}.residual", residual, str(found.residual), _RESIDUAL, "computed")
    for name, offset, ja, en in (
        ("fifth", str(found.from_fifth), "Keras 2 の傾き", "one fifth"),
        ("sixth", str(found.from_sixth), "Keras 3 の傾き", "one sixth"),
    ):
        signed = label(f"最良の傾きと {ja}との相対差", f"best slope relative to {en}")
        distance = label(f"最良の傾きと {ja}との隔たり", f"distance of the best slope from {en}")
        yield make(f"{base}.from_{name}", signed, offset, method)
        yield make(f"{base}.distance_from_{name}", distance, offset.lstrip("-"), method)


def _together(result: Slopes) -> Iterator[Number]:
    lines = [found for found in result.criteria if found.family == "line"]
    distances = [found.from_fifth.lstrip("-") for found in lines if found.from_fifth is not None]
    counts = {
        "count": (Text(ja="試した基準の数", en="Criteria tried"), len(lines)),
        "solved": (
            Text(ja="最良の傾きをもつ基準の数", en="Criteria that have a best slope"),
            len(distances),
        ),
        "unsolved": (
            Text(ja="最良の傾きをもたない基準の数", en="Criteria that have no best slope"),
            len(lines) - len(distances),
        ),
        "near": (
            Text(
                ja="最良の傾きが Keras 2 の傾きに近い基準の数",
                en="Criteria that come near one fifth",
            ),
            sum(Decimal(distance) < Decimal(NEAR) for distance in distances),
        ),
        "agreeing_digits": (
            Text(ja="すべての基準で一致した桁数", en="Digits shared, over all criteria"),
            min(check.digits for found in result.criteria for check in found.checks),
        ),
    }
    for name, (label, count) in counts.items():
        yield make(f"criteria.{name}", label, count, _COUNTED, "counted")
    limit = Text(ja="近いとみなす相対差の上限", en="Relative distance that counts as near")
    yield make("criteria.near_limit", limit, NEAR, _CHOSEN, "configured")
    nearest = Text(
        ja="最も近い基準の最良の傾きと Keras 2 の傾きとの隔たり",
        en="Distance of the nearest criterion's best slope from one fifth",
    )
    yield make("criteria.nearest_distance", nearest, min(distances, key=Decimal), _METHOD)
    deviation = Text(
        ja="Keras 2 の傾きを最良にする正規分布の標準偏差",
        en="Standard deviation of the normal weight for which one fifth is best",
    )
    yield make("criteria.normal_deviation", deviation, result.normal_deviation, _NORMAL)
    residual = Text(
        ja="標準偏差の条件の残差", en="Residual of the condition on the standard deviation"
    )
    left = result.normal_deviation_residual
    yield make("criteria.normal_deviation_residual", residual, left, _RESIDUAL, "computed")
