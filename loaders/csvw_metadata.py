"""What a CSVW metadata file says of tables, checked property by property before anything runs.

W3C, "Metadata Vocabulary for Tabular Data" (2015). Read is what the minimal mode of "Generating RDF
from Tabular Data on the Web" (2015) needs; what that mode leaves out of the RDF may stand in a
mapping; any other property is refused by its name.
"""

import codecs
import difflib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urljoin

from . import csvw_templates as templates
from .csvw_columns import Column, ColumnReader
from .csvw_json import Document, Fault, MappingError, Place, position

CONTEXT = "http://www.w3.org/ns/csvw"
_INHERITED = (
    "aboutUrl", "datatype", "default", "lang", "null", "ordered", "propertyUrl", "required",
    "separator", "textDirection", "valueUrl",
)
# What minimal mode says nothing of: annotations, and how a table is shown.
_UNSAID = ("@id", "@type", "notes", "rowTitles", "tableDirection", "textDirection")
_KNOWN = {
    "group": ("@context", "dialect", "tables", *_UNSAID),
    "table": ("@context", "dialect", "suppressOutput", "tableSchema", "url", *_UNSAID, *_INHERITED),
    "schema": ("columns", "primaryKey", *_UNSAID, *_INHERITED),
    "column": ("name", "suppressOutput", "titles", "virtual", *_UNSAID, *_INHERITED),
    "datatype": ("base", "format", *_UNSAID),
    "dialect": ("delimiter", "doubleQuote", "encoding", "header", "headerRowCount", "quoteChar",
                "skipRows", "trim", *_UNSAID),
}
_REFUSED = {
    "foreignKeys": "leave it out: no other table is read; valueUrl makes the link",
    "transformations": "leave it out: a mapping runs no programs",
    "commentPrefix": "leave it out: every line is a row here, so that none is lost",
    "lineTerminators": "leave it out: lines end in LF or CR LF",
    "skipBlankRows": "leave it out: blank rows are no rows here",
    "skipColumns": "leave it out, and describe each column; suppressOutput keeps one out",
    "skipInitialSpace": "leave it out: blanks around a cell never count",
    "resources": 'call it "tables"',
    "title": 'call it "titles"',
}
_FIXED = {
    "doubleQuote": (True, "a quote inside quotes is doubled"),
    "header": (True, "the table needs a header, whose names find the columns"),
    "headerRowCount": (1, "the header is one row"),
    "quoteChar": ('"', 'cells are quoted by "'),
    "trim": (True, "blanks around a cell never count"),
}


class Described(NamedTuple):
    """A table: its URL, columns and key, and how its file is written."""

    url: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    delimiter: str
    encoding: str
    header_row: int


