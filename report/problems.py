"""What went wrong, said in one line that names the place and the mend."""

import errno
import os
import tempfile
import traceback
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytask

from report import surroundings
from report.workspace import ROOT

OURS = (ROOT / "report", ROOT / "figures")
ROOM = "make room and build again"
MENDS = {
    errno.ENOSPC: ROOM,
    errno.EDQUOT: ROOM,
    errno.EFBIG: "raise the limit on file sizes (ulimit -f) and build again",
    errno.ENOENT: "restore it from the source",
}


def describe(problem: BaseException | None) -> str:
    """An exception in one line; one of ours speaks for itself."""
    if isinstance(problem, ValueError):
        return str(problem)
    if isinstance(problem, OSError) and problem.strerror:
        mend = MENDS.get(problem.errno or 0, "mend that and build again")
        return f"{_where(problem)}: {problem.strerror}; {mend}"
    if isinstance(problem, OSError) and "cannot load library" in str(problem):
        return f"a system library is missing: {surroundings.missing_libraries() or problem}"
    if isinstance(problem, BrokenExecutor):
        return "a process of the build was ended from outside; see that memory lasts, build again"
    if isinstance(problem, pytask.NodeNotFoundError):
        return str(problem).partition("\n")[0]
    return _fault(problem)


def relative(path: Path) -> str:
    """A path as the user would type it."""
    return os.path.relpath(path)


def _fault(problem: BaseException | None) -> str:
    """Tell of a fault in the code itself, with the line of ours that is nearest to it."""
    if isinstance(problem, SyntaxError) and problem.filename:
        return f"{relative(Path(problem.filename))}:{problem.lineno}: {problem.msg}; mend that"
    frames = traceback.extract_tb(problem.__traceback__ if problem else None)
    ours = [frame for frame in frames if any(map(Path(frame.filename).is_relative_to, OURS))]
    place = f"{relative(Path(ours[-1].filename))}:{ours[-1].lineno}: " if ours else ""
    return f"{place}{type(problem).__name__}: {problem}"


def _where(problem: OSError) -> str:
    """Name the file, or the folder that files without a name of ours are written to."""
    if problem.filename:
        return relative(Path(os.fsdecode(problem.filename)))
    return relative(Path(tempfile.gettempdir()))
