"""The set-up does its work once, trusts nothing that it has not tried, and says what is missing."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from report import bootstrap, surroundings
from report.bootstrap import SetupError
from report.surroundings import Lack
from report.workspace import ROOT

LIGHT = ("json", "venv")
"""What an environment that is made in a test has to import."""


def lighten(monkeypatch, tmp_path):
    """Let environments be made in no time: with the pip of the tests, which acts on theirs."""
    pip = [sys.executable, "-I", "-m", "pip", "--python"]
    monkeypatch.setattr(bootstrap, "CREATE", (*bootstrap.CREATE, "--without-pip"))
    monkeypatch.setattr(bootstrap, "pip_of", lambda venv: [*pip, str(venv)])
    monkeypatch.setattr(surroundings, "IMPORTS", LIGHT)
    monkeypatch.setattr(bootstrap, "LOCK", tmp_path / "requirements.lock")
    bootstrap.LOCK.write_text("# nothing is pinned\n")


@pytest.fixture
def light(monkeypatch, tmp_path):
    """Do so for one test."""
    lighten(monkeypatch, tmp_path)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """An environment as the set-up leaves it, but for the packages."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("template")
        lighten(patch, folder)
        bootstrap.make_environment(folder / "a venv", sys.executable)
    return folder / "a venv"


@pytest.fixture
def made(light, template, tmp_path):
    """A copy of it, to break."""
    return shutil.copytree(template, tmp_path / "a venv", symlinks=True)


def test_an_environment_is_ready_when_it_runs_and_has_what_it_must(made, monkeypatch):
    """Another lock, a torn stamp, a lost interpreter or a lost package: set up again."""
    assert bootstrap.ready(made)
    stamp = (made / "ready.json").read_text()
    for text in ('{"lock": "another"}', '{"lock": ', "[]", "{}"):
        (made / "ready.json").write_text(text)
        assert not bootstrap.ready(made)
    (made / "ready.json").write_text(stamp)
    assert bootstrap.ready(made)
    monkeypatch.setattr(surroundings, "IMPORTS", (*LIGHT, "no_such_package"))
    assert not bootstrap.ready(made)
    monkeypatch.setattr(surroundings, "IMPORTS", LIGHT)
    python = made / "bin" / "python"
    python.unlink()
    python.symlink_to("/no/such/python")
    assert not bootstrap.ready(made)


def test_a_broken_environment_is_made_anew(made):
    """What was in it before is gone, so that nothing of another lock is left."""
    (made / "left").touch()
    (made / "bin" / "python").unlink()
    bootstrap.make_environment(made, sys.executable)
    assert bootstrap.ready(made)
    assert not (made / "left").exists()


def test_the_stamp_is_of_the_lock_that_was_installed(made, monkeypatch):
    """A lock edited while packages are installed is for the next set-up."""
    before = bootstrap.LOCK.read_bytes()

    def edit(_pip, lock, _reached):
        assert lock.read_bytes() == before
        bootstrap.LOCK.write_bytes(before + b"# edited\n")

    monkeypatch.setattr(bootstrap, "install", edit)
    bootstrap.make_environment(made, sys.executable)
    assert not bootstrap.ready(made)
    bootstrap.LOCK.write_bytes(before)
    assert bootstrap.ready(made)


def test_a_set_up_that_fails_leaves_nothing_that_counts_as_ready(made, monkeypatch):
    """Neither when packages cannot be had, nor when they do not run."""
    bootstrap.LOCK.write_text(f"nothing==1 --hash=sha256:{'0' * 64}\n")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(SetupError, match="Is the package index reachable"):
        bootstrap.make_environment(made, sys.executable)
    assert not bootstrap.ready(made)
    bootstrap.LOCK.write_text("\n")
    monkeypatch.setattr(surroundings, "IMPORTS", ("no_such_package",))
    with pytest.raises(SetupError, match="does not run on this machine"):
        bootstrap.make_environment(made, sys.executable)
    assert not bootstrap.ready(made)


def test_an_interrupted_set_up_ends_quietly(tmp_path):
    """A Ctrl-C leaves a line, no traceback, no process, and nothing that counts as ready."""
    code = (
        "import signal, sys, time; from pathlib import Path; from report import bootstrap\n"
        # As in a terminal, even where the tests themselves run in the background of a shell.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "bootstrap.look = lambda venv: (None, sys.executable, [])\n"
        "bootstrap.CREATE += ('--without-pip',)\n"
        "bootstrap.install = lambda *_: (Path('here').touch(), time.sleep(9000))\n"
        f"bootstrap.main([{str(tmp_path / 'venv')!r}])\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=tmp_path, env=environment, stderr=subprocess.PIPE, start_new_session=True,
    ) as process:  # fmt: skip
        while not (tmp_path / "here").exists():
            assert process.poll() is None
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=900)
    assert process.returncode == 130
    assert said.decode().endswith("\nstopped; the next call sets up anew\n")
    assert "Traceback" not in said.decode()
    assert not bootstrap.ready(tmp_path / "venv")


