"""The site's folder: what a build made is read from its places, and the whole is put in place."""

import os
import shutil
from pathlib import Path

import figures
from report import site, stored, workspace
from report.results.documents import PAGE_NAMES, PAPER_NAMES
from report.results.text import LANGUAGES
from report.results.verdicts import Verdicts
from report.site import Files, found
from report.site.address import checked

FOLDER = workspace.BUILD / "site"


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
    """Read what a build made for readers, by its file name in the build folder.

    What an older build made there, such as a figure that is none any more, is left out.
    """
    shown = figures.names()
    names = (
        *PAGE_NAMES,
        *PAPER_NAMES,
        "verdicts.json",
        *(f"results/{part}.json" for part in stored.files()),
        *(f"data/{name}.csv" for name in shown),
        *(f"figures/{name}.{language}.svg" for name in shown for language in LANGUAGES),
    )
    return {name: (build / name).read_bytes() for name in sorted(names)}


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
