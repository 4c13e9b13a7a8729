"""A build tells what fell in one line each, and two builds never run at once."""

import errno
import fcntl
from concurrent.futures.process import BrokenProcessPool
from types import SimpleNamespace
from typing import cast

import pytask
import pytest

from report import build, surroundings
from report.results.finding import BuildFailedError, Finding
from report.results.text import Text
from report.results.verdicts import Verdict, Verdicts
from report.workspace import InputError

WORDS = Text(ja="例", en="example")


def test_a_second_build_is_turned_away(tmp_path, monkeypatch):
    """While another process holds the lock, a build ends with a clear message."""
    monkeypatch.setattr(build, "ENGINE", tmp_path)
    with (tmp_path / "lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(InputError, match="another build is running"), build.only_one():
            pass
    with build.only_one():
        pass


def test_a_build_folder_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    """Where a file stands in the way of the folder, the message says which."""
    (tmp_path / "build").write_text("")
    monkeypatch.setattr(build, "ENGINE", tmp_path / "build" / "engine")
    with pytest.raises(InputError, match="cannot be written"), build.only_one():
        pass


def report(outcome, problem=None, name="task_x.py::task_slopes", duration=(1.0, 3.5)):
    """One task's report as the engine gives it."""
    info = (type(problem), problem, None) if problem else None
    task = SimpleNamespace(name=name, attributes={"duration": duration})
    return SimpleNamespace(outcome=outcome, exc_info=info, task=task)


def session(*reports) -> pytask.Session:
    """A session with the given reports."""
    return cast(pytask.Session, SimpleNamespace(execution_reports=reports, collection_reports=[]))


def test_each_thing_that_fell_is_one_line():
    """Findings speak for themselves; other errors name their stage."""
    found = Finding("article.toml claim l2.a", "the verdict is 'refuted'", "mend it")
    ours = report(pytask.TaskOutcome.FAIL, BuildFailedError((found, found)))
    input_ = report(pytask.TaskOutcome.FAIL, InputError("digits.npz: truncated"))
    other = report(pytask.TaskOutcome.FAIL, OSError("no space left"))
    skipped = report(pytask.TaskOutcome.SKIP_PREVIOUS_FAILED)
    assert list(build.problems(session(ours, input_, other, skipped))) == [
        "article.toml claim l2.a: the verdict is 'refuted'; mend it",
        "article.toml claim l2.a: the verdict is 'refuted'; mend it",
        "slopes: digits.npz: truncated",
        "slopes: OSError: no space left",
    ]


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (OSError(errno.ENOSPC, "No space left", "a.json"), "a.json: No space left; make room and"),
        (OSError(errno.ENOSPC, "No space left"), "No space left; make room and build again"),
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
    monkeypatch.setattr(surroundings, "missing_libraries", lambda: missing)
    assert said in build.describe(problem)
    assert "\n" not in build.describe(problem)


def test_only_stages_that_ran_are_timed():
    """A stage that was up to date took no time worth telling."""
    ran = report(pytask.TaskOutcome.SUCCESS)
    fresh = report(pytask.TaskOutcome.SKIP_UNCHANGED, name="task_x.py::task_pieces")
    assert build.executed(session(ran, fresh)) == {"slopes": 2.5}


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
