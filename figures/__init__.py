"""The figures. One module a figure: adding a module to this package adds a figure.

``table(results)`` computes what is drawn, in long format, small and in a stable order; it is
also the CSV that readers download. ``draw(table, language)`` draws the table and nothing else.
Neither writes files. Importing a figure's module does not import matplotlib.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Protocol, cast

from report.results.text import near

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from report.results.bundle import Results
    from report.results.table import Table
    from report.results.text import Language, Text

__all__ = ["FigureModule", "load", "names"]

_PARTS = ("CAPTION", "ALT", "table", "draw")


class FigureModule(Protocol):
    """What the module of a figure provides.

    ``CAPTION`` says what is to be seen, ``ALT`` describes the picture to those who cannot see it;
    both are Jinja templates that may use the functions of the prose.
    """

    @property
    def CAPTION(self) -> "Text":  # noqa: N802 — a constant of the module
        """What stands below the figure."""

    @property
    def ALT(self) -> "Text":  # noqa: N802 — a constant of the module
        """The picture in words."""

    def table(self, results: "Results") -> "Table":
        """Compute the data of the figure, in long format."""

    def draw(self, table: "Table", language: "Language") -> "Figure":
        """Draw the data, and nothing that is not in it."""


def names() -> list[str]:
    """List the figures in alphabetical order: the modules here, helpers and the style apart."""
    found = (module.name for module in iter_modules(__path__))
    return sorted(name for name in found if name != "style" and not name.startswith("_"))


def load(name: str) -> FigureModule:
    """Import one figure's module.

    Raises ValueError when there is no such figure or its module lacks a part.
    """
    if name not in names():
        mend = near(name, names(), f"there are {', '.join(names())}")
        raise ValueError(f"no figure is called {name!r}; {mend}")
    module = import_module(f"{__name__}.{name}")
    if missing := [part for part in _PARTS if not hasattr(module, part)]:
        raise ValueError(f"figures/{name}.py lacks {', '.join(missing)}; define it")
    return cast(FigureModule, module)
