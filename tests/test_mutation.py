"""Faults are put into the project, its checks find them, and one that they miss is seen."""

import json
import re
import subprocess
import sys

import msgspec
import numpy as np
import pytest

from report import article, assemble, benchmark, check, equations, references, render
from report.check.consistent.copies import frameworks as of_frameworks
from report.mutation import __main__ as command
from report.mutation import (
    claims,
    data,
    formulas,
    images,
    project,
    prose,
    results,
    run,
    survivors,
    tables,
)
from report.mutation.kinds import KINDS, Kind
from report.mutation.mutant import (
    Mutant,
    Outcome,
    leaves,
    replaced,
    sample,
    seeded,
    trial,
    with_last_digit,
    with_sign,
    with_swap,
)
from report.results import frameworks, network, pieces, verdicts
from report.results.dataset import Dataset, Split
from report.results.number import Number
from report.results.text import LANGUAGES
from tests import sample as sample_report
from tests.builds.projects import copy_sources
from tests.figures import examples
from tests.test_check_consistent import installed

SEED = 11


def outcomes(mutants, size: int) -> list[Outcome]:
    """Try a seeded few of some faults."""
    found = sample(mutants, size, seeded(SEED))
    assert found, "there is no fault to try"
    return [trial("kind", mutant) for mutant in found]


def missed(mutants, size: int = 6) -> list[str]:
    """Tell which of a seeded few are not found."""
    return [
        f"{outcome.status} {outcome.id}: {outcome.change}; {outcome.said}"
        for outcome in outcomes(mutants, size)
        if outcome.status != "killed"
    ]


# Changes ----------------------------------------------------------------------------------------


def test_changes_of_decimals():
    """Another sign, another last digit before the exponent, two neighbours that differ."""
    assert [with_sign("0.5"), with_sign("-0.5")] == ["-0.5", "0.5"]
    assert re.fullmatch(r"4\.[0-79]e-78", str(with_last_digit("4.8e-78", seeded(0))))
    assert with_last_digit("none", seeded(0)) is None
    assert with_swap("1.211", seeded(0)) in ("1.121",)
    assert with_swap("1.11", seeded(0)) is None


def test_a_leaf_is_replaced_in_a_copy():
    """Structs, mappings and tuples on the way are copied; the original stays."""
    point = examples.made(network.Swap, outside={"half": examples.interval(0.5, 0.1)})
    changed = replaced(point, ("outside", "half", "mean"), "0.6")
    assert changed.outside["half"].mean == "0.6"
    assert point.outside["half"].mean == "0.500000"
    assert (("a", "0", "b"), 1) in list(leaves({"a": [{"b": 1}], "c": "x"}))


# Killed, misplaced, survived ---------------------------------------------------------------------


def raising():
    raise ValueError("report/x.toml entry one: is wrong")


@pytest.mark.parametrize(
    ("attempt", "status"),
    [
        (lambda: ["a finding elsewhere", "entry one: bad"], "killed"),
        (raising, "killed"),
        (lambda: ["entry two: bad"], "misplaced"),
        (lambda: [int("nothing", 99)], "misplaced"),
        (lambda: [], "survived"),
    ],
)
def test_only_a_finding_that_names_the_place_kills(attempt, status):
    """A complaint about something else, or an error that says nothing, is not enough."""
    assert trial("kind", Mutant("id", "change", ("entry one",), attempt)).status == status


@pytest.fixture
def two_kinds(monkeypatch, tmp_path):
    """Let the command know two kinds, one of whose faults nothing finds, and no results."""

    def kind(*said):
        one = Mutant("one", "x becomes y", ("place",), lambda: said)
        two = Mutant("two", "x becomes z", ("place",), lambda: ["place: wrong"])
        return Kind("a fault", lambda _: [one, two])

    known = {"good": kind("place: wrong"), "bad": kind()}
    for module in (run, tables, command):
        monkeypatch.setattr(module, "KINDS", known)
    run.mutants.cache_clear()
    monkeypatch.setattr(
        run,
        "side_by_side",
        lambda kinds, seed, size: [
            run.tried(kind, seed, run.chosen(kind, seed, size)) for kind in kinds
        ],
    )
    monkeypatch.setattr(project, "results", examples.results)
    monkeypatch.setattr(project, "held", lambda _: ())
    monkeypatch.setattr(command, "RECORD", tmp_path / "mutations.json")
    yield command.RECORD
    run.mutants.cache_clear()


def test_a_survivor_is_listed_and_fails(two_kinds, capsys):
    """What nothing finds is named with its change, and the command ends with an error."""
    assert command.main(["good"]) == 0
    assert command.main(["--json"]) == 1
    assert "survived: bad one: x becomes y" in capsys.readouterr().out
    record = json.loads(two_kinds.read_text(encoding="utf-8"))
    assert record["totals"]["bad"] == {"made": 2, "tried": 2, "killed": 1, "explained": 0}
    assert [survivor["id"] for survivor in record["survivors"]] == ["one"]


