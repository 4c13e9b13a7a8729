"""Run the tasks through the engine, and tell the user what happened."""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytask
from _pytask.lockfile import LockfileState  # what decides whether its records can be read
from rich.console import Console
from rich.table import Table

from report import live, publish, workspace
from report.problems import describe, relative
from report.results.documents import PAGE_NAMES, PAPER_NAMES
from report.results.finding import BuildFailedError, Finding
from report.results.verdicts import VerdictKind, Verdicts
from report.workspace import BUILD, DRAFT, ENGINE, ROOT, VERDICTS, InputError

DOCUMENTS = tuple(BUILD / name for name in (*PAGE_NAMES, *PAPER_NAMES))
STYLES: dict[VerdictKind, str] = {
    "agrees": "green",
    "refuted": "red",
    "mixed": "yellow",
    "held then, not now": "yellow",
    "cited": "cyan",
    "not comparable": "dim",
}


def build(*, explain: bool = False, then: Callable[[], None] | None = None) -> bool:
    """Bring the report up to date; True when it is. With ``explain``, only say what would run.

    Waits for another build to end. ``then`` is done once the report is up to date, before another
    build may begin. Raises InputError when an option or the build folder cannot be used,
    KeyboardInterrupt when the user stopped it.
    """
    workspace.options()
    try:
        with only_one():
            workspace.sweep()
            session = run_engine(explain=explain)
            if any(isinstance(problem, KeyboardInterrupt) for problem in fallen(session)):
                raise KeyboardInterrupt
            done = session.exit_code == pytask.ExitCode.OK
            if explain:
                return done
            live.keep_times(session)
            done = done and complete(session)
            if done:
                publish.discard(DRAFT)  # also when an edit was just taken back
                if then:
                    then()
            else:
                draft(session)
    except OSError as problem:
        raise InputError(describe(problem)) from problem
    show(session, Console(), done=done)
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
    arguments += ["--capture", "no", "--show-no-traceback"]
    arguments += [str(ROOT / "report")]
    arguments += ["--explain", "--dry-run"] if explain else []
    with pytask.console.capture() as capture:
        try:
            with contextlib.suppress(SystemExit):  # the session knows the exit code
                pytask.cli.main(arguments, standalone_mode=False)
        except click.Abort:
            raise KeyboardInterrupt from None
        except live.BetweenStagesError as stop:
            raise stop.problem from None
    said, session = capture.get(), live.finished()
    if session is None and damaged():
        for name in ("pytask.lock", "pytask.lock.journal"):
            remove(ENGINE / name)
        where = relative(ENGINE)
        raise InputError(f"{where}: its records were damaged and have been removed; build again")
    if session is None or _without_a_cause(session):
        last = next((line for line in reversed(said.splitlines()) if line.strip()), "no reason")
        raise InputError(f"the engine stopped: {last.strip()}; build again")
    if explain:
        print(said, end="")
    return session


def damaged() -> bool:
    """Whether the engine cannot read its records of earlier builds."""
    try:
        LockfileState.from_path(ENGINE / "pytask.lock", ENGINE)
    except OSError:
        raise
    except Exception:  # whatever it is that makes nothing of a spoilt file
        return True
    return False


def _without_a_cause(session: pytask.Session) -> bool:
    """Whether the engine failed by itself."""
    caused = any(fallen(session)) or any(unstarted(session))
    return session.exit_code != pytask.ExitCode.OK and not caused


def remove(path: Path) -> None:
    """Remove a file or a folder, if it is there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Hold the build folder's lock, once another build that has it has ended."""
    try:
        ENGINE.mkdir(parents=True, exist_ok=True)
        lock = (ENGINE / "lock").open("w")
    except OSError as problem:
        raise InputError(f"{BUILD}: cannot be written: {problem.strerror}") from problem
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            live.say("waiting for another build to end")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def complete(session: pytask.Session) -> bool:
    """Whether all documents are there; what is missing is told, and is never a success."""
    missing = [document for document in DOCUMENTS if not document.is_file()]
    if not session.tasks:
        live.error(f"{relative(ROOT / 'report')}: the engine found no stage; nothing was built")
    for document in missing:
        live.error(
            f"{relative(document)}: is missing although no stage fell;"
            f" remove {relative(ENGINE)} and build again"
        )
    return bool(session.tasks) and not missing


def draft(session: pytask.Session) -> None:
    """Tell what fell outside of stages; if all that fell were findings, write drafts with them."""
    for said in dict.fromkeys(map(describe, unstarted(session))):
        live.error(said)
    problems = list(fallen(session))
    findings: list[Finding] = []
    for problem in problems:
        if not isinstance(problem, BuildFailedError):
            return
        findings += problem.findings
    if findings:
        from report import drafts  # noqa: PLC0415 — a build that passes must not wait for this

        live.say("drafts that show the errors are being written; nothing was published")
        live.tell(drafts.write(tuple(dict.fromkeys(findings))))
        live.say(f"What was made is marked as a draft in {relative(DRAFT)}/")


def show(session: pytask.Session, console: Console, *, done: bool) -> None:
    """Print the time each stage took and, of a report that is up to date, verdicts and files."""
    if done:
        console.print(verdict_table(workspace.load(VERDICTS, Verdicts)))
    if durations := executed(session):
        console.print(time_table(durations))
    if done:
        for document in DOCUMENTS:
            console.print(relative(document), highlight=False, markup=False, soft_wrap=True)


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
    """Seconds taken by each stage that ran, to its end or not; all figures count as one stage."""
    found: dict[str, float] = {}
    for report in session.execution_reports:
        if (seconds := report.task.attributes.get("seconds")) is not None:
            stage = live.short_name(report.task.name).partition("[")[0]
            found[stage] = found.get(stage, 0.0) + seconds
    return found


def time_table(durations: dict[str, float]) -> Table:
    """The stages that ran and their wall time."""
    table = Table("stage", "seconds", box=None, header_style="bold", pad_edge=False)
    table.columns[1].justify = "right"
    for name, seconds in durations.items():
        table.add_row(name, f"{seconds:.2f}")
    table.add_row("[bold]all[/]", f"[bold]{sum(durations.values()):.2f}[/]")
    return table


def fallen(session: pytask.Session) -> Iterator[BaseException]:
    """The exceptions that stages ended with."""
    for report in session.execution_reports:
        if report.outcome == pytask.TaskOutcome.FAIL and report.exc_info and report.exc_info[1]:
            yield report.exc_info[1]


def unstarted(session: pytask.Session) -> Iterator[BaseException | None]:
    """What kept the engine from running the stages at all."""
    for failed in getattr(session, "collection_reports", []):
        if failed.outcome == pytask.CollectionOutcome.FAIL and failed.exc_info:
            yield failed.exc_info[1]
    if (tangled := getattr(session, "dag_report", None)) is not None:
        yield tangled.exc_info[1]
