"""What a stage depends on is found from the imports."""

import pytest

from report import sources
from report.workspace import ROOT


def relative(module: str) -> set[str]:
    """The dependencies of a module, relative to the project."""
    return {str(path.relative_to(ROOT)) for path in sources.code(module)}


def test_a_module_depends_on_what_it_imports_however_indirectly():
    """article imports reading, which imports results/number, which imports results/text."""
    assert {
        "report/article.py",
        "report/reading.py",
        "report/results/number.py",
        "report/results/text.py",
    } <= relative("report.article")


def test_a_module_depends_on_the_data_files_it_names():
    """article.toml is found through the string in article.py that names it."""
    assert "report/article.toml" in relative("report.article")


def test_a_module_does_not_depend_on_those_above_it():
    """An edit of the claims does not make the readings run again."""
    assert not {"report/article.py", "report/article.toml"} & relative("report.reading")


def test_an_unknown_module_is_refused():
    """A misspelled module would be a dependency missed in silence."""
    with pytest.raises(ValueError, match="no module is called report.slope_"):
        sources.code("report.slope_")
