"""Whoever stops a build has stopped it, whatever was running."""

import os
import signal
import subprocess
import sys

import pytest

from report.workspace import ROOT

SWALLOW = """
import os, signal
from report import interrupts
interrupts.check()
interrupts.answer(signal.SIGINT, signal.SIGTERM)
try:
    os.kill(os.getpid(), {number})
except BaseException as problem:  # as some libraries do while they are imported
    print(type(problem).__name__)
print("went on")
interrupts.check()
print("never")
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_that_was_swallowed_is_raised_again(number):
    """At the next look; until somebody asks for it there is none."""
    command = [sys.executable, "-c", SWALLOW.format(number=int(number))]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ended.stdout == "KeyboardInterrupt\nwent on\n"
    assert ended.stderr.endswith("KeyboardInterrupt\n")
