"""Silence while a library starts; by itself, since training depends on nothing of the terminal."""

import contextlib
import os
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def start() -> Iterator[None]:
    """Drop what a library's native code prints while it is imported; exceptions still pass.

    TensorFlow greets with lines that no setting of its own turns off.
    """
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
