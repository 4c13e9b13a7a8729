"""Minimal systems: made with debootstrap, copied for each case, entered without a trace left.

Mounts live in a namespace of the command's own, so that they end with it however it ends.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from report import bootstrap
from report.workspace import ROOT
from tests.fresh.cases import Case

INCLUDED = "python3,python3-venv,make,git,ca-certificates"
SCRIPTS = Path("/usr/share/debootstrap/scripts")
WHEELS = "/wheels"
SHARED = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": WHEELS}
"""Lets pip take the wheels that were fetched once for a system's cases."""
HOMES = {"root": "/root", "user": "/home/user"}
PROJECT = "report"
NETWORK = re.compile(r"(?i)(\w+_proxy|\w*(?:CERT|CA_BUNDLE|CAINFO|CA_CERTS)\w*)")
"""Names of variables that say how the network is reached, and whom to trust there."""
ENTER = """
set -e
root=$1 wheels=$2 user=$3 folder=$4
shift 4
mount --rbind /dev "$root/dev"
mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
mount -t proc proc "$root/proc"
mount --bind "$wheels" "$root/wheels"
code=0
chroot --userspec="$user" "$root" sh -c 'cd "$0" && exec "$@"' "$folder" "$@" || code=$?
exit "$code"
"""
"""The shell stays: it ends with unshare, and all in its namespace with it, whoever they are."""
OWN = ("setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child")
"""Ends with this process, however that ends."""


class ToolError(ValueError):
    """What keeps systems from being made here, and what mends it."""


def check() -> None:
    """Raise ToolError unless systems can be made and entered here."""
    if os.geteuid() != 0:
        raise ToolError("systems can be made and entered by root only: sudo make fresh")
    for tool in ("debootstrap", "unshare", "setpriv"):
        if shutil.which(tool) is None:
            mend = "apt-get install -y debootstrap debian-archive-keyring util-linux"
            raise ToolError(f"{tool} is missing: {mend}")


def tree(folder: Path, system: str, say: Callable[[str], None]) -> Path:
    """Give the minimal system of a name, which is made unless it is kept from before."""
    made = folder / system
    if not (made / "usr").exists():
        part = folder / f"{system}.part"
        shutil.rmtree(part, ignore_errors=True)
        part.parent.mkdir(parents=True, exist_ok=True)
        say(f"{system}: making a minimal system, once, in {made} ...")
        command = ["debootstrap", "--variant=minbase", f"--include={INCLUDED}", system, str(part)]
        command += mirror()
        if mirror() and not (SCRIPTS / system).exists():  # newer than this debootstrap
            command.append(str(SCRIPTS / "sid"))
        with (folder / f"{system}.log").open("w") as log:
            done = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, check=False)
        if done.returncode != 0:
            raise ToolError(f"debootstrap {system} failed; see {log.name}")
        part.rename(made)
    return made


def mirror() -> list[str]:
    """The mirror of Debian that this machine itself uses; none, for debootstrap's own choice."""
    try:
        said = subprocess.run(
            ["apt-get", "indextargets", "--format", "$(ORIGIN)|$(LABEL)|$(REPO_URI)"],
            capture_output=True, text=True, check=False,
        ).stdout  # fmt: skip
    except OSError:
        return []
    return mirrors(said.splitlines())[:1]


def mirrors(lines: Iterable[str]) -> list[str]:
    """Read the addresses of Debian's main archive out of apt's list of what it fetches."""
    parts = [line.split("|") for line in lines]
    return [uri for origin, label, uri in parts if origin == label == "Debian"]


def network(environ: Mapping[str, str]) -> dict[str, str]:
    """The variables that say how packages and pages are reached from this machine."""
    named = {name: text for name, text in environ.items() if NETWORK.fullmatch(name)}
    pip = bootstrap.pip_environment([sys.executable, "-m", "pip"])
    reached = {name: text for name, text in pip.items() if name.startswith("PIP_")}
    links = reached.pop("PIP_FIND_LINKS", "").split()  # folders of this machine are not there
    reached["PIP_FIND_LINKS"] = " ".join(link for link in links if "://" in link)
    del reached["PIP_CONFIG_FILE"]
    return named | reached


