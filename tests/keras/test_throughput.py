"""What the benchmark times: the two functions on every engine, at every size of the record."""

import numpy as np
import pytest

from report import benchmark
from report.keras import throughput


@pytest.mark.parametrize("engine", ["numpy", "eager", "graph", "xla"])
def test_every_engine_times_the_functions_it_claims(engine: str) -> None:
    """On each engine both timed functions are the sigmoid and clip(x/5 + 1/2, 0, 1)."""
    smooth, hard = throughput.pair(engine)  # type: ignore[arg-type]
    x = np.linspace(-6, 6, 49, dtype=np.float32)
    assert np.asarray(smooth(x)) == pytest.approx(1 / (1 + np.exp(-x.astype(float))), abs=1e-6)
    assert np.asarray(hard(x)) == pytest.approx(np.clip(x / 5 + 0.5, 0, 1), abs=1e-6)
    assert np.asarray(hard(x)).dtype == np.asarray(smooth(x)).dtype == np.float32


def test_throughput_is_measured_at_the_sizes_asked_for() -> None:
    """A short measurement has every engine at every size, with as many runs as asked for."""
    found = throughput.measure(sizes=(64,), runs=3)
    assert [(each.engine, each.size, each.ratio.runs) for each in found] == [
        (engine, 64, 3) for engine in ("numpy", "eager", "graph", "xla")
    ]


def test_the_record_has_the_sizes_that_are_measured() -> None:
    """The shipped record was taken at the sizes that a new one would be taken at."""
    assert {each.size for each in benchmark.load().throughput} == set(throughput.SIZES)
