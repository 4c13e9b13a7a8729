"""Faults tried side by side, in two processes."""

from collections.abc import Iterator, Sequence
from functools import cache

from report import workers
from report.mutation.kinds import KINDS
from report.mutation.mutant import Mutant, Outcome, sample, seeded, trial

PROCESSES = 2
BATCH = 12
"""Faults that a process is given at a time."""


@cache
def mutants(kind: str, seed: int) -> tuple[Mutant, ...]:
    """Make all faults of a kind; the same seed makes the same ones in every process."""
    return tuple(KINDS[kind].make(seeded(seed, kind)))


def chosen(kind: str, seed: int, size: int | None) -> list[int]:
    """Pick the faults to try, by their places in the list of all."""
    every = range(len(mutants(kind, seed)))
    return sample(every, size, seeded(seed, kind, "sample"))


def tried(kind: str, seed: int, places: Sequence[int]) -> list[Outcome]:
    """Try some faults of a kind, in this process."""
    every = mutants(kind, seed)
    return [trial(kind, every[place]) for place in places]


def side_by_side(kinds: Sequence[str], seed: int, size: int | None) -> Iterator[list[Outcome]]:
    """Try the faults of several kinds; outcomes come in the order of the kinds.

    ``size`` is how many of each kind, or None for as many as its kind says.
    """
    batches = [
        (kind, places[at : at + BATCH])
        for kind in kinds
        for places in [chosen(kind, seed, KINDS[kind].sample if size is None else size)]
        for at in range(0, len(places), BATCH)
    ]
    with workers.pool(PROCESSES, lasting=True) as pool:
        coming = [pool.submit(tried, kind, seed, places) for kind, places in batches]
        for future in coming:
            yield future.result()
