"""The numbers of cheap approximations: the literature, the optima, PLAN, Theano's two."""

from collections.abc import Iterator
from decimal import Decimal

from report.results.number import Kind, Number
from report.results.pieces import Method, Optimum, Pieces, Plan, Rough
from report.results.text import Text

WORDS = {3: "three", 5: "five", 7: "seven", 9: "nine"}
"""Numbers of pieces, as they stand in ids."""

_SAMPLED = Text(
    ja="等間隔の点で定義から再計算",
    en="recomputed from the definition at evenly spaced points",
)
_EXACT = Text(
    ja="区間ごとに原始関数と停留点から再計算し、等間隔の点での値と照合",
    en="recomputed piece by piece from antiderivatives and stationary points, held against samples",
)
_PRINTED = Text(ja="文献の表にある値の引用", en="quoted from the table in the literature")
_TWICE = Text(
    ja="閉形式の停留条件と、求積による誤差の最小化の二通りで求め、一致した桁",
    en="found from closed stationarity conditions and by minimising a quadrature; agreeing digits",
)
_CLOSED = Text(
    ja="ベータ関数の閉形式。積分の求積と照合",
    en="a closed form with the beta function, held against quadrature of the integral",
)
_QUADRATURE = Text(ja="区分ごとの求積", en="quadrature, part by part")
_DEFINED = Text(ja="定義から厳密に計算", en="exact, from the definition")
_COUNTED = Text(ja="数え上げ", en="counted")


def numbers(result: Pieces) -> list[Number]:
    """List every number of this part."""
    return [
        *(number for method in result.methods for number in _method(method)),
        *_literature(result),
        *(number for optimum in result.optima for number in _optimum(optimum)),
        *_plan(result.plan),
        *(number for rough in result.rough for number in _rough(rough)),
        *_whole(result),
    ]


def _method(method: Method) -> Iterator[Number]:
    ja, en = method.name.ja, method.name.en
    mean = Text(ja=f"{ja}の平均絶対誤差(%)", en=f"mean absolute error of {en}, percent")
    largest = Text(ja=f"{ja}の最大絶対誤差(%)", en=f"largest absolute error of {en}, percent")
    printed_mean = Text(ja=f"{ja}の平均誤差の印刷値(%)", en=f"printed mean error of {en}, percent")
    printed_max = Text(
        ja=f"{ja}の最大誤差の印刷値(%)", en=f"printed largest error of {en}, percent"
    )
    squared = Text(ja=f"{ja}の二乗誤差", en=f"squared error of {en}")
    base = f"literature.{method.id}"
    yield _number(f"{base}.mean", mean, method.exact_mean, "computed", _EXACT)
    yield _number(f"{base}.max", largest, method.exact_max, "computed", _EXACT)
    yield _number(f"{base}.sampled_mean", mean, method.mean, "computed", _SAMPLED)
    yield _number(f"{base}.sampled_max", largest, method.max, "computed", _SAMPLED)
    yield _number(f"{base}.printed_mean", printed_mean, method.printed_mean, "recorded", _PRINTED)
    yield _number(f"{base}.printed_max", printed_max, method.printed_max, "recorded", _PRINTED)
    yield _number(f"{base}.squared", squared, method.l2, "computed", _QUADRATURE)
    if method.pieces is not None:
        pieces = Text(ja=f"{ja}の区分の数", en=f"pieces of {en}")
        yield _number(f"{base}.pieces", pieces, method.pieces, "counted", _COUNTED)


def _literature(result: Pieces) -> Iterator[Number]:
    agreeing = sum(method.mean_agrees + method.max_agrees for method in result.methods)
    texts = {
        "count": (
            Text(ja="再計算した近似の数", en="approximations recomputed"),
            len(result.methods),
        ),
        "figures": (
            Text(ja="照合した印刷値の数", en="printed figures checked"),
            2 * len(result.methods),
        ),
        "agreeing": (Text(ja="一致した印刷値の数", en="printed figures that agree"), agreeing),
    }
    for id, (label, count) in texts.items():
        yield _number(f"literature.{id}", label, count, "counted", _COUNTED)
    yield _number(
        "literature.samples_per_unit",
        Text(ja="単位長さ当たりの点の数", en="points per unit length"),
        result.samples_per_unit,
        "computed",
        Text(
            ja="印刷値がすべて再現する最小のべき",
            en="the smallest power of two at which every printed figure returns",
        ),
    )


def _optimum(optimum: Optimum) -> Iterator[Number]:
    base = f"pieces.{WORDS[optimum.pieces]}"
    error = Text(ja="最良の折れ線の二乗誤差", en="squared error of the best polygon")
    scaled = Text(
        ja="最良の折れ線の二乗誤差を区分数で規格化した値",
        en="squared error of the best polygon times the fourth power of its pieces",
    )
    count = Text(ja="折れ線の区分の数", en="pieces of the polygon")
    yield _number(f"{base}.error", error, optimum.error, "computed", _TWICE)
    yield _number(f"{base}.scaled", scaled, optimum.scaled, "computed", _TWICE)
    yield _number(f"{base}.count", count, optimum.pieces, "configured", _COUNTED)
    last = Text(ja="最良の折れ線の最も外の折れ点", en="outermost knot of the best polygon")
    yield _number(f"{base}.last_knot", last, optimum.knots[-1], "computed", _TWICE)
    agreed = Text(ja="二通りの解法で一致した桁数", en="digits on which both methods agree")
    yield _number(f"{base}.agreed", agreed, optimum.agreed, "counted", _COUNTED)


