"""A build that is killed or stopped, wherever that may be, costs nothing but its own work."""

import shutil
import signal
import tomllib

from tests.builds.projects import DATA, OLDER, copy

CUT_SHORT = 'lock-version = "1"\n[[task]]\nid = "report/task'


def stages(project):
    """Name the stages that the engine knows."""
    record = tomllib.loads((project.made / ".engine" / "pytask.lock").read_text("utf-8"))
    ids = (entry["id"].rpartition("::")[2] for entry in record["task"])
    return {name.partition("[")[0].removeprefix("task_") for name in ids}


def test_a_build_killed_at_every_stage_ends_in_the_right_report(finished, tmp_path):
    """Killed in the middle of writing, stage after stage, it leaves the last good report alone.

    Publication is killed at every file and link, and there the report is the old or the new one,
    never some of each. No process is left behind, nor, in the end, anything half written. Before
    the first of these builds, one found the engine's record cut short.
    """
    project = copy(tmp_path / "killed", finished.folder / DATA, finished.environment)
    project.age()
    (project.made / ".engine").mkdir()
    (project.made / ".engine" / "pytask.lock").write_text(CUT_SHORT)
    assert "records were damaged" in project.build().err
    places = tmp_path / "places"
    good, seen = finished.documents(), []
    while (ended := project.build("kill", str(places))).code:
        assert ended.code == -signal.SIGKILL, ended
        seen.append(project.documents())
        assert seen[-1] in (OLDER, good)
    assert seen == sorted(seen, key=lambda documents: documents == good)
    assert project.contents() == finished.contents()
    killed = {place.partition(" ")[0] for place in places.read_text("utf-8").splitlines()}
    assert killed >= stages(finished) | {"pytask.toml", "pytask.lock"}
    assert len(seen) == len(places.read_text("utf-8").splitlines())


def test_a_build_that_is_stopped_says_so_and_goes_on_from_there(project, finished):
    """Ctrl-C, which all processes get, or a polite kill end it with one line and no traceback."""
    for folder in (".staging/trained", ".cache/runs", "figures"):
        shutil.rmtree(project.made / folder)
    for document in (project.made / ".staging").glob("report.*"):
        document.unlink()
    for number, stage in (
        (signal.SIGINT, "cnn"),
        (signal.SIGTERM, "figure"),
        (signal.SIGINT, "pages"),
        (signal.SIGTERM, "papers"),
    ):
        ended = project.build("stop", str(int(number)), stage)
        assert ended.code == 130, (stage, ended)
        assert ended.said == [
            "stopped; finished stages are kept, and the last good report is in place"
        ], (stage, ended)
        assert "Traceback" not in ended.out + ended.err, (stage, ended)
        assert project.documents() == OLDER
    assert project.build().code == 0
    assert project.contents() == finished.contents()


def test_a_worker_that_is_killed_ends_the_build(project, finished):
    """When the system takes one of its processes away, a build says so in one line."""
    (project.made / ".staging" / "report.en.html").unlink()
    ended = project.build("bereave", "pages")
    assert ended.code == 1
    (line,) = ended.said
    assert line.startswith("error: pages: a process of the build was ended from outside;")
    assert project.documents() == OLDER
    assert project.build().code == 0
    assert project.contents() == finished.contents()
