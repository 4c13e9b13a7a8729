"""What a stage depends on is found from the imports."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest
from _pytask.tree_util import tree_leaves
from watchfiles import Change

from report import sources, task_compute, task_document, task_train, watch
from report.workspace import ROOT, InputError


def relative(module: str) -> set[str]:
    """The dependencies of a module, relative to the project."""
    return {str(path.relative_to(ROOT)) for path in sources.files(module)}


def test_a_module_depends_on_what_it_imports_however_indirectly():
    """Article imports reading, which imports results/number, which imports results/text."""
    assert {
        "report/article.py",
        "report/reading.py",
        "report/results/number.py",
        "report/results/text.py",
    } <= relative("report.article")


def test_a_module_depends_on_the_data_files_it_names():
    """article.toml is found through the string in article.py that names it."""
    assert "report/article.toml" in relative("report.article")


def test_a_module_depends_on_the_data_files_beside_its_package():
    """The checks read the allowed terms, which lie one folder up."""
    assert "report/allowed_terms.toml" in relative("report.check.allowed")


def test_a_module_depends_on_the_packages_it_lies_in():
    """They run before it does: that of Keras chooses the backend for all that is in it."""
    assert {"report/keras/__init__.py", "report/__init__.py"} <= relative("report.keras.training")
    assert "figures/__init__.py" in relative("figures.lines")


@pytest.mark.parametrize("quote", ["'", '"'])
def test_the_sources_that_templates_show_are_found(tmp_path, quote):
    """An edit of a listed module makes the documents new, though nothing imports it."""
    template = tmp_path / "section.html"
    listing = "<p>{{ code('report.keras.prewitt', 'Prewitt') }}</p>".replace("'", quote)
    template.write_text(listing)
    assert sources.listed([template]) == [ROOT / "report" / "keras" / "prewitt.py"]


def test_a_module_does_not_depend_on_those_above_it():
    """An edit of the claims does not make the readings run again."""
    assert not {"report/article.py", "report/article.toml"} & relative("report.reading")


def test_an_unknown_module_is_refused():
    """A misspelled module would be a dependency missed in silence."""
    with pytest.raises(ValueError, match=r"no module is called report\.slope_"):
        sources.files("report.slope_")


def test_the_fingerprint_follows_the_contents(tmp_path, monkeypatch):
    """One byte in one file makes a stage out of date; touching a file does not."""
    monkeypatch.setattr(sources, "ROOT", tmp_path)
    path = tmp_path / "a.py"

    def fingerprint(content: str) -> str:
        path.write_text(content)
        sources._digest.cache_clear()
        return sources._fingerprint([path])

    assert fingerprint("x = 1") == fingerprint("x = 1") != fingerprint("x = 2")
    sources._digest.cache_clear()


def test_the_fingerprint_follows_the_names_that_a_folder_holds():
    """A file more or less makes a stage out of date, whatever is in those that stay."""
    files = [ROOT / "a.html", ROOT / "b.html"]
    assert len({sources.code("report.entries", named=files[:n]).state() for n in range(3)}) == 3


def test_a_template_that_is_not_utf8_is_named(tmp_path):
    """The message says which file it is, which line, and what to do."""
    template = tmp_path / "10-abstract.html"
    template.write_bytes("<p>\n要旨</p>".encode("shift_jis"))
    with pytest.raises(InputError, match=r"10-abstract\.html: line 2 is not UTF-8; save the file"):
        sources.listed([template])


REASONS = {
    "report/__main__.py": "the command line: it calls what builds",
    "report/arguments.py": "reads the command line",
    "report/bench/": "measures speed, which no build does",
    "report/bootstrap.py": "sets up the environment, whose lock file is in every fingerprint",
    "report/build.py": "runs the stages, and says what they did",
    "report/drafts.py": "marks what a build that fell has made, which is published nowhere",
    "report/data/README.md": "words about the data",
    "report/fonts/": "licences and words; the faces are in the fingerprints",
    "report/interrupts.py": "ends a build",
    "report/keras/pace.py": "tells how long training will take",
    "report/keras/throughput.py": "measures speed",
    "report/keras/timed.py": "measures speed",
    "report/live.py": "shows in the terminal what runs",
    "report/mutation/": "puts faults into a copy",
    "report/preview.py": "shows what was made",
    "report/problems.py": "says in the terminal what went wrong",
    "report/site/": "makes the site anew every time",
    "report/surroundings.py": "takes away what would mislead a build, whatever it is",
    "report/sources.py": "decides what is out of date",
    "report/task_": "the engine follows the tasks' own files",
    "report/timing.py": "measures speed",
    "report/watch.py": "starts builds",
    "report/workers.py": "shares work among processes, whose results do not depend on it",
    "templates/site/": "make the site anew every time",
}
"""What no stage depends on, and why an edit of it leaves every document as it is."""


def read(module: ModuleType) -> Iterator[Path]:
    """The files that the tasks of a module depend on, as the engine sees them."""
    for task in (value for name, value in vars(module).items() if name.startswith("task_")):
        for parameter in inspect.signature(task).parameters.values():
            for node in get_args(parameter.annotation):
                yield from getattr(node, "attributes", {}).get("files", ())
            yield from (leaf for leaf in tree_leaves(parameter.default) if isinstance(leaf, Path))


def test_every_file_is_an_input_of_a_stage_or_has_a_reason():
    """Nothing of the project is left out by chance: an edit of any file runs what it concerns."""
    known = {path for module in (task_compute, task_train, task_document) for path in read(module)}
    folders = (ROOT / name for name in ("report", "figures", "templates"))
    every = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    meant = {path for path in every if watch.LEFT(Change.added, str(path))}
    left = {str(path.relative_to(ROOT)) for path in meant - known}
    assert {name for name in left if not name.startswith(tuple(REASONS))} == set()
    assert {reason for reason in REASONS if not any(n.startswith(reason) for n in left)} == set()
