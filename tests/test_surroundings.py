"""What a machine lacks is told at once, one line each, with what mends it there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from report import surroundings
from report.surroundings import Found

ROOT = Path(__file__).resolve().parent.parent
VERSIONS = {"Pango": [1, 50, 12], "HarfBuzz": [6, 0, 0], "Fontconfig": [2, 14, 1]}
NAMES = ("GObject", "Pango", "HarfBuzz", "Fontconfig", "PangoFT2", "HarfBuzz-subset", "libstdc++")
WHOLE = Found(
    version=[3, 12],
    implementation="cpython",
    platform="linux",
    machine="x86_64",
    libc="glibc 2.36",
    missing=[],
    libraries={name: VERSIONS.get(name, []) for name in NAMES},
)
WITHOUT = dict.fromkeys(NAMES[:5]) | {"HarfBuzz-subset": None, "libstdc++": []}


def lacks(found: Found, here: str = "debian", *, root: bool = False) -> list[str]:
    """All that can be said of an interpreter and its libraries."""
    return surroundings.told(
        [
            *surroundings.interpreter_lacks(found),
            *surroundings.module_lacks(found, here, root=root),
            *surroundings.library_lacks(found, here, root=root),
        ]
    )


def test_nothing_is_lacking_where_all_is_there():
    """No line for a machine that has what is wanted, on any system."""
    for here in ("debian", "fedora", "arch", "macos", ""):
        assert lacks(WHOLE, here) == []
        assert surroundings.advice(WHOLE, here, root=False) is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": [3, 9]}, "Python 3.11 to 3.13 is needed, for which TensorFlow has wheels; "),
        ({"version": [3, 14]}, "this one is 3.14: install one of them, or name it: make report P"),
        ({"implementation": "pypy"}, "this one is 3.12 (pypy)"),
        ({"implementation": "cpython without GIL"}, "(cpython without GIL)"),
        ({"machine": "32 bit"}, "TensorFlow has no wheels for 32 bit on linux"),
        ({"platform": "darwin", "machine": "x86_64"}, "no wheels for x86_64 on darwin"),
        ({"libc": "musl"}, "TensorFlow has no wheels for musl, the C library of this system"),
        ({"libc": "glibc 2.17"}, "the wheels need glibc 2.28 or newer; this system has glibc 2.17"),
        (
            {"missing": ["ensurepip"]},
            "without its ensurepip: sudo apt-get install -y python3.12-ve",
        ),
        ({"missing": ["ssl", "sqlite3"]}, "without its ssl and sqlite3: install a Python that has"),
        ({"libraries": WHOLE.libraries | {"Pango": [1, 42, 3]}}, "needs Pango 1.44 or newer; here"),
        (
            {"libraries": WHOLE.libraries | {"libstdc++": None}},
            "libstdc++, missing here: sudo apt-g",
        ),
    ],
)
def test_each_lack_has_a_line_of_its_own(change, said):
    """Interpreter, machine, C library, modules and libraries."""
    (line,) = lacks(WHOLE._replace(**change))
    assert said in line


def test_all_lacks_are_told_at_once():
    """Three lacks, three lines, however many libraries one command installs."""
    bare = WHOLE._replace(version=[3, 9], missing=["venv", "ensurepip"], libraries=WITHOUT)
    told = lacks(bare)
    assert len(told) == 3
    assert "GObject, Pango, HarfBuzz, Fontconfig and PangoFT2, missing here" in told[2]


@pytest.mark.parametrize(
    ("here", "root", "said"),
    [
        ("debian", False, ": sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0"),
        ("debian", True, ": apt-get install -y libpango-1.0-0 libpangoft2-1.0-0"),
        ("fedora", False, ": sudo dnf install -y pango"),
        ("arch", False, ": sudo pacman -S --noconfirm pango"),
        ("macos", False, ": brew install pango"),
        ("", False, ", or sudo dnf install -y pango, or sudo pacman -S --noconfirm pango, or brew"),
    ],
)
def test_the_command_is_the_one_of_the_system(here, root, said):
    """One command where the system is known, all of them where it is not."""
    (line,) = lacks(WHOLE._replace(libraries=WITHOUT), here, root=root)
    assert said in line
    assert line.endswith(said) or here == ""


def test_a_library_that_may_be_missing_is_advised():
    """HarfBuzz-subset is no lack; the advice is one line with its command."""
    found = WHOLE._replace(libraries=WHOLE.libraries | {"HarfBuzz-subset": None})
    assert lacks(found) == []
    advice = surroundings.advice(found, "debian", root=False)
    assert advice is not None
    assert advice.startswith("advice: HarfBuzz-subset is missing; ")
    assert "sudo apt-get install -y libharfbuzz-subset0 (Debian 12, Ubuntu 24.04 or" in advice
    assert "\n" not in advice


def test_the_running_interpreter_is_described_as_it_is():
    """Version, modules and libraries agree with what the interpreter and WeasyPrint find."""
    found = surroundings.examine(sys.executable, ["venv", "no_such_module"])
    assert found is not None
    assert tuple(found.version) == sys.version_info[:2]
    assert found.missing == ["no_such_module"]
    assert lacks(found._replace(missing=[])) == []
    code = "from weasyprint.text import ffi; print(ffi.pango.pango_version())"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert found.libraries["Pango"] == [int(said) // 10000, int(said) // 100 % 100, int(said) % 100]


def test_a_library_that_is_named_and_cannot_be_loaded_is_missing(monkeypatch):
    """The system's list of libraries may be older than the libraries."""
    monkeypatch.setattr("ctypes.util.find_library", lambda stem: f"lib{stem}.so.gone")
    gone = surroundings.Library("Gone", "libgone.so.1", "libgone.dylib")
    monkeypatch.setattr(surroundings, "LIBRARIES", (gone,))
    assert surroundings.look(()).libraries["Gone"] is None


