"""The trial on minimal systems sees what it should, and tells what it saw."""

import os
import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from rich.console import Console

from report import surroundings
from tests import images
from tests.fresh import __main__ as tool
from tests.fresh import cases, systems
from tests.fresh.cases import CASES, Command, Ended
from tests.test_surroundings import WHOLE, WITHOUT, lacks

GOOD = Ended(0, "Set up in 99 seconds.\n12 passed, 3 skipped in 9 s\n", 99.0, frozenset({"made"}))
COMMAND = Command("test", says=(r"\d+ passed",), makes=("made",), spares=("spared",), within=100)


def test_what_is_as_expected_is_no_complaint():
    """Exit code, lines, time and files."""
    assert cases.complaints(COMMAND, GOOD) == []
    assert cases.outcome(COMMAND, GOOD) == "12 passed, 3 skipped"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": 2}, "exit code 2"),
        ({"code": -1}, "exit code -1"),
        ({"seconds": 101.0}, "took more than 100 s"),
        ({"said": "no tests ran\n"}, r"does not say \d+ passed"),
        ({"said": GOOD.said + "Traceback (most"}, "says Traceback"),
        ({"there": frozenset()}, "made is missing"),
        ({"there": frozenset({"made", "spared"})}, "spared was made"),
    ],
)
def test_each_departure_is_told(change, said):
    """One complaint for each thing that is not so, in the table as well."""
    ended = replace(GOOD, **change)
    assert cases.complaints(COMMAND, ended) == [said]
    assert cases.outcome(COMMAND, ended) == said


def test_a_refusal_has_to_be_one():
    """A command that should fail and does not is a complaint, and so is a traceback or a delay."""
    (refused,) = CASES["trixie-bare"].commands
    line = "error: WeasyPrint sets text with Pango, missing here: sudo apt-get install -y "
    ended = Ended(2, line + "libpango-1.0-0 libpangoft2-1.0-0\n", 1.0)
    assert cases.complaints(refused, ended) == []
    assert cases.outcome(refused, ended) == ("told: WeasyPrint sets text with Pango, missing here")
    assert cases.complaints(refused, replace(ended, code=0)) == ["exit code 0"]
    assert cases.complaints(refused, replace(ended, seconds=11.0)) == ["took more than 10 s"]
    assert cases.complaints(refused, replace(ended, said="error: nothing\n"))
    assert cases.complaints(refused, replace(ended, there=frozenset({".venv"})))


def test_what_the_set_up_says_is_what_is_looked_for():
    """The patterns fit the lines that the set-up writes."""
    (line,) = lacks(WHOLE._replace(libraries=WITHOUT))
    assert re.search(cases.MISSING, f"error: {line}")
    for minor in (9, 14):
        (line,) = lacks(WHOLE._replace(version=[3, minor]))
        assert re.search(cases.VERSIONS.format(minor), f"error: {line}")
    advice = surroundings.advice(WHOLE._replace(libraries=WITHOUT), "debian", root=False)
    assert re.search(cases.ADVICE, str(advice))
    assert re.search(cases.INSTALLED, "  " + surroundings.INSTALL["text"]["debian"])


def test_the_cases_are_those_that_were_promised():
    """Both systems as root, as a user with and without Pango; two that are refused; MNIST once."""
    for system in ("bookworm", "trixie"):
        mine = [case for case in CASES.values() if case.system == system]
        assert {(case.user, bool(case.packages)) for case in mine} >= {
            ("root", False), ("user", True), ("user", False),
        }  # fmt: skip
    commands = [command for case in CASES.values() for command in case.commands]
    full = [command for command in commands if command.succeeds and not command.options]
    assert [command.target for command in full if command.target == "report"] == ["report"]
    assert cases.chosen([]) == CASES
    assert list(cases.chosen(["trixie-user", "bookworm-bare"])) == ["trixie-user", "bookworm-bare"]
    with pytest.raises(ValueError, match="CASES=nix: choose of bookworm-root, "):
        cases.chosen(["nix", "trixie-user"])


