"""What a stage depends on is found from the imports."""

import pytest

from report import sources
from report.workspace import ROOT


def relative(module: str) -> set[str]:
    """The dependencies of a module, relative to the project."""
    return {str(path.relative_to(ROOT)) for path in sources.files(module)}


def test_a_module_depends_on_what_it_imports_however_indirectly():
    """Article imports reading, which imports results/number, which imports results/text."""
    assert {
        "report/article.py",
        "report/reading.py",
        "report/results/number.py",
        "report/results/text.py",
    } <= relative("report.article")


def test_a_module_depends_on_the_data_files_it_names():
    """article.toml is found through the string in article.py that names it."""
    assert "report/article.toml" in relative("report.article")


def test_a_module_depends_on_the_data_files_beside_its_package():
    """The checks read the allowed terms, which lie one folder up."""
    assert "report/allowed_terms.toml" in relative("report.check.allowed")


def test_the_sources_that_templates_show_are_found(tmp_path):
    """An edit of a listed module makes the documents new, though nothing imports it."""
    template = tmp_path / "section.html"
    template.write_text("<p>{{ code('report.keras.prewitt', 'Prewitt') }}</p>")
    assert sources.listed([template]) == [ROOT / "report" / "keras" / "prewitt.py"]


def test_a_module_does_not_depend_on_those_above_it():
    """An edit of the claims does not make the readings run again."""
    assert not {"report/article.py", "report/article.toml"} & relative("report.reading")


def test_an_unknown_module_is_refused():
    """A misspelled module would be a dependency missed in silence."""
    with pytest.raises(ValueError, match=r"no module is called report\.slope_"):
        sources.files("report.slope_")


def test_the_fingerprint_follows_the_contents(tmp_path, monkeypatch):
    """One byte in one file makes a stage out of date; touching a file does not."""
    monkeypatch.setattr(sources, "ROOT", tmp_path)
    path = tmp_path / "a.py"

    def fingerprint(content: str) -> str:
        path.write_text(content)
        sources._digest.cache_clear()
        return sources._fingerprint([path])

    assert fingerprint("x = 1") == fingerprint("x = 1") != fingerprint("x = 2")
    sources._digest.cache_clear()
