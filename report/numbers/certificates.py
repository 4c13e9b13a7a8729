"""The numbers that ball arithmetic proves: the constants, and how much it took."""

from report.numbers.making import make
from report.results.certificates import Certificates
from report.results.number import Number
from report.results.text import Text

_PROVED = Text(
    ja="区間演算による証明：両端での符号の違いが根を挟み、区間が全桁を決める",
    en="proved by ball arithmetic: opposite signs enclose the root, and the interval decides"
    " every digit",
)
_COUNTED = Text(ja="数え上げ", en="counted")


def numbers(result: Certificates) -> list[Number]:
    """List the certified constants, then the sizes of the proofs."""
    facts = [fact for proof in result.uniqueness for fact in proof.facts]
    counts = {
        "certified.count": (
            Text(ja="証明した定数の数", en="Constants certified"),
            len(result.constants),
        ),
        "certified.digits": (
            Text(ja="証明した桁数", en="Digits certified"),
            min(constant.digits for constant in result.constants),
        ),
        "certified.bits": (
            Text(ja="証明に用いた最大のビット数", en="Most bits used in a proof"),
            max(constant.bits for constant in result.constants),
        ),
        "certified.facts": (
            Text(ja="唯一性のために証明した符号の数", en="Signs proved for uniqueness"),
            len(facts),
        ),
        "certified.boxes": (
            Text(ja="その証明に要した小区間の数", en="Subintervals those proofs took"),
            sum(fact.boxes for fact in facts),
        ),
    }
    return [
        *(
            make(constant.id, constant.name, constant.value, _PROVED, "certified")
            for constant in result.constants
        ),
        *(make(id_, label, count, _COUNTED, "counted") for id_, (label, count) in counts.items()),
    ]
