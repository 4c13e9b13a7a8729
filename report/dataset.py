"""Image data: read, checked and hashed before anything is computed from it.

Two formats are read: an ``.npz`` file in the layout of Keras' MNIST (``x_train``, ``y_train``,
``x_test``, ``y_test``), and a folder with the four IDX files of the original distribution, plain
or gzipped. Nothing is ever unpickled, and no memory is set aside for what a header merely claims.
"""

import gzip
import hashlib
import math
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from report.results.dataset import Dataset, Split

SHIPPED = Path(__file__).parent / "data" / "mnist.npz"
SIDE = 28
CLASSES = 10
MAX_IMAGES = 1_000_000
PIECE = 2**20
FIELDS = ("x_train", "y_train", "x_test", "y_test")

MNIST_SHA256 = {
    "x_train": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "y_train": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "x_test": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "y_test": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
"""SHA-256 of the four uncompressed IDX files as MNIST is distributed."""

IDX_NAMES = {
    "x_train": ("train-images-idx3-ubyte", "train-images.idx3-ubyte"),
    "y_train": ("train-labels-idx1-ubyte", "train-labels.idx1-ubyte"),
    "x_test": ("t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte"),
    "y_test": ("t10k-labels-idx1-ubyte", "t10k-labels.idx1-ubyte"),
}

Bytes = NDArray[np.uint8]


class DatasetError(ValueError):
    """The image data cannot be used; the one-line message names file, field and mend."""

    def __init__(self, path: Path, field: str, fault: str, mend: str) -> None:
        super().__init__(f"{path}: {field}: {fault}; {mend}")


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
    for field in FIELDS:
        _check_range(source, field, arrays[field])
    for split in ("train", "test"):
        _check_counts(source, split, len(arrays[f"x_{split}"]), len(arrays[f"y_{split}"]))
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
    )


def to_idx(array: Bytes) -> bytes:
    """Write the array as an uncompressed IDX file: a big-endian header, then the values."""
    head = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape)
    return head + array.tobytes()


def _split(labels: Bytes) -> Split:
    counts = np.bincount(labels, minlength=CLASSES)
    return Split(images=len(labels), per_class=tuple(int(n) for n in counts))


def _freeze(source: Path, arrays: dict[str, Bytes]) -> Images:
    hashes, whole = {}, hashlib.sha256()
    for field in FIELDS:
        arrays[field].setflags(write=False)
        raw = to_idx(arrays[field])
        hashes[field] = hashlib.sha256(raw).hexdigest()
        whole.update(raw)
    name = "MNIST" if hashes == MNIST_SHA256 else _name(source)
    return Images(name=name, **arrays, hashes=hashes, sha256=whole.hexdigest())


def _name(source: Path) -> str:
    """Name data that is not MNIST after its folder, or its file without the ending."""
    resolved = source.resolve()
    return (resolved.name if source.is_dir() else resolved.stem) or "data"


def _read(source: Path) -> dict[str, Bytes]:
    try:
        if source.is_dir():
            return {field: _read_idx(_idx_file(source, field), field) for field in FIELDS}
        if source.is_file():
            return _read_npz(source)
    except OSError as error:
        mend = "check that the file can be read"
        raise DatasetError(source, "file", f"cannot be read ({error.strerror})", mend) from error
    mend = "give an .npz file or a folder with the four IDX files"
    raise DatasetError(source, "file", "does not exist", mend)


def _shape_fault(field: str, shape: tuple[int, ...]) -> str | None:
    """Say what is wrong with a declared shape, before any memory is set aside for it."""
    wanted = f"(images, {SIDE}, {SIDE})" if field.startswith("x") else "(images,)"
    if shape[1:] != ((SIDE, SIDE) if field.startswith("x") else ()) or not shape:
        return f"has shape {shape}, not {wanted}"
    if not 1 <= shape[0] <= MAX_IMAGES:
        return f"claims {shape[0]} entries, outside 1 to {MAX_IMAGES}"
    return None


def _take(stream: IO[bytes], limit: int) -> bytes:
    """Read up to ``limit`` bytes in pieces, so that memory grows with what is really there."""
    pieces = []
    while limit > 0 and (piece := stream.read(min(limit, PIECE))):
        pieces.append(piece)
        limit -= len(piece)
    return b"".join(pieces)


# --- IDX files -----------------------------------------------------------------------------------


def _idx_file(folder: Path, field: str) -> Path:
    for name in IDX_NAMES[field]:
        for file in (folder / name, folder / f"{name}.gz"):
            if file.is_file():
                return file
    mend = f"put {IDX_NAMES[field][0]} (or its .gz) into the folder"
    raise DatasetError(folder, field, "is missing", mend)


