"""A table of one's own, by a CSVW metadata file: checked, and compiled to batches of rows.

W3C, "Metadata Vocabulary for Tabular Data" and "Generating RDF from Tabular Data on the Web"
(Recommendations of 17 December 2015), minimal mode, as far as :mod:`.csvw_metadata` reads it. Not
as in the standard: blanks around cells never count, an empty cell is always a missing one, a row
needs an IRI (aboutUrl) instead of a blank node, and a template with a missing value makes nothing
instead of a shorter IRI. No address in a mapping is ever opened.

A mapping may say ``dc:title``, ``dc:license``, ``dc:source`` and ``dc:publisher`` of the table::

    {
      "@context": "http://www.w3.org/ns/csvw", "url": "members.csv",
      "dc:license": "https://creativecommons.org/licenses/by/4.0/",
      "tableSchema": {
        "aboutUrl": "id:organisation/{code}", "primaryKey": "code",
        "columns": [
          {"titles": "code", "required": true, "suppressOutput": true},
          {"titles": "name", "propertyUrl": "skos:prefLabel"},
          {"titles": "joined", "propertyUrl": "ckg:startDate",
           "datatype": {"base": "date", "format": "d.M.yyyy"}},
          {"name": "type", "virtual": true, "propertyUrl": "rdf:type",
           "valueUrl": "ckg:Organisation"}
        ]
      }
    }
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl

from clusterkg.loaders.columnar import load as columnar
from clusterkg.loaders.columnar import source as tables
from clusterkg.loaders.columnar import terms
from clusterkg.loaders.columnar.checks import RULES
from clusterkg.loaders.columnar.mapping import Node
from clusterkg.ontology import iris

from . import csvw_json, csvw_templates
from .csvw_columns import Column
from .csvw_json import MappingError
from .csvw_metadata import Described, Reader
from .csvw_templates import Template

_NAMES = {"title": "dc:title", "licence": "dc:license", "origin": "dc:source",
          "attribution": "dc:publisher"}
_TABLE = "table"


def source(mapping: str | Path, name: str = "", **facts: str) -> tables.OutsideSource:
    """Return the source that a mapping describes.

    Parameters
    ----------
    mapping : path
        A CSVW metadata file.
    name : str, optional
        What to call the source and its named graph: words joined by hyphens, after ``table-``,
        which is put before it. The default is made of the first table's url.
    **facts : str
        ``title``, ``licence``, ``origin`` and ``attribution``, where the mapping is to be
        overruled.

    Raises
    ------
    MappingError
        Something is wrong with the mapping; the message lists each fault with its place.
    """
    document = csvw_json.read(Path(mapping))
    reader = Reader(document)
    described = reader.tables()
    given = _facts(reader, facts)
    slug = iris.slug(name or PurePosixPath(described[0].url).stem)
    if not slug:
        raise MappingError(f"'{name}' is no name of a source; write words such as my-members")
    slug = slug.removeprefix(f"{_TABLE}-")
    return tables.OutsideSource(
        name=f"{_TABLE}-{slug}", title=given["title"] or described[0].url, licence=given["licence"],
        origin=given["origin"] or iris.resolve(f"{_TABLE}/{slug}"),
        attribution=given["attribution"], tables=tuple(map(_compiled, described)),
    )


@contextmanager
def loading(
    mapping: str | Path, places: Sequence[str | Path], name: str = "", version: str = "",
    **facts: str,
) -> Iterator[columnar.Load]:
    """Give the load of tables by a mapping; see :func:`.columnar.load.loading`.

    The default version is made of the content of the files and of the mapping, whose digest is the
    loader's version.

    Raises
    ------
    MappingError, LoadError, FetchError
        The mapping or a table cannot be used.
    """
    outside = source(mapping, name, **facts)
    digest = hashlib.sha256(Path(mapping).read_bytes()).hexdigest()
    with columnar.loading(outside, places, version) as load:
        both = hashlib.sha256(f"{load.source.sha256}\n{digest}".encode()).hexdigest()
        load.source = replace(load.source, version=version or both[:12],
                              loader_version=f"CSVW mapping {digest[:12]}")
        yield load


def _facts(reader: Reader, overruled: Mapping[str, str]) -> dict[str, str]:
    """Return title, licence, origin and attribution, checked."""
    content = reader.document.content
    given = {fact: overruled.get(fact) or _said(content, label) for fact, label in _NAMES.items()}
    for fact in ("licence", "origin"):
        if given[fact] and not csvw_templates.is_iri(given[fact]):
            reader.wrong((_NAMES[fact],), f"'{given[fact]}' is no address",
                         "write one that begins with https://")
    if not given["licence"]:
        reader.wrong((), "nobody says under which licence the table may be used",
                     'write "dc:license": "https://…"')
    reader.check()
    return given


def _compiled(table: Described) -> tables.Table:
    real = [column for column in table.columns if not column.virtual]
    return tables.Table(
        name=table.url,
        columns=tuple(_column(column) for column in real),
        nodes=tuple(_nodes(table)),
        key=tuple(column.titles[0] for name in table.key for column in real
                  if column.name == name),
        checks=tuple(_checks(table)),
        delimiter=table.delimiter, encoding=table.encoding, multiline=True, extra="error",
        header_row=table.header_row,
    )


def _column(column: Column) -> tables.Column:
    return tables.Column(
        column.titles[0], required=column.required and not column.default,
        separator=column.separator, aliases=column.titles[1:], missing=column.nulls,
    )


def _cell(column: Column) -> pl.Expr:
    """Return the cells of a column as found, with its default; one value where a node splits."""
    if column.virtual:
        return pl.lit(column.default or None, dtype=pl.String)
    value = terms.column(column.titles[0])
    if column.separator:
        return pl.when((value != "") & ~value.is_in(list(column.nulls))).then(value)
    return value.fill_null(column.default) if column.default else value


def _lexicals(table: Described) -> dict[str, pl.Expr]:
    """Return the values that templates take, by the name of the column."""
    return {
        column.name: column.kind.lexical(_cell(column))
        for column in table.columns if not column.virtual and not column.separator
    }


def _object(column: Column, lexicals: dict[str, pl.Expr]) -> pl.Expr:
    """Return the N-Triples terms that a column makes."""
    cell = _cell(column)
    if column.value:
        found = terms.iri(csvw_templates.expand(column.value, lexicals))
        return found if column.virtual else pl.when(cell.is_not_null()).then(found)
    if column.kind.plain and column.language:
        return terms.text(cell, column.language)
    return column.kind.literal(column.kind.clean(cell))


def _nodes(table: Described) -> Iterator[Node]:
    """Yield a node for each thing that a row is about, and one for each cell of several values."""
    lexicals = _lexicals(table)
    groups: dict[Template, list[Column]] = {}
    for column in table.columns:
        if column.about and not column.silent:
            groups.setdefault(column.about, []).append(column)
    for about, columns in groups.items():
        subject = terms.iri(csvw_templates.expand(about, lexicals))
        pairs = tuple((column.property, _object(column, lexicals))
                      for column in columns if not column.separator or column.virtual)
        if pairs:
            yield Node(subject, pairs)
        for column in columns:
            if column.separator and not column.virtual:
                yield Node(subject, ((column.property, _object(column, lexicals)),),
                           split=(column.titles[0], column.separator))


def _checks(table: Described) -> Iterator[tables.RowCheck]:
    lexicals = _lexicals(table)
    for column in table.columns:
        if not column.virtual and column.kind.hint:
            yield tables.RowCheck(column.titles[0], column.kind.rule, column.kind.hint,
                                  _wrong(column))
    said = [column for column in table.columns if column.about and not column.silent]
    for template in dict.fromkeys(part for column in said for part in (column.about, column.value)
                                  if part and part.free):
        found = csvw_templates.expand(template, lexicals)
        yield tables.RowCheck(
            _first(table, template), "iri", f"a value with which {template.text} is an IRI",
            RULES["iri"].wrong(found),
        )
    for about in dict.fromkeys(column.about for column in said if column.about):
        cells = [_cell(column).is_not_null() for column in said
                 if column.about == about and not column.virtual]
        if cells:
            missing = csvw_templates.expand(about, lexicals).is_null()
            yield tables.RowCheck(
                _first(table, about), "required", f"a value: it names what the row is about, "
                f"{about.text}", missing & pl.any_horizontal(*cells),
            )


def _wrong(column: Column) -> pl.Expr:
    if not column.separator:
        return _cell(column).is_not_null() & column.kind.wrong(_cell(column))
    values = terms.column(column.titles[0]).str.split(column.separator)
    element = pl.element().str.strip_chars()
    said = (element != "") & ~element.is_in(list(column.nulls))
    return values.list.eval(said & column.kind.wrong(element)).list.any()


def _first(table: Described, template: Template) -> str:
    """Return the header of the first column that a template reads."""
    return next(column.titles[0] for column in table.columns if column.name == template.names[0])


def _said(content: dict[str, Any], name: str) -> str:
    """Return what a mapping says of its table in a property of another vocabulary."""
    value = content.get(name, content.get(name.replace("dc:", "dcterms:"), ""))
    value = value[0] if isinstance(value, list) and value else value
    for key in ("schema:name", "@value", "@id", "en"):
        value = value.get(key, value) if isinstance(value, dict) else value
    return value if isinstance(value, str) else ""
