"""What goes wrong around a build ends in a clear line, and the last good report survives."""

import os
import sys
import time

import pytest

from report.keras import LOG
from tests.builds.projects import DOCUMENTS, OLDER, end, own, permitted

ROOT = os.geteuid() == 0
LIMITED = ("sh", "-c", 'ulimit -f 2000; exec "$@"', "sh")  # 1 MB, less than a page needs
UNPRIVILEGED = ("setpriv", "--bounding-set", "-dac_override") if ROOT else ()
"""Root, too, then obeys the modes of files."""
OWN_MOUNTS = own("--mount")
NO_MEMORY = "mount -t tmpfs -o mode=755,size=4k,ro none /dev/shm"
FULL = """
set -e
mkdir full; mount -t tmpfs -o size=64m none full; cp -a build/. full/; mount --bind full build
dd if=/dev/zero of=build/ballast bs=64k 2> dd.txt || truncate -s -512K build/ballast
"$@" || echo $? > code.txt
mkdir after; cp build/report.* after/
"""


def held(project, ended, line):
    """Assert that a build failed with such a line alone, and left the last good report alone."""
    assert ended.code == 1, ended
    (said,) = ended.said
    assert line in said, ended
    assert "Traceback" not in ended.out + ended.err, ended
    assert project.documents() == OLDER


def mended(project, finished):
    """Assert that the next build is right, to the last byte of the last file."""
    ended = project.build()
    assert ended.code == 0, ended
    assert project.contents() == finished.contents()


def forget(project, *patterns):
    """Remove what was made, so that its stages run again."""
    for pattern in patterns:
        for path in project.made.glob(pattern):
            path.unlink()


@pytest.mark.parametrize("stage", ["verdicts", "publish"])
def test_a_disk_that_is_full(project, finished, stage):
    """The message names the file that found no room, and not the scrap it was to become."""
    forget(project, "verdicts.json")
    ended = project.build("fail", "ENOSPC", stage)
    held(project, ended, "No space left on device; make room and build again")
    assert ended.said[0].startswith(f"error: {stage}: build/")
    assert ".part" not in ended.said[0]
    mended(project, finished)


def test_a_limit_on_the_size_of_files(project, finished):
    """A file that may not be written whole is named, with what to raise."""
    forget(project, ".staging/report.*.html")
    ended = project.build(prefix=LIMITED)
    held(project, ended, "File too large; raise the limit on file sizes (ulimit -f)")
    assert ended.said[0].startswith("error: pages: build/.staging/report.")
    mended(project, finished)


@pytest.mark.skipif(
    not permitted(OWN_MOUNTS),
    reason="this system lets the user mount nothing, so there is no small disk to fill",
)
def test_a_disk_that_is_really_full(project):
    """On a disk with half a megabyte left, the documents that a reader finds stay readable."""
    forget(project, ".staging/report.*.html")
    ended = end(project.start(prefix=(*OWN_MOUNTS, "sh", "-c", FULL, "sh")))
    assert ended.code == 0, ended
    assert (project.folder / "code.txt").read_text() == "1\n", ended
    (said,) = ended.said
    assert said.endswith("No space left on device; make room and build again")
    after = {name: (project.folder / "after" / name).read_bytes() for name in DOCUMENTS}
    assert after == OLDER


@pytest.mark.parametrize("folder", [".", "figures", ".staging"])
def test_a_folder_that_cannot_be_written(project, finished, folder):
    """The build folder, or a folder in it, that belongs to somebody else is named."""
    forget(project, "figures/error.en.svg", ".staging/report.*.html")
    closed = project.made / folder
    inside = closed / ".engine" if folder == "." else closed
    for path in (closed, inside):
        path.chmod(0o555)
    ended = project.build(prefix=UNPRIVILEGED)
    held(project, ended, "Permission denied; ")
    assert f" build/{folder}".rstrip("/.") in ended.said[0]
    for path in (closed, inside):
        path.chmod(0o755)
    mended(project, finished)


