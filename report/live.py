"""What the terminal shows while a build runs: its plan, stages as they end, errors, training."""

import contextlib
import io
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from threading import Lock
from typing import Any

import msgspec
import pytask
from pytask import Session, hookimpl
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from report import interrupts, workspace
from report.problems import describe
from report.results.finding import BuildFailedError, Finding, merged
from report.results.text import one_line
from report.workspace import ENGINE, ROOT

STAGES = ROOT / "report"
TIMES = ENGINE / "times.json"
SHORTEST, LONGEST = 10.0, 60.0
"""Seconds between two lines about a training, where no bar can be shown."""
QUARTERS = 4
DAY = 86_400
Progressing = Callable[[str, int, int, int], None]
"""Is told the model, the seed, the epoch that has ended, and the epochs of the run."""

_console = Console(stderr=True)
_sessions: list[Session] = []
_told: set[Finding] = set()


class BetweenStagesError(BaseException):
    """What stopped the engine itself; it would print a plain exception and forget it."""

    def __init__(self, problem: OSError) -> None:
        super().__init__(str(problem))
        self.problem = problem


def finished() -> Session | None:
    """Return the session of the build that has just ended; None when none had started."""
    return _sessions.pop() if _sessions else None


def say(line: str) -> None:
    """Print a line of ours as it is, its columns too."""
    _console.print(line, highlight=False, markup=False, soft_wrap=True)


def error(line: str) -> None:
    """Print an error; whatever came from outside, the terminal only shows it."""
    _console.print(f"[red]error:[/] {escape(one_line(line))}", highlight=False, soft_wrap=True)


def tell(findings: Iterable[Finding]) -> None:
    """Print what is wrong as soon as it is known; once, whichever stages find it."""
    fresh = [finding for finding in dict.fromkeys(findings) if not _repeats(finding)]
    _told.update(fresh)
    for line in merged(fresh):
        error(line)


def _repeats(finding: Finding) -> bool:
    """Tell whether the same cause has been told; a caption's is told again by its section."""
    return any(finding.what.endswith(told.what) and finding.mend == told.mend for told in _told)


def short_name(name: str) -> str:
    """``.../task_compute.py::task_slopes`` as ``slopes``."""
    return name.rpartition("::")[2].removeprefix("task_")


# What the engine calls ---------------------------------------------------------------------------


@hookimpl(trylast=True)
def pytask_post_parse(config: dict[str, Any]) -> None:
    """Let the engine find the stages wherever the project lies.

    It reads paths as patterns, and passes over whatever a folder of a name like ``build`` holds.
    """
    config["paths"], config["ignore"] = [STAGES], []


@hookimpl
def pytask_unconfigure(session: Session) -> None:
    """Keep the session, which the engine's command line does not return."""
    _sessions.append(session)


@hookimpl(wrapper=True)
def pytask_execute_build(session: Session):  # type: ignore[no-untyped-def]  # noqa: ANN201 — the engine's signature
    """Say what will run. Let an error between two stages, such as a full disk, reach the user."""
    if not session.config["explain"]:
        _told.clear()
        if waiting := pending(session):
            say(plan(waiting, len(session.tasks), known_times()))
    try:
        return (yield)
    except OSError as problem:
        raise BetweenStagesError(problem) from problem


@hookimpl(wrapper=True)
def pytask_execute_task(session: Session, task: pytask.PTask):  # type: ignore[no-untyped-def]  # noqa: ANN201 — the engine's signature
    """Time a task that really runs and say that it is done; what libraries print is dropped."""
    if session.config["explain"]:
        return (yield)
    start, ended = time.monotonic(), ", fell"
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            result = yield
        interrupts.check()
        ended = ""
        return result
    except KeyboardInterrupt:
        ended = ", stopped"
        raise
    finally:
        seconds = task.attributes["seconds"] = time.monotonic() - start
        say(f"{short_name(task.name):<24} {seconds:7.2f} s{ended}")


@hookimpl(wrapper=True)
def pytask_execute_task_process_report(session: Session, report: Any):  # type: ignore[no-untyped-def]  # noqa: ANN201, ANN401 — the engine's signature
    """Tell at once why a stage fell. Findings stop nothing but what rests on their stage."""
    result = yield
    problem = report.exc_info[1] if report.exc_info else None
    if report.outcome != pytask.TaskOutcome.FAIL:
        return result
    if isinstance(problem, BuildFailedError):
        tell(problem.findings)
        return result
    session.should_stop = True
    if not isinstance(problem, KeyboardInterrupt):
        error(f"{short_name(report.task.name)}: {describe(problem)}")
    return result


