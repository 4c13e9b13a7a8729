"""Read the project's data files: TOML arrays of tables, decoded strictly, with clear errors."""

import tomllib
from pathlib import Path
from typing import Any, Protocol, TypeVar

import msgspec


class EntryError(ValueError):
    """A data file cannot be used; the message names the file, the entry, the field, the mend."""


class HasId(Protocol):
    """An entry that other files refer to by name."""

    @property
    def id(self) -> str:
        """The name."""


E = TypeVar("E", bound=HasId)


def read(path: Path, key: str, kind: type[E]) -> dict[str, E]:
    """The entries ``[[key]]`` of a file by their ids, in the file's order.

    Raises EntryError for a file that is not TOML, an unknown or missing field, a value of the
    wrong type, an unknown array of tables, or an id used twice.
    """
    found: dict[str, E] = {}
    for position, raw in enumerate(_tables(path, key), start=1):
        where = f"{path.name}: {key} {raw.get('id') or f'number {position}'}"
        try:
            entry = msgspec.convert(raw, kind)
        except msgspec.ValidationError as problem:
            raise EntryError(f"{where}: {problem}") from problem
        if entry.id in found:
            raise EntryError(f"{where}: this id is used twice; rename one of the two")
        found[entry.id] = entry
    return found


def _tables(path: Path, key: str) -> list[dict[str, Any]]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise EntryError(f"{path.name}: not TOML: {problem}") from problem
    if strange := set(content) - {key}:
        raise EntryError(f"{path.name}: unknown: {', '.join(sorted(strange))}; write [[{key}]]")
    tables = content.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(entry, dict) for entry in tables):
        raise EntryError(f"{path.name}: {key} must be an array of tables; write [[{key}]]")
    return tables
