"""The verdict on a statement follows from its checks and from nothing else."""

from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from report import article, verdicts
from report.article import Claim, Digits, Executed, Fact, Reading
from report.entries import EntryError
from report.results import bundle
from report.results.number import Number
from report.results.text import Text
from report.results.verdicts import Outcome, Verdict, Verdicts

WORDS = Text(ja="例", en="example")


class Check(msgspec.Struct, frozen=True):
    """What the comparison reads of an executed equation."""

    id: str
    holds: bool
    residual: str = "0"


class Layer(msgspec.Struct, frozen=True):
    """A result inside a tuple."""

    kind: str | bool


class Data(msgspec.Struct, frozen=True):
    """What the comparison reads of the data."""

    is_mnist: bool


class Executions(msgspec.Struct, frozen=True):
    """The executed equations."""

    checks: tuple[Check, ...] = (Check("true", True), Check("false", False))


class Results(msgspec.Struct):
    """As much of a build's results as a comparison reads."""

    dataset: Data = Data(is_mnist=True)
    equations: Executions = Executions()
    layers: tuple[Layer, ...] = (Layer("Flatten"), Layer("Dense"))


def compare(claim: Claim, results: Results, numbers: dict[str, Number]) -> Verdict:
    """The verdict on one claim."""
    stand_in = cast(bundle.Results, results)
    return article.compare({"c": claim}, stand_in, numbers).verdicts[0]


def verdict(*checks, numbers=None, is_mnist=True, **fields):
    """The verdict on a claim with the given checks."""
    claim = Claim("c", "cnn", WORDS, WORDS, fields.pop("expected", "agrees"), checks, **fields)
    return compare(claim, Results(Data(is_mnist)), numbers or {})


def number(value: str) -> dict[str, Number]:
    """One number called n.x."""
    return {"n.x": Number("n.x", WORDS, value, "computed", WORDS)}


@pytest.mark.parametrize(
    ("printed", "computed", "kind", "agreeing"),
    [
        ("5.1993", "5.19936381", "agrees", 5),
        ("5.1994", "5.19936381", "refuted", 4),  # right when rounded, wrong when cut off
        ("5.1992", "5.19936381", "refuted", 4),
        ("0.192331", "0.19233122", "agrees", 6),
        ("5.19936382", "5.1993638", "refuted", 8),  # more printed than is known
        ("-0.5", "-0.51", "agrees", 1),
    ],
)
def test_printed_digits_are_cut_off_not_rounded(printed, computed, kind, agreeing):
    """A printed decimal agrees only if the computed digits begin with it."""
    found = verdict(Digits("n.x", printed), numbers=number(computed))
    assert (found.kind, found.outcomes[0].agreeing) == (kind, agreeing)


@pytest.mark.parametrize("printed", ["5", "5.19...", "five", "5,19", "٥.١"])
def test_a_printed_value_without_its_point_or_with_dots_is_refused(printed):
    """Without its point, five would agree with 51; with dots, nothing would ever agree."""
    with pytest.raises(EntryError, match="claim c: printed = "):
        verdict(Digits("n.x", printed), numbers=number("5.1"))


def outcome(holds: bool, now: bool = False) -> Outcome:
    """An outcome that holds or falls."""
    return Outcome("reading", holds, "", "", now=now)


@pytest.mark.parametrize(
    ("outcomes", "kind"),
    [
        ([], "cited"),
        ([outcome(True), outcome(True)], "agrees"),
        ([outcome(False), outcome(False)], "refuted"),
        ([outcome(True), outcome(False)], "mixed"),
        ([outcome(True), outcome(False, now=True)], "held then, not now"),
        ([outcome(False, now=True)], "held then, not now"),
        ([outcome(False), outcome(False, now=True)], "refuted"),
        ([outcome(True), outcome(False), outcome(False, now=True)], "mixed"),
    ],
)
def test_the_verdict_follows_from_the_outcomes(outcomes, kind):
    """The table of verdicts, row by row."""
    assert article.judge(outcomes) == kind


