"""Run the tasks through the engine, and tell the user what happened."""

import contextlib
import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor
from pathlib import Path

import click
import pytask
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from report import live, publish, surroundings, workspace
from report.results.finding import BuildFailedError
from report.results.text import one_line
from report.results.verdicts import VerdictKind, Verdicts
from report.workspace import BUILD, DRAFT, ENGINE, ROOT, VERDICTS, InputError

LANGUAGE_FILES = tuple(f"report.{end}" for end in ("ja.html", "en.html", "ja.pdf", "en.pdf"))
STYLES: dict[VerdictKind, str] = {
    "agrees": "green",
    "refuted": "red",
    "mixed": "yellow",
    "held then, not now": "yellow",
    "cited": "cyan",
    "not comparable": "dim",
}
ROOM = "make room and build again"
MENDS = {
    errno.ENOSPC: ROOM,
    errno.EDQUOT: ROOM,
    errno.EFBIG: "raise the limit on file sizes (ulimit -f) and build again",
    errno.ENOENT: "restore it from the source",
}


def build(*, explain: bool = False, then: Callable[[], None] | None = None) -> bool:
    """Bring the report up to date; True when it is. With ``explain``, only say what would run.

    ``then`` is done once the report is up to date, before another build may begin.
    Raises InputError when an option or the build folder cannot be used or another build is
    running, KeyboardInterrupt when the user stopped it.
    """
    workspace.options()
    console = Console()
    try:
        with only_one():
            workspace.sweep()
            session = run_engine(explain=explain)
            if then and session.exit_code == pytask.ExitCode.OK:
                then()
    except OSError as problem:
        raise InputError(describe(problem)) from problem
    if any(isinstance(problem, KeyboardInterrupt) for _, problem in fallen(session)):
        raise KeyboardInterrupt
    done = session.exit_code == pytask.ExitCode.OK
    if not explain:
        show(session, console)
        if done:
            publish.discard(DRAFT)  # also when an edit was just taken back, and nothing ran
    return done


def run_engine(*, explain: bool) -> pytask.Session:
    """Collect the tasks and run what is out of date; all state lies in the build folder.

    Raises InputError when the records of earlier builds are damaged; they are removed.
    """
    config = ENGINE / "pytask.toml"
    workspace.write(config, "[tool.pytask.ini_options]\n")
    # Hashes in it are taken for those of any file with the same time of change.
    remove(ENGINE / ".pytask")
    os.environ["MPLCONFIGDIR"] = str(ENGINE / "matplotlib")
    arguments = ["build", "--config", str(config), "--hook-module", "report.live"]
    # What decides is pytask.lock; the database, kept in memory, would write it to the disk again.
    arguments += ["--database-url", "sqlite://"]
    arguments += ["--capture", "no", "--show-no-traceback", "--stop-after-first-failure"]
    arguments += [str(ROOT / "report")]
    arguments += ["--explain", "--dry-run"] if explain else []
    with pytask.console.capture() as said:
        try:
            with contextlib.suppress(SystemExit):  # the session knows the exit code
                pytask.cli.main(arguments, standalone_mode=False)
        except click.Abort:
            raise KeyboardInterrupt from None
        except live.BetweenStagesError as stop:
            raise stop.problem from None
    session = live.finished()
    if session is None:
        for name in ("pytask.lock", "pytask.lock.journal"):
            remove(ENGINE / name)
        where = relative(ENGINE)
        raise InputError(f"{where}: its records were damaged and have been removed; build again")
    if explain:
        print(said.get(), end="")
    return session


def remove(path: Path) -> None:
    """Remove a file or a folder, if it is there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Hold the build folder's lock; raise InputError when another build has it."""
    try:
        ENGINE.mkdir(parents=True, exist_ok=True)
        lock = (ENGINE / "lock").open("w")
    except OSError as problem:
        raise InputError(f"{BUILD}: cannot be written: {problem.strerror}") from problem
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(f"{BUILD}: another build is running; wait for it to end") from None
        yield