def test_what_does_not_run_is_not_described(tmp_path):
    """A missing interpreter, one that fails, and one that says something else."""
    for text in ("#!/bin/sh\nexit 1\n", "#!/bin/sh\necho hello\n", "#!/no/such/python\n"):
        python = tmp_path / "python"
        python.write_text(text)
        python.chmod(0o755)
        assert surroundings.examine(str(python), []) is None
    assert surroundings.examine(str(tmp_path / "none"), []) is None


def test_disks_that_are_shared_are_summed(tmp_path, monkeypatch):
    """Two folders of one disk need room for both, and folders that are not there yet count."""
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: type("U", (), {"free": 3e9}))
    assert surroundings.room_lacks({tmp_path / "a": 2.0, tmp_path / "b" / "c": 0.9}) == []
    (lack,) = surroundings.room_lacks({tmp_path / "a": 2.0, tmp_path / "b" / "c": 1.5})
    assert f"{tmp_path} has 3.0 GB of room, and 3.5 GB are needed" in lack.what


def test_folders_that_cannot_be_written_are_named(tmp_path, monkeypatch):
    """The nearest folder that is there is the one that counts."""
    assert surroundings.folder_lacks([tmp_path / "new" / "one"]) == []
    monkeypatch.setattr("os.access", lambda folder, _mode: folder != str(tmp_path))
    (lack,) = surroundings.folder_lacks([tmp_path / "new" / "one"])
    assert lack.what == f"the folder {tmp_path} cannot be written, as it belongs to another user"


def test_what_stands_in_the_place_of_a_folder_is_named(tmp_path):
    """A file or a link to nowhere is no matter of whose it is."""
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("nowhere")
    lacks = surroundings.folder_lacks([tmp_path / "file", tmp_path / "link"])
    assert surroundings.told(lacks) == [
        f"{tmp_path}/file is no folder: move it away",
        f"{tmp_path}/link is a link that leads nowhere: remove the link",
    ]


def test_what_misleads_goes_and_all_else_stays():
    """How packages, certificates and colours are reached is for the user to say.

    NumPy is told to multiply in one thread: by another number of threads it rounds otherwise.
    """
    misled = {"PYTHONPATH": "/x", "MPLBACKEND": "module://x", "PYTHONOPTIMIZE": "2"}
    alone = {"OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "VECLIB_MAXIMUM_THREADS": "1"}
    misled |= {"SOURCE_DATE_EPOCH": "yesterday"}  # matplotlib wants a number
    kept = {"PIP_INDEX_URL": "i", "SSL_CERT_FILE": "c", "PYTHONHASHSEED": "7", "NO_COLOR": "1"}
    environment = misled | kept | {"OPENBLAS_NUM_THREADS": "2"}
    assert set(surroundings.settle(environment)) == set(misled)
    environment.pop("DYLD_FALLBACK_LIBRARY_PATH", None)
    assert environment == kept | alone


@pytest.mark.parametrize("name", ["bootstrap", "surroundings"])
def test_an_old_python_can_read_the_scripts(name):
    """They parse as Python of ten years ago, so that they can say what is wrong."""
    code = "import ast, sys; ast.parse(open(sys.argv[1]).read(), feature_version=(3, 6))"
    subprocess.run([sys.executable, "-c", code, f"{ROOT}/report/{name}.py"], check=True)


def test_make_runs_the_interpreter_undisturbed(tmp_path):
    """Variables that keep a Python from starting, or hide the project from it, have no say."""
    misled = {"PYTHONHOME": "/nowhere", "PYTHONSAFEPATH": "1", "PYTHONPATH": str(tmp_path)}
    venv = tmp_path / "an environment"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    code = "import report, os; print(sorted(n for n in os.environ if n.startswith('PYTHON')))"
    script = str(ROOT / "report" / "bootstrap.py")
    command = [sys.executable, "-I", script, "--run", str(venv), "-c", code]
    environment = {name: text for name, text in os.environ.items() if name[:6] != "PYTHON"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment | misled, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
