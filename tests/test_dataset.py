"""Image data is read right from every form, and refused with one clear line otherwise."""

import gzip
import hashlib
import io
import pickle
import tracemalloc
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report import dataset
from report.dataset import DatasetError, Images, load

NAMES = {
    "x_train": "train-images-idx3-ubyte",
    "y_train": "train-labels-idx1-ubyte",
    "x_test": "t10k-images-idx3-ubyte",
    "y_test": "t10k-labels-idx1-ubyte",
}


def small(seed=0, train=7, test=4):
    """Make a handful of random images with labels."""
    random = np.random.default_rng(seed)
    return {
        "x_train": random.integers(0, 256, (train, 28, 28), np.uint8),
        "y_train": random.integers(0, 10, train, np.uint8),
        "x_test": random.integers(0, 256, (test, 28, 28), np.uint8),
        "y_test": random.integers(0, 10, test, np.uint8),
    }


def idx_bytes(array):
    """Write an IDX file by hand: magic number, sizes, values."""
    head = b"\x00\x00\x08" + bytes([array.ndim])
    for size in array.shape:
        head += size.to_bytes(4, "big")
    return head + bytes(array.flatten().tolist())


def write_idx(folder, arrays, *, zipped=False):
    folder.mkdir(exist_ok=True)
    for field, array in arrays.items():
        raw = idx_bytes(array)
        name = NAMES[field] + (".gz" if zipped else "")
        (folder / name).write_bytes(gzip.compress(raw) if zipped else raw)
    return folder


def write_npz(file, arrays):
    np.savez_compressed(file, **arrays)
    return file


def same(images: Images, arrays):
    return all(np.array_equal(getattr(images, field), array) for field, array in arrays.items())


def refusal(path):
    """Return the message with which the data at ``path`` is refused."""
    with pytest.raises(DatasetError) as caught:
        load(path)
    message = str(caught.value)
    assert "\n" not in message
    assert path.name in message
    return message


@pytest.fixture(scope="module")
def mnist():
    return load()


def test_shipped_data_is_mnist_file_by_file(mnist):
    """The shipped arrays, written as IDX files, have the hashes of the original distribution."""
    for field, expected in dataset.MNIST_SHA256.items():
        raw = getattr(mnist, field)
        head = b"\x00\x00\x08" + bytes([raw.ndim])
        head += b"".join(size.to_bytes(4, "big") for size in raw.shape)
        assert hashlib.sha256(head + raw.tobytes()).hexdigest() == expected, field
    assert mnist.is_mnist
    assert mnist.name == "MNIST"
    assert mnist.x_train.shape == (60000, 28, 28)
    assert mnist.x_test.shape == (10000, 28, 28)


def test_shipped_file_is_what_numpy_and_keras_read(mnist):
    """`numpy.load` finds the four uint8 arrays of Keras' layout, and nothing else."""
    with np.load(dataset.SHIPPED, allow_pickle=False) as file:
        assert sorted(file.files) == sorted(dataset.FIELDS)
        for field in dataset.FIELDS:
            assert file[field].dtype == np.uint8
            assert np.array_equal(file[field], getattr(mnist, field))


def test_shipped_file_has_a_readme_with_its_hash():
    """The note on origin and licence states the hash of the very file beside it."""
    note = (dataset.SHIPPED.parent / "README.md").read_text()
    assert hashlib.sha256(dataset.SHIPPED.read_bytes()).hexdigest() in note
    assert all(value in note for value in dataset.MNIST_SHA256.values())
    assert "ShareAlike 3.0" in note


def test_a_changed_shipped_file_is_refused(tmp_path, monkeypatch):
    """Data in the place of the shipped MNIST that is not MNIST stops the build."""
    monkeypatch.setattr(dataset, "SHIPPED", write_npz(tmp_path / "mnist.npz", small()))
    with pytest.raises(DatasetError, match=r"mnist\.npz: x_train: is not MNIST"):
        load()


@pytest.mark.parametrize("form", ["npz", "plain", "gz"])
def test_every_form_gives_the_same_data(tmp_path, form):
    """An .npz, plain IDX files and gzipped ones hold the same arrays under the same hash."""
    arrays = small()
    if form == "npz":
        path = write_npz(tmp_path / "mine.npz", arrays)
    else:
        path = write_idx(tmp_path / "mine", arrays, zipped=form == "gz")
    images = load(path)
    assert same(images, arrays)
    assert images.name == "mine"
    assert not images.is_mnist
    together = b"".join(idx_bytes(arrays[field]) for field in dataset.FIELDS)
    assert images.sha256 == hashlib.sha256(together).hexdigest()


