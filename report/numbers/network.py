"""The numbers of the trained networks: recipe, fixed layer, every model, and how they compare."""

from collections.abc import Iterator

import msgspec

from report.numbers import runs, swap
from report.numbers.runs import configured, counted
from report.results.network import (
    CONFIDENCE,
    ENOUGH_RUNS,
    MODELS,
    Comparison,
    Network,
    Orders,
    Portrait,
    Prewitt,
    Recipe,
    Training,
)
from report.results.number import Kind, Number
from report.results.text import Text

RAW = Text(ja="縮めない画素値での固定フィルタのCNN", en="fixed-filter CNN on unscaled pixels")

_SCIPY = Text(ja="SciPyのPrewittフィルタとの比較", en="held against SciPy's Prewitt filter")
_P = Text(ja="差がないと仮定したp値", en="p value under the assumption of no difference")
_ANOVA = Text(
    ja="初期値と画像の順序をすべて組み合わせた学習の、二元配置分散分析",
    en="two-way analysis of variance of runs that combine every start with every order",
)
_FIRST_SEED = Text(ja="最初のシードの学習", en="the first seed's run")


def numbers(result: Network) -> list[Number]:
    """List every number of training."""
    few = len(result.cnn.runs) < ENOUGH_RUNS
    fixed = {number.id for number in _orders(result.orders)}  # whose runs nobody chooses
    return [
        msgspec.structs.replace(
            number, tentative=few and number.kind == "sampled" and number.id not in fixed
        )
        for number in _numbers(result)
    ]


def _numbers(result: Network) -> list[Number]:
    models = [(model, getattr(result, model)) for model in MODELS]
    return [
        *_recipe(result.recipe, result.cnn),
        *_prewitt(result.prewitt),
        *(
            number
            for model, found in models
            for number in runs.training(model, found, found.architecture.label)
        ),
        *runs.training("raw", result.raw, RAW),
        *_portrait(result.portrait, result.cnn.test_images),
        *_orders(result.orders),
        *(number for found in result.comparisons for number in _comparison(result, found)),
        counted(
            "logs.epochs",
            Text(ja="TensorBoardで読み戻せたエポック数", en="epochs that TensorBoard reads back"),
            result.log.epochs,
        ),
        *swap.numbers(result),
    ]


