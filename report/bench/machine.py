"""Which machine a benchmark ran on, as far as a reader needs it to judge the figures."""

import importlib.metadata
import os
import platform
from pathlib import Path

from report.results.benchmark import Machine
from report.results.frameworks import Version

_LIBRARIES = ("tensorflow-cpu", "tensorflow", "keras", "numpy", "mpmath", "python-flint")


def describe() -> Machine:
    """Describe this machine: processor, cores, memory, system, and the libraries that count."""
    libraries = {name: version for name in _LIBRARIES if (version := _version(name))}
    return Machine(
        cpu=_processor(),
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else _cores(),
        memory_gib=f"{_memory() / 2**30:.1f}",
        system=_system(),
        versions=tuple(
            Version(name, version)
            for name, version in {"python": platform.python_version(), **libraries}.items()
        ),
    )


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.is_file():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _cores() -> int:
    return os.cpu_count() or 1


def _memory() -> int:
    """Physical memory in bytes."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return f"{platform.system()} {platform.release()}"
