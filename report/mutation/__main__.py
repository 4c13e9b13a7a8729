"""Put faults into the project and see them found: ``python -m report.mutation``."""

import sys
from collections.abc import Sequence

from rich.console import Console

from report import surroundings
from report.arguments import Parser, whole
from report.mutation import project, run, survivors, tables
from report.mutation.kinds import KINDS
from report.results.text import near
from report.workspace import BUILD, InputError, save

RECORD = BUILD / "mutations.json"
SEED = 2019


def sample(text: str) -> int:
    """Read how many faults of each kind to try: a whole number, or all."""
    return sys.maxsize if text == "all" else whole("SAMPLE", 1, 1_000_000, ", or all")(text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Try faults and print what became of them; 1 if one survives without a known reason."""
    parser = Parser(prog="python -m report.mutation", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--sample", type=sample, help="faults of each kind to try, or all")
    parser.add_argument("--seed", type=int, default=SEED, help="another choice of faults")
    parser.add_argument("--json", action="store_true", help=f"write build/{RECORD.name}")
    parsed = parser.parse_args(arguments)
    if unknown := set(parsed.kinds) - set(KINDS):
        mend = near(min(unknown), KINDS, f"choose of {', '.join(KINDS)}")
        parser.error(f"KINDS: {', '.join(sorted(unknown))}: {mend}")
    kinds = list(parsed.kinds or KINDS)
    console = Console()
    try:
        complaints = project.held(project.results())
    except InputError as problem:
        console.print(f"error: {problem}", highlight=False)
        return 1
    if complaints:
        for finding in complaints:
            console.print(f"error: {finding}", highlight=False, markup=False, soft_wrap=True)
        return 1
    with console.status("faults are tried"):
        found = [
            each for batch in run.side_by_side(kinds, parsed.seed, parsed.sample) for each in batch
        ]
    made = {kind: len(run.mutants(kind, parsed.seed)) for kind in kinds}
    summary = tables.record(parsed.seed, found, made)
    console.print(tables.table(summary))
    for line in tables.lines(summary):
        console.print(line, highlight=False, markup=False, soft_wrap=True)
    if parsed.json:
        save(RECORD, summary)
    return 1 if survivors.unexplained(found) else 0


if __name__ == "__main__":
    surroundings.begin()
    sys.exit(main())
