"""Processes that work for a build side by side, and end when it ends, however it ends."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, connection, get_context, parent_process
from threading import Thread


@contextmanager
def pool(count: int) -> Iterator[ProcessPoolExecutor]:
    """Give ``count`` processes to a block of code; an exception in it ends them at once.

    They are spawned, since a fork would copy the threads of the libraries.
    """
    others = set(active_children())
    with ProcessPoolExecutor(count, get_context("spawn"), initializer=_follow) as executor:
        try:
            yield executor
        except BaseException:
            for worker in set(active_children()) - others:
                worker.kill()
            raise


def _follow() -> None:
    """End with the build even when it is killed, and leave it to speak when it is interrupted."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Thread(target=_end_with_build, daemon=True).start()


def _end_with_build() -> None:
    build = parent_process()
    if build is not None:
        connection.wait([build.sentinel])
        os._exit(1)
