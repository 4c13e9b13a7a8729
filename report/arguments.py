"""Arguments of commands: what cannot be used is refused in one line."""

import argparse
from collections.abc import Callable
from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong without repeating how the command is used."""

    def error(self, message: str) -> NoReturn:
        """Exit with 2 and one line on the error stream."""
        self.exit(2, f"error: {message}\n")


def whole(name: str, least: int, most: int, words: str = "") -> Callable[[str], int]:
    """Give the reader of a whole number within bounds, which make's user knows by a name.

    words: what else the user may give.
    """

    def read(text: str) -> int:
        if text.isascii() and text.isdecimal() and least <= int(text) <= most:
            return int(text)
        raise argparse.ArgumentTypeError(f"{name}={text}: give {least:,} to {most:,}{words}")

    return read
