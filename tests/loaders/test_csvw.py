"""CSVW: an example of the standard's own test suite, and small tables with triples by hand."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, XSD, Graph, Literal, URIRef

from clusterkg.loaders import csvw, csvw_datatypes
from clusterkg.loaders.columnar.load import Load
from clusterkg.ontology import iris, provenance

HERE = Path(__file__).parent / "csvw"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
ROW = "https://example.org/row/"
P = "https://example.org/p/"
Loaded = tuple[list[str], Load]
LoadTable = Callable[..., Loaded]
# Result of test 037 of the suite of the CSV on the Web Working Group (minimal mode), without the
# triples of the column of XML, a datatype that is not supported here:
# https://github.com/w3c/csvw/blob/7046612ed1a8b16f638f36c156237c36c2dbbc6c/tests/test037/result.ttl
# (W3C Test Suite Licence and W3C 3-clause BSD Licence).
RESULT_037 = """
@prefix : <http://example.org/tree-ops-ext.csv#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://example.org/tree-ops-ext#gid-1> :dbh 11; :inventory_date "2010-10-18"^^xsd:date;
   :on_street "ADDISON AV"; :protected false; :species "Celtis australis";
   :trim_cycle "Large Tree Routine Prune"@en .
<http://example.org/tree-ops-ext#gid-2> :dbh 11; :inventory_date "2010-06-02"^^xsd:date;
   :on_street "EMERSON ST"; :protected false; :species "Liquidambar styraciflua";
   :trim_cycle "Large Tree Routine Prune"@en .
<http://example.org/tree-ops-ext#gid-6> :comments "cavity or decay"^^xsd:normalizedString,
     "trunk decay"^^xsd:normalizedString, "codominant leaders"^^xsd:normalizedString,
     "included bark"^^xsd:normalizedString, "large leader or limb decay"^^xsd:normalizedString,
     "previous failure root damage"^^xsd:normalizedString, "root decay"^^xsd:normalizedString,
     "beware of BEES"^^xsd:normalizedString;
   :dbh 29; :inventory_date "2010-06-01"^^xsd:date; :on_street "ADDISON AV"; :protected true;
   :species "Robinia pseudoacacia"; :trim_cycle "Large Tree Routine Prune"@en .
"""


@pytest.fixture
def load_table(tmp_path: Path) -> LoadTable:
    """Load a table of some lines by columns that are about ``https://example.org/row/{id}``."""

    def loaded(text: str, *columns: dict[str, Any], encoding: str = "utf-8", **more: Any) -> Loaded:
        schema = {"aboutUrl": ROW + "{id}", "columns": columns} | more.pop("schema", {})
        content = {"@context": "http://www.w3.org/ns/csvw", "url": "t.csv", "dc:license": LICENCE,
                   "tableSchema": schema} | more
        (tmp_path / "t.json").write_text(json.dumps(content), encoding="utf-8")
        (tmp_path / "t.csv").write_bytes(text.encode(encoding))
        with csvw.loading(tmp_path / "t.json", [tmp_path / "t.csv"]) as load:
            lines = b"".join(load.chunks()).decode().splitlines()
        return sorted(line.removesuffix(" .") for line in lines), load

    return loaded


def key(name: str = "id", **more: Any) -> dict[str, Any]:
    """Return a column that names rows and says nothing."""
    return {"titles": name, "suppressOutput": True, **more}


def value(title: str = "v", **more: Any) -> dict[str, Any]:
    """Return a column with a property of its own."""
    return {"titles": title, "propertyUrl": P + title, **more}


def said(row: str, term: str, name: str = "v") -> str:
    """Return a triple of a row as text."""
    return f"<{ROW}{row}> <{P}{name}> {term}"


def xsd(text: str, datatype: str) -> str:
    """Return a typed literal as text."""
    return f'"{text}"^^<{XSD}{datatype}>'


def test_the_example_of_the_standard_gives_its_result() -> None:
    with csvw.loading(HERE / "tree-ops-ext.json", [HERE / "tree-ops-ext.csv"]) as load:
        found = Graph().parse(data=b"".join(load.chunks()), format="nt")
    kml = URIRef("http://example.org/tree-ops-ext.csv#kml")
    assert len(list(found.triples((None, kml, None)))) == 3
    found.remove((None, kml, None))
    assert set(found) == set(Graph().parse(data=RESULT_037, format="turtle"))
    assert [count[1:] for count in load.counts] == [(3, 3, 0, 0)]
    assert load.source.title == "Tree Operations"
    assert load.source.attribution == "Example Municipality"
    assert load.source.licence == "http://opendefinition.org/licenses/cc-by/"