def test_a_result_that_contradicts_another(project):
    """What a stage computes wrongly fails the build, and the draft says which result is wrong."""
    stage = project.folder / "report" / "task_compute.py"
    right = "workspace.save(result, certify.certify())"
    wrong = """certified = certify.certify()
    first, *others = certified.constants
    low, high = first.low, first.high
    constants = (msgspec.structs.replace(first, low=high, high=low), *others)
    workspace.save(result, msgspec.structs.replace(certified, constants=constants))"""
    source = stage.read_text()
    assert right in source
    stage.write_text("import msgspec\n" + source.replace(right, wrong))
    ended = project.build()
    assert ended.code == 1, ended
    place = "build/results/certificates.json line.best_a.low, high"
    assert f"error: {place}" in ended.err, ended
    assert "Traceback" not in ended.out + ended.err, ended
    assert project.documents() == OLDER
    for name in DOCUMENTS:
        assert (project.made / "draft" / name).stat().st_size > 0
    draft = (project.made / "draft" / "report.en.html").read_text("utf-8")
    assert place in draft


def test_two_builds_at_once(project, finished, tmp_path):
    """The second says once that it waits, and finds the work done when the first has ended."""
    forget(project, "verdicts.json")
    waiting = tmp_path / "waiting"
    first = project.start("hold", "verdicts", str(waiting))
    while not waiting.exists() and first.poll() is None:
        time.sleep(0.02)
    second = project.start()
    assert second.stderr.readline() == "waiting for another build to end\n"
    waiting.unlink()
    for ended in (end(first), end(second)):
        assert ended.code == 0, ended
    assert "verdicts " not in ended.err, "the second did again what the first had done"
    assert project.contents() == finished.contents()


def test_a_reader_that_goes_away_is_no_damage(project, finished):
    """With the output cut after one line, the build goes on, and its records are kept."""
    forget(project, "verdicts.json", ".staging/report.en.html")
    ended = project.build(prefix=("sh", "-c", '"$@" 2>&1 | head -1', "sh"))
    assert ended.out.startswith("up to ")
    assert project.contents() == finished.contents()
    again = project.build()
    assert again.code == 0
    assert again.err == "", "nothing is out of date"


@pytest.mark.skipif(not permitted(OWN_MOUNTS), reason="this system lets the user mount nothing")
@pytest.mark.parametrize("hide", ["-o ro none /dev/shm", "-o size=4k none /dev/shm"])
def test_without_shared_memory(project, finished, hide):
    """One process does all the work, says so once, and the report is the same."""
    forget(project, ".staging/report.*")
    line = f'mount -t tmpfs {hide}; head -c 9999 /dev/zero > /dev/shm/x 2> /dev/null; "$@"'
    ended = end(project.start(prefix=(*OWN_MOUNTS, "sh", "-c", line, "sh")))
    assert ended.code == 0, ended
    assert ended.err.count("processes cannot share memory here") == 1
    assert project.contents() == finished.contents()


def test_no_folder_for_temporary_files(project, finished):
    """What a build keeps for a moment lies in its own folder."""
    forget(project, ".staging/report.*", "figures/error.*")
    ended = project.build(prefix=("env", "TMPDIR=/proc/none"))
    assert ended.code == 0, ended
    assert project.contents() == finished.contents()


def test_a_file_system_without_links(project, finished):
    """The documents are published as plain files."""
    forget(project, "report.en.html")
    ended = project.build("unlinked")
    assert ended.code == 0, ended
    good = finished.documents()
    assert project.documents() == good
    assert not any((project.made / name).is_symlink() for name in DOCUMENTS)
    assert project.build().code == 0
    but = (".engine", ".cache", ".editions")  # what links lead to
    assert project.contents(but=but) == finished.contents(but=but)


WRONG = (
    ("templates/en/60-line.html", "n('line.best_a'", "n('line.best_b'"),
    ("report/article.toml", 'printed = "0.192', 'printed = "0.193'),
    ("report/equations.toml", "latex = 'f(x) + f(-x) = 1'", "latex = 'f(x) + f(-x) = 2'"),
)
TOLD = (
    "no number is called 'line.best_b'; did you mean line.best_a?",
    "the verdict is 'refuted', expected was 'agrees'",
    "report/equations.toml equation sigmoid.symmetry: does not hold: ",
)


@pytest.mark.parametrize(("wrong", "told"), list(zip(WRONG, TOLD, strict=True)))
def test_errors_come_first(project, wrong, told):
    """Before anything is drawn or rendered, each once; then drafts that show them."""
    name, old, new = wrong
    path = project.folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    ended = project.build()
    assert ended.code == 1, ended
    lines = ended.err.splitlines()
    (at,) = [number for number, line in enumerate(lines) if told in line]
    assert lines[at].startswith("error: ")
    slow = ("figure[", "pages ", "papers ", "drafts ")
    assert not [line for line in lines[:at] if line.startswith(slow)], lines
    assert [line for line in lines[at:] if line.startswith("drafts ")], lines
    assert "statement " not in ended.out, "verdicts are shown of a report that is published"
    assert project.documents() == OLDER
    for draft in DOCUMENTS:
        assert (project.made / "draft" / draft).stat().st_size > 0


