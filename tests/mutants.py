"""Print what became of the mutants of the code: killed and total by module, and who survived.

    python tests/mutants.py FOLDER

FOLDER is where mutmut ran; `make mutate-code` does both.
"""

import json
import sys
from collections import Counter
from pathlib import Path

FATES = {0: "survived", 1: "killed", 3: "killed", 5: "no tests", 33: "no tests", None: "not run"}
"""mutmut's exit codes; any other means that the tests took too long or ended by a signal."""
COLUMNS = ("killed", "timeout", "survived", "no tests", "not run")


def fates(folder: Path) -> dict[str, dict[str, str]]:
    """The fate of every mutant, by its module and its name."""
    found = {}
    for path in sorted((folder / "mutants").rglob("*.py.meta")):
        codes = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        module = str(path.relative_to(folder / "mutants").with_suffix("").with_suffix(""))
        if codes:
            found[module] = {name: FATES.get(code, "timeout") for name, code in codes.items()}
    return found


def row(name: str, counted: Counter[str]) -> str:
    """One line of the table: the share that was killed, then the numbers."""
    total = counted.total()
    share = (counted["killed"] + counted["timeout"]) / total
    return f"{name:<28}{share:>7.1%}{total:>7}" + "".join(f"{counted[c]:>10}" for c in COLUMNS)


def main(folder: Path) -> int:
    """Print the table and the names of all that survived; fail if no mutant was run."""
    found = fates(folder)
    print(f"{'':<28}{'killed':>7}{'total':>7}" + "".join(f"{name:>10}" for name in COLUMNS))
    whole: Counter[str] = Counter()
    for module, mutants in found.items():
        counted = Counter(mutants.values())
        whole += counted
        print(row(module, counted))
    if not whole["killed"]:
        print("no mutant was killed: did the run fail?")
        return 1
    print(row("all", whole))
    names = [f"{name}: {fate}" for mutants in found.values() for name, fate in mutants.items()]
    print(*(f"  {name}" for name in names if not name.endswith("killed")), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
