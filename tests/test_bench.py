"""The benchmark: what is recorded can be read, summed up rightly and turned into numbers."""

import json
import re
from pathlib import Path

import msgspec
import pytest
from mpmath import mp, mpf

from report import benchmark
from report.bench import costs, machine, measure, tables
from report.numbers import benchmark as benchmark_numbers
from report.results.benchmark import Benchmark, Spread
from report.timing import spread


@pytest.fixture(scope="module")
def recorded() -> Benchmark:
    return benchmark.load()


def test_a_spread_is_the_median_with_the_quartiles() -> None:
    """Five measurements give their middle one and the ones between it and the ends."""
    assert spread([5.0, 1.0, 3.0, 2.0, 4.0]) == Spread("3", "2", "4", 5)
    assert spread([7.0]) == Spread("7", "7", "7", 1)


def test_nothing_measured_is_an_error() -> None:
    """No measurement is no median."""
    with pytest.raises(ValueError, match="nothing was measured"):
        spread([])


def test_the_shipped_record_names_date_and_machine(recorded: Benchmark) -> None:
    """The record says when and on what it was taken, with the libraries' versions."""
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", recorded.date)
    assert recorded.machine.cpu
    assert recorded.machine.cores >= 1
    assert {"python", "keras", "numpy"} <= {each.name for each in recorded.machine.versions}


def test_the_shipped_record_is_complete(recorded: Benchmark) -> None:
    """Every engine at every size, every precision, training and memory are in the record."""
    pairs = {(each.engine, each.size) for each in recorded.throughput}
    engines, sizes = ({pair[which] for pair in pairs} for which in (0, 1))
    assert engines == {"numpy", "eager", "graph", "xla"}
    assert len(sizes) == len(benchmark_numbers.SIZES)
    assert pairs == {(engine, size) for engine in engines for size in sizes}
    assert [cost.digits for cost in recorded.constants] == list(costs.DIGITS)
    assert all(cost.solver_ratio is not None for cost in recorded.constants)
    assert recorded.training is not None
    assert {peak.job for peak in recorded.memory} == set(measure.JOBS)


def test_quartiles_bracket_their_median(recorded: Benchmark) -> None:
    """No recorded spread has its median outside its quartiles."""

    def spreads(part: object) -> list[Spread]:
        if isinstance(part, Spread):
            return [part]
        if isinstance(part, msgspec.Struct):
            return [found for value in msgspec.structs.astuple(part) for found in spreads(value)]
        return [found for value in part for found in spreads(value)] if type(part) is tuple else []

    found = spreads(recorded)
    assert len(found) > 20
    for each in found:
        assert 0 < float(each.low) <= float(each.median) <= float(each.high)
        assert each.runs >= 1


def test_every_recorded_number_is_plain_and_has_its_own_id(recorded: Benchmark) -> None:
    """Numbers of the record are plain decimals with distinct ids, bounds around the value."""
    numbers = benchmark_numbers.numbers(recorded)
    assert len({number.id for number in numbers}) == len(numbers)
    for number in numbers:
        assert re.fullmatch(r"[a-z_.]+", number.id)
        assert re.fullmatch(r"\d+(\.\d+)?", number.value), number.id
        if number.low is not None and number.high is not None:
            assert float(number.low) <= float(number.value) <= float(number.high), number.id


def test_an_engine_s_ratio_is_the_median_over_its_sizes(recorded: Benchmark) -> None:
    """speed.<engine>_ratio lies in the middle of that engine's ratios, bounded by their ends."""
    numbers = {number.id: number for number in benchmark_numbers.numbers(recorded)}
    for engine in ("numpy", "eager", "graph", "xla"):
        medians = sorted(
            float(each.ratio.median) for each in recorded.throughput if each.engine == engine
        )
        number = numbers[f"speed.{engine}_ratio"]
        assert float(number.value) == pytest.approx((medians[1] + medians[2]) / 2)
        assert (float(number.low or 0), float(number.high or 0)) == (medians[0], medians[-1])
        for word, median in zip(
            benchmark_numbers.SIZES,
            [e.ratio.median for e in recorded.throughput if e.engine == engine],
            strict=True,
        ):
            assert float(numbers[f"speed.{engine}.{word}_ratio"].value) == float(median)


def test_a_run_of_many_costs_a_share_of_all(recorded: Benchmark) -> None:
    """The ratio per run is the ratio of all runs times their number."""
    numbers = {number.id: number for number in benchmark_numbers.numbers(recorded)}
    assert recorded.training is not None
    whole = float(recorded.training.many_ratio.median)
    per_run = float(numbers["speed.training.per_run_ratio"].value)
    assert per_run == pytest.approx(whole * recorded.training.many_seeds)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "No such file"),
        (b"{", "malformed|truncated|ended"),
        (b"\xff\xfe", "utf-8|invalid|malformed"),
        (b'{"date": 5}', r"date"),
        (b"[]", "Expected `object`"),
    ],
)
def test_a_bad_record_is_refused_by_name(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    """A record that is missing or damaged ends in one line with the file and the mend."""
    path = tmp_path / "benchmark.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(benchmark.BenchmarkError, match=message) as caught:
        benchmark.load(path)
    assert str(path) in str(caught.value)
    assert "make record" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("field", ["extra", "cores"])
def test_a_record_of_another_form_is_refused(tmp_path: Path, field: str) -> None:
    """An unknown field, or a text in the place of a number, is refused by its name."""
    content = json.loads(benchmark.RECORD.read_bytes())
    content["machine"][field] = "2"
    path = tmp_path / "benchmark.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(benchmark.BenchmarkError, match=field):
        benchmark.load(path)


def test_the_timed_search_solves_the_printed_equation() -> None:
    """What mpmath is timed on is the article's constant, to every digit asked for."""
    with mp.workdps(40):
        known = mpf("5.1993638166286445323111434")
        assert abs(costs.search(30) - known) < mpf("1e-24")


def test_the_machine_describes_itself() -> None:
    """Memory, cores and versions are read off the machine."""
    described = machine.describe()
    assert float(described.memory_gib) > 0.1
    assert described.cores >= 1
    assert described.versions[0].name == "python"


def test_the_tables_show_every_ratio_with_its_runs(recorded: Benchmark) -> None:
    """The terminal gets a table a subject, with a row for everything that was measured."""
    speeds, constants, training = tables.tables(recorded)
    assert speeds.row_count == len(recorded.throughput)
    assert constants.row_count == len(recorded.constants)
    assert training.row_count == 3
    shown = tables.ratio(Spread("1.5", "1.4", "1.6", 31))
    assert shown == "1.5 (1.4 to 1.6, 31 runs)"
