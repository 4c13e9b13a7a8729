"""The data files are read strictly, and what is wrong with them is said where it is."""

from pathlib import Path

import msgspec
import pytest

from report import article, entries, predicates, references, terms
from report.entries import EntryError


class Thing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry with a name and a size."""

    id: str
    size: int


def written(folder: Path, text: str) -> Path:
    """A data file with the given content."""
    path = folder / "things.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_entries_come_by_id_in_the_order_of_the_file(tmp_path):
    """The mapping keeps the author's order, not the alphabet's."""
    path = written(tmp_path, '[[thing]]\nid = "b"\nsize = 1\n[[thing]]\nid = "a"\nsize = 2\n')
    assert list(entries.read(path, "thing", Thing).values()) == [Thing("b", 1), Thing("a", 2)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[thing]\n", "not TOML"),
        ('[[thing]]\nid = "a"\n', "thing a: .*`size`"),
        ("[[thing]]\nsize = 1\n", "thing number 1: .*`id`"),
        ('[[thing]]\nid = "a"\nsize = "big"\n', r"thing a: .*int.*`\$.size`"),
        ('[[thing]]\nid = "a"\nsize = 1\ncolour = "red"\n', "thing a: .*`colour`"),
        (
            '[[thing]]\nid = "a"\nsize = 1\n[[thing]]\nid = "a"\nsize = 2\n',
            "a: this id is used twice",
        ),
        (
            '[[thing]]\nid = "a"\nsize = 1\n[[things]]\nid = "b"\n',
            r"unknown: things; write \[\[thing",
        ),
        ("thing = 3\n", "must be an array of tables"),
    ],
)
def test_bad_files_name_the_file_the_entry_and_the_field(tmp_path, text, said):
    """Every kind of mistake in a data file is refused with its place."""
    with pytest.raises(EntryError, match=f"things.toml: .*{said}|things.toml: {said}"):
        entries.read(written(tmp_path, text), "thing", Thing)


@pytest.mark.parametrize("load", [article.load, predicates.load, references.load, terms.load])
def test_the_shipped_files_are_in_order(load):
    """Each of the project's own data files can be read and is not empty."""
    assert load()


def test_a_text_in_one_language_is_refused(tmp_path):
    """A term without its Japanese cannot slip in."""
    path = written(
        tmp_path,
        '[[term]]\nid = "a"\nname = { ja = " ", en = "a" }\nmeans = { ja = "い", en = "a" }\n',
    )
    with pytest.raises(EntryError, match="term a: the ja text is empty"):
        terms.load(path)
