"""Try README's commands on minimal systems, and print what became of each."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from report.workspace import BUILD
from tests import images
from tests.fresh import systems
from tests.fresh.cases import LONG, SMALL, Case, Command, Ended, chosen, complaints, outcome, paths
from tests.fresh.systems import System, ToolError

FOLDER = Path(os.environ.get("FRESH") or BUILD / "fresh").resolve()


def main(names: Sequence[str]) -> int:
    """Try the cases of these names, or all; 1 unless every command did as expected."""
    rows: list[tuple[str, Case, Command, Ended]] = []
    began = time.monotonic()
    try:
        cases = chosen(names)
        systems.check()
        for name, case in cases.items():
            rows += [(name, case, *done) for done in tried(name, case)]
    except ValueError as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nstopped; minimal systems that were finished are kept", file=sys.stderr)
        return 130
    Console(width=None if sys.stdout.isatty() else 160).print(table(rows))
    print(
        f"{len(rows)} commands in {time.monotonic() - began:.0f} s; logs are in {FOLDER / 'logs'}"
    )
    return int(any(complaints(command, ended) for _, _, command, ended in rows))


def tried(name: str, case: Case) -> list[tuple[Command, Ended]]:
    """Run one case; where its system cannot be made, all its commands have failed."""
    try:
        return run(name, case)
    except ToolError as problem:
        say(f"{name}: {problem}")
        return [(command, Ended(-1, str(problem), 0.0)) for command in case.commands]


def run(name: str, case: Case) -> list[tuple[Command, Ended]]:
    """Run the commands of one case, in a system of its own that is removed afterwards."""
    base = systems.tree(FOLDER, case.system, say)
    system = System(FOLDER / "cases" / name, systems.wheels(FOLDER, case.system), os.environ)
    try:
        system.make(base)
        if systems.needs_wheels(case):
            say(f"{name}: fetching wheels, unless they are here ...")
            system.fill()
        system.install(case.packages)
        folder = system.clone(case.user)
        data = Path(f"{system.root}{SMALL['DATA']}")
        images.patterns(data)
        data.chmod(0o644)
        return [
            (command, attempt(name, case, command, system, folder)) for command in case.commands
        ]
    finally:
        system.remove()


def attempt(name: str, case: Case, command: Command, system: System, folder: str) -> Ended:
    """Run one command to its end, with a log; its output is not waited for with a terminal."""
    say(f"{name}: {' '.join(command.words)} ...")
    log = FOLDER / "logs" / f"{name}-{command.target}.log"
    log.parent.mkdir(exist_ok=True)
    began = time.monotonic()
    with log.open("wb") as file:
        try:
            code = subprocess.run(
                system.enter(case.user, folder, command.words, **systems.SHARED),
                stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT,
                timeout=LONG, check=False,
            ).returncode  # fmt: skip
        except subprocess.TimeoutExpired:
            code = -1
    seconds = time.monotonic() - began
    project = Path(f"{system.root}{folder}")
    there = frozenset(str(path) for path in paths(command) if (project / path).exists())
    ended = Ended(code, log.read_text("utf-8", errors="replace"), seconds, there)
    say(f"{name}: {outcome(command, ended)} ({seconds:.0f} s)")
    if complaints(command, ended):
        say("\n".join(ended.said.splitlines()[-40:]))
    return ended


def table(rows: Sequence[tuple[str, Case, Command, Ended]]) -> Table:
    """Tell what became of each command."""
    made = Table("case", "system", "user", "has", "command", "outcome", "seconds")
    for name, case, command, ended in rows:
        wrong = bool(complaints(command, ended))
        words = ["make", command.target, *(["(small data)"] if command.options else [])]
        made.add_row(
            name, case.system, case.user, case.about, " ".join(words), outcome(command, ended),
            f"{ended.seconds:.0f}", style="red" if wrong else None,
        )  # fmt: skip
    return made


def say(text: str) -> None:
    """Tell how far it is."""
    print(text, flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a polite kill is a Ctrl-C
    sys.exit(main(sys.argv[1:]))
