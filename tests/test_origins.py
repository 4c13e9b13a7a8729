"""Every number's receipt names the line that defines it and the file that it was read from."""

import hashlib
import re
import sys
from pathlib import Path

import msgspec
import pytest

from report import certify, workspace
from report.numbers import PARTS, criteria, origins, runs
from report.results.dataset import Split
from report.results.slopes import CrossCheck
from report.results.text import Text
from report.results.verdicts import Verdict, Verdicts
from tests.figures import examples

SAME = Text(ja="例", en="example")
FEWER = {
    **{part: PARTS[part] for part in ("certificates", "survey", "frameworks", "benchmark")},
    "dataset": PARTS["dataset"],
    "slopes": criteria.numbers,
    "network": lambda found: [*runs.training("cnn", found.cnn, SAME)],
}
"""What makes numbers here: as much of every part as the made-up results have data for."""


@pytest.fixture(scope="module")
def results():
    """Make results of every part, and prove the certified constants."""
    made, replace = examples.results(), msgspec.structs.replace
    known = {"loss": "0.1", "residual": "0", "from_fifth": "0.1", "from_sixth": "-0.1"}
    solved = tuple(
        replace(each, status="solved", checks=(CrossCheck(SAME, "5", 9),), **known)
        for each in made.slopes.criteria
    )
    cnn = replace(
        made.network.cnn,
        train_accuracy=made.network.cnn.accuracy,
        loss=made.network.cnn.accuracy,
        test_loss=made.network.cnn.accuracy,
    )
    return replace(
        made,
        network=replace(made.network, cnn=cnn),
        certificates=certify.certify(),
        dataset=replace(made.dataset, train=Split(3, (1, 2)), test=Split(2, (1, 1))),
        slopes=replace(made.slopes, criteria=solved),
    )


@pytest.fixture(scope="module")
def verdicts():
    """Make a verdict."""
    return Verdicts((Verdict("a", "cnn", SAME, SAME, "agrees", "agrees"),))


@pytest.fixture(autouse=True)
def fewer(monkeypatch):
    """Let the numbers be made that there is data for."""
    monkeypatch.setattr(origins, "PARTS", FEWER)


@pytest.fixture
def found(results, verdicts):
    """Find every origin."""
    return origins.origins(results, verdicts)


def line(origin):
    """Read the line of code that an origin names."""
    return (workspace.ROOT / origin.file).read_text("utf-8").split("\n")[origin.line - 1]


def test_every_number_has_an_origin(found, results):
    """Of each part and of the verdicts, none is forgotten and none invented."""
    ids = {number.id for part, make in FEWER.items() for number in make(getattr(results, part))}
    assert {id_ for id_ in found if not id_.startswith("verdicts.")} == ids
    assert len(found) > len(ids) > 150


def test_the_line_spells_the_id_or_makes_the_number(found):
    """Wherever a receipt sends the reader, a part of the number's own name stands there."""
    for id_, origin in found.items():
        if "constant.id" in line(origin):  # these ids come with the results
            continue
        names = re.findall(r"[A-Za-z]\w+", " ".join(re.findall(r"\"([^\"]*)\"", line(origin))))
        pieces = {piece for name in names for piece in name.strip("_").split("_")}
        assert pieces & set(re.split("[._]", id_)), (id_, origin)


@pytest.mark.parametrize(
    ("id_", "text"),
    [
        ("data.test_images", '_number("test_images"'),
        ("cnn.accuracy_last", '("accuracy", named('),
        ("cnn.deviation_first", 'f"deviation_{when}"'),
        ("criteria.l1.best_slope", '("best_slope", label('),
        ("criteria.count", '"count": ('),
        ("certified.bits", '"certified.bits": ('),
        ("line.best_a", "make(constant.id"),
        ("survey.probed_count", '"probed_count": ('),
        ("verdicts.count", '_count("verdicts.count"'),
    ],
)
def test_the_line_is_the_one_a_reader_would_point_at(found, id_, text):
    """Some numbers of every way of being made, looked up by hand."""
    assert text in line(found[id_])


def test_the_hash_is_that_of_the_file_which_the_build_writes(found, results, verdicts, tmp_path):
    """Whoever hashes the published file gets what the receipt says."""
    parts = {f"results/{part}.json": getattr(results, part) for part in FEWER}
    for data, result in (parts | {"verdicts.json": verdicts}).items():
        workspace.save(tmp_path / "part.json", result)
        sha256 = hashlib.sha256((tmp_path / "part.json").read_bytes()).hexdigest()
        assert {origin.sha256 for origin in found.values() if origin.data == data} == {sha256}


def test_another_result_has_another_hash(found, results, verdicts):
    """A receipt cannot pass for that of other data, and the others stay as they are."""
    other = msgspec.structs.replace(
        results, dataset=msgspec.structs.replace(results.dataset, sha256="0" * 64)
    )
    again = origins.origins(other, verdicts)
    changed = {found[id_].data for id_ in found if found[id_].sha256 != again[id_].sha256}
    assert changed == {"results/dataset.json"}


def test_watching_leaves_no_trace(results):
    """The interpreter is as free as before, also after a failure."""

    def broken():
        raise KeyError

    before = sys.getprofile()
    with pytest.raises(KeyError):
        origins.makers(broken)
    assert sys.getprofile() is before


def test_the_path_is_one_of_the_project(found):
    """A receipt shows no folder of the machine that made it."""
    assert {Path(origin.file).parent.as_posix() for origin in found.values()} == {"report/numbers"}