@pytest.mark.parametrize(("datatype", "cell", "term"), [
    ("string", "a  b", '"a  b"'),
    ("integer", "+007", xsd("7", "integer")),
    ("nonNegativeInteger", "0", xsd("0", "nonNegativeInteger")),
    ("positiveInteger", "12", xsd("12", "positiveInteger")),
    ("decimal", "1.50", xsd("1.5", "decimal")),
    ("number", "1.5e3", xsd("1.5e3", "double")),
    ("boolean", "1", xsd("true", "boolean")),
    ("date", "2018-11-22", xsd("2018-11-22", "date")),
    ("gYear", "2018", xsd("2018", "gYear")),
    ("gYearMonth", "2018-11", xsd("2018-11", "gYearMonth")),
    ("anyURI", "https://example.org/ü", xsd("https://example.org/ü", "anyURI")),
    ({"base": "string", "format": "[A-Z]{2}"}, "IT", '"IT"'),
    ({"base": "boolean", "format": "Y|N"}, "N", xsd("false", "boolean")),
    ({"base": "date", "format": "d.M.yyyy"}, "2.1.2019", xsd("2019-01-02", "date")),
    ({"base": "date", "format": "MM/dd/yyyy"}, "02/01/2019", xsd("2019-02-01", "date")),
    ({"base": "date", "format": "yyyyMMdd"}, "20190102", xsd("2019-01-02", "date")),
    ({"base": "decimal", "format": {"decimalChar": ",", "groupChar": "."}}, "1.234.567,50",
     xsd("1234567.5", "decimal")),
    ({"base": "integer", "format": {"groupChar": " "}}, "12 345", xsd("12345", "integer")),
])
def test_a_cell_makes_the_literal_of_its_datatype(
    load_table: LoadTable, datatype: Any, cell: str, term: str
) -> None:
    lines, load = load_table(f"id|v\n1|{cell}\n", key(), value(datatype=datatype),
                             dialect={"delimiter": "|"})
    assert lines == [said("1", term)]
    Graph().parse(data=f"{lines[0]} .", format="nt")
    assert list(load.rejects) == []


@pytest.mark.parametrize(("datatype", "cell"), [
    ("integer", "1.0"), ("integer", "1,000"), ("nonNegativeInteger", "-1"),
    ("positiveInteger", "00"), ("decimal", "1e3"), ("number", "one"), ("boolean", "yes"),
    ("date", "2018-02-30"), ("date", "2018"), ("gYear", "18"), ("gYearMonth", "2018-13"),
    ("anyURI", "example.org"), ({"base": "string", "format": "[A-Z]{2}"}, "ITA"),
    ({"base": "boolean", "format": "Y|N"}, "true"),
    ({"base": "date", "format": "d.M.yyyy"}, "30.2.2019"),
    ({"base": "date", "format": "dd.MM.yyyy"}, "2.1.2019"),
    ({"base": "date", "format": "d.M.yyyy"}, "2.1.19"),
    ({"base": "decimal", "format": {"decimalChar": ",", "groupChar": "."}}, "1.5"),
    ({"base": "decimal", "format": {"decimalChar": ",", "groupChar": "."}}, "1.234,5.6"),
    ({"base": "decimal", "format": {"decimalChar": ","}}, "1.5"),
    ({"base": "integer", "format": {"groupChar": "'"}}, "1''000"),
])
def test_a_cell_that_is_none_of_its_datatype_is_rejected_with_line_and_column(
    load_table: LoadTable, datatype: Any, cell: str
) -> None:
    lines, load = load_table(f"id|v\n1|{cell}\n", key(), value(datatype=datatype),
                             dialect={"delimiter": "|"})
    assert lines == []
    (reject,) = load.rejects
    assert (reject.line, reject.column, reject.value) == (2, "v", cell)
    assert reject.hint


def test_several_values_of_a_cell_each_make_a_triple(load_table: LoadTable) -> None:
    lines, load = load_table(
        "id,v\n1,3; 4;;NA\n2,\n3,5;x\n", key(),
        value(datatype="integer", separator=";", null="NA"),
    )
    assert lines == [said("1", xsd("3", "integer")), said("1", xsd("4", "integer"))]
    assert [(reject.line, reject.rule) for reject in load.rejects] == [(4, "integer")]


def test_missing_cells_and_defaults(load_table: LoadTable) -> None:
    lines, _ = load_table(
        "id,a,b,c\n1,NA,-,\n2,x,y,z\n", key(), value("a", null=["NA", "-"]), value("b"),
        value("c", default="none", lang="de"),
    )
    assert lines == [
        said("1", '"-"', "b"), said("1", '"none"@de', "c"), said("2", '"x"', "a"),
        said("2", '"y"', "b"), said("2", '"z"@de', "c"),
    ]


