"""Set up the virtual environment, so that `make report` needs nothing done before it.

``bootstrap.py VENV`` looks at the machine first, then makes the environment if it is not ready;
``bootstrap.py --run VENV ARGUMENT ...`` runs its Python, whatever variables other tools have set.
Runs under the system's Python before anything is installed: standard library only, and syntax
that an old Python still parses, so that it can say that it is too old.
"""

import ast
import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Dict, Iterator, List, Mapping, Optional, Tuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # `python -I`, which nobody's modules mislead, leaves it out

from report import surroundings  # noqa: E402
from report.surroundings import Found, Lack  # noqa: E402

LOCK = ROOT / "requirements.lock"
STAMP = "ready.json"
"""The file in an environment that names the lock it was completed from."""
ENVIRONMENT, DOWNLOADS = 2.5, 0.8
"""What the environment takes on the disk, and its downloads in the temporary folder (GB)."""
CREATE = ("-I", "-m", "venv", "--clear")
LARGE = 10
"""Downloads of so many megabytes are announced."""
SOURCES = (
    "index-url", "extra-index-url", "find-links", "no-index", "trusted-host", "proxy", "cert",
    "client-cert", "timeout", "default-timeout", "retries", "resume-retries", "cache-dir",
    "no-cache-dir", "keyring-provider", "no-input", "use-feature", "use-deprecated",
)  # fmt: skip
"""Options of pip that say how packages are reached; all others would mislead the set-up."""


class SetupError(Exception):
    """What is missing, and the command that mends it."""


def find_python() -> Tuple[str, Optional[Found]]:
    """The first interpreter on the path that will do, else the running one, and what it says."""
    here = getattr(sys, "_base_executable", None) or sys.executable
    first = here, surroundings.examine(here, surroundings.MODULES)
    oldest, newest = surroundings.OLDEST[1], surroundings.NEWEST[1]
    names = ["python3.%d" % minor for minor in range(newest, oldest - 1, -1)]
    for path in [here, *filter(None, map(shutil.which, names))]:
        found = first[1] if path == here else surroundings.examine(path, surroundings.MODULES)
        if found and not surroundings.interpreter_lacks(found):
            return path, found
    return first


def fingerprint(lock: bytes) -> str:
    """What the environment depends on: the lock file's content."""
    return hashlib.sha256(lock).hexdigest()


def ready(venv: Path) -> Optional[Found]:
    """What the environment's interpreter says, if it runs and is filled from today's lock file."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        if json.loads((venv / STAMP).read_text())["lock"] == fingerprint(LOCK.read_bytes()):
            found = surroundings.examine(interpreter(venv), surroundings.IMPORTS)
            return found if found and not found.missing else None
    return None


def interpreter(venv: Path) -> str:
    """The Python of an environment."""
    return str(venv / "bin" / "python")


def pip_of(venv: Path) -> List[str]:
    """The command of an environment's pip."""
    return [interpreter(venv), "-I", "-m", "pip"]


def place_lacks(venv: Path) -> List[Lack]:
    """What keeps an environment from being made at its place."""
    name = "name a folder that is not there yet: make report VENV=/path"
    if os.pathsep in str(venv.absolute()):
        return [Lack("%s has a '%s' in it, which Python refuses" % (venv, os.pathsep), name)]
    if venv.is_symlink():
        return [Lack("%s is a link, and what it leads to is not ready" % venv, name)]
    ours = venv.absolute() == ROOT / ".venv" or (venv / STAMP).exists()
    if venv.exists() and not ours and not (venv.is_dir() and not any(venv.iterdir())):
        return [Lack("%s holds something else, which set-up would overwrite" % venv, name)]
    return []


