"""A build writes nothing outside its folder, and hostile input ends it in one line."""

import os
from dataclasses import replace

import numpy as np
import pytest

from tests.builds.projects import OLDER
from tests.images import shades


def refused(project):
    """Build; return the one line that says why it failed. The last good report is in place."""
    ended = project.build()
    assert ended.code == 1, ended
    assert "Traceback" not in ended.out + ended.err, ended
    (said,) = ended.said
    assert project.documents() == OLDER
    return said


def test_a_build_writes_into_its_own_folder_only(builds):
    """Beside build/ no file is newer than the build, and nothing new is in the user's home."""
    for project in builds:
        made = project.made
        began = min(path.lstat().st_ctime_ns for path in made.rglob("*") if path.is_file())
        beside = [
            path
            for path in project.folder.rglob("*")
            if not path.is_relative_to(made) and "__pycache__" not in path.parts and path.is_file()
        ]
        assert len(beside) > 100
        assert [path for path in beside if path.lstat().st_ctime_ns >= began] == []
        assert new_at_home(project) == set()


def new_at_home(project):
    """Return what a build left in the home folder and in the folder for temporary files."""
    given = {".config/matplotlib/matplotlibrc", ".keras/keras.json"}
    home, scrap = project.folder.parent / "home", project.folder.parent / "t mp"
    assert project.environment["HOME"] == str(home)
    folders = [folder for folder in (home, scrap) if folder.exists()]
    found = {(folder, path) for folder in folders for path in folder.rglob("*") if path.is_file()}
    return {str(path.relative_to(folder)) for folder, path in found} - given


class Trap:
    """Unpickling this would write a file."""

    def __reduce__(self):
        return (os.system, ("touch sprung",))


def test_pickled_images_end_the_build(project, tmp_path):
    """DATA with a pickle in it is refused by file, field and mend, and the pickle stays shut."""
    file = tmp_path / "mine.npz"
    images, labels = shades(2), np.zeros(2, np.uint8)
    traps = np.array([Trap()] * 2, object)
    np.savez(file, x_train=images, y_train=traps, x_test=images, y_test=labels)
    mine = replace(project, environment={**project.environment, "DATA": str(file)})
    said = refused(mine)
    assert f"{file}: y_train: is a pickled array, which is never read; save it as uint8" in said
    assert not (project.folder / "sprung").exists()


@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_data_without_an_end_ends_the_build(project, tmp_path, kind):
    """A pipe or a device as DATA is refused before anything is read from it."""
    path = tmp_path / "mine.npz"
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    said = refused(replace(project, environment={**project.environment, "DATA": str(path)}))
    assert said.startswith(f"error: DATA={path}: is neither a file nor a folder; give an .npz file")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            'states.en = "',
            'states.en = "\\u202e',
            "states.en: has the unseen character U+202E; take",
        ),
        (
            "[[claim]]",
            "[[claim]]\ncolour = 1",
            "unknown field `colour`; remove it, or mend its name",
        ),
        ("[[claim]]", "[clam]\nx = 1\n[[claim]]", "unknown: clam; write [[claim]]"),
    ],
)
def test_a_hostile_claim_ends_the_build(project, old, new, line):
    """The line names the file and the claim, and shows brackets as they are."""
    file = project.folder / "report" / "article.toml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    said = refused(project)
    assert said.startswith("error: verdicts: article.toml: ")
    assert line in said
