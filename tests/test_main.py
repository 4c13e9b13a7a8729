"""The command line does what it says, and refuses in one line what it cannot do."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from report import __main__ as command
from report.bench import __main__ as bench
from report.mutation import __main__ as mutation

FULL = Path("/dev/full")
# Independent of the code under test: see the docstring of test_constants.py.
LINE = "5.1993638166286445323111434639055392442630017826978"


def test_constants_are_printed_with_their_digits(capsys):
    """As many digits as were asked for, cut off."""
    assert command.main(["constants", "--digits", "20"]) == 0
    assert f"line.best_a = {LINE[:21]}..." in capsys.readouterr().out.splitlines()


def test_constants_are_printed_as_json(capsys):
    """The same digits for programs."""
    assert command.main(["constants", "--digits", "50", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["digits"] == 50
    assert found["constants"]["line.best_a"] == LINE


@pytest.mark.parametrize(
    ("main", "arguments", "said"),
    [
        (command.main, ["constants", "--digits"], "N={}: give 1 to 10,000"),
        (command.main, ["watch", "--port"], "PORT={}: give 1 to 65,535"),
        (mutation.main, ["--sample"], "SAMPLE={}: give 1 to 1,000,000, or all"),
        (bench.main, ["--rounds"], "rounds={}: give 1 to 1,000"),
    ],
)
@pytest.mark.parametrize("given", ["0", "-3", "1000001", "abc", "1.5", "", "٣"])
def test_numbers_out_of_range_are_refused(capsys, main, arguments, said, given):
    """One line on the error stream that names what make's user gave, and nothing is done."""
    with pytest.raises(SystemExit) as ended:
        main([*arguments[:-1], f"{arguments[-1]}={given}"])
    assert ended.value.code == 2
    streams = capsys.readouterr()
    assert streams.out == ""
    option = arguments[-1]
    assert streams.err == f"error: argument {option}: {said.format(given)}\n"


MISLED = {"PYTHONOPTIMIZE": "2", "MPLBACKEND": "module://nowhere", "PYTHONWARNINGS": "error"}


def test_variables_of_other_tools_have_no_say(tmp_path):
    """A module of a name that is used, and a Python without docstrings, change nothing."""
    (tmp_path / "flint.py").write_text("raise RuntimeError('not this one')\n")
    arguments = [sys.executable, "-m", "report", "constants", "--digits", "9"]
    environment = {**os.environ, **MISLED, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(arguments, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"line.best_a = {LINE[:10]}..." in done.stdout.splitlines()


def test_without_docstrings_nothing_is_built():
    """They are part of the report; one line says so."""
    arguments = [sys.executable, "-OO", "-m", "report", "explain"]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("error: python -OO ")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(not FULL.exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_constants_that_find_no_room_are_no_success(form):
    """What is printed is all that the command makes: lost, it is an error."""
    arguments = [sys.executable, "-m", "report", "constants", *form]
    with FULL.open("w") as full:
        done = subprocess.run(
            arguments, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr == "error: the constants could not be written: No space left on device\n"


def test_constants_do_not_wait_for_tensorflow():
    """Neither TensorFlow nor NumPy is imported to print digits."""
    code = (
        "import sys; from report import __main__ as m; m.main(['constants']);"
        "sys.exit(bool({'tensorflow', 'keras', 'numpy', 'pytask'} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_a_missing_data_file_is_refused_before_anything_runs(capsys, monkeypatch):
    """The message names the option and the file."""
    monkeypatch.setenv("DATA", "/no/such/file.npz")
    assert command.main(["build"]) == 1
    assert capsys.readouterr().err.startswith("error: DATA=/no/such/file.npz: there is no such")


READERLESS = """
import sys
from report import __main__ as command
sys.stdout, sys.stderr = command.lasting(sys.stdout), command.lasting(sys.stderr)
for _ in range(20_000):
    print("line"), print("line", file=sys.stderr)
open(sys.argv[1], "w").write("went on")
"""


def test_work_goes_on_when_nobody_reads(tmp_path):
    """A reader that takes one line and leaves does no damage, on either stream."""
    for redirected in ("2>&1", "2>/dev/full >/dev/full", ">&- 2>&-"):
        note = tmp_path / "note"
        line = f'"$0" -c "$1" "$2" {redirected} | head -1 > /dev/null'
        command_ = ["sh", "-c", line, sys.executable, READERLESS, str(note)]
        subprocess.run(command_, check=True, timeout=300)
        assert note.read_text() == "went on", redirected
        note.unlink()


NARROW = """
import sys
from report import __main__ as command
sys.stdout = command.lasting(sys.stdout)
print("a name: \u50be\u304d")
"""


def test_a_terminal_without_the_letters_stops_nothing():
    """What its encoding lacks is spelled out; a name in Japanese is no reason to fall."""
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-c", NARROW], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "a name: \\u50be\\u304d\n"
