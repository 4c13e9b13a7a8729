"""The site's folder: what a build made is read from its places, and the whole is put in place."""

import os
import shutil
from pathlib import Path

from report import site, stored, workspace
from report.results.verdicts import Verdicts
from report.site import Files, found
from report.site.address import checked

FOLDER = workspace.BUILD / "site"
_MADE = (
    "report.*.html",
    "report.*.pdf",
    "verdicts.json",
    "results/*.json",
    "data/*.csv",
    "figures/*.svg",
)


def address() -> str:
    """Read from the environment where the site will be found, if that is known (``SITE_URL``).

    Raises InputError when it is no address.
    """
    return checked(os.environ.get("SITE_URL", ""))


def write(address: str, build: Path = workspace.BUILD) -> None:
    """Write the site of a finished build into its folder."""
    results = stored.results(stored.files(build / workspace.RESULTS.name))
    verdicts = workspace.load(build / "verdicts.json", Verdicts)
    place(site.files(made(build), found.of(results, verdicts), address), build / FOLDER.name)


def made(build: Path = workspace.BUILD) -> dict[str, bytes]:
    """Read what a build made for readers, by its file name in the build folder."""
    paths = sorted(path for pattern in _MADE for path in build.glob(pattern))
    return {path.relative_to(build).as_posix(): path.read_bytes() for path in paths}


def place(site: Files, folder: Path = FOLDER) -> None:
    """Put a whole site in place of the last one; if anything fails the last one stays.

    The new folder is written beside the old, and then takes its name.
    """
    fresh, old = (folder.with_name(f".{folder.name}.{kind}") for kind in ("new", "old"))
    if old.exists() and not folder.exists():
        old.rename(folder)  # the machine stopped between the two steps below
    for remains in (fresh, old):
        shutil.rmtree(remains, ignore_errors=True)
    for name, content in site.items():
        workspace.write(fresh / name, content)
    if folder.exists():
        folder.rename(old)
    try:
        fresh.rename(folder)
    except BaseException:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
