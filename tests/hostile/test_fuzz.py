"""Any input gives a good value or the module's own error in one line: nothing else, and no hang.

Inputs are put together from what the formats are made of, so that they get far. The examples are
the same in every run.
"""

import io
import signal
import struct
import zipfile
from contextlib import contextmanager, suppress

import lxml.etree
import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from report import equations, mathematics, notation, reading, workspace
from report.check.allowed import stray
from report.dataset import FIELDS, DatasetError, load
from report.entries import EntryError
from report.formula.definitions import definitions
from report.formula.entries import Equation
from report.formula.parser import DEEPEST, parse
from report.formula.reader import FormulaError
from report.notation import NotationError
from report.render import drawing, inert
from report.results.bundle import Results
from report.results.number import Number
from report.results.text import LONGEST_MESSAGE, Text, one_line
from tests.figures import examples
from tests.hostile import files
from tests.images import shades

WORDS = Text(ja="例", en="example")
LONGEST = 60  # seconds after which an example counts as a hang


def fuzzed(count):
    """Try so many examples, the same every time."""
    return settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@contextmanager
def ending():
    """Fail what would never end."""

    def give_up(*_):
        raise AssertionError("this hangs")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(LONGEST)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def says(problem):
    """Check that an error is one line that says something."""
    assert str(problem).isprintable()
    assert str(problem).strip()


def pieces(*parts, most=12):
    """Texts put together from parts, with any other text in between now and then."""
    part = st.one_of(st.sampled_from(parts), st.sampled_from(parts), st.text(max_size=3))
    return st.lists(part, max_size=most).map("".join)


# --- Image data ----------------------------------------------------------------------------------

HEADERS = pieces(
    *("{", "}", "(", ")", ", ", ": ", "'", "[", "\n", " ", "-", "L"),
    *("'descr': ", "'shape': ", "'fortran_order': ", "True", "False", "None"),
    *("'|u1'", "'<f8'", "'|O'", "'<U4'", "(2, 28, 28)", "(2,)", "28", "9999999999", "'>i4'"),
    "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 28, 28), }",
    "{'descr': '<i8', 'fortran_order': True, 'shape': (2,), }",
)
BODIES = st.sampled_from([0, 1, 2, 16, 1568, 1569, 12544]).map(bytes)


def outcome(path):
    """Read image data: it has the promised form, or the line says what is wrong."""
    try:
        images = load(path)
    except DatasetError as problem:
        says(problem)
        return
    for field in FIELDS:
        array = getattr(images, field)
        assert array.dtype == np.uint8
        assert array.shape[1:] == ((28, 28) if field.startswith("x") else ())
        assert array.size


@fuzzed(150)
@given(
    magic=st.sampled_from(
        [b"\x93NUMPY\x01\x00", b"\x93NUMPY\x02\x00", b"\x93NUMPY\x07\x01", b"PK"]
    ),
    header=HEADERS,
    off=st.sampled_from([0, 0, 0, -1, 1, 1000]),
    body=BODIES,
    field=st.sampled_from(FIELDS),
)
def test_no_header_of_an_array_surprises(tmp_path, *, magic, header, off, body, field):
    """Any header before any number of bytes is read, or refused as such."""
    raw = header.encode("utf-8", "surrogatepass")
    size = max(0, len(raw) + off)
    length = struct.pack("<H" if magic[6:7] == b"\x01" else "<I", size)
    good = {
        "x_train": shades(2),
        "y_train": np.zeros(2, np.uint8),
        "x_test": shades(2),
        "y_test": np.zeros(2, np.uint8),
    }
    path = tmp_path / "fuzz.npz"
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in good.items():
            stream = io.BytesIO()
            np.lib.format.write_array(stream, array)
            content = magic + length + raw + body if name == field else stream.getvalue()
            archive.writestr(f"{name}.npy", content)
    outcome(path)


