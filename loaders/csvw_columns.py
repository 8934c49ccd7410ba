"""One column of a CSVW mapping: its own properties and those that it inherits, checked."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import polars as pl

from clusterkg.loaders.columnar import terms

from . import csvw_templates as templates
from .csvw_datatypes import DatatypeError, Kind, kind
from .csvw_json import Place
from .csvw_templates import Template, TemplateError

if TYPE_CHECKING:
    from .csvw_metadata import Reader

_NAME = re.compile(r"(?:[A-Za-z0-9]|%[0-9A-Fa-f]{2})(?:[A-Za-z0-9_.]|%[0-9A-Fa-f]{2})*")
_LINE = terms.LINE.meta.output_name()
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


class Column(NamedTuple):
    """A column: how the file names it, and what its cells say."""

    name: str
    titles: tuple[str, ...]
    virtual: bool
    silent: bool
    about: Template | None
    property: str
    value: Template | None
    kind: Kind
    default: str
    nulls: tuple[str, ...]
    language: str
    separator: str
    required: bool
    place: Place


@dataclass(frozen=True)
class ColumnReader:
    """Reads one column.

    Parameters
    ----------
    reader : Reader
        Which collects faults.
    content : dict
        What the mapping says of the column.
    place : tuple
        Where.
    at : int
        Its place among the columns, from 0.
    given : dict
        What the table and the schema say, with the place where they say it.
    base : str
        The table's absolute URL, if it has one.
    """

    reader: "Reader"
    content: dict[str, Any]
    place: Place
    at: int
    given: dict[str, tuple[Any, Place]]
    base: str

    def column(self) -> Column:
        """Return the column."""
        titles, virtual = self._titles(), self.reader.truth(self.content, "virtual", self.place)
        name = self._name(titles)
        silent = self.reader.truth(self.content, "suppressOutput", self.place)
        constants = {"_name": name, "_column": str(self.at + 1), "_sourceColumn": str(self.at + 1)}
        separator, default = self._text("separator"), self._text("default")
        column = Column(
            name, titles or (name,), virtual, silent, self._template("aboutUrl", constants),
            "" if silent else self._property(constants), self._template("valueUrl", constants),
            self._kind(), default, self._nulls(), self._language(), separator,
            self._is("required"), self.place,
        )
        self._together(column)
        return column

    def _found(self, name: str) -> tuple[Any, Place]:
        if name in self.content:
            return self.content[name], (*self.place, name)
        return self.given.get(name, (None, (*self.place, name)))

    def _text(self, name: str) -> str:
        value, place = self._found(name)
        fits = value is None or self.reader.is_a(value, str, place, "a text in quotes")
        return str(value) if fits and value is not None else ""

    def _is(self, name: str) -> bool:
        value, place = self._found(name)
        return value is not None and self.reader.is_a(value, bool, place, "true or false") \
            and bool(value)

    def _titles(self) -> tuple[str, ...]:
        value, place = self.content.get("titles", []), (*self.place, "titles")
        parts = list(value.values()) if isinstance(value, dict) else [value]
        texts = [text for part in parts for text in (part if isinstance(part, list) else [part])]
        if not all(isinstance(text, str) and text.strip() for text in texts):
            self.reader.wrong(place, "a title is no text", "write a text, or a list of texts")
            return ()
        if _LINE in texts:
            self.reader.wrong(place, f"a column cannot be called '{_LINE}' here", "rename it")
        return tuple(dict.fromkeys(text.strip() for text in texts))

    def _name(self, titles: tuple[str, ...]) -> str:
        name = self.reader.text(self.content, "name", self.place)
        if "name" not in self.content and titles:
            return quote(titles[0], safe="").replace("-", "%2D").replace("~", "%7E")
        if not _NAME.fullmatch(name):
            self.reader.wrong(
                (*self.place, "name"), f"'{name}' is no name of a column",
                "write letters, digits, '_' and '.', not '_' at first, or give titles alone",
            )
        return name

    def _template(self, name: str, constants: dict[str, str]) -> Template | None:
        value, place = self._found(name)
        if value is None or not self.reader.is_a(value, str, place, "a URI template in quotes"):
            return None
        try:
            return templates.parse(value, self.base, constants)
        except TemplateError as error:
            self.reader.wrong(place, error.what, error.right)
            return None

    def _property(self, constants: dict[str, str]) -> str:
        value, place = self._found("propertyUrl")
        if value is None and not self.base:
            self.reader.wrong(self.place, "the column has no propertyUrl",
                              'write one such as "skos:prefLabel", or "suppressOutput": true')
        if value is None:
            return f"{self.base.partition('#')[0]}#{constants['_name']}" if self.base else ""
        template = self._template("propertyUrl", constants)
        if template and template.names:
            self.reader.wrong(place, "the property would differ from row to row",
                              "write one property; only {_name} may stand in it")
        return template.text if template and not template.names else ""

    def _kind(self) -> Kind:
        value, place = self._found("datatype")
        name, form = ("string" if value is None else value), None
        if isinstance(value, dict):
            self.reader.known(value, "datatype", place)
            name, form = value.get("base", "string"), value.get("format")
        try:
            if not isinstance(name, str):
                raise DatatypeError("the datatype is no text", 'write one such as "date"')
            return kind(name, form)
        except DatatypeError as error:
            self.reader.wrong(place, error.what, error.right)
            return kind("string")

    def _nulls(self) -> tuple[str, ...]:
        value, place = self._found("null")
        texts = [value] if isinstance(value, str) else value or []
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            self.reader.wrong(place, "null is no text", "write a text, or a list of texts")
            return ()
        return tuple(text for text in texts if text)

    def _language(self) -> str:
        language, place = self._text("lang"), self._found("lang")[1]
        if language and not _LANGUAGE.fullmatch(language):
            self.reader.wrong(place, f"'{language}' is no code of a language",
                              "write one such as en or pt-BR")
            return ""
        return "" if language == "und" else language

    def _together(self, column: Column) -> None:
        """Refuse what does not go together."""
        wrong = self.reader.wrong
        if self._is("ordered"):
            wrong(self._found("ordered")[1], "ordered lists are not supported",
                  "leave it out: each value of the cell makes a triple")
        if column.separator and column.value and not column.virtual:
            wrong(self._found("valueUrl")[1], "CSVW makes one IRI of all values of the cell",
                  "leave separator or valueUrl out")
        if column.separator and column.default:
            wrong(self._found("default")[1], "a default of several values is not supported",
                  "leave separator or default out")
        if column.default and column.nulls:
            wrong(self._found("default")[1], "default and null do not go together here",
                  "leave one of them out: an empty cell is told from no other")
        if column.default and pl.select(column.kind.wrong(pl.lit(column.default))).item():
            wrong(self._found("default")[1], f"'{column.default}' is no {column.kind.rule}",
                  f"write {column.kind.hint}")
        if column.virtual and not (column.silent or column.value or column.default):
            wrong(self.place, "a virtual column has no cells", "give it a valueUrl or a default")
        if not column.silent and column.about is None and self._found("aboutUrl")[0] is None:
            wrong(self.place, "the column has no aboutUrl: its rows would have no name",
                  'write one such as "https://example.org/{code}" for the tableSchema')
        if column.about and not column.about.names:
            wrong(self._found("aboutUrl")[1], "all rows would be about the same thing",
                  "put the name of a column in it, such as {code}")
