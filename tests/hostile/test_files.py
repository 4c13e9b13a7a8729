"""A data file that means harm is refused with its file and entry, or shown as the text it is."""

import io
import re

import pytest
from rich.console import Console

from report import article, equations, live, predicates, reading
from report.entries import LARGEST, LONGEST, EntryError
from report.formula.entries import Equation
from report.formula.parser import parse
from report.formula.reader import LONGEST as LONGEST_FORMULA
from report.formula.reader import FormulaError
from report.results.number import Number
from report.results.text import LONGEST_MESSAGE, Text, one_line
from tests.hostile.files import FILES, filled, load

every_file = pytest.mark.parametrize("file", FILES)
WORDS = Text(ja="例", en="example")
SAMPLE = {"n.a": Number("n.a", WORDS, "0.5", "computed", WORDS)}


def refusal(folder, file, text):
    """Return the one line with which a file is refused."""
    with pytest.raises(EntryError) as caught:
        load(folder, file, text)
    said = str(caught.value)
    assert said.startswith(f"{file}.toml: ")
    assert said.isprintable()
    assert len(said) <= LONGEST_MESSAGE + 3
    return said


@every_file
def test_the_entries_to_be_spoilt_are_good(tmp_path, file):
    """Filled with plain words, every file is accepted; so what is refused below is the harm."""
    assert load(tmp_path, file, filled(file, "plain"))


@every_file
@pytest.mark.parametrize(
    "spelt",
    [
        pytest.param(lambda raw: b"\xef\xbb\xbf" + raw, id="byte order mark"),
        pytest.param(lambda raw: raw.replace(b"\n", b"\r\n"), id="CRLF"),
    ],
)
def test_marks_and_line_ends_of_windows_change_nothing(tmp_path, file, spelt):
    """A file saved by an editor of Windows says the same."""
    raw = filled(file, "plain").encode()
    assert load(tmp_path, file, spelt(raw)) == load(tmp_path, file, raw)


@every_file
@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        (lambda raw: raw.replace(b"plain", b"\xff\xfe", 1), "not TOML: .*UTF-8"),
        (lambda raw: raw.decode().encode("utf-16"), "not TOML: .*UTF-8"),
        (lambda raw: raw.replace(b"plain", b"a\rb", 1), "not TOML: "),
        (lambda raw: raw.replace(b"plain", b"a\x00b", 1), "not TOML: "),
        (lambda raw: raw.replace(b"plain", b"a\\ud800b", 1), "not TOML: "),
        (lambda raw: raw + b"a = " + b"[" * 1500, "too deep; write fewer of them"),
        (lambda raw: raw + b"a = " + b"{b=" * 1000, "too deep; write fewer of them"),
        (lambda raw: raw + b"a = " + b"9" * 3000, "is no text, whole number or finite|not TOML"),
        (lambda raw: raw + b"a = '" + b"9" * 5000 + b"'", "a line has more than 4000 bytes; break"),
        (lambda raw: raw + b"#\n" * LARGEST, f"has more than {LARGEST} bytes; shorten it"),
        (lambda raw: b"strange = 1\n" + raw, "strange"),
        (lambda raw: b"a.b.c.d.e.f.g.h.i.j.k.l.m.n = 1\n" + raw, "lies too deep; write it with"),
        (lambda raw: b".".join([b"a"] * 1500) + b" = 1\n" + raw, "lies too deep"),
        (lambda raw: b".".join([b"a"] * 3000) + b" = 1\n" + raw, "a line has more than"),
        (lambda raw: raw + raw.replace(b'read = "2026-11"', b""), "used twice; rename|two entries"),
    ],
)
def test_a_malformed_file_is_refused_by_its_name(tmp_path, file, spoilt, said):
    """Whatever is wrong with a file as a whole is one line that begins with its name."""
    assert re.search(said, refusal(tmp_path, file, spoilt(filled(file, "plain").encode())))