@fuzzed(100)
@given(
    members=st.lists(
        st.tuples(
            st.one_of(
                st.sampled_from([f"{field}.npy" for field in FIELDS]),
                st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9).filter(
                    lambda name: not name.startswith("\0")  # zipfile cannot write that
                ),
            ),
            st.binary(max_size=30),
            st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2]),
        ),
        max_size=6,
        unique_by=lambda member: member[0],
    ),
    edits=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=4),
)
def test_no_archive_surprises(tmp_path, members, edits):
    """Any members under any names, some bytes changed, are refused by name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content, kind in members:
            archive.writestr(name, content, kind)
    raw = bytearray(stream.getvalue())
    for place, value in edits:
        raw[place % len(raw)] = value
    path = tmp_path / "fuzz.npz"
    path.write_bytes(raw)
    outcome(path)


@fuzzed(100)
@given(
    head=st.sampled_from([b"\0\0\x08\x03", b"\0\0\x08\x01", b"\0\0\x0d\x03", b"\x1f\x8b\x08\0"]),
    sizes=st.lists(st.sampled_from([0, 1, 2, 28, 784, 2**31, 2**32 - 1]), max_size=5),
    body=BODIES,
    name=st.sampled_from(["train-images-idx3-ubyte", "train-labels-idx1-ubyte"]),
    zipped=st.booleans(),
)
def test_no_idx_file_surprises(tmp_path, *, head, sizes, body, name, zipped):
    """Any magic number, dimensions and number of bytes are read, or refused."""
    folder = tmp_path / "idx"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for part, count in (("train", 2), ("t10k", 2)):
        images = struct.pack(">HBB3I", 0, 8, 3, count, 28, 28) + bytes(784 * count)
        (folder / f"{part}-images-idx3-ubyte").write_bytes(images)
        labels = struct.pack(">HBBI", 0, 8, 1, count) + bytes(count)
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(labels)
    (folder / name).unlink()
    made = head + b"".join(struct.pack(">I", size) for size in sizes) + body
    (folder / (name + ".gz" * zipped)).write_bytes(made)
    outcome(folder)


# --- Data files ----------------------------------------------------------------------------------

TOML = pieces(
    *('"', "'", '"""', "'''", "[", "]", "[[", "]]", "{", "}", "=", ".", ",", "#", "\n", "\r", " "),
    *("\\", "\\u0041", "\\ud800", "\\x", "true", "nan", "inf", "-1", "1e99", "0x", "9" * 400),
    *("1979-05-27", "1979-05-27T07:32:00Z", "id", "id = 'x'", "ja", "holds", "checks", "latex"),
    *("[[claim]]", "[[term]]", "[[equation]]", "é", "\u202e", "\x00", "１", "{{ x }}", "<b>"),
    most=5,
)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), TOML), min_size=1, max_size=4)


@fuzzed(400)
@given(file=st.sampled_from(sorted(files.FILES)), edits=EDITS)
def test_no_data_file_surprises(tmp_path, file, edits):
    """A data file with anything put into it, or taken out, is read, or refused by its name."""
    text = files.filled(file, "plain")
    for at, length, new in edits:
        place = int(at * len(text))
        text = text[:place] + new + text[place + length :]
    with ending():
        try:
            files.load(tmp_path, file, text)
        except EntryError as problem:
            says(problem)
            assert str(problem).startswith(f"{file}.toml: ")
            assert len(str(problem)) <= LONGEST_MESSAGE + 3


@fuzzed(150)
@given(file=st.sampled_from(sorted(files.FILES)), raw=st.one_of(st.binary(max_size=80), TOML))
def test_no_bytes_for_a_data_file_surprise(tmp_path, file, raw):
    """Any bytes in the place of a data file are read, or refused by its name."""
    try:
        files.load(tmp_path, file, raw)
    except EntryError as problem:
        says(problem)


READINGS = pieces(
    *(" ", "n.a", "n.b", "low(", "high(", ")", "(", "<", "<=", ">", "=", "!=", "0.5", "-1", "1e3"),
    *("nan", "inf", "_", ".", "__class__", "\t", "\u00a0", "９"),
)


@fuzzed(400)
@given(text=READINGS)
def test_no_reading_surprises(text):
    """Any text is a comparison that can be decided, or refused with its words."""
    numbers = {
        "n.a": Number("n.a", WORDS, "0.5", "sampled", WORDS, "0.4", "0.6"),
        "n.b": Number("n.b", WORDS, "-3", "counted", WORDS),
    }
    try:
        assert reading.parse(text).holds(numbers) in (True, False)
    except reading.ReadingError as problem:
        assert str(problem)


# --- Formulas ------------------------------------------------------------------------------------

