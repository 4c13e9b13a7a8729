"""Results read off something else: the data, the shipped files, the software installed."""

import platform
from collections.abc import Iterator
from fractions import Fraction
from importlib import metadata

from report import benchmark as record
from report import survey as table
from report.check.consistent.saying import differs, odd
from report.dataset import CLASSES, SIDE
from report.results.bundle import Results
from report.results.finding import Finding
from report.results.frameworks import MeasuredSlope

SPLITS = {"train": 60_000, "test": 10_000}
MNIST_REPEATED = 0
"""Test images of MNIST that stand in its training set as well."""
ORDINARY = 1e-12
"""How far a clipped line in double precision may be from one."""


def dataset(results: Results) -> Iterator[Finding]:
    """Find counts of images that do not add up, or are not those of MNIST."""
    found = results.dataset
    size = (found.height, found.width, found.classes)
    yield from differs("dataset.height, width, classes", size, (SIDE, SIDE, CLASSES))
    for name, images in SPLITS.items():
        split = getattr(found, name)
        yield from differs(f"dataset.{name}.images", split.images, sum(split.per_class))
        if found.is_mnist:
            yield from differs(f"dataset.{name}.images", split.images, images)
    if found.is_mnist:
        yield from differs("dataset.test_repeated", found.test_repeated, MNIST_REPEATED)
    elif not 0 <= found.test_repeated <= found.test.images:
        what = f"is {found.test_repeated}, of {found.test.images} images"
        yield odd("dataset.test_repeated", what)


def frameworks(results: Results) -> Iterator[Finding]:
    """Find versions that are not those installed, and fits that are no clipped line."""
    found = results.frameworks
    installed = {"python": platform.python_version()}
    for entry in found.versions:
        distribution = found.tensorboard.tensorflow if entry.name == "tensorflow" else entry.name
        version = installed.get(entry.name) or metadata.version(distribution)
        yield from differs(f"frameworks.versions.{entry.name}", entry.version, version)
    versions = {entry.name: entry.version for entry in found.versions}
    yield from differs(
        "frameworks.tensorboard.installed", found.tensorboard.installed, versions["tensorboard"]
    )
    for slope in found.slopes:
        yield from _clipped(slope)
        package = slope.id.partition("_")[0]
        yield from differs(f"frameworks.slopes.{slope.id}", slope.version, versions[package])
    lstm, place = found.lstm, "frameworks.lstm"
    near, far, change = map(float, (lstm.distance_sixth, lstm.distance_fifth, lstm.change))
    if not 0 <= near < 1e-6 < far or change <= 0:
        what = f"has the distances {lstm.distance_fifth}, {lstm.distance_sixth}, {lstm.change}"
        yield odd(place, what)


def _clipped(found: MeasuredSlope) -> Iterator[Finding]:
    """Hold both knees against the slope: a line through (0, 1/2) reaches 1 at 1/(2 slope)."""
    place = f"frameworks.slopes.{found.id}"
    knee = 1 / (2 * Fraction(found.slope))
    for name, wanted in (("high_knee", knee), ("low_knee", -knee)):
        printed = Fraction(getattr(found, name))
        # The slope is rounded to twelve places, the knees to ten.
        if abs(printed - wanted) > Fraction(1, 10**10) + Fraction(1, 2 * 10**12) * 2 * knee**2:
            what = f"is {float(printed)}; with the slope {found.slope} it is {float(wanted):.10f}"
            yield odd(f"{place}.{name}", what)
    if not 0 <= float(found.deviation) < ORDINARY:
        yield odd(f"{place}.deviation", f"is {found.deviation}, so this is no clipped line")


def survey(results: Results) -> Iterator[Finding]:
    """Find entries that are not those of the table, compared anew with the measurements."""
    wanted = table.survey(table.load(), results.frameworks)
    for found, entry in zip(results.survey.frameworks, wanted.frameworks, strict=True):
        yield from differs(f"survey.frameworks.{entry.id}", found, entry)
    yield from differs("survey.read", results.survey.read, wanted.read)


def benchmark(results: Results) -> Iterator[Finding]:
    """Find measurements that are not those of the recorded file, which nobody edits."""
    recorded = record.load()
    for name in recorded.__struct_fields__:
        found, wanted = getattr(results.benchmark, name), getattr(recorded, name)
        yield from differs(f"benchmark.{name}", found, wanted)
