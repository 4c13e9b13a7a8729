"""Image data in IDX files, the form in which MNIST was distributed, plain or gzipped."""

import gzip
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO

from report.dataset.values import FIELDS, Bytes, DatasetError, Header, array

NAMES = {
    "x_train": ("train-images-idx3-ubyte", "train-images.idx3-ubyte"),
    "y_train": ("train-labels-idx1-ubyte", "train-labels.idx1-ubyte"),
    "x_test": ("t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte"),
    "y_test": ("t10k-labels-idx1-ubyte", "t10k-labels.idx1-ubyte"),
}


def read(folder: Path) -> dict[str, Bytes]:
    """The four arrays of a folder. Raises DatasetError for a file that is missing or damaged."""
    return {field: _read(_file(folder, field), field) for field in FIELDS}


def _file(folder: Path, field: str) -> Path:
    for name in NAMES[field]:
        for file in (folder / name, folder / f"{name}.gz"):
            if file.is_file():
                return file
    mend = f"put {NAMES[field][0]} (or its .gz) into the folder"
    raise DatasetError(folder, field, "is missing", mend)


def _read(file: Path, field: str) -> Bytes:
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
            return array(file, field, stream, Header(struct.unpack(f">{dimensions}I", head[4:])))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DatasetError(file, field, f"is damaged ({error})", "fetch the file again") from error
