"""The numbers of both experiments with slopes: sigmoid replaced, and trained from the start."""

from collections.abc import Iterator
from decimal import Decimal, localcontext

from report.numbers.runs import WHEN, compared, counted, derived, sampled
from report.results.network import Comparison, Network, SlopeTraining, Swap, SwapPoint
from report.results.number import Number
from report.results.text import Text

NAMES = {
    "sigmoid": Text(ja="シグモイド", en="the sigmoid"),
    "half": Text(ja="傾き二分の一", en="slope one half"),
    "quarter": Text(ja="傾き四分の一", en="slope one quarter"),
    "fifth": Text(ja="傾き五分の一", en="slope one fifth"),
    "article": Text(ja="最小二乗の傾き", en="the least-squares slope"),
    "sixth": Text(ja="傾き六分の一", en="slope one sixth"),
}
_GIVEN = Text(ja="実験で試した傾き", en="a slope tried in the experiment")
_RATIO = Text(ja="平均どうしの比から計算", en="from the ratio of the values")


def numbers(result: Network) -> list[Number]:
    """List every number of both experiments."""
    marked = [point for point in result.swap.points if point.mark]
    return [
        *_summary(result.swap),
        *(number for point in marked for number in _point(point)),
        *(number for point in marked for number in _distances(result.swap, point)),
        *(number for found in result.slopes for number in _trained(found)),
        *(_change(found, result.slopes[0]) for found in result.slope_comparisons),
    ]


def _summary(swap: Swap) -> Iterator[Number]:
    runs = swap.baseline.runs
    total = sum(swap.preactivations.counts) + swap.preactivations.below + swap.preactivations.above
    for id, ja, en, count in (
        ("runs", "置き換えを試した学習の数", "networks whose sigmoid was replaced", runs),
        ("slopes", "試した傾きの数", "slopes tried", len(swap.points)),
        ("preactivations", "測定した活性化前の値の数", "pre-activations measured", total),
    ):
        yield counted(f"swap.{id}", Text(ja=ja, en=en), count, from_data=True)
    for id, ja, en, interval in (
        ("accuracy_sigmoid", "置き換え前のテスト精度", "accuracy before", swap.baseline),
        (
            "best_output_slope",
            "出力の変化が最小となる傾き",
            "slope with the least change of the output",
            swap.best_output,
        ),
        (
            "best_accuracy_slope",
            "テスト精度が最大となる傾き",
            "slope with the highest accuracy",
            swap.best_accuracy,
        ),
        (
            "best_hidden_slope",
            "中間層の変化が最小となる傾き",
            "slope with the least change of the hidden layer",
            swap.best_hidden,
        ),
        (
            "data_slope",
            "活性化前の値で重み付けした最小二乗の傾き",
            "least-squares slope weighted by the pre-activations",
            swap.data_slope,
        ),
        (
            "data_a",
            "活性化前の値で重み付けした最小二乗の幅",
            "least-squares width weighted by the pre-activations",
            swap.data_a,
        ),
        (
            "preactivation_mean",
            "活性化前の値の平均",
            "mean of the pre-activations",
            swap.preactivation_mean,
        ),
        (
            "preactivation_deviation",
            "活性化前の値の標準偏差",
            "standard deviation of the pre-activations",
            swap.preactivation_deviation,
        ),
    ):
        yield sampled(f"swap.{id}", Text(ja=ja, en=en), interval)
    for mark, interval in swap.outside.items():
        name = NAMES[mark]
        label = Text(
            ja=f"{name.ja}の折れ点の外にある活性化前の値の割合",
            en=f"share of pre-activations beyond the knees of {name.en}",
        )
        yield sampled(f"swap.outside_{mark}", label, interval)


def _point(point: SwapPoint) -> Iterator[Number]:
    name = NAMES[point.mark]
    slope = Text(ja=name.ja, en=name.en)
    yield Number(f"swap.slope_{point.mark}", slope, point.slope, "configured", _GIVEN)
    for id, ja, en, interval in (
        ("accuracy", "テスト精度", "test accuracy", point.accuracy),
        ("drop", "テスト精度の低下", "loss of test accuracy", point.drop),
        ("output_error", "出力の変化", "change of the output", point.output_error),
        ("hidden_error", "中間層の変化", "change of the hidden layer", point.hidden_error),
        ("changed", "予測が変わる割合", "share of changed readings", point.changed),
    ):
        label = Text(ja=f"{name.ja}へ置き換えた後の{ja}", en=f"{en} after a change to {name.en}")
        yield sampled(f"swap.{id}_{point.mark}", label, interval)


def _distances(swap: Swap, point: SwapPoint) -> Iterator[Number]:
    """Relative distances of the best slopes found from a marked one."""
    name = NAMES[point.mark]
    for id, ja, en, interval in (
        (
            "best_output",
            "出力の変化が最小となる傾き",
            "least change of the output",
            swap.best_output,
        ),
        ("best_accuracy", "テスト精度が最大となる傾き", "highest accuracy", swap.best_accuracy),
        (
            "data",
            "活性化前の値で重み付けした最小二乗の傾き",
            "weighted least squares",
            swap.data_slope,
        ),
    ):
        with localcontext() as context:
            context.prec = 12
            distance = abs(Decimal(interval.mean) / Decimal(point.slope) - 1)
        label = Text(
            ja=f"{ja}と{name.ja}との相対的な隔たり",
            en=f"relative distance of the slope with {en} from {name.en}",
        )
        own = f"swap.{id}_distance_from_{point.mark}"
        yield derived(own, label, f"{distance:.8f}", _RATIO, interval.runs)


def _trained(found: SlopeTraining) -> Iterator[Number]:
    name = NAMES[found.mark]
    runs = len(found.correct)
    label = Text(ja=f"{name.ja}での学習の回数", en=f"runs trained with {name.en}")
    yield counted(f"slopes.{found.mark}.runs", label, runs)
    for when, at in (("first", 0), ("last", -1)):
        time = WHEN[when]
        label = Text(
            ja=f"{name.ja}で学習したMLPの{time.ja}のテスト精度",
            en=f"test accuracy of the MLP trained with {name.en}, {time.en}",
        )
        yield sampled(f"slopes.{found.mark}.accuracy_{when}", label, found.accuracy[at])


def _change(found: Comparison, sigmoid: SlopeTraining) -> Number:
    name = NAMES[found.first]
    label = Text(
        ja=f"{name.ja}での学習によるテスト精度の変化",
        en=f"change of test accuracy by training with {name.en}",
    )
    return compared(f"slopes.{found.first}.change", label, found, len(sigmoid.correct))