def _recipe(recipe: Recipe, cnn: Training) -> Iterator[Number]:
    yield configured("recipe.learning_rate", "学習率", "learning rate", recipe.learning_rate)
    yield configured("recipe.batch", "バッチの大きさ", "batch size", recipe.batch)
    yield configured("recipe.epochs", "エポック数", "epochs", recipe.epochs)
    yield configured("recipe.divisor", "画素値を割る数", "divisor of the pixels", recipe.divisor)
    yield configured("recipe.filters", "フィルタの数", "filters", recipe.filters)
    yield configured("runs.enough", "判断に要する学習の回数", "runs that decide", ENOUGH_RUNS)
    yield configured("interval.confidence", "信頼水準", "confidence level", CONFIDENCE)
    yield configured("mlp.hidden", "中間ユニットの数", "hidden units", recipe.hidden)
    steps = -(-cnn.train_images // recipe.batch)
    label = Text(ja="エポックあたりの更新回数", en="updates in an epoch")
    yield counted("recipe.steps", label, steps, from_data=True)


def _prewitt(layer: Prewitt) -> Iterator[Number]:
    height, width, filters = layer.output_shape
    features = Text(ja="層の出力の数", en="outputs of the layer")
    yield counted("prewitt.features", features, height * width * filters)
    trained = Text(ja="層の学習される重みの数", en="trained weights of the layer")
    yield counted("prewitt.trained", trained, layer.trained)
    checked = Text(ja="層の検査に用いた画像の枚数", en="images the layer was checked on")
    yield counted("prewitt.checked_images", checked, layer.check.images, from_data=True)
    for id, ja, en, value in (
        ("largest", "応答の最大値", "largest response", layer.check.largest),
        (
            "raw_difference",
            "整数の画素値での差の最大",
            "largest difference on whole pixels",
            layer.check.raw_difference,
        ),
        (
            "scaled_difference",
            "縮めた画素値での差の最大",
            "largest difference on scaled pixels",
            layer.check.scaled_difference,
        ),
    ):
        label = Text(ja=ja, en=en)
        kind: Kind = "counted" if isinstance(value, int) else "computed"
        yield Number(f"prewitt.{id}", label, str(value), kind, _SCIPY, from_data=True)


def _portrait(portrait: Portrait, images: int) -> Iterator[Number]:
    right = sum(row[label] for label, row in enumerate(portrait.confusion))
    confused = [
        (count, label, read)
        for label, row in enumerate(portrait.confusion)
        for read, count in enumerate(row)
        if read != label
    ]
    count, label, read = max(confused, key=lambda found: found[0])
    for id, ja, en, value in (
        ("seed", "詳しく調べた学習のシード", "seed of the run looked at closely", portrait.seed),
        ("correct", "正しく読めた画像の枚数", "images read rightly", right),
        ("errors", "読み違えた画像の枚数", "images misread", images - right),
        ("confused_count", "最も多い読み違いの枚数", "images of the commonest error", count),
        ("confused_label", "最も多い読み違いの正解", "true class of the commonest error", label),
        ("confused_read", "最も多い読み違いの予測", "reading of the commonest error", read),
        ("shown", "表示した読み違いの枚数", "misread images shown", len(portrait.misread)),
    ):
        yield counted(f"portrait.{id}", Text(ja=ja, en=en), value, from_data=True)
    if portrait.misread:
        label_ = Text(ja="最も確信の強い読み違いの確率", en="probability given to the surest error")
        surest = portrait.misread[0].probability
        yield runs.derived("portrait.surest_probability", label_, surest, _FIRST_SEED, 1)


def _orders(orders: Orders) -> Iterator[Number]:
    count = orders.orders * orders.starts
    yield counted("orders.runs", Text(ja="分散分析の学習の回数", en="runs of the analysis"), count)
    yield counted("orders.orders", Text(ja="画像の順序の数", en="orders"), orders.orders)
    yield counted("orders.starts", Text(ja="初期値の数", en="initial states"), orders.starts)
    for at, when in enumerate(runs.WHEN):
        for part, ja, en, deviations in (
            ("order", "画像の順序による", "due to the order of the images", orders.order_deviation),
            ("start", "初期値による", "due to the initial weights", orders.start_deviation),
            ("rest", "どちらにもよらない", "due to neither", orders.rest_deviation),
        ):
            label = _at(when, f"{ja}テスト精度のばらつき", f"spread of the test accuracy {en}")
            id = f"orders.{part}_deviation_{when}"
            yield runs.derived(id, label, deviations[at], _ANOVA, count)
        for part, ja, en, values in (
            ("order", "画像の順序", "order of the images", orders.order_p),
            ("start", "初期値", "initial weights", orders.start_p),
        ):
            label = _at(when, f"{ja}のp値", f"p value of the {en}")
            yield runs.derived(f"orders.{part}_p_{when}", label, values[at], _ANOVA, count)


def _at(when: str, ja: str, en: str) -> Text:
    time = runs.WHEN[when]
    return Text(ja=f"{time.ja}の{ja}", en=f"{en} {time.en}")


def _comparison(result: Network, found: Comparison) -> Iterator[Number]:
    first, second = (_side(result, side) for side in (found.first, found.second))
    count = sum(len(getattr(result, side).runs) for side in (found.first, found.second))
    label = Text(
        ja=f"{first.ja}と{second.ja}のテスト精度の差",
        en=f"test accuracy of {first.en} minus that of {second.en}",
    )
    yield runs.compared(f"compare.{found.id}", label, found, count)
    p = Text(ja=f"{label.ja}のp値", en=f"p value: {label.en}")
    yield runs.derived(f"compare.{found.id}.p", p, found.p, _P, count)


def _side(result: Network, model: str) -> Text:
    training: Training = getattr(result, model)
    return RAW if model == "raw" else training.architecture.label
