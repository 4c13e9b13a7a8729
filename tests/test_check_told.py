"""What is printed and compared in the data files is told in words, alike in both languages."""

import msgspec
import pytest

from report import article, check, predicates
from report.article import Claim, Digits, Fact, Reading
from report.predicates import Predicate
from report.results.text import Text

CLAIM = Claim(
    id="near",
    entry="hard_sigmoid",
    expected="agrees",
    states=Text(ja="a = 5.199… である。", en="a = 5.199…"),
    reason=Text(ja="a が 5 から 5 % 以内にある。", en="a lies within 5 % of 5."),
    checks=(Digits("line.best_a", "5.199"), Reading("line.distance_from_five < 0.05")),
)
PREDICATE = Predicate("near", ("line.error_ratio_five < 1.05",), Text(ja="5 % 以内", en="by 5 %"))


def found(claim: Claim = CLAIM, predicate: Predicate = PREDICATE) -> str:
    """Everything that is found about one claim and one predicate."""
    return "\n".join(map(str, check.told({claim.id: claim}, {predicate.id: predicate})))


def test_the_shipped_files_tell_what_they_compare():
    """Nothing is found in the article's statements and the report's predicates."""
    assert check.told(article.load(), predicates.load()) == ()


def test_what_is_told_passes():
    """A printed decimal with dots, a share as per cent, a ratio as per cent over one."""
    assert found() == ""


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("states", Text(ja="a = 5.199… である。", en="a = 5.198…"), "en text lacks 5.199"),
        ("states", Text(ja="a = 5.198…", en="a = 5.198…"), "5.199… is checked, and the ja"),
        ("states", Text(ja="a = 5.1993…", en="a = 5.1993…"), "5.199… is checked, and the en"),
        ("reason", Text(ja="5 から 6 % 以内", en="within 5 % of 5"), "ja text lacks 5%"),
        ("reason", Text(ja="7 % 以内", en="within 7 %"), "does not tell 0.05, as in 'line.dist"),
        ("reason", Text(ja="a = 0.05", en="a = 0.05"), "en text does not tell 0.05"),
        ("reason", Text(ja="Keras 3 の float32", en="float32 of Keras 3"), "not tell 0.05"),
    ],
)
def test_a_mistyped_figure_of_a_claim_is_found(field, text, said):
    """Words, printed digits and threshold disagree, and the claim is named."""
    finding = found(msgspec.structs.replace(CLAIM, **{field: text}))
    assert "report/article.toml claim near" in finding
    assert said in finding


@pytest.mark.parametrize("threshold", ["1.06", "1.5", "0.05", "2.05", "5", "-1.05", "01.05"])
def test_another_threshold_than_the_words_tell_is_found(threshold):
    """A ratio that exceeds one by five per cent is 1.05 and nothing else."""
    changed = msgspec.structs.replace(PREDICATE, holds=(f"line.error_ratio_five < {threshold}",))
    assert f"predicate near: the ja text does not tell {threshold}" in found(predicate=changed)


def test_the_digit_of_a_name_is_no_threshold():
    """The three of "Keras 3" is not told as a number."""
    words = Text(ja="Keras 3 では", en="in Keras 3")
    assert "does not tell 3" in found(predicate=Predicate("p", ("cnn.runs < 3",), words))


def test_labels_of_facts_have_the_same_figures():
    """A power mistyped in one language is found, with the number of the check."""
    fact = Fact(Text(ja="x^3 の係数", en="coefficient of x^5"), "slopes.taylor.3", "-1/48")
    claim = msgspec.structs.replace(CLAIM, checks=(*CLAIM.checks, fact))
    assert "claim near, label of check 3: the ja text lacks 5" in found(claim)
