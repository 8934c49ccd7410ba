"""Mappings that are wrong: each fault is told with its place in the file and what is right."""

import copy
import json
import socket
from pathlib import Path
from typing import Any

import pytest

from clusterkg.loaders import csvw, csvw_json
from clusterkg.loaders.csvw import MappingError

GOOD: dict[str, Any] = {
    "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
    "url": "members.csv",
    "dc:license": "https://creativecommons.org/licenses/by/4.0/",
    "dialect": {"delimiter": ";"},
    "tableSchema": {
        "aboutUrl": "id:organisation/{code}",
        "primaryKey": "code",
        "columns": [
            {"titles": "code", "required": True, "suppressOutput": True},
            {"titles": "name", "propertyUrl": "skos:prefLabel"},
            {"name": "type", "virtual": True, "propertyUrl": "rdf:type",
             "valueUrl": "ckg:Organisation"},
        ],
    },
}
SCHEMA, COLUMNS = ("tableSchema",), ("tableSchema", "columns")
ONE = (*COLUMNS, 1)
DELETE = object()
# Where to put what, the place that the message names, and its two halves.
FAULTS: list[tuple[tuple[str | int, ...], Any, str, str, str]] = [
    (("@context",), "http://schema.org", "$[\"@context\"]", "does not say that it is CSVW",
     'write "@context": "http://www.w3.org/ns/csvw"'),
    (("@context", 1, "ex"), "http://e.org/", "$[\"@context\"][1].ex", "'ex' is not supported",
     "@base or @language"),
    (("@context", 1, "@base"), "data/", "$[\"@context\"][1][\"@base\"]", "no absolute IRI",
     "https://example.org/data/"),
    (("url",), DELETE, "$", "the table has no url", '"url": "a.csv"'),
    (("dc:license",), DELETE, "$", "under which licence", '"dc:license": "https://…"'),
    (("dc:license",), "CC BY", "$[\"dc:license\"]", "'CC BY' is no address", "https://"),
    (("tableschema",), {}, "$.tableschema", "a table has no 'tableschema' here",
     "did you mean 'tableSchema'?"),
    (("ex:note",), "x", "$[\"ex:note\"]", "a table has no 'ex:note' here",
     "'ex:' is no known prefix"),
    (("transformations",), [], "$.transformations", "'transformations' is not supported",
     "runs no programs"),
    (("suppressOutput",), True, "$.suppressOutput", "nothing would be written", "leave it out"),
    (SCHEMA, "http://169.254.169.254/schema.json", "$.tableSchema", "wrong kind",
     "no address is fetched"),
    (("dialect",), "https://example.org/dialect.json", "$.dialect", "wrong kind",
     "no address is fetched"),
    (("dialect", "delimiter"), "::", "$.dialect.delimiter", "does not separate cells", '";"'),
    (("dialect", "encoding"), "utf-16", "$.dialect.encoding", "'utf-16' is no encoding", "utf-8"),
    (("dialect", "encoding"), "klingon", "$.dialect.encoding", "no encoding", "windows-1252"),
    (("dialect", "header"), False, "$.dialect.header", "header false", "needs a header"),
    (("dialect", "quoteChar"), "'", "$.dialect.quoteChar", "quoteChar", 'quoted by "'),
    (("dialect", "trim"), False, "$.dialect.trim", "trim false", "never count"),
    (("dialect", "commentPrefix"), "#", "$.dialect.commentPrefix", "not supported",
     "none is lost"),
    (("dialect", "skipRows"), -1, "$.dialect.skipRows", "-1 is no number of rows", "from 0"),
    ((*SCHEMA, "foreignKeys"), [], "$.tableSchema.foreignKeys", "not supported", "valueUrl"),
    ((*SCHEMA, "primaryKey"), "id", "$.tableSchema.primaryKey", "there is no column 'id'",
     "one of: code, name"),
    ((*SCHEMA, "primaryKey"), 1, "$.tableSchema.primaryKey", "wrong kind", "name of a column"),
    (COLUMNS, [], "$.tableSchema.columns", "no column is described", '"titles"'),
    (COLUMNS, {}, "$.tableSchema.columns", "{} is of the wrong kind", "a list of columns"),
    ((*SCHEMA, "aboutUrl"), DELETE, "$.tableSchema.columns[1]", "no aboutUrl", "{code}"),
    ((*SCHEMA, "aboutUrl"), "#{code}", "$.tableSchema.aboutUrl", "is relative", '"@base"'),
    ((*SCHEMA, "aboutUrl"), "https://e.org/all", "$.tableSchema.aboutUrl",
     "about the same thing", "{code}"),
    ((*SCHEMA, "aboutUrl"), "https://e.org/{Code}", "$.tableSchema.columns[1]",
     "'{Code}' in a template is no column", "did you mean 'code'?"),
    ((*SCHEMA, "aboutUrl"), "https://e.org/{_row}", "$.tableSchema.aboutUrl",
     "names a row by its place", "whose value names the row"),
    ((*SCHEMA, "aboutUrl"), "https://e.org/{code,name}", "$.tableSchema.aboutUrl",
     "'{code,name}' is not supported", "levels 1 and 2"),
    ((*SCHEMA, "aboutUrl"), "https://e.org/{?code}", "$.tableSchema.aboutUrl",
     "'{?code}' is not supported", "levels 1 and 2"),
    ((*SCHEMA, "aboutUrl"), "https://e.org/{code", "$.tableSchema.aboutUrl",
     "has a single '{'", "{column}"),
    ((*SCHEMA, "aboutUrl"), "my:{code}", "$.tableSchema.aboutUrl", "'my:' in 'my:{code}' is no",
     "known are "),
    ((*SCHEMA, "aboutUrl"), "https://e .org/{code}", "$.tableSchema.aboutUrl",
     "makes no absolute IRI", "https://"),
    ((*ONE, "propertyUrl"), DELETE, "$.tableSchema.columns[1]", "no propertyUrl",
     '"suppressOutput": true'),
    ((*ONE, "propertyUrl"), "ckg:prefName", "$.tableSchema.columns[1].propertyUrl",
     "'prefName' is no term of the ontology", "a property of your own"),
    ((*ONE, "propertyUrl"), "https://e.org/{code}", "$.tableSchema.columns[1].propertyUrl",
     "differ from row to row", "{_name}"),
    ((*ONE, "propertyUrl"), 7, "$.tableSchema.columns[1].propertyUrl", "7 is of the wrong kind",
     "URI template"),
    ((*ONE, "titles"), [""], "$.tableSchema.columns[1].titles", "a title is no text", "a text"),
    ((*ONE, "titles"), "#line", "$.tableSchema.columns[1].titles", "cannot be called '#line'",
     "rename it"),
    ((*ONE, "title"), "Name", "$.tableSchema.columns[1].title", "'title' is not supported",
     'call it "titles"'),
    ((*ONE, "name"), "_n", "$.tableSchema.columns[1].name", "'_n' is no name", "letters"),
    ((*ONE, "name"), "code", "$.tableSchema.columns[1]", "'code' comes twice", "change one"),
    (ONE, {"name": "b", "titles": ["name", "code"], "propertyUrl": "skos:note"},
     "$.tableSchema.columns[1]", "the title 'code' comes twice", "name (2)"),
    ((*ONE, "datatype"), "money", "$.tableSchema.columns[1].datatype",
     "the datatype 'money' is not supported", "write string"),
    ((*ONE, "datatype"), "xml", "$.tableSchema.columns[1].datatype", "'xml' is not", "string"),
    ((*ONE, "datatype"), {"base": "date", "format": "dd MMM yy"},
     "$.tableSchema.columns[1].datatype", "no format of dates here", "dd.MM.yyyy"),
    ((*ONE, "datatype"), {"base": "decimal", "format": "#,##0.##"},
     "$.tableSchema.columns[1].datatype", "'pattern' in the format", "decimalChar"),
    ((*ONE, "datatype"), {"base": "decimal", "format": {"decimalChar": "."  , "groupChar": "."}},
     "$.tableSchema.columns[1].datatype", "the same sign", "differ"),
    ((*ONE, "datatype"), {"base": "string", "format": "(?=a)"},
     "$.tableSchema.columns[1].datatype", "a regular expression", "without look-around"),
    ((*ONE, "datatype"), {"base": "boolean", "format": "YES"},
     "$.tableSchema.columns[1].datatype", "no format of truths", "YES|NO"),
    ((*ONE, "datatype"), {"base": "integer", "minimum": 1},
     "$.tableSchema.columns[1].datatype.minimum", "a datatype has no 'minimum' here", "base"),
    ((*ONE, "lang"), "english!", "$.tableSchema.columns[1].lang", "no code of a language", "en"),
    ((*ONE, "required"), "yes", "$.tableSchema.columns[1].required", "wrong kind", "true or false"),
    ((*ONE, "null"), 9, "$.tableSchema.columns[1].null", "null is no text", "list of texts"),
    ((*ONE, "ordered"), True, "$.tableSchema.columns[1].ordered", "ordered lists", "leave it out"),
    (ONE, {"titles": "n", "propertyUrl": "skos:note", "separator": ";", "valueUrl": "id:a/{n}"},
     "$.tableSchema.columns[1].valueUrl", "one IRI of all values", "leave separator or valueUrl"),
    (ONE, {"titles": "n", "propertyUrl": "skos:note", "default": "x", "null": "-"},
     "$.tableSchema.columns[1].default", "default and null", "leave one of them out"),
    ((*COLUMNS, 2), {"name": "n", "virtual": True, "propertyUrl": "ckg:startDate",
                     "datatype": "date", "default": "2018-02-31"},
     "$.tableSchema.columns[2].default", "'2018-02-31' is no date", "a day that exists"),
    ((*COLUMNS, 2, "valueUrl"), DELETE, "$.tableSchema.columns[2]", "virtual column has no cells",
     "valueUrl or a default"),
    ((*COLUMNS, 0, "virtual"), True, "$.tableSchema.columns[1]", "behind a virtual one",
     "virtual columns last"),
]


