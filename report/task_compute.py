"""The tasks that compute: each reads inputs, calls one pure function, and writes one result.

Modules that take long to import are imported inside the tasks, so that a build with nothing to
do does not wait for them.
"""

from pathlib import Path
from typing import Annotated

import pytask
from pytask import Product

from report import live, quiet, workspace
from report.cache import Cache
from report.results.text import one_line
from report.sources import code, rules
from report.workspace import CACHE, RESULTS, ROOT

OPTIONS = workspace.options()
MNIST = ROOT / "report" / "data" / "mnist.npz"
RECORD = ROOT / "report" / "data" / "benchmark.json"
IMAGES = workspace.data_files(OPTIONS.data) or [MNIST]


@pytask.mark.try_first
def task_dataset(
    code: Annotated[str, code("report.dataset", named=IMAGES)],
    images: list[Path] = IMAGES,
    result: Annotated[Path, Product] = RESULTS / "dataset.json",
) -> None:
    """Verify the images and describe them."""
    from report import dataset

    found = dataset.load(OPTIONS.data)
    if hidden := unshown(found.name):
        fault = f"has {hidden!r} (U+{ord(hidden):04X}), which no face of the report can show"
        raise dataset.DatasetError(OPTIONS.data or MNIST, "name", fault, "give it another name")
    for remark in dataset.remarks(found):
        live.say(one_line(f"DATA={OPTIONS.data}: {remark}"))
    workspace.save(result, dataset.describe(found))


def unshown(name: str) -> str:
    """Find a character of a name that no face can show; none, if all can be shown."""
    from report.render import fonts

    covered = fonts.coverage("Report Sans") | fonts.coverage("Report Math")
    return next((c for c in name if ord(c) not in covered and not c.isspace()), "")


def task_slopes(
    code: Annotated[str, code("report.slopes")],
    result: Annotated[Path, Product] = RESULTS / "slopes.json",
) -> None:
    """Solve for the best slope by every criterion."""
    from report import slopes

    workspace.save(result, slopes.solve())


def task_certificates(
    code: Annotated[str, code("report.certify")],
    result: Annotated[Path, Product] = RESULTS / "certificates.json",
) -> None:
    """Prove the digits of the constants in ball arithmetic."""
    from report import certify

    workspace.save(result, certify.certify())


def task_pieces(
    code: Annotated[str, code("report.pieces")],
    result: Annotated[Path, Product] = RESULTS / "pieces.json",
) -> None:
    """Recompute the literature's approximations and the best ones with as many pieces."""
    from report import pieces

    workspace.save(result, pieces.solve())


def task_equations(
    code: Annotated[str, code("report.equations")],
    rules: Annotated[str, rules("report.equations")],
    result: Annotated[Path, Product] = RESULTS / "equations.json",
) -> None:
    """Evaluate every displayed equation."""
    from report import equations

    cache = Cache(CACHE / "equations", rules)
    workspace.save(result, equations.verify(equations.load(), cache, live.tell))


def task_frameworks(
    code: Annotated[str, code("report.keras.probes")],
    result: Annotated[Path, Product] = RESULTS / "frameworks.json",
) -> None:
    """Run what is installed, and see what it does."""
    with quiet.start():
        from report.keras import probes
    workspace.save(result, probes.probe())


def task_survey(
    code: Annotated[str, code("report.survey")],
    frameworks: Path = RESULTS / "frameworks.json",
    result: Annotated[Path, Product] = RESULTS / "survey.json",
) -> None:
    """Hold what frameworks are said to ship against what was measured."""
    from report import survey
    from report.results.frameworks import Frameworks

    measured = workspace.load(frameworks, Frameworks)
    workspace.save(result, survey.survey(survey.load(), measured))


def task_benchmark(
    code: Annotated[str, code("report.results.benchmark")],
    record: Path = RECORD,
    result: Annotated[Path, Product] = RESULTS / "benchmark.json",
) -> None:
    """Read the recorded measurements; a build never measures."""
    from report.results.benchmark import Benchmark

    workspace.save(result, workspace.load(record, Benchmark))
