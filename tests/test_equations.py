"""Every displayed equation holds, and a changed one does not."""

import importlib.util
import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import numpy as np
import pytest
from scipy import signal

from report import activations, equations
from report.cache import Cache
from report.equations import Equation, EquationError, Verifier
from report.formula.definitions import definitions, uses
from report.formula.evaluate import Evaluator
from report.formula.parser import parse
from report.results.equations import EquationCheck, Equations
from report.results.text import Text

ALL = equations.load()
EXECUTED = [entry for entry in ALL.values() if entry.executed]
KNOWN = {
    d.name: d
    for entry in ALL.values()
    if entry.kind == "definition"
    for d in definitions(entry.statements)
}
QUICK = 12
BASE = Verifier(ALL, QUICK)

STILL_TRUE = {
    ("dilog.limit", "0^-", "0^+"): "the integrand is smooth at zero, so both sides agree",
    ("parabolas.joints", "q_a'(-a)", "q_a'(a)"): "the last of the six statements says the same",
    (
        "line.expansion",
        r"\int_{-a/2}^0 f(x)g_a(x)",
        r"\int_{-a/{1}}^0 f(x)g_a(x)",
    ): "g is zero there",
    ("line.expansion", r"\int_{-a/2}^0 g_a(x)^2", r"\int_{-a/{1}}^0 g_a(x)^2"): "g is zero there",
    ("line.expansion", r"+\frac{1}{2}\right)^2", r"+\frac{{0}}{2}\right)^2"): "mirrored, same area",
    (
        "line.third_term",
        r"+\frac{1}{2}\right)^2",
        r"+\frac{{0}}{2}\right)^2",
    ): "mirrored, same area",
}
"""Changes that leave a true statement, each with the reason."""


def verified() -> Equations:
    """Evaluate all equations once for the tests of this file."""
    if not _CACHE:
        _CACHE.append(equations.verify(ALL))
    return _CACHE[0]


_CACHE: list[Equations] = []


def entry(**fields: object) -> Equation:
    """Return an inline entry with some fields."""
    defaults: dict[str, object] = {"id": "new", "kind": "identity", "inline": True}
    return msgspec.convert(defaults | fields, Equation)


def check(new: Equation) -> EquationCheck:
    """Check an entry beside all others."""
    return Verifier({**ALL, new.id: new}, QUICK).check(new)


def test_every_equation_holds_to_its_digits() -> None:
    """Nothing fails, and the residuals are below what each equation promises."""
    result = verified()
    assert [c.message for c in result.failed] == []
    assert len(result.checks) == len(EXECUTED)
    for c in result.checks:
        assert float(c.residual) <= 10.0**-c.digits


def test_thirty_digits_are_the_rule() -> None:
    """Only equations that say why ask for fewer than 30 digits."""
    fewer = [e.id for e in EXECUTED if e.digits < 30]
    assert fewer == ["line.increasing"]


def test_results_survive_a_round_trip() -> None:
    """What is written to the results folder is read back unchanged."""
    result = verified()
    assert msgspec.json.decode(msgspec.json.encode(result), type=Equations, strict=True) == result


def changes(latex: str) -> Iterator[str]:
    """Yield the LaTeX with one number one greater or less, or one sign turned."""
    for number in re.finditer(r"\d+(?:\.\d+)?", latex):
        for step in (1, -1):
            new = str(Decimal(number[0]) + step)
            # Braces keep a number of several characters together where one digit stood.
            yield latex[: number.start()] + "{" + new + "}" + latex[number.end() :]
    for sign in re.finditer(r"[+-]", latex):
        before, after = latex[: sign.start()], latex[sign.end() :]
        is_prefix = re.search(r"(^|[{(&=,\[]|\\\\)\s*$", before)
        yield before + ("" if is_prefix else "-" if sign[0] == "+" else "+") + after


def is_noticed(changed: Equation) -> bool:
    """Tell whether a changed equation, or one that rests on it, fails or cannot be loaded."""
    if changed.kind != "definition":
        return not BASE.check(changed).holds
    try:
        others = equations.checked([changed if e.id == changed.id else e for e in ALL.values()])
    except EquationError:
        return True
    verifier = Verifier(others, QUICK)
    if not verifier.check(changed).holds:
        return True
    own = {d.name for d in definitions(changed.statements)}
    resting = (e for e in EXECUTED if e.id != changed.id and uses(e.statements, KNOWN) & own)
    return any(not verifier.check(other).holds for other in resting)


