"""The values of image data, read in pieces: a header is believed only as far as bytes follow."""

import math
from pathlib import Path
from typing import IO, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from report.results.text import one_line

SIDE = 28
CLASSES = 10
MAX_IMAGES = 1_000_000
PIECE = 2**20
FIELDS = ("x_train", "y_train", "x_test", "y_test")

Bytes = NDArray[np.uint8]


class DatasetError(ValueError):
    """The image data cannot be used; the one-line message names file, field and mend."""

    def __init__(self, path: Path, field: str, fault: str, mend: str) -> None:
        super().__init__(one_line(f"{path}: {field}: {fault}; {mend}"))


class Header(NamedTuple):
    """What a file says of the array in it."""

    shape: tuple[int, ...]
    dtype: np.dtype[np.integer] = np.dtype(np.uint8)
    order: Literal["C", "F"] = "C"


def array(file: Path, field: str, stream: IO[bytes], header: Header) -> Bytes:
    """Read the values that a header announces, no more and no fewer, each into one byte.

    Memory grows with what is really there, not with what the header claims.
    """
    if fault := _shape_fault(field, header.shape):
        raise DatasetError(file, field, fault, "give images of that size, and their labels")
    size, left = header.dtype.itemsize, math.prod(header.shape)
    found, ends = bytearray(), []
    while left and (piece := stream.read(min(left * size, PIECE))) and not len(piece) % size:
        values = np.frombuffer(piece, header.dtype)
        ends += [int(values.min()), int(values.max())]
        found += values.astype(np.uint8).tobytes()
        left -= len(values)
    if left or stream.read(1):
        fault = f"holds {'fewer' if left else 'more'} bytes than its header claims"
        raise DatasetError(file, field, fault, "fetch or save the file again")
    _check_range(file, field, min(ends), max(ends))
    shaped = np.frombuffer(found, np.uint8).reshape(header.shape, order=header.order)
    return np.ascontiguousarray(shaped)


def _shape_fault(field: str, shape: tuple[int, ...]) -> str | None:
    """Say what is wrong with a declared shape, before any memory is set aside for it."""
    wanted = f"(images, {SIDE}, {SIDE})" if field.startswith("x") else "(images,)"
    if shape[1:] != ((SIDE, SIDE) if field.startswith("x") else ()) or not shape:
        return f"has shape {shape}, not {wanted}"
    if not 1 <= shape[0] <= MAX_IMAGES:
        return f"claims {shape[0]} entries, outside 1 to {MAX_IMAGES}"
    return None


def _check_range(file: Path, field: str, low: int, high: int) -> None:
    top = 255 if field.startswith("x") else CLASSES - 1
    if low < 0 or high > top:
        what = "pixels" if field.startswith("x") else "labels"
        fault = f"has {what} from {low} to {high}, outside 0 to {top}"
        raise DatasetError(file, field, fault, f"give {what} from 0 to {top}")
    if field.startswith("x") and high <= 1:
        fault = f"has no pixel above {high}, where white is {top}"
        raise DatasetError(file, field, fault, f"multiply by {top} before rounding to uint8")
