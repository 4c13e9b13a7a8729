"""While the author writes, the report is built again and the browser follows."""

import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from itertools import count, islice

import pytest
from watchfiles import Change

from report import preview, watch
from report.workspace import InputError
from tests.browsing import needs_browser, started

LATER = count(time.time_ns(), 1_000_000_000)
"""Times of writing, a second apart, whatever the clock does."""
PAGE = "<!doctype html><title>{0}</title><h1>{0}</h1><div style='height: 5000px'></div>"


@pytest.fixture
def folders(tmp_path):
    """Make the three folders that may hold a page."""
    made = tuple(tmp_path / name for name in ("build", "staging", "draft"))
    for folder in made:
        folder.mkdir()
    return made


def write(folder, text, name="report.en.html"):
    """Write a page, later than any other."""
    (folder / name).write_text(text)
    now = next(LATER)
    os.utime(folder / name, ns=(now, now))


def read(address):
    """Fetch what the server answers."""
    with urllib.request.urlopen(address) as answer:  # noqa: S310 — the address is ours
        return answer.read().decode()


def test_what_editors_and_systems_leave_starts_no_build(tmp_path):
    """A file that is only open in an editor is passed over, its source is not."""
    for name in ("10-abstract.html", "__init__.py", "_data.py", "mnist.npz", "requirements.lock"):
        assert watch.LEFT(Change.modified, str(tmp_path / ".hidden" / name))
        for left in (".{}.swp", ".#{}", "._{}", "#{}#", "{}~", "~${}"):
            assert not watch.LEFT(Change.added, str(tmp_path / left.format(name)))
    for name in (".DS_Store", "Thumbs.db", "desktop.ini"):
        assert not watch.LEFT(Change.added, str(tmp_path / name))


def test_the_freshest_page_is_shown(folders):
    """Of a published page, one that was just rendered, and a draft, the latest is served."""
    with watch.serving(0, folders) as address:
        for folder, text in zip(folders, ("published", "rendered", "fallen"), strict=True):
            write(folder, text)
            assert read(f"{address}report.en.html") == text
        (folders[2] / "report.en.html").unlink()
        assert read(f"{address}report.en.html") == "rendered"


def test_a_browser_that_goes_away_is_no_news(folders, capfd):
    """One that leaves in the middle of a page leaves no traceback in the author's terminal."""
    (folders[0] / "report.en.html").write_bytes(b"x" * 30_000_000)
    with watch.serving(0, folders) as address:
        place = urllib.parse.urlsplit(address)
        with socket.create_connection((place.hostname, place.port)) as browser:
            browser.sendall(b"GET /report.en.html HTTP/1.0\r\n\r\n")
            browser.recv(10)
        while [each for each in threading.enumerate() if "process_request" in each.name]:
            time.sleep(0.01)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["report.fr.html", "../secret", "%2e%2e/secret", "draft/x", "x"])
def test_nothing_else_is_served(folders, name):
    """Files beside and above the documents cannot be reached."""
    (folders[0].parent / "secret").write_text("secret")
    (folders[0] / "x").write_text("secret")
    with watch.serving(0, folders) as address, pytest.raises(urllib.error.HTTPError) as refused:
        read(address + name)
    refused.value.close()
    assert refused.value.code == 404


def test_only_this_machine_is_served(folders):
    """The server listens at the loopback address."""
    with watch.serving(0, folders) as address:
        assert address.startswith("http://127.0.0.1:")


def test_a_port_in_use_is_named(folders):
    """The message says which port is taken, and what to do."""
    with watch.serving(0, folders) as address:
        port = int(address.rsplit(":", 1)[1].strip("/"))
        with pytest.raises(InputError, match=f"PORT={port}: .*; choose another"):
            watch.serving(port, folders).__enter__()


def test_news_is_a_page_that_holds_something_else(folders):
    """The same page written again is no news, other text is, a removed draft is."""
    write(folders[0], "one")
    write(folders[1], "one")
    looks = preview.changes(folders)
    assert next(looks) is False
    write(folders[0], "one")
    assert next(looks) is False
    write(folders[2], "two")
    assert next(looks) is True
    (folders[2] / "report.en.html").unlink()
    assert next(looks) is True
    assert list(islice(looks, 2)) == [False, False]


@needs_browser
def test_the_browser_follows_and_stays_where_it_was(folders):
    """A page written anew appears by itself, at the place the author was looking at."""
    write(folders[0], PAGE.format("before"))
    with watch.serving(0, folders) as address, started() as browser:
        page = browser.new_page(locale="en-GB")
        page.goto(address)
        frame = page.frame_locator("iframe")
        frame.get_by_text("before").wait_for()
        inner = page.frames[1]
        inner.evaluate("scrollTo(0, 1200)")
        write(folders[1], PAGE.format("after"))
        frame.get_by_text("after").wait_for()
        page.frames[1].wait_for_function("scrollY === 1200")
        assert page.title() == "after"


def command(tmp_path, seconds):
    """Give a command that notes its start, waits, and notes how it ended."""
    code = (
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.default_int_handler)\n"
        "note = open(sys.argv[1], 'a', buffering=1)\n"
        "note.write('start\\n')\n"
        "try: time.sleep(float(sys.argv[2])); note.write('done\\n')\n"
        "except KeyboardInterrupt: note.write('stopped\\n')\n"
    )
    return sys.executable, "-c", code, str(tmp_path / "note"), str(seconds)


def noted(tmp_path, text):
    """Wait until the command has noted this."""
    for _ in range(60_000):
        if (tmp_path / "note").exists() and (tmp_path / "note").read_text() == text:
            return
        time.sleep(0.01)
    raise AssertionError((tmp_path / "note").read_text())


def test_a_change_stops_the_build_that_it_overtakes(tmp_path):
    """Every change starts a build; one that still runs is stopped in good order first."""

    def changes():
        noted(tmp_path, "start\n")
        yield
        noted(tmp_path, "start\nstopped\nstart\n")

    watch.follow(changes(), command(tmp_path, 60))
    noted(tmp_path, "start\nstopped\nstart\nstopped\n")


def test_a_finished_build_is_left_alone(tmp_path):
    """A change after the end of a build just starts the next."""

    def changes():
        noted(tmp_path, "start\ndone\n")
        yield
        noted(tmp_path, "start\ndone\nstart\ndone\n")

    watch.follow(changes(), command(tmp_path, 0))
    noted(tmp_path, "start\ndone\nstart\ndone\n")


def test_a_stop_ends_the_build_too(tmp_path):
    """Ctrl-C leaves no build behind."""

    def changes():
        noted(tmp_path, "start\n")
        raise KeyboardInterrupt
        yield

    with pytest.raises(KeyboardInterrupt):
        watch.follow(changes(), command(tmp_path, 60))
    noted(tmp_path, "start\nstopped\n")
