"""The numbers about slopes and certificates that prose, captions and claims may mention."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from mpmath import mp

import report.numbers.certificates as certified_numbers
import report.numbers.slopes as slope_numbers
from report import certify, slopes
from report.numbers.making import derived, ends, make
from report.results.number import Number
from report.results.slopes import Slopes
from report.results.text import LANGUAGES, Text

NAMES = re.compile(r"Keras [23]|float(32|64)|\b(L1|L2|H1)\b|Wasserstein-[12]|二乗")
NUMERAL = re.compile(r"[0-9０-９一二三四五六七八九十百千]")
WORDS = re.compile(r"一致|両|唯一性|統一|二通り|等間隔|二つ")


@pytest.fixture(scope="module")
def numbers(solved_slopes: Slopes) -> dict[str, Number]:
    found = [
        *slope_numbers.numbers(solved_slopes),
        *certified_numbers.numbers(certify.certify()),
    ]
    assert len({number.id for number in found}) == len(found)
    return {number.id: number for number in found}


def test_ids_are_plain(numbers: dict[str, Number]) -> None:
    """Every id is lower-case words joined by dots and underscores."""
    for id_ in numbers:
        assert re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+", id_), id_


def test_values_are_plain_decimals(numbers: dict[str, Number]) -> None:
    """Every value is a decimal string without an exponent, a sign of plus or an empty text."""
    for number in numbers.values():
        assert re.fullmatch(r"-?\d+(\.\d+)?", number.value), number.id


def test_no_result_is_typed_into_a_label(numbers: dict[str, Number]) -> None:
    """Labels and methods hold no numeral outside names, in either language."""
    for number in numbers.values():
        for text in (number.label, number.method):
            for language in LANGUAGES:
                rest = WORDS.sub("", NAMES.sub("", text.in_(language)))
                assert not NUMERAL.search(rest), (number.id, text.in_(language))


def test_kinds_are_honest(numbers: dict[str, Number]) -> None:
    """Only numbers that end are exact; the constants are certified; counts are integers."""
    for number in numbers.values():
        if number.kind == "exact":
            assert len(number.value) < 12, number.id
        if number.kind == "counted":
            assert int(number.value) >= 0
        if number.kind == "certified":
            assert len(number.value.replace(".", "").lstrip("0")) == 60
    kinds = {id_: number.kind for id_, number in numbers.items()}
    assert kinds["line.best_a"] == kinds["l1.best_a"] == "certified"
    assert kinds["criteria.reverse_kl.best_a"] == kinds["criteria.tangent.best_slope"] == "exact"
    assert kinds["criteria.reverse_kl.best_slope"] == kinds["line.error_at_five"] == "computed"
    assert kinds["criteria.normal_one.residual"] == "computed"


def test_certified_and_solved_constants_are_the_same(numbers: dict[str, Number]) -> None:
    """The proved widths and those found by quadrature and by polylogarithms share all digits."""
    for family in ("line", "parabolas"):
        proved = numbers[f"{family}.best_a"].value
        assert proved == numbers[f"{family}.best_a_by_quadrature"].value
        assert proved == numbers[f"{family}.best_a_by_polylogarithm"].value
    assert numbers["l1.best_a"].value.startswith(numbers["criteria.l1.best_a"].value)


def test_derived_numbers(numbers: dict[str, Number]) -> None:
    """Ratios, excesses and distances follow from the values they are derived from."""

    def value(id_: str) -> Fraction:
        return Fraction(numbers[id_].value)

    a, b = value("line.best_a"), value("parabolas.best_a")
    least = {family: value(f"{family}.error_at_best") for family in ("line", "parabolas")}
    expected = {
        "line.distance_from_five": a / 5 - 1,
        "line.distance_from_six": 1 - a / 6,
        "line.distance_from_fifth": 1 - 5 * value("line.best_slope"),
        "parabolas.distance_from_four": 1 - b / 4,
        "parabolas.error_against_line": least["parabolas"] / least["line"],
        "line.error_ratio_five": value("line.error_at_five") / least["line"],
        "line.excess_five": value("line.error_at_five") / least["line"] - 1,
        "parabolas.excess_four": value("parabolas.error_at_four") / least["parabolas"] - 1,
        "line.best_knee": a / 2,
        "parabolas.best_knee": b,
        "quarter.knee": Fraction(2),
        "fifth.knee": Fraction(5, 2),
        "sixth.knee": Fraction(3),
        "article.knee": a / 2,
        "criteria.l2.from_fifth": 5 / a - 1,
        "criteria.l2.distance_from_sixth": 6 / a - 1,
    }
    for id_, exact in expected.items():
        assert abs(value(id_) - exact) < Fraction(1, 10**45), id_


def test_counts(numbers: dict[str, Number]) -> None:
    """Criteria are counted as tried, solved and near; three come within one per cent of 1/5."""
    tried = len(slopes.CRITERIA)
    unsolved = sum(criterion.unsolvable is not None for criterion in slopes.CRITERIA)
    assert numbers["criteria.count"].value == str(tried)
    assert numbers["criteria.unsolved"].value == str(unsolved)
    assert numbers["criteria.solved"].value == str(tried - unsolved)
    near = [
        id_
        for id_ in numbers
        if re.fullmatch(r"criteria\.\w+\.distance_from_fifth", id_)
        and Decimal(numbers[id_].value) < Decimal("0.01")
    ]
    assert numbers["criteria.near"].value == str(len(near)) == "3"
    nearest = min((numbers[id_].value for id_ in near), key=Decimal)
    assert numbers["criteria.nearest_distance"].value == nearest


def test_readings_of_the_claims(numbers: dict[str, Number]) -> None:
    """The signs and orders on which the claims rest are those of the functions themselves."""
    with mp.workdps(20):
        for at, a in (("four", 4), ("five", 5), ("six", 6)):
            expected = float(slopes.derivative(a))
            assert float(numbers[f"line.derivative_at_{at}"].value) == pytest.approx(expected)
    assert Decimal(numbers["line.derivative_at_four"].value) < 0
    assert Decimal(numbers["line.derivative_at_six"].value) > 0
    assert Decimal(numbers["fifth.max_error"].value) < Decimal(numbers["quarter.max_error"].value)
    assert numbers["comparison.largest_excess_beyond_knee"].value == "0"


def test_series_as_numbers(numbers: dict[str, Number]) -> None:
    """Numerators and denominators are those of the series that the article prints."""
    printed = {"constant": "1/2", "linear": "1/4", "cubic": "-1/48", "quintic": "1/480"}
    for name, text in (printed | {"septic": "-17/80640"}).items():
        over, under = (numbers[f"taylor.{name}.{part}"] for part in ("numerator", "denominator"))
        assert f"{over.value}/{under.value}" == text


def test_making() -> None:
    """Numbers keep small residuals readable, and derive with more digits than they show."""
    label = Text(ja="例", en="example")
    assert make("a.b", label, "1.5e-7", label).value == "0.00000015"
    assert make("a.b", label, "0.25", label).kind == "exact"
    assert make("a.b", label, "0." + 50 * "3", label).kind == "computed"
    assert derived(lambda x: x / 7, "1") == "0.14285714285714285714285714285714285714285714285714"
    assert ends("-12.5")
    assert not ends("0.1234567890123456789")