def test_a_statement_about_mnist_is_not_comparable_on_other_data():
    """Neither confirmed nor refuted, and no surprise either."""
    check = Reading("n.x > 1")
    found = verdict(check, numbers=number("0"), is_mnist=False, mnist=True)
    assert (found.kind, found.as_expected) == ("not comparable", True)
    assert verdict(check, numbers=number("0"), is_mnist=True, mnist=True).kind == "refuted"
    assert verdict(check, numbers=number("2"), is_mnist=False).kind == "agrees"


def test_a_statement_that_the_runs_do_not_decide_is_not_comparable():
    """Too few runs, or runs without spread, refute nothing and surprise nobody."""
    check = Reading("n.x > 1")
    for open_ in (
        msgspec.structs.replace(number("0")["n.x"], tentative=True),
        msgspec.structs.replace(number("0")["n.x"], value=""),
    ):
        found = verdict(check, numbers={"n.x": open_}, is_mnist=True, mnist=True)
        assert (found.kind, found.as_expected) == ("not comparable", True)
        assert [outcome.holds for outcome in found.outcomes] == [None]


def test_an_unexpected_verdict_is_a_surprise():
    """What the build fails on."""
    claim = Claim("c", "cnn", WORDS, WORDS, "agrees", (Executed(("false",)),))
    found = compare(claim, Results(), {})
    assert Verdicts((found,)).surprises == (found,)


def test_facts_are_read_along_their_path():
    """Fields, positions in tuples, and a star for each of a tuple's members."""
    assert verdict(Fact(WORDS, "layers.1.kind", "Dense")).kind == "agrees"
    assert verdict(Fact(WORDS, "layers.*.kind", ["Flatten", "Dense"])).kind == "agrees"
    assert verdict(Fact(WORDS, "layers.*.kind", ["Dense"])).kind == "refuted"
    assert verdict(Fact(WORDS, "layers.1.kind", 1)).kind == "refuted"


def test_every_rule_reports_what_it_asked_and_found():
    """An outcome names its rule, what was asked, what was found, and what it rests on."""
    digits = verdict(Digits("n.x", "5.19"), numbers=number("5.1999")).outcomes
    assert digits == (Outcome("digits", True, "5.19…", "5.1999", agreeing=3, numbers=("n.x",)),)
    two = number("2") | {"n.y": Number("n.y", WORDS, "3", "computed", WORDS)}
    reading = verdict(Reading("n.x > n.y", now=True), numbers=two).outcomes
    assert reading == (
        Outcome(
            "reading", False, "n.x > n.y", "n.x = 2, n.y = 3", now=True, numbers=("n.x", "n.y")
        ),
    )
    executed = verdict(Executed(("true", "false"))).outcomes
    assert executed == (
        Outcome(
            "equations", False, "true, false", "true: 0, false: 0", equations=("true", "false")
        ),
    )
    fact = verdict(Fact(WORDS, "layers.0.kind", "Dense", now=True)).outcomes
    assert fact == (Outcome("fact", False, "Dense", "Flatten", now=True, label=WORDS),)


def test_executed_equations_hold_only_together():
    """All equations of a check true: agrees; one false: refuted."""
    assert verdict(Executed(("true",))).kind == "agrees"
    assert verdict(Executed(("true", "false"))).kind == "refuted"


def test_a_verdict_carries_the_words_of_its_claim():
    """Everything the report says of a claim comes along, and the checks are judged together."""
    says, why = Text(ja="述", en="says"), Text(ja="由", en="why")
    claim = Claim("name", "mlp", says, why, "mixed", (Executed(("true",)), Executed(("false",))))
    found = compare(claim, Results(), {})
    assert (found.id, found.entry, found.states, found.reason) == ("name", "mlp", says, why)
    assert (found.kind, found.expected, found.source) == ("mixed", "mixed", None)
    cited = compare(Claim("c", "cnn", says, why, "cited", source="theano"), Results(), {})
    assert (cited.kind, cited.source, cited.outcomes) == ("cited", "theano", ())


def test_several_unknown_equations_are_named_in_one_line():
    """Nobody has to run the build once for each misspelling."""
    with pytest.raises(EntryError, match=r"is called lost, gone; give the id of an equation"):
        verdict(Executed(("lost", "true", "gone")))


