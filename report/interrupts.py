"""Ctrl-C and a polite kill: one that a library swallows ends the build all the same."""

import signal
from types import FrameType
from typing import NoReturn

_asked: list[int] = []


def answer(*numbers: int) -> None:
    """Raise KeyboardInterrupt at these signals from now on, and remember that it was asked for."""
    for number in numbers:
        signal.signal(number, _interrupt)


def check() -> None:
    """Raise KeyboardInterrupt if it was asked for: what was running may have caught it.

    Python itself drops one that is raised in a callback, such as that of a garbage collection.
    """
    if _asked:
        raise KeyboardInterrupt


def _interrupt(number: int, _: FrameType | None) -> NoReturn:
    _asked.append(number)
    raise KeyboardInterrupt
