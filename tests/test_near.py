"""A name that nothing has is answered with the one that was meant, wherever names are looked up."""

import pytest

import figures
from report import article, equations, predicates
from report.check import templates
from report.mutation import __main__ as mutate
from report.mutation.kinds import KINDS
from report.render import document
from report.render.listing import source
from report.results.text import Text, near
from tests import sample
from tests.figures import examples
from tests.fresh import cases

WORDS = Text(ja="例", en="example")
NUMBERS = sample.numbers()


def claim(check):
    """Hold a claim with one check against the sample's numbers and the examples' results."""
    made = article.Claim("c", "cnn", WORDS, WORDS, "agrees", (check,))
    article.compare({"c": made}, examples.results(), NUMBERS)


def rendered(**sections):
    """Check and render the sample with other sections; raise the first finding."""

    def attempt(folder):
        made = sample.templates(folder, **sections)
        found = templates(made, sample.context())
        shown = document(sample.context(), "en", "html", made, sample.no_faces)
        assert found
        assert shown.findings
        raise ValueError(f"{found[0]} {shown.findings[0]}")

    return attempt


def point(value):
    """Give an equation a point at this value."""
    known = equations.load()
    verifier = equations.Verifier(known)
    verifier._constant(verifier._evaluator(known["sigmoid.symmetry"]), value)


def test_the_likeliest_name_is_offered():
    """Or the other mend, when no name is like it."""
    assert near("line.bests_a", NUMBERS) == "did you mean line.best_a?"
    assert near("???", NUMBERS, "give another") == "give another"


@pytest.mark.parametrize(
    ("attempt", "meant"),
    [
        (lambda _: claim(article.Digits("line.best_b", "5.19")), "line.best_a"),
        (lambda _: claim(article.Reading("cnn.acuracy > 0.9")), "cnn.accuracy"),
        (lambda _: claim(article.Fact(WORDS, "network.prewit.kernel", 1)), "prewitt"),
        (
            lambda _: predicates.decide(
                {"p": predicates.Predicate("p", ("line.best_b > 1",), WORDS)},
                NUMBERS,
                is_mnist=True,
            ),
            "line.best_a",
        ),
        (rendered(en_20="{{ n('line.best_b') }}"), "line.best_a"),
        (rendered(en_20="{{ eqref('sqare') }}"), "square"),
        (rendered(en_20="{{ cite('teano') }}"), "theano"),
        (lambda _: source("report.result.table", "Table"), "report.results.table"),
        (lambda _: source("report.results.table", "Tabel"), "Table"),
        (lambda _: figures.load("lnies"), "lines"),
        (lambda _: point("root of line.stationery"), "line.stationary"),
        (lambda _: cases.chosen(["trixi-user"]), "trixie-user"),
    ],
)
def test_every_lookup_asks_what_was_meant(tmp_path, attempt, meant):
    """In article.toml, predicates, templates, listings, figures, equations and on `make fresh`."""
    with pytest.raises(ValueError, match=rf"did you mean ([\w.]+\.)?{meant}\?"):
        attempt(tmp_path)


def test_a_kind_of_fault_is_asked_for(capsys):
    """`make mutate KINDS=` says which kind was meant."""
    known = next(iter(KINDS))
    with pytest.raises(SystemExit):
        mutate.main([known[:-1]])
    assert f"did you mean {known}?" in capsys.readouterr().err