def test_a_folder_of_someone_else_is_left_alone(tmp_path, made):
    """Only what set-up made, or an empty folder, is filled."""
    other = tmp_path / "mine"
    other.mkdir()
    assert bootstrap.place_lacks(other) == []
    assert bootstrap.place_lacks(tmp_path / "new") == []
    assert bootstrap.place_lacks(made) == []
    (other / "pyvenv.cfg").touch()
    (lack,) = bootstrap.place_lacks(other)
    assert "holds something else" in lack.what
    (tmp_path / "link").symlink_to(made)
    assert "is a link" in bootstrap.place_lacks(tmp_path / "link")[0].what
    assert "has a ':' in it" in bootstrap.place_lacks(tmp_path / "a:b")[0].what


def test_all_lacks_are_told_before_anything_is_made(tmp_path, monkeypatch, capsys):
    """One line each, exit code 1, and not even the lock of the set-up is written."""
    lacks = [Lack("one is missing", "do this"), Lack("two is missing", "do that")]
    monkeypatch.setattr(bootstrap, "look", lambda _venv: (None, sys.executable, lacks))
    with pytest.raises(SystemExit) as ended:
        bootstrap.main([str(tmp_path / "venv")])
    said = "error: one is missing: do this\nerror: two is missing: do that"
    assert ended.value.code == said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("system", "user"), [("debian", 1000), ("fedora", 0), ("macos", 501)])
def test_only_root_on_debian_gets_packages_installed(monkeypatch, system, user):
    """Elsewhere the user is told the command."""
    monkeypatch.setattr(surroundings, "system", lambda: system)
    monkeypatch.setattr("os.geteuid", lambda: user)
    monkeypatch.setattr(bootstrap, "run", None)
    assert not bootstrap.provide([Lack("Pango", "apt-get install -y pango", "text")])


@pytest.mark.parametrize("known", [True, False])
def test_root_on_debian_gets_packages_installed(monkeypatch, capsys, known):
    """Each command once, the user is told, and what is only advised where the system has it."""
    calls = []
    monkeypatch.setattr(surroundings, "system", lambda: "debian")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(bootstrap, "run", lambda command, *_, **__: calls.append(command[1:4]))
    tried = []

    def succeeds(command):
        tried.append(command[:2])
        return known

    monkeypatch.setattr(bootstrap, "succeeds", succeeds)
    pango = Lack("Pango is missing", "apt-get install -y libpango-1.0-0", "text")
    assert bootstrap.provide([pango, pango, Lack("no room", "make room")])
    assert calls == [["update", "-qq"], ["install", "-y", "libpango-1.0-0"]]
    assert tried == [["apt-cache", "show"], ["apt-get", "install"]][: 1 + known]
    assert "installing them, as root may" in capsys.readouterr().err


def test_a_python_that_tensorflow_does_not_know_is_passed_over(monkeypatch, tmp_path):
    """The next one on the path is taken; with none, the lack names the running one."""
    monkeypatch.setenv("PATH", str(tmp_path))
    real = surroundings.look(())
    old = real._replace(version=[3, 9])
    newer = tmp_path / "python3.12"
    found = {str(newer): real}
    monkeypatch.setattr(surroundings, "examine", lambda path, _: found.get(path, old))
    assert bootstrap.find_python()[1] == old
    newer.touch(0o755)
    assert bootstrap.find_python() == (str(newer), real)