def test_dotted_idx_names_are_known(tmp_path):
    """Files named train-images.idx3-ubyte, as some mirrors do, are found."""
    folder = write_idx(tmp_path / "dots", small())
    for name in NAMES.values():
        (folder / name).rename(folder / name.replace("-idx", ".idx"))
    assert same(load(folder), small())


def test_other_whole_number_types_are_read(tmp_path):
    """Pixels and labels stored in wider integers, or column by column, are the same data."""
    arrays = small()
    wide = {
        "x_train": np.asfortranarray(arrays["x_train"].astype(">i4")),
        "y_train": arrays["y_train"].astype(np.int64),
        "x_test": arrays["x_test"].astype(np.uint16),
        "y_test": arrays["y_test"],
    }
    assert same(load(write_npz(tmp_path / "wide.npz", wide)), arrays)


def test_arrays_cannot_be_written(mnist, tmp_path):
    """Nobody can change the images that the hash was taken of, whatever form they came in."""
    wide = {field: array.astype(np.int32) for field, array in small().items()}
    for images in (mnist, load(write_npz(tmp_path / "wide.npz", wide))):
        for field in dataset.FIELDS:
            with pytest.raises(ValueError, match="read-only"):
                getattr(images, field)[0] = 0


def test_description_counts_every_class(mnist):
    """The description's counts are those of a plain tally."""
    found = dataset.describe(mnist)
    for split, labels in ((found.train, mnist.y_train), (found.test, mnist.y_test)):
        tally = Counter(labels.tolist())
        assert split.per_class == tuple(tally[label] for label in range(10))
        assert split.images == len(labels)
    assert (found.name, found.is_mnist, found.sha256) == ("MNIST", True, mnist.sha256)


BAD_ARRAYS = {
    "labels out of range": (
        {"y_test": np.array([1, 2, 3, 10], np.uint8)},
        "y_test: has labels from 1 to 10, outside 0 to 9",
    ),
    "negative pixels": (
        {"x_test": np.full((4, 28, 28), -1, np.int16)},
        "x_test: has pixels from -1 to -1, outside 0 to 255",
    ),
    "wrong shape": (
        {"x_train": np.zeros((7, 28, 27), np.uint8)},
        r"x_train: has shape \(7, 28, 27\), not \(images, 28, 28\)",
    ),
    "flat images": (
        {"x_train": np.zeros((7, 784), np.uint8)},
        r"x_train: has shape \(7, 784\)",
    ),
    "one-hot labels": ({"y_train": np.zeros((7, 10), np.uint8)}, r"y_train: has shape \(7, 10\)"),
    "no images": ({"x_test": np.zeros((0, 28, 28), np.uint8)}, "x_test: claims 0 entries"),
    "a number": ({"y_test": np.uint8(3)}, r"y_test: has shape \(\)"),
    "fractions": (
        {"x_train": np.zeros((7, 28, 28), np.float32)},
        "x_train: holds fractions or NaN, not whole numbers; multiply pixels between 0 and 1 by"
        " 255, round, and save it as uint8",
    ),
    "fractions of labels": (
        {"y_train": np.zeros(7)},
        "y_train: holds fractions or NaN, not whole numbers; save it as uint8",
    ),
    "truth values": (
        {"x_test": np.ones((4, 28, 28), bool)},
        "x_test: holds truth values, not whole numbers; multiply pixels between 0 and 1 by 255",
    ),
    "fractions cut off": (
        {"x_train": (small()["x_train"] / 255).astype(np.uint8)},
        "x_train: has no pixel above 1, where white is 255; multiply by 255 before rounding",
    ),
    "black": (
        {"x_test": np.zeros((4, 28, 28), np.uint8)},
        "x_test: has no pixel above 0, where white is 255",
    ),
    "blank": (
        {"x_train": np.full((7, 28, 28), 200, np.uint8)},
        "x_train: has only blank images: in none of them do two pixels differ",
    ),
    "blank one by one": (
        {"x_train": np.full((7, 28, 28), np.arange(40, 47)[:, None, None], np.uint8)},
        "x_train: has only blank images",
    ),
    "NaN": (
        {"x_train": np.full((7, 28, 28), np.nan)},
        "x_train: holds fractions or NaN, not whole numbers",
    ),
    "text": ({"y_train": np.array(["three"] * 7)}, "y_train: holds text, not whole numbers"),
    "too few labels": (
        {"y_train": np.zeros(6, np.uint8)},
        "y_train: has 6 labels for 7 images",
    ),
}


