"""RDF files come out as they went in; what could harm is refused with its line."""

import gzip
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from clusterkg.graph.pouring import pouring
from clusterkg.loaders import rdf_files
from clusterkg.loaders.columnar.load import load
from clusterkg.loaders.columnar.source import OutsideSource
from clusterkg.ontology.errors import ClusterkgError

from .loads import Loaded, file, loaded
from .outside import shared

REAL = [
    (rdf_files.EURIO, "eurio/EURIO_v2.4.ttl", "turtle", 1382),
    (rdf_files.COUNTRIES, "authority/countries-skos.rdf", "xml", 28_178),
]
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"'


def of(found: Loaded) -> rdflib.Graph:
    return rdflib.Graph().parse(data="\n".join(found.lines), format="nt")


def read(path: Path, kind: str) -> rdflib.Graph:
    """Read a file with rdflib; strings with and without xsd:string are the same in RDF 1.1."""
    graph = rdflib.Graph()
    for subject, predicate, value in rdflib.Graph().parse(path, format=kind):
        if isinstance(value, rdflib.Literal) and value.datatype == rdflib.XSD.string:
            value = rdflib.Literal(str(value))
        graph.add((subject, predicate, value))
    return graph


def xml(doctype: str, body: str) -> str:
    return f'<?xml version="1.0"?>\n{doctype}\n<rdf:RDF {RDF}>\n{body}\n</rdf:RDF>\n'


def about(value: str) -> str:
    return f'<rdf:Description rdf:about="http://e/x"><e:p>{value}</e:p></rdf:Description>'


@pytest.mark.parametrize(("source", "name", "kind", "triples"), REAL)
def test_triples_in_are_triples_out(
    source: OutsideSource, name: str, kind: str, triples: int
) -> None:
    path = shared(name)
    found = loaded(source, path)
    assert found.counts == [(path.name, triples, triples, 0, 0)]
    # Counted and compared by rdflib, which reads the file with its own parser.
    assert len(read(path, kind)) == len(found.lines) == triples


def test_the_ontology_with_its_blank_nodes_is_the_same_graph() -> None:
    path = shared("eurio/EURIO_v2.4.ttl")
    found = loaded(rdf_files.EURIO, path)
    assert isomorphic(of(found), read(path, "turtle"))
    assert any(line.startswith("_:") for line in found.lines)
    assert loaded(rdf_files.EURIO, path).lines == found.lines


def test_the_same_triples_come_out_of_every_format(tmp_path: Path) -> None:
    graph = rdflib.Graph().parse(format="turtle", data=(
        '@prefix e: <http://e/> . e:a e:b "x\\ny"@en, 5, [ e:c e:d ] ; e:l ( 1 2 ) .'
    ))
    formats = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}
    for suffix, kind in formats.items():
        path = tmp_path / f"file.{suffix}"
        graph.serialize(path, format=kind, encoding="utf-8")
        found = loaded(rdf_files.RDF, path)
        assert isomorphic(of(found), graph), kind
        packed = tmp_path / f"file.{suffix}.gz"
        packed.write_bytes(gzip.compress(path.read_bytes()))
        assert isomorphic(of(loaded(rdf_files.RDF, packed)), graph), kind


def test_nodes_of_two_files_stay_apart_and_triples_told_twice_are_counted(tmp_path: Path) -> None:
    first = file(tmp_path, "a.ttl", "[] <http://e/p> 1 . <http://e/a> <http://e/p> 2 .")
    number = '"2"^^<http://www.w3.org/2001/XMLSchema#integer>'
    second = file(tmp_path, "b.nt", (
        "_:x <http://e/p> <http://e/c> .\n" + f"<http://e/a> <http://e/p> {number} .\n" * 2
    ))
    found = loaded(rdf_files.RDF, first, second)
    assert found.counts == [("a.ttl", 2, 2, 0, 0), ("b.nt", 3, 1, 0, 2)]
    assert len({line.split()[0] for line in found.lines}) == 3