def look(venv: Path) -> Tuple[Optional[Found], str, List[Lack]]:
    """Look at all that a build needs: the environment if it is ready, the Python, what is lacking.

    Nothing is written or fetched.
    """
    here, root = surroundings.system(), os.geteuid() == 0
    env = ready(venv)
    python, found = (interpreter(venv), env) if env else find_python()
    lacks = []  # type: List[Lack]
    writable = [ROOT, ROOT / "build"]
    if found is None:
        lacks.append(Lack("%s does not run" % python, "name another: make report PYTHON=/path"))
    elif env is None:
        lacks += surroundings.interpreter_lacks(found)
        lacks += surroundings.module_lacks(found, here, root=root)
    if env is None:
        writable.insert(0, venv if venv.is_dir() else venv.absolute().parent)
        lacks += place_lacks(venv)
        room = {venv.absolute(): ENVIRONMENT, Path(tempfile.gettempdir()): DOWNLOADS}
        lacks += surroundings.room_lacks(room)
    if found is not None:
        lacks += surroundings.library_lacks(found, here, root=root)
    lacks += dict.fromkeys(surroundings.folder_lacks(writable))
    return env, python, lacks


def provide(lacks: List[Lack]) -> bool:
    """Install what packages of the system mend, where that needs no question asked.

    Whether anything was installed. Raises SetupError when that fails.
    """
    mends = list(dict.fromkeys(lack.mend for lack in lacks if lack.key))
    if not mends or surroundings.system() != "debian" or os.geteuid() != 0:
        return False
    say("Packages of the system are missing; installing them, as root may:")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    run(["apt-get", "update", "-qq"], "The system's packages could not be reached.")
    for mend in mends:
        say("  " + mend)
        run([*mend.split(), "-qq"], "Install them by hand, then try again.", quiet=True)
    advised = surroundings.INSTALL["subset"]["debian"]
    if succeeds(["apt-cache", "show", advised.split()[-1]]):  # older systems have no such package
        say("  " + advised)
        succeeds([*advised.split(), "-qq"])
    return True


def make_environment(venv: Path, python: str) -> None:
    """Create the environment with the pinned, hash-checked requirements.

    Raises SetupError when a step fails; the environment then does not count as ready.
    """
    began = time.monotonic()
    lock = LOCK.read_bytes()
    say("Setting up %s with %s: about %.1f GB, once ..." % (venv, python, ENVIRONMENT))
    run(
        [python, *CREATE, str(venv)],
        "Is this Python whole? Name another: make report PYTHON=/path/to/python3.12",
    )
    stamp, copy = venv / STAMP, venv / LOCK.name
    stamp.write_text("{}\n")  # ours, although not ready
    copy.write_bytes(lock)  # what is edited meanwhile is for the next set-up
    pip = pip_of(venv)
    reached = pip_environment(pip)
    install(pip, copy, reached)
    hint = "The lock lacks a package; see CONTRIBUTING.md on how it is written."
    run([*pip, "check"], hint, env=reached, quiet=True)
    say("  trying what was installed ...")
    code = "import " + ", ".join(surroundings.IMPORTS)
    hint = "What was installed does not run on this machine."
    run([interpreter(venv), "-I", "-W", "ignore", "-c", code], hint, quiet=True)
    stamp.write_text(json.dumps({"lock": fingerprint(lock), "python": python}) + "\n")
    say("Set up in %.0f seconds." % (time.monotonic() - began))


def install(pip: List[str], lock: Path, reached: Mapping[str, str]) -> None:
    """Install the lock's packages, and tell how far that is; raise SetupError on failure."""
    # The lock is complete, so nothing is looked for: an index may have newer versions of what a
    # requirement's extra needs, and pip would refuse those for want of a hash.
    options = ["--no-deps", "--require-hashes", "--progress-bar", "off", "-r", str(lock)]
    command = [*pip, "install", *options]
    total = len(re.findall(r"(?m)^\S+==", lock.read_text()))
    count = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=dict(reached)) as process:
        try:
            for line in process.stdout or ():
                said = line.decode(errors="replace").strip()
                count += said.startswith(("Collecting ", "Ignoring "))
                if large(said):
                    say("  %d of %d packages; %s" % (count, total, said.replace("D", "d", 1)))
                elif said.startswith("Installing collected packages"):
                    say("  %d packages; installing them, a minute or two ..." % total)
        except BaseException:
            process.kill()
            raise
    if process.returncode != 0:
        raise failure(command, "Is the package index reachable, and is there room on the disk?")


def large(said: str) -> bool:
    """Whether a line of pip's announces a download that takes a while."""
    size = re.match(r"Downloading .*\(([0-9.]+) MB\)$", said)
    return size is not None and float(size.group(1)) >= LARGE