@every_file
@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("\\u0007", r"unseen character U\+0007; take it out"),
        ("\\u001b[2J", r"unseen character U\+001B"),
        ("\\u0000", r"unseen character U\+0000"),
        ("\\u0085", r"unseen character U\+0085"),
        ("\\u202e", r"unseen character U\+202E"),
        ("\\u2066", r"unseen character U\+2066"),
        ("\\u200b", r"unseen character U\+200B"),
        ("\\ufeff", r"unseen character U\+FEFF"),
        ("\\uffff", r"unseen character U\+FFFF"),
        ("\\ue000", r"unseen character U\+E000"),
        ("\\U000e0041", r"unseen character U\+E0041"),
        ("x" * (LONGEST + 1), f"characters; write at most {LONGEST}"),
    ],
)
def test_a_text_that_nobody_could_read_is_refused(tmp_path, file, value, said):
    """Control characters, turned directions and endless texts are named with entry and field."""
    line = refusal(tmp_path, file, FILES[file][1].replace("@", value, 1).replace("@", "plain"))
    _name, place, field, fault = line.split(": ", 3)
    assert re.search(said, fault), line
    key = re.search(r"\[\[(\w+)\]\]", FILES[file][1])
    assert key is not None
    assert re.fullmatch(rf"{key[1]} (number 1|[a-z.]+)", place)
    assert re.fullmatch(r"[a-z0-9_.]+", field)


@every_file
@pytest.mark.parametrize("value", ["5", "true", "[]", "{}", "nan", "1979-05-27", "[{}]", "[[[]]]"])
def test_a_value_of_another_type_is_refused(tmp_path, file, value):
    """Where a text is wanted nothing else passes: the first free field of every file is one."""
    text = FILES[file][1].replace('"2019@"', "@").replace('"@"', "@").replace("@", value, 1)
    line = refusal(tmp_path, file, text.replace("@", '"plain"'))
    assert re.search(r"; (write it so|add it|write it as text in quotes)$|array|Expected", line)


@every_file
def test_an_unknown_field_is_refused(tmp_path, file):
    """A misspelt field cannot be passed over: the entry and the field are named."""
    text = filled(file, "plain")
    first = text.index("\n", text.index("[["))
    line = refusal(tmp_path, file, f"{text[:first]}\ncolour = 'red'{text[first:]}")
    assert re.search(r"unknown field `colour`.*; remove it, or mend its name$", line)


@every_file
def test_every_field_may_be_left_out_or_is_asked_for(tmp_path, file):
    """Without one of its lines a file is accepted, or refused in one line of its own."""
    lines = filled(file, "plain").splitlines()
    refused = []
    for at in range(len(lines)):
        try:
            load(tmp_path, file, "\n".join(lines[:at] + lines[at + 1 :]))
        except EntryError as problem:
            assert str(problem).startswith(f"{file}.toml: ")
            assert str(problem).isprintable()
            refused.append(str(problem))
    assert any("required field" in line and line.endswith("; add it") for line in refused)


@pytest.mark.parametrize("file", [file for file in FILES if file != "allowed_terms"])
@pytest.mark.parametrize(
    "id_", ["", "a b", "<b>", "a'b", 'a\\"b', "é", "../x", "{{ 7 }}", "-a", "."]
)
def test_an_id_is_a_plain_name(tmp_path, file, id_):
    """Ids become addresses within the page; anything but letters, digits and marks is refused."""
    text = re.sub(r'(?m)^id = ".*"$', f'id = "{id_}"', filled(file, "plain"), count=1)
    assert re.search(r"number 1: id: .* is no id; use letters", refusal(tmp_path, file, text))


ADDRESSES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "http://example.org/",
    "//example.org/",
    "ftp://example.org/",
    "https:example.org",
    "https://user:word@example.org/",
    "https://example.org/ javascript:x",
    "https://example.org/<script>",
    "https://example.org/'onmouseover=x",
    "https://example.org/{{ 7 * 7 }}",
    "https://exämple.org/",
    "https://",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("file", ["references", "survey"])
