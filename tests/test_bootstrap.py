"""The set-up does its work once, and says what is missing and how to get it."""

import json
import subprocess
import sys

import pytest

from report import bootstrap
from report.bootstrap import SetupError
from report.workspace import ROOT


def test_an_environment_is_ready_only_for_the_lock_file_it_was_made_from(tmp_path):
    """A changed lock file, a torn stamp or none at all means: set up again."""
    assert not bootstrap.is_ready(tmp_path)
    stamp = tmp_path / "ready.json"
    stamp.write_text(json.dumps({"lock": bootstrap.fingerprint()}))
    assert bootstrap.is_ready(tmp_path)
    stamp.write_text(json.dumps({"lock": "another"}))
    assert not bootstrap.is_ready(tmp_path)
    stamp.write_text('{"lock": ')
    assert not bootstrap.is_ready(tmp_path)


def test_a_python_that_tensorflow_does_not_know_is_refused(monkeypatch):
    """The message names the versions that will do, and how to choose one."""
    monkeypatch.setattr(bootstrap, "version_of", lambda _python: (3, 9))
    with pytest.raises(SetupError, match=r"3\.11 to 3\.13 is needed(?s:.*)make report PYTHON="):
        bootstrap.find_python()


def test_the_running_python_is_taken_if_it_will_do():
    """No other interpreter is looked for without need."""
    assert bootstrap.find_python() == sys.executable
    assert bootstrap.version_of(sys.executable) == sys.version_info[:2]
    assert bootstrap.version_of("/no/such/python") is None


@pytest.mark.parametrize(
    ("system", "user", "said"),
    [
        ("debian", 1000, "sudo apt-get install -y libpango-1.0-0"),
        ("fedora", 1000, "sudo dnf install -y pango"),
        ("macos", 501, "brew install pango"),
        (None, 1000, "apt-get(?s:.*)dnf(?s:.*)brew"),
    ],
)
def test_missing_pango_is_named_with_the_command_that_installs_it(
    monkeypatch, tmp_path, system, user, said
):
    """One command for each system; all of them where the system is not known."""
    monkeypatch.setattr(bootstrap, "has_pango", lambda _venv: False)
    monkeypatch.setattr(bootstrap, "platform", lambda: system)
    monkeypatch.setattr("os.geteuid", lambda: user)
    with pytest.raises(SetupError, match=said):
        bootstrap.provide_pango(tmp_path)


def test_root_on_debian_gets_pango_installed(monkeypatch, tmp_path, capsys):
    """The package manager is called, and the user is told."""
    calls = []
    monkeypatch.setattr(bootstrap, "has_pango", lambda _venv: False)
    monkeypatch.setattr(bootstrap, "platform", lambda: "debian")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(bootstrap, "run", lambda command, _hint: calls.append(command[:2]))
    bootstrap.provide_pango(tmp_path)
    assert calls == [["apt-get", "update"], ["apt-get", "install"]]
    assert "Pango is missing; installing it" in capsys.readouterr().err


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


def test_an_old_python_can_read_the_script():
    """The script parses as Python of ten years ago, so that it can say what is wrong."""
    code = "import ast, sys; ast.parse(open(sys.argv[1]).read(), feature_version=(3, 6))"
    script = ROOT / "report" / "bootstrap.py"
    subprocess.run([sys.executable, "-c", code, str(script)], check=True)