def test_a_lock_that_a_dead_build_left_behind_is_none(project, finished):
    """Whatever is in the file of the lock, it is held by a running build alone."""
    (project.made / ".engine" / "lock").write_bytes(b"\xff held by 1")
    mended(project, finished)


def test_damaged_memories_are_not_believed(project, finished):
    """The engine's notes and all that is kept from build to build are proved, or made again."""
    forget(project, ".staging/report.*", "figures/error.*")
    kept = [path for path in (project.made / ".cache").rglob("*") if path.is_file()]
    notes = [path for path in (project.made / ".engine").rglob("*") if path.is_file()]
    assert len(kept) > 10
    assert len(notes) > 3
    for number, path in enumerate(kept):
        damage(path, number)
    for number, path in enumerate(notes):
        if path.name != "pytask.lock":  # with that cut short, everything runs: see test_kills.py
            damage(path, number)
    mended(project, finished)


@pytest.mark.parametrize("number", range(4))
def test_a_damaged_record_of_the_engine_is_said(project, number):
    """Without its record, the engine takes nothing for done; the next build begins at the start.

    That such a build ends right is seen in test_kills.py.
    """
    damage(project.made / ".engine" / "pytask.lock", number)
    held(project, project.build(), "build/.engine: its records were damaged and have been removed")
    ended = project.build("fail", "ENOSPC", "dataset")
    held(project, ended, "dataset: build/results/dataset.json: No space left on device")


def damage(path, number):
    """Spoil a file, each in another way, and leave its time of change as it was."""
    whole, times = path.read_bytes(), path.stat()
    ways = (b"", whole[: len(whole) // 2], b"\xff\x00" * 40, b"[1]", flipped(whole))
    path.write_bytes(ways[number % len(ways)])
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def flipped(whole):
    """Change one bit in the middle."""
    middle = len(whole) // 2
    return whole[:middle] + bytes(byte ^ 1 for byte in whole[middle:][:1]) + whole[middle + 1 :]


def test_damaged_results_are_made_again(project, finished):
    """Whatever was changed by hand or by the disk, its own stage runs again and puts it right."""
    made = (
        *("results/benchmark.json", "results/survey.json", "results/network.json"),
        *("results/dataset.json", "results/certificates.json", "verdicts.json"),
        *("data/error.csv", "data/lines.csv", "figures/error.en.svg", "figures/error.ja.svg"),
        *(".staging/tables/error.json", ".staging/trained/prewitt.json"),
        *(".staging/report.en.html", ".staging/report.ja.pdf"),
        *("report.en.pdf", "report.ja.html", f"tensorboard/softmax/train/{LOG}"),
    )
    for number, name in enumerate(made):
        damage(project.made / name, number)
    mended(project, finished)


@pytest.mark.parametrize("font", ["STIXTwoText-Italic.ttf", "IBMPlexMono-Regular.ttf"])
def test_a_missing_font(project, finished, font):
    """A face that figures or pages need is named, with what to do."""
    face = project.folder / "report" / "fonts" / font
    face.rename(project.folder / font)
    ended = project.build()
    held(project, ended, f"{font} is missing; restore it from the source")
    (project.folder / font).rename(face)
    mended(project, finished)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems look for libraries elsewhere")
def test_a_missing_system_library(project, finished, tmp_path):
    """Without Pango the message is the command that installs it, and nothing but the PDFs waits."""
    forget(project, ".staging/report.*.pdf")
    for name in ("libpango-1.0.so.0", "libpango-1.0.so", "libpango-1.0-0"):
        (tmp_path / name).write_bytes(b"")
    ended = project.build(prefix=("env", f"LD_LIBRARY_PATH={tmp_path}"))
    missing = "WeasyPrint sets the text of the PDFs with Pango and PangoFT2, missing here: "
    held(project, ended, f"a system library is missing: {missing}")
    assert "-----" not in ended.out, "what WeasyPrint prints of it is not dropped"
    mended(project, finished)
