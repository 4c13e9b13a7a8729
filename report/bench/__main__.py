"""The benchmark: ``python -m report.bench`` prints it, ``--record`` also writes the dated file."""

import argparse
import sys
from collections.abc import Sequence

import msgspec
from rich.console import Console

from report import surroundings
from report.arguments import Parser, whole
from report.bench import measure, tables
from report.benchmark import RECORD
from report.workspace import ROOT, write


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and print it; in a child process, run one of its jobs."""
    parser = Parser(prog="python -m report.bench", description=__doc__)
    parser.add_argument("--record", action="store_true", help=f"write {RECORD.name}")
    rounds = whole("rounds", 1, 1000)
    parser.add_argument("--rounds", type=rounds, default=measure.ROUNDS, help="training rounds")
    parser.add_argument("--job", choices=measure.JOBS, help=argparse.SUPPRESS)
    parsed = parser.parse_args(arguments)
    if parsed.job:
        print(msgspec.json.encode(measure.run(parsed.job)).decode())
        return 0
    console = Console()
    found = measure.measure(parsed.rounds, full=parsed.record, say=Console(stderr=True).print)
    for table in tables.tables(found):
        console.print(table)
    if parsed.record:
        write(RECORD, msgspec.json.format(msgspec.json.encode(found)) + b"\n")
        console.print(f"recorded in {RECORD.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    surroundings.begin()
    sys.exit(main())
