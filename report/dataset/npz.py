"""Image data in an ``.npz`` file, read without `numpy.load`, which trusts what a header claims.

Nothing is unpickled, evaluated or unpacked onto the disk.
"""

import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO, Literal

import numpy as np

from report.dataset.values import FIELDS, Bytes, DatasetError, Header, array

MAX_HEADER = 2**12
"""Bytes of an array's header; that of images has about a hundred."""
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What NumPy writes; others may set aside as much memory as the archive asks for."""
_DAMAGES = (
    *(ValueError, EOFError, NotImplementedError, RuntimeError, struct.error),
    *(zlib.error, zipfile.BadZipFile),
)
"""What `zipfile` raises for an archive that is damaged, encrypted or of an unknown kind."""
_LENGTHS = {(1, 0): 2, (2, 0): 4, (3, 0): 4}
"""How many bytes the length of an array's header has, by the version of the format."""
_STATED = (
    re.compile(r"'descr': *('[^']*'|\[)"),
    re.compile(r"'shape': *(\([0-9L, ]*\))"),
    re.compile(r"'fortran_order': *(True|False)"),
)
_WHOLE = re.compile(r"'[<>|=]?[iu][1248]'")
_KINDS = {
    "f": "fractions or NaN",
    "c": "complex numbers",
    "b": "truth values",
    "S": "text",
    "U": "text",
}


def read(file: Path) -> dict[str, Bytes]:
    """The four arrays of an archive. Raises DatasetError for whatever is not just that."""
    try:
        with zipfile.ZipFile(file) as archive:
            _check_members(file, archive.namelist())
            return {field: _read_member(file, archive, field) for field in FIELDS}
    except _DAMAGES as error:
        if isinstance(error, DatasetError):
            raise
        fault = f"is not a readable .npz file ({str(error) or type(error).__name__})"
        raise DatasetError(file, "file", fault, "save it again with numpy.savez") from error


def _check_members(file: Path, names: list[str]) -> None:
    """Ask for exactly the four arrays: of two by one name, readers differ in which they take."""
    mend = f"save the file with the arrays {', '.join(FIELDS)}"
    for field in FIELDS:
        if (count := names.count(f"{field}.npy")) != 1:
            fault = f"is there {count} times" if count else "is missing"
            raise DatasetError(file, field, fault, mend)
    if strange := set(names) - {f"{field}.npy" for field in FIELDS}:
        raise DatasetError(file, min(strange), "is none of the arrays", f"{mend} and no other")


def _read_member(file: Path, archive: zipfile.ZipFile, field: str) -> Bytes:
    try:
        if archive.getinfo(f"{field}.npy").compress_type not in _COMPRESSIONS:
            raise ValueError("it is compressed otherwise than NumPy does it")
        with archive.open(f"{field}.npy") as stream:
            dtype, shape, order = _npy_header(stream)
            if fault := _dtype_fault(dtype):
                raise DatasetError(file, field, fault, _dtype_mend(field, dtype))
            return array(file, field, stream, Header(shape, np.dtype(dtype.strip("'")), order))
    except _DAMAGES as error:
        if isinstance(error, DatasetError):
            raise
        fault = f"is damaged ({str(error) or type(error).__name__})"
        raise DatasetError(file, field, fault, "fetch or save the file again") from error


def _npy_header(stream: IO[bytes]) -> tuple[str, tuple[int, ...], Literal["C", "F"]]:
    """The type, shape and order that an array's header states: read, not evaluated.

    The format: a magic number, a version, a length, then a Python dictionary as text.
    Raises ValueError for anything else.
    """
    magic, version = stream.read(6), tuple(stream.read(2))
    if magic != b"\x93NUMPY" or version not in _LENGTHS:
        raise ValueError("it does not begin as a NumPy array does")
    length = int.from_bytes(stream.read(_LENGTHS[version]), "little")
    if length > MAX_HEADER:
        raise ValueError(f"its header has {length} bytes")
    text = stream.read(length).decode("latin-1")
    dtype, shape, fortran = (_only(pattern, text) for pattern in _STATED)
    sizes = tuple(int(size) for size in re.findall(r"[0-9]+", shape))
    return dtype, sizes, "F" if fortran == "True" else "C"


def _only(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.findall(text)
    if len(found) != 1:
        raise ValueError("its header does not state type, shape and order as NumPy does")
    return str(found[0])


def _dtype_fault(dtype: str) -> str:
    """Say why an array of a type, written as NumPy does, is of no use, or nothing."""
    if _WHOLE.fullmatch(dtype):
        return ""
    kind = dtype.lstrip("'<>|=")[:1]
    if kind == "O":
        return "is a pickled array, which is never read"
    return f"holds {_KINDS.get(kind, 'records or dates')}, not whole numbers"


def _dtype_mend(field: str, dtype: str) -> str:
    """Say how to save an array of another type; rounded pixels between 0 and 1 would be lost."""
    if field.startswith("x") and dtype.lstrip("'<>|=")[:1] in ("f", "b"):
        return "multiply pixels between 0 and 1 by 255, round, and save it as uint8"
    return "save it as uint8"
