"""The tasks that train, one a family of networks, so that each runs again only when it must."""

import contextlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pytask import Product, PythonNode

from report import live, quiet, workspace
from report.cache import Cache
from report.keras import LOG
from report.results.network import Cnn, Mlp, Orders, Prewitt, SlopeTraining, Training
from report.sources import code
from report.task_compute import IMAGES, OPTIONS
from report.workspace import CACHE, RESULTS, STAGING, TENSORBOARD

TRAINED = STAGING / "trained"
RUNS = CACHE / "runs"
SLOPES = RESULTS / "slopes.json"
VERIFIED = RESULTS / "dataset.json"  # exists only when the images passed their checks
CODE = "report.keras.stages"
FEW = 10  # runs, at most, of what costs most or answers a side question
SIXTH = "0.16666666666666666667"
CROSSED = 4  # orders and starts of the layout that combines each with each


def number(value: int) -> PythonNode:
    """A number that a task depends on; the engine wants a node of its own for every task."""
    return PythonNode(value=value, hash=True)


def images() -> Any:  # noqa: ANN401 — its type would import NumPy for a build with nothing to do
    """The images that the user chose."""
    from report import dataset

    return dataset.load(OPTIONS.data)


def stages() -> Any:  # noqa: ANN401 — a module, imported when a task needs it
    """The stages of training."""
    with quiet.start():
        from report.keras import stages
    return stages


@cache
def foretell() -> None:
    """Tell once, before anything is trained, what more runs than usual will take."""
    if OPTIONS.seeds > workspace.DEFAULT_SEEDS:
        with quiet.start():
            from report.keras import pace
        seconds = pace.seconds_per_seed(images()) * OPTIONS.seeds
        size = workspace.MEMORY_PER_SEED * OPTIONS.seeds / 1e9
        live.say(
            f"SEEDS={OPTIONS.seeds}: training takes about {live.duration(seconds)} on this machine,"
            f" less what is kept from earlier builds, and {size:,.1f} GB of memory"
        )


@contextlib.contextmanager
def way(code: str, runs: int) -> Iterator[Any]:
    """Train with progress shown, and runs kept for a build with more seeds."""
    foretell()
    with live.training(runs) as progress:
        yield stages().Way(progress=progress, cache=Cache(RUNS, code))


def marks(slopes: Path) -> Mapping[str, str]:
    """The slopes of interest as decimals, the article's as it was solved for."""
    from report.results.slopes import Slopes

    best = workspace.load(slopes, Slopes).least("line").best_slope
    return {"half": "0.5", "quarter": "0.25", "fifth": "0.2", "article": best, "sixth": SIXTH}


def logs_of(model: str) -> list[Path]:
    """Name the files that TensorBoard reads, so that they are written again when one is lost."""
    return [TENSORBOARD / model / part / LOG for part in ("train", "validation")]


def task_prewitt(
    code: Annotated[str, code(CODE)],
    images_: list[Path] = IMAGES,
    verified: Path = VERIFIED,
    result: Annotated[Path, Product] = TRAINED / "prewitt.json",
) -> None:
    """Inspect the fixed layer."""
    workspace.save(result, stages().prewitt(images()))


def task_cnn(
    code: Annotated[str, code(CODE)],
    seeds: Annotated[int, number(OPTIONS.seeds)],
    images_: list[Path] = IMAGES,
    verified: Path = VERIFIED,
    result: Annotated[Path, Product] = TRAINED / "cnn.json",
    logs: Annotated[list[Path], Product] = logs_of("cnn"),
) -> None:
    """Train the article's network, and log the first run for TensorBoard."""
    with way(code, seeds) as chosen:
        found = stages().cnn(images(), range(seeds), TENSORBOARD, chosen)
    workspace.save(result, found)


