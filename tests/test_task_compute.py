"""Data whose name the report could not show is refused before anything is trained."""

import msgspec
import numpy as np
import pytest

from report import live, task_compute
from report.dataset import DatasetError
from report.results.dataset import Dataset
from report.workspace import Options
from tests.images import shades


def data(folder, name):
    """Write a few images under a name."""
    labels, file = np.zeros(3, np.uint8), folder / f"{name}.npz"
    np.savez(file, x_train=shades(3), y_train=labels, x_test=shades(1), y_test=labels[:1])
    return file


def described(monkeypatch, folder, name):
    """Run the task that verifies the images; return what it wrote."""
    monkeypatch.setattr(task_compute, "OPTIONS", Options(data(folder, name)))
    result = folder / "dataset.json"
    task_compute.task_dataset(code="", images=[], result=result)
    return msgspec.json.decode(result.read_bytes(), type=Dataset)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("digits\N{GRINNING FACE}", "U+1F600"),
        ("\N{ARABIC LETTER REH}", "U+0631"),
        ("\N{CJK UNIFIED IDEOGRAPH-20BB7}野", "U+20BB7"),
        ("a\u202eb", "U+202E"),
        ("a\x07b", "U+0007"),
    ],
)
def test_a_name_that_no_face_can_show_is_refused(monkeypatch, tmp_path, name, code):
    """Emoji, other scripts, rare kanji and unseen characters: the line names the character."""
    with pytest.raises(DatasetError) as caught:
        described(monkeypatch, tmp_path, name)
    said = str(caught.value)
    assert f"({code}), which no face of the report can show; give it another name" in said
    assert not (tmp_path / "dataset.json").exists()


@pytest.mark.parametrize("name", ["plain", "手書き 数字", "Größe_2", "αβ", "a&b<c"])
def test_a_name_that_can_be_shown_is_taken(monkeypatch, tmp_path, name):
    """Japanese, accents, Greek, spaces and what HTML would take for its own."""
    assert described(monkeypatch, tmp_path, name).name == name


def test_what_is_doubtful_about_the_data_is_told(monkeypatch, tmp_path):
    """Before anything is trained, the user is told that test images were also trained on."""
    told: list[str] = []
    monkeypatch.setattr(live, "say", told.append)
    assert described(monkeypatch, tmp_path, "copied").test_repeated == 1
    file = tmp_path / "copied.npz"
    assert told == [f"DATA={file}: x_test: 1 of 1 images stand in x_train as well"]
