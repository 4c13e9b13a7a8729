"""Processes that work for a build end when it ends, and an exception does not wait for them."""

import gc
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from report import workers
from report.workspace import ROOT

KILLED = """
import os, signal, time
from report import workers

if __name__ == "__main__":
    with workers.pool(2) as pool:
        pids = [pool.submit(os.getpid) for _ in range(2)]
        print(*{pid.result() for pid in pids}, flush=True)
        pool.submit(time.sleep, 600)
        time.sleep(0.2)
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_work_is_done_in_other_processes():
    """What was asked for comes back, and not from this process."""
    with workers.pool(2) as pool:
        assert pool.submit(pow, 2, 10).result() == 1024
        assert pool.submit(os.getpid).result() != os.getpid()


@pytest.mark.parametrize("lasting", [True, False])
def test_only_workers_that_last_collect_garbage(lasting):
    """One piece of work ends before its garbage matters; thousands would fill the memory."""
    with workers.pool(1, lasting=lasting) as pool:
        assert pool.submit(gc.isenabled).result() == lasting


def test_workers_are_ready_when_work_comes():
    """They know the module that they were asked to import."""
    with workers.pool(1, "report.notation") as pool:
        assert "report.notation" in pool.submit(eval, "list(__import__('sys').modules)").result()


def leave_a_file():
    """Do as a library does that keeps something in a temporary folder and never tidies up."""
    return tempfile.mkdtemp()


def test_what_is_left_in_temporary_folders_goes():
    """Workers are not taken apart at their end, and yet nothing of theirs stays."""
    with workers.pool(1) as pool:
        folder = Path(pool.submit(leave_a_file).result())
        assert folder.is_dir()
    assert not folder.exists()


def test_a_module_that_cannot_be_imported_is_told_by_the_work(capfd):
    """Whoever prepares says nothing; the work that needs it fails, or is done without it."""
    with workers.pool(1, "report.no_such_module") as pool:
        assert pool.submit(pow, 2, 3).result() == 8
    assert capfd.readouterr() == ("", "")


INTERRUPTED = """
import os, signal, sys
from report import workers

if __name__ == "__main__":
    # As in a terminal, even where the tests themselves run in the background of a shell.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with workers.pool(2, "report.task_document") as pool:
            # As a terminal does, to all; those that just start are quicker to answer than a
            # process in the middle of a long calculation.
            os.system(f"(sleep {sys.argv[1]}; kill -INT -{os.getpgrp()}) &")
            sum(range(50_000_000))
            pool.submit(int).result()
            pool.submit(sum, range(50_000_000)).result()
    except KeyboardInterrupt:
        print("stopped")
"""


def test_ctrl_c_while_workers_start_prints_no_traceback(tmp_path):
    """They die without a word, and whoever started them speaks."""
    script = tmp_path / "interrupted.py"
    script.write_text(INTERRUPTED)
    for moment in (0.0, 0.05, 0.1, 0.2, 0.3):
        ended = subprocess.run(
            [sys.executable, str(script), str(moment)],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=300,
            start_new_session=True,
            check=False,
        )
        assert (ended.stdout, ended.stderr) == ("stopped\n", "")


def test_without_shared_memory_one_process_does_all(monkeypatch):
    """What comes back, result or exception, is the same."""
    monkeypatch.setattr(workers, "sharing", lambda: False)
    with workers.pool(2) as pool:
        assert pool.submit(os.getpid).result() == os.getpid()
        with pytest.raises(ValueError, match="invalid literal"):
            pool.submit(int, "x").result()


def test_an_exception_ends_the_workers_at_once():
    """Nobody waits for work that is no longer wanted."""
    begin = time.monotonic()
    with pytest.raises(KeyboardInterrupt), workers.pool(1) as pool:
        pool.submit(time.sleep, 600)
        raise KeyboardInterrupt
    assert time.monotonic() - begin < 300


def test_workers_do_not_outlive_a_build_that_is_killed(tmp_path):
    """The pipe that they inherited is closed soon after, so no one is left to hold it."""
    script = tmp_path / "killed.py"
    script.write_text(KILLED)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        [sys.executable, str(script)],
        env=environment,
        stdout=subprocess.PIPE,
        timeout=900,
        check=False,
    )
    assert ended.returncode == -9
    assert ended.stdout.split()
