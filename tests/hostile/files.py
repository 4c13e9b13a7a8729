"""One good entry of every data file, to be spoilt by the tests, and what reads it."""

from collections.abc import Callable
from pathlib import Path

from report import article, equations, predicates, references, survey, terms
from report.check import allowed
from report.pieces import literature

CLAIM = """
[[claim]]
id = "c.one"
entry = "cnn"
states = { ja = "@", en = "@" }
reason = { ja = "@", en = "@" }
expected = "agrees"
source = "work"
[[claim.checks]]
rule = "fact"
label = { ja = "@", en = "@" }
result = "dataset.name"
printed = "@"
[[claim.checks]]
rule = "reading"
holds = "line.best_a > 5"
"""
PREDICATE = """
[[predicate]]
id = "near"
holds = ["line.best_a > 5"]
means = { ja = "@", en = "@" }
"""
REFERENCE = """
[[reference]]
id = "work"
title = "@"
year = "@"
by = "@"
place = "@"
url = "https://example.org/a?b=c&d=e#f"
seen = { ja = "@", en = "@" }
"""
TERM = """
[[term]]
id = "knee"
name = { ja = "@", en = "@" }
means = { ja = "@", en = "@" }
"""
ALLOWED = """
[[term]]
term = "2019@"
reason = "@"
"""
FRAMEWORK = """
read = "2026-11"
[[framework]]
id = "theirs"
name = "@"
slope = "1/5"
knee = "5/2"
source = { url = "https://example.org/x", repo = "owner/name", path = "@", commit = "@" }
seen = "second-hand"
note = { ja = "@", en = "@" }
since = "@"
until = "@"
"""
METHOD = """
[[method]]
id = "plan"
name = { ja = "@", en = "@" }
authors = "@"
year = 1997
form = "pieces"
pieces = [["0", "1/2", "1/4"], ["2", "1"]]
definition = '\\frac{x}{4}'
printed_mean = "0.63"
printed_max = "1.89"
note = { ja = "@", en = "@" }
"""
EQUATION = """
[[equation]]
id = "square"
latex = '(x + 1)^2 = x^2 + 2x + 1'
kind = "identity"
note = { ja = "@", en = "@" }
points = [{ x = "1/2" }]
[[formula]]
id = "half"
latex = '\\frac{a}{2}'
"""

FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "article": (article.load, CLAIM),
    "predicates": (predicates.load, PREDICATE),
    "references": (references.load, REFERENCE),
    "terms": (terms.load, TERM),
    "allowed_terms": (allowed.terms.__wrapped__, ALLOWED),
    "survey": (survey.load, FRAMEWORK),
    "literature": (literature.load, METHOD),
    "equations": (equations.load, EQUATION),
}


def load(folder: Path, file: str, text: str | bytes) -> object:
    """Write a file of a kind and read it as the build does."""
    path = folder / f"{file}.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return FILES[file][0](path)


def filled(file: str, text: str) -> str:
    """Return a file of a kind with a text in each of its free fields, written as TOML may."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return FILES[file][1].replace("@", escaped)
