"""The documents appear together, and a failure leaves the last good ones."""

import errno
from pathlib import Path

import pytest

from report import publish, workspace

OLD = {"report.ja.html": b"old ja", "report.en.html": b"old en"}
NEW = {"report.ja.html": b"new ja", "report.en.html": b"new en"}


def read(folder: Path) -> dict[str, bytes]:
    """What a reader finds under the names of the documents."""
    return {name: (folder / name).read_bytes() for name in OLD}


def test_the_documents_are_found_under_their_names(tmp_path):
    """The names a reader knows lead to what was published last."""
    publish.publish(OLD, tmp_path)
    publish.publish(NEW, tmp_path)
    assert read(tmp_path) == NEW


@pytest.fixture
def no_links(monkeypatch):
    """Answer as the file system of a memory stick does."""

    def refuse(*_args):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "symlink_to", refuse)


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("writes", [0, 1])
def test_a_crash_while_writing_leaves_the_last_edition(
    tmp_path, monkeypatch, request, writes, links
):
    """When the disk fills up at the first or the second document, nothing has changed."""
    if not links:
        request.getfixturevalue("no_links")
    publish.publish(OLD, tmp_path)
    write = workspace.write
    done: list[Path] = []

    def fail(path: Path, content: str | bytes) -> None:
        if len(done) == writes:
            raise OSError("no space left on device")
        done.append(path)
        write(path, content)

    monkeypatch.setattr(workspace, "write", fail)
    with pytest.raises(OSError, match="no space"):
        publish.publish(NEW, tmp_path)
    assert read(tmp_path) == OLD


def test_one_step_publishes_everything(tmp_path, monkeypatch):
    """Just before the last link is replaced all documents are old, just after it all are new."""
    publish.publish(OLD, tmp_path)
    seen = []
    link = publish._link

    def watch(name: Path, target: Path) -> None:
        before = read(tmp_path)
        link(name, target)
        seen.append((before, read(tmp_path)))

    monkeypatch.setattr(publish, "_link", watch)
    publish.publish(NEW, tmp_path)
    assert seen[0] == (OLD, NEW)
    assert all(before == after == NEW for before, after in seen[1:])


def test_only_the_last_edition_is_kept(tmp_path):
    """Old editions do not pile up."""
    publish.publish(OLD, tmp_path)
    publish.publish(NEW, tmp_path)
    assert len(list((tmp_path / publish.EDITIONS).iterdir())) == 1


def test_a_plain_file_in_the_way_is_replaced(tmp_path):
    """A document that somebody copied over the link does not stop the next build."""
    (tmp_path / "report.ja.html").write_bytes(b"copied by hand")
    publish.publish(NEW, tmp_path)
    assert read(tmp_path) == NEW


def test_without_links_the_documents_are_plain_files(tmp_path, no_links):
    """They are found under the same names, and nothing else is left."""
    publish.publish(OLD, tmp_path)
    publish.publish(NEW, tmp_path)
    assert read(tmp_path) == NEW
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(NEW)
    assert not any((tmp_path / name).is_symlink() for name in NEW)


def test_links_and_plain_files_follow_each_other(tmp_path, monkeypatch):
    """A build folder that was copied to where there are no links, and back, works."""
    publish.publish(OLD, tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(publish, "linking", lambda _: False)
        publish.publish(NEW, tmp_path)
        assert read(tmp_path) == NEW
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted(NEW)
    publish.publish(OLD, tmp_path)
    assert read(tmp_path) == OLD
