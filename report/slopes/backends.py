"""The frameworks' forms of hard_sigmoid against exact rational arithmetic."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from report.activations import keras_hard_sigmoid, theano_hard_sigmoid
from report.results.slopes import BackendError
from report.slopes.digits import truncated

Form = Literal["keras", "theano"]
FORMS: dict[Form, Callable[[ArrayLike], NDArray[Any]]] = {
    "keras": keras_hard_sigmoid,
    "theano": theano_hard_sigmoid,
}
KNEES = (-2.5, 2.5)
SPACING = Fraction(1, 512)
NEIGHBOURS = 16
DIGITS = 15


def compare_backends() -> tuple[BackendError, ...]:
    """Measure both forms in both precisions on the same grid."""
    return tuple(_compare(form, dtype) for form in FORMS for dtype in (np.float32, np.float64))


def exact_hard_sigmoid(x: Fraction) -> Fraction:
    """Evaluate clip(x/5 + 1/2, 0, 1) without rounding."""
    return min(max(x / 5 + Fraction(1, 2), Fraction(0)), Fraction(1))


def grid(dtype: type[np.floating[Any]]) -> NDArray[Any]:
    """Give points from -4 to 4 that ``dtype`` represents exactly, all different, in order.

    A uniform grid; the same pushed off the round numbers; and the knees, 0, and 1 with their
    nearest neighbours on both sides.
    """
    count = int(4 / SPACING)
    uniform = np.arange(-count, count + 1) * float(SPACING)
    crooked = uniform[:-1] + float(SPACING) / np.sqrt(5)
    near = [
        _step(dtype(centre), steps)
        for centre in (-2.5, -1.0, 0.0, 1.0, 2.5)
        for steps in range(-NEIGHBOURS, NEIGHBOURS + 1)
    ]
    return np.unique(np.concatenate([uniform, crooked, near]).astype(dtype))


def _step(x: np.floating[Any], steps: int) -> np.floating[Any]:
    for _ in range(abs(steps)):
        x = np.nextafter(x, x.dtype.type(np.copysign(np.inf, steps)))
    return x


def _compare(form: Form, dtype: type[np.floating[Any]]) -> BackendError:
    x = grid(dtype)
    results = {name: function(x) for name, function in FORMS.items()}
    errors = [
        (abs(Fraction(float(got)) - exact_hard_sigmoid(Fraction(float(at)))), float(at))
        for got, at in zip(results[form], x, strict=True)
    ]
    own = [(error / _ulp(exact_hard_sigmoid(Fraction(at)), dtype), at) for error, at in errors]
    half = _ulp(Fraction(1, 2), dtype)
    worst, worst_at = max(errors)
    worst_own, worst_own_at = max(own)
    by_abscissa = {at: error for error, at in errors}
    low, high = (by_abscissa[knee] for knee in KNEES)
    first, second = results.values()
    return BackendError(
        form=form,
        dtype="float32" if dtype is np.float32 else "float64",
        points=len(x),
        worst_ulp=_decimal(worst / half),
        worst_at=repr(worst_at),
        worst_own_ulp=_decimal(worst_own),
        worst_own_at=repr(worst_own_at),
        knee_errors=(_decimal(low / half), _decimal(high / half)),
        differences=sum(a.tobytes() != b.tobytes() for a, b in zip(first, second, strict=True)),
    )


def _ulp(value: Fraction, dtype: type[np.floating[Any]]) -> Fraction:
    """Give the unit in the last place of numbers as large as ``value``; at 0 the smallest."""
    return Fraction(float(np.spacing(dtype(float(value)))))


def _decimal(value: Fraction) -> str:
    return truncated(value, DIGITS)