def test_an_address_leads_to_the_web_or_nowhere(tmp_path, file, address):
    """What a reader may click is a plain https address; scripts and files are refused."""
    text = re.sub(r'url = "[^"]*"', f'url = "{address}"', filled(file, "plain"))
    assert re.search(
        r"(work|theirs): .*url .*must start with https://", refusal(tmp_path, file, text)
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("slope", value) for value in ("1e999999999", "1_0", " 1/5", "٣", "nan", "inf", "1/0")),
        *(("knee", value) for value in ("1e999999999", "9" * 50, "0x1", "-1")),
    ],
)
def test_a_slope_is_a_short_fraction(tmp_path, field, value):
    """An exponent that would fill the memory, or a digit in disguise, is refused by its field."""
    text = re.sub(rf'(?m)^{field} = ".*"$', f'{field} = "{value}"', filled("survey", "plain"))
    assert f"theirs: {field} = " in refusal(tmp_path, "survey", text)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"1/4"', '"1e999999999"', "plan: pieces: '1e999999999' is not a fraction"),
        ('"1/4"', '"1/0"', "plan: pieces: '1/0' divides by zero"),
        ('["2", "1"]', '["-2", "1"]', "plan: pieces must rise from 0; order them"),
        ('["2", "1"]', '["2"]', "plan: pieces have one to three coefficients"),
        ('["2", "1"]', "[]", "plan: pieces: "),
        ('"0.63"', '"1e9"', "printed_mean = '1e9' must be a decimal"),
        ("[[method]]", "[[method]]\nlevel = 999999999", "level = 999999999 must be from 0 to 6"),
        ("[[method]]", '[[method]]\nstep = "1e999999999"', "'1e999999999' is not a fraction"),
        (r"\frac{x}{4}", r"\href{x}{y}", r"unknown command \href"),
        (r"\frac{x}{4}", r"\input{/etc/passwd}", r"unknown command \input"),
    ],
)
def test_a_published_curve_is_checked_when_it_is_read(tmp_path, old, new, said):
    """Numbers without bounds, pieces out of order and foreign commands are refused at once."""
    assert said in refusal(tmp_path, "literature", filled("literature", "plain").replace(old, new))


COMMANDS = [
    r"\href{javascript:alert(1)}{x}",
    r"\url{https://example.org}",
    r"\input{/etc/passwd}",
    r"\include{x}",
    r"\write18{touch sprung}",
    r"\immediate\write18{x}",
    r"\openin5=/etc/passwd",
    r"\def\x{\x\x}\x",
    r"\newcommand{\x}{y}",
    r"\catcode`\%=12",
    r"\csname x\endcsname",
    r"\style{color:red}{x}",
    r"\class{x}{y}",
    r"\color{red}x",
    r"\includegraphics{/etc/passwd}",
    r"\unicode{60}script",
    r"<script>alert(1)</script>",
    r"{% include 'base.html' %}",
    r"x = \text{<script>}",
    r"\mathrm{a</math>}",
    "x % y",
    "x ~ y",
    "__import__('os')",
    "x; y",
    "x := 1",
    "lambda: 1",
    "１ + ２",
    "٣",
    "x\x00",
    "x\u202ey",
]


@pytest.mark.parametrize("latex", COMMANDS)
def test_a_formula_is_mathematics_or_nothing(tmp_path, latex):
    """Commands that reach outside, define, or style, and any markup, are refused with the place."""
    with pytest.raises(FormulaError):
        parse(latex)
    quoted = "".join(f"\\u{ord(char):04x}" for char in latex)
    text = filled("equations", "plain").replace(r"'\frac{a}{2}'", f'"{quoted}"')
    assert re.search(r"(equation|formula) half: ", refusal(tmp_path, "equations", text))


@pytest.mark.parametrize(
    "latex",
    [
        *("(" * 800, "{" * 1000, "|" * 1000, r"\left(" * 300, "-(" * 500, "x^{" * 500),
        *(r"\frac{" * 300, r"\sqrt{" * 300, r"\sup_a " * 250, r"\log " * 400, r"\log\exp " * 200),
        *("f(" * 900, r"\int " * 400, r"\lim_{x\to " * 150, r"\begin{cases}" * 150, "g_{" * 600),
        *(r"\frac{d}{dx}" * 150, "K_{" * 600, r"\sum_{k=" * 200, "O(" * 900),
        *("a/" * 900 + "a", "a^\\top" + "^\\top" * 300, "1" * (LONGEST_FORMULA + 1)),
    ],
)
def test_no_formula_is_too_deep_to_be_refused(latex):
    """However deep or long a formula is, the answer is an error with its place, no crash."""
    with pytest.raises(FormulaError) as caught:
        parse(latex)
    assert len(str(caught.value)) < LONGEST_FORMULA + 200


@pytest.mark.parametrize(
    "latex",
    [
        r"9^{9^{9^{9^9}}} = 1",
        r"\sum_{k=1}^{10^{100}} k = 1",
        r"\sum_{k=1}^{\infty} k = 1",
        r"\operatorname{Li}_{-10^9}(2) = 1",
        r"\exp(10^{10^{10}}) = 1",
        r"\log(10^{10^{10^{10}}}) = 1",
        "f" + "'" * 500 + "(x) = 1",
        r"x^\top = 1",
        r"\begin{pmatrix}1\end{pmatrix}/\begin{pmatrix}1\end{pmatrix} = 1",
        r"1/0 = 1",
        r"\zeta(1) = 1",
    ],
)
def test_a_formula_that_would_never_end_is_recorded_as_failed(latex):
    """Towers of powers, endless sums and matters without a value fail; the build goes on."""
    shipped = equations.load()
    new = Equation(id="new", latex=latex, kind="identity", note=WORDS, points=({"x": "1/2"},))
    found = equations.Verifier({**shipped, "new": new}).check(new)
    assert not found.holds
    assert found.message.startswith("cannot be evaluated: ")