@pytest.mark.parametrize(("name", "text", "message"), [
    ("bad.nt", "<http://e/a> <http://e/b> <http://e/c> .\n<http://e/a> <http://e/b> bad .\n",
     r"bad.nt, line 2: this is no Turtle"),
    ("bad.ttl", '@prefix e: <http://e/> .\n\ne:a e:b "x\n', r"bad.ttl, line 3: this is no Turtle"),
    ("bad.rdf", xml("", about("a</e:q>")), r"bad.rdf, line 4: this is no XML: mismatched tag"),
    ("iri.rdf", xml("", '<rdf:Description rdf:about="http://e/a b"/>\n' + "\n" * 9),
     r"iri.rdf, line 4: this is no RDF_XML|iri.rdf, line 4: this is no RDF/XML"),
    ("bad.json", '{"@id": "http://e/a",\n "http://e/b": [{"@id": "_:x"}]', r"bad.json, line \d: "),
    ("far.json", '{"@context": "http://e/c.jsonld", "@id": "http://e/a", "b": 1}',
     r"far.json, line 1: .*remote contexts"),
    ("named.json", '{"@id": "http://e/g", "@graph": [{"@id": "http://e/a", "http://e/b": 1}]}',
     r"named.json, line 1: .*amed graph"),
    ("star.ttl", "<http://e/x> <http://e/p> <<( <http://e/a> <http://e/b> 1 )>> .",
     r"star.ttl: .* is a triple inside a triple"),
    ("way.ttl", '<http://e/x> <http://e/p> "x"@en--ltr .', r"way.ttl: .* has a direction of text"),
    ("empty.ttl", "  \n", r"empty.ttl: the file is empty"),
    ("half.ttl.gz", "\x1f", r"half.ttl.gz"),
])
def test_a_file_that_is_no_rdf_is_refused_with_its_line(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    with pytest.raises(ClusterkgError, match=message):
        loaded(rdf_files.RDF, file(tmp_path, name, text))


def test_a_cut_gzip_file_is_refused(tmp_path: Path) -> None:
    whole = gzip.compress(b"<http://e/a> <http://e/b> <http://e/c> .\n" * 99)
    path = tmp_path / "cut.nt.gz"
    for length in (4, len(whole) - 12):
        path.write_bytes(whole[:length])
        with pytest.raises(ClusterkgError, match=r"cut\.nt\.gz"):
            loaded(rdf_files.RDF, path)


LAUGHS = "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10 if before else "ha" * 50}">\n'
    for before, name in zip(["", *"abcdefgh"], "abcdefghi", strict=True)
)


@pytest.mark.parametrize(("text", "line", "message"), [
    (xml(f"<!DOCTYPE x [\n{LAUGHS}]>", about("&i;")), 4, "made of other entities"),
    (xml('<!DOCTYPE x [<!ENTITY s SYSTEM "file:///etc/hostname">]>', about("&s;")), 2,
     "lies outside the file"),
    (xml(f'<!DOCTYPE x [<!ENTITY l "{"ha" * 999}">]>', about("&l;" * 99)), 2, "longer than 256"),
    (xml('<!DOCTYPE x [<!ENTITY % p "q">]>', about("a")), 2, "made of other entities"),
    # The RDF parser takes a DOCTYPE in the body, too: it would expand what stands there.
    (xml("", f"<!DOCTYPE x [{LAUGHS}]>" + about("&i;")), 4, "this is no XML"),
    ('<?xml version="1.0" encoding="ISO-8859-1"?><a/>', 1, "save it in UTF-8"),
])
def test_entities_that_fill_the_memory_or_read_files_are_refused(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    with pytest.raises(ClusterkgError, match=f"line {line}: .*{message}"):
        loaded(rdf_files.RDF, file(tmp_path, "evil.rdf", text))


def test_short_entities_are_expanded(tmp_path: Path) -> None:
    doctype = '<!DOCTYPE x [<!ENTITY e "http://e/">]>'
    body = '<rdf:Description rdf:about="&e;x"><e:p rdf:resource="&e;y"/></rdf:Description>'
    found = loaded(rdf_files.RDF, file(tmp_path, "short.rdf", xml(doctype, body)))
    assert found.lines == {"<http://e/x> <http://e/p> <http://e/y> ."}


def test_loading_twice_into_a_store_changes_nothing(tmp_path: Path) -> None:
    path = file(tmp_path, "a.ttl", '[] <http://e/p> [ <http://e/q> "x" ] .')
    store = ox.Store()
    for _ in range(2):
        with pouring(store, "http://e/graph") as funnel:
            for part in load(rdf_files.RDF, path).chunks():
                funnel.write(part)
    assert len(store) == 2 * 2  # in their graph and in the union


def test_json_that_is_nested_too_deeply_is_told(tmp_path: Path) -> None:
    deep = '{"@id": "http://e.org/a{\\\"", "http://e.org/n": ' * 20_000 + "1" + "}" * 20_000
    (tmp_path / "deep.jsonld").write_text(deep, encoding="utf-8")
    with pytest.raises(ClusterkgError, match=r"deep\.jsonld: is nested more than 200 levels"):
        list(load(rdf_files.RDF, tmp_path / "deep.jsonld").chunks())
