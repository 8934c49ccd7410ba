"""A result becomes RDF and comes back equal; it is a well-formed cube with terms that exist."""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import polars as pl
import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from rdflib import QB, RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from clusterkg.graph.result import Result, ResultError
from clusterkg.graph.result_columns import columns
from clusterkg.graph.result_reading import read
from clusterkg.graph.result_triples import triples
from clusterkg.ontology import iris
from clusterkg.ontology.terms import TERMS
from tests.graph.results.cube import CONSTRAINTS, Cube, normalised
from tests.graph.results.made import ALL, BASIS, EVERYTHING, LINKS, WHOLE
from tests.ontology.turtle import CKG, FOLDER, terms_in
from tests.ontology.turtle import read as turtle

SHARED = [FOLDER / "structures" / "results.ttl", FOLDER / "modules" / "results.ttl",
          FOLDER / "vocabularies" / "measures.ttl"]
each = pytest.mark.parametrize("result", ALL, ids=lambda result: result.name)


def text(result: Result) -> bytes:
    return "".join(f"{line} .\n" for line in triples(result, BASIS, "result/x", "1")).encode()


def graph(result: Result) -> Graph:
    return Graph().parse(data=text(result), format="nt")


def back(result: Result) -> Result:
    found = pyoxigraph.parse(text(result), pyoxigraph.RdfFormat.N_TRIPLES)
    return read(quad.triple for quad in found)


def assert_equal(found: Result, wanted: Result) -> None:
    assert_frame_equal(found.table, wanted.table, check_exact=True)
    assert replace(found, table=wanted.table) == wanted


@each
def test_a_result_comes_back_equal(result: Result) -> None:
    assert_equal(back(result), result)