LATEX = (
    *(" ", "x", "a", "f", "g", "K", "z", "d", "O", "e", "1", "0.2", "12", "+", "-", "*", "/", "="),
    *("(", ")", "[", "]", "{", "}", "|", ",", "'", "^", "_", "&", "<", ">", ".", r"\,", r"\\ "),
    *(r"\frac{", r"\sqrt{", r"\left(", r"\right)", r"\left.", r"\right|", r"\lfloor ", r"\rfloor "),
    *(r"\int_0^1 ", r"\lim_{x\to 0}", r"\sum_{k=1}^{3} ", r"\sup_x ", r"\log ", r"\exp(", r"\pm "),
    *(r"\begin{cases}", r"\end{cases}", r"\begin{pmatrix}", r"\end{pmatrix}", r"\top", r"\infty "),
    *(
        r"\begin{aligned}",
        r"\end{aligned}",
        r"\text{in}",
        r"\operatorname{clip}(",
        r"\le ",
        r"\iff ",
    ),
    *(r"\frac{d}{dx}", r"\frac{1}{2}", "x^2", "f(x)", "a^*", "g_a(x)", "dx", r"\pi ", "O(x^2)"),
    *(r"\href{", r"\input{", "%", "~", "#", "$", "é", "<b>", "{{"),
)


@fuzzed(800)
@given(latex=pieces(*LATEX))
@example(latex="x\x1fx")
@example(latex="x\u2003x")
def test_no_formula_surprises(latex):
    """Any text is a formula that can be set and said, or refused with the place."""
    with ending():
        try:
            statements = parse(latex)
        except FormulaError as problem:
            assert str(problem)
            return
        assert statements.chains
        with suppress(FormulaError):
            definitions(statements)
        try:
            shown = mathematics.to_mathml(latex, display=True, language="en")
        except FormulaError as problem:
            assert str(problem)
        else:
            elements = lxml.etree.fromstring(shown).iter()
            assert {element.tag.rpartition("}")[2] for element in elements} <= SET


