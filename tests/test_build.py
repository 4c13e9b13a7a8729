"""A build tells what fell in one line each, and two builds never run at once."""

import errno
import fcntl
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from threading import Timer
from types import SimpleNamespace
from typing import cast

import pytask
import pytest

from report import build, problems, surroundings
from report.results.text import Text
from report.results.verdicts import Verdict, Verdicts
from report.workspace import ROOT, InputError
from tests.builds.projects import copy_sources

WORDS = Text(ja="例", en="example")


def test_a_second_build_waits(tmp_path, monkeypatch, capsys):
    """While another holds the lock, a build says once that it waits, and then goes on."""
    monkeypatch.setattr(build, "ENGINE", tmp_path)
    with (tmp_path / "lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        released: list[bool] = []

        def release():
            released.append(True)
            fcntl.flock(other, fcntl.LOCK_UN)

        Timer(0.5, release).start()
        with build.only_one():
            assert released
    assert capsys.readouterr().err == "waiting for another build to end\n"
    with build.only_one():
        pass
    assert capsys.readouterr().err == ""


def test_a_build_folder_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    """Where a file stands in the way of the folder, the message says which."""
    (tmp_path / "build").write_text("")
    monkeypatch.setattr(build, "ENGINE", tmp_path / "build" / "engine")
    with pytest.raises(InputError, match="cannot be written"), build.only_one():
        pass


def report(outcome, name="task_x.py::task_slopes", **attributes):
    """One task's report as the engine gives it."""
    task = SimpleNamespace(name=name, attributes=attributes)
    return SimpleNamespace(outcome=outcome, exc_info=None, task=task)


def session(*reports, tasks=()) -> pytask.Session:
    """A session with the given reports."""
    made = SimpleNamespace(execution_reports=reports, collection_reports=[], tasks=tasks)
    return cast(pytask.Session, made)


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (OSError(errno.ENOSPC, "No space left", "a.json"), "a.json: No space left; make room and"),
        (OSError(errno.ENOSPC, "No space left"), "scrap: No space left; make room and build again"),
        (OSError(errno.EFBIG, "Too large", "a"), "a: Too large; raise the limit on file sizes"),
        (
            OSError(errno.ENOENT, "No such file", b"a"),
            "a: No such file; restore it from",
        ),
        (PermissionError(errno.EACCES, "Denied", "a"), "a: Denied; mend that and build again"),
        (
            OSError("cannot load library 'libpango-1.0-0'"),
            "a system library is missing: Pango, missing here: install it",
        ),
        (BrokenProcessPool("terminated abruptly"), "was ended from outside; see that memory lasts"),
        (KeyError("x"), "KeyError: 'x'"),
    ],
)
def test_what_is_wrong_and_the_mend_are_in_the_line(problem, said, monkeypatch, tmp_path):
    """An error of the system names the file as the user would, and what to do."""
    monkeypatch.chdir(tmp_path)
    missing = "Pango, missing here: install it"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scrap"))
    monkeypatch.setattr(surroundings, "missing_libraries", lambda: missing)
    assert said in problems.describe(problem)
    assert "\n" not in problems.describe(problem)


def test_stages_that_ran_are_timed_to_their_end_or_fall():
    """A stage that was up to date took no time worth telling; one that fell did."""
    ran = report(pytask.TaskOutcome.SUCCESS, seconds=2.5)
    fell = report(pytask.TaskOutcome.FAIL, "task_x.py::task_pages", seconds=66.0)
    drawn = [report(pytask.TaskOutcome.SUCCESS, f"x::task_figure[{n}]", seconds=1.0) for n in "ab"]
    fresh = report(pytask.TaskOutcome.SKIP_UNCHANGED, name="task_x.py::task_pieces")
    assert build.executed(session(ran, fell, *drawn, fresh)) == {
        "slopes": 2.5,
        "pages": 66.0,
        "figure": 2.0,
    }


def test_what_is_not_there_was_not_built(tmp_path, monkeypatch, capsys):
    """No stage found, or a document missing, is an error, although nothing fell."""
    there, missing = tmp_path / "report.en.html", tmp_path / "report.en.pdf"
    there.touch()
    monkeypatch.setattr(build, "DOCUMENTS", (there,))
    assert build.complete(session(tasks=["a task"]))
    assert not build.complete(session(tasks=[]))
    assert "found no stage; nothing was built" in capsys.readouterr().err
    monkeypatch.setattr(build, "DOCUMENTS", (there, missing))
    assert not build.complete(session(tasks=["a task"]))
    assert "report.en.pdf: is missing although no stage fell" in capsys.readouterr().err


def called(project, command):
    """Call a command of a copy of the project, and return how it ended."""
    return subprocess.run(
        [sys.executable, "-m", "report", command],
        cwd=project,
        env={**os.environ, "DATA": "", "SEEDS": ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "name", ["report [1]", "a*b", "a?b", "a!b", "{a,b}", "build", "dist/x", ".venv/a", "a#b %20 ~'"]
)
def test_stages_are_found_wherever_the_project_lies(tmp_path, name):
    """Characters of patterns, and names of folders that the engine would pass over, hide none."""
    project = tmp_path / name
    copy_sources(project)
    ended = called(project, "explain")
    stages = re.search(r"(\d+) +Collected tasks", ended.stdout)
    assert stages, ended
    assert int(stages[1]) > 60


@pytest.mark.parametrize("name", ["figures/swap.py", "report/scratch.py", "report/numbers/swap.py"])
def test_a_source_that_is_no_python_is_told_once(tmp_path, name):
    """In one line, with the place, what Python says of it, and no traceback."""
    project = tmp_path / "p"
    copy_sources(project)
    (project / name).write_text('"""Half saved."""\n\nX = (1,\n')
    ended = called(project, "build")
    assert ended.returncode == 1
    assert ended.stderr == f"error: {name}:3: '(' was never closed; mend that\n"
    assert ended.stdout == ""


def test_a_fault_in_the_code_is_told_with_its_line():
    """What nobody foresaw names the line of ours that it comes from."""
    with pytest.raises(TypeError) as caught:
        problems.relative(cast(Path, 7))  # which is no path
    plain = problems.describe(caught.value)
    assert re.fullmatch(r"report/problems\.py:[0-9]+: \w+Error: .*", plain), plain


def test_every_verdict_is_shown_and_a_surprise_says_what_was_expected():
    """The final table hides nothing."""
    good = Verdict("a", "cnn", WORDS, WORDS, "cited", "cited")
    bad = Verdict("b", "cnn", WORDS, WORDS, "mixed", "agrees")
    table = build.verdict_table(Verdicts((good, bad)))
    assert list(table.columns[0].cells) == ["a", "b"]
    assert list(table.columns[1].cells) == [
        "[cyan]cited[/]",
        "[bold red]mixed (expected: agrees)[/]",
    ]


def test_a_build_starts_without_what_only_stages_need():
    """Nor does it fall for want of a library that only the documents need."""
    heavy = "{'weasyprint', 'tensorflow', 'matplotlib', 'numpy', 'lxml', 'jinja2', 'mpmath'}"
    code = f"import sys; from report import build; print({heavy} & set(sys.modules))"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ended.stdout == "set()\n"
