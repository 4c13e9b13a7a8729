"""What `report.certify` proves by ball arithmetic: digits, signs, uniqueness."""

import msgspec

from report.results.text import Text


class CertifiedConstant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A constant whose every printed digit is proved.

    ``value`` is truncated to ``digits`` significant digits. The constant lies strictly between
    ``low`` and ``high`` (decimal strings a few digits longer than ``value``), the ends at which
    ``condition`` (LaTeX; its only positive root is ``a``) was proved to have opposite signs;
    for a reciprocal they are the ends for ``a`` itself, named by ``root_of``.
    ``bits`` is the working precision at which the proof went through.
    """

    id: str
    name: Text
    digits: int
    value: str
    condition: str
    root_of: str
    low: str
    high: str
    bits: int


class SignFact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An expression in ``a`` proved to keep one sign on a closed interval.

    ``expression`` is LaTeX, ``sign`` is +1 or -1, ``boxes`` counts the subintervals on each of
    which one ball evaluation excluded zero (1 when the interval is a point).
    """

    id: str
    expression: str
    low: str
    high: str
    sign: int
    boxes: int


class Uniqueness(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That a constant's condition has exactly one positive root: argument, and facts proved."""

    constant: str
    argument: Text
    facts: tuple[SignFact, ...]


class Certificates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Certified constants, and why each is the only root."""

    constants: tuple[CertifiedConstant, ...]
    uniqueness: tuple[Uniqueness, ...]

    def constant(self, id_: str) -> CertifiedConstant:
        """Find one constant by its id."""
        for found in self.constants:
            if found.id == id_:
                return found
        raise ValueError(f"no certified constant called {id_!r}")