def pip_environment(pip: List[str]) -> Dict[str, str]:
    """The environment for pip: how packages are reached, from variables and pip's own files.

    What else these say, such as where to install, is for other environments.
    """
    # Settings of these names would choose which files this lists.
    ask = dict(os.environ, PIP_USER="no", PIP_GLOBAL="no", PIP_SITE="no")
    command = [*pip, "config", "list"]
    said = subprocess.run(command, stdout=subprocess.PIPE, env=ask, check=False).stdout
    settings = {name: text for name, text in os.environ.items() if not name.startswith("PIP_")}
    settings.update(pip_sources(said.decode(errors="replace").splitlines()))
    settings.update(PIP_CONFIG_FILE=os.devnull, PIP_DISABLE_PIP_VERSION_CHECK="1")
    return settings


def pip_sources(lines: List[str]) -> Dict[str, str]:
    """Read from the lines of ``pip config list`` what `SOURCES` names, as variables."""
    found = {}  # type: Dict[str, str]
    for section in ("global", "install", ":env:"):  # each goes before the last
        for line in lines:
            name, _, value = line.partition("=")
            where, _, option = name.rpartition(".")
            if where == section and option in SOURCES:
                with contextlib.suppress(ValueError, SyntaxError):
                    text = " ".join(str(ast.literal_eval(value)).split("\n")).strip()
                    found["PIP_" + option.upper().replace("-", "_")] = text
    return found


def run(
    command: List[str],
    hint: str,
    env: Optional[Mapping[str, str]] = None,
    *,
    quiet: bool = False,
) -> None:
    """Run a command; on failure raise SetupError with a hint.

    A quiet one prints only when it fails.
    """
    catch = subprocess.PIPE if quiet else None
    done = subprocess.run(command, env=env, stdout=catch, stderr=catch, check=False)
    if done.returncode != 0:
        if quiet:
            say((done.stdout + done.stderr).decode(errors="replace").strip())
        raise failure(command, hint)


def succeeds(command: List[str]) -> bool:
    """Run a command that may fail, in silence."""
    silent = subprocess.DEVNULL
    return subprocess.run(command, stdout=silent, stderr=silent, check=False).returncode == 0


def failure(command: List[str], hint: str) -> SetupError:
    """Say which command failed, and what to look at."""
    return SetupError("this command failed: %s\n%s" % (" ".join(command), hint))


@contextlib.contextmanager
def only_one(venv: Path) -> Iterator[None]:
    """Hold the lock of the set-up: a second call waits, then finds the work done."""
    venv.absolute().parent.mkdir(parents=True, exist_ok=True)
    with open(str(venv) + ".lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another command is setting up %s; waiting for it ..." % venv)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def say(text: str) -> None:
    """Tell the user what is going on."""
    print(text, file=sys.stderr, flush=True)


def set_up(venv: Path) -> None:
    """Make the environment ready; raise SetupError naming all that is lacking, one line each."""
    env, python, lacks = look(venv)
    if provide(lacks):
        env, python, lacks = look(venv)
    if lacks:
        raise SetupError("\nerror: ".join(surroundings.told(lacks)))
    if env is None:
        with only_one(venv):
            if not ready(venv):
                make_environment(venv, python)
        env = ready(venv)
    if env is None:
        raise SetupError("%s was set up, and yet is not ready: remove it and try again" % venv)
    advice = surroundings.advice(env, surroundings.system(), root=os.geteuid() == 0)
    if advice:
        say(advice)


def main(words: List[str]) -> None:
    """Set up, or run the environment's Python; exit with 1 and a message where that fails."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a polite kill is a Ctrl-C
    surroundings.settle(os.environ)
    try:
        if words[:1] == ["--run"]:
            python = interpreter(Path(words[1]))
            os.execv(python, [python, *words[2:]])
        set_up(Path(words[0]) if words else ROOT / ".venv")
    except SetupError as problem:
        sys.exit("error: %s" % problem)
    except OSError as problem:
        sys.exit("error: %s: %s" % (problem.filename or "set-up", problem.strerror or problem))
    except KeyboardInterrupt:
        say("\nstopped; the next call sets up anew")
        sys.exit(130)


if __name__ == "__main__":
    main(sys.argv[1:])
