"""What a build needs of the machine that it runs on, and what there would mislead it.

Runs under the system's Python before anything is installed: standard library only, and syntax
that an old Python still parses, so that it can be told that it is too old.
"""

import ctypes
import ctypes.util
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Callable, Dict, Iterable, List, MutableMapping, NamedTuple, Optional, Tuple

Version = Tuple[int, ...]
OLDEST, NEWEST = (3, 11), (3, 13)  # TensorFlow publishes wheels for these
MACHINES = (("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64"))  # and for these
GLIBC = (2, 28)  # what the wheels of the lock are built against
MODULES = ("venv", "ensurepip", "ssl", "sqlite3", "zlib")  # which some systems leave out of Python
IMPORTS = (  # what shows that the environment is whole: packages with much below them
    "tensorflow", "tensorboard", "keras", "numpy", "scipy", "matplotlib", "flint", "weasyprint",
    "ziamath", "h5py", "msgspec", "pytask", "grimp", "watchfiles", "lxml", "onnx", "pytest",
)  # fmt: skip
MISLEADING = (
    # Another Python's modules, or the same code with another meaning
    "PYTHONPATH", "PYTHONHOME", "PYTHONSAFEPATH", "PYTHONOPTIMIZE", "PYTHONINSPECT",
    "PYTHONWARNINGS", "PYTHONPLATLIBDIR", "PYTHONUSERBASE", "PYTHONINTMAXSTRDIGITS",
    "__PYVENV_LAUNCHER__",
    # Other figures, and other sums in training
    "MPLBACKEND", "MPLCONFIGDIR", "MATPLOTLIBRC", "SOURCE_DATE_EPOCH",
    "TF_ENABLE_ONEDNN_OPTS", "TF_USE_LEGACY_KERAS", "TF_XLA_FLAGS", "XLA_FLAGS",
    # Other tests, other types
    "PYTEST_PLUGINS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD", "MYPYPATH",
)  # fmt: skip
"""Variables that other tools set for themselves, and that would change what a build gives."""
ALONE = dict.fromkeys(("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1")
"""A product of matrices that is split over threads rounds otherwise, by what else is running."""


def _pango(library: ctypes.CDLL) -> Version:
    number = int(library.pango_version())
    return number // 10000, number // 100 % 100, number % 100


def _harfbuzz(library: ctypes.CDLL) -> Version:
    library.hb_version_string.restype = ctypes.c_char_p
    return tuple(int(part) for part in library.hb_version_string().decode().split(".")[:3])


def _fontconfig(library: ctypes.CDLL) -> Version:
    number = int(library.FcGetVersion())
    return number // 10000, number // 100 % 100, number % 100


def _unknown(_library: ctypes.CDLL) -> Version:
    return ()


class Library(NamedTuple):
    """A library of the system: its names on Linux and macOS, the version wanted and the one met."""

    name: str
    linux: str
    macos: str
    oldest: Version = ()
    version: Callable[[ctypes.CDLL], Version] = _unknown


LIBRARIES = (  # as WeasyPrint loads them; the versions are those of the functions that it calls
    Library("GObject", "libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
    Library("Pango", "libpango-1.0.so.0", "libpango-1.0.dylib", (1, 44), _pango),
    Library("HarfBuzz", "libharfbuzz.so.0", "libharfbuzz.0.dylib", (2, 1), _harfbuzz),
    Library("Fontconfig", "libfontconfig.so.1", "libfontconfig.1.dylib", (2, 12, 5), _fontconfig),
    Library("PangoFT2", "libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
)
SUBSET = Library("HarfBuzz-subset", "libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib")
WHEELS = Library("libstdc++", "libstdc++.so.6", "libc++.1.dylib")  # compiled wheels rest on it

INSTALL = {  # by what is missing and by system; as root
    "text": {
        "debian": "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0",
        "fedora": "dnf install -y pango",
        "arch": "pacman -S --noconfirm pango",
        "macos": "brew install pango",
    },
    "subset": {
        "debian": "apt-get install -y libharfbuzz-subset0",
        "fedora": "dnf install -y harfbuzz",
        "arch": "pacman -S --noconfirm harfbuzz",
        "macos": "brew install harfbuzz",
    },
    "wheels": {
        "debian": "apt-get install -y libstdc++6",
        "fedora": "dnf install -y libstdc++",
        "arch": "pacman -S --noconfirm gcc-libs",
        "macos": "xcode-select --install",
    },
    "modules": {
        "debian": "apt-get install -y python%d.%d-venv",
        "fedora": "dnf install -y python%d.%d",
        "arch": "pacman -S --noconfirm python",
        "macos": "brew install python@%d.%d",
    },
}


class Found(NamedTuple):
    """What an interpreter says of itself and of the libraries that it can load.

    Modules that it cannot find are listed; a library is there if it has a version, which may be
    unknown, ``[]``.
    """

    version: List[int]
    implementation: str
    platform: str
    machine: str
    libc: str
    missing: List[str]
    libraries: Dict[str, Optional[List[int]]]


class Lack(NamedTuple):
    """Something that a build would fall for want of, and what mends it.

    key: the row of `INSTALL` that mends it, or "" where no package does.
    """

    what: str
    mend: str
    key: str = ""


def settle(environ: MutableMapping[str, str]) -> List[str]:
    """Take out of an environment what would mislead a build; return the names.

    NumPy, if it is not loaded yet, multiplies in one thread from now on. On macOS the place where
    Homebrew or MacPorts put libraries is added, where a Python that is not theirs does not look.
    """
    names = [name for name in MISLEADING if name in environ]
    for name in names:
        del environ[name]
    environ.update(ALONE)
    if sys.platform == "darwin":
        name = "DYLD_FALLBACK_LIBRARY_PATH"
        places = ["/opt/homebrew/lib", "/opt/local/lib", "/usr/local/lib", "/usr/lib"]
        places = [place for place in environ.get(name, "").split(":") if place] + places
        environ[name] = ":".join(dict.fromkeys(places))
    return names


def begin() -> None:
    """Settle this process; start it anew where a variable has already misled its interpreter."""
    names = settle(os.environ)
    if any(name.startswith("PYTHON") for name in names):
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    if sys.flags.optimize > 1:
        sys.exit("error: python -OO takes away docstrings that the report shows; leave out -OO")


def look(modules: Iterable[str]) -> Found:
    """Describe the running interpreter, naming those of the modules that it has not."""
    libraries = (*LIBRARIES, SUBSET, WHEELS)
    return Found(
        list(sys.version_info[:2]),
        _implementation(),
        sys.platform,
        platform.machine() if sys.maxsize > 2**32 else "32 bit",
        _libc(),
        [name for name in modules if importlib.util.find_spec(name) is None],
        {library.name: _version(library) for library in libraries},
    )


def _implementation() -> str:
    threads = " without GIL" if sysconfig.get_config_var("Py_GIL_DISABLED") else ""
    return sys.implementation.name + threads


def _libc() -> str:
    """The C library: "glibc 2.36", "musl", or "" where it goes without saying."""
    if "musl" in str(sysconfig.get_config_var("SOABI")):
        return "musl"
    try:
        return os.confstr("CS_GNU_LIBC_VERSION") or ""
    except (AttributeError, ValueError, OSError):
        return ""


def _version(library: Library) -> Optional[List[int]]:
    """Load a library and ask for its version; None when it cannot be loaded."""
    name = library.macos if sys.platform == "darwin" else library.linux
    stem = name[3:].partition(".so" if sys.platform != "darwin" else ".dylib")[0]
    opened = _opened(name) or _opened(ctypes.util.find_library(stem))
    try:
        return list(library.version(opened)) if opened else None
    except AttributeError:  # so old that it cannot be asked
        return [0]


def _opened(name: Optional[str]) -> Optional[ctypes.CDLL]:
    try:
        return ctypes.CDLL(name) if name else None
    except OSError:
        return None


def examine(python: str, modules: Iterable[str]) -> Optional[Found]:
    """Run an interpreter and let it describe itself; None when it does not run."""
    command = [python, "-I", str(Path(__file__).resolve()), *modules]
    try:
        said = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
        ).stdout
        return Found(*json.loads(said.decode()))
    except (OSError, ValueError, TypeError, subprocess.CalledProcessError):
        return None


def system() -> str:
    """The column of `INSTALL` for this machine, or "" when it has none."""
    if sys.platform == "darwin":
        return "macos"
    try:
        lines = Path("/etc/os-release").read_text(errors="replace").splitlines()
    except OSError:
        return ""
    said = dict(line.split("=", 1) for line in lines if "=" in line)
    names = " ".join(said.get(key, "") for key in ("ID", "ID_LIKE")).replace('"', "").split()
    names = ["fedora" if name in ("rhel", "centos") else name for name in names]
    return next((name for name in names if name in INSTALL["text"]), "")


def installs(key: str, found: Found, here: str, *, root: bool) -> str:
    """The command that mends a lack here, or one for each system where this one is not known."""
    commands = INSTALL[key]
    said = [commands[here]] if here else list(commands.values())
    said = [text % tuple(found.version) if "%" in text else text for text in said]
    plain = root or here == "macos"
    return ", or ".join(text if plain or "brew" in text else "sudo " + text for text in said)


def interpreter_lacks(found: Found) -> List[Lack]:
    """What makes an interpreter, or its machine, one that TensorFlow has no wheels for."""
    lacks = []
    if not OLDEST <= tuple(found.version) <= NEWEST or found.implementation != "cpython":
        kind = "" if found.implementation == "cpython" else " (%s)" % found.implementation
        what = "Python %d.%d to %d.%d is needed, for which TensorFlow has wheels; this one is %d.%d"
        name = "install one of them, or name it: make report PYTHON=/path/to/python3.12"
        versions = OLDEST + NEWEST + tuple(found.version)
        lacks.append(Lack(what % versions + kind, name))
    if (found.platform, found.machine) not in MACHINES:
        what = "TensorFlow has no wheels for %s on %s" % (found.machine, found.platform)
        mend = "use Linux on x86_64 or aarch64, or a Mac with Apple silicon, and a 64-bit Python"
        lacks.append(Lack(what, mend))
    if found.libc == "musl":
        what = "TensorFlow has no wheels for musl, the C library of this system (Alpine?)"
        lacks.append(Lack(what, "use a system with glibc, such as Debian, Ubuntu, Fedora or Arch"))
    elif found.libc.startswith("glibc ") and number(found.libc[6:]) < GLIBC:
        what = "the wheels need glibc %d.%d or newer; this system has %s" % (*GLIBC, found.libc)
        lacks.append(Lack(what, "use a newer release of the system"))
    return lacks


def number(text: str) -> Version:
    """Read a version: "2.36" is (2, 36)."""
    return tuple(int(part) for part in text.split(".") if part.isdigit())


def module_lacks(found: Found, here: str, *, root: bool) -> List[Lack]:
    """Parts of the standard library that the interpreter was installed without."""
    if not found.missing:
        return []
    packaged = set(found.missing) <= {"venv", "ensurepip"} or here != "debian"
    version = ".".join(str(part) for part in found.version)
    what = "Python %s is here without its %s" % (version, _listed(found.missing))
    if packaged:
        return [Lack(what, installs("modules", found, here, root=root), "modules")]
    return [Lack(what, "install a Python that has them, or name it: make report PYTHON=/path")]


def library_lacks(found: Found, here: str, *, root: bool) -> List[Lack]:
    """Libraries that are missing or too old, with one line for all that one command installs."""
    lacks = []
    missing = [each.name for each in LIBRARIES if found.libraries.get(each.name) is None]
    if missing:
        what = "WeasyPrint sets the text of the PDFs with %s, missing here" % _listed(missing)
        lacks.append(Lack(what, installs("text", found, here, root=root), "text"))
    for each in LIBRARIES:
        version = found.libraries.get(each.name)
        if version and tuple(version) < each.oldest:
            dotted = [".".join(str(part) for part in parts) for parts in (each.oldest, version)]
            what = "WeasyPrint needs %s %s or newer; here is %s" % (each.name, *dotted)
            lacks.append(Lack(what, "use a newer release of the system"))
    if found.libraries.get(WHEELS.name) is None:
        what = "compiled packages need %s, missing here" % WHEELS.name
        lacks.append(Lack(what, installs("wheels", found, here, root=root), "wheels"))
    return lacks


def advice(found: Found, here: str, *, root: bool) -> Optional[str]:
    """What would do the build good, though it does without: one line, or None."""
    if found.libraries.get(SUBSET.name) is not None:
        return None
    since = " (Debian 12, Ubuntu 24.04 or newer)" if here in ("debian", "") else ""
    return "advice: %s is missing; the build does without, but later WeasyPrints may not: %s%s" % (
        SUBSET.name, installs("subset", found, here, root=root), since,
    )  # fmt: skip


def room_lacks(needs: Dict[Path, float]) -> List[Lack]:
    """Disks with less room than is needed: gigabytes by folder, summed where a disk is shared."""
    wanted = {}  # type: Dict[int, Tuple[Path, float]]
    for place, size in needs.items():
        folder = _existing(place)
        device = folder.stat().st_dev
        first, sum_ = wanted.get(device, (folder, 0.0))
        wanted[device] = first, sum_ + size
    lacks = []
    for folder, size in wanted.values():
        free = shutil.disk_usage(str(folder)).free / 1e9
        if free < size:
            what = "%s has %.1f GB of room, and %.1f GB are needed" % (folder, free, size)
            mend = "make room, or use another disk: TMPDIR=/folder make report VENV=/folder/venv"
            lacks.append(Lack(what, mend))
    return lacks


def folder_lacks(folders: Iterable[Path]) -> List[Lack]:
    """Folders that cannot be written, or in whose place something else stands."""
    lacks = []
    for place in folders:
        folder = _existing(place)
        if place.is_symlink() and not place.exists():
            lacks.append(Lack("%s is a link that leads nowhere" % place, "remove the link"))
        elif not folder.is_dir():
            lacks.append(Lack("%s is no folder" % folder, "move it away"))
        elif not os.access(str(folder), os.W_OK | os.X_OK):
            fixed = os.statvfs(str(folder)).f_flag & os.ST_RDONLY
            why = "its file system is read-only" if fixed else "it belongs to another user"
            what = "the folder %s cannot be written, as %s" % (folder, why)
            mend = "clone the project into a folder of your own, and call make there"
            lacks.append(Lack(what, mend))
    return lacks


def told(lacks: Iterable[Lack]) -> List[str]:
    """One line for each lack: what it is, and what mends it."""
    return ["%s: %s" % (lack.what, lack.mend) for lack in lacks]


def missing_libraries() -> str:
    """What this process lacks to set text, in one line with the mend; "" when nothing."""
    root = os.geteuid() == 0
    return "; ".join(told(library_lacks(look(()), system(), root=root)))


def _existing(folder: Path) -> Path:
    """The folder, or the one nearest above it that is there."""
    return folder if folder.exists() else _existing(folder.parent)


def _listed(names: List[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


if __name__ == "__main__":
    print(json.dumps(look(sys.argv[1:])))
