"""The sigmoid and its approximations, as plain NumPy functions.

Every function takes an array (or a number) and returns an array of the same shape. float32
stays float32, float64 stays float64, anything else is computed in float64. ``a`` is the width
parameter: the approximation has slope 1/a at 0 (the line's knees lie at +-a/2, those of the
parabolas at +-a).
"""

from fractions import Fraction
from functools import cache
from math import factorial

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.floating]


def sigmoid(x: ArrayLike) -> Floats:
    """Evaluate the standard sigmoid e^x / (e^x + 1) without overflow for large abs(x)."""
    x = _floats(x)
    tail = np.exp(-np.abs(x))  # in (0, 1], so nothing overflows
    return np.where(x >= 0, 1 / (1 + tail), tail / (1 + tail))


def line(x: ArrayLike, a: float) -> Floats:
    """Evaluate the clipped line clip(x/a + 1/2, 0, 1). Needs a > 0, else ValueError."""
    check_width(a)
    return np.asarray(np.clip(_floats(x) / a + 0.5, 0, 1))


def parabolas(x: ArrayLike, a: float) -> Floats:
    """Evaluate the two parabolas that meet at (0, 1/2) with slope 1/a and end flat at +-a.

    Needs a > 0, else ValueError.
    """
    check_width(a)
    rest = np.clip(1 - np.abs(_floats(x)) / a, 0, 1) ** 2 / 2
    return np.where(np.asarray(x) >= 0, 1 - rest, rest)


def taylor(x: ArrayLike, degree: int) -> Floats:
    """Evaluate the sigmoid's Taylor polynomial at 0, up to and including x^degree."""
    x = _floats(x)
    total = np.zeros_like(x)
    for coefficient in reversed(taylor_coefficients(degree)):
        total = total * x + float(coefficient)
    return total


@cache
def taylor_coefficients(degree: int) -> tuple[Fraction, ...]:
    """Give the sigmoid's Taylor coefficients at 0 for x^0 ... x^degree, as exact rationals.

    For odd k the coefficient is (2^(k+1) - 1) B_(k+1) / (k+1)! with the Bernoulli numbers B,
    because f(x) = 1/2 + tanh(x/2)/2; apart from the constant the even ones vanish.
    A negative degree is a ValueError.

    >>> [str(c) for c in taylor_coefficients(7)]
    ['1/2', '1/4', '0', '-1/48', '0', '1/480', '0', '-17/80640']
    """
    if degree < 0:
        raise ValueError(f"degree: {degree} is negative; give 0 or more")
    bernoulli = _bernoulli_numbers(degree + 1)
    odd = {
        k: (2 ** (k + 1) - 1) * bernoulli[k + 1] / factorial(k + 1) for k in range(1, degree + 1, 2)
    }
    return (Fraction(1, 2), *(odd.get(k, Fraction(0)) for k in range(1, degree + 1)))


def keras_hard_sigmoid(x: ArrayLike) -> Floats:
    """Evaluate hard_sigmoid as Keras 2's TensorFlow backend orders it: 0.2 * x + 0.5."""
    x = _floats(x)
    number = x.dtype.type
    return np.asarray(np.clip(number(0.2) * x + number(0.5), number(0), number(1)))


def theano_hard_sigmoid(x: ArrayLike) -> Floats:
    """Evaluate hard_sigmoid as Theano orders it: x * slope + shift, both of x's own type."""
    x = _floats(x)
    slope, shift = np.asarray([0.2, 0.5], dtype=x.dtype)
    return np.asarray(np.clip(x * slope + shift, 0, 1))


def hard_tanh(x: ArrayLike, a: float) -> Floats:
    """Evaluate the line rescaled to tanh(x) = 2 f(2x) - 1: clip(4x/a, -1, 1). Needs a > 0."""
    check_width(a)
    return np.asarray(np.clip(4 * _floats(x) / a, -1, 1))


def check_width(a: object) -> None:
    """Raise ValueError unless ``a`` is a width an approximation can have, a finite a > 0."""
    if not 0 < a < float("inf"):  # type: ignore[operator] # numbers of any library
        raise ValueError(f"a: {a} is not a width; it divides x and must be finite and above 0")


def _floats(x: ArrayLike) -> Floats:
    x = np.asarray(x)
    return x if x.dtype in (np.float32, np.float64) else x.astype(np.float64)


def _bernoulli_numbers(last: int) -> list[Fraction]:
    """B_0 ... B_last, by the Akiyama-Tanigawa scheme (which gives B_1 = +1/2, not used here)."""
    numbers, row = [], []
    for m in range(last + 1):
        row.append(Fraction(1, m + 1))
        for j in range(m, 0, -1):
            row[j - 1] = j * (row[j - 1] - row[j])
        numbers.append(row[0])
    return numbers