SET = {
    *("math", "semantics", "annotation", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mpadded"),
    *("mfrac", "msqrt", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mstyle"),
    *("mtable", "mtr", "mtd", "mphantom"),
}
"""The elements of MathML that formulas are set in; none of them leads or does anything."""


@pytest.fixture(scope="module")
def verifier():
    """Know the definitions of the report, and ask for few digits."""
    return equations.Verifier(equations.load(), digits=5)


@fuzzed(150)
@given(
    sides=st.lists(pieces(*LATEX[:60], most=4), min_size=2, max_size=2),
    kind=st.sampled_from(["identity", "inequality", "limit", "series", "root", "definition"]),
    value=pieces("1", "/", "2", "x", "root of ", "line", r"\infty", "-", "(", most=3),
)
def test_no_evaluation_surprises(verifier, sides, kind, value):
    """Whatever can be read is evaluated, or recorded as what cannot be, with a reason."""
    latex = " = ".join(sides)
    try:
        parse(latex)
    except FormulaError:
        return
    new = Equation(
        id="new",
        latex=latex,
        kind=kind,
        points=({"x": value, "a": "2", "z_": ("1", value)},),
        unknown="x",
        bracket=("0", value),
        solution="new",
    )
    with ending():
        found = verifier.check(new)
    assert found.holds is not bool(found.message)


# --- Results, numbers, drawings, messages --------------------------------------------------------

VALUES: st.SearchStrategy[object] = st.sampled_from(
    [None, True, -1, 2**70, 0.5, "", "x", "<b>", [], [[]], {}, {"x": 1}]
)
KINDS = {field.name: field.type for field in msgspec.structs.fields(Results)}


def spoilt(value, steps, new):
    """Return a JSON value with something else at the end of some steps into it."""
    if not steps or not value or not isinstance(value, dict | list):
        return new
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    key = keys[steps[0] % len(keys)]
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[key] = spoilt(copy[key], steps[1:], new)
    return copy


@pytest.fixture(scope="module")
def results():
    """Lay out made-up results as a build saves them."""
    made = examples.results()
    return {name: msgspec.to_builtins(getattr(made, name)) for name in KINDS}


@fuzzed(150)
@given(
    name=st.sampled_from(sorted(KINDS)), steps=st.lists(st.integers(0, 9), max_size=6), new=VALUES
)
def test_no_result_that_was_edited_surprises(tmp_path, results, name, steps, new):
    """A result with another value somewhere is still of its kind, or refused by its file."""
    path = tmp_path / f"{name}.json"
    path.write_bytes(msgspec.json.encode(spoilt(results[name], steps, new)))
    try:
        found = workspace.load(path, KINDS[name])
    except workspace.InputError as problem:
        says(problem)
        assert f"{name}.json: " in str(problem)
        assert str(problem).endswith("; delete the file and build again")
    else:
        assert isinstance(found, KINDS[name])


@fuzzed(100)
@given(
    name=st.sampled_from(sorted(KINDS)),
    raw=st.one_of(
        st.binary(max_size=40), pieces(*'[]{}:,"0-.e\\tn', "[" * 2000, '{"id":').map(str.encode)
    ),
)
def test_no_bytes_for_a_result_surprise(tmp_path, name, raw):
    """Any bytes in the place of a result are refused by the file's name."""
    path = tmp_path / f"{name}.json"
    path.write_bytes(raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw)
    with pytest.raises(workspace.InputError, match=rf"{name}\.json: "):
        workspace.load(path, KINDS[name])


NUMERALS = pieces(*"0123456789.-+eE", "nan", "inf", "1e9", "e-20", "1e999999", most=8)


@fuzzed(300)
@given(
    value=NUMERALS,
    kind=st.sampled_from(["exact", "certified", "counted", "sampled"]),
    options=st.dictionaries(
        st.sampled_from(
            ["places", "digits", "percent", "scientific", "interval", "sign", "colour"]
        ),
        st.one_of(st.integers(-2, 40), st.sampled_from([10**6, 10**30, "x", None, True, 0.5])),
        max_size=3,
    ),
)
def test_no_number_surprises(value, kind, options):
    """Any value under any options is shown, or refused naming the number."""
    number = Number("n.a", WORDS, value, kind, WORDS, low=value, high=value)
    with ending():
        for show in (lambda: notation.text(number, **options), lambda: notation.full(number)):
            try:
                shown = show()
            except NotationError as problem:
                assert "n.a" in str(problem)
            else:
                assert shown
                assert "<" not in str(notation.grouped(shown).striptags())


PATHS = pieces(*"MLQCZHVAmlqz0123456789 ,.-", "10 20", "e5", "Q1 2 3 4", "L5 6", "M0 0", most=15)
SHAPES = ("<path d='PATH'/>", '<path d="PATH"/>', '<path d="M0 0Q1 1 2 2PATH"/>', "<g>PATH</g>")


@fuzzed(300)
@given(path=PATHS, shape=st.sampled_from(SHAPES), medium=st.sampled_from(["html", "pdf"]))
def test_no_drawing_surprises(path, shape, medium):
    """Any outline is put into the page as an inert drawing, or refused as none."""
    opening = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9">'
    try:
        shown = drawing.embedded(f"{opening}{shape.replace('PATH', path)}</svg>", "x", medium)
    except ValueError as problem:
        assert str(problem)
        return
    if medium == "html":
        inert.check(str(shown))


@fuzzed(200)
@given(text=st.text(max_size=3000))
def test_no_message_surprises(text):
    """Any text becomes one line of bounded length that a terminal can show."""
    shown = one_line(text)
    assert len(shown) <= LONGEST_MESSAGE + 3
    assert shown == one_line(shown)
    assert not any(char in shown for char in "\n\r\x1b\u202e\x00")


@fuzzed(200)
@given(text=st.text(max_size=60), allowed=st.lists(st.text(min_size=1, max_size=5), max_size=4))
def test_no_text_hides_a_digit(text, allowed):
    """Each run that is found lies where it is said to, whatever terms are allowed."""
    terms = tuple(term for term in allowed if term.strip())
    for at, run in stray(text, terms):
        assert text[at : at + len(run)] == run
    assert {char for char in text if char.isdecimal()} <= {
        char for _, run in stray(text, ()) for char in run
    }


@pytest.mark.parametrize(
    "value", ["1e10001", "-1e30000", "1e-10001", "9" * 10_001, "0." + "0" * 10_001]
)
def test_a_number_without_bounds_is_refused(value):
    """A value that would fill the memory with its digits is refused by the number's name."""
    number = Number("n.a", WORDS, value, "exact", WORDS)
    for show in (notation.full, notation.text):
        with pytest.raises(NotationError, match=r"number n\.a: .* has more than 10000 digits"):
            show(number)


def test_the_deepest_formula_can_be_walked():
    """At the limit of depth a formula is still set, said and evaluated, by functions that recur."""
    depth = 28
    latex = "(" * depth + "x + 1" + ")" * depth + " = x + 1"
    assert len(parse(latex).chains) == 1
    assert depth < DEEPEST
    assert mathematics.to_mathml(latex, display=True, language="ja")
    shipped = equations.load()
    new = Equation(id="new", latex=latex, kind="identity", points=({"x": "1"},), inline=True)
    assert equations.Verifier({**shipped, "new": new}).check(new).holds
