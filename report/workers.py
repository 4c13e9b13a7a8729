"""Processes that work for a build side by side, and end when it ends, however it ends."""

import atexit
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from functools import cache
from importlib import import_module
from io import StringIO
from multiprocessing import active_children, connection, get_context, parent_process
from threading import Thread
from typing import ParamSpec, TypeVar

from report import workspace

STOP = (signal.SIGINT,)
P = ParamSpec("P")
T = TypeVar("T")


@contextmanager
def pool(
    count: int, module: str = "report.workers", *, lasting: bool = False
) -> Iterator[Executor]:
    """Give ``count`` processes to a block of code; an exception in it ends them at once.

    They are spawned, since a fork would copy the threads of the libraries, and import ``module``,
    with all that it imports, while the block prepares their work. Only ``lasting`` ones collect
    garbage: to look for it takes a tenth of the time of a document. What libraries leave in
    temporary files goes with the pool. Where processes cannot share memory, this one does all.
    """
    if not sharing():
        yield Alone()
        return
    others = set(active_children())
    with (
        workspace.scratch(),
        ProcessPoolExecutor(count, get_context("spawn"), _follow, (module, lasting)) as executor,
    ):
        try:
            with _starting():
                executor.submit(int)  # the first task starts them all
            yield executor
        except BaseException:
            for worker in set(active_children()) - others:
                worker.kill()
            raise


class Alone(Executor):
    """Does in this process, at once, what a pool would do elsewhere."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call a function; its future is done."""
        done: Future[T] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as problem:
            done.set_exception(problem)
        return done


@cache
def sharing() -> bool:
    """Tell whether processes can share memory here; say so, once, if they cannot."""
    try:
        get_context("spawn").Lock()
    except (ImportError, OSError) as problem:
        said = getattr(problem, "strerror", None) or problem
        why = f"processes cannot share memory here ({said}; on Linux, see /dev/shm)"
        print(f"{why}; one does all, and takes longer", file=sys.stderr, flush=True)
        return False
    return True


@contextmanager
def _starting() -> Iterator[None]:
    """Put off Ctrl-C while processes start: until `_follow` they would answer with a traceback."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOP)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _follow(module: str, lasting: bool) -> None:
    """End with the build even when it is killed, and leave it to speak when it is interrupted."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as in the background of a shell
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP)
    Thread(target=_end_with_build, daemon=True).start()
    if not lasting:
        gc.disable()
        atexit.register(os._exit, 0)  # to free what they hold, piece by piece, takes half a second
    # What cannot be imported is told by whoever asks for it, not by those who prepare.
    with suppress(Exception), redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        import_module(module)


def _end_with_build() -> None:
    build = parent_process()
    if build is not None:
        connection.wait([build.sentinel])
        os._exit(1)