def test_the_mirror_is_the_one_that_this_machine_uses():
    """The main archive of Debian, not its security fixes nor another distribution's."""
    lines = ["Debian|Debian-Security|x:/sec", "Ubuntu|Ubuntu|x:/u", "Debian|Debian|x:/debian"]
    assert systems.mirrors(lines) == ["x:/debian"]
    assert systems.mirrors([]) == []


def test_how_others_are_reached_is_carried_and_nothing_else(monkeypatch):
    """Proxies, certificates, the index; links that are folders of this machine are left out."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.invalid/simple")
    monkeypatch.setenv("PIP_FIND_LINKS", "/here https://links.invalid")
    monkeypatch.setenv("PIP_TARGET", "/here")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    environ = {"https_proxy": "p", "NO_PROXY": "n", "SSL_CERT_FILE": "c", "HOME": "/me", "LS": "x"}
    assert systems.network(environ) == {
        "https_proxy": "p",
        "NO_PROXY": "n",
        "SSL_CERT_FILE": "c",
        "PIP_INDEX_URL": "https://index.invalid/simple",
        "PIP_FIND_LINKS": "https://links.invalid",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }


def test_a_system_is_entered_as_the_user_with_mounts_of_its_own(tmp_path):
    """The words of the command come last, undisturbed; nothing of this machine's variables."""
    system = systems.System(tmp_path / "root", tmp_path / "wheels", {"HIDDEN": "1"})
    words = system.enter("user", "/home/user/report", ["make", "report", "A=b c"], MORE="1")
    assert words[:4] == ["setpriv", "--pdeathsig", "KILL", "unshare"]
    assert words[-3:] == ["make", "report", "A=b c"]
    assert {"HOME=/home/user", "MORE=1"} < set(words)
    assert not any("HIDDEN" in word for word in words)


def test_the_small_data_can_be_built_from(tmp_path):
    """Images in the layout of MNIST, the same ones every time."""
    for name in ("a.npz", "b.npz"):
        images.patterns(tmp_path / name)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    with np.load(tmp_path / "a.npz") as made:
        assert made["x_train"].shape == (600, 28, 28)
        assert {made[name].dtype for name in made} == {np.dtype("uint8")}


def test_the_table_shows_every_command(capsys):
    """System, user, command, outcome and time."""
    case = CASES["trixie-user"]
    rows = [("trixie-user", case, command, GOOD) for command in case.commands]
    Console(width=200).print(tool.table(rows))
    said = capsys.readouterr().out
    for text in ("trixie", "user", "make report (small data)", "make test", "99", "is missing"):
        assert text in said


def test_who_cannot_make_systems_is_told_in_one_line(monkeypatch, capsys):
    """Users other than root, and root without the tools."""
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert tool.main(["trixie-bare"]) == 2
    assert capsys.readouterr().err == (
        "error: systems can be made and entered by root only: sudo make fresh\n"
    )
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setenv("PATH", "")
    assert tool.main(["trixie-bare"]) == 2
    assert "debootstrap is missing: apt-get install -y deboot" in capsys.readouterr().err


def test_a_system_that_cannot_be_made_fails_its_case(monkeypatch, capsys):
    """The others go on, the table is printed, and the exit code says so."""

    def fail(*_):
        raise systems.ToolError("no mirror")

    monkeypatch.setattr(systems, "check", lambda: None)
    monkeypatch.setattr(systems, "tree", fail)
    assert tool.main(["trixie-bare", "trixie-user"]) == 1
    said = capsys.readouterr().out
    assert "trixie-bare: no mirror" in said
    assert "3 commands in" in said


def test_an_unknown_case_is_refused_in_one_line():
    """Before anything is made."""
    command = [sys.executable, "-m", "tests.fresh", "nix"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert re.fullmatch(r"error: CASES=nix: choose of .*\n", done.stderr)