@each
def test_it_comes_back_equal_out_of_a_store(result: Result) -> None:
    store = pyoxigraph.Store()
    store.bulk_load(input=text(result), format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert_equal(read(quad.triple for quad in store), result)


@each
def test_it_has_no_blank_nodes_and_only_terms_that_exist(result: Result) -> None:
    found = graph(result)
    assert not [node for triple in found for node in triple if isinstance(node, BNode)]
    assert terms_in(found) <= TERMS
    ours = {str(p) for p in found.predicates() if p.startswith(iris.BASE)} - {
        str(CKG[name]) for name in TERMS}
    assert all(name.startswith(f"{iris.BASE}id/dimension/") for name in ours)


@each
@pytest.mark.parametrize("constraint", CONSTRAINTS, ids=lambda one: one.__name__)
def test_it_is_a_well_formed_cube(
    result: Result, constraint: Callable[[Cube], Iterator[Node]]
) -> None:
    broken = set(constraint(Cube(normalised(graph(result) + turtle(SHARED)))))
    if constraint.__name__ == "ic_14":
        # A cell without a value whose interval is known: an end of it is no value.
        broken = {one for one in broken if not str(one).endswith("/3/count")}
    assert broken == set()


BREAKING = {
    "ic_1": lambda g: g.remove((None, QB.dataSet, None)),
    "ic_2": lambda g: g.remove((None, QB.structure, None)),
    "ic_3": lambda g: g.remove((None, QB.measure, None)),
    "ic_7": lambda g: g.remove((None, QB.sliceKey, None)),
    "ic_9": lambda g: g.remove((None, QB.sliceStructure, None)),
    "ic_10": lambda g: g.remove((None, URIRef(iris.resolve("dimension/links/sector_a")), None)),
    "ic_11": lambda g: g.remove((None, CKG.measure, None)),
    "ic_12": lambda g: g.remove((None, URIRef(iris.resolve("dimension/links/sector_b")), None)),
    "ic_13": lambda g: g.remove((None, CKG.rowNumber, None)),
    "ic_14": lambda g: g.remove((None, CKG.resultValue, None)),
    "ic_19": lambda g: g.remove((None, RDF.type, URIRef(iris.expand("skos:Concept")))),
}


@pytest.mark.parametrize("name", BREAKING)
def test_the_constraints_find_a_cube_that_is_broken(name: str) -> None:
    found = graph(LINKS) + turtle(SHARED)
    BREAKING[name](found)
    constraint = next(one for one in CONSTRAINTS if one.__name__ == name)
    assert list(constraint(Cube(normalised(found))))


def test_the_cells_of_a_row_as_written_by_hand() -> None:
    found, base = graph(LINKS), URIRef(iris.resolve("result/x/1/row/1"))
    cell = URIRef(f"{base}/lift")
    assert set(found.predicate_objects(cell)) == {
        (QB.dataSet, URIRef(iris.resolve("result/x/1"))),
        (CKG.measure, URIRef(iris.resolve("measure/lift"))),
        (CKG.resultValue, Literal("2.5", datatype=XSD.double)),
        (CKG.intervalLow, Literal("1.5", datatype=XSD.double)),
        (CKG.intervalHigh, Literal("4.0", datatype=XSD.double)),
    }
    key = URIRef(iris.resolve("dimension/links/sector_a"))
    assert found.value(base, key) == URIRef(iris.resolve("ecosystem/textile"))
    # What is undefined has no cell, and its interval neither.
    assert (None, None, URIRef(iris.resolve("result/x/1/row/2/lift"))) not in found
    assert found.value(URIRef(f"{base}/observed"), CKG.resultValue) == Literal(7)


def test_numbers_are_integers_and_doubles() -> None:
    for literal in graph(EVERYTHING).objects(None, CKG.resultValue):
        if isinstance(literal, Literal) and literal.datatype is not None:
            assert literal.datatype in (XSD.integer, XSD.double, XSD.boolean, XSD.date, XSD.string)


def test_not_a_number_is_left_out_as_null_is() -> None:
    found = back(replace(WHOLE, table=pl.DataFrame({"modularity": [math.nan, 1.0]})))
    assert found.table["modularity"].to_list() == [None, 1.0]


def test_an_interval_needs_all_three_columns_of_numbers() -> None:
    table = pl.DataFrame({"a": [1], "a_low": [1], "b": ["x"], "b_low": [1], "b_high": [1],
                          "c_low": [1], "c_high": [1], "d": [1], "d_low": [1], "d_high": [2],
                          "e": [50], "e_low": [0.1], "e_high": [0.2]})
    roles = {column.name: column.role for column in columns(Result("r", table, ()))}
    ends = {name: role for name, role in roles.items() if role != "value"}
    assert ends == {"d_low": "low", "d_high": "high"}


@pytest.mark.parametrize(("names", "of"), [
    (["risk", "low", "high"], "risk"), (["rank", "last", "low", "high"], "rank"),
    (["risk", "low"], ""), (["low", "high"], ""),
])
def test_plain_ends_are_those_of_the_first_other_column(names: list[str], of: str) -> None:
    table = pl.DataFrame({"count": [1], **{name: [0.5] for name in names}})
    found = columns(Result("r", table, ()))
    assert {column.measure for column in found if column.role == "low"} == ({of} if of else set())


def test_a_column_that_rdf_has_no_datatype_for_is_refused() -> None:
    result = Result("r", pl.DataFrame({"pair": [{"a": 1}]}), ())
    with pytest.raises(ResultError, match="r: column 'pair' is of type Struct"):
        text(result)


cells = st.one_of(st.none(), st.text(), st.sampled_from(["id:a/b", "nuts:IT", "ckg:x", "id:a%"]))
numbers = st.one_of(st.none(), st.floats(allow_nan=False))


@given(st.lists(st.tuples(cells, numbers, st.lists(cells)), max_size=4))
def test_any_table_comes_back_equal(rows: list[tuple[object, ...]]) -> None:
    schema = {"text": pl.String, "number": pl.Float64, "list": pl.List(pl.String)}
    result = Result("any", pl.DataFrame(rows, schema=schema, orient="row"), ())
    assert_equal(back(result), result)
