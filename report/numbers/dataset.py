"""The numbers of the image data."""

from report.results.dataset import Dataset
from report.results.number import Number
from report.results.text import Text

_COUNTED = Text(ja="データから数えた", en="counted in the data")


def numbers(result: Dataset) -> list[Number]:
    """List every number of the data."""
    train, test = result.train, result.test
    return [
        _number("train_images", "学習用画像の枚数", "training images", train.images),
        _number("test_images", "テスト用画像の枚数", "test images", test.images),
        _number("images", "画像の総数", "images in all", train.images + test.images),
        _number("height", "画像の高さ(画素)", "height of an image in pixels", result.height),
        _number("width", "画像の幅(画素)", "width of an image in pixels", result.width),
        _number("pixels", "画像の画素数", "pixels of an image", result.height * result.width),
        _number("classes", "クラス数", "classes", result.classes),
        _number(
            "test_smallest_class",
            "最も少ないクラスのテスト用画像の枚数",
            "test images of the rarest class",
            min(test.per_class),
        ),
        _number(
            "test_largest_class",
            "最も多いクラスのテスト用画像の枚数",
            "test images of the commonest class",
            max(test.per_class),
        ),
        _number(
            "test_repeated",
            "学習用にも同じものがあるテスト用画像の枚数",
            "test images that stand among the training images as well",
            result.test_repeated,
        ),
    ]


def _number(id: str, ja: str, en: str, value: int) -> Number:
    label = Text(ja=ja, en=en)
    return Number(f"data.{id}", label, str(value), "counted", _COUNTED, from_data=True)
