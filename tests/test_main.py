"""The command line does what it says, and refuses in one line what it cannot do."""

import json
import subprocess
import sys

import pytest

from report import __main__ as command

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


@pytest.mark.parametrize("digits", ["0", "10001", "-3"])
def test_digits_out_of_range_are_refused(capsys, digits):
    """One line on the error stream, exit code 1, nothing printed."""
    assert command.main(["constants", "--digits", digits]) == 1
    streams = capsys.readouterr()
    assert streams.out == ""
    assert streams.err.startswith("error: digits: ")
    assert streams.err.count("\n") == 1


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
