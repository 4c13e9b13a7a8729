"""Curves for the figures, in double precision.

With f taken by Gauss-Legendre quadrature over the piece inside the knee, no special function is
needed: half the squared error is log 2 - 1/2 + a (A - 2 B(a)), where A is the integral of
phi(t)^2 over t < 0 and B that of phi(t) f(a t). Good to about 1e-14 for 0 < a <= 40.
"""

from typing import Any

import numpy as np
from numpy.polynomial.legendre import leggauss
from numpy.typing import ArrayLike, NDArray

from report.activations import check_width, line, parabolas, sigmoid
from report.results.slopes import Family
from report.slopes.shapes import shape_of

NODES = 80
Floats = NDArray[Any]


def half_error_curve(a: ArrayLike, family: Family = "line") -> Floats:
    """Evaluate half the squared error E(a) for an array of widths a > 0, same shape.

    ValueError for other widths.

    >>> half_error_curve([4, 5, 6]).round(6).tolist()
    [0.012394, 0.005136, 0.007762]
    """
    widths, t, weights, height, _ = _setting(a, family)
    squared = weights @ height**2
    mixed = sigmoid(widths[..., None] * t) @ (weights * height)
    return np.asarray(np.log(2) - 0.5 + widths * (squared - 2 * mixed))


def derivative_curve(a: ArrayLike, family: Family = "line") -> Floats:
    """Evaluate the derivative E'(a) for an array of widths a > 0, same shape.

    ValueError for other widths.

    >>> derivative_curve([4, 5, 6]).round(5).tolist()
    [-0.01303, -0.00192, 0.0068]
    """
    widths, t, weights, height, rate = _setting(a, family)
    squared = weights @ height**2
    return np.asarray(squared + 2 * sigmoid(widths[..., None] * t) @ (weights * t * rate))


def error_curve(x: ArrayLike, a: float, family: Family = "line") -> Floats:
    """Evaluate the error g_a(x) - f(x) for an array of abscissae, same shape. Needs a > 0."""
    approximation = line if shape_of(family).family == "line" else parabolas
    return np.asarray(approximation(x, a) - sigmoid(x))


def _setting(a: ArrayLike, family: Family) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Widths; then nodes t in (-knee, 0), their weights, and phi and phi' there."""
    widths = np.asarray(a, dtype=np.float64)
    for width in widths.ravel():
        check_width(width)
    shape = shape_of(family)
    nodes, weights = leggauss(NODES)
    inset = shape.knee * (nodes + 1) / 2
    height = np.asarray(shape.rest(inset))
    return widths, inset - shape.knee, weights * shape.knee / 2, height, shape.rate(inset)
