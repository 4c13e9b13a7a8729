"""The numbers about slopes: least squares here; criteria and pointwise errors beside it."""

from collections.abc import Iterator

from report.numbers import criteria, errors
from report.numbers.making import derived, make
from report.results.number import Number
from report.results.slopes import HalfError, LeastSquares, Slopes
from report.results.text import Text

FAMILY = {
    "line": Text(ja="折れ線", en="line"),
    "parabolas": Text(ja="放物線", en="parabolas"),
}
WIDTHS = {
    "four": Text(ja="接線の幅", en="the tangent's width"),
    "five": Text(ja="Keras 2 の幅", en="the width of Keras 2"),
    "six": Text(ja="Keras 3 の幅", en="the width of Keras 3"),
    "best": Text(ja="最良の幅", en="the best width"),
}

_TWO_WAYS = Text(
    ja="導関数の求積と多重対数の方程式、式を共有しない二通りの解法が一致した桁",
    en="digits on which quadrature of the derivative and the polylogarithm equation agree",
)
_QUADRATURE = Text(
    ja="導関数を求積し、その零点を求めた", en="root of the derivative, integrated numerically"
)
_POLYLOGARITHM = Text(
    ja="記事に印刷された多重対数の方程式を解いた",
    en="root of the polylogarithm equation that the article prints",
)
_CLOSED = Text(
    ja="閉形式。差の二乗の直接の求積と全桁が一致",
    en="closed form; direct quadrature of the squared difference agrees in every digit",
)
_RESIDUAL = Text(
    ja="得られた根を、精度を上げて方程式に代入", en="the equation at its root, at higher precision"
)
_DERIVATIVE = Text(ja="導関数の積分の求積", en="quadrature of the derivative's integral")
_COUNTED = Text(ja="数え上げ", en="counted")


def numbers(result: Slopes) -> list[Number]:
    """List every number about slopes that is not certified (those are in `certificates`)."""
    line, parabolas = result.least("line"), result.least("parabolas")
    return [
        *_least_squares(line),
        *_least_squares(parabolas),
        *_distances(line, parabolas),
        *criteria.numbers(result),
        *errors.numbers(result),
        *_guard(result),
    ]


def _guard(result: Slopes) -> Iterator[Number]:
    tried = Text(ja="正でない幅を与えた回数", en="Calls with a width that is not positive")
    accepted = Text(ja="そのうち受け付けられた回数", en="Such calls that were accepted")
    yield make("guard.tried", tried, result.guard.tried, _COUNTED, "counted")
    yield make("guard.accepted", accepted, result.guard.accepted, _COUNTED, "counted")


def _least_squares(found: LeastSquares) -> Iterator[Number]:
    base, name = found.family, FAMILY[found.family]
    width = Text(ja=f"{name.ja}の最小二乗の幅", en=f"Least-squares width, {name.en}")
    residual = Text(ja=f"{name.ja}の方程式の残差", en=f"Residual of the equation, {name.en}")
    agreeing = Text(ja=f"{name.ja}の両解法で一致した桁数", en=f"Digits both ways share, {name.en}")
    knee = Text(ja=f"{name.ja}の最良の節点", en=f"Knee of the best {name.en}")
    reach = 2 if found.family == "line" else 1
    yield from (
        make(f"{base}.best_a_by_quadrature", width, found.by_quadrature, _QUADRATURE),
        make(f"{base}.best_a_by_polylogarithm", width, found.by_polylogarithm, _POLYLOGARITHM),
        make(f"{base}.agreeing_digits", agreeing, found.agreeing_digits, _COUNTED, "counted"),
        make(f"{base}.best_knee", knee, derived(lambda a: a / reach, found.best_a), _TWO_WAYS),
    )
    for way, left in (
        ("quadrature", found.residual_quadrature),
        ("polylogarithm", found.residual_polylogarithm),
    ):
        yield make(f"{base}.residual_{way}", residual, left, _RESIDUAL, "computed")
    for error in found.errors:
        yield from _half_error(found, error)


def _half_error(found: LeastSquares, error: HalfError) -> Iterator[Number]:
    base, at = found.family, error.at
    ja, en = f"{FAMILY[base].ja}、{WIDTHS[at].ja}での", f"{FAMILY[base].en}, {WIDTHS[at].en}"
    half = Text(ja=f"{ja}二乗誤差の半分", en=f"Half the squared error: {en}")
    yield make(f"{base}.error_at_{at}", half, error.value, _CLOSED)
    if at == "best":
        return
    ratio = Text(ja=f"{ja}誤差と最小の誤差との比", en=f"Error over the smallest error: {en}")
    excess = Text(
        ja=f"{ja}誤差が最小の誤差を上回る割合", en=f"Excess over the smallest error: {en}"
    )
    slope = Text(ja=f"{ja}導関数の値", en=f"Derivative of half the squared error: {en}")
    over = derived(lambda r: r - 1, error.ratio)
    yield make(f"{base}.error_ratio_{at}", ratio, error.ratio, _CLOSED)
    yield make(f"{base}.excess_{at}", excess, over, _CLOSED)
    yield make(f"{base}.derivative_at_{at}", slope, error.derivative, _DERIVATIVE)


def _distances(line: LeastSquares, parabolas: LeastSquares) -> Iterator[Number]:
    """Relative distances of the best widths from round ones, and the families compared."""
    five = Text(
        ja="最良の幅が Keras 2 の幅を上回る割合", en="Excess of the best width over Keras 2's"
    )
    six = Text(
        ja="最良の幅が Keras 3 の幅に届かない割合", en="Shortfall of the best width from Keras 3's"
    )
    four = Text(
        ja="放物線の最良の幅が接線の幅に届かない割合",
        en="Shortfall of the parabolas' best width from the tangent's",
    )
    slope = Text(
        ja="最良の傾きが Keras 2 の傾きに届かない割合",
        en="Shortfall of the best slope from Keras 2's",
    )
    errors = (parabolas.error("best").value, line.error("best").value)
    against = Text(
        ja="放物線の最小誤差と折れ線の最小誤差との比",
        en="Smallest error of the parabolas over that of the line",
    )
    a, b = line.best_a, parabolas.best_a
    yield make("line.distance_from_five", five, derived(lambda x: x / 5 - 1, a), _TWO_WAYS)
    yield make("line.distance_from_six", six, derived(lambda x: 1 - x / 6, a), _TWO_WAYS)
    yield make("line.distance_from_fifth", slope, derived(lambda x: 1 - 5 / x, a), _TWO_WAYS)
    yield make("parabolas.distance_from_four", four, derived(lambda x: 1 - x / 4, b), _TWO_WAYS)
    yield make(
        "parabolas.error_against_line", against, derived(lambda p, q: p / q, *errors), _CLOSED
    )
