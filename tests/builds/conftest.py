"""A finished build, made once for all tests of this folder, and copies of it to disturb."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tests import images
from tests.builds.projects import DATA, DOCUMENTS, Project, copy, environment, own, permitted


@pytest.fixture(scope="session")
def data(tmp_path_factory) -> Path:
    """Write images that take seconds to train on."""
    file: Path = tmp_path_factory.mktemp("data") / DATA
    images.patterns(file)
    return file


@pytest.fixture(scope="session")
def builds(data, once) -> tuple[Project, Project]:
    """Return two clean builds, made in surroundings as different as one machine allows.

    The second has no network, one core, a path with a space and Japanese in it, a home folder
    whose settings would spoil everything, and asks for a private mask.
    """

    def fill(folder: Path) -> None:
        make(*both(folder), data)

    projects = both(once("builds", fill))
    assert all((project.made / name).exists() for project in projects for name in DOCUMENTS)
    return projects


def both(folder: Path) -> tuple[Project, Project]:
    """Tell where the two builds are, and what surrounds them."""
    one, two = folder / "one", folder / "レポート 作成"
    plain = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0"}
    other = {"LC_ALL": "ja_JP.UTF-8", "LANGUAGE": "ja", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "77"}
    other |= {"TMPDIR": str(two / "t mp"), "SOURCE_DATE_EPOCH": "1", "COLUMNS": "40"}
    return (
        Project(one / "project", environment(one / "home", **plain)),
        Project(two / "二 番 [1] *?!{a,b}#%", environment(two / "home", **other)),
    )


def make(first: Project, second: Project, data: Path) -> None:
    """Build side by side, the second where nothing is as usual."""
    for project in (first, second):
        copy(project.folder, data, project.environment)
        Path(project.environment["HOME"]).mkdir()
    Path(second.environment["TMPDIR"]).mkdir()
    spoil(Path(second.environment["HOME"]))
    asked = str(second.folder.parent / "asked")
    with ThreadPoolExecutor(2) as pool:
        undisturbed = pool.submit(first.build)
        alone = own("--net") if permitted(own("--net")) else ()  # the saboteur watches in any case
        lonely = pool.submit(second.build, "lonely", asked, prefix=alone)
    for build in (undisturbed, lonely):
        assert build.result().code == 0, build.result()


def spoil(home: Path) -> None:
    """Put settings of matplotlib and Keras into a home folder that would change every result."""
    settings = {
        ".config/matplotlib/matplotlibrc": "lines.linewidth: 9\nfont.size: 20\nsvg.fonttype: none",
        ".keras/keras.json": '{"floatx": "float64", "image_data_format": "channels_first"}',
    }
    for name, text in settings.items():
        (home / name).parent.mkdir(parents=True)
        (home / name).write_text(text)


@pytest.fixture(scope="session")
def finished(builds):
    """Return the finished build in plain surroundings; look, and do not touch."""
    return builds[0]


@pytest.fixture
def project(finished, tmp_path):
    """Return a copy of the finished build to disturb, whose last good report is an older one."""
    shutil.copytree(finished.folder, tmp_path / "project", symlinks=True)
    copied = replace(finished, folder=tmp_path / "project")
    copied.age()
    return copied