def is_still_true(id_: str, latex: str) -> bool:
    """Tell whether a change is one of those that leave a true statement."""
    original = ALL[id_].latex
    return any(
        key == id_ and original.replace(old, new, 1) == latex for key, old, new in STILL_TRUE
    )


@pytest.mark.parametrize("few", [True, pytest.param(False, marks=pytest.mark.deep)])
@pytest.mark.parametrize("id_", [e.id for e in EXECUTED])
def test_a_changed_sign_coefficient_or_exponent_is_noticed(id_: str, few: bool) -> None:
    """Every number one off and every sign turned makes the build fail."""
    wrong = [latex for latex in changes(ALL[id_].latex) if not is_still_true(id_, latex)]
    tried = wrong[:: max(1, len(wrong) // 2)] if few else wrong
    replaced = (msgspec.structs.replace(ALL[id_], latex=latex) for latex in tried)
    assert [new.latex for new in replaced if not is_noticed(new)] == []


@pytest.mark.parametrize(("id_", "old", "new"), STILL_TRUE)
def test_changes_that_are_excused_are_true(id_: str, old: str, new: str) -> None:
    """The list of harmless changes holds only statements that do hold."""
    latex = ALL[id_].latex.replace(old, new, 1)
    assert latex != ALL[id_].latex
    assert BASE.check(msgspec.structs.replace(ALL[id_], latex=latex)).holds


@pytest.mark.parametrize(
    ("name", "arguments", "function"),
    [
        ("f", (), activations.sigmoid),
        ("h", (), activations.keras_hard_sigmoid),
        ("g", (4.0,), lambda x: activations.line(x, 4.0)),
        ("g", (5.25,), lambda x: activations.line(x, 5.25)),
        ("q", (4.0,), lambda x: activations.parabolas(x, 4.0)),
        ("q", (3.5,), lambda x: activations.parabolas(x, 3.5)),
    ],
)
def test_definitions_are_the_functions_of_the_program(name, arguments, function) -> None:
    """The displayed definitions and the NumPy functions agree on a grid with the knees."""
    evaluator = Evaluator(KNOWN, 20)
    definition = KNOWN[name]
    grid = np.linspace(-7, 7, 57)
    for x in grid:
        given = dict(
            zip(
                definition.parameters,
                [*map(evaluator.mp.mpf, arguments), evaluator.mp.mpf(x)],
                strict=True,
            )
        )
        found = float(evaluator.value(definition.body, given))
        assert found == pytest.approx(float(function(x)), abs=1e-15)


@pytest.mark.parametrize(
    ("latex", "digits"),
    [
        ("E(4)", "0.0123939410215113901"),
        ("E(5)", "0.0051364390035927127"),
        ("E(6)", "0.0077621043617629972"),
        ("F(4)", "0.000824923526"),
    ],
)
def test_errors_have_the_digits_known_from_elsewhere(latex: str, digits: str) -> None:
    """The executed definitions of the errors reproduce digits computed independently."""
    evaluator = Evaluator(KNOWN, 25)
    found = evaluator.value(parse(latex).chains[0].sides[0], {})
    unit = evaluator.mp.mpf(10) ** -len(digits.partition(".")[2])
    assert abs(found - evaluator.mp.mpf(digits)) <= unit


@pytest.mark.parametrize(
    ("id_", "digits"),
    [
        ("line.equation", "5.19936381662864"),
        ("line.stationary", "5.19936381662864"),
        ("parabolas.equation", "3.99197948719976"),
        ("crossing.equation", "1.16762113924"),
    ],
)
def test_roots_are_those_of_the_article(id_: str, digits: str) -> None:
    """The solutions begin with the digits printed elsewhere."""
    (point,) = next(c.points for c in verified().checks if c.id == id_)
    assert point.partition(" = ")[2].startswith(digits)


def test_the_kernels_are_those_of_the_article() -> None:
    """The displayed matrices are three rows 1, 0, -1, and their transpose."""
    evaluator = Evaluator(KNOWN, 15)
    vertical = np.array([[1, 0, -1]] * 3)
    for name, kernel in (("K_1", vertical), ("K_2", vertical.T)):
        matrix = evaluator.value(KNOWN[name].body, {})
        assert np.array_equal(np.array(matrix.tolist(), dtype=int), kernel)


def test_the_response_is_a_correlation() -> None:
    """The displayed response equals SciPy's correlation with zero padding, for both kernels."""
    image = np.random.default_rng(0).integers(0, 256, (5, 6))
    padded = {
        k: {m: int(image[k, m]) if 0 <= k < 5 and 0 <= m < 6 else 0 for m in range(-1, 7)}
        for k in range(-1, 6)
    }
    chain = ALL["prewitt.response"].statements.chains[0]
    evaluator = Evaluator({}, 15)
    vertical = np.array([[1, 0, -1]] * 3)
    for kernel in (vertical, vertical.T):
        offsets = {i: {j: int(kernel[i + 1, j + 1]) for j in (-1, 0, 1)} for i in (-1, 0, 1)}
        found = [
            [
                int(evaluator.value(chain.sides[1], {"K_": offsets, "x_": padded, "k": k, "l": m}))
                for m in range(6)
            ]
            for k in range(5)
        ]
        expected = np.abs(signal.correlate2d(image, kernel, mode="same"))
        assert np.array_equal(found, expected)


def test_what_is_not_evaluated_says_so_and_names_a_test_that_exists() -> None:
    """Each notation gives its reason, and its test can be found."""
    unexecuted = verified().unexecuted
    assert {e.id for e in unexecuted} == {e.id for e in ALL.values() if e.kind == "notation"}
    for e in unexecuted:
        path, _, name = e.test.partition("::")
        source = Path(__file__).parent.parent / path
        spec = importlib.util.spec_from_file_location("named", source)
        assert spec is not None
        assert f"def {name}(" in source.read_text(encoding="utf-8")


def test_the_claims_find_their_equations() -> None:
    """Every equation that a claim of the article rests on exists and is executed."""
    source = Path(equations.__file__).with_name("article.toml").read_text(encoding="utf-8")
    claims = tomllib.loads(source)["claim"]
    wanted = {
        id_
        for claim in claims
        for rule in claim.get("checks", ())
        if rule["rule"] == "equations"
        for id_ in rule["ids"]
    }
    assert wanted
    assert wanted <= {e.id for e in EXECUTED}


def test_notes_hold_no_digit() -> None:
    """Notes and reasons are words; whatever has digits belongs into a formula."""
    for e in ALL.values():
        for text in (e.note, e.why):
            assert text is None or not re.search(r"[0-9０-９]", text.ja + text.en), e.id


def test_a_failure_is_recorded_with_what_failed() -> None:
    """A false equation, or one that cannot be evaluated, becomes a record with a message."""
    false = check(entry(latex="f(x) = x", points=[{"x": "1"}]))
    assert not false.holds
    assert "differ by 0.27" in false.message
    assert false.points == ("x = 1",)
    broken = check(entry(latex=r"\frac{1}{x} = 1", points=[{"x": "0"}]))
    assert not broken.holds
    assert broken.message.startswith("cannot be evaluated")
    lost = check(entry(latex="x = 1", points=[{"x": "root of nothing"}]))
    assert "names no equation" in lost.message


def test_a_root_that_differs_from_its_namesakes_fails() -> None:
    """An equation with another solution than those that share its name is found out."""
    fields = {"kind": "root", "unknown": "x", "bracket": ["1", "3/2"], "solution": "crossing"}
    other = check(entry(latex="x = 5/4", points=[{}], **fields))
    assert not other.holds
    assert "its solution is not that of crossing" in other.message
    outside = check(entry(latex="x = 7", points=[{}], **fields))
    assert "no solution lies in the bracket" in outside.message


def test_definitions_given_for_one_equation_stay_with_it() -> None:
    """A general statement is tried on the functions it is given, and nowhere else."""
    given = check(
        entry(latex="A(a) = 2B(a)", given=["A(a) = 4a", "B(a) = 2a"], points=[{"a": "3"}])
    )
    assert given.holds
    with pytest.raises(EquationError, match="no equation defines A"):
        equations.checked([*ALL.values(), entry(latex="A(a) = a", points=[{"a": "1"}])])


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"id": "half"}, "used twice"),
        ({"inline": False}, "needs a note"),
        ({"inline": False, "kind": "expression", "note": Text(ja="例", en="example")}, "states"),
        ({"kind": "notation"}, "needs why"),
        ({"kind": "root"}, "needs unknown"),
        ({"kind": "root", "latex": "x = x = 1"}, "two sides"),
        ({"kind": "series", "latex": "x = x, x = 1"}, "two sides"),
        (
            {
                "kind": "root",
                "unknown": "x",
                "bracket": ("1", "2"),
                "solution": "alone",
                "points": [{}],
            },
            "no second equation",
        ),
        ({"latex": "x = y"}, "free variables are x, y"),
        ({"points": [{"x": "1", "y": "2"}]}, "free variables are x"),
        ({"latex": r"\foo = 1"}, "unknown command"),
        ({"latex": "J(x) = 1"}, "no equation defines J"),
        ({"kind": "definition", "latex": "f(x) = x"}, "f is defined twice"),
        ({"kind": "definition", "latex": "J(x) = J(x)"}, "by way of itself"),
        ({"kind": "definition", "latex": "J(x) = ax"}, "depends on a"),
    ],
)
def test_an_entry_that_cannot_be_used_is_named(fields: dict[str, object], complaint: str) -> None:
    """Each mistake in the file raises one line that says which entry and what is missing."""
    given = {"latex": "x = x", "points": [{"x": "1"}]} | fields
    new = Equation(**{"id": "new", "kind": "identity", "inline": True, **given})  # type: ignore[arg-type]
    with pytest.raises(EquationError, match=complaint) as raised:
        equations.checked([*ALL.values(), new])
    assert "\n" not in str(raised.value)
    assert f"equation {new.id}:" in str(raised.value)


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        ("equation = [", "equations.toml"),
        ("equation = []\nformula = []\nother = 1", "other"),
        ('formula = []\n[[equation]]\nid = "a"\nlatex = "x"\nkind = "guess"', "equation a"),
        (
            'formula = []\n[[equation]]\nid = "a"\nlatex = "x"\nkind = "identity"\nextra = 1',
            "extra",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, toml: str, complaint: str) -> None:
    """Broken TOML, unknown fields and unknown kinds name the file and the entry."""
    source = tmp_path / "equations.toml"
    source.write_text(toml, encoding="utf-8")
    with pytest.raises(EquationError, match=complaint):
        equations.load(source)