def show(session: pytask.Session, console: Console) -> None:
    """Print the verdicts, the time each stage took, and what was written or what fell."""
    done = session.exit_code == pytask.ExitCode.OK
    with contextlib.suppress(OSError, InputError):  # not reached yet, or from an older version
        console.print(verdict_table(workspace.load(VERDICTS, Verdicts)))
    if durations := executed(session):
        console.print(time_table(durations))
    for problem in problems(session):
        shown = escape(one_line(problem))  # whatever came from outside, the terminal only shows it
        console.print(f"[red]error:[/] {shown}", highlight=False, soft_wrap=True)
    if done:
        for name in LANGUAGE_FILES:
            console.print(relative(BUILD / name), highlight=False)
    elif any(isinstance(problem, BuildFailedError) for _, problem in fallen(session)):
        console.print(f"What was made is marked as a draft in {relative(DRAFT)}/", highlight=False)


def verdict_table(verdicts: Verdicts) -> Table:
    """Every statement with its verdict; a surprise also names the expected one."""
    table = Table("statement", "verdict", "digits", box=None, header_style="bold", pad_edge=False)
    for verdict in verdicts.verdicts:
        digits = max((o.agreeing or 0 for o in verdict.outcomes), default=0)
        note = "" if verdict.as_expected else f" (expected: {verdict.expected})"
        style = STYLES[verdict.kind] if verdict.as_expected else "bold red"
        table.add_row(verdict.id, f"[{style}]{verdict.kind}{note}[/]", str(digits or ""))
    return table


def executed(session: pytask.Session) -> dict[str, float]:
    """Seconds taken by each stage that ran; the figures count as one stage."""
    found: dict[str, float] = {}
    for report in session.execution_reports:
        if report.outcome in (pytask.TaskOutcome.SUCCESS, pytask.TaskOutcome.FAIL):
            start, end = report.task.attributes.get("duration", (0.0, 0.0))
            stage = short_name(report.task.name).partition("[")[0]
            found[stage] = found.get(stage, 0.0) + end - start
    return found


def time_table(durations: dict[str, float]) -> Table:
    """The stages that ran and their wall time."""
    table = Table("stage", "seconds", box=None, header_style="bold", pad_edge=False)
    table.columns[1].justify = "right"
    for name, seconds in durations.items():
        table.add_row(name, f"{seconds:.2f}")
    table.add_row("[bold]all[/]", f"[bold]{sum(durations.values()):.2f}[/]")
    return table


def fallen(session: pytask.Session) -> Iterator[tuple[str, BaseException]]:
    """The stages that ended with an exception, and the exception."""
    for report in session.execution_reports:
        if report.outcome == pytask.TaskOutcome.FAIL and report.exc_info and report.exc_info[1]:
            yield short_name(report.task.name), report.exc_info[1]


def problems(session: pytask.Session) -> Iterator[str]:
    """One line for everything that fell."""
    for stage, problem in fallen(session):
        if isinstance(problem, BuildFailedError):
            yield from map(str, problem.findings)
        else:
            yield f"{stage}: {describe(problem)}"
    for failed in getattr(session, "collection_reports", []):
        if failed.outcome == pytask.CollectionOutcome.FAIL and failed.exc_info:
            yield describe(failed.exc_info[1])
    if (tangled := getattr(session, "dag_report", None)) is not None:
        yield describe(tangled.exc_info[1])


def describe(problem: BaseException | None) -> str:
    """An exception in one line; one of ours speaks for itself."""
    if isinstance(problem, ValueError):
        return str(problem)
    if isinstance(problem, OSError) and problem.strerror:
        where = f"{relative(Path(os.fsdecode(problem.filename)))}: " if problem.filename else ""
        mend = MENDS.get(problem.errno or 0, "mend that and build again")
        return f"{where}{problem.strerror}; {mend}"
    if isinstance(problem, OSError) and "cannot load library" in str(problem):
        return f"a system library is missing: {surroundings.missing_libraries() or problem}"
    if isinstance(problem, BrokenExecutor):
        return "a process of the build was ended from outside; see that memory lasts, build again"
    if isinstance(problem, pytask.NodeNotFoundError):
        return str(problem).partition("\n")[0]
    return f"{type(problem).__name__}: {problem}"


def short_name(name: str) -> str:
    """``.../task_compute.py::task_slopes`` as ``slopes``."""
    return name.rpartition("::")[2].removeprefix("task_")


def relative(path: Path) -> str:
    """A path as the user would type it."""
    return os.path.relpath(path)
