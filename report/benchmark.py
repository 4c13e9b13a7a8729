"""Reads the recorded benchmark: measured once by ``make record``, never during a build."""

from pathlib import Path

import msgspec

from report.results.benchmark import Benchmark

RECORD = Path(__file__).parent / "data" / "benchmark.json"


class BenchmarkError(ValueError):
    """The recorded benchmark cannot be used."""


def load(path: Path = RECORD) -> Benchmark:
    """Read a recorded benchmark.

    Raises BenchmarkError naming the file, the field and the mend.
    """
    mend = "run make record to measure anew"
    try:
        return msgspec.json.decode(path.read_bytes(), type=Benchmark, strict=True)
    except OSError as error:
        raise BenchmarkError(f"{path}: {error.strerror}; {mend}") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BenchmarkError(f"{path}: {error}; {mend}") from error