def test_a_survivor_with_a_reason_is_listed_and_passes(two_kinds, monkeypatch, capsys):
    """A reason is for one kind and for ids that match; it is printed."""
    reason = survivors.Known("bad", "^one$", "nothing could find it")
    monkeypatch.setattr(survivors, "KNOWN", (reason,))
    assert command.main([]) == 0
    assert "explained (1): nothing could find it" in capsys.readouterr().out
    monkeypatch.setattr(survivors, "KNOWN", (msgspec.structs.replace(reason, kind="good"),))
    assert command.main([]) == 1


def test_a_project_that_is_not_sound_to_begin_with_is_refused(two_kinds, monkeypatch, capsys):
    """Faults tell nothing where the checks already complain."""
    monkeypatch.setattr(project, "held", lambda _: ("results/x.json: wrong",))
    assert command.main([]) == 1
    assert "results/x.json: wrong" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["nonsense"], ["--sample", "few"]])
def test_an_unknown_kind_or_size_is_refused(arguments, capsys):
    """The choices are listed."""
    with pytest.raises(SystemExit):
        command.main(arguments)
    assert "choose of claims" in capsys.readouterr().err or "--sample" in arguments


# Every kind, a few faults -----------------------------------------------------------------------


@pytest.fixture
def known(monkeypatch):
    """Stand in for finished results: made up, but for what the shipped files are held against."""
    made_up = examples.results()
    probes = tuple(
        frameworks.MeasuredSlope(id_, "", "1", slope, f"-{knee}", knee, "3e-16")
        for id_, slope, knee in (
            ("keras", "0.166666666667", "3"),
            ("keras_ops", "0.166666666667", "3"),
            ("keras_sparse", "0.5", "1"),
            ("onnx", "0.2", "2.5"),
        )
    )
    made_up = msgspec.structs.replace(
        made_up,
        frameworks=examples.made(frameworks.Frameworks, slopes=probes),
        pieces=examples.made(pieces.Pieces, samples_per_unit=512),
        benchmark=benchmark.load(),
        dataset=Dataset(
            *("MNIST", True, "0" * 64, 28, 28, 10),
            train=Split(60_000, (5_987, 6_013, *[6_000] * 8)),
            test=Split(10_000, (987, 1_013, *[1_000] * 8)),
            test_repeated=0,
        ),
    )
    monkeypatch.setattr(project, "results", lambda: made_up)
    monkeypatch.setattr(project, "verdicts", lambda: verdicts.Verdicts(()))
    return made_up


def test_digits_of_claims(known, monkeypatch):
    """The words of a claim in either language, and printed digits, one changed at a time."""
    constants = {
        "line.best_a": "5.19936381662864453",
        "line.best_slope": "0.19233122267801158",
        "parabolas.best_a": "3.99197948719976265",
    }
    numbers = {id_: examples.made(Number, id=id_, value=value) for id_, value in constants.items()}
    monkeypatch.setattr(project, "known", lambda: numbers)
    every = list(claims.claims(seeded(SEED)))
    assert missed(m for m in every if ".states." in m.id or ".reason." in m.id) == []
    assert missed(m for m in every if ".printed." in m.id and m.id[:3] in ("l2.", "qua")) == []
    assert missed(m for m in every if ".holds." in m.id and "thesis" in m.id) == []


def test_thresholds_of_predicates():
    """A threshold is another than its explanation tells, in both languages."""
    assert missed(claims.thresholds(seeded(SEED)), 12) == []


def test_results(known):
    """Signs, last digits and swapped digits of counts and of recorded measurements."""
    found = list(results.faults(known, seeded(SEED)))
    for part in ("dataset", "benchmark"):
        of_part = [mutant for mutant in found if mutant.id.startswith(f"{part}.")]
        assert {"sign", "last digit", "swapped"} <= {m.id.partition(" ")[2] for m in of_part}
        assert missed(of_part, 12) == []


def test_formulas():
    """A sign, a coefficient and an exponent of shipped equations, definitions included."""
    ids = ("sigmoid.definition", "sigmoid.symmetry", "sigmoid.tanh", "sigmoid.series")
    shipped = {id_: entry for id_, entry in equations.load().items() if id_ in ids}
    assert missed(formulas.faults(shipped, seeded(SEED)), 12) == []


def test_frameworks_and_literature(known):
    """A slope, a knee, a printed error, a piece, a definition."""
    assert missed(data.slopes(seeded(SEED))) == []
    steps = [m for m in data.printed(seeded(SEED)) if ".step." not in m.id]
    assert missed(steps) == []


def test_versions(known, monkeypatch):
    """A version that is not the one installed."""
    bundle = msgspec.structs.replace(known, frameworks=installed())
    monkeypatch.setattr(project, "results", lambda: bundle)
    monkeypatch.setattr(data, "consistent", of_frameworks)
    assert missed(data.versions(seeded(SEED))) == []


