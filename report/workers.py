"""Processes that work for a build side by side, and end when it ends, however it ends."""

import atexit
import gc
import os
import signal
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from importlib import import_module
from io import StringIO
from multiprocessing import active_children, connection, get_context, parent_process
from threading import Thread


@contextmanager
def pool(
    count: int, module: str = "report.workers", *, lasting: bool = False
) -> Iterator[ProcessPoolExecutor]:
    """Give ``count`` processes to a block of code; an exception in it ends them at once.

    They are spawned, since a fork would copy the threads of the libraries, and import ``module``,
    with all that it imports, while the block prepares their work. Only ``lasting`` ones collect
    garbage: to look for it takes a tenth of the time of a document. What libraries leave in
    temporary files goes with the pool.
    """
    others = set(active_children())
    with (
        tempfile.TemporaryDirectory(prefix="report-", ignore_cleanup_errors=True) as folder,
        ProcessPoolExecutor(
            count, get_context("spawn"), _follow, (module, lasting, folder)
        ) as executor,
    ):
        try:
            executor.submit(int)  # the first task starts them all
            yield executor
        except BaseException:
            for worker in set(active_children()) - others:
                worker.kill()
            raise


def _follow(module: str, lasting: bool, folder: str) -> None:
    """End with the build even when it is killed, and leave it to speak when it is interrupted."""
    tempfile.tempdir = folder
    signal.signal(signal.SIGINT, signal.SIG_DFL)
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
