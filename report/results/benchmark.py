"""What `make bench` recorded: ratios of times, with spread, on a named machine."""

from typing import Literal

import msgspec

from report.results.frameworks import Version

Engine = Literal["numpy", "eager", "graph", "xla"]
"""NumPy; TensorFlow run at once; as a compiled graph; as a graph compiled by XLA."""


class Machine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The machine and the software a benchmark ran on."""

    cpu: str
    cores: int
    memory_gib: str
    system: str
    versions: tuple[Version, ...]


class Spread(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A median over ``runs`` repetitions, with the quartiles around it, as decimal strings."""

    median: str
    low: str
    high: str
    runs: int


class Throughput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """sigmoid against hard_sigmoid on one engine at one array size (float32 elements).

    ``ratio`` is the time of sigmoid over the time of hard_sigmoid: above 1, the hard one is
    faster. The rates are medians, in millions of elements a second, as decimal strings.
    """

    engine: Engine
    size: int
    ratio: Spread
    sigmoid_rate: str
    hard_sigmoid_rate: str


class Training(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The recipe as plain Keras ``fit`` against our own loop, alternating.

    Times are seconds. ``one_ratio`` is plain time over ours for one run; ``many_ratio`` is
    one plain run's time over ours for ``many_seeds`` runs: above 1, all our runs together
    take less time than one plain run. The accuracies are the first seed's, after the last epoch.
    """

    epochs: int
    many_seeds: int
    plain_seconds: Spread
    one_seconds: Spread
    many_seconds: Spread
    one_ratio: Spread
    many_ratio: Spread
    plain_accuracy: str
    one_accuracy: str


class ConstantCost(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Certified constants at one precision: seconds, and the ratios to two yardsticks.

    ``all_seconds`` is for all certified constants together, ``line_seconds`` for the line's
    alone. ``solver_ratio`` is mpmath's root search on the printed equation of the line over
    ``line_seconds`` (None where that search was not run); ``pi_ratio`` is ``line_seconds``
    over the time of pi to the same precision in ball arithmetic.
    """

    digits: int
    constants: int
    all_seconds: Spread
    line_seconds: Spread
    pi_ratio: Spread
    solver_ratio: Spread | None


class Memory(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Peak resident memory of one job run in a process of its own, in GiB, decimal string."""

    job: Literal["plain", "one", "many"]
    peak_gib: str


class Benchmark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One recorded benchmark. ``training`` and ``constants`` are empty if they were left out."""

    date: str
    machine: Machine
    throughput: tuple[Throughput, ...]
    training: Training | None
    constants: tuple[ConstantCost, ...]
    memory: tuple[Memory, ...]
