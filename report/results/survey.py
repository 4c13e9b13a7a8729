"""What frameworks ship under the name hard sigmoid, each with its source."""

from typing import Literal

import msgspec

from report.results.text import Text

Seen = Literal["read", "second-hand"]
"""read: the cited file, thread or page was read; second-hand: known from another source."""


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a slope is written down.

    ``url`` is the address a reader can open. ``repo`` is ``owner/name`` on GitHub, None for a
    page of documentation; ``path`` is a file in it and ``commit`` the version that was read;
    ``thread`` is an issue or pull request in it.
    """

    url: str
    repo: str | None = None
    path: str | None = None
    commit: str | None = None
    thread: int | None = None

    @property
    def place(self) -> str:
        """The source in one line: repository, file and version or thread; else the site's name."""
        if self.repo is None:
            return self.url.split("/")[2]
        version = f"@{self.commit[:7]}" if self.commit else ""
        thread = f"#{self.thread}" if self.thread else ""
        return " ".join(part for part in (self.repo, self.path, version, thread) if part)


class Framework(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One framework's hard sigmoid, clip(slope * x + 1/2, 0, 1), and how it was checked.

    ``slope`` and ``knee`` are rationals such as "1/5" and "5/2"; the knees are at plus and
    minus ``knee``. ``since`` and ``until`` are versions or years; an ``until`` marks a past
    behaviour. ``probe``, ``measured`` and ``agrees`` are given if the installed framework was
    run: the measured slope as a decimal string, and whether it is the stated one.
    """

    id: str
    name: str
    slope: str
    knee: str
    since: str | None
    until: str | None
    source: Source
    seen: Seen
    note: Text
    probe: str | None = None
    measured: str | None = None
    agrees: bool | None = None

    @property
    def period(self) -> str:
        """When it was so: "2015–2023", "2020–" or, where nothing is known, an empty text."""
        if self.since is None and self.until is None:
            return ""
        return f"{self.since or ''}–{self.until or ''}"


class Survey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All surveyed frameworks, in the order of the table.

    ``read`` is the year and month in which the sources were read.
    """

    read: str

    frameworks: tuple[Framework, ...]

    @property
    def agrees(self) -> bool:
        """Whether every framework that was run has the slope and knees stated for it."""
        return all(entry.agrees for entry in self.frameworks if entry.probe is not None)
