"""Build again whenever a source is saved, and show the pages in a browser that follows.

The browser sees a page as soon as it is rendered, before the PDFs are written; of a build that
fell, it sees the draft that says why.
"""

import contextlib
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import watchfiles

from report.preview import Preview
from report.workspace import BUILD, DRAFT, LEFTOVER, ROOT, STAGING, InputError

SOURCES = (ROOT / "report", ROOT / "figures", ROOT / "templates", ROOT / "requirements.lock")
BUILDING = (sys.executable, "-m", "report", "build")
LEFT = watchfiles.DefaultFilter(
    ignore_entity_patterns=(
        *watchfiles.DefaultFilter.ignore_entity_patterns,
        *(f"^{re.escape(mark)}" for mark in LEFTOVER),
        *(r"^Thumbs\.db$", r"^desktop\.ini$"),
    )
)
"""Passes over what editors and systems leave, which no build reads."""
PATIENCE = 20.0
"""Seconds that a build is given to end in good order."""


def watch(port: int) -> None:
    """Build, serve the pages at a local port, and build again at every change; until stopped.

    Raises InputError when the port is taken.
    """
    with serving(port) as address:
        print(f"watching; the report is at {address} (stop with Ctrl-C)", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            follow(watchfiles.watch(*SOURCES, watch_filter=LEFT, debounce=200, step=20), BUILDING)


def follow(changes: Iterator[object], command: Sequence[str]) -> None:
    """Run a command, and again at each change; a run that a change overtakes is stopped."""
    running = start(command)
    try:
        for _ in changes:
            stop(running)
            running = start(command)
    finally:
        stop(running)


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a build in a session of its own, where Ctrl-C in the terminal does not reach it."""
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True)  # noqa: S603 — our own


def stop(running: subprocess.Popen[bytes]) -> None:
    """End a build that still runs, and wait for it.

    Not by the signal of Ctrl-C, which whatever a shell runs in the background ignores.
    """
    if running.poll() is None:
        running.terminate()
        try:
            running.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


@contextlib.contextmanager
def serving(port: int, folders: Sequence[Path] = (BUILD, STAGING, DRAFT)) -> Iterator[str]:
    """Serve the freshest documents of these folders on this machine alone; give the address."""
    handler: Callable[..., Preview] = lambda *args: Preview(folders, *args)  # noqa: E731
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    except (OSError, OverflowError) as problem:
        said = getattr(problem, "strerror", None) or problem
        raise InputError(f"PORT={port}: {said}; choose another") from problem
    server.daemon_threads = True
    with server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
