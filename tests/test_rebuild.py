"""An edit runs again exactly the stages that it concerns, and no other.

The engine is the real one, and so are the stages' dependencies, found from a copy of the project.
Only the work is replaced: a stage writes, in place of what it would make, a hash of all it was
made from, so that every edit is passed on as a real one would be.
"""

import json
import os
import subprocess
import sys

import pytest

from tests.builds.projects import copy_sources

pytestmark = pytest.mark.deep

ENGINE = """
import hashlib, json, sys
from pathlib import Path
import pytask
from _pytask.tree_util import tree_leaves
from report import build, live
from report.workspace import STAGING

ran = []
CHECKS = [STAGING / f"{name}.json" for name in ("checks", "agreement", "pages")]

@pytask.hookimpl
def pytask_execute_task(session, task):
    ran.append(live.short_name(task.name))
    made_from = "".join(sorted(node.state() for node in tree_leaves(task.depends_on)))
    digest = hashlib.sha256(made_from.encode()).hexdigest()
    for node in tree_leaves(task.produces):
        if isinstance(node, pytask.PathNode):
            node.path.parent.mkdir(parents=True, exist_ok=True)
            passed = node.path in CHECKS  # which say the same whenever checks find nothing
            node.path.write_text("[]" if passed else digest + node.path.name)
    return True

live.pytask_execute_task = pytask_execute_task
session = build.run_engine(explain=False)
print(json.dumps([ran, int(session.exit_code)]))
"""
PAPER = {"papers", "publish"}
SCREEN = {"pages", "publish"}
DOCUMENTS = PAPER | SCREEN | {"checks"}
FIGURES = {"table", "figure"}
TRAINED = {"prewitt", "cnn", "mlp", "softmax", "learned", "raw", "orders", "sloped"}
SHOWN = {"verdicts", "agreement"} | FIGURES | DOCUMENTS
"""What follows from any new result."""
ALL = (
    TRAINED
    | SHOWN
    | {
        *("dataset", "slopes", "certificates", "pieces", "equations", "frameworks", "survey"),
        *("benchmark", "network"),
    }
)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Copy the project and bring the copy up to date."""
    folder = tmp_path_factory.mktemp("copy") / "project"
    copy_sources(folder)
    assert stages(run(folder)) == ALL
    return folder


def run(project, **options):
    """Build; list the stages that ran, figures with their name."""
    environment = {**os.environ, "PYTHONPATH": str(project), "DATA": "", "SEEDS": "", **options}
    done = subprocess.run(
        [sys.executable, "-c", ENGINE],
        cwd=project,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    ran, code = json.loads(done.stdout.splitlines()[-1])
    assert code == 0
    return ran


def stages(ran):
    """Take the names of the stages alone."""
    return {name.partition("[")[0] for name in ran}


def edit(project, name, old="", new=""):
    """Change a file; without a text to replace, a byte or a space is added at its end."""
    path = project / name
    content = path.read_bytes()
    if old:
        assert old.encode() in content
        path.write_bytes(content.replace(old.encode(), new.encode(), 1))
    else:
        path.write_bytes(content + b"\n")


def test_with_nothing_edited_nothing_runs(project):
    """A second build does nothing, nor does one after an edit that has been built."""
    assert run(project) == []
    edit(project, "templates/base.html")
    run(project)
    assert run(project) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("templates/en/60-line.html", DOCUMENTS),
        ("templates/ja/60-line.html", DOCUMENTS),
        ("templates/macros.html", DOCUMENTS),
        ("templates/html/screen.css", SCREEN),
        ("templates/html/page.js", SCREEN),
        ("templates/pdf/print.css", PAPER),
        ("report/render/pdf.py", PAPER),
        ("report/check/alike.py", DOCUMENTS),
        ("report/check/consistent/slopes.py", {"agreement"}),
        ("report/article.toml", {"verdicts"} | DOCUMENTS),
        ("report/predicates.toml", DOCUMENTS),
        ("report/references.toml", DOCUMENTS),
        ("report/terms.toml", DOCUMENTS),
        ("report/allowed_terms.toml", DOCUMENTS),
        ("report/equations.toml", {"equations"} | SHOWN),
        ("report/survey.toml", {"survey"} | SHOWN),
        ("report/pieces/literature.toml", {"pieces"} | SHOWN),
        ("report/keras/probes.py", {"frameworks", "survey"} | SHOWN),
        ("report/keras/assembly.py", {"network"} | SHOWN),
        ("report/keras/training.py", TRAINED | {"network"} | SHOWN),
        ("report/data/benchmark.json", {"benchmark"} | SHOWN),
        ("report/data/mnist.npz", {"dataset", "network"} | TRAINED | SHOWN),
        ("report/fonts/IBMPlexSansJP-Regular.ttf", {"figure"} | PAPER | SCREEN),
        ("figures/style.py", FIGURES | DOCUMENTS),
        ("figures/__init__.py", FIGURES | DOCUMENTS),
        ("report/keras/__init__.py", TRAINED | {"frameworks", "survey", "network"} | SHOWN),
        ("report/formula/__init__.py", {"equations", "pieces"} | SHOWN),
        ("report/stored.py", SHOWN),
        ("report/publish.py", {"publish"}),
        ("report/watch.py", set()),
        ("report/live.py", set()),
        ("report/bench/__main__.py", set()),
        ("requirements.lock", ALL),
    ],
)
def test_an_edit_runs_what_it_concerns(project, name, expected):
    """A sentence trains nothing, a style sheet writes one kind of document, and so on."""
    edit(project, name)
    assert stages(run(project)) == expected


def test_a_figure_redraws_itself_alone(project):
    """Of all figures only the edited one is computed and drawn."""
    edit(project, "figures/lines.py")
    ran = run(project)
    assert {name for name in ran if "[" in name} == {
        "table[lines]",
        "figure[lines-ja]",
        "figure[lines-en]",
    }
    assert stages(ran) == FIGURES | DOCUMENTS


@pytest.mark.parametrize(
    ("old", "new"), [("CAPTION = Text(", "CAPTION =  Text("), ("ALT = Text(", "ALT =  Text(")]
)
def test_the_words_of_a_figure_are_read_anew(project, old, new):
    """A caption and an alternative text stand in the documents, not in the drawing."""
    edit(project, "figures/lines.py", old, new)
    assert stages(run(project)) >= DOCUMENTS


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("templates/en/20-question.html", "templates/ja/20-question.html"), DOCUMENTS),
        (("templates/pdf/print.css",), PAPER),
        (("report/fonts/IBMPlexMono-Regular.ttf",), {"figure"} | PAPER | SCREEN),
        (("figures/weights.py",), DOCUMENTS),
        (("report/allowed_terms.toml",), DOCUMENTS),
    ],
)
def test_what_is_gone_is_missed(project, names, expected):
    """A file that is removed runs what it was an input of, and so does one that comes back."""
    contents = {name: (project / name).read_bytes() for name in names}
    for name in names:
        (project / name).unlink()
    assert stages(run(project)) == expected
    for name, content in contents.items():
        (project / name).write_bytes(content)
    assert stages(run(project)) >= expected


def test_images_that_are_gone_are_missed(project, tmp_path):
    """The files of a folder of images are followed; what else lies there trains nothing."""
    for name in ("train-images-idx3-ubyte", "train-images-idx3-ubyte.gz"):
        (tmp_path / name).write_bytes(b"digits")
    run(project, DATA=str(tmp_path))
    for name in LEFT:
        (tmp_path / name.format("train-images-idx3-ubyte")).write_bytes(b"\xff")
    assert run(project, DATA=str(tmp_path)) == []
    (tmp_path / "train-images-idx3-ubyte").unlink()
    assert "dataset" in run(project, DATA=str(tmp_path))
    run(project)


LEFT = (".DS_Store", "._{}", ".{}.swp", ".#{}", "{}~", "#{}#", "Thumbs.db", "desktop.ini", "4913")
"""What editors and systems leave beside a file of some name."""


def test_what_editors_and_systems_leave_is_no_input(project):
    """Files that nobody meant, whatever is in them, disturb no folder that a build looks into."""
    beside = {
        "templates": "base.html",
        "templates/en": "10-abstract.html",
        "templates/html": "screen.css",
        "templates/site": "index.html",
        "figures": "lines.py",
        "report": "task_compute.py",
        "report/keras": "training.py",
        "report/fonts": "IBMPlexMono-Regular.ttf",
        "report/data": "mnist.npz",
    }
    for folder, name in beside.items():
        for left in LEFT:
            (project / folder / left.format(name)).write_bytes(b"\xff\x00")
    assert run(project) == []


def test_a_listed_source_is_shown_anew(project):
    """The documents show real code, and follow it when it changes."""
    edit(project, "report/keras/layer.py")
    assert {"prewitt"} | DOCUMENTS <= stages(run(project))


def test_more_seeds_train_and_nothing_else_is_computed(project):
    """Another number of runs concerns the networks that are trained that often."""
    ran = stages(run(project, SEEDS="30"))
    assert ran == {"cnn", "mlp", "softmax", "network"} | SHOWN
    run(project)


def test_other_images_concern_what_reads_them(project, tmp_path):
    """With DATA, the images' stages run, the constants do not."""
    (tmp_path / "digits.npz").write_bytes(b"digits")
    ran = stages(run(project, DATA=str(tmp_path / "digits.npz")))
    assert ran == {"dataset", "network"} | TRAINED | SHOWN
    run(project)


def test_a_lost_product_is_made_again(project):
    """A file removed from the build folder is the only thing that is made."""
    (project / "build" / "figures" / "lines.en.svg").unlink()
    assert run(project) == ["figure[lines-en]"]


def test_an_edited_product_is_made_again(project):
    """A result changed by hand is not taken for one that was computed."""
    (project / "build" / "results" / "slopes.json").write_text("{}")
    assert run(project) == ["slopes"]
