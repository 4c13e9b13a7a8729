"""Set up the virtual environment, so that `make report` needs nothing done before it.

Runs under the system's Python before anything is installed: standard library only, and
syntax that an old Python still parses, so that it can say that it is too old.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Iterator, List, Optional, Tuple

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
OLDEST, NEWEST = (3, 11), (3, 13)  # TensorFlow publishes wheels for these

PANGO = {  # the command that installs Pango, which WeasyPrint sets text with
    "debian": "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "fedora": "dnf install -y pango",
    "macos": "brew install pango",
}
PANGO_LIBRARIES = ("pango-1.0", "pangoft2-1.0")


class SetupError(Exception):
    """What is missing, and the command that mends it."""


def version_of(python: str) -> Optional[Tuple[int, ...]]:
    """The (major, minor) version of an interpreter, or None if it does not run."""
    code = "import sys; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return tuple(int(part) for part in answer.stdout.split())


def find_python() -> str:
    """The first interpreter on the path that TensorFlow supports.

    Raises SetupError when there is none.
    """
    for name in [sys.executable, "python3.13", "python3.12", "python3.11"]:
        path = shutil.which(name)
        if path and OLDEST <= (version_of(path) or (0, 0)) <= NEWEST:
            return path
    raise SetupError(
        "Python %d.%d to %d.%d is needed, for which TensorFlow has wheels; this one is %d.%d.\n"
        "Install one of them, or name it: make report PYTHON=/path/to/python3.12"
        % (OLDEST + NEWEST + tuple(sys.version_info[:2]))
    )


def fingerprint() -> str:
    """What the environment depends on: the lock file."""
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def is_ready(venv: Path) -> bool:
    """True when the environment was completed from today's lock file."""
    stamp = venv / "ready.json"
    try:
        return bool(json.loads(stamp.read_text())["lock"] == fingerprint())
    except (OSError, ValueError, KeyError):
        return False


def make_environment(venv: Path) -> str:
    """Create the environment with the pinned, hash-checked requirements; return its Python."""
    python = find_python()
    say("Setting up %s with %s (about two gigabytes, once) ..." % (venv.name, python))
    run([python, "-m", "venv", str(venv)], "On Debian and Ubuntu: apt-get install -y python3-venv")
    pip = [str(venv / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install"]
    # The lock is complete, so nothing is looked for: an index may have newer versions of what a
    # requirement's extra needs, and pip would refuse those for want of a hash.
    run(
        [*pip, "--quiet", "--no-deps", "--require-hashes", "-r", str(LOCK)],
        "Is the package index reachable, and is there room on the disk?",
    )
    run([*pip[:-1], "check"], "The lock lacks a package; see CONTRIBUTING.md on how it is written.")
    return python


def run(command: List[str], hint: str) -> None:
    """Run a command; on failure raise SetupError with a hint."""
    if subprocess.run(command, check=False).returncode != 0:
        raise SetupError("This command failed: %s\n%s" % (" ".join(command), hint))


def platform() -> Optional[str]:
    """The key into `PANGO` for this machine, or None."""
    if sys.platform == "darwin":
        return "macos"
    with contextlib.suppress(OSError):
        text = Path("/etc/os-release").read_text()
        for key in ("debian", "fedora"):
            if key in text.lower():
                return key
    return None


def has_pango(venv: Path) -> bool:
    """True when the environment's Python can load Pango the way WeasyPrint does."""
    code = "import weasyprint.text.ffi"
    command = [str(venv / "bin" / "python"), "-c", code]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def provide_pango(venv: Path) -> None:
    """Install Pango where that needs no question asked, else say how.

    Raises SetupError where it cannot be installed from here.
    """
    if has_pango(venv):
        return
    here = platform()
    if here == "debian" and os.geteuid() == 0:
        say("Pango is missing; installing it: " + PANGO["debian"])
        run(["apt-get", "update", "-qq"], "Debian's packages could not be reached.")
        run([*PANGO["debian"].split(), "-qq"], "Install Pango by hand, then try again.")
        return
    raise SetupError(pango_advice())


def pango_advice() -> str:
    """Say what WeasyPrint needs and which command installs it; the user may not be root."""
    here = platform()
    commands = [PANGO[here]] if here else list(PANGO.values())
    if here in ("debian", "fedora"):
        commands = ["sudo " + command for command in commands]
    return "WeasyPrint needs Pango; install it with: " + ", or ".join(commands)


@contextlib.contextmanager
def only_one(venv: Path) -> Iterator[None]:
    """Hold the lock of the set-up: a second call waits, then finds the work done."""
    with open(str(venv) + ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def say(text: str) -> None:
    """Tell the user what is going on."""
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    """Make the environment ready; exit with 1 and a message where that fails."""
    venv = Path(os.environ.get("VENV", ROOT / ".venv"))
    if is_ready(venv):
        return
    try:
        with only_one(venv):
            if not is_ready(venv):
                python = make_environment(venv)
                provide_pango(venv)
                record = {"lock": fingerprint(), "python": python}
                (venv / "ready.json").write_text(json.dumps(record) + "\n")
    except SetupError as problem:
        sys.exit("error: %s" % problem)


if __name__ == "__main__":
    main()
