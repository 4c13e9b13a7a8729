"""The numbers of the pointwise errors: crossing, knees, ranges, suprema, series, backends."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from report.numbers.making import derived, make
from report.results.number import Number
from report.results.slopes import BackendError, Slopes, Supremum
from report.results.text import Text

SLOPES = {
    "4": ("quarter", Text(ja="接線の傾き", en="the tangent's slope")),
    "5": ("fifth", Text(ja="Keras 2 の傾き", en="the slope of Keras 2")),
    "6": ("sixth", Text(ja="Keras 3 の傾き", en="the slope of Keras 3")),
}
BEST = ("article", Text(ja="最小二乗の傾き", en="the least-squares slope"))
RANGES = {
    ("0", "1"): ("near", Text(ja="原点付近", en="near the origin")),
    ("1.5", "2.5"): (
        "told",
        Text(ja="記事の範囲の節点まで", en="over the article's range up to the knee"),
    ),
    ("1.5", "3"): ("far", Text(ja="記事の範囲", en="over the article's range")),
}
POINTS = {
    "1.5": ("range_start", Text(ja="記事の範囲の下端", en="at the start of the article's range")),
    "2": ("quarter_knee", Text(ja="接線の節点", en="at the tangent's knee")),
    "2.5": ("fifth_knee", Text(ja="Keras 2 の節点", en="at the knee of Keras 2")),
    "3": ("range_end", Text(ja="記事の範囲の上端", en="at the end of the article's range")),
}
POWERS = {0: "constant", 1: "linear", 3: "cubic", 5: "quintic", 7: "septic"}

_EXACT = Text(ja="停留点と端点での値を比較", en="compared at stationary points and ends")
_DIRECT = Text(ja="定義から直接計算", en="evaluated from the definition")
_MEAN = Text(ja="誤差の絶対値の求積", en="quadrature of the absolute error")
_CROSSING = Text(
    ja="双曲線正接の方程式の根と、誤差どうしの比較が一致した桁",
    en="digits on which the tanh equation and a comparison of the errors agree",
)
_GRID = Text(ja="等間隔の点での比較", en="compared at evenly spaced points")
_SERIES = Text(
    ja="Bernoulli 数による式と微分方程式の漸化式、いずれも有理数で計算",
    en="in rationals, from Bernoulli numbers and from the differential equation",
)
_RATIONAL = Text(ja="厳密な有理数計算との比較", en="compared with exact rational arithmetic")
_COUNTED = Text(ja="数え上げ", en="counted")


def numbers(result: Slopes) -> list[Number]:
    """List the numbers of the pointwise errors."""
    return [
        *_crossing(result),
        *(number for found in result.suprema for number in _supremum(found)),
        *_points(result),
        *_ranges(result),
        *_series(result),
        *_backends(result.backends),
    ]


def _crossing(result: Slopes) -> Iterator[Number]:
    found, compared = result.crossing, result.comparison
    where = Text(ja="誤差が等しくなる点", en="Where both slopes err equally")
    error = Text(ja="誤差が等しくなる点での誤差", en="Error where both slopes err equally")
    residual = Text(ja="交点の方程式の残差", en="Residual of the equation of the crossing")
    smallest = Text(
        ja="節点までの距離で割った誤差の超過の最小値（接線の傾きと Keras 2 の傾き）",
        en="Least excess of the tangent's error over Keras 2's, per unit of distance to the knee",
    )
    beyond = Text(
        ja="節点より先での誤差の超過の最大値（接線の傾きと Keras 2 の傾き）",
        en="Greatest excess of the tangent's error over Keras 2's beyond the knee",
    )
    yield from (
        make("crossing.abscissa", where, found.abscissa, _CROSSING),
        make("crossing.error", error, found.error, _CROSSING),
        make("crossing.residual", residual, found.residual, _DIRECT, "computed"),
        make("comparison.smallest_excess_below_knee", smallest, compared.smallest, _GRID),
        make("comparison.largest_excess_beyond_knee", beyond, compared.beyond, _GRID),
    )


def _slope(a: str) -> tuple[str, Text]:
    return SLOPES.get(a, BEST)


def _supremum(found: Supremum) -> Iterator[Number]:
    base, of = _slope(found.a)
    if found.family == "parabolas":
        base = f"parabolas.{base}"
        of = Text(ja=f"放物線、{of.ja}", en=f"parabolas, {of.en}")
    largest = Text(ja=f"{of.ja}：最大誤差", en=f"Largest error, {of.en}")
    where = Text(ja=f"{of.ja}：最大誤差の位置", en=f"Where the error is largest, {of.en}")
    knee = Text(ja=f"{of.ja}：節点での誤差", en=f"Error at the knee, {of.en}")
    place = Text(ja=f"{of.ja}：節点", en=f"Knee, {of.en}")
    reach = 2 if found.family == "line" else 1
    yield from (
        make(f"{base}.max_error", largest, found.greatest, _EXACT),
        make(f"{base}.max_error_at", where, found.greatest_at, _EXACT),
        make(f"{base}.error_at_knee", knee, found.at_knee, _DIRECT),
        make(f"{base}.knee", place, derived(lambda a: a / reach, found.a), _DIRECT),
    )


def _points(result: Slopes) -> Iterator[Number]:
    for found in result.points:
        base, of = _slope(found.a)
        name, place = POINTS[found.x]
        label = Text(ja=f"{of.ja}：{place.ja}での誤差", en=f"Error {place.en}, {of.en}")
        yield make(f"{base}.error_at_{name}", label, found.error, _DIRECT)


def _ranges(result: Slopes) -> Iterator[Number]:
    for found in result.ranges:
        base, of = _slope(found.a)
        name, over = RANGES[found.low, found.high]
        mean = Text(ja=f"{of.ja}：{over.ja}の平均誤差", en=f"Mean error {over.en}, {of.en}")
        largest = Text(ja=f"{of.ja}：{over.ja}の最大誤差", en=f"Largest error {over.en}, {of.en}")
        yield make(f"{base}.mean_error_{name}", mean, found.mean, _MEAN)
        yield make(f"{base}.max_error_{name}", largest, found.greatest, _EXACT)


def _series(result: Slopes) -> Iterator[Number]:
    for power, name in POWERS.items():
        coefficient = Fraction(result.taylor[power])
        over = Text(ja="級数の係数の分子", en=f"Numerator of the coefficient, {name}")
        under = Text(ja="級数の係数の分母", en=f"Denominator of the coefficient, {name}")
        yield make(f"taylor.{name}.numerator", over, coefficient.numerator, _SERIES, "exact")
        yield make(f"taylor.{name}.denominator", under, coefficient.denominator, _SERIES, "exact")


def _backends(found: tuple[BackendError, ...]) -> Iterator[Number]:
    """Each form in each precision, and the worst of all."""
    worst = Text(ja="最終桁単位での最大誤差", en="Worst error in units in the last place")
    differ = Text(ja="両形式の結果が異なる点の数", en="Points at which both forms differ")
    points = Text(ja="比較した点の数", en="Points compared")
    at_knees = Text(
        ja="節点での最大誤差（最終桁単位）",
        en="Worst error at the knees, in units in the last place",
    )
    errors = [error.worst_ulp for error in found]
    knees = [knee for error in found for knee in error.knee_errors]
    yield make("backends.worst_ulp", worst, max(errors, key=Decimal), _RATIONAL)
    yield make("backends.knee_ulp", at_knees, max(knees, key=Decimal), _RATIONAL)
    total = sum(error.differences for error in found)
    yield make("backends.differences", differ, total, _COUNTED, "counted")
    yield make("backends.points", points, sum(e.points for e in found), _COUNTED, "counted")
    for error in found:
        base = f"{error.form}_{error.dtype}"
        label = Text(ja=f"{worst.ja}、{base}", en=f"{worst.en}, {base}")
        yield make(f"backends.worst_ulp_{base}", label, error.worst_ulp, _RATIONAL)
