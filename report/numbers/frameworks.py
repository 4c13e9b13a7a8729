"""The numbers that running the installed frameworks gave."""

from decimal import Decimal

from report.results.frameworks import Frameworks, MeasuredSlope, OldLstm
from report.results.number import Kind, Number
from report.results.text import Text

_MEASURED = Text(
    ja="出力だけから直線を当てはめて測定",
    en="measured by fitting a line to the outputs alone",
)
_COMPARED = Text(
    ja="読み込んだモデルの出力を、NumPyで書いたLSTMの出力と比較",
    en="outputs of the loaded model held against an LSTM written in NumPy",
)
_SETTING = Text(ja="試験用モデルの設定", en="a setting of the trial model")


def numbers(result: Frameworks) -> list[Number]:
    """List every number of the live probes."""
    found = [number for slope in result.slopes for number in _slope(slope)]
    found += _lstm(result.lstm)
    found.append(
        _number(
            "tensorboard_required",
            Text(
                ja="TensorFlowの依存関係にあるTensorBoardの数",
                en="times TensorFlow lists TensorBoard among its requirements",
            ),
            str(int(result.tensorboard.required)),
            "counted",
            Text(ja="導入済みの版の依存関係を調査", en="read from the installed distribution"),
        )
    )
    if result.docstring_slope is not None:
        found.append(
            _number(
                "docstring_slope",
                Text(
                    ja="keras.ops.hard_sigmoidの説明書きにある傾き",
                    en="slope stated by the docstring of keras.ops.hard_sigmoid",
                ),
                result.docstring_slope,
                "exact",
                Text(ja="説明書きから読み取り", en="read from the docstring"),
            )
        )
    return found


def _slope(measured: MeasuredSlope) -> list[Number]:
    id, name, slope = measured.id, measured.name, Decimal(measured.slope)
    line = Text(ja=f"{name}の傾き", en=f"slope of {name}")
    width = Text(ja=f"{name}の傾きの逆数", en=f"reciprocal slope of {name}")
    left = Text(ja=f"{name}の左の折れ点", en=f"left knee of {name}")
    right = Text(ja=f"{name}の右の折れ点", en=f"right knee of {name}")
    straight = Text(
        ja=f"{name}の出力と当てはめた折れ線との最大の差",
        en=f"largest distance of {name} from the clipped line fitted to it",
    )
    distance = Text(
        ja=f"{name}の傾きと記事の傾きとの差",
        en=f"distance of the slope of {name} from the article's",
    )
    values = (
        ("slope", line, slope),
        ("width", width, round(1 / slope, 10)),
        ("low_knee", left, Decimal(measured.low_knee)),
        ("high_knee", right, Decimal(measured.high_knee)),
        ("deviation", straight, Decimal(measured.deviation)),
        ("slope_distance_from_fifth", distance, abs(slope - Decimal("0.2"))),
    )
    return [
        _number(f"{id}.{part}", label, value, "computed", _MEASURED)
        for part, label, value in values
    ]


def _lstm(lstm: OldLstm) -> list[Number]:
    fifth = Text(
        ja="記事の傾きのLSTMと、読み込んだモデルとの出力の最大差",
        en="largest difference between the loaded model and an LSTM with the article's slope",
    )
    sixth = Text(
        ja="Keras 3の傾きのLSTMと、読み込んだモデルとの出力の最大差",
        en="largest difference between the loaded model and an LSTM with the slope of Keras 3",
    )
    change = Text(
        ja="傾きの違いによる出力の変化(最大出力に対する比)",
        en="change of the outputs caused by the slope, relative to the largest output",
    )
    warnings = Text(ja="読み込み時の警告の数", en="warnings given while loading")
    loading = Text(ja="読み込み中の警告を数え上げ", en="counted while loading")
    units = Text(ja="試験用LSTMのユニット数", en="units of the trial LSTM")
    steps = Text(ja="試験用系列の長さ", en="length of the trial sequences")
    return [
        _number("lstm.difference_fifth", fifth, lstm.distance_fifth, "computed", _COMPARED),
        _number("lstm.difference_sixth", sixth, lstm.distance_sixth, "computed", _COMPARED),
        _number("lstm.change", change, lstm.change, "computed", _COMPARED),
        _number("lstm.warnings", warnings, lstm.warnings, "counted", loading),
        _number("lstm.units", units, lstm.units, "configured", _SETTING),
        _number("lstm.steps", steps, lstm.steps, "configured", _SETTING),
    ]


def _number(id: str, label: Text, value: str | int | Decimal, kind: Kind, method: Text) -> Number:
    """Make a number of this part; scientific notation becomes plain decimals."""
    return Number(f"frameworks.{id}", label, f"{Decimal(value):f}", kind, method)