@pytest.mark.parametrize("datatype", csvw_datatypes.NAMES)
def test_a_missing_cell_breaks_no_rule_of_a_datatype(load_table: LoadTable, datatype: str) -> None:
    lines, load = load_table("id,v\n1,\n2,NA\n", key(), value(datatype=datatype, null="NA"))
    assert lines == []
    assert list(load.rejects) == []


def test_templates_encode_what_no_iri_may_hold(load_table: LoadTable) -> None:
    lines, load = load_table(
        "id,v\na b/ü,x?y/z\nb,x#y\n", key(), value(valueUrl="https://example.org/{v}"),
        {"name": "w", "virtual": True, "propertyUrl": P + "w",
         "valueUrl": "https://example.org/{+v}"},
        {"name": "u", "virtual": True, "propertyUrl": P + "{_name}", "valueUrl": "nuts:{id}{#v}"},
    )
    subject = f"<{ROW}a%20b%2F%C3%BC>"
    assert lines == [
        f"{subject} <{P}u> <{iris.PREFIXES['nuts']}a%20b%2F%C3%BC#x?y/z>",
        f"{subject} <{P}v> <https://example.org/x%3Fy%2Fz>",
        f"{subject} <{P}w> <https://example.org/x?y/z>",
    ]
    # {#v} would put a second # into the IRI.
    assert [(reject.line, reject.rule) for reject in load.rejects] == [(3, "iri")]


def test_an_iri_out_of_a_cell_is_checked(load_table: LoadTable) -> None:
    lines, load = load_table(
        "id,v\n1,https://example.org/a b\n2,javascript:alert(1)\n3,a%zz\n", key(),
        value(valueUrl="{+v}"),
    )
    assert lines == [said("1", "<https://example.org/a%20b>")]
    assert [(reject.line, reject.column, reject.rule) for reject in load.rejects] == [
        (3, "v", "iri"), (4, "v", "iri"),
    ]


def test_a_row_can_be_about_several_things(load_table: LoadTable) -> None:
    lines, _ = load_table(
        "id,city,country\n1,Turin,IT\n2,,\n", key(), value("city"),
        value("country", aboutUrl="https://example.org/country/{country}"),
        {"name": "type", "virtual": True, "propertyUrl": "rdf:type",
         "valueUrl": "ckg:Organisation"},
    )
    kind = f"<{RDF.type}> <{iris.term('Organisation')}>"
    assert lines == [
        f'<https://example.org/country/IT> <{P}country> "IT"', f"<{ROW}1> {kind}",
        said("1", '"Turin"', "city"), f"<{ROW}2> {kind}",
    ]


def test_a_row_without_its_name_is_rejected_and_not_lost(load_table: LoadTable) -> None:
    lines, load = load_table("id,v\n,x\n1,y\n", key(), value())
    assert lines == [said("1", '"y"')]
    assert [(reject.line, reject.column, reject.rule) for reject in load.rejects] == [
        (2, "id", "required")
    ]
    assert [count[1:] for count in load.counts] == [(2, 1, 1, 0)]


def test_a_key_that_comes_twice_is_told(load_table: LoadTable) -> None:
    _, load = load_table("id,v\n1,x\n1,x\n1,y\n", key(), value(), schema={"primaryKey": "id"})
    ((_, read, written, rejected, duplicate),) = load.counts
    assert (read, written, rejected, duplicate) == (3, 1, 1, 1)


def test_dialects(load_table: LoadTable) -> None:
    lines, _ = load_table(
        "made by hand\nid;v\n1;Zürich\n", key(), value(), encoding="cp1252",
        dialect={"delimiter": ";", "encoding": "windows-1252", "skipRows": 1, "header": True},
    )
    assert lines == [said("1", '"Zürich"')]


def test_a_column_that_nobody_described_is_an_error(load_table: LoadTable) -> None:
    from clusterkg.loaders.columnar.rows import ReadError

    with pytest.raises(ReadError, match="there is no column 'new'"):
        load_table("id,v,new\n1,x,y\n", key(), value())


def test_lists_in_json_are_several_values(tmp_path: Path) -> None:
    (tmp_path / "t.csv-metadata.json").write_text(json.dumps({
        "@context": "http://www.w3.org/ns/csvw", "url": "t.json", "dc:license": LICENCE,
        "tableSchema": {"aboutUrl": ROW + "{id}", "columns": [key(), value(separator=";")]},
    }), encoding="utf-8")
    (tmp_path / "t.json").write_text('[{"id": 1, "v": ["x", "y"]}]', encoding="utf-8")
    with csvw.loading(tmp_path / "t.csv-metadata.json", [tmp_path / "t.json"]) as load:
        lines = b"".join(load.chunks()).decode().splitlines()
    assert lines == [said("1", '"x"') + " .", said("1", '"y"') + " ."]


