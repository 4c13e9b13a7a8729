"""Strings that the program found and the report quotes: versions, a hash, a message."""

from report.context import Fact
from report.results.bundle import Results
from report.results.text import Text


def facts(results: Results) -> dict[str, Fact]:
    """Every fact by its id."""
    found = [*_data(results), *_frameworks(results), *_benchmark(results)]
    return {fact.id: fact for fact in found}


def _data(results: Results) -> list[Fact]:
    return [
        Fact("data.name", Text(ja="データの名称", en="name of the data"), results.dataset.name),
        Fact(
            "data.sha256",
            Text(ja="画素とラベルの SHA-256", en="SHA-256 over pixels and labels"),
            results.dataset.sha256,
        ),
    ]


def _frameworks(results: Results) -> list[Fact]:
    call = results.frameworks.layer_call
    versions = [
        Fact(
            f"version.{found.name}",
            Text(ja=f"{found.name} の版", en=f"version of {found.name}"),
            found.version,
        )
        for found in results.frameworks.versions
    ]
    label = Text(ja="層を構築したときの例外", en="exception when the layer is constructed")
    return [*versions, Fact("layer.error", label, f"{call.error}: {call.message}")]


def _benchmark(results: Results) -> list[Fact]:
    record = results.benchmark
    return [
        Fact("benchmark.date", Text(ja="計測した日", en="day of the measurement"), record.date),
        Fact(
            "benchmark.cpu",
            Text(ja="計測した機械", en="machine of the measurement"),
            record.machine.cpu,
        ),
    ]
