"""What the terminal shows while a build runs: stages as they end, and training as it goes."""

import contextlib
import io
import os
import sys
import time
from collections.abc import Callable, Iterator

import pytask
from pytask import Session, hookimpl
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from report.results.text import one_line

_console = Console(stderr=True)
_sessions: list[Session] = []


class BetweenStagesError(BaseException):
    """What stopped the engine itself; it would print a plain exception and forget it."""

    def __init__(self, problem: OSError) -> None:
        super().__init__(str(problem))
        self.problem = problem


def finished() -> Session | None:
    """Return the session of the build that has just ended; None when none had started."""
    return _sessions.pop() if _sessions else None


@hookimpl
def pytask_unconfigure(session: Session) -> None:
    """Keep the session, which the engine's command line does not return."""
    _sessions.append(session)


@hookimpl(wrapper=True)
def pytask_execute_build(session: Session):  # type: ignore[no-untyped-def]  # noqa: ANN201 — the engine's signature
    """Let an error between two stages, such as a full disk, reach the user."""
    try:
        return (yield)
    except OSError as problem:
        raise BetweenStagesError(problem) from problem


@hookimpl(wrapper=True)
def pytask_execute_task(session: Session, task: pytask.PTask):  # type: ignore[no-untyped-def]  # noqa: ANN201 — the engine's signature
    """Time a task that really runs and say that it is done; what libraries print is dropped."""
    name = task.name.rpartition("::")[2].removeprefix("task_")
    start = time.monotonic()
    with contextlib.redirect_stdout(io.StringIO()):
        result = yield
    _console.print(f"{name:<24} {time.monotonic() - start:7.2f} s", highlight=False, markup=False)
    return result


def tell(line: str) -> None:
    """Print a line to the user, from within a stage."""
    _console.print(one_line(line), highlight=False, markup=False, soft_wrap=True)


@contextlib.contextmanager
def quiet_start() -> Iterator[None]:
    """Drop what a library's native code prints while it is imported; exceptions still pass.

    TensorFlow greets with lines that no setting of its own turns off.
    """
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


@contextlib.contextmanager
def training(runs: int) -> Iterator[Callable[[str, int, int, int], None]]:
    """Show a bar for every network in training: give what it yields (model, seed, epoch, epochs).

    ``runs`` is how many runs each network gets. The function may be called from several threads.
    """
    columns = (TextColumn("{task.description:<16}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=_console, transient=True) as bars:
        rows: dict[str, TaskID] = {}

        def advance(model: str, seed: int, _epoch: int, epochs: int) -> None:
            if model not in rows:
                rows[model] = bars.add_task(model, total=runs * epochs)
            bars.update(rows[model], advance=1, description=f"{model} {seed}")

        yield advance