def _plan(plan: Plan) -> Iterator[Number]:
    error = Text(ja="PLANの二乗誤差", en="squared error of PLAN")
    ratio = Text(
        ja="PLANの二乗誤差と、区分数が同じ最良の折れ線のそれとの比",
        en="squared error of PLAN over that of the best polygon with as many pieces",
    )
    pieces = Text(ja="PLANの区分の数", en="pieces of PLAN")
    at = Text(ja="PLANの段差の位置", en="where PLAN jumps")
    before = Text(ja="PLANの段差の直前の値", en="PLAN just before its jump")
    after = Text(ja="PLANの段差の直後の値", en="PLAN just after its jump")
    size = Text(ja="PLANの段差の大きさ", en="size of PLAN's jump")
    yield _number("plan.error", error, plan.l2, "computed", _QUADRATURE)
    yield _number("plan.ratio", ratio, plan.ratio, "computed", _TWICE)
    yield _number("plan.pieces", pieces, plan.pieces, "counted", _COUNTED)
    yield _number("plan.jump_at", at, plan.jump_at, "exact", _DEFINED)
    yield _number("plan.jump_from", before, plan.jump_from, "exact", _DEFINED)
    yield _number("plan.jump_to", after, plan.jump_to, "exact", _DEFINED)
    jump = abs(Decimal(plan.jump_to) - Decimal(plan.jump_from))
    yield _number("plan.jump_size", size, jump, "exact", _DEFINED)


def _rough(rough: Rough) -> Iterator[Number]:
    base, name = f"rough.{rough.id}", rough.name
    largest = Text(ja=f"{name}の最大誤差", en=f"largest error of {name}")
    where = Text(ja=f"{name}の誤差が最大になる点", en=f"where the error of {name} is largest")
    within = Text(
        ja=f"文献と同じ区間での{name}の二乗誤差",
        en=f"squared error of {name} over the interval of the literature",
    )
    tail = Text(
        ja=f"{name}の極限値とシグモイドの極限値との差", en=f"how far from the sigmoid {name} ends"
    )
    yield _number(f"{base}.max", largest, rough.max, "computed", _EXACT)
    yield _number(f"{base}.max_at", where, rough.max_at, "computed", _EXACT)
    yield _number(f"{base}.squared_within", within, rough.l2_within, "computed", _QUADRATURE)
    yield _number(f"{base}.tail", tail, rough.tail, "exact", _DEFINED)


def _whole(result: Pieces) -> Iterator[Number]:
    asymptote = Text(
        ja="区分数で規格化した二乗誤差の極限",
        en="limit of the squared error times the fourth power of the pieces",
    )
    rough = {each.id: each for each in result.rough}
    hard, ultra = rough["hard_sigmoid"], rough["ultra_fast_sigmoid"]
    ratio = Decimal(hard.max) / Decimal(ultra.max)
    squared_ratio = Decimal(hard.l2_within) / Decimal(ultra.l2_within)
    crossover = Text(
        ja="区間をここまで広げるとultra_fast_sigmoidの二乗誤差の方が大きくなる半幅",
        en="half-width beyond which ultra_fast_sigmoid has the larger squared error",
    )
    yield _number("pieces.asymptote", asymptote, result.asymptote, "computed", _CLOSED)
    yield _number(
        "rough.max_ratio",
        Text(
            ja="hard_sigmoidの最大誤差とultra_fast_sigmoidの最大誤差との比",
            en="largest error of hard_sigmoid over that of ultra_fast_sigmoid",
        ),
        f"{ratio:.10f}",
        "computed",
        _EXACT,
    )
    yield _number(
        "rough.squared_ratio",
        Text(
            ja="文献の区間での二乗誤差の比(hard_sigmoid対ultra_fast_sigmoid)",
            en="ratio of the squared errors of hard_sigmoid and ultra_fast_sigmoid",
        ),
        f"{squared_ratio:.8f}",
        "computed",
        _QUADRATURE,
    )
    yield _number("rough.crossover", crossover, result.rough_crossover, "computed", _QUADRATURE)
    yield _number(
        "rough.window",
        Text(ja="文献の区間の半幅", en="half-width of the literature's interval"),
        hard.window,
        "configured",
        Text(ja="文献に合わせた", en="as in the literature"),
    )


def _number(id: str, label: Text, value: str | int | Decimal, kind: Kind, method: Text) -> Number:
    """Make a number; scientific notation becomes plain decimals."""
    return Number(id, label, f"{Decimal(value):f}", kind, method)
