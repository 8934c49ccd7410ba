"""Reading the expected answers and projecting real ones onto the same columns."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from clusterkg.graph import KnowledgeGraph

from . import independent

FOLDER = Path(__file__).parent / "expected"
Row = tuple[object, ...]


def expectation(name: str) -> dict[str, Any]:
    """Return the expected answer of a query for its defaults, with where it comes from."""
    return dict(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


def expected_rows(found: dict[str, Any]) -> list[Row]:
    """Return the rows of an expectation: written down, or counted from the tables."""
    if "independent" in found:
        name, _, argument = found["independent"].partition(":")
        return list(getattr(independent, name)(*filter(None, [argument])))
    return [tuple(row) for row in found["rows"]]


def answered_rows(
    kg: KnowledgeGraph, name: str, columns: Sequence[str], *, scope: str, distinct: bool = False,
    **parameters: Any,
) -> list[Row]:
    """Return the answer's rows in some columns; ``distinct`` leaves out repeated ones."""
    answer = kg.query(name, scope=scope, **parameters)
    rows = [tuple(row[column] for column in columns) for row in answer.rows()]
    return list(dict.fromkeys(rows)) if distinct else rows