# The plan ----------------------------------------------------------------------------------------


def pending(session: Session) -> list[str]:
    """Name the stages that are out of date, or may be once others have run."""
    found: set[str] = set()
    for task in session.tasks:
        try:
            session.hook.pytask_execute_task_setup(session=session, task=task)
        except pytask.SkippedUnchanged:
            continue
        except pytask.NodeNotFoundError:
            pass  # what it needs is not made yet
        found |= {task.signature, *session.dag.descendants(task.signature)}
    return [short_name(task.name) for task in session.tasks if task.signature in found]


def plan(waiting: list[str], count: int, times: Mapping[str, float]) -> str:
    """Say which stages will run and, from the last time they ran, about how long that takes."""
    parts = Counter(name.partition("[")[0] for name in waiting)
    names = ", ".join(name if n == 1 else f"{name} ({n})" for name, n in parts.items())
    unknown = sum(name not in times for name in waiting)
    seconds = sum(times.get(name, 0.0) for name in waiting)
    how_long = "how long is not known yet"
    if unknown < len(waiting):
        besides = f", and {unknown} that never ran yet" if unknown else ""
        how_long = f"about {duration(seconds)} as last time{besides}"
    return f"up to {len(waiting)} of {count} stages to run, {how_long}: {names}"


def duration(seconds: float) -> str:
    """Seconds as a reader would say it.

    >>> duration(8.4), duration(200), duration(5000), duration(1_700_000)
    ('8 s', '3 min 20 s', '1 h 23 min', '20 days')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    if whole < 2 * DAY:
        return f"{whole // 3600} h {whole % 3600 // 60} min"
    return f"{whole / DAY:,.0f} days"


def known_times() -> dict[str, float]:
    """Read how long each stage took the last time with the same options; nothing if unknown."""
    try:
        options, times = msgspec.json.decode(TIMES.read_bytes(), type=tuple[str, dict[str, float]])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return {}
    return times if options == repr(workspace.options()) else {}


def keep_times(session: Session) -> None:
    """Note how long each stage took that has run to its end."""
    ran = {
        short_name(report.task.name): round(report.task.attributes["seconds"], 2)
        for report in session.execution_reports
        if report.outcome == pytask.TaskOutcome.SUCCESS and "seconds" in report.task.attributes
    }
    with contextlib.suppress(OSError):  # a disk that is full has been told of
        if ran:
            workspace.save(TIMES, (repr(workspace.options()), known_times() | ran))


# Training ----------------------------------------------------------------------------------------


@contextlib.contextmanager
def training(runs: int) -> Iterator[Progressing]:
    """Show how far training is: give what it yields (model, seed, epoch, epochs).

    ``runs`` is how many runs each network gets. A terminal shows a bar for each, anything else
    a line now and then. The function may be called from several threads.
    """
    if not _console.is_terminal:
        yield in_lines(runs, say, time.monotonic)
        return
    columns = (TextColumn("{task.description:<16}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=_console, transient=True) as bars:
        rows: dict[str, TaskID] = {}

        def advance(model: str, seed: int, _epoch: int, epochs: int) -> None:
            if model not in rows:
                rows[model] = bars.add_task(model, total=runs * epochs)
            bars.update(rows[model], advance=1, description=f"{model} {seed}")

        yield advance


def in_lines(runs: int, say: Callable[[str], None], clock: Callable[[], float]) -> Progressing:
    """Tell of a training in lines: one a quarter, one a minute, and never two in ten seconds."""
    lock, said, quarter = Lock(), clock(), 0
    before, began = said, dict[str, float]()
    done: Counter[str] = Counter()

    def advance(model: str, seed: int, _epoch: int, epochs: int) -> None:
        nonlocal before, said, quarter
        with lock:
            now, total = clock(), runs * epochs
            if model not in began:
                began[model], quarter = before, 0
            before = now
            done[model] += 1
            passed, since = QUARTERS * done[model] // total, now - said
            if since >= LONGEST or (since >= SHORTEST and passed > quarter):
                took = now - began[model]
                left = took * (total - done[model]) / done[model]
                said, quarter = now, passed
                say(
                    f"  {model} {seed}: {done[model]} of {total} epochs in {duration(took)},"
                    f" about {duration(left)} left"
                )

    return advance
