"""The tables' schema, read from ``datapackage.json`` (Frictionless Data Package v1).

Properties of ours stand beside the standard's. A field has ``separator`` (a cell holds several
values), ``items`` (the constraints on each of them), ``check`` (a rule of
:mod:`clusterkg.loaders.rules` that the values must meet), ``kind`` (the values are slugs of things
of that kind), ``typeColumn`` (the column that says how to read the value) and ``kindColumn`` (the
column that repeats what stands before the slash). A schema has ``ordered`` (pairs of columns of
which the second is not below the first) and ``anyOf`` (columns of which one is filled).

The rules are those of the bundled package: another folder says where its tables lie, and cannot
switch a rule off.
"""

import json
from dataclasses import dataclass, replace
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
    minimum: float | None = None
    maximum: float | None = None
    separator: str = ""
    check: str = ""
    kind: str = ""
    type_column: str = ""
    kind_column: str = ""


@dataclass(frozen=True)
class Table:
    """One table: its file, its columns, its key, and the tables its columns refer to."""

    name: str
    path: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    references: tuple[tuple[str, str], ...] = ()
    ordered: tuple[tuple[str, str], ...] = ()
    any_of: tuple[str, ...] = ()
    delimiter: str = ","
    comment: str = ""


def read_package(folder: Path) -> dict[str, Table]:
    """Return the tables that ``folder/datapackage.json`` describes, by name.

    Raises
    ------
    SchemaError
        The file is missing, is no JSON, or is no data package.
    """
    path = folder / "datapackage.json"
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
        tables = [_table(resource) for resource in package["resources"] if "schema" in resource]
    except OSError as error:
        hint = f"cannot be read ({error.strerror}); a data folder has one"
        raise SchemaError(f"{path}: {hint}") from error
    except ValueError as error:
        raise SchemaError(f"{path}: is no JSON in UTF-8 ({error})") from error
    except (LookupError, TypeError, AttributeError, RecursionError) as error:
        hint = "resources with a name, a path and a schema of fields with name and type"
        raise SchemaError(f"{path}: describes no data package; it lists {hint}") from error
    return {table.name: table for table in tables}


def placed(ours: Table, theirs: Table, folder: Path) -> Table:
    """Return our table with its rules, where and how another package keeps it.

    Raises
    ------
    SchemaError
        The other package describes other columns, or a file outside its folder.
    """
    place = f"{folder / 'datapackage.json'}, table '{ours.name}'"
    wanted, found = ({column.name for column in table.fields} for table in (ours, theirs))
    if wanted != found:
        names = ", ".join(sorted(wanted ^ found))
        raise SchemaError(f"{place}: its columns differ from the bundled table's in {names}")
    if not (folder / theirs.path).resolve().is_relative_to(folder.resolve()):
        raise SchemaError(f"{place}: {theirs.path} lies outside the folder; name a file inside it")
    if len(theirs.delimiter) != 1:
        raise SchemaError(f"{place}: a delimiter is one character, not '{theirs.delimiter}'")
    return replace(ours, path=theirs.path, delimiter=theirs.delimiter, comment=theirs.comment)


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
        ordered=tuple((low, high) for low, high in schema.get("ordered", [])),
        any_of=tuple(schema.get("anyOf", [])),
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
        minimum=limits.get("minimum"),
        maximum=limits.get("maximum"),
        separator=field.get("separator", ""),
        check=field.get("check", ""),
        kind=field.get("kind", ""),
        type_column=field.get("typeColumn", ""),
        kind_column=field.get("kindColumn", ""),
    )


def _names(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