def carry(root: Path, environment: Mapping[str, str]) -> None:
    """Copy into a system how this machine reaches others: names, apt's settings, certificates."""
    files = [Path("/etc/resolv.conf"), Path("/etc/hosts"), *Path("/etc/apt/auth.conf.d").glob("*")]
    files += [Path(text) for text in environment.values() if text.startswith("/")]
    for path in [*files, Path("/etc/ssl/certs/ca-certificates.crt")]:
        target = root / path.relative_to("/")
        if path.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            shutil.copyfile(path, target)
    if shutil.which("apt-config"):
        said = subprocess.run(["apt-config", "dump", "Acquire"], capture_output=True, check=True)
        (root / "etc/apt/apt.conf.d/00host").write_bytes(said.stdout)


class System:
    """A copy of a minimal system, to be used up by one case."""

    def __init__(self, root: Path, wheels: Path, environ: Mapping[str, str]) -> None:
        self.root = root
        self.wheels = wheels
        self.network = network(environ)

    def make(self, base: Path) -> None:
        """Copy a minimal system, with a user in it, and how others are reached from here."""
        self.wheels.mkdir(parents=True, exist_ok=True)
        self.remove()
        self.root.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", "--reflink=auto", str(base), str(self.root)], check=True)
        (self.root / "wheels").mkdir(exist_ok=True)
        carry(self.root, self.network)
        self.ask("root", "/", ["useradd", "--create-home", "user"])

    def remove(self) -> None:
        """Remove the copy; nothing is mounted in it, as mounts end with their command."""
        shutil.rmtree(self.root, ignore_errors=True)

    def clone(self, user: str) -> str:
        """Clone what is committed of the project into a user's home; return the folder there."""
        folder = f"{HOMES[user]}/{PROJECT}"
        target = f"{self.root}{folder}"
        subprocess.run(["git", "clone", "-q", "--no-hardlinks", str(ROOT), target], check=True)
        self.ask("root", "/", ["chown", "-R", f"{user}:{user}", folder])
        return folder

    def install(self, packages: Sequence[str]) -> None:
        """Install packages of the system, without what they merely recommend."""
        if packages:
            self.ask("root", "/", ["apt-get", "update", "-qq"])
            options = ["-qq", "-y", "--no-install-recommends"]
            self.ask("root", "/", ["apt-get", "install", *options, *packages])

    def enter(self, user: str, folder: str, words: Sequence[str], **more: str) -> list[str]:
        """The command that runs another in this system, with mounts of its own."""
        variables = {
            "HOME": HOMES[user],
            "USER": user,
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG": "C.UTF-8",
            **self.network,
            **more,
        }
        places = [str(self.root), str(self.wheels), f"{user}:{user}", folder]
        clean = ["env", "-i", *(f"{name}={text}" for name, text in variables.items())]
        return [*OWN, "sh", "-c", ENTER, "enter", *places, *clean, *words]

    def ask(self, user: str, folder: str, words: Sequence[str]) -> None:
        """Run a command to prepare a case; raise ToolError with what it said if it fails."""
        done = subprocess.run(self.enter(user, folder, words), capture_output=True, check=False)
        if done.returncode != 0:
            said = (done.stdout + done.stderr).decode(errors="replace").strip().splitlines()
            raise ToolError(f"{' '.join(words)}: {said[-1] if said else done.returncode}")

    def fill(self) -> None:
        """Fetch the lock's wheels for this system's Python, for its cases to share."""
        if any(self.wheels.iterdir()):
            return
        shutil.copy(ROOT / "requirements.lock", self.root / "srv")
        self.ask("root", "/srv", ["python3", "-m", "venv", "venv"])
        fetch = ["venv/bin/pip", "download", "--quiet", "--no-deps", "--require-hashes"]
        try:
            self.ask("root", "/srv", [*fetch, "-d", WHEELS, "-r", "requirements.lock"])
        except BaseException:
            shutil.rmtree(self.wheels)
            raise


def wheels(folder: Path, system: str) -> Path:
    """The folder of the wheels that a system's cases share, for today's lock."""
    lock = bootstrap.fingerprint((ROOT / "requirements.lock").read_bytes())
    return folder / "wheels" / f"{system}-{lock[:12]}"


def needs_wheels(case: Case) -> bool:
    """Whether a case gets as far as installing the requirements."""
    return any(command.succeeds for command in case.commands)
