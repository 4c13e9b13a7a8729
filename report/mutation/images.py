"""Faults in what is computed from: image data, the fixed kernels, the files of results."""

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from random import Random
from unittest import mock

import msgspec
import numpy as np

from report import dataset, quiet, workspace
from report.dataset import FIELDS
from report.mutation import project
from report.mutation.mutant import Mutant, other_digit, seeded
from report.workspace import BUILD, RESULTS, ROOT

FEW = 500
"""Images that a changed kernel is shown."""


def images(random: Random) -> Iterator[Mutant]:
    """A bit of a pixel or a label, and of the file that holds them, at many places."""
    arrays = _arrays()
    for number in range(15):
        for field in FIELDS:
            at, bit = random.randrange(arrays[field].size), 1 << random.randrange(8)
            if field.startswith("y"):
                bit = 1 if arrays[field].flat[at] < 8 else 8
            yield Mutant(
                id=f"{number} {field}[{at}]",
                change=f"{arrays[field].flat[at]} becomes {arrays[field].flat[at] ^ bit}",
                names=(f" {field}:",),
                attempt=partial(_loaded_with, field, at, bit),
            )
    size = dataset.SHIPPED.stat().st_size
    for number in range(20):
        at, bit = random.randrange(size), 1 << random.randrange(8)
        yield Mutant(
            id=f"{number} byte {at}",
            change=f"bit {bit} of byte {at} of {dataset.SHIPPED.name} is turned round",
            names=(dataset.SHIPPED.name,),
            attempt=partial(_loaded_from, at, bit),
        )


@cache
def _arrays() -> dict[str, dataset.Bytes]:
    found = dataset.load()
    return {field: getattr(found, field) for field in FIELDS}


def _loaded_with(field: str, at: int, bit: int) -> Iterable[object]:
    """Load the shipped images with one value changed."""
    arrays = dict(_arrays())
    changed = arrays[field].copy()
    changed.flat[at] ^= bit
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, dataset.SHIPPED.name)
        with zipfile.ZipFile(path, "w") as archive:
            for name, values in {**arrays, field: changed}.items():
                with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                    np.lib.format.write_array(member, values, allow_pickle=False)
        yield from _loaded(path)


def _loaded_from(at: int, bit: int) -> Iterable[object]:
    """Load the shipped images from a file with one bit changed."""
    content = bytearray(dataset.SHIPPED.read_bytes())
    content[at] ^= bit
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, dataset.SHIPPED.name)
        path.write_bytes(content)
        yield from _loaded(path)


def _loaded(path: Path) -> Iterable[object]:
    with mock.patch.object(dataset, "SHIPPED", path):
        dataset.load()  # raises what it finds
    return ()


def kernel(random: Random) -> Iterator[Mutant]:
    """Every entry of both kernels, changed by one or negated."""
    kernels = np.array(project.results().network.prewitt.kernel)
    for place in np.ndindex(kernels.shape):
        changed = kernels.copy()
        changed[place] = random.choice([v for v in (-1, 0, 1, 2) if v != kernels[place]])
        row, column, _, which = place
        yield Mutant(
            id=f"{('vertical', 'horizontal')[which]} row {row}, column {column}",
            change=f"{kernels[place]} becomes {changed[place]}",
            names=("claim cnn.kernel",),
            attempt=partial(_inspected, changed),
        )


def _inspected(kernels: np.ndarray) -> Iterable[object]:
    """Let the layer with other kernels be inspected, and hold the statements against it."""
    with quiet.start():
        from report.keras import layer, prewitt  # noqa: PLC0415 — TensorFlow takes seconds

    found = dataset.load()
    few = dataset.Images(
        **{
            name: getattr(found, name)[:FEW] if name in FIELDS else getattr(found, name)
            for name in found.__dataclass_fields__
        }
    )
    with mock.patch.object(prewitt, "KERNEL", kernels), mock.patch.object(layer, "KERNEL", kernels):
        inspected = layer.inspect(few)
    results = project.results()
    network = msgspec.structs.replace(results.network, prewitt=inspected)
    yield from project.expected(msgspec.structs.replace(results, network=network))


def files(random: Random) -> Iterator[Mutant]:
    """A digit of every file of results, edited by hand: the engine has to make it again."""
    for path in (*workspace.listed(RESULTS, ".json"), BUILD / "verdicts.json"):
        yield Mutant(
            id=path.name,
            change="a digit is edited",
            names=(f"{path.name}: Changed",),
            attempt=partial(_explained, path, seeded(random.random())),
        )


def _explained(path: Path, random: Random) -> Iterable[str]:
    """Edit a file in a copy of the project, and let the engine say what it finds changed."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "project")
        ignored = shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__", ".hypothesis")
        shutil.copytree(ROOT, copy, ignore=ignored, symlinks=True)
        edited = copy / path.relative_to(ROOT)
        text = edited.read_text(encoding="utf-8")
        places = [at for at, character in enumerate(text) if character.isdecimal()]
        edited.write_text(other_digit(text, random.choice(places), random), encoding="utf-8")
        yield from _changed(copy)


def _changed(root: Path) -> Iterable[str]:
    """What the engine finds changed in a project since it was built."""
    done = subprocess.run(
        [sys.executable, "-m", "report", "explain"],
        cwd=root,
        env={**os.environ, "COLUMNS": "1000"},  # no line is broken, however narrow the terminal
        capture_output=True,
        text=True,
        check=False,
    )
    return (line for line in done.stdout.splitlines() if line.endswith(": Changed"))
