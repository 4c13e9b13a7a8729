"""A small local server that shows the freshest documents and tells the browser of fresher ones."""

import contextlib
import time
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from report.results.documents import PAGE_NAMES, PAPER_NAMES

TYPES = {".html": "text/html; charset=utf-8", ".pdf": "application/pdf"}
NAMES = (*PAGE_NAMES, *PAPER_NAMES)
PAUSE = 0.1
"""Seconds between two looks at the folders."""
SHELL = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Preview of the report</title>
<style>html, body, iframe { border: 0; display: block; height: 100%; margin: 0; width: 100% }
</style></head><body><iframe title="The report"></iframe><script>
const frame = document.querySelector("iframe");
let scroll = null;
const page = navigator.language.startsWith("ja") ? "report.ja.html" : "report.en.html";
frame.addEventListener("load", () => {
  document.title = frame.contentDocument.title;
  if (scroll !== null) frame.contentWindow.scrollTo({ top: scroll, behavior: "instant" });
});
const news = new EventSource("fresh");
// From here on nothing that is written is missed.
news.addEventListener("open", () => { frame.src = page; }, { once: true });
news.addEventListener("message", () => {
  scroll = frame.contentWindow.scrollY;
  frame.contentWindow.location.reload();
});
</script></body></html>
"""
"""The page around the report: the report's own policy lets nothing in that could reload it."""


def dated(name: str, folders: Sequence[Path]) -> tuple[int, Path] | None:
    """Find the file of this name that was written last, and when (ns); None if there is none."""
    found = []
    for folder in folders:
        with contextlib.suppress(OSError):  # not there, or just being replaced
            found.append(((folder / name).stat().st_mtime_ns, folder / name))
    return max(found, default=None)


def freshest(name: str, folders: Sequence[Path]) -> Path | None:
    """Find the file of this name that was written last; None when no folder has one."""
    found = dated(name, folders)
    return found[1] if found else None


class Preview(BaseHTTPRequestHandler):
    """Answers for the shell, the documents, and the stream of news; for nothing else."""

    def __init__(self, folders: Sequence[Path], *args: object) -> None:
        self.folders = folders
        super().__init__(*args)  # type: ignore[arg-type]  # handed on as they came

    def handle(self) -> None:
        """Answer as far as the browser listens; one that goes away is no news in the terminal."""
        with contextlib.suppress(OSError):
            super().handle()

    def do_GET(self) -> None:
        """Answer one request."""
        name = self.path.partition("?")[0].removeprefix("/")
        if name == "":
            self._send(SHELL.encode(), TYPES[".html"])
        elif name == "fresh":
            self._tell()
        elif name in NAMES and (content := _held(name, self.folders)) is not None:
            self._send(content, TYPES[Path(name).suffix])
        else:
            self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing; the terminal belongs to the build."""

    def _send(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def _tell(self) -> None:
        """Send one event whenever a page has been written anew, until the browser goes away."""
        news = changes(self.folders)
        next(news)  # what the pages hold is known before the browser asks for one
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for changed in news:
            self.wfile.write(b"data: fresh\n\n" if changed else b":\n\n")
            self.wfile.flush()


def changes(folders: Sequence[Path]) -> Iterator[bool]:
    """Look at the pages again and again, and say each time whether what they hold has changed."""
    held, stamp = _pages(folders), _stamp(folders)
    while True:
        time.sleep(PAUSE)
        changed = False
        if stamp != (stamp := _stamp(folders)):  # the same page is often written to two folders
            changed = held != (held := _pages(folders))
        yield changed


def _stamp(folders: Sequence[Path]) -> list[object]:
    """Tell which files are the freshest pages, and when they were written."""
    return [dated(name, folders) for name in PAGE_NAMES]


def _pages(folders: Sequence[Path]) -> list[bytes | None]:
    return [_held(name, folders) for name in PAGE_NAMES]


def _held(name: str, folders: Sequence[Path]) -> bytes | None:
    """Read the freshest file of a name; None if there is none, or it is just being removed."""
    try:
        path = freshest(name, folders)
        return path.read_bytes() if path else None
    except OSError:
        return None
