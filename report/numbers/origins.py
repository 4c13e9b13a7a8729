"""Where each number comes from, found from the code itself: nobody keeps a list.

The numbers are made once more while the interpreter tells which functions are at work. Of all the
text in those functions, the piece that spells most of a number's id is what defines the number;
an id that comes with the results is spelled nowhere, and then the line that makes the number is.
"""

import ast
import hashlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from types import CodeType, FrameType

from report import workspace
from report.numbers import PARTS
from report.numbers import verdicts as verdict_numbers
from report.results.bundle import Results
from report.results.number import Number, Origin
from report.results.verdicts import Verdicts

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
Place = tuple[CodeType, int]
"""A function at work, and the line that it has come to."""
Spelling = tuple[int, str, tuple[int, int]]


def origins(results: Results, verdicts: Verdicts) -> dict[str, Origin]:
    """Find the origin of every number of the results, and of those about the verdicts, by id."""
    parts = {f"results/{part}.json": (make, getattr(results, part)) for part, make in PARTS.items()}
    parts["verdicts.json"] = (verdict_numbers.numbers, verdicts)
    found: dict[str, Origin] = {}
    for data, (make, result) in parts.items():
        sha256 = hashlib.sha256(workspace.encoded(result)).hexdigest()
        for id_, places in makers(partial(make, result)).items():
            found[id_] = Origin(*definition(id_, places), data, sha256)
    return found


def makers(make: Callable[[], Iterable[Number]]) -> dict[str, tuple[Place, ...]]:
    """Tell where each number is made: places in functions of this package, innermost first.

    A function is asked when it returns or yields: then its callers are still waiting for it.
    """
    seen: dict[str, tuple[Place, ...]] = {}

    def watch(frame: FrameType, event: str, given: object) -> None:
        if event == "return" and isinstance(given, Number | list):
            for number in given if isinstance(given, list) else [given]:
                if isinstance(number, Number) and number.id not in seen:
                    seen[number.id] = tuple(_places(frame))

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        made = list(make())
    finally:
        sys.setprofile(before)
    return {number.id: seen[number.id] for number in made}


def definition(id_: str, places: tuple[Place, ...]) -> tuple[str, int]:
    """Find the file, as a path in the project, and the line that define the number of an id."""
    functions = {code: None for code, _ in places if not code.co_name.startswith("<")}
    texts = [(code, *text) for code in functions for text in _texts(code)]
    spelling = [text for text in texts if re.search(text[2], id_)]
    if spelling:
        code, line, *_ = max(spelling, key=lambda text: text[3])
    else:  # the innermost function makes any number, and its caller this one
        code, line = places[min(1, len(places) - 1)]
    return Path(code.co_filename).relative_to(ROOT).as_posix(), line


def _places(frame: FrameType | None) -> Iterator[Place]:
    while frame is not None:
        file = frame.f_code.co_filename
        if Path(file).parent == HERE and file != __file__:
            yield frame.f_code, frame.f_lineno
        frame = frame.f_back


@cache
def _texts(code: CodeType) -> tuple[Spelling, ...]:
    """List the texts in a function: line, a pattern for ids it is part of, and what it spells.

    That is told by two counts of letters: of an id's last part, and of all.
    """
    body = next(
        node
        for node in ast.walk(_tree(code.co_filename))
        if isinstance(node, ast.FunctionDef)
        and min([node.lineno, *(mark.lineno for mark in node.decorator_list)])
        == code.co_firstlineno
    )
    nodes = (node for node in ast.walk(body) if isinstance(node, ast.expr))
    return tuple(filter(None, map(_text, nodes)))


@cache
def _tree(file: str) -> ast.Module:
    return ast.parse(Path(file).read_text("utf-8"))


def _text(node: ast.expr) -> Spelling | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        pieces = [node.value]
    elif isinstance(node, ast.JoinedStr):
        pieces = [str(part.value) if isinstance(part, ast.Constant) else "" for part in node.values]
    else:
        return None
    pattern = "".join(re.escape(piece) if piece else "[^.]+" for piece in pieces)
    spelt = "".join(pieces)
    letters = len(spelt.rpartition(".")[2]), len(spelt)
    return (node.lineno, rf"(?:^|[._]){pattern}(?:$|_[^.]*$)", letters) if len(spelt) > 1 else None