@pytest.mark.parametrize("digits", [0, -1, 10**9])
def test_the_digits_of_an_equation_have_bounds(tmp_path, digits):
    """Nobody can ask for a milliard digits."""
    text = filled("equations", "plain").replace("kind", f"digits = {digits}\nkind")
    assert f"digits = {digits} must be from 1 to" in refusal(tmp_path, "equations", text)


def test_a_point_runs_nothing(tmp_path, monkeypatch):
    """The value of a free variable is a formula as well, and Python in it is refused."""
    monkeypatch.chdir(tmp_path)
    for value in (
        "__import__('os').system('touch sprung')",
        "root of nothing",
        "x",
        "",
        "1 = 1 = 1",
    ):
        new = Equation(id="new", latex="x = x", kind="identity", note=WORDS, points=({"x": value},))
        found = equations.Verifier({**equations.load(), "new": new}).check(new)
        assert not found.holds
        assert "cannot be evaluated" in found.message
    assert list(tmp_path.iterdir()) == []


PYTHON = [
    "__import__('os').system('touch sprung') < 1",
    "open('sprung','w') < n.a",
    "n.a.__class__ < 1",
    "low(n.a.__class__) < 1",
    "n.__init__.__globals__ < 1",
    "eval(n.a) < 1",
    "n.a < 1 or True",
    "n.a < 1; n.a < 2",
    "n.a if n.a < 1",
    "(lambda: n.a) < 1",
    "{{ n.a }} < 1",
    "n.a < {{ 7 }}",
    "n.a < 1e999999999",
    "n.a < nan",
    "n.a < ٣",
    "n.a < 1_0",
    "n.a < " + "9" * LONGEST + "x",
    "n.a " * 900,
    " " * LONGEST,
    "a" * LONGEST,
    "n.a <\u00a0n.a < 1",
]


@pytest.mark.parametrize("text", PYTHON)
def test_a_reading_compares_and_does_nothing_else(tmp_path, monkeypatch, text):
    """Python in a predicate or a claim is refused with the entry's name, and never run."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(reading.ReadingError):
        reading.parse(text).holds(SAMPLE)
    predicate = predicates.Predicate("p", (text,), WORDS)
    with pytest.raises(EntryError, match="predicate p: "):
        predicates.decide({"p": predicate}, SAMPLE, is_mnist=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "result",
    ["__class__", "dataset.__class__.__mro__", "dataset.name.upper", "*", "*.*.*.*", "." * 900, ""],
)
def test_a_fact_follows_fields_only(result):
    """The path to a result leads through what was computed and nowhere else."""
    from tests.figures import examples  # noqa: PLC0415 — made-up results take a moment

    claim = article.Claim(
        id="c",
        entry="cnn",
        states=WORDS,
        reason=WORDS,
        expected="agrees",
        checks=(article.Fact(label=WORDS, result=result, printed="x"),),
    )
    with pytest.raises(EntryError, match=r"claim c: there is no result"):
        article.compare({"c": claim}, examples.results(), {})


def test_a_message_cannot_write_on_the_terminal():
    """Line feeds, escape sequences and turned directions in a message are spelled out."""
    assert one_line("a\n\x1b[2J b\u202e\r\tc") == r"a \x1b[2J b\u202e c"
    shown = one_line("x" * 5000 + "; mend")
    assert len(shown) <= LONGEST_MESSAGE + 3
    assert shown.endswith("; mend")
    assert one_line("傾き\u3000a — b") == "傾き a — b"


def test_the_terminal_shows_an_error_as_it_is(monkeypatch):
    """Brackets, which the terminal's library takes for its own markup, and links stay text."""
    harm = "article.toml: unknown: [/] [red]x[/red] [link=https://example.org]y[/]; write [[claim]]"
    screen = io.StringIO()
    monkeypatch.setattr(live, "_console", Console(file=screen, force_terminal=True, width=20))
    live.error(harm)
    live.error("a\x1b[2J\nb")
    shown = re.sub(r"\x1b\[[0-9;]*m", "", screen.getvalue())  # the colour of the word error
    assert shown.splitlines() == [f"error: {harm}", r"error: a\x1b[2J b"]
