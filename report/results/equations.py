"""What became of the displayed equations when they were evaluated."""

from typing import Literal

import msgspec

from report.results.text import Text

Kind = Literal["definition", "identity", "inequality", "limit", "series", "root"]
"""What an equation says.

definition  the left side means the right side; further sides must agree with it
identity    all sides have the same value at every point
inequality  the relations hold, and at some point only just (the bound cannot be improved much)
limit       an identity with a numerical limit in it
series      the difference of both sides is of the order stated, and of no higher one
root        the equation's solution is that of another equation
"""


class EquationCheck(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One equation evaluated at its points.

    ``points`` are the values of the free variables, written like ``a = 5, x = -1/2``; those of
    a root are its solution, to 20 digits.
    ``residual`` is the worst difference between two sides that should be equal, relative to
    the sides when they exceed 1, absolute below; ``holds`` says whether that is under
    10^-``digits`` everywhere and no relation is false. ``message`` says what failed, or
    nothing.
    """

    id: str
    kind: Kind
    points: tuple[str, ...]
    digits: int
    residual: str
    holds: bool
    message: str = ""


class Unexecuted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A displayed equation that is not evaluated: why, and the test that checks it instead."""

    id: str
    why: Text
    test: str


class Equations(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All displayed equations: those that were evaluated and those that were not."""

    checks: tuple[EquationCheck, ...]
    unexecuted: tuple[Unexecuted, ...] = ()

    @property
    def failed(self) -> tuple[EquationCheck, ...]:
        """The checks that do not hold."""
        return tuple(check for check in self.checks if not check.holds)
