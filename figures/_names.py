"""Short names that several figures write on their drawings, the same everywhere."""

from report.results.text import Language, Text

MODELS: dict[str, Text] = {
    "cnn": Text(ja="固定フィルタ CNN", en="fixed-filter CNN"),
    "softmax": Text(ja="softmax 回帰", en="softmax regression"),
    "mlp": Text(ja="多層パーセプトロン", en="multi-layer perceptron"),
    "learned": Text(ja="学習フィルタ CNN", en="learned-filter CNN"),
}
SIGMOID = Text(ja="シグモイド", en="sigmoid")
SLOPE = Text(ja="傾き {}", en="slope {}")
LEAST_SQUARES = Text(ja="最小二乗", en="least squares")
VALUE = Text(ja="値", en="Value")
POINTWISE = Text(ja="シグモイドとの差の絶対値", en="Absolute difference from the sigmoid")
HALF_ERROR = Text(ja="二乗誤差の半分", en="Half the squared error")
TEST_ACCURACY = Text(ja="テスト精度", en="Test accuracy")
SLOPE_AXIS = Text(ja="原点での傾き", en="Slope at the origin")


def slope(value: str, language: Language) -> str:
    """Name a slope, such as "slope 1/5"."""
    return SLOPE.in_(language).format(value)


def activation(mark: str, value: str, language: Language) -> str:
    """Name an activation: the sigmoid, or a slope with what it is known for."""
    if mark == "sigmoid":
        return SIGMOID.in_(language)
    name = slope(value, language)
    return f"{LEAST_SQUARES.in_(language)} {value}" if mark == "article" else name
