"""The command line: ``python -m report build | explain | constants``."""

import argparse
import json
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code is 0 when it did what was asked."""
    parsed = parser().parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except ValueError as problem:  # ours all derive from it, and say what is wrong and the mend
        print(f"error: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nstopped; the last good report is in place", file=sys.stderr)
        return 130


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(prog="python -m report", description=__doc__)
    commands = top.add_subparsers(required=True)

    build = commands.add_parser("build", help="bring the report up to date")
    build.set_defaults(run=run_build, explain=False)

    explain = commands.add_parser("explain", help="say what a build would run, and why")
    explain.set_defaults(run=run_build, explain=True)

    constants = commands.add_parser("constants", help="print the certified constants")
    constants.add_argument("--digits", type=int, default=50, help="significant digits, 1 to 10000")
    constants.add_argument("--json", action="store_true", help="print JSON")
    constants.set_defaults(run=run_constants)
    return top


def run_build(parsed: argparse.Namespace) -> bool:
    """Build or explain."""
    from report import build  # noqa: PLC0415 — constants must not wait for the engine

    return not build.build(explain=parsed.explain)


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
    return False


if __name__ == "__main__":
    sys.exit(main())
