"""What is tried: which command, as whom, on which system, and what is expected of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from report.results.text import near

SMALL = {"DATA": "/srv/patterns.npz", "SEEDS": "2"}
"""Images that take seconds to train on, where training is not the point."""
PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0")
DOCUMENTS = tuple(
    f"build/report.{language}.{kind}" for language in ("en", "ja") for kind in ("html", "pdf")
)
LONG = 3600.0
"""Seconds after which a command counts as hanging."""
AT_ONCE = 10.0
"""Seconds in which a user is told that something is missing."""
ADVICE = r"^advice: HarfBuzz-subset is missing; .*: (sudo )?apt-get install -y libharfbuzz-subset0"


@dataclass(frozen=True)
class Command:
    """A command of README, and what is to come of it.

    succeeds: whether it ends with 0.
    says, silent: patterns of lines that it prints, and that it does not.
    within: the seconds that it may take.
    makes, spares: paths in the project that are there afterwards, and that are not.
    """

    target: str
    options: Mapping[str, str] = field(default_factory=dict)
    succeeds: bool = True
    says: tuple[str, ...] = ()
    silent: tuple[str, ...] = ("Traceback",)
    within: float = LONG
    makes: tuple[str, ...] = ()
    spares: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """The command as a user types it."""
        return ["make", self.target, *(f"{name}={text}" for name, text in self.options.items())]


@dataclass(frozen=True)
class Case:
    """A user of a system, and what the user does there.

    system: a release of Debian, by its name.
    packages: what was installed before, other than Python, make, git and certificates.
    """

    system: str
    user: str
    about: str
    packages: tuple[str, ...]
    commands: tuple[Command, ...]


@dataclass(frozen=True)
class Ended:
    """How a command ended: exit code, what it printed, seconds, and the files there afterwards."""

    code: int
    said: str
    seconds: float
    there: frozenset[str] = frozenset()


def _report(*says: str, options: Mapping[str, str] = SMALL) -> Command:
    return Command("report", options, makes=DOCUMENTS, says=says)


def _refused(*says: str) -> Command:
    return Command(
        "report", succeeds=False, within=AT_ONCE, says=says, spares=(".venv", "build"),
        silent=("Traceback", "Collecting", "Downloading"),
    )  # fmt: skip


def _test(*says: str) -> Command:
    return Command("test", says=(r"\b[1-9]\d* passed\b", *says))


INSTALLED = r"^  apt-get install -y libpango-1\.0-0 libpangoft2-1\.0-0$"
VERSIONS = r"^error: Python 3\.11 to 3\.13 is needed, .* this one is 3\.{}: .* PYTHON=/path"
MISSING = r"^error: .*Pango.* missing here: sudo apt-get install -y libpango-1\.0-0"

CASES: Mapping[str, Case] = {
    "bookworm-root": Case("bookworm", "root", "nothing", (), (_report(INSTALLED), _test())),
    "bookworm-user": Case(
        "bookworm", "user", "Pango, no HarfBuzz-subset", PANGO, (_report(ADVICE), _test(ADVICE))
    ),
    "bookworm-bare": Case("bookworm", "user", "no Pango", (), (_refused(MISSING),)),
    "trixie-root": Case("trixie", "root", "nothing", (), (_report(INSTALLED), _test())),
    "trixie-user": Case(
        "trixie", "user", "Pango, no HarfBuzz-subset", PANGO, (_report(ADVICE), _test(ADVICE))
    ),
    "trixie-bare": Case("trixie", "user", "no Pango", (), (_refused(MISSING),)),
    "trixie-mnist": Case(
        "trixie", "user", "Pango, all of MNIST", PANGO, (_report(ADVICE, options={}),)
    ),
    "bullseye-old": Case(
        "bullseye", "user", "Python 3.9", PANGO, (_refused(VERSIONS.format("9")),)
    ),
    "forky-new": Case(
        "forky", "user", "Python 3.14", PANGO, (_refused(VERSIONS.format("1[4-9]")),)
    ),
}


def chosen(names: Sequence[str]) -> dict[str, Case]:
    """Give the cases of these names, in their order; all of them when none is named.

    Raises ValueError for a name that is none.
    """
    unknown = [name for name in names if name not in CASES]
    if unknown:
        mend = near(unknown[0], CASES, f"choose of {', '.join(CASES)}")
        raise ValueError(f"CASES={' '.join(unknown)}: {mend}")
    return {name: CASES[name] for name in names or CASES}


def complaints(command: Command, ended: Ended) -> list[str]:
    """What is not as expected of a command that has ended; nothing when all is."""
    wrong = []
    if (ended.code == 0) != command.succeeds:
        wrong.append(f"exit code {ended.code}")
    if ended.seconds > command.within:
        wrong.append(f"took more than {command.within:.0f} s")
    wrong += [f"does not say {text}" for text in command.says if not _says(text, ended)]
    wrong += [f"says {text}" for text in command.silent if _says(text, ended)]
    wrong += [f"{path} is missing" for path in command.makes if path not in ended.there]
    wrong += [f"{path} was made" for path in command.spares if path in ended.there]
    return wrong


def _says(pattern: str, ended: Ended) -> bool:
    return re.search(pattern, ended.said, re.MULTILINE) is not None


def outcome(command: Command, ended: Ended) -> str:
    """One line for the table: what is wrong, or what the command came to."""
    if wrong := complaints(command, ended):
        return "; ".join(wrong)
    counted = re.findall(r"\d+ (?:passed|skipped)", ended.said)
    lines = [line for line in ended.said.splitlines() if line.startswith("error: ")]
    if not command.succeeds:
        return f"told: {lines[0].removeprefix('error: ').partition(':')[0]}"
    return ", ".join(counted[-2:]) if command.target == "test" else "four documents"


def paths(command: Command) -> list[Path]:
    """The paths in the project that it matters to look at afterwards."""
    return [Path(path) for path in (*command.makes, *command.spares)]