def task_mlp(
    code: Annotated[str, code(CODE)],
    seeds: Annotated[int, number(OPTIONS.seeds)],
    images_: list[Path] = IMAGES,
    verified: Path = VERIFIED,
    slopes: Path = SLOPES,
    result: Annotated[Path, Product] = TRAINED / "mlp.json",
    logs: Annotated[list[Path], Product] = logs_of("mlp"),
) -> None:
    """Train the multi-layer perceptron, and replace its sigmoid."""
    with way(code, seeds) as chosen:
        found = stages().mlp(images(), range(seeds), TENSORBOARD, marks(slopes), chosen)
    workspace.save(result, found)


def task_softmax(
    code: Annotated[str, code(CODE)],
    seeds: Annotated[int, number(OPTIONS.seeds)],
    images_: list[Path] = IMAGES,
    verified: Path = VERIFIED,
    result: Annotated[Path, Product] = TRAINED / "softmax.json",
    logs: Annotated[list[Path], Product] = logs_of("softmax"),
) -> None:
    """Train softmax regression on raw pixels."""
    with way(code, seeds) as chosen:
        found = stages().baseline("softmax", images(), range(seeds), TENSORBOARD, chosen)
    workspace.save(result, found)


def task_learned(
    code: Annotated[str, code(CODE)],
    seeds: Annotated[int, number(min(OPTIONS.seeds, FEW))],
    images_: list[Path] = IMAGES,
    verified: Path = VERIFIED,
    result: Annotated[Path, Product] = TRAINED / "learned.json",
    logs: Annotated[list[Path], Product] = logs_of("learned"),
) -> None:
    """Train the same convolution with filters that are learned."""
    with way(code, seeds) as chosen:
        found = stages().baseline("learned", images(), range(seeds), TENSORBOARD, chosen)
    workspace.save(result, found)


def task_raw(
    code: Annotated[str, code(CODE)],
    seeds: Annotated[int, number(min(OPTIONS.seeds, FEW))],
    images_: list[Path] = IMAGES,
    verified: Path = VERIFIED,
    result: Annotated[Path, Product] = TRAINED / "raw.json",
) -> None:
    """Train the article's network on pixels that nobody scaled."""
    with way(code, seeds) as chosen:
        found = stages().raw(images(), range(seeds), chosen)
    workspace.save(result, found)


def task_orders(
    code: Annotated[str, code(CODE)],
    images_: list[Path] = IMAGES,
    verified: Path = VERIFIED,
    result: Annotated[Path, Product] = TRAINED / "orders.json",
) -> None:
    """Find out what makes runs differ, their start or their order of images."""
    with way(code, CROSSED**2) as chosen:
        found = stages().crossed_orders(images(), range(CROSSED), chosen)
    workspace.save(result, found)


def task_sloped(
    code: Annotated[str, code(CODE)],
    seeds: Annotated[int, number(min(OPTIONS.seeds, FEW))],
    images_: list[Path] = IMAGES,
    verified: Path = VERIFIED,
    slopes: Path = SLOPES,
    result: Annotated[Path, Product] = TRAINED / "slopes.json",
) -> None:
    """Train the multi-layer perceptron with each slope from the start."""
    with way(code, seeds) as chosen:
        found = stages().slopes(images(), range(seeds), marks(slopes), chosen)
    workspace.save(result, found)


PARTS: dict[str, Any] = {
    "prewitt": Prewitt,
    "cnn": Cnn,
    "mlp": Mlp,
    "softmax": Training,
    "learned": Training,
    "raw": Training,
    "orders": Orders,
    "slopes": tuple[SlopeTraining, ...],
}


PART_FILES = {part: TRAINED / f"{part}.json" for part in PARTS}


def task_network(
    code: Annotated[str, code("report.keras.assembly")],
    parts: dict[str, Path] = PART_FILES,
    result: Annotated[Path, Product] = RESULTS / "network.json",
) -> None:
    """Put the trained networks together and compare them."""
    from report.keras import assembly

    found = {part: workspace.load(parts[part], kind) for part, kind in PARTS.items()}
    workspace.save(result, assembly.assemble(**found))
