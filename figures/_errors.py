"""Half the squared errors over the real line as functions of the width, for drawing.

In double precision and over arrays; the digits that the report prints come from elsewhere.
"""

import numpy as np
from numpy.typing import ArrayLike

from figures._data import Floats

APERY = 1.2020569031595942
"""zeta(3), the sum of 1/k^3, as the nearest double."""


def line(a: ArrayLike) -> Floats:
    """Half the squared error of clip(x/a + 1/2, 0, 1), for a > 0."""
    a = np.asarray(a, dtype=np.float64)
    return np.asarray(a / 24 - 0.5 + (np.pi**2 / 6 + 2 * _dilogarithm(a / 2)) / a)


def line_derivative(a: ArrayLike) -> Floats:
    """Its derivative with respect to a."""
    a = np.asarray(a, dtype=np.float64)
    inside = _dilogarithm(np.zeros_like(a)) - _dilogarithm(a / 2)
    return np.asarray(1 / 24 + np.log1p(np.exp(-a / 2)) / a + 2 * inside / a**2)


def parabolas(a: ArrayLike) -> Floats:
    """Half the squared error of the two parabolas that end at +-a, for a >= 1."""
    a = np.asarray(a, dtype=np.float64)
    inside = 1.5 * APERY + 2 * _trilogarithm(a)
    return np.asarray(a / 20 - 0.5 + np.pi**2 / (6 * a) - inside / a**2)


def _dilogarithm(t: Floats) -> Floats:
    """Li2(-e^-t) for t >= 0; SciPy's spence(z) is Li2(1 - z)."""
    from scipy.special import spence  # noqa: PLC0415 — slow to import, and captions need none

    return np.asarray(spence(1 + np.exp(-t)))


def _trilogarithm(t: Floats) -> Floats:
    """Li3(-e^-t) for t >= 1, by its power series: 36 terms reach double precision."""
    k = np.arange(1, 37)
    return np.asarray(((-np.exp(-t[..., None])) ** k / k**3).sum(axis=-1))