@pytest.mark.parametrize(("datatype", "expected"), [
    ("string", '"a\\n  b"'), ("normalizedString", xsd("a   b", "normalizedString")),
    ("token", xsd("a b", "token")),
])
def test_white_space_in_texts_is_as_xml_schema_has_it(
    load_table: LoadTable, datatype: str, expected: str
) -> None:
    lines, _ = load_table('id,v\n1,"a\n  b"\n', key(), value(datatype=datatype))
    assert lines == [said("1", expected)]


def test_a_token_in_a_template_is_not_escaped_as_in_a_literal(load_table: LoadTable) -> None:
    lines, _ = load_table('id,v\n"a""b\\c",1\n', key(datatype="token"), value())
    assert lines == [said("a%22b%5Cc", '"1"')]


def test_titles_are_other_headers_and_names_are_for_templates(load_table: LoadTable) -> None:
    lines, _ = load_table(
        "Kennung,v\n7,x\n", {"name": "code", "titles": {"en": "Code", "de": [" Kennung ", "Nr"]},
                             "suppressOutput": True}, value(),
        schema={"aboutUrl": ROW + "{code}"},
    )
    assert lines == [said("7", '"x"')]


def test_two_tables_are_found_by_their_headers(tmp_path: Path) -> None:
    def table(url: str, *columns: dict[str, Any]) -> dict[str, Any]:
        return {"url": url, "tableSchema": {"aboutUrl": ROW + "{id}", "columns": columns}}

    (tmp_path / "g.json").write_text(json.dumps({
        "@context": "http://www.w3.org/ns/csvw", "dc:license": LICENCE,
        "tables": [table("a.csv", key(), value("a")), table("b.csv", key(), value("b"))],
    }), encoding="utf-8")
    (tmp_path / "1.csv").write_text("id,b\n1,x\n", encoding="utf-8")
    (tmp_path / "2.csv").write_text("id,a\n1,y\n", encoding="utf-8")
    files = [tmp_path / "1.csv", tmp_path / "2.csv"]
    with csvw.loading(tmp_path / "g.json", files, name="both") as load:
        lines = b"".join(load.chunks()).decode().splitlines()
    assert lines == [said("1", '"x"', "b") + " .", said("1", '"y"', "a") + " ."]
    assert load.source.name == "table-both"


def test_the_version_is_of_table_and_mapping(load_table: LoadTable) -> None:
    _, first = load_table("id,v\n1,x\n", key(), value())
    _, again = load_table("id,v\n1,x\n", key(), value())
    _, other = load_table("id,v\n1,x\n", key(), value(lang="en"))
    assert first.source == again.source
    assert first.source.sha256 == other.source.sha256
    assert first.source.version != other.source.version
    assert first.source.loader_version != other.source.loader_version
    facts = {"name": "table-t", "version": "1", "title": "t", "origin": LICENCE,
             "licence": LICENCE, "scope": "all", "sha256": first.source.sha256,
             "loader_version": first.source.loader_version}
    lines = list(provenance.describe_graph(first.source.graph, facts, {}, "clusterkg 1"))
    graph = Graph().parse(data="".join(f"{line} .\n" for line in lines), format="nt")
    subject = URIRef(first.source.graph)
    assert graph.value(subject, URIRef(iris.term("sha256"))) == Literal(first.source.sha256)
    assert str(graph.value(subject, URIRef(iris.term("loaderVersion")))).startswith("CSVW mapping")


def test_the_example_of_the_documentation_makes_what_it_says(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "own-table.md").read_text(encoding="utf-8")
    blocks = dict(re.findall(r"```(csv|json|turtle)\n(.*?)```", page, re.S))
    for kind in ("csv", "json"):
        (tmp_path / f"members.{kind}").write_text(blocks[kind], encoding="utf-8")
    with csvw.loading(tmp_path / "members.json", [tmp_path / "members.csv"], "my-network") as load:
        found = Graph().parse(data=b"".join(load.chunks()), format="nt")
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in iris.PREFIXES.items())
    text = blocks["turtle"].replace("id:organisation/", "id:organisation\\/")
    said = Graph().parse(data=prefixes + text.replace("id:ecosystem/", "id:ecosystem\\/"))
    (first,) = set(said.subjects())
    assert set(said) == set(found.triples((first, None, None)))
    assert len(set(found.subjects())) == 2
    assert list(load.rejects) == []
    assert load.source.name == "table-my-network"


def test_the_documentation_lists_what_is_supported() -> None:
    page = (Path(__file__).parents[2] / "docs" / "own-table.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"`(\w+)`", page))
    assert set(csvw_datatypes.NAMES) <= listed
