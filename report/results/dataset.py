"""What is known about the images that a report was made from."""

import msgspec


class Split(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One half of the data: how many images it holds, in all and of each class."""

    images: int
    per_class: tuple[int, ...]


class Dataset(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The identity of the image data.

    ``sha256`` is the hash of the pixels and labels themselves (see `report.dataset`), so that
    the same data has the same hash in whatever file format it came. ``test_repeated`` counts the
    test images that stand among the training images as well.
    """

    name: str
    is_mnist: bool
    sha256: str
    height: int
    width: int
    classes: int
    train: Split
    test: Split
    test_repeated: int
