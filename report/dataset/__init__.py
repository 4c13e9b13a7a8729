"""Image data: read, checked and hashed before anything is computed from it.

Two formats are read: an ``.npz`` file in the layout of Keras' MNIST (``x_train``, ``y_train``,
``x_test``, ``y_test``), and a folder with the four IDX files of the original distribution, plain
or gzipped. Nothing is ever unpickled or evaluated, no memory is set aside for what a header merely
claims, and whatever is there is read in pieces that become one byte a value at once.
"""

import hashlib
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from report.dataset import idx, npz
from report.dataset.values import CLASSES, FIELDS, SIDE, Bytes, DatasetError
from report.results.dataset import Dataset, Split

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "mnist.npz"

DIM = 127
"""What no pixel exceeds in data that was perhaps never scaled to the full range."""

MNIST_SHA256 = {
    "x_train": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "y_train": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "x_test": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "y_test": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
"""SHA-256 of the four uncompressed IDX files as MNIST is distributed."""


@dataclass(frozen=True, eq=False)
class Images:
    """Checked image data; the arrays are read-only uint8.

    ``x_*`` have shape (images, 28, 28) and hold 0 to 255, ``y_*`` have shape (images,) and hold
    0 to 9. ``hashes`` has the SHA-256 of each array in IDX form, ``sha256`` that of all four.
    """

    name: str
    x_train: Bytes
    y_train: Bytes
    x_test: Bytes
    y_test: Bytes
    hashes: dict[str, str]
    sha256: str

    @property
    def is_mnist(self) -> bool:
        """Whether these are exactly the images and labels of MNIST."""
        return self.hashes == MNIST_SHA256


def load(path: Path | None = None) -> Images:
    """Read and check image data: the shipped MNIST, an ``.npz`` file, or a folder of IDX files.

    Raises `DatasetError` for whatever is missing, damaged or of another form.
    """
    source = SHIPPED if path is None else path
    arrays = _read(source)
    for split in ("train", "test"):
        _check_counts(source, split, len(arrays[f"x_{split}"]), len(arrays[f"y_{split}"]))
        _check_contents(source, f"x_{split}", arrays[f"x_{split}"])
    images = _freeze(source, arrays)
    if path is None and not images.is_mnist:
        wrong = next(field for field in FIELDS if images.hashes[field] != MNIST_SHA256[field])
        raise DatasetError(
            source, wrong, "is not MNIST (its SHA-256 differs)", "restore the file from the project"
        )
    return images


def describe(images: Images) -> Dataset:
    """Return the identity of the data, for the report."""
    return Dataset(
        name=images.name,
        is_mnist=images.is_mnist,
        sha256=images.sha256,
        height=SIDE,
        width=SIDE,
        classes=CLASSES,
        train=_split(images.y_train),
        test=_split(images.y_test),
        test_repeated=repeated(images),
    )


def repeated(images: Images) -> int:
    """Count the test images that stand, pixel by pixel, among the training images as well."""
    known = {image.tobytes() for image in images.x_train}
    return sum(image.tobytes() in known for image in images.x_test)


def remarks(images: Images) -> list[str]:
    """Say in one line each what may be meant, and more often is not."""
    brightest = {field: int(getattr(images, field).max()) for field in ("x_train", "x_test")}
    found = [
        f"{field}: no pixel is brighter than {most} of 255; if that is to be white, multiply by"
        f" 255/{most}"
        for field, most in brightest.items()
        if most <= DIM
    ]
    if count := repeated(images):
        found.append(f"x_test: {count:,} of {len(images.x_test):,} images stand in x_train as well")
    return found


def _split(labels: Bytes) -> Split:
    counts = np.bincount(labels, minlength=CLASSES)
    return Split(images=len(labels), per_class=tuple(int(n) for n in counts))


def _freeze(source: Path, arrays: dict[str, Bytes]) -> Images:
    hashes, whole = {}, hashlib.sha256()
    for field in FIELDS:
        arrays[field].setflags(write=False)
        own = hashlib.sha256()
        for digest in (own, whole):
            digest.update(_idx_header(arrays[field].shape))
            digest.update(arrays[field].data)
        hashes[field] = own.hexdigest()
    name = "MNIST" if hashes == MNIST_SHA256 else _name(source)
    return Images(name=name, **arrays, hashes=hashes, sha256=whole.hexdigest())


def _idx_header(shape: tuple[int, ...]) -> bytes:
    """Write the big-endian header of an uncompressed IDX file of bytes; its values follow."""
    return struct.pack(f">HBB{len(shape)}I", 0, 8, len(shape), *shape)


def _name(source: Path) -> str:
    """Name data that is not MNIST after its folder, or its file without the ending."""
    resolved = source.resolve()
    return (resolved.name if source.is_dir() else resolved.stem) or "data"


def _read(source: Path) -> dict[str, Bytes]:
    try:
        if source.is_dir():
            return idx.read(source)
        if source.is_file():
            return npz.read(source)
        fault = "is neither a file nor a folder" if source.exists() else "does not exist"
    except OSError as error:
        at, mend = Path(error.filename or source), "check that the file can be read"
        raise DatasetError(at, "file", f"cannot be read ({error.strerror})", mend) from error
    raise DatasetError(source, "file", fault, "give an .npz file or a folder with the IDX files")


def _check_counts(file: Path, split: str, images: int, labels: int) -> None:
    if images != labels:
        fault = f"has {labels} labels for {images} images"
        raise DatasetError(file, f"y_{split}", fault, "give one label for every image")


def _check_contents(file: Path, field: str, images: Bytes) -> None:
    """Refuse images in which there is nothing to see."""
    flat = images.reshape(len(images), -1)
    if (flat == flat[:, :1]).all():
        fault = "has only blank images: in none of them do two pixels differ"
        raise DatasetError(file, field, fault, "give images with something in them")


__all__ = [
    "CLASSES",
    "FIELDS",
    "SHIPPED",
    "SIDE",
    "Bytes",
    "DatasetError",
    "Images",
    "describe",
    "load",
    "remarks",
    "repeated",
]