def test_what_was_found_of_an_equation_is_kept_until_its_ground_is_edited(tmp_path):
    """The second time nothing is evaluated, after an edit that alone, of a definition all."""
    chosen = ("sigmoid.definition", "sigmoid.symmetry", "sigmoid.derivative")
    some = {id_: ALL[id_] for id_ in chosen}
    cache, slots = Cache(tmp_path, "1"), [tmp_path / id_ for id_ in chosen]

    def evaluated(entries):
        before = [slot.stat().st_ino if slot.exists() else 0 for slot in slots]
        found = equations.verify(entries, cache)
        assert found == equations.verify(entries)
        after = [slot.stat().st_ino for slot in slots]
        return [id_ for id_, a, b in zip(chosen, before, after, strict=True) if a != b]

    assert evaluated(some) == [*chosen]
    assert evaluated(some) == []
    edited = msgspec.structs.replace(some["sigmoid.symmetry"], digits=29)
    assert evaluated(some | {edited.id: edited}) == [edited.id]
    ground = msgspec.structs.replace(some["sigmoid.definition"], digits=29)
    assert evaluated(some | {edited.id: edited, ground.id: ground}) == [*chosen]


def test_an_equation_that_does_not_hold_is_told_at_once():
    """Before the others are evaluated, with its place."""
    wrong = msgspec.structs.replace(ALL["sigmoid.symmetry"], latex="f(x) + f(-x) = 2")
    told: list[str] = []
    entries = {"sigmoid.definition": ALL["sigmoid.definition"], wrong.id: wrong}
    equations.verify(entries, tell=lambda findings: told.extend(map(str, findings)))
    (line,) = told
    assert line.startswith("report/equations.toml equation sigmoid.symmetry: does not hold: ")
