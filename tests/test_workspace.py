"""Files are written whole or not at all, and options are checked before anything runs."""

import errno
import os
from pathlib import Path

import msgspec
import pytest

from report import workspace
from report.results.text import Text
from report.workspace import InputError, Options


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    """When the swap itself fails, the old content stays, no scrap is left, the file is named."""
    path = tmp_path / "result.json"
    workspace.write(path, "old")

    def fail(*_args):
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space") as caught:
        workspace.write(path, "new")
    assert caught.value.filename == str(path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_build_left_half_written_is_removed(tmp_path, monkeypatch):
    """Scraps go, wherever they lie, and nothing else does."""
    monkeypatch.setattr(workspace, "BUILD", tmp_path)
    kept = tmp_path / "results" / "a.part"
    workspace.write(kept, "whole")

    def die(*_args):
        os._exit(9)

    child = os.fork()
    if child == 0:
        monkeypatch.setattr(Path, "replace", die)
        workspace.write(kept, "new")
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert len(list(kept.parent.iterdir())) == 2
    workspace.sweep()
    assert list(kept.parent.iterdir()) == [kept]


def test_a_saved_result_reads_back_equal(tmp_path):
    """JSON is a faithful carrier, in both languages."""
    path = tmp_path / "deep" / "text.json"
    value = Text(ja="傾き", en="slope “1/5”")
    workspace.save(path, value)
    assert workspace.load(path, Text) == value


@pytest.mark.parametrize(
    "content", [b"", b'{"ja": "x"', b'{"ja": "x"}', b"\xff\xfe", b'{"ja": 1, "en": ""}']
)
def test_a_corrupted_result_is_named(tmp_path, content):
    """A result that cannot be read names its file and the mend."""
    path = tmp_path / "text.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"text\.json: .*delete the file and build again"):
        workspace.load(path, Text)


def test_options_come_from_the_environment(tmp_path, monkeypatch):
    """DATA becomes an absolute path and SEEDS a number; empty means the default."""
    monkeypatch.chdir(tmp_path)
    Path("digits.npz").touch()
    monkeypatch.setenv("DATA", "digits.npz")
    monkeypatch.setenv("SEEDS", "7")
    assert workspace.options() == Options(tmp_path / "digits.npz", 7)
    monkeypatch.setenv("DATA", "")
    monkeypatch.setenv("SEEDS", "")
    assert workspace.options() == Options()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DATA", "missing.npz", r"DATA=missing\.npz: there is no such file"),
        ("SEEDS", "1", "SEEDS=1: give a whole number"),
        ("SEEDS", "many", "SEEDS=many"),
        ("SEEDS", "-3", "SEEDS=-3"),
        ("SEEDS", "2.5", "SEEDS=2.5"),
    ],
)
def test_bad_options_are_named(monkeypatch, name, value, said):
    """An option that cannot be used is refused with its name and value."""
    monkeypatch.delenv("DATA", raising=False)
    monkeypatch.setenv(name, value)
    with pytest.raises(InputError, match=said):
        workspace.options()


def test_results_are_small_and_readable(tmp_path):
    """A saved result is indented JSON that ends with a line feed."""
    path = tmp_path / "text.json"
    workspace.save(path, Text(ja="傾き", en="slope"))
    assert path.read_text(encoding="utf-8") == '{\n "ja": "傾き",\n "en": "slope"\n}\n'
    assert msgspec.json.decode(path.read_bytes()) == {"ja": "傾き", "en": "slope"}