def test_the_rules_for_claims_are_told_in_full():
    """A claim that breaks one is told what a claim needs, in these words."""
    checked = (Executed(("true",)),)
    for expected, given, source, said in (
        ("agrees", (), None, "a claim has either checks or the expected verdict 'cited'"),
        ("cited", checked, "x", "a claim has either checks or the expected verdict 'cited'"),
        ("cited", (), None, "a cited claim needs its source, the id of a reference"),
        (
            "not comparable",
            checked,
            None,
            "'not comparable' follows from the data and is never expected",
        ),
    ):
        with pytest.raises(ValueError) as caught:
            Claim("c", "cnn", WORDS, WORDS, cast(Any, expected), given, source=source)
        assert str(caught.value) == said


@pytest.mark.parametrize(
    ("path", "at"),
    [
        ("layers.2.kind", "2"),
        ("layers.-1.kind", "-1"),
        ("layers.0.kind.0", "0"),
        ("dataset.*", r"\*"),
        ("layers.*.name", "name"),
    ],
)
def test_a_path_that_leads_nowhere_says_where_it_ends(path: str, at: str):
    """The step that cannot be taken is named, together with the whole path."""
    whole = path.replace(".", r"\.").replace("*", r"\*")
    with pytest.raises(EntryError, match=rf"there is no result {whole} \(at {at}\); name"):
        verdict(Fact(WORDS, path, "x"))


def test_the_whole_article_is_held_against_the_results(monkeypatch: pytest.MonkeyPatch):
    """Every claim of the file meets the numbers of the very results that are judged."""
    results = cast(bundle.Results, Results())
    claims = {"c": Claim("c", "cnn", WORDS, WORDS, "agrees", (Reading("n.x > 1"),))}
    monkeypatch.setattr(article, "load", lambda: claims)
    monkeypatch.setattr(verdicts, "numbers", lambda given: number("2" if given is results else "0"))
    found = verdicts.reach(results)
    assert [(v.id, v.kind) for v in found.verdicts] == [("c", "agrees")]


def test_true_is_not_one():
    """A boolean fact is not fulfilled by a number that Python calls equal to it."""
    with_flag = Results(layers=(Layer(True),))
    claim = Claim("c", "cnn", WORDS, WORDS, "agrees", (Fact(WORDS, "layers.0.kind", 1),))
    assert compare(claim, with_flag, {}).kind == "refuted"


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (Digits("n.y", "1.5"), "no number is called n.y"),
        (Reading("n.y < 1"), "n.y: no number has this id"),
        (Executed(("true", "lost")), "no executed equation is called lost"),
        (Fact(WORDS, "layers.7.kind", "x"), r"there is no result layers\.7\.kind \(at 7\)"),
        (Fact(WORDS, "layer", "x"), r"there is no result layer \(at layer\)"),
    ],
)
def test_a_check_of_something_unknown_names_the_claim(check, said):
    """A misspelled reference stops the build instead of passing."""
    with pytest.raises(EntryError, match=f"article.toml: claim c: .*{said}"):
        verdict(check, numbers=number("1"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ('expected = "agrees"\n', "either checks or the expected verdict"),
        ('expected = "cited"\n', "needs its source"),
        ('expected = "proved"\n', "proved"),
        ('expected = "agrees"\nchecks = [{ rule = "guess" }]\n', "guess"),
        ('expected = "agrees"\nchecks = [{ rule = "digits", number = "n" }]\n', "printed"),
    ],
)
def test_a_claim_that_checks_nothing_is_refused(tmp_path: Path, fields, said):
    """No claim can pass by having no check, an unknown rule or half a rule."""
    path = tmp_path / "article.toml"
    texts = 'states = { ja = "あ", en = "a" }\nreason = { ja = "あ", en = "a" }\n'
    path.write_text(f'[[claim]]\nid = "c"\nentry = "cnn"\n{texts}{fields}', encoding="utf-8")
    with pytest.raises(EntryError, match=f"article.toml: claim c: .*{said}"):
        article.load(path)


def test_every_statement_of_the_article_is_listed():
    """The list is complete: nine statements on the networks, thirty on the hard sigmoid."""
    claims = article.load()
    entries = [claim.entry for claim in claims.values()]
    assert (entries.count("cnn"), entries.count("mlp")) == (8, 1)
    assert entries.count("hard_sigmoid") == 30