def test_pip_keeps_how_packages_are_reached_and_nothing_else(made, monkeypatch, tmp_path):
    """Index, links and certificates of variables and of files stay; targets and users go."""
    file = tmp_path / "pip.conf"
    file.write_text(
        "[global]\nuser = true\nindex-url = https://one.invalid/simple\ntimeout = 7\n"
        "[install]\ntarget = /nowhere\nno-binary = :all:\nfind-links =\n  /a\n  /b\n"
    )
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(file))
    monkeypatch.setenv("PIP_INDEX_URL", "https://two.invalid/simple")
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("PIP_CERT", "/a certificate.pem")
    environment = bootstrap.pip_environment(bootstrap.pip_of(made))
    given = {name: text for name, text in environment.items() if name.startswith("PIP_")}
    assert given == {
        "PIP_INDEX_URL": "https://two.invalid/simple",
        "PIP_FIND_LINKS": "/a /b",
        "PIP_TIMEOUT": "7",
        "PIP_CERT": "/a certificate.pem",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Downloading tensorflow_cpu-2.21.0-cp311.whl (252.6 MB)", True),
        ("Downloading small-1-py3-none-any.whl (9.9 MB)", False),
        ("Downloading small-1-py3-none-any.whl (99.9 kB)", False),
        ("Collecting large==1 (100 MB)", False),
    ],
)
def test_long_downloads_are_told(line, told):
    """A line for what takes a while, and none for what does not."""
    assert bootstrap.large(line) == told


def test_a_second_set_up_waits(tmp_path, capsys):
    """It says so, and goes on when the first has ended."""
    with bootstrap.only_one(tmp_path / "venv"):
        code = "from report import bootstrap, workspace; import sys; from pathlib import Path\n"
        code += "with bootstrap.only_one(Path(sys.argv[1])): print('mine')"
        second = subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "venv")],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert second.stderr is not None
        assert "Another command is setting up" in second.stderr.readline()
        assert second.poll() is None
    assert second.communicate(timeout=900)[0] == "mine\n"


def test_a_command_that_fails_is_told_with_its_hint():
    """The user sees what failed and what to look at."""
    with pytest.raises(SetupError, match=r"failed: false(?s:.*)try this"):
        bootstrap.run(["false"], "try this")


def test_the_lock_file_carries_hashes_and_no_addresses():
    """Every requirement is pinned and hashed, and nothing says where to fetch it."""
    text = (ROOT / "requirements.lock").read_text()
    pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert all("==" in pin and pin.endswith("\\") for pin in pins)
    assert "://" not in text
    assert text.count("--hash=sha256:") >= len(pins)


@pytest.mark.parametrize(("python", "venv"), [("", ""), ("/bin/my python", "a b")])
def test_make_takes_interpreter_and_environment_from_its_command_line_alone(python, venv):
    """What the shell exports under these names belongs to other tools."""
    mine = {name: text for name, text in os.environ.items() if not name.startswith("M")}  # make's
    environment = {**mine, "VENV": "/someone/else", "PYTHON": "/usr/bin/python2"}
    arguments = [f"PYTHON={python}", f"VENV={venv}"] if python else []
    rule = "show:\n\t@printf '%s ' $(RUN)"
    done = subprocess.run(
        ["/usr/bin/env", "make", "-s", "-f", "Makefile", "-f", "-", *arguments, "show"],
        cwd=ROOT, env=environment, input=rule, capture_output=True, text=True, check=True,
    )  # fmt: skip
    wanted = f"{python or 'python3'} -I report/bootstrap.py --run {venv or '.venv'} "
    assert done.stdout == wanted


@pytest.mark.parametrize("python", ["/no/such/python", "/bin/false", "/bin/cat", "/etc/hostname"])
def test_an_interpreter_that_does_not_run_is_told_in_one_line(python):
    """Whatever stands there, Python 2 as well, which knows no -I: which ones do, and how to say."""
    done = subprocess.run(
        ["/usr/bin/env", "make", "-s", "explain", f"PYTHON={python}", "VENV=/etc"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    said, *makes = done.stderr.splitlines()
    assert said.startswith(f"error: there is no Python 3 called {python} that runs; install Python")
    assert "PYTHON=/path/to/" in said
    assert len(makes) == 1, "make says that its command failed, and nobody else anything"


LASTING = """#!/bin/sh
case "$*" in *--run*) echo running; sleep 5 >&-; echo survived;; esac
"""


@pytest.mark.parametrize("target", ["report", "watch", "explain", "site"])
def test_a_command_ends_with_its_make(tmp_path, target):
    """Whoever ends make from outside leaves no build behind that goes on by itself."""
    python = tmp_path / "python"
    python.write_text(LASTING)
    python.chmod(0o755)
    command = ["/usr/bin/env", "make", "-s", target, f"PYTHON={python}"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as make:
        assert make.stdout
        assert make.stdout.readline() == "running\n"
        make.terminate()
        assert make.stdout.read() == ""


def test_the_stamp_names_lock_and_interpreter(made):
    """So that a report of a fault can say what an environment was made from."""
    stamp = json.loads((made / "ready.json").read_text())
    assert stamp == {
        "lock": bootstrap.fingerprint(bootstrap.LOCK.read_bytes()),
        "python": sys.executable,
    }
