"""Image data that means harm: refused in one line, within bounds, and nothing in it is run.

All of it is read in one process that may not take more than 3 GiB, that notes whatever is opened
for writing, unpickled, started or connected to, and that has to come to an end.
"""

import gzip
import io
import json
import os
import pickle
import re
import struct
import subprocess
import sys
import zipfile
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from report import workspace
from report.dataset import FIELDS, DatasetError, load
from tests.images import shades

ROOT = Path(__file__).parents[2]
IDX = {
    "x_train": "train-images-idx3-ubyte",
    "y_train": "train-labels-idx1-ubyte",
    "x_test": "t10k-images-idx3-ubyte",
    "y_test": "t10k-labels-idx1-ubyte",
}
READER = """
import json, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (3 * 2**30, 3 * 2**30))
from report.dataset import load
noted = []
def note(event, arguments):
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & 3:
        noted.append(f"open {arguments[0]}")
    elif event.split(".")[0] in ("socket", "subprocess", "pickle", "ctypes") or event in (
        "os.system", "os.exec", "os.fork", "os.mkdir", "os.rename", "os.remove", "os.symlink"
    ):
        noted.append(f"{event} {arguments}")
sys.addaudithook(note)
def peak():  # of this process alone, in KiB
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])
before = peak()
for path in sys.argv[1:]:
    noted.clear()
    try:
        load(Path(path))
        said = None
    except ValueError as problem:
        said = f"{type(problem).__name__}: {problem}"
    seen = list(noted)
    grown = peak() - before
    print(json.dumps({"path": path, "said": said, "noted": seen, "grown": grown}), flush=True)
"""


class Trap:
    """Unpickling this would write a file."""

    def __reduce__(self):
        return (os.system, ("touch sprung",))


def arrays(**changes):
    """Return a few good arrays, with some replaced; None leaves one out."""
    made = {
        "x_train": shades(3),
        "y_train": np.zeros(3, np.uint8),
        "x_test": shades(2),
        "y_test": np.zeros(2, np.uint8),
    }
    return {name: array for name, array in (made | changes).items() if array is not None}


def npy(array):
    """Return an array as the bytes of a member."""
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.asarray(array), allow_pickle=True)
    return stream.getvalue()


def header(text, body=b"", version=(1, 0), length=None):
    """Return a member with a header of our own."""
    raw = text if isinstance(text, bytes) else text.encode()
    size = len(raw) if length is None else length
    return (
        (b"\x93NUMPY" + bytes(version) + struct.pack("<H" if version[0] == 1 else "<I", size))
        + raw
        + body
    )


def stated(shape="(3, 28, 28)", descr="'|u1'", order="False"):
    """Return the text of a header."""
    return f"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}\n"


def npz(path, members=(), /, compression=zipfile.ZIP_DEFLATED, **changes):
    """Write an archive of good arrays with some replaced, and further members."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, array in arrays(**changes).items():
            archive.writestr(f"{name}.npy", array if isinstance(array, bytes) else npy(array))
        for name, content in members:
            archive.writestr(name, content)
    return path


def idx(folder, zipped=False, **changes):
    """Write a folder of good IDX files with some replaced by given bytes."""
    folder.mkdir()
    for field, array in arrays().items():
        raw = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.tobytes()
        raw = changes.get(field, raw)
        name = IDX[field] + (".gz" if zipped else "")
        if raw is not None:
            (folder / name).write_bytes(gzip.compress(raw) if zipped else raw)
    return folder


def edited(path, old, new):
    """Replace bytes of a file."""
    raw = path.read_bytes()
    assert old in raw
    path.write_bytes(raw.replace(old, new))
    return path


def false_sizes(path, claimed):
    """Write an archive in which the size of the first array is not what is there."""
    npz(path, compression=zipfile.ZIP_STORED)
    real = struct.pack("<I", len(npy(arrays()["x_train"])))
    return edited(path, real, struct.pack("<I", claimed))


def linked(path, target):
    """Make a symbolic link."""
    path.symlink_to(target)
    return path


def piped(path):
    """Make a named pipe, which nobody writes to."""
    os.mkfifo(path)
    return path


def piped_folder(folder):
    """Write a folder in which one of the files is a pipe."""
    piped(idx(folder, x_train=None) / IDX["x_train"])
    return folder


def bomb(path):
    """Write an archive whose first array unpacks to 128 MiB more than its header says."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays().items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                member.write(npy(array))
                if name == "x_train":
                    for _ in range(128):
                        member.write(bytes(2**20))
    return path


def gzip_bomb(folder):
    """Write a folder whose labels unpack to 128 MiB more than their header says."""
    idx(folder, zipped=True)
    with gzip.open(folder / f"{IDX['y_train']}.gz", "wb") as file:
        file.write(bytes((0, 0, 8, 1, 0, 0, 0, 3)))
        for _ in range(128):
            file.write(bytes(2**20))
    return folder


