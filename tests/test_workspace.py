"""Files are written whole or not at all, and options are checked before anything runs."""

import errno
import os
import shutil
import tempfile
from pathlib import Path
from types import SimpleNamespace

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


def test_temporary_files_lie_in_the_build_folder_and_go(tmp_path, monkeypatch):
    """Those of this process and of those that it starts; a kill leaves them to the next build."""
    monkeypatch.setattr(workspace, "BUILD", tmp_path)
    monkeypatch.setattr(workspace, "SCRATCH", tmp_path / ".scratch")
    before = tempfile.gettempdir(), os.environ.get("TMPDIR")
    with workspace.scratch() as folder:
        assert Path(tempfile.mkdtemp()).parent == folder
        assert os.environ["TMPDIR"] == str(folder)
    assert (tempfile.gettempdir(), os.environ.get("TMPDIR")) == before
    assert not folder.exists()

    child = os.fork()
    if child == 0:
        with workspace.scratch():
            os._exit(9)
    os.waitpid(child, 0)
    with workspace.scratch() as ours:
        assert len(list(folder.parent.iterdir())) == 2
        workspace.sweep()
        assert list(folder.parent.iterdir()) == [ours]


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
        ("SEEDS", "３", "SEEDS=３: give a whole number"),
        ("SEEDS", "²", "SEEDS=²: give a whole number"),
        ("SEEDS", "9" * 5000, "SEEDS=9+: so many runs need about .* GB of memory"),
    ],
)
def test_bad_options_are_named(monkeypatch, name, value, said):
    """An option that cannot be used is refused with its name and value."""
    monkeypatch.delenv("DATA", raising=False)
    monkeypatch.setenv(name, os.fsdecode(value))
    with pytest.raises(InputError, match=said):
        workspace.options()


@pytest.mark.parametrize("name", [b"d\xff.npz", b"d\xff/mine.npz", b"link.npz"])
def test_data_whose_name_is_no_text_is_refused(monkeypatch, tmp_path, name):
    """A name that is not UTF-8 could be shown nowhere; a link to such a file is no better."""
    (tmp_path / os.fsdecode(b"d\xff")).mkdir()
    for file in (b"d\xff.npz", b"d\xff/mine.npz"):
        (tmp_path / os.fsdecode(file)).touch()
    (tmp_path / "link.npz").symlink_to(os.fsdecode(b"d\xff.npz"))
    monkeypatch.setenv("DATA", str(tmp_path / os.fsdecode(name)))
    with pytest.raises(InputError, match="is not UTF-8; rename it"):
        workspace.options()


@pytest.mark.parametrize("what", ["memory", "disk"])
def test_more_runs_than_there_is_room_for_are_refused(monkeypatch, tmp_path, what):
    """The line says what is lacking, how much there is, and how many runs fit; those do."""
    monkeypatch.delenv("DATA", raising=False)
    most = 30_000
    per_seed = workspace.MEMORY_PER_SEED if what == "memory" else 3 * workspace.STORED_PER_RUN
    little, plenty = per_seed * most, 10**15
    monkeypatch.setattr(workspace, "memory", lambda: little if what == "memory" else plenty)
    free = plenty if what == "memory" else little
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    monkeypatch.setattr(workspace, "CACHE", tmp_path)
    monkeypatch.setenv("SEEDS", str(most))
    assert workspace.options().seeds == most
    monkeypatch.setenv("SEEDS", str(most + 1))
    with pytest.raises(InputError, match=f"GB of {what}, .*; give at most 30,000$"):
        workspace.options()


def test_runs_that_are_kept_need_no_further_room(monkeypatch, tmp_path):
    """A build with as many runs as before is not refused for the room that they have taken."""
    monkeypatch.delenv("DATA", raising=False)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0))
    monkeypatch.setattr(workspace, "CACHE", tmp_path)
    (tmp_path / "runs").mkdir()
    for at in range(3 * 21):
        (tmp_path / "runs" / f"{at}.npz").touch()
    monkeypatch.setenv("SEEDS", "21")
    assert workspace.options().seeds == 21
    monkeypatch.setenv("SEEDS", "22")
    with pytest.raises(InputError, match="GB of disk"):
        workspace.options()


def test_the_memory_of_this_machine_is_told():
    """It is a plausible number of bytes, and no more than the machine has."""
    assert 10**8 < workspace.memory() <= 2**50


def test_results_are_small_and_readable(tmp_path):
    """A saved result is indented JSON that ends with a line feed."""
    path = tmp_path / "text.json"
    workspace.save(path, Text(ja="傾き", en="slope"))
    assert path.read_text(encoding="utf-8") == '{\n "ja": "傾き",\n "en": "slope"\n}\n'
    assert msgspec.json.decode(path.read_bytes()) == {"ja": "傾き", "en": "slope"}


def test_a_link_that_leads_nowhere_is_no_silence(tmp_path):
    """A section behind it would be missing from the report; an editor's own such link is none."""
    (tmp_path / "a.html").touch()
    (tmp_path / ".#a.html").symlink_to("someone@somewhere:1")
    assert workspace.listed(tmp_path, ".html") == [tmp_path / "a.html"]
    (tmp_path / "b.html").symlink_to("nowhere.html")
    with pytest.raises(InputError, match=r"b\.html: is a link that leads nowhere; mend"):
        workspace.listed(tmp_path, ".html")
