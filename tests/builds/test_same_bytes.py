"""Two clean builds with the same lock leave the same bytes, whatever surrounds them."""

import hashlib
from pathlib import Path


def hashes(project):
    """The SHA-256 of every file that was made."""
    found = project.contents(but=(".engine",))
    return {name: hashlib.sha256(content).hexdigest() for name, content in found.items()}


def test_two_builds_leave_the_same_bytes(builds):
    """Every file, training and its logs included, is the same, and neither build has another."""
    first, second = map(hashes, builds)
    assert first == second


def test_everything_is_compared(finished):
    """Both languages' pages and PDFs, drawings, tables, results and logs are among the files."""
    names = list(finished.contents())
    for ending in (".html", ".pdf", ".svg", ".json", ".csv", ".v2"):
        assert sum(name.endswith(ending) for name in names) >= 2, ending


def test_nothing_is_written_elsewhere(builds):
    """The home folder is left as it was, and so is that for temporary files.

    There, TensorFlow leaves the bytecode of the graphs that it compiles.
    """
    first, second = (project.environment for project in builds)
    home = sorted(path.name for path in files(second["HOME"]))
    assert home == ["keras.json", "matplotlibrc"]
    assert not files(first["HOME"])
    assert all("autograph" in path.name for path in files(second["TMPDIR"]))


def test_nothing_is_asked_of_a_network(builds):
    """A build without a network ends in the right report, and did not even try."""
    asked = builds[1].folder.parent / "asked"
    assert not asked.exists(), asked.read_text("utf-8")


def files(folder):
    """All files below a folder."""
    return [path for path in Path(folder).rglob("*") if path.is_file()]
