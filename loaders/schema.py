"""The tables' schema, read from ``datapackage.json`` (Frictionless Data Package v1).

Properties of ours stand beside the standard's: ``separator`` (a cell holds several values),
``items`` (the constraints on each of them), ``check`` (a rule of :mod:`clusterkg.loaders.rules` that the values must meet) and ``kind`` (the
values are slugs of things of that kind).
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clusterkg.ontology.errors import ClusterkgError


class SchemaError(ClusterkgError):
    """The package description itself is missing or unusable."""


@dataclass(frozen=True)
class Field:
    """One column."""

    name: str
    type: str
    required: bool = False
    pattern: str = ""
    enum: tuple[str, ...] = ()
    maximum: float | None = None
    separator: str = ""
    check: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Table:
    """One table: its file, its columns, its key, and the tables its columns refer to."""

    name: str
    path: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    references: tuple[tuple[str, str], ...] = ()
    delimiter: str = ","
    comment: str = ""


def read_package(folder: Path) -> dict[str, Table]:
    """Return the tables that ``folder/datapackage.json`` describes, by name.

    Raises
    ------
    SchemaError
        The file is missing or is no JSON.
    """
    path = folder / "datapackage.json"
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SchemaError(f"{path}: cannot be read ({error.strerror}); a data folder has one") from error
    except ValueError as error:
        raise SchemaError(f"{path}: is no JSON in UTF-8 ({error})") from error
    tables = [_table(resource) for resource in package["resources"] if "schema" in resource]
    return {table.name: table for table in tables}


def _table(resource: dict[str, Any]) -> Table:
    schema = resource["schema"]
    dialect = resource.get("dialect", {})
    return Table(
        name=resource["name"],
        path=resource["path"],
        fields=tuple(_field(field) for field in schema["fields"]),
        key=_names(schema.get("primaryKey", [])),
        references=tuple(
            (_names(foreign["fields"])[0], foreign["reference"]["resource"])
            for foreign in schema.get("foreignKeys", [])
        ),
        delimiter=dialect.get("csv", {}).get("delimiter", ","),
        comment=dialect.get("commentChar", ""),
    )


def _field(field: dict[str, Any]) -> Field:
    limits = {**field.get("constraints", {}), **field.get("items", {})}
    return Field(
        name=field["name"],
        type=field["type"],
        required=limits.get("required", False),
        pattern=limits.get("pattern", ""),
        enum=tuple(limits.get("enum", ())),
        maximum=limits.get("maximum"),
        separator=field.get("separator", ""),
        check=field.get("check", ""),
        kind=field.get("kind", ""),
    )


def _names(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
