"""Run the build of the project in the current folder while something goes wrong in it.

``python saboteur.py FAULT [ARGUMENT ...]``; the faults are the functions of that name below. They
act from within the process, as a kill or a full disk does, and the project's code is left as it
is. The processes that a build starts import this file as well, so that a fault holds in them too.
"""

import errno
import multiprocessing
import os
import runpy
import signal
import sys
import threading
import time
from pathlib import Path

BUILD = Path.cwd() / "build"
stage = "the engine"


def none() -> None:
    """Let the build run undisturbed."""


def kill(record: str) -> None:
    """Kill the build at the first place that the file ``record`` does not list.

    A place is a file about to be put in place, by its stage; half of what was written is taken
    away first. In publication every file and every link is a place of its own.
    """
    done = set(Path(record).read_text("utf-8").splitlines()) if Path(record).exists() else set()
    count = 0

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        if event != "os.rename" or not str(arguments[1]).startswith(str(BUILD)):
            return
        scrap, target = (Path(str(argument)) for argument in arguments[:2])
        count += stage == "publish"
        place = {"publish": f"publish {count}", "the engine": target.name}.get(stage, stage)
        if place in done:
            return
        done.add(place)
        with Path(record).open("a", encoding="utf-8") as log:
            log.write(f"{place}\n")
        if not scrap.is_symlink():
            os.truncate(scrap, scrap.stat().st_size // 2)
        os.kill(os.getpid(), signal.SIGKILL)

    _follow_stages()
    sys.addaudithook(watch)


def stop(number: str, name: str) -> None:
    """Send a signal a moment after a stage has begun: SIGINT to all, as a terminal does."""
    sent: list[str] = []

    def later() -> None:
        if stage != name or sent:
            return
        sent.append(name)  # once, although the stage may have several parts
        if os.fork() == 0:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is one of the group
            time.sleep(0.5)
            send = os.killpg if int(number) == signal.SIGINT else os.kill
            send(os.getppid(), int(number))
            os._exit(0)

    # As in a terminal, even where the tests themselves run in the background of a shell.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _follow_stages(later)


def bereave(name: str) -> None:
    """Kill one of the processes that a stage has started."""

    def watch() -> None:
        while not (workers := multiprocessing.active_children()):
            time.sleep(0.02)
        workers[0].kill()

    _follow_stages(lambda: threading.Thread(target=watch).start() if stage == name else None)


def fail(code: str, name: str) -> None:
    """Let every write of a stage fail with an error of the system, such as ENOSPC."""

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event == "os.rename" and stage == name:
            number = getattr(errno, code)
            raise OSError(number, os.strerror(number))

    _follow_stages()
    sys.addaudithook(watch)


def unlinked() -> None:
    """Refuse symbolic links, as some file systems do."""

    def watch(event: str, _arguments: tuple[object, ...]) -> None:
        if event == "os.symlink":
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    sys.addaudithook(watch)


def hold(name: str, file: str) -> None:
    """Wait at the beginning of a stage until the file, which is made here, is removed."""

    def wait() -> None:
        if stage == name:
            Path(file).touch()
            while Path(file).exists():
                time.sleep(0.02)

    _follow_stages(wait)


def lonely(record: str) -> None:
    """Build on one core, for nobody else to read, and without a network.

    Every connection and every question for an address is refused, and written down.
    """
    os.umask(0o077)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    asks = {"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in asks:
            with Path(record).open("a", encoding="utf-8") as log:
                log.write(f"{event} {arguments}\n")
            raise OSError(errno.ENETUNREACH, "no network")

    sys.addaudithook(watch)


def _follow_stages(begun=lambda: None) -> None:
    """Keep ``stage`` up to date, and call a function whenever one has begun."""
    import pytask  # noqa: PLC0415 — not needed by every fault

    def follow(kind):
        execute = kind.execute

        def followed(self, **arguments):
            global stage  # noqa: PLW0603
            stage = self.name.rpartition("::")[2].partition("[")[0].removeprefix("task_")
            try:
                begun()
                return execute(self, **arguments)
            finally:
                stage = "the engine"

        kind.execute = followed

    follow(pytask.Task)
    follow(pytask.TaskWithoutPath)


FAULTS = {
    fault.__name__: fault for fault in (none, kill, stop, bereave, fail, hold, lonely, unlinked)
}

if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    FAULTS[sys.argv[1]](*sys.argv[2:])
    sys.argv[1:] = ["build"]
    runpy.run_module("report", run_name="__main__", alter_sys=False)
elif sys.argv[1:2] == ["lonely"]:
    lonely(*sys.argv[2:])
