"""Image data in IDX files, the form in which MNIST was distributed, plain or gzipped."""

import gzip
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO

import numpy as np

from report.dataset.values import FIELDS, Bytes, DatasetError, Header, array

NAMES = {
    "x_train": ("train-images-idx3-ubyte", "train-images.idx3-ubyte"),
    "y_train": ("train-labels-idx1-ubyte", "train-labels.idx1-ubyte"),
    "x_test": ("t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte"),
    "y_test": ("t10k-labels-idx1-ubyte", "t10k-labels.idx1-ubyte"),
}


def read(folder: Path) -> dict[str, Bytes]:
    """The four arrays of a folder.

    Raises DatasetError for a file that is missing or damaged, or stands there in two forms that
    differ: nobody could tell which of them is meant.
    """
    return {field: _only(folder, field) for field in FIELDS}


def _only(folder: Path, field: str) -> Bytes:
    """The one array that all files of a field hold."""
    first, *others = _files(folder, field)
    found = _read(first, field)
    for other in others:
        if not np.array_equal(found, _read(other, field)):
            fault = f"stands in {first.name} and in {other.name}, which differ"
            raise DatasetError(folder, field, fault, "leave only the one that is meant")
    return found


def _files(folder: Path, field: str) -> list[Path]:
    places = [folder / f"{name}{end}" for name in NAMES[field] for end in ("", ".gz")]
    if files := [file for file in places if file.is_file()]:
        return files
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
