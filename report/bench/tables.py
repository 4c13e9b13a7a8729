"""The benchmark as tables for the terminal: ratios with their quartiles."""

from rich.table import Table

from report.results.benchmark import Benchmark, ConstantCost, Spread, Throughput, Training

MISSING = "not run"


def tables(found: Benchmark) -> list[Table]:
    """Lay out a benchmark, one table a subject."""
    laid = [_speeds(found.throughput)]
    if found.constants:
        laid.append(_constants(found.constants))
    if found.training:
        laid.append(_training(found.training, {each.job: each.peak_gib for each in found.memory}))
    return laid


def ratio(found: Spread) -> str:
    """Write a ratio with its quartiles and the number of runs."""
    return f"{found.median} ({found.low} to {found.high}, {found.runs} runs)"


def _speeds(measured: tuple[Throughput, ...]) -> Table:
    table = Table("engine", "elements", "time of sigmoid / hard_sigmoid", "million a second, each")
    for each in measured:
        rates = f"{each.sigmoid_rate}, {each.hard_sigmoid_rate}"
        table.add_row(each.engine, f"{each.size:,}", ratio(each.ratio), rates)
    return table


def _constants(measured: tuple[ConstantCost, ...]) -> Table:
    table = Table("digits", "all, ms", "line alone, ms", "line / pi", "mpmath's search / line")
    for each in measured:
        table.add_row(
            f"{each.digits:,}",
            f"{1000 * float(each.all_seconds.median):.3g} ({each.constants} constants)",
            f"{1000 * float(each.line_seconds.median):.3g}",
            ratio(each.pi_ratio),
            ratio(each.solver_ratio) if each.solver_ratio else MISSING,
        )
    return table


def _training(found: Training, memory: dict[str, str]) -> Table:
    table = Table("training", "seconds", "plain / this", "peak GiB", "test accuracy")
    rows = (
        ("plain Keras fit, one run", "plain", found.plain_seconds, None, found.plain_accuracy),
        ("ours, one run", "one", found.one_seconds, found.one_ratio, found.one_accuracy),
        (f"ours, {found.many_seeds} runs", "many", found.many_seconds, found.many_ratio, ""),
    )
    for name, job, seconds, against, accuracy in rows:
        shown = ratio(against) if against else ""
        table.add_row(name, seconds.median, shown, memory.get(job, MISSING), accuracy)
    return table
