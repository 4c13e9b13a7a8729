"""One notation for two arithmetics: mpmath's floating point and python-flint's balls.

Formulas that are evaluated in both, the shapes and the pointwise losses, are written with
these functions and the ordinary operators.
"""

from typing import Any

from flint import arb
from mpmath import mp

Real = Any
"""mpmath.mpf or flint.arb. mpmath publishes no types."""


def exp(x: Real) -> Real:
    """Evaluate e^x."""
    return x.exp() if isinstance(x, arb) else mp.exp(x)


def log(x: Real) -> Real:
    """Evaluate the natural logarithm of x > 0."""
    return x.log() if isinstance(x, arb) else mp.log(x)


def sqrt(x: Real) -> Real:
    """Evaluate the square root of x >= 0."""
    return x.sqrt() if isinstance(x, arb) else mp.sqrt(x)


def square(x: Real) -> Real:
    """Evaluate x^2. A ball around 0 raised by ``**`` would be undefined."""
    return x * x


def sign(x: Real) -> Real:
    """Give -1, 0 or 1."""
    return x.sgn() if isinstance(x, arb) else mp.sign(x)


def pi(like: Real) -> Real:
    """Evaluate pi in the arithmetic of ``like``."""
    return arb.pi() if isinstance(like, arb) else +mp.pi


def midpoint(x: Real) -> Real:
    """Drop a ball's radius; a floating-point number stays as it is."""
    return x.mid() if isinstance(x, arb) else x