@pytest.mark.parametrize(("change", "message"), BAD_ARRAYS.values(), ids=BAD_ARRAYS)
def test_unusable_arrays_are_refused(tmp_path, change, message):
    """Whatever cannot be MNIST-like data is refused, naming file, field and fault."""
    path = write_npz(tmp_path / "mine.npz", small() | change)
    with pytest.raises(DatasetError, match=message):
        load(path)
    assert refusal(path).count("; ") == 1


def test_a_missing_array_is_named(tmp_path):
    """A file without one of the four arrays is refused by that array's name."""
    arrays = small()
    del arrays["x_test"]
    assert "x_test: is missing" in refusal(write_npz(tmp_path / "three.npz", arrays))


def test_a_missing_idx_file_is_named(tmp_path):
    """A folder without one of the four files is refused, naming the file to put there."""
    folder = write_idx(tmp_path / "three", small())
    (folder / NAMES["y_train"]).unlink()
    assert "y_train: is missing; put train-labels-idx1-ubyte" in refusal(folder)


def test_two_forms_of_a_file_have_to_agree(tmp_path):
    """Plain and gzipped, or under both names, a file is taken if all are the same array."""
    folder = write_idx(tmp_path / "both", small())
    write_idx(folder, small(), zipped=True)
    (folder / "train-labels.idx1-ubyte").write_bytes(idx_bytes(small()["y_train"]))
    assert same(load(folder), small())


@pytest.mark.parametrize("field", NAMES)
@pytest.mark.parametrize("other", ["{}.gz", "dotted"])
def test_two_forms_of_a_file_that_differ_are_refused(tmp_path, field, other):
    """Nobody can tell which of two unlike files is meant, so neither is taken silently."""
    folder, name = write_idx(tmp_path / "both", small()), NAMES[field]
    second = name.replace("-idx", ".idx") if other == "dotted" else other.format(name)
    raw = idx_bytes(small(seed=1)[field])
    (folder / second).write_bytes(gzip.compress(raw) if second.endswith("gz") else raw)
    said = refusal(folder)
    assert f"{field}: stands in {name} and in {second}, which differ; leave only the one" in said


def test_test_images_among_the_training_images_are_counted(tmp_path, mnist):
    """Copies of training images in the test set are counted, and told; a changed pixel is none."""
    arrays = small(train=20, test=6)
    arrays["x_test"][:4] = arrays["x_train"][[3, 3, 9, 19]]
    arrays["x_test"][2, 14, 14] ^= 1
    images = load(write_npz(tmp_path / "copied.npz", arrays))
    assert dataset.describe(images).test_repeated == 3
    assert dataset.remarks(images) == ["x_test: 3 of 6 images stand in x_train as well"]
    assert dataset.describe(mnist).test_repeated == 0
    assert dataset.remarks(mnist) == []


@pytest.mark.parametrize(("most", "told"), [(2, True), (15, True), (127, True), (128, False)])
def test_images_that_stay_dim_are_questioned(tmp_path, most, told):
    """Pixels that use a small part of the range are taken, and the user is told."""
    arrays = small()
    arrays["x_test"] = (arrays["x_test"].astype(int) * most // 255).astype(np.uint8)
    arrays["x_test"][0, 0, 0] = most
    said = dataset.remarks(load(write_npz(tmp_path / "dim.npz", arrays)))
    dim = f"x_test: no pixel is brighter than {most} of 255; if that is to be white, multiply by"
    assert said == ([f"{dim} 255/{most}"] if told else [])


def test_data_that_is_not_there_is_named(tmp_path):
    """A path that does not exist is refused by its name."""
    assert "does not exist" in refusal(tmp_path / "nowhere.npz")


def test_something_else_is_no_npz(tmp_path):
    """A file that is no zip archive is refused as such."""
    path = tmp_path / "notes.npz"
    path.write_text("not an archive")
    assert "is not a readable .npz file" in refusal(path)


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("keep", [0, 3, 15, 100, -1])
def test_truncated_idx_files_are_refused(tmp_path, zipped, keep):
    """An IDX file that ends early is refused, however early, plain or gzipped."""
    folder = write_idx(tmp_path / "short", small(), zipped=zipped)
    file = folder / (NAMES["x_train"] + (".gz" if zipped else ""))
    file.write_bytes(file.read_bytes()[:keep])
    with pytest.raises(DatasetError, match=f"{file.name}: x_train: "):
        load(folder)


def test_an_idx_file_that_goes_on_is_refused(tmp_path):
    """Bytes beyond what the header claims are refused."""
    folder = write_idx(tmp_path / "long", small())
    with (folder / NAMES["y_test"]).open("ab") as file:
        file.write(b"\x01")
    with pytest.raises(DatasetError, match="y_test: holds more bytes than its header claims"):
        load(folder)


def test_a_truncated_npz_is_refused(tmp_path):
    """An .npz file cut off in the middle is refused."""
    path = write_npz(tmp_path / "cut.npz", small())
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    refusal(path)


class Trap:
    """Unpickling this would be noticed."""

    sprung = False

    def __reduce__(self):
        return (setattr, (Trap, "sprung", True))


def test_a_pickled_array_is_never_opened(tmp_path):
    """An array of Python objects is refused without running what its pickle contains."""
    arrays = small() | {"y_train": np.array([Trap()] * 7, dtype=object)}
    path = tmp_path / "pickled.npz"
    np.savez(path, **arrays)
    assert "y_train: is a pickled array, which is never read" in refusal(path)
    assert not Trap.sprung
    with np.load(path, allow_pickle=True) as file, pytest.raises((pickle.PickleError, TypeError)):
        _ = file["y_train"].astype(int)
    assert Trap.sprung  # so the trap does work


def huge_npy(count):
    """Write the header of an array of ``count`` images, with nothing behind it."""
    stream = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        stream, {"descr": "|u1", "fortran_order": False, "shape": (count, 28, 28)}
    )
    return stream.getvalue()