@pytest.fixture
def shown(monkeypatch, tmp_path):
    """Let the sample report stand in for the real one."""
    folder = sample_report.templates(tmp_path)
    context = sample_report.context()
    pages = tuple(
        render.document(context, language, "html", folder, sample_report.no_faces)
        for language in LANGUAGES
    )
    monkeypatch.setattr(prose, "TEMPLATES", folder)
    monkeypatch.setattr(project, "context", lambda: context)
    monkeypatch.setattr(project, "pages", lambda: pages)
    prose._section.cache_clear()
    prose._bare.cache_clear()
    yield folder
    prose._section.cache_clear()
    prose._bare.cache_clear()


@pytest.mark.parametrize(
    "make",
    [
        *(prose.removed, prose.reordered, prose.captions),
        *(prose.typed, prose.undefined, prose.unused),
    ],
)
def test_templates_and_captions(shown, make):
    """Every kind of fault of the sample's templates is found, in both languages."""
    assert missed(make(seeded(SEED)), 40) == []


def test_every_reference_of_a_template_is_a_fault_to_try(shown):
    """Numbers, formulas, figures, tables, equations, sources and claims are all taken out once."""
    tried = {mutant.id.split()[1].partition(":")[0] for mutant in prose.removed(seeded(SEED))}
    assert tried == {
        *("number", "section", "formula", "equation", "figure", "table", "claim", "reference"),
        *("fact", "predicate", "listing", "subsection"),
    }


@pytest.mark.parametrize(
    ("make", "silent"),
    [
        (prose.removed, "parity"),
        (prose.reordered, "parity"),
        (prose.typed, "templates"),
        (prose.unused, "unused"),
    ],
)
def test_a_check_that_sees_nothing_is_seen(shown, monkeypatch, make, silent):
    """Without the check that finds them, the same faults survive and have no reason."""
    monkeypatch.setattr(check, silent, lambda *_: ())
    found = outcomes(make(seeded(SEED)), 12)
    assert "survived" in {outcome.status for outcome in found}
    assert survivors.unexplained(found)


def test_ids_of_references(shown, monkeypatch):
    """A citation of a reference under another id leads nowhere."""
    context = project.context()
    monkeypatch.setattr(references, "load", lambda: {"theano": context.references["theano"]})
    monkeypatch.setattr(data, "TEMPLATES", shown)
    assert missed(data.cited(seeded(SEED))) == []


def test_bytes_of_the_images():
    """A pixel, a label, and a bit of the shipped file."""
    random = seeded(SEED)
    every = list(images.images(random))
    values = [mutant for mutant in every if "[" in mutant.id]
    assert missed(values, 2) == []
    assert missed([mutant for mutant in every if "byte" in mutant.id], 2) == []


def test_entries_of_the_kernels(known, monkeypatch):
    """The layer with another kernel is no longer the one that the article describes."""
    kernel = article.load()["cnn.kernel"]

    def only_the_kernel(found):
        judged = article.compare({"cnn.kernel": kernel}, found, {})
        return assemble.expectations(known, judged)

    right = np.stack([np.array([[1, 0, -1]] * 3), np.array([[1, 0, -1]] * 3).T], axis=-1)
    layer = examples.made(network.Prewitt, kernel=right[:, :, np.newaxis, :].tolist())
    bundle = msgspec.structs.replace(
        known, network=msgspec.structs.replace(known.network, prewitt=layer)
    )
    monkeypatch.setattr(project, "results", lambda: bundle)
    monkeypatch.setattr(project, "expected", only_the_kernel)
    monkeypatch.setattr(images, "FEW", 20)
    assert missed(images.kernel(seeded(SEED)), 3) == []


def test_an_edited_result_is_made_again(tmp_path, monkeypatch):
    """The engine notices a digit edited in a result, and names the file.

    In a copy of the project that has one stage only, which it has just run.
    """
    root = tmp_path / "one stage"
    copy_sources(root)
    for name in ("train", "document"):
        (root / "report" / f"task_{name}.py").unlink()
    tasks = root / "report" / "task_compute.py"
    source = tasks.read_text("utf-8").replace("@pytask.mark.try_first\n", "")
    head, *parts = re.split(r"(?=^def task_)", source, flags=re.MULTILINE)
    (stage,) = (part for part in parts if part.startswith("def task_benchmark"))
    tasks.write_text(head + stage, "utf-8")
    subprocess.run([sys.executable, "-m", "report", "build"], cwd=root, check=False)
    monkeypatch.setattr(images, "ROOT", root)
    monkeypatch.setenv("COLUMNS", "20")  # in however narrow a terminal
    result = root / "build" / "results" / "benchmark.json"
    assert list(images._changed(root)) == []
    assert any("benchmark.json: Changed" in line for line in images._explained(result, seeded(1)))


def test_every_reason_belongs_to_a_kind():
    """A reason for survivors names a kind that there is, and says something."""
    assert {known.kind for known in survivors.KNOWN} <= set(KINDS)
    assert all(known.why for known in survivors.KNOWN)
