"""The conditions whose only positive roots are the constants.

Each is negative below its root and positive above it. E is half the squared error of a family.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flint import arb

from report.certify.series import polylogarithms


@dataclass(frozen=True)
class Root:
    """A condition in LaTeX and in balls, its derivative, and a start for Newton's method."""

    id: str
    condition: str
    evaluate: Callable[[arb], arb]
    derivative: Callable[[arb], arb]
    start: int


def line(a: arb) -> arb:
    """Enclose a^2 E'(a) for the line.

    The dilogarithm at -1 is -pi^2/12, the one at -e^(-a/2) a fast alternating series.
    """
    tail = (-a / 2).exp()
    (dilogarithm,) = polylogarithms(tail, (2,))
    return a * a / 24 + a * (1 + tail).log() - arb.pi() * arb.pi() / 6 - 2 * dilogarithm


def line_derivative(a: arb) -> arb:
    """Enclose the derivative of `line`, (a/12) (1 - 6/(1 + e^(a/2)))."""
    return a / 12 * line_factor(a)


def line_factor(a: arb) -> arb:
    """Enclose the factor that gives the sign to the derivative of `line`; it increases in a."""
    return 1 - 6 / (1 + (a / 2).exp())


def parabolas(a: arb) -> arb:
    """Enclose a^3 E'(a) for the parabolas.

    Of the article's equation the polylogarithms outside the unit disc are taken inside by
    Li2(-e^a) = -pi^2/6 - a^2/2 - Li2(-e^-a) and Li3(-e^a) = -pi^2 a/6 - a^3/6 + Li3(-e^-a).
    """
    second, third = polylogarithms((-a).exp(), (2, 3))
    cube, pi = a * a * a, arb.pi()
    return cube / 20 - pi * pi * a / 6 + 3 * arb(3).zeta() + 4 * third + 2 * a * second


def parabolas_derivative(a: arb) -> arb:
    """Enclose the derivative of `parabolas`, 3a^2/20 - pi^2/6 - 2 Li2(-e^-a) + 2a log(1 + e^-a)."""
    tail = (-a).exp()
    (dilogarithm,) = polylogarithms(tail, (2,))
    pi = arb.pi()
    return 3 * a * a / 20 - pi * pi / 6 - 2 * dilogarithm + 2 * a * (1 + tail).log()


def parabolas_factor(a: arb) -> arb:
    """Enclose the second derivative of `parabolas` over a, 3/10 - 2/(1 + e^a); it increases."""
    return arb(3) / 10 - 2 / (1 + a.exp())


def absolute(a: arb) -> arb:
    """Enclose sinh(a / (4 sqrt 2)) - 1, whose root is the best width of the line in L1."""
    return (a / (4 * arb(2).sqrt())).sinh() - 1


def absolute_derivative(a: arb) -> arb:
    """Enclose the derivative of `absolute`."""
    scale = 4 * arb(2).sqrt()
    return (a / scale).cosh() / scale


LINE = Root(
    id="line.best_a",
    condition=r"\frac{a^2}{24}+a\log(1+e^{-a/2})-\frac{\pi^2}{6}"
    r"-2\operatorname{Li}_2(-e^{-a/2})",
    evaluate=line,
    derivative=line_derivative,
    start=5,
)
PARABOLAS = Root(
    id="parabolas.best_a",
    condition=r"\frac{a^3}{20}-\frac{\pi^2 a}{6}+3\zeta(3)+4\operatorname{Li}_3(-e^{-a})"
    r"+2a\operatorname{Li}_2(-e^{-a})",
    evaluate=parabolas,
    derivative=parabolas_derivative,
    start=4,
)
ABSOLUTE = Root(
    id="l1.best_a",
    condition=r"\sinh\frac{a}{4\sqrt{2}}-1",
    evaluate=absolute,
    derivative=absolute_derivative,
    start=5,
)
