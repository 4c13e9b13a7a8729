"""What will run and about how long, by the times that the tests took here before.

Times are kept in pytest's cache: a guess is worth no file of its own.
"""

from collections.abc import Collection

import pytest

from report.live import duration

KEPT = "report/seconds"
PROMISED = {
    "not deep": "at most 3 minutes on two quiet cores; `make test-deep` runs the rest",
    "deep": "half an hour on two quiet cores, and single tests some minutes",
}
"""What is said where the times are not known yet."""


class Forecast:
    """Notes how long each test takes, and adds that up the next time."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.cache: pytest.Cache | None = getattr(config, "cache", None)  # -p no:cacheprovider
        self.seconds: dict[str, float] = {}
        self.said = False

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Collection[str]) -> None:
        """Say it once, though every process collects."""
        reporter = self.config.pluginmanager.get_plugin("terminalreporter")
        if not self.said and reporter:
            self.said = True
            reporter.ensure_newline()
            reporter.write_line(self.say(ids, self.config.getoption("numprocesses")))

    def pytest_report_collectionfinish(self, items: list[pytest.Item]) -> str:
        """Say it where one process does all."""
        return self.say([item.nodeid for item in items], 1)

    def say(self, ids: Collection[str], processes: int) -> str:
        """Tell how many tests will run, in how many processes, and about how long."""
        wanted = self.config.getoption("markexpr")
        before: dict[str, float] = self.cache.get(KEPT, {}) if self.cache else {}
        known = [before[id_] for id_ in ids if id_ in before]
        tests = "1 test" if len(ids) == 1 else f"{len(ids):,} tests"
        counted = f"{tests} in {processes} process{'es' if processes > 1 else ''}: "
        if len(known) < len(ids) / 2:
            return counted + PROMISED.get(wanted, "how long they take here is not known yet")
        guess = sum(known) / len(known) * len(ids) / processes
        rest = "; `make test-deep` runs the rest" if wanted == "not deep" else ""
        return f"{counted}about {duration(max(1.0, guess))}, as they took last time{rest}"

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add up what a test takes, with all that is set up for it."""
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0) + report.duration

    def pytest_sessionfinish(self) -> None:
        """Keep the times for the next run."""
        if self.cache and self.seconds:
            rounded = {id_: round(taken, 3) for id_, taken in self.seconds.items()}
            self.cache.set(KEPT, self.cache.get(KEPT, {}) | rounded)