def cut(path, keep):
    """Leave only the beginning of a file."""
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * keep)])
    return path


def cut_gzip(folder):
    """Write a folder in which one gzipped file ends early."""
    cut(idx(folder, zipped=True) / f"{IDX['x_train']}.gz", 0.5)
    return folder


def many(path, count=20_000):
    """Write an archive with very many members."""
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(count):
            archive.writestr(f"{number}.npy", b"")
    return path


def twice(path):
    """Write an archive with two arrays of one name."""
    with pytest.warns(UserWarning, match="Duplicate name"):
        return npz(path, [("y_test.npy", npy(np.ones(2, np.uint8)))])


PICKLE = pickle.dumps([Trap()])
NOT_UINT = "holds {}, not whole numbers; save it as uint8"
HEADER = "its header does not state type, shape and order"
CASES = {
    # what is unpickled or evaluated
    "pickled array": (
        lambda p: npz(p, y_train=np.array([Trap()] * 3, object)),
        "y_train: is a pickled array, which is never read; save it as uint8",
    ),
    "pickled shape": (
        lambda p: npz(p, y_train=np.array([{"a": 1}], object)),
        "y_train: is a pickled array",
    ),
    "a bare pickle": (lambda p: npz(p, y_train=PICKLE), "does not begin as a NumPy array"),
    "a pickle as a file": (lambda p: p.write_bytes(PICKLE) and p, "is not a readable .npz file"),
    "a pickle in a header": (lambda p: npz(p, x_train=header(PICKLE)), HEADER),
    "a pickle behind an array": (
        lambda p: npz(p, x_train=npy(arrays()["x_train"]) + PICKLE),
        "x_train: holds more bytes than its header claims",
    ),
    "a call in a header": (
        lambda p: npz(p, x_train=header(stated("__import__('os').system('touch sprung')"))),
        HEADER,
    ),
    "a deep header": (lambda p: npz(p, x_train=header("(" * 4000)), HEADER),
    "a signed header": (lambda p: npz(p, x_train=header(stated("(" + "-" * 3000 + "1,)"))), HEADER),
    "a long header": (
        lambda p: npz(p, x_train=header(" " * 60_000 + stated())),
        r"x_train: is damaged \(its header has 6\d+ bytes\)",
    ),
    "a header claimed long": (
        lambda p: npz(p, x_train=header(stated(), version=(2, 0), length=2**32 - 1)),
        "its header has 4294967295 bytes",
    ),
    "a header that ends early": (lambda p: npz(p, x_train=header("{'descr'", length=99)), HEADER),
    "a field stated twice": (
        lambda p: npz(p, x_train=header(stated() + stated("(1, 28, 28)"))),
        HEADER,
    ),
    "a version to come": (lambda p: npz(p, x_train=header(stated(), version=(9, 0))), "not begin"),
    "no array": (lambda p: npz(p, x_train=b""), "does not begin as a NumPy array"),
    # sizes
    "10^12 rows": (
        lambda p: npz(p, x_train=header(stated("(1000000000000, 28, 28)"))),
        "x_train: claims 1000000000000 entries, outside 1 to 1000000; give images of that size",
    ),
    "rows without bytes": (
        lambda p: npz(p, x_train=header(stated("(1000000, 28, 28)"))),
        "x_train: holds fewer bytes than its header claims; fetch or save",
    ),
    "a size of a thousand digits": (
        lambda p: npz(p, x_train=header(stated(f"({'9' * 1000}, 28, 28)"))),
        "x_train: claims 9+",
    ),
    "negative rows": (lambda p: npz(p, x_train=header(stated("(-3, 28, 28)"))), HEADER),
    "rows that are true": (lambda p: npz(p, x_train=header(stated("(True, 28, 28)"))), HEADER),
    "a zip bomb": (bomb, "x_train: holds more bytes than its header claims"),
    "false size, small": (
        lambda p: false_sizes(p, 200),
        "x_train: (holds fewer|is damaged)",
    ),
    "false size, large": (
        lambda p: false_sizes(p, 2**31),
        "(x_train: |file: )(holds|is damaged|is not a readable)",
    ),
    "ends early": (lambda p: cut(npz(p), 0.6), "file: is not a readable .npz file"),
    "empty": (lambda p: p.write_bytes(b"") or p, "file: is not a readable .npz file"),
    "very many members": (many, "x_train: is missing"),
    # shapes
    "no images": (lambda p: npz(p, x_test=np.zeros((0, 28, 28), np.uint8)), "x_test: claims 0"),
    "colour": (
        lambda p: npz(p, x_train=np.zeros((3, 28, 28, 3), np.uint8)),
        r"x_train: has shape \(3, 28, 28, 3\), not \(images, 28, 28\); give images of that size",
    ),
    "28 x 27": (lambda p: npz(p, x_train=np.zeros((3, 28, 27), np.uint8)), r"\(3, 28, 27\)"),
    "a number": (lambda p: npz(p, x_train=np.uint8(1)), r"x_train: has shape \(\)"),
    # types
    "fractions": (
        lambda p: npz(p, x_train=np.full((3, 28, 28), np.nan)),
        "x_train: holds fractions or NaN, not whole numbers; multiply pixels between 0 and 1 by",
    ),
    "infinite labels": (lambda p: npz(p, y_train=np.full(3, np.inf)), "fractions or NaN"),
    "complex": (
        lambda p: npz(p, y_train=np.zeros(3, complex)),
        "y_train: " + NOT_UINT.format("complex numbers"),
    ),
    "truth values": (
        lambda p: npz(p, y_train=np.zeros(3, bool)),
        "y_train: " + NOT_UINT.format("truth values"),
    ),
    "records": (
        lambda p: npz(p, y_train=np.zeros(3, [("a", "u1"), ("b", "O")])),
        "y_train: " + NOT_UINT.format("records or dates"),
    ),
    "dates": (lambda p: npz(p, y_train=np.zeros(3, "M8[s]")), "records or dates"),
    "text": (lambda p: npz(p, y_train=np.array(["1"] * 3)), NOT_UINT.format("text")),
    "an unknown type": (lambda p: npz(p, y_train=header(stated("(3,)", "'|i3'"))), "not whole"),
    # values
    "label 10": (lambda p: npz(p, y_train=np.array([0, 9, 10])), "labels from 0 to 10, outside"),
    "label -1": (lambda p: npz(p, y_train=np.array([0, -1, 3])), "labels from -1 to 3, outside"),
    "label 256": (lambda p: npz(p, y_train=np.array([256] * 3)), "labels from 256 to 256"),
    "label 2^64 - 1": (
        lambda p: npz(p, y_train=np.array([2**64 - 1] * 3, np.uint64)),
        "labels from 18446744073709551615",
    ),
    "too many labels": (
        lambda p: npz(p, y_train=np.zeros(4, np.uint8)),
        "y_train: has 4 labels for 3 images; give one label for every image",
    ),
    # members
    "missing": (lambda p: npz(p, y_test=None), "y_test: is missing; save the file with the arrays"),
    "twice": (twice, "y_test: is there 2 times"),
    "one more": (
        lambda p: npz(p, [("z.npy", b"")]),
        "z.npy: is none of the arrays; .* and no other",
    ),
    "outside": (
        lambda p: npz(p, [("../../sprung", b"x")]),
        "../../sprung: is none of the arrays",
    ),
    "absolute": (lambda p: npz(p, [("/tmp/sprung", b"x")]), "/tmp/sprung: is none"),  # noqa: S108
    "a name that rewrites the screen": (
        lambda p: npz(p, [("\x1b[2J\u202e\nz", b"x")]),
        r"\\x1b\[2J\\u202e z: is none of the arrays",
    ),
    "encrypted": (
        lambda p: edited(
            npz(p), b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
        ),
        "is encrypted",
    ),
    "packed with LZMA": (
        lambda p: npz(p, compression=zipfile.ZIP_LZMA),
        "x_train: is damaged .*compressed otherwise than NumPy",
    ),
    "packed with bzip2": (lambda p: npz(p, compression=zipfile.ZIP_BZIP2), "compressed otherwise"),
    # what is no file of images
    "a pipe": (piped, "file: is neither a file nor a folder; give an .npz file or a folder"),
    "a device": (lambda p: linked(p, "/dev/zero"), "file: is neither a file nor a folder"),
    "a link in a circle": (lambda p: linked(p, p.name), "file: (does not exist|cannot be read)"),
    "a link to nowhere": (lambda p: linked(p, "nowhere"), "file: does not exist"),
    "nowhere": (lambda p: p, "file: does not exist; give an .npz file or a folder"),
    "a name too long": (lambda p: p.with_name("x" * 300), r"cannot be read \(File name too long\)"),
    "memory of the process": (lambda p: linked(p, "/proc/self/mem"), "file: (cannot|is not)"),
    "an empty folder": (lambda p: p.mkdir() or p, "x_train: is missing; put train-images"),
    # IDX
    "IDX, a pipe in the folder": (piped_folder, "x_train: is missing"),
    "IDX, empty": (lambda p: idx(p, x_train=b""), "x_train: is not an IDX file of unsigned bytes"),
    "IDX, magic": (
        lambda p: idx(p, x_train=b"\x00\x00\x0d\x03" + bytes(99)),
        r"x_train: is not an IDX file of unsigned bytes in 3 dimension\(s\); give the original",
    ),
    "IDX, dimensions": (lambda p: idx(p, y_train=b"\0\0\x08\xff" + b"\xff" * 2000), "in 1 dimens"),
    "IDX, huge": (
        lambda p: idx(p, x_train=b"\0\0\x08\x03" + b"\xff" * 4 + struct.pack(">2I", 28, 28)),
        "x_train: claims 4294967295 entries",
    ),
    "IDX, huge images": (lambda p: idx(p, x_train=b"\0\0\x08\x03" + b"\xff" * 12), "has shape"),
    "IDX, labels out of range": (
        lambda p: idx(p, y_train=b"\0\0\x08\x01\0\0\0\x03\x01\x02\xff"),
        "y_train: has labels from 1 to 255, outside 0 to 9",
    ),
    "IDX, gzip bomb": (gzip_bomb, "y_train: holds more bytes than its header claims"),
    "IDX, gzip cut": (cut_gzip, "x_train: is damaged .*; fetch the file again"),
    "IDX, gzip that is none": (
        lambda p: (idx(p, zipped=True) / f"{IDX['x_test']}.gz").write_bytes(b"no") and p,
        "x_test: is damaged .*; fetch the file again",
    ),
}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """Read every case in one bounded process; return what became of each, by its name."""
    folder = tmp_path_factory.mktemp("hostile")
    paths = {
        name: make(folder / f"{number}.npz")
        for number, (name, (make, _)) in enumerate(CASES.items())
    }
    before = sorted(folder.rglob("*"))
    done = subprocess.run(
        [sys.executable, "-c", READER, *map(str, paths.values())],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=900,  # a hang shall not stop the suite
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert sorted(folder.rglob("*")) == before
    found = {line["path"]: line for line in map(json.loads, done.stdout.splitlines())}
    return {name: found[str(path)] for name, path in paths.items()}


@pytest.mark.parametrize(("name", "said"), [(name, said) for name, (_, said) in CASES.items()])
def test_hostile_data_is_refused_in_one_line(outcomes, name, said):
    """The line names the file, the field, the fault and the mend, and nothing unseen is in it."""
    line = outcomes[name]["said"]
    assert line is not None, "it was accepted"
    assert line.startswith("DatasetError: /")
    assert re.search(said, line), line
    assert re.search(r": [^:]+: .+; .+", line)
    assert line.isprintable()


def test_hostile_data_runs_and_writes_nothing(outcomes):
    """Whatever was in the data, nothing was unpickled, started, connected to or written."""
    assert {name: outcome["noted"] for name, outcome in outcomes.items() if outcome["noted"]} == {}


def test_hostile_data_takes_little_memory(outcomes):
    """Bombs and absurd headers included, reading never took more than 64 MiB."""
    grown = {name: outcome["grown"] for name, outcome in outcomes.items()}
    assert 0 < max(grown.values()) < 64 * 1024, grown


def test_one_image_is_enough(tmp_path):
    """A single image with its label, of any whole type and order of bytes, is good data."""
    one = {
        "x_train": shades(1).astype(">u8"),
        "y_train": np.array([9], "<i2"),
        "x_test": np.asfortranarray(np.arange(784, dtype=">i4").reshape(1, 28, 28) % 256),
        "y_test": np.array([0], np.int8),
    }
    images = load(npz(tmp_path / "one.npz", **one))
    assert all(np.array_equal(getattr(images, field), one[field]) for field in FIELDS)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (piped, "is neither a file nor a folder; give"),
        (lambda path: linked(path, "/dev/zero"), "is neither a file nor a folder; give"),
        (lambda path: linked(path, path.name), r"cannot be read \(.*links.*\); give"),
        (lambda path: path.with_name("x" * 300), r"cannot be read \(File name too long\); give"),
        (lambda path: path, "there is no such file or folder; give"),
    ],
)
def test_a_build_does_not_begin_with_data_that_has_no_end(tmp_path, monkeypatch, make, said):
    """A pipe, a device or a path that leads nowhere is refused before anything reads it."""
    monkeypatch.setenv("DATA", str(make(tmp_path / "mine.npz")))
    with pytest.raises(workspace.InputError, match=f"^DATA=/.*: {said}"):
        workspace.options()


@contextmanager
def without_rights():
    """Be nobody for a while, should the tests run with the rights of root."""
    rights = os.geteuid()
    if rights == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(rights)


def test_data_that_may_not_be_read_is_named(tmp_path):
    """A file without permission is refused by its name, saying so."""
    path = npz(tmp_path / "mine.npz")
    path.chmod(0)
    with without_rights(), pytest.raises(DatasetError, match=r"mine\.npz: file: cannot be read \("):
        load(path)