def written(folder: Path, content: Any) -> Path:
    """Write a mapping, and return its file."""
    file = folder / "mapping.json"
    file.write_text(json.dumps(content, indent=1), encoding="utf-8")
    return file


def changed(place: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """Return the good mapping with one value put, or deleted."""
    content = copy.deepcopy(GOOD)
    target: Any = content
    for step in place[:-1]:
        target = target[step]
    if value is DELETE:
        del target[place[-1]]
    else:
        target[place[-1]] = value
    return content


def told(file: Path) -> list[str]:
    """Return the lines of what is wrong with a mapping."""
    with pytest.raises(MappingError) as caught:
        csvw.source(file)
    return str(caught.value).splitlines()


def test_the_good_mapping_is_good(tmp_path: Path) -> None:
    source = csvw.source(written(tmp_path, GOOD))
    assert (source.name, source.title) == ("table-members", "members.csv")
    assert [column.name for column in source.tables[0].columns] == ["code", "name"]


@pytest.mark.parametrize(("place", "value", "path", "what", "right"), FAULTS)
def test_a_fault_is_told_with_its_place_and_what_would_be_right(
    tmp_path: Path, place: tuple[str | int, ...], value: Any, path: str, what: str, right: str
) -> None:
    file = written(tmp_path, changed(place, value))
    (sentence,) = [line for line in told(file) if f", {path}: " in line and what in line]
    where, _, fault = sentence.partition(f", {path}: ")
    told_what, _, told_right = fault.partition("; ")
    assert what in told_what
    assert right in told_right
    assert where.startswith(f"{file}, line ")


def test_lines_and_columns_are_those_of_an_editor(tmp_path: Path) -> None:
    file = tmp_path / "m.json"
    text = (
        '{"@context": "http://www.w3.org/ns/csvw",\n'
        ' "url": "a.csv", "dc:license": "https://example.org/l",\n'
        ' "tableSchema": {"aboutUrl": "id:x/{\\u0061}",\n'
        '   "columns": [{"name": "a", "propertyUrl":\n'
        '       "nope:name"}, {"titles": "é",   "lang": 5}]}}\n'
    )
    file.write_text(text, encoding="utf-8-sig")
    first, second, third = told(file)
    assert first.startswith(f"{file}, line 5, column 8, $.tableSchema.columns[0].propertyUrl: ")
    assert second.startswith(f"{file}, line 5, column 22, $.tableSchema.columns[1]: the column has")
    assert third.startswith(f"{file}, line 5, column 48, $.tableSchema.columns[1].lang: 5 is of")
    assert text.splitlines()[4][47] == "5"


def test_all_faults_are_told_at_once_and_each_once(tmp_path: Path) -> None:
    content = changed((*SCHEMA, "aboutUrl"), "my:{code}")
    content["tableSchema"]["columns"][1]["lang"] = "?"
    content["dialect"]["delimiter"] = ""
    lines = told(written(tmp_path, content))
    assert len(lines) == 3
    assert [line.split(", $")[1].split(":")[0] for line in lines] == [
        ".dialect.delimiter", ".tableSchema.aboutUrl", ".tableSchema.columns[1].lang",
    ]


@pytest.mark.parametrize(("text", "message"), [
    ("", "line 1, column 1: this is no JSON"),
    ('{"url": "a",}', "this is no JSON"),
    ('{"url": "a", "url": "b"}', "an object has the name 'url' twice"),
    ("[" * 5_000 + "]" * 5_000, "nested too deeply"),
    ('{"a": ' * 200 + "1" + "}" * 200, "nested too deeply"),
    ("[]", "$: [] is of the wrong kind"),
    ("NaN", "$: NaN is of the wrong kind"),
])
def test_what_is_no_mapping_is_refused(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "m.json"
    file.write_text(text, encoding="utf-8")
    assert message in "\n".join(told(file))


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    assert "cannot be read: No such file" in told(tmp_path / "none.json")[0]
    (tmp_path / "latin.json").write_bytes(b'{"a": "\xe9"}')
    assert "byte 7 is no UTF-8" in told(tmp_path / "latin.json")[0]
    (tmp_path / "large.json").write_bytes(b" " * (csvw_json.LARGEST + 1))
    assert "at most 1,048,576 bytes" in told(tmp_path / "large.json")[0]


def test_nothing_that_a_mapping_names_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("an address was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    content = changed(("url",), "http://169.254.169.254/latest/members.csv")
    content["@id"] = "http://169.254.169.254/latest/"
    source = csvw.source(written(tmp_path, content))
    assert source.name == "table-members"


def test_a_name_never_is_that_of_a_bundled_source(tmp_path: Path) -> None:
    file = written(tmp_path, GOOD)
    assert csvw.source(file, name="ontology").name == "table-ontology"
    assert csvw.source(file, name="table-My Members").name == "table-my-members"
    with pytest.raises(MappingError, match="no name of a source"):
        csvw.source(file, name="!!")
