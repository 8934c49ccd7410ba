"""A CSVW metadata file as JSON whose every value can be found again by line and column."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from clusterkg.ontology.errors import ClusterkgError

LARGEST = 1 << 20
_DEEPEST = 100
_BLANKS = " \t\n\r"
Place = tuple[str | int, ...]


class MappingError(ClusterkgError):
    """A mapping that cannot be used; the message lists each fault with its place."""


class Fault(NamedTuple):
    """Something wrong in a mapping: where, what, and what would be right."""

    place: Place
    what: str
    right: str


class Document(NamedTuple):
    """A mapping as read: the file's name, its text and what the JSON says."""

    name: str
    text: str
    content: Any

    def sentence(self, fault: Fault) -> str:
        """Return a fault as one sentence with file, line, column and JSON path."""
        line, column = position(self.text, fault.place)
        where = f"{self.name}, line {line}, column {column}, {path(fault.place)}"
        return f"{where}: {fault.what}; {fault.right}"


def read(file: Path) -> Document:
    """Read a metadata file; nothing that it names is opened or fetched.

    Raises
    ------
    MappingError
        The file is missing, too large, or no JSON, or an object has a name twice.
    """
    try:
        raw = file.read_bytes() if file.stat().st_size <= LARGEST else None
    except OSError as error:
        raise MappingError(f"{file}: the mapping cannot be read: {error.strerror}") from error
    if raw is None:
        raise MappingError(f"{file}: a mapping is at most {LARGEST:,} bytes; is this the table?")
    try:
        text = raw.decode("utf-8-sig")
        content = json.loads(text, object_pairs_hook=_once)
    except RecursionError as error:
        raise MappingError(f"{file}: the JSON is nested too deeply") from error
    except UnicodeDecodeError as error:
        raise MappingError(f"{file}: byte {error.start} is no UTF-8, as JSON is") from error
    except json.JSONDecodeError as error:
        place = f"{file}, line {error.lineno}, column {error.colno}"
        raise MappingError(f"{place}: this is no JSON: {error.msg}") from error
    except _TwiceError as error:
        raise MappingError(f"{file}: an object has the name '{error}' twice; keep one") from error
    if _depth(content) > _DEEPEST:
        raise MappingError(f"{file}: the JSON is nested too deeply")
    return Document(str(file), text, content)


def path(place: Place) -> str:
    """Return a place as a JSON path, such as ``$.tableSchema.columns[2].name``."""
    return "$" + "".join(_step(step) for step in place)


def position(text: str, place: Place) -> tuple[int, int]:
    """Return line and column, from 1, where the value at a place begins.

    A place that the text lacks is found at the value that should hold it.
    """
    at = _value(text, 0)
    for step in place:
        found = next((start for name, start in _members(text, at) if name == step), None)
        if found is None:
            break
        at = found
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _members(text: str, at: int) -> Iterator[tuple[str | int, int]]:
    """Yield the names or numbers of what an object or a list holds, and where each begins."""
    if text[at] not in "{[":
        return
    is_object, number = text[at] == "{", 0
    at = _value(text, at + 1)
    while text[at] not in "}]":
        name: str | int = number
        if is_object:
            name, at = _decoder().raw_decode(text, at)
            at = _value(text, _value(text, at) + 1)
        yield name, at
        at = _value(text, _decoder().raw_decode(text, at)[1])
        at, number = _value(text, at + (text[at] == ",")), number + 1


@cache
def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder()


def _value(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANKS:
        at += 1
    return at


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if step.isidentifier() else f"[{json.dumps(step, ensure_ascii=False)}]"


def _depth(content: Any) -> int:
    depth, level = 0, [content]
    while level:
        depth += 1
        level = [
            part for item in level if isinstance(item, dict | list)
            for part in (item.values() if isinstance(item, dict) else item)
        ]
    return depth


class _TwiceError(ValueError):
    """A name that an object has twice."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _TwiceError(next(name for name in names if names.count(name) > 1))
    return found