def _read_idx(file: Path, field: str) -> Bytes:
    """One IDX file of unsigned bytes.

    The format: two zero bytes, the type (8), the number of dimensions, each dimension as a
    big-endian 32-bit integer, then the values row by row.
    """
    opener: Callable[[Path, str], IO[bytes]] = gzip.open if file.suffix == ".gz" else open  # type: ignore[assignment]
    dimensions = 3 if field.startswith("x") else 1
    try:
        with opener(file, "rb") as stream:
            head = stream.read(4 + 4 * dimensions)
            if len(head) < 4 + 4 * dimensions or head[:4] != bytes((0, 0, 8, dimensions)):
                fault = f"is not an IDX file of unsigned bytes in {dimensions} dimension(s)"
                raise DatasetError(file, field, fault, "give the original IDX file")
            shape = struct.unpack(f">{dimensions}I", head[4:])
            if shape_fault := _shape_fault(field, shape):
                raise DatasetError(file, field, shape_fault, "give images of that size")
            size = math.prod(shape)
            body = _take(stream, size + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DatasetError(file, field, f"is damaged ({error})", "fetch the file again") from error
    if len(body) != size:
        fault = f"holds {'more' if len(body) > size else 'fewer'} bytes than its header claims"
        raise DatasetError(file, field, fault, "fetch the file again")
    return np.frombuffer(body, np.uint8).reshape(shape)


# --- NPZ files -----------------------------------------------------------------------------------


def _read_npz(file: Path) -> dict[str, Bytes]:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            for field in FIELDS:
                if f"{field}.npy" not in names:
                    mend = f"save the file with the arrays {', '.join(FIELDS)}"
                    raise DatasetError(file, field, "is missing", mend)
            return {field: _read_member(file, archive, field) for field in FIELDS}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        fault = f"is not a readable .npz file ({_one_line(error)})"
        raise DatasetError(file, "file", fault, "save it again with numpy.savez") from error


def _read_member(file: Path, archive: zipfile.ZipFile, field: str) -> Bytes:
    """One array of the archive, read without `numpy.load`, which trusts the declared shape."""
    try:
        with archive.open(f"{field}.npy") as stream:
            shape, fortran, dtype = _npy_header(stream)
            if dtype.kind not in "iu":
                raise DatasetError(file, field, *_dtype_fault(dtype))
            if fault := _shape_fault(field, shape):
                raise DatasetError(file, field, fault, "save images of that size")
            size = math.prod(shape) * dtype.itemsize
            body = _take(stream, size + 1)
    except (ValueError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        if isinstance(error, DatasetError):
            raise
        fault = f"is damaged ({_one_line(error)})"
        raise DatasetError(file, field, fault, "fetch or save the file again") from error
    if len(body) != size:
        fault = f"holds {'more' if len(body) > size else 'fewer'} bytes than its header claims"
        raise DatasetError(file, field, fault, "fetch or save the file again")
    array = np.frombuffer(body, dtype).reshape(shape, order="F" if fortran else "C")
    _check_range(file, field, array)
    return np.ascontiguousarray(array, np.uint8)


def _npy_header(stream: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[np.generic]]:
    version = np.lib.format.read_magic(stream)
    if version == (1, 0):
        return np.lib.format.read_array_header_1_0(stream)
    if version == (2, 0):
        return np.lib.format.read_array_header_2_0(stream)
    raise ValueError(f"array format {version} is not known")


def _dtype_fault(dtype: np.dtype[np.generic]) -> tuple[str, str]:
    if dtype.hasobject:
        return "is a pickled array, which is never read", "save it as uint8"
    if dtype.kind == "f":
        return f"holds {dtype} (fractions or NaN)", "save whole numbers as uint8"
    return f"holds {dtype}, not whole numbers", "save it as uint8"


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


# --- What holds for every format -----------------------------------------------------------------


def _check_range(file: Path, field: str, array: NDArray[np.integer]) -> None:
    top = 255 if field.startswith("x") else CLASSES - 1
    low, high = int(array.min()), int(array.max())
    if low < 0 or high > top:
        what = "pixels" if field.startswith("x") else "labels"
        fault = f"has {what} from {low} to {high}, outside 0 to {top}"
        raise DatasetError(file, field, fault, f"give {what} from 0 to {top}")


def _check_counts(file: Path, split: str, images: int, labels: int) -> None:
    if images != labels:
        fault = f"has {labels} labels for {images} images"
        raise DatasetError(file, f"y_{split}", fault, "give one label for every image")
