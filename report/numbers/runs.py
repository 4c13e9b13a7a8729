"""How numbers are made from seeded runs: with interval, spread and the number of runs."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from report.results.network import Comparison, Interval, Training
from report.results.number import Number
from report.results.text import Text

CHOSEN = Text(ja="学習の設定", en="a choice of the recipe")
COUNTED = Text(ja="プログラムと結果から数えた", en="counted in the program and its results")
SPREAD = Text(ja="独立な学習の標本標準偏差", en="sample standard deviation of independent runs")
MEAN = Text(
    ja="独立な学習の平均と、平均のt信頼区間（とりうる値の範囲に限る）",
    en="mean of independent runs, with Student's t interval of the mean, cut to possible values",
)
BOUND = Text(
    ja="独立な学習の平均のt信頼区間（とりうる値の範囲に限る）の端",
    en="end of Student's t interval of the mean of runs, cut to possible values",
)
SINGLE = Text(ja="一回の学習の結果", en="the result of a single run")
TESTS = {
    "welch": Text(
        ja="平均の差と、Welchのt検定の信頼区間（とりうる値の範囲に限る）",
        en="difference of means, with the interval of Welch's t test, cut to possible values",
    ),
    "paired": Text(
        ja="シードごとの差の平均と、対応のあるt検定の信頼区間（とりうる値の範囲に限る）",
        en="mean difference seed by seed, with the interval of the paired t test, cut to possible"
        " values",
    ),
}

Namer = Callable[[str, str], Text]


def of(name: Text) -> Namer:
    """Return a function that makes labels about ``name``."""
    return lambda ja, en: Text(ja=f"{name.ja}の{ja}", en=f"{name.en}: {en}")


def configured(id: str, ja: str, en: str, value: str | int) -> Number:
    """Make a number that the recipe chooses."""
    return Number(id, Text(ja=ja, en=en), str(value), "configured", CHOSEN)


def counted(id: str, label: Text, value: int, *, from_data: bool = False) -> Number:
    """Make a number that was counted."""
    return Number(id, label, str(value), "counted", COUNTED, from_data=from_data)


def sampled(id: str, label: Text, interval: Interval) -> Number:
    """Make a number from the mean over runs, with its interval."""
    return Number(
        id,
        label,
        interval.mean,
        "sampled",
        MEAN,
        low=interval.low,
        high=interval.high,
        runs=interval.runs,
        spread=True,
        from_data=True,
    )


def derived(id: str, label: Text, value: str | None, method: Text, runs: int) -> Number:
    """Make a number from runs that has no interval of its own."""
    return Number(id, label, value or "", "sampled", method, runs=runs, from_data=True)


def compared(id: str, label: Text, found: Comparison, runs: int) -> Number:
    """Make a number from a difference between two groups of runs, with its interval."""
    return Number(
        id,
        label,
        found.difference,
        "sampled",
        TESTS[found.method],
        low=found.low,
        high=found.high,
        runs=runs,
        spread=True,
        from_data=True,
    )


def training(id: str, found: Training, name: Text) -> Iterator[Number]:
    """List the numbers of one network's runs, after the first and the last epoch."""
    label, runs = of(name), found.runs
    weights = found.architecture.parameters
    yield counted(f"{id}.parameters", label("学習される重みの数", "trained weights"), weights)
    yield counted(f"{id}.runs", label("学習の回数", "runs"), len(runs))
    yield counted(f"{id}.first_seed", label("最初のシード", "first seed"), runs[0].seed)
    yield counted(f"{id}.last_seed", label("最後のシード", "last seed"), runs[-1].seed)
    yield from _epoch(id, found, label, "first", 0)
    yield from _epoch(id, found, label, "last", -1)
    gain = label("最初のエポックより後の精度の伸び", "gain in accuracy after the first epoch")
    yield sampled(f"{id}.gain_after_first", gain, found.gain)


WHEN = {
    "first": Text(ja="最初のエポック後", en="after the first epoch"),
    "last": Text(ja="最後のエポック後", en="after the last epoch"),
}


def _epoch(id: str, found: Training, label: Namer, when: str, at: int) -> Iterator[Number]:
    time, runs = WHEN[when], len(found.runs)

    def named(ja: str, en: str) -> Text:
        return label(f"{time.ja}の{ja}", f"{en} {time.en}")

    accuracy = found.accuracy[at]
    singles = [Decimal(run.correct[at]) / found.test_images for run in found.runs]
    for name, text, interval in (
        ("accuracy", named("テスト精度", "test accuracy"), accuracy),
        ("train_accuracy", named("学習精度", "training accuracy"), found.train_accuracy[at]),
        ("test_loss", named("テスト損失", "test loss"), found.test_loss[at]),
        ("loss", named("学習損失", "training loss"), found.loss[at]),
    ):
        yield sampled(f"{id}.{name}_{when}", text, interval)
    for name, text, value, method in (
        (
            f"deviation_{when}",
            named("テスト精度のばらつき", "spread of the test accuracy"),
            accuracy.deviation,
            SPREAD,
        ),
        (
            f"{when}_lower_bound",
            named("平均テスト精度の下限", "lower bound of the mean test accuracy"),
            accuracy.low,
            BOUND,
        ),
        (
            f"{when}_upper_bound",
            named("平均テスト精度の上限", "upper bound of the mean test accuracy"),
            accuracy.high,
            BOUND,
        ),
        (
            f"error_{when}",
            named("誤り率", "error rate"),
            str(1 - Decimal(accuracy.mean)),
            MEAN,
        ),
        (
            f"lowest_{when}",
            named("最低のテスト精度", "lowest test accuracy of a run"),
            str(min(singles)),
            SINGLE,
        ),
        (
            f"highest_{when}",
            named("最高のテスト精度", "highest test accuracy of a run"),
            str(max(singles)),
            SINGLE,
        ),
    ):
        yield derived(f"{id}.{name}", text, value, method, runs)
