"""The command line: ``python -m report build | explain | watch | site | constants``."""

import signal

INTERRUPTIBLE = signal.getsignal(signal.SIGINT) is signal.default_int_handler
if __name__ == "__main__" and INTERRUPTIBLE:  # what is in the background of a shell is not
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until main answers, Ctrl-C ends without a word

import argparse
import io
import json
import os
import sys
from typing import TextIO

from report import interrupts, surroundings, workspace
from report.arguments import Parser, whole
from report.results.text import one_line


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code is 0 when it did what was asked."""
    parsed = parser().parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except ValueError as problem:  # ours all derive from it, and say what is wrong and the mend
        print(f"error: {one_line(str(problem))}", file=sys.stderr)
        return 1
    except SyntaxError as problem:  # of a source that was just edited
        from report.problems import describe  # noqa: PLC0415 — only a fault needs it

        print(f"error: {describe(problem)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        said = "stopped; finished stages are kept, and the last good report is in place"
        print(f"\n{said}", file=sys.stderr)
        return 130


class Lasting(io.TextIOWrapper):
    """A stream whose reader may go away: what can no longer be told is dropped, and work goes on.

    A build whose output is cut short (``| head -1``), or whose log fills the disk, ends right.
    ``lost`` is why something was dropped although somebody reads.
    """

    lost: OSError | None = None

    def write(self, text: str) -> int:
        """Write, as far as anybody reads it."""
        try:
            return super().write(text)
        except OSError as problem:
            self._let_go(problem)
            return len(text)

    def flush(self) -> None:
        """Send on what was written, as far as anybody reads it."""
        try:
            super().flush()
        except OSError as problem:
            self._let_go(problem)

    def _let_go(self, problem: OSError) -> None:
        """Let all that follows, of this process and its libraries, go nowhere."""
        self.lost = self.lost or (None if isinstance(problem, BrokenPipeError) else problem)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())
        os.close(nowhere)


def lasting(stream: TextIO | None) -> TextIO:
    """Give a stream of the system's in its lasting form; one that was closed leads nowhere.

    A letter that the terminal's encoding lacks is spelled out.
    """
    if not isinstance(stream, io.TextIOWrapper):
        return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 — stays open
    encoding = stream.encoding
    return Lasting(stream.detach(), encoding, "backslashreplace", line_buffering=True)


def parser() -> Parser:
    """The commands and their options."""
    top = Parser(prog="python -m report", description=__doc__)
    commands = top.add_subparsers(required=True)

    build = commands.add_parser("build", help="bring the report up to date")
    build.set_defaults(run=run_build, explain=False)

    explain = commands.add_parser("explain", help="say what a build would run, and why")
    explain.set_defaults(run=run_build, explain=True)

    watch = commands.add_parser("watch", help="build at every change, and show it in a browser")
    port = whole("PORT", 1, 65535)
    watch.add_argument("--port", type=port, default=8000, help="where to serve the pages")
    watch.set_defaults(run=run_watch)

    site = commands.add_parser("site", help="bring the report up to date, and write its site")
    site.set_defaults(run=run_site)

    constants = commands.add_parser("constants", help="print the certified constants")
    digits = whole("N", 1, 10_000)
    constants.add_argument("--digits", type=digits, default=50, help="significant digits")
    constants.add_argument("--json", action="store_true", help="print JSON")
    constants.set_defaults(run=run_constants)
    return top


def run_build(parsed: argparse.Namespace) -> bool:
    """Build or explain."""
    with workspace.scratch():  # before the engine is imported, which tries its temporary folder
        from report import build  # noqa: PLC0415 — constants must not wait for the engine

        return not build.build(explain=parsed.explain)


def run_watch(parsed: argparse.Namespace) -> bool:
    """Build and serve until stopped."""
    from report import watch  # noqa: PLC0415 — a build must not wait for this

    watch.watch(parsed.port)
    return False


def run_site(parsed: argparse.Namespace) -> bool:
    """Build, and write the site if the report is as it should be."""
    with workspace.scratch():
        from report import build  # noqa: PLC0415 — constants must not wait for the engine
        from report.problems import relative  # noqa: PLC0415
        from report.site import folder  # noqa: PLC0415

        address = folder.address()
        done = build.build(then=lambda: folder.write(address))
    print(
        f"{relative(folder.FOLDER)}/"
        if done
        else "error: the report fell, so that no site was written; what was there stays",
        file=sys.stdout if done else sys.stderr,
    )
    return not done


def run_constants(parsed: argparse.Namespace) -> bool:
    """Print the certified constants."""
    from report.certify import constants  # noqa: PLC0415 — a build must not wait for this

    found = constants(parsed.digits)
    if parsed.json:
        values = {constant.id: constant.value for constant in found}
        print(json.dumps({"digits": parsed.digits, "constants": values}, indent=1))
    else:
        for constant in found:
            print(f"{constant.id} = {constant.value}...")
    sys.stdout.flush()
    if lost := getattr(sys.stdout, "lost", None):  # what is printed here is all there is
        print(f"error: the constants could not be written: {lost.strerror}", file=sys.stderr)
    return lost is not None


if __name__ == "__main__":
    surroundings.begin()
    sys.stdout, sys.stderr = lasting(sys.stdout), lasting(sys.stderr)
    interrupts.answer(signal.SIGTERM)  # a polite kill is a Ctrl-C
    if INTERRUPTIBLE:
        interrupts.answer(signal.SIGINT)
    sys.exit(main())