@pytest.mark.parametrize("count", [900_000, 10**12])
@pytest.mark.parametrize("form", ["npz", "idx", "gz"])
def test_an_absurd_size_takes_no_memory(tmp_path, form, count):
    """A header that claims far more images than the file holds is refused before allocating."""
    arrays = small()
    if form == "npz":
        path = tmp_path / "huge.npz"
        with zipfile.ZipFile(path, "w") as archive:
            for field, array in arrays.items():
                stream = io.BytesIO()
                np.lib.format.write_array(stream, array)
                content = huge_npy(count) if field == "x_train" else stream.getvalue()
                archive.writestr(f"{field}.npy", content)
    else:
        path = write_idx(tmp_path / "huge", arrays, zipped=form == "gz")
        head = (
            b"\x00\x00\x08\x03"
            + min(count, 2**32 - 1).to_bytes(4, "big")
            + idx_bytes(arrays["x_train"])[8:16]
        )
        name = NAMES["x_train"] + (".gz" if form == "gz" else "")
        (path / name).write_bytes(gzip.compress(head) if form == "gz" else head)
    tracemalloc.start()
    try:
        with pytest.raises(DatasetError, match=r"x_train: (claims|holds fewer bytes)"):
            load(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000


def damage(raw, edits, keep):
    """Bytes with some replaced and the end cut off."""
    out = bytearray(raw)
    for place, value in edits:
        out[place % len(out)] = value
    return bytes(out[: max(1, int(keep * len(out)))])


EDITS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=6)
KEEP = st.one_of(st.just(1.0), st.floats(0, 1))


def usable(path):
    """Check that what loads has the promised form; all else must be a DatasetError."""
    try:
        images = load(path)
    except DatasetError as error:
        assert "\n" not in str(error)
        return
    for split in ("train", "test"):
        x, y = getattr(images, f"x_{split}"), getattr(images, f"y_{split}")
        assert x.shape == (len(y), 28, 28)
        assert x.dtype == y.dtype == np.uint8
        assert y.max() <= 9


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=EDITS, keep=KEEP, compressed=st.booleans())
def test_no_damaged_npz_gets_through(tmp_path, edits, keep, compressed):
    """An .npz with any bytes changed or missing is refused, or is still sound data."""
    stream = io.BytesIO()
    (np.savez_compressed if compressed else np.savez)(stream, **small(train=3, test=2))
    path = tmp_path / "fuzz.npz"
    path.write_bytes(damage(stream.getvalue(), edits, keep))
    usable(path)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=EDITS, keep=KEEP, field=st.sampled_from(dataset.FIELDS), zipped=st.booleans())
def test_no_damaged_idx_gets_through(tmp_path, edits, keep, field, zipped):
    """An IDX file with any bytes changed or missing is refused, or is still sound data."""
    folder = write_idx(
        tmp_path / ("gz" if zipped else "raw"), small(train=3, test=2), zipped=zipped
    )
    file = folder / (NAMES[field] + (".gz" if zipped else ""))
    file.write_bytes(damage(file.read_bytes(), edits, keep))
    usable(folder)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(header=st.binary(max_size=200))
def test_no_array_header_gets_through(tmp_path, header):
    """Any bytes in the place of an array header are refused."""
    path = tmp_path / "header.npz"
    with zipfile.ZipFile(path, "w") as archive:
        for field in dataset.FIELDS:
            archive.writestr(f"{field}.npy", b"\x93NUMPY\x01\x00" + header)
    with pytest.raises(DatasetError):
        load(Path(path))