@dataclass
class Reader:
    """Reads a document into tables and collects what is wrong with it.

    Parameters
    ----------
    document : Document
        The mapping.
    faults : list of Fault
        What was found wrong so far.
    """

    document: Document
    faults: list[Fault] = field(default_factory=list)
    base: str = ""

    def tables(self) -> list[Described]:
        """Return the tables that the mapping describes.

        Raises
        ------
        MappingError
            Something is wrong; the message tells of every fault.
        """
        content, found = self.document.content, []
        if self.is_object(content, ()):
            self._context(content)
            grouped = "tables" in content
            self.known(content, "group" if grouped else "table", ())
            dialect = (content.get("dialect", {}), ("dialect",))
            if not grouped:
                found = [self._table(content, (), dialect)]
            elif self.is_a(content["tables"], list, ("tables",), "a list of tables"):
                found = [
                    self._table(table, ("tables", at), dialect)
                    for at, table in enumerate(content["tables"])
                    if self.is_object(table, ("tables", at))
                    and self.known(table, "table", ("tables", at))
                ]
        self.check()
        return found

    def check(self) -> None:
        """Raise what is wrong so far, if anything is."""
        if self.faults:
            ordered = sorted(dict.fromkeys(self.faults), key=self._order)
            raise MappingError("\n".join(map(self.document.sentence, ordered)))

    def wrong(self, place: Place, what: str, right: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(place, what, right))

    def known(self, content: dict[str, Any], level: str, place: Place) -> bool:
        """Refuse properties that a level of the mapping does not have here."""
        for name in content:
            here = (*place, name)
            if name in _REFUSED:
                self.wrong(here, f"'{name}' is not supported", _REFUSED[name])
            elif name not in _KNOWN[level] and not self._common(name):
                self.wrong(here, f"a {level} has no '{name}' here", _near(name, _KNOWN[level]))
        return True

    def is_object(self, value: Any, place: Place) -> bool:
        """Say whether a value is an object; one that stands in another file is not fetched."""
        right = "write an object {…} in this file; no address is fetched"
        return self._typed(value, dict, place, right)

    def is_a(self, value: Any, wanted: type, place: Place, what: str) -> bool:
        """Say whether a value is of a type, and note it where it is not."""
        return self._typed(value, wanted, place, f"write {what}")

    def text(self, content: dict[str, Any], name: str, place: Place, default: str = "") -> str:
        """Return a property that is a string."""
        value = content.get(name, default)
        return str(value) if self.is_a(value, str, (*place, name), "a text in quotes") else default

    def truth(self, content: dict[str, Any], name: str, place: Place) -> bool:
        """Return a property that is true or false."""
        value = content.get(name, False)
        return self.is_a(value, bool, (*place, name), "true or false") and bool(value)

    def _typed(self, value: Any, wanted: type, place: Place, right: str) -> bool:
        if isinstance(value, wanted):
            return True
        self.wrong(place, f"{_shown(value)} is of the wrong kind", right)
        return False

    def _order(self, fault: Fault) -> tuple[str, str]:
        line, column = position(self.document.text, fault.place)
        return f"{line:09} {column:09}", fault.what

    def _common(self, name: str) -> bool:
        """Say whether a name is a property of another vocabulary, of which no triple is made."""
        prefix, colon, _ = name.partition(":")
        return "://" in name or (bool(colon) and prefix in templates.PREFIXES)

    def _context(self, content: dict[str, Any]) -> None:
        context = content.get("@context")
        parts = context if isinstance(context, list) else [context]
        if not parts or parts[0] != CONTEXT or len(parts) > 2:
            self.wrong(("@context",), "this does not say that it is CSVW",
                       f'write "@context": "{CONTEXT}", or a list of it and {{"@base": …}}')
            return
        place: Place = ("@context", 1)
        more: Any = parts[1] if len(parts) > 1 else {}
        if self.is_object(more, place):
            for name in more.keys() - {"@base", "@language"}:
                self.wrong((*place, name), f"'{name}' is not supported", "@base or @language")
            self.base = self.text(more, "@base", place)
            if self.base and not templates.is_iri(self.base):
                self.wrong((*place, "@base"), f"'{self.base}' is no absolute IRI",
                           "write one such as https://example.org/data/")
                self.base = ""

    def _table(
        self, content: dict[str, Any], place: Place, dialect: tuple[Any, Place]
    ) -> Described:
        url = self.text(content, "url", place)
        if not url:
            self.wrong(place, "the table has no url", 'write the file\'s name, as "url": "a.csv"')
        full = urljoin(self.base, url)
        if self.truth(content, "suppressOutput", place):
            self.wrong((*place, "suppressOutput"), "nothing would be written", "leave it out")
        if "dialect" in content:
            dialect = (content["dialect"], (*place, "dialect"))
        schema, here = content.get("tableSchema", {}), (*place, "tableSchema")
        columns: list[Column] = []
        key: tuple[str, ...] = ()
        if self.is_object(schema, here) and self.known(schema, "schema", here):
            given = {name: (value, (*place, name)) for name, value in content.items()}
            given |= {name: (value, (*here, name)) for name, value in schema.items()}
            columns = self._columns(schema, here, given, full if templates.is_iri(full) else "")
            key = self._key(schema, here, columns)
        return Described(url, tuple(columns), key, *self._dialect(*dialect))

    def _columns(
        self, schema: dict[str, Any], place: Place, given: dict[str, tuple[Any, Place]], base: str
    ) -> list[Column]:
        parts, here = schema.get("columns", []), (*place, "columns")
        if not self.is_a(parts, list, here, "a list of columns"):
            return []
        if not parts:
            self.wrong(here, "no column is described", 'write one as {"titles": …, …} or more')
        found = [
            ColumnReader(self, part, (*here, at), at, given, base).column()
            for at, part in enumerate(parts)
            if self.is_object(part, (*here, at)) and self.known(part, "column", (*here, at))
        ]
        for at, column in enumerate(found):
            before = found[:at]
            if column.name in [other.name for other in before]:
                self.wrong(column.place, f"the name '{column.name}' comes twice", "change one")
            taken = {title for other in before if not other.virtual for title in other.titles}
            for title in taken.intersection(() if column.virtual else column.titles):
                self.wrong(column.place, f"the title '{title}' comes twice",
                           "change one; a second header of one name is 'name (2)'")
            if not column.virtual and any(other.virtual for other in before):
                self.wrong(column.place, "a column stands behind a virtual one",
                           "put virtual columns last")
            self._variables(column, found)
        return found

    def _variables(self, column: Column, columns: list[Column]) -> None:
        """Refuse templates that read what is no single cell of the row."""
        single = [other.name for other in columns if not other.virtual and not other.separator]
        for template in (column.about, column.value):
            for name in template.names if template else ():
                if name not in single:
                    self.wrong(column.place, f"'{{{name}}}' in a template is no column with one"
                               " value", _near(name, single))

    def _key(
        self, schema: dict[str, Any], place: Place, columns: list[Column]
    ) -> tuple[str, ...]:
        value, here = schema.get("primaryKey", []), (*place, "primaryKey")
        names = [value] if isinstance(value, str) else value
        if not self.is_a(names, list, here, "the name of a column, or a list of names"):
            return ()
        real = {column.name: column for column in columns if not column.virtual}
        for name in names:
            if name not in real:
                self.wrong(here, f"there is no column '{name}'", f"one of: {', '.join(real)}")
        return tuple(name for name in names if name in real)

    def _dialect(self, content: Any, place: Place) -> tuple[str, str, int]:
        if not self.is_object(content, place) or not self.known(content, "dialect", place):
            return ",", "utf-8", 1
        for name, (wanted, reason) in _FIXED.items():
            if name in content and content[name] != wanted:
                self.wrong((*place, name), f"{name} {_shown(content[name])} is not supported",
                           f"leave it out: {reason}")
        delimiter = self.text(content, "delimiter", place, ",")
        if len(delimiter) != 1 or delimiter in '"\r\n' or ord(delimiter) > 127:
            self.wrong((*place, "delimiter"), f"{_shown(delimiter)} does not separate cells",
                       'write one sign such as ";" or "\\t"')
        encoding = self.text(content, "encoding", place, "utf-8")
        if not _reads_ascii(encoding):
            self.wrong((*place, "encoding"), f"'{encoding}' is no encoding of tables here",
                       "write one such as utf-8 or windows-1252")
        skipped = content.get("skipRows", 0)
        if not isinstance(skipped, int) or isinstance(skipped, bool) or not 0 <= skipped < 1000:
            self.wrong((*place, "skipRows"), f"{_shown(skipped)} is no number of rows",
                       "write a whole number from 0 to 999")
            skipped = 0
        return delimiter, encoding.lower(), skipped + 1


def _near(name: str, known: Sequence[str]) -> str:
    """Return what was likely meant by a name."""
    prefix, colon, _ = name.partition(":")
    near = difflib.get_close_matches(name, known, 1)
    if colon:
        return f"'{prefix}:' is no known prefix: write the whole address, or leave it out"
    return f"did you mean '{near[0]}'?" if near else f"one of: {', '.join(sorted(known))}"


def _reads_ascii(encoding: str) -> bool:
    try:
        return "a;b\n".encode(encoding) == b"a;b\n" and codecs.lookup(encoding) is not None
    except (LookupError, ValueError):
        return False


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:60]}…"
