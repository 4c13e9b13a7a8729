"""What the letters of the report's formulas mean: which are variables, which are functions.

A letter that is not here is an error, so that juxtaposition is never guessed: ``f(x)`` is an
application because f is a function, ``a(x + y)`` a product because a is a variable.
"""

from typing import NamedTuple


class Signature(NamedTuple):
    """How many subscripts and arguments a function takes."""

    subscripts: int
    arguments: int


GREEK = frozenset(
    {
        r"\alpha",
        r"\beta",
        r"\gamma",
        r"\delta",
        r"\varepsilon",
        r"\theta",
        r"\lambda",
        r"\mu",
        r"\rho",
        r"\sigma",
        r"\tau",
    }
)

VARIABLES = frozenset("abcijklnprstuvwxyzKLN") | GREEK
"""Letters that stand for a value."""

DECORATED = {
    "a^*": ("a", "*"),
    "x^*": ("x", "*"),
    "K_1": ("K", "1"),
    "K_2": ("K", "2"),
    r"\Delta_1": (r"\Delta", "1"),
    r"\Delta_2": (r"\Delta", "2"),
    r"\Delta_3": (r"\Delta", "3"),
    "L^1": ("L", "1"),
    "L^2": ("L", "2"),
    r"L^\infty": ("L", r"\infty"),
    "H^1": ("H", "1"),
    "W_1": ("W", "1"),
    "W_2": ("W", "2"),
}
"""Letters with a mark that belongs to the name: not a power, not an index."""

ARRAYS = frozenset("prtwxyzK")
"""Variables that may carry indices."""

CONSTANTS = frozenset({r"\pi", "e", r"\infty", r"\mathbb{R}"})

FUNCTIONS = {
    "f": Signature(0, 1),  # the standard sigmoid
    "h": Signature(1, 1),  # Keras' hard sigmoid; with a subscript, a step of a recursion
    "g": Signature(1, 1),  # the clipped line
    "q": Signature(1, 1),  # the two parabolas
    "A": Signature(0, 1),  # the limits of an integral, in Leibniz' rule
    "B": Signature(0, 1),
    "C": Signature(0, 1),  # half the L1 error of the line
    "D": Signature(0, 1),  # half the squared H1 seminorm of the line's error
    "E": Signature(0, 1),  # half the squared error of the line
    "F": Signature(0, 1),  # half the squared error of the parabolas
    "G": Signature(0, 1),  # a^2 E'(a)
    "H": Signature(0, 1),  # a^3 F'(a)
    "J": Signature(0, 1),  # a criterion
    "M": Signature(0, 2),  # the integrand to which Leibniz' rule is applied
    "R": Signature(0, 1),  # half the integrated reverse Kullback-Leibler divergence
    "m": Signature(1, 1),  # the mean of the sigmoid and the line
    r"\varphi": Signature(1, 1),  # the normal density
    r"\mathcal{N}": Signature(0, 2),
    r"\operatorname{KL}": Signature(0, 2),  # between two Bernoulli distributions
}
"""Functions that definitions of equations.toml give a meaning."""

BUILT_IN = {
    r"\log": Signature(0, 1),
    r"\ln": Signature(0, 1),
    r"\exp": Signature(0, 1),
    r"\sinh": Signature(0, 1),
    r"\tanh": Signature(0, 1),
    r"\cosh": Signature(0, 1),
    r"\zeta": Signature(0, 1),
    r"\max": Signature(0, 2),
    r"\min": Signature(0, 2),
    r"\operatorname{clip}": Signature(0, 3),
    r"\operatorname{Li}": Signature(1, 1),
}
"""Functions that the evaluator knows."""

RELATIONS = frozenset(
    {"=", "<", ">", r"\le", r"\ge", r"\ne", r"\approx", r"\in", r"\to", r"\mapsto", r"\sim"}
)
LINKS = frozenset({",", r"\iff", r"\implies"})


def signature(name: str) -> Signature | None:
    """How a function is written, or None if the name is not that of a function."""
    return FUNCTIONS.get(name) or BUILT_IN.get(name)
