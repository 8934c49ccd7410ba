"""The columns of a result's table: which are keys, measures and ends of intervals, of which type.

Types of polars and datatypes of XML Schema correspond one to one, so that a table that is read
back has the columns that were written.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import polars as pl

from .result import Result, ResultError

_DATATYPES: dict[Any, str] = {
    pl.String: "xsd:string", pl.Boolean: "xsd:boolean", pl.Date: "xsd:date",
    pl.Float64: "xsd:double", pl.Float32: "xsd:float",
    pl.Int8: "xsd:byte", pl.Int16: "xsd:short", pl.Int32: "xsd:int", pl.Int64: "xsd:long",
    pl.UInt8: "xsd:unsignedByte", pl.UInt16: "xsd:unsignedShort", pl.UInt32: "xsd:unsignedInt",
    pl.UInt64: "xsd:unsignedLong",
}
_TYPES = {datatype: kind for kind, datatype in _DATATYPES.items()}
LOW, HIGH = "_low", "_high"


@dataclass(frozen=True)
class Column:
    """A column of a result's table.

    Attributes
    ----------
    name, datatype : str
        Its name, and the datatype of its values as a CURIE.
    several : bool
        Whether a cell holds a list of values.
    role : str
        ``key``, ``value``, ``low`` or ``high``.
    measure : str
        The column whose values it is about: for an end of an interval, the one that it bounds.
    """

    name: str
    datatype: str
    several: bool
    role: str
    measure: str

    @property
    def type(self) -> pl.DataType:
        """The type of the column in a table."""
        inner: pl.DataType = _TYPES[self.datatype]
        return pl.List(inner) if self.several else inner

    @property
    def slug(self) -> str:
        """The name as it stands in an IRI."""
        return escaped(self.name)


def escaped(name: str) -> str:
    """Return a name as one segment of an IRI; two names never give the same."""
    return quote(name, safe="")


def columns(result: Result) -> list[Column]:
    """Return the columns of a result.

    ``x_low`` and ``x_high`` are the ends of the interval of ``x`` where all three are columns of
    numbers of one type, and no keys: a count does not have the interval of a share. Plain
    ``low`` and ``high`` are those of the first other column of their type.

    Raises
    ------
    ResultError
        A column is of a type that RDF has no datatype for, such as a struct.
    """
    schema = dict(result.table.schema)
    return [_column(result, name, schema) for name in schema]


def _column(result: Result, name: str, schema: dict[str, pl.DataType]) -> Column:
    kind = schema[name]
    several = isinstance(kind, pl.List)
    inner: Any = kind.inner if isinstance(kind, pl.List) else kind
    datatype = _DATATYPES.get(inner.base_type())
    if datatype is None:
        where = f"{result.name}: column '{name}'"
        raise ResultError(f"{where} is of type {kind}; make it text, numbers, truth values, dates")
    role, measure = _role(name, schema, result.keys)
    return Column(name, datatype, several, role, measure)


def _role(name: str, schema: dict[str, pl.DataType], keys: tuple[str, ...]) -> tuple[str, str]:
    if name in keys:
        return "key", name
    for end, role in ((LOW, "low"), (HIGH, "high")):
        stem = name.removesuffix(end)
        if stem != name and _numbers([stem, stem + LOW, stem + HIGH], schema, keys):
            return role, stem
        if name == role and _numbers(["low", "high"], schema, keys):
            others = [one for one, kind in schema.items()
                      if kind == schema[name] and one not in ("low", "high", *keys)]
            if others:
                return role, others[0]
    return "value", name


def _numbers(
    names: list[str], schema: dict[str, pl.DataType], keys: tuple[str, ...]
) -> bool:
    kinds = {schema.get(name) for name in names}
    return len(kinds) == 1 and not {*names} & {*keys} and all(
        kind is not None and kind.is_numeric() for kind in kinds
    )
