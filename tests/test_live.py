"""While a build runs, the terminal says what comes, what fell and how far training is."""

import io
from itertools import pairwise

import pytest
from rich.console import Console

from report import live, workspace
from report.results.finding import Finding


@pytest.fixture
def screen(monkeypatch):
    """Return what is printed, on no terminal."""
    printed = io.StringIO()
    monkeypatch.setattr(live, "_console", Console(file=printed, width=40))
    monkeypatch.setattr(live, "_told", set())
    return printed


def test_one_cause_is_one_line(screen):
    """A name that is wrong in many places is told once, with three of them and the count."""
    places = (f"templates/{language}/10.html:{n}" for n in range(10) for language in ("ja", "en"))
    wrong = Finding("report/article.toml claim a", "the verdict is 'refuted'", "mend it")
    found = [Finding(p, "no number is called 'x'", "did you mean y?") for p in places]
    live.tell([wrong, *found])
    assert screen.getvalue().splitlines() == [
        "error: report/article.toml claim a: the verdict is 'refuted'; mend it",
        "error: templates/ja/10.html:0, templates/en/10.html:0, templates/ja/10.html:1"
        " and 17 more: no number is called 'x'; did you mean y?",
    ]


def test_what_was_told_is_not_told_again(screen):
    """A caption's error, told from its source, comes back as that of the section around it."""
    live.tell([Finding("figure a, caption (en)", "no number is called 'x'", "mend it")])
    again = "figure a, caption (en): no number is called 'x'"
    other = Finding("templates/en/20.html:4", "no number is called 'z'", "mend it")
    live.tell([Finding("templates/en/20.html:3", again, "mend it"), other])
    assert len(screen.getvalue().splitlines()) == 2
    assert "'z'" in screen.getvalue()


def test_training_is_told_in_lines_where_there_is_no_terminal(screen):
    """No control characters, and a share of all epochs."""
    with live.training(2) as advance:
        for epoch in range(1, 6):
            advance("cnn", 0, epoch, 5)
    assert not any(ord(character) < 32 and character != "\n" for character in screen.getvalue())


def test_columns_stay_in_line(screen):
    """A line of ours keeps its spaces, however narrow the terminal."""
    line = "papers                     37.29 s, and all the rest of a long line [1]"
    live.say(line)
    assert screen.getvalue() == f"{line}\n"


def told(seconds_an_epoch, epochs):
    """Train four runs by a clock of our own; list when and what is told."""
    now, lines = [0.0], list[tuple[float, str]]()
    advance = live.in_lines(4, lambda line: lines.append((now[0], line)), lambda: now[0])
    for seed in range(4):
        for epoch in range(epochs):
            now[0] += seconds_an_epoch
            advance("cnn", seed, epoch + 1, epochs)
    return lines


def test_lines_come_at_quarters_and_never_close_together():
    """A training of two minutes has four lines, with the time passed and to come."""
    lines = told(3, 10)
    assert [line for _, line in lines] == [
        "  cnn 0: 10 of 40 epochs in 30 s, about 1 min 30 s left",
        "  cnn 1: 20 of 40 epochs in 1 min 0 s, about 1 min 0 s left",
        "  cnn 2: 30 of 40 epochs in 1 min 30 s, about 30 s left",
        "  cnn 3: 40 of 40 epochs in 2 min 0 s, about 0 s left",
    ]
    assert told(0.1, 10) == []


def test_a_long_training_is_told_every_minute():
    """Nobody waits for longer than that, nor reads more."""
    times = [when for when, _ in told(50, 40)]
    gaps = {later - earlier for earlier, later in pairwise(times)}
    assert gaps <= {50.0, 100.0}
    assert len(times) > 40


def test_another_network_is_timed_from_the_end_of_the_last():
    """Its expected end does not count what the others took."""
    now, lines = [0.0], list[str]()
    advance = live.in_lines(1, lines.append, lambda: now[0])
    for model in ("a", "b"):
        for epoch in range(4):
            now[0] += 20
            advance(model, 0, epoch + 1, 4)
    assert lines[4] == "  b 0: 1 of 4 epochs in 20 s, about 1 min 0 s left"


def test_the_plan_says_what_will_run_and_how_long_it_took():
    """Figures are counted; what never ran has no time."""
    waiting = ["cnn", "figure[a-ja]", "figure[a-en]", "pages"]
    times = {"cnn": 100.0, "figure[a-ja]": 1.0, "figure[a-en]": 1.0}
    assert live.plan(waiting, 68, times) == (
        "up to 4 of 68 stages to run, about 1 min 42 s as last time, and 1 that never ran yet:"
        " cnn, figure (2), pages"
    )
    assert "how long is not known yet" in live.plan(waiting, 68, {})


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.4, "0 s"),
        (59.6, "1 min 0 s"),
        (3_600, "1 h 0 min"),
        (172_799, "47 h 59 min"),
        (172_800, "2 days"),
        (1e9, "11,574 days"),
    ],
)
def test_times_are_said_in_units_that_suit_them(seconds, said):
    """Many runs on a slow machine take days, and nobody divides seconds by hand."""
    assert live.duration(seconds) == said


def test_times_of_other_options_are_not_believed(tmp_path, monkeypatch):
    """Two runs say nothing of twenty."""
    monkeypatch.setattr(live, "TIMES", tmp_path / "times.json")
    monkeypatch.setenv("SEEDS", "2")
    workspace.save(live.TIMES, (repr(workspace.options()), {"cnn": 3.0}))
    assert live.known_times() == {"cnn": 3.0}
    monkeypatch.setenv("SEEDS", "20")
    assert live.known_times() == {}
    live.TIMES.write_bytes(b"\xff")
    assert live.known_times() == {}
