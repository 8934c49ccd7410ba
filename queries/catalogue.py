"""The catalogue: every ``.rq`` file with the metadata in its ``#+`` lines.

A file is valid SPARQL as it stands: each parameter's default is the value in its own
``VALUES ?name { … }`` clause, and binding replaces what is between those braces.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from clusterkg.ontology.errors import ClusterkgError

from .header import fields, first

_PARAMETER = re.compile(r"(\w+) \(([\w-]+)\) (.*)")


class UnknownQueryError(ClusterkgError):
    """A name that no query of the catalogue has."""


@dataclass(frozen=True)
class Parameter:
    """One parameter: its name, its type (a kind of thing, or a datatype), what it means."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class Question:
    """One query of the catalogue."""

    name: str
    text: str
    summary: str
    question: str
    keywords: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    inventory: str = ""

    def clause(self, name: str) -> re.Match[str]:
        """Return the one ``VALUES`` clause that holds a parameter's value."""
        found = list(re.finditer(rf"VALUES \?{name} \{{ ([^{{}}]*) \}}", self.text))
        if len(found) != 1:
            clause = f"VALUES ?{name} {{ … }}"
            raise UnknownQueryError(f"{self.name}.rq: '{clause}' must stand in it once")
        return found[0]


@cache
def catalogue() -> dict[str, Question]:
    """Return all questions by name, in the order of their names."""
    return _read("questions")


@cache
def internal() -> dict[str, Question]:
    """Return the queries that networks, validation and the report are made with."""
    return _read("internal")


@cache
def hygiene() -> dict[str, Question]:
    """Return the rules of the ontology guide: each finds faults and says them in a sentence."""
    return _read("hygiene")


@cache
def updates() -> dict[str, Question]:
    """Return the updates that keep a graph whole; they have parameters as questions have."""
    return _read("updates", "*.ru")


def find(name: str) -> Question:
    """Return a question of the catalogue, or one that the program itself asks.

    Raises
    ------
    UnknownQueryError
        With the names that come nearest.
    """
    found = catalogue().get(name) or internal().get(name)
    if found is None:
        from difflib import get_close_matches

        near = get_close_matches(name, catalogue(), n=3, cutoff=0.4)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        listed = "('clusterkg queries' lists all)"
        raise UnknownQueryError(f"no query is called '{name}'{hint} {listed}")
    return found


def _read(folder: str, pattern: str = "*.rq") -> dict[str, Question]:
    root = Path(str(files("clusterkg.queries"))) / folder
    return {path.stem: _question(path) for path in sorted(root.glob(pattern))}


def _question(path: Path) -> Question:
    text = path.read_text(encoding="utf-8")
    found = fields(text)
    keywords = (word.strip() for word in first(found, "keywords").split(","))
    return Question(
        path.stem, text, first(found, "summary"), first(found, "question"),
        tuple(filter(None, keywords)),
        tuple(_parameter(path.name, value) for value in found.get("param", ())),
        first(found, "inventory"),
    )


def _parameter(file: str, value: str) -> Parameter:
    match = _PARAMETER.fullmatch(value)
    if match is None:
        raise UnknownQueryError(f"{file}: '#+ param: {value}' is not 'name (type) meaning'")
    return Parameter(*match.groups())
