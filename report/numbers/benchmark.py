"""The numbers of the recorded benchmark: ratios of times, with their spread."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import median

from report.results.benchmark import Benchmark, ConstantCost, Spread, Throughput, Training
from report.results.number import Number
from report.results.text import Text

ENGINES = {
    "numpy": Text(ja="NumPy", en="NumPy"),
    "eager": Text(ja="TensorFlow(即時実行)", en="TensorFlow, eager"),
    "graph": Text(ja="TensorFlow(グラフ)", en="TensorFlow, compiled graph"),
    "xla": Text(ja="TensorFlow(XLA)", en="TensorFlow, XLA"),
}
SIZES = ("smallest", "small", "large", "largest")
"""Array sizes in increasing order, as they stand in ids."""
DIGITS = {50: "fifty", 1000: "thousand", 10_000: "ten_thousand"}
_JOBS = {
    "plain": Text(ja="Keras標準のfit", en="plain Keras fit"),
    "one": Text(ja="本報告の学習", en="our training"),
    "many": Text(ja="本報告の学習(全シード)", en="our training, all seeds"),
}
_RECORDED = Text(
    ja="ある計算機での記録。中央値と四分位範囲",
    en="recorded on one machine: the median, with the quartiles",
)
_OVER_SIZES = Text(
    ja="ある計算機での記録。配列の大きさごとの中央値の、中央値と範囲",
    en="recorded on one machine: over the array sizes, the median of medians and their range",
)
_SETTING = Text(ja="計測の設定", en="a setting of the benchmark")


def numbers(result: Benchmark) -> list[Number]:
    """List every number of the recorded benchmark."""
    found = list(_throughput(result.throughput))
    if result.training is not None:
        found += _training(result.training)
    found += [number for cost in result.constants for number in _constants(cost)]
    for peak in result.memory:
        name = _JOBS[peak.job]
        label = Text(ja=f"最大メモリ(GiB): {name.ja}", en=f"peak memory in GiB: {name.en}")
        found.append(_plain(f"memory.{peak.job}", label, peak.peak_gib))
    cores = Text(ja="計測した計算機のコア数", en="cores of the machine")
    memory = Text(ja="計測した計算機のメモリ(GiB)", en="memory of the machine in GiB")
    found.append(_plain("machine.cores", cores, result.machine.cores))
    found.append(_plain("machine.memory", memory, result.machine.memory_gib))
    return found


def _throughput(measured: Sequence[Throughput]) -> Iterator[Number]:
    sizes = sorted({each.size for each in measured})
    words = dict(zip(sizes, SIZES, strict=True))
    for size, word in words.items():
        label = Text(ja="配列の要素数", en="elements of the array")
        yield Number(f"speed.size.{word}", label, str(size), "configured", _SETTING)
    for engine, name in ENGINES.items():
        mine = [each for each in measured if each.engine == engine]
        medians = [Decimal(each.ratio.median) for each in mine]
        label = Text(
            ja=f"sigmoidとhard_sigmoidの所要時間の比: {name.ja}",
            en=f"time of sigmoid over time of hard_sigmoid: {name.en}",
        )
        yield Number(
            f"speed.{engine}_ratio",
            label,
            str(median(medians)),
            "recorded",
            _OVER_SIZES,
            low=str(min(medians)),
            high=str(max(medians)),
            runs=sum(each.ratio.runs for each in mine),
        )
        for each in mine:
            yield _spread(f"{engine}.{words[each.size]}_ratio", label, each.ratio)
            for function, rate in (
                ("sigmoid", each.sigmoid_rate),
                ("hard", each.hard_sigmoid_rate),
            ):
                shown = "sigmoid" if function == "sigmoid" else "hard_sigmoid"
                rated = Text(
                    ja=f"{shown}の処理速度(メガ要素毎秒): {name.ja}",
                    en=f"million elements a second, {shown}: {name.en}",
                )
                yield _plain(f"{engine}.{words[each.size]}_{function}_rate", rated, rate)


def _training(training: Training) -> Iterator[Number]:
    for job, seconds in (
        ("plain", training.plain_seconds),
        ("one", training.one_seconds),
        ("many", training.many_seconds),
    ):
        name = _JOBS[job]
        label = Text(ja=f"所要時間(秒): {name.ja}", en=f"seconds: {name.en}")
        yield _spread(f"training.{job}_seconds", label, seconds)
    one = Text(ja="Keras標準のfitに対する速さの比", en="times as fast as plain Keras fit")
    many = Text(
        ja="Keras標準のfit一回の所要時間と、全シードの所要時間との比",
        en="time of a single plain Keras fit over that of all our runs",
    )
    yield _spread("training.one_ratio", one, training.one_ratio)
    yield _spread("training.many_ratio", many, training.many_ratio)
    per_run = Text(
        ja="全シードをまとめたときの、一回当たりの速さの比",
        en="times as fast as plain Keras fit, per run when all seeds run together",
    )
    each = {part: _times(training.many_ratio, training.many_seeds, part) for part in _PARTS}
    runs = training.many_ratio.runs
    yield _spread("training.per_run_ratio", per_run, Spread(**each, runs=runs))
    seeds = Text(ja="まとめて学習したシードの数", en="seeds trained together")
    epochs = Text(ja="エポック数", en="epochs")
    yield Number("speed.training.seeds", seeds, str(training.many_seeds), "configured", _SETTING)
    yield Number("speed.training.epochs", epochs, str(training.epochs), "configured", _SETTING)
    for job, accuracy in (("plain", training.plain_accuracy), ("one", training.one_accuracy)):
        name = _JOBS[job]
        label = Text(ja=f"最終エポック後の正解率: {name.ja}", en=f"final test accuracy: {name.en}")
        yield _plain(f"training.{job}_accuracy", label, accuracy)


_PARTS = ("median", "low", "high")


def _times(spread: Spread, factor: int, part: str) -> str:
    return str(Decimal(getattr(spread, part)) * factor)


def _constants(cost: ConstantCost) -> Iterator[Number]:
    word = DIGITS[cost.digits]
    every = Text(ja="全定数の所要時間(ミリ秒)", en="milliseconds for all constants")
    line = Text(ja="直線の定数の所要時間(ミリ秒)", en="milliseconds for the line's constant")
    pi = Text(ja="円周率に対する所要時間の比", en="time over that of pi, line's constant")
    search = Text(
        ja="mpmathの求根に対する速さの比",
        en="times as fast as mpmath's root search, line's constant",
    )
    digits = Text(ja="桁数", en="digits")
    count = Text(ja="保証付き定数の数", en="certified constants")
    yield Number(f"speed.constants.{word}.digits", digits, str(cost.digits), "configured", _SETTING)
    yield Number(f"speed.constants.{word}.count", count, str(cost.constants), "counted", _SETTING)
    yield _spread(f"constants.{word}.all_ms", every, _milliseconds(cost.all_seconds))
    yield _spread(f"constants.{word}.line_ms", line, _milliseconds(cost.line_seconds))
    yield _spread(f"constants.{word}.pi_ratio", pi, cost.pi_ratio)
    if cost.solver_ratio is not None:
        yield _spread(f"constants.{word}.solver_ratio", search, cost.solver_ratio)


def _milliseconds(seconds: Spread) -> Spread:
    parts = {part: _times(seconds, 1000, part) for part in _PARTS}
    return Spread(**parts, runs=seconds.runs)


def _spread(id: str, label: Text, spread: Spread) -> Number:
    return Number(
        f"speed.{id}",
        label,
        f"{Decimal(spread.median):f}",
        "recorded",
        _RECORDED,
        low=f"{Decimal(spread.low):f}",
        high=f"{Decimal(spread.high):f}",
        runs=spread.runs,
    )


def _plain(id: str, label: Text, value: str | int) -> Number:
    return Number(f"speed.{id}", label, f"{Decimal(value):f}", "recorded", _RECORDED)
