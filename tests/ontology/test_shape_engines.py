"""Both SHACL engines find the same; where they differ on values of no loader is written down.

The planted faults fire every kind of constraint that our shapes use, so agreement on them is
agreement on those constructs; the bundled data are the common case.
"""

from dataclasses import dataclass

import pytest
from rdflib import RDF, SH, Graph

from clusterkg.ontology import iris, shapes_engines
from clusterkg.ontology.shapes_check import Violation, shapes, validate
from clusterkg.ontology.shapes_engines import ENGINES, EngineError, Result, default_engine, run
from tests.ontology.planted import PREFIXES, cases, planted_graph

BOTH = pytest.mark.parametrize("engine", ENGINES)
# What a property shape may say that is no constraint.
NO_CONSTRAINTS = {SH.path, SH.message, SH.severity, RDF.type, SH.flags}


@dataclass(frozen=True)
class Checked:
    """One run over the planted faults: the shapes, what was found, the data after it."""

    rules: Graph
    results: dict[str, list[Result]]
    data: dict[str, Graph]


@pytest.fixture(scope="module")
def planted() -> dict[str, list[Violation]]:
    """What each engine finds among its own copy of the planted faults."""
    return {engine: validate(planted_graph() + Graph(), engine) for engine in ENGINES}


@pytest.fixture(scope="module")
def checked() -> Checked:
    """Each engine's run over its own copy of the planted faults."""
    rules = shapes()
    data = {engine: planted_graph() + Graph() for engine in ENGINES}
    return Checked(rules, {engine: run(engine, data[engine], rules) for engine in ENGINES}, data)


def test_both_find_the_same_faults(planted: dict[str, list[Violation]]) -> None:
    fast, reference = planted["shacl"], planted["pyshacl"]
    assert len(reference) >= len(cases()) > 140
    assert fast == reference


@BOTH
def test_both_find_nothing_in_the_bundled_data(engine: str, bundled: bytes) -> None:
    assert validate(bundled, engine) == []


def test_every_constraint_that_the_shapes_use_is_fired_by_a_fault(checked: Checked) -> None:
    rules = checked.rules
    properties = set(rules.objects(None, SH.property))
    used = {
        str(constraint).rpartition("#")[2]
        for part in properties | set(rules.subjects(RDF.type, SH.PropertyShape))
        for constraint in rules.predicates(part) if constraint not in NO_CONSTRAINTS
    }
    fired = {result.component.removesuffix("ConstraintComponent").lower()
             for result in checked.results["pyshacl"]}
    assert {name.lower() for name in used} == fired
    assert used == {
        "minCount", "maxCount", "datatype", "class", "node", "nodeKind", "in", "hasValue", "or",
        "pattern", "minInclusive", "maxInclusive", "lessThanOrEquals", "uniqueLang", "sparql",
    }


def test_engines_name_the_same_nodes_of_the_shapes_graph(checked: Checked) -> None:
    assert set(checked.results["shacl"]) == set(checked.results["pyshacl"])
    sources = {result.source for result in checked.results["pyshacl"]}
    assert sources <= set(checked.rules.subjects())


def test_text_and_graph_are_the_same_to_the_fast_engine() -> None:
    text = planted_graph().serialize(format="nt", encoding="utf-8")
    keys = [{violation[:4] for violation in validate(data, "shacl")}
            for data in (text, planted_graph())]
    assert keys[0] == keys[1]


def one(predicate: str, value: str, kind: str = "Partnership") -> Graph:
    """Return one thing that states one value, with the ontology's classes."""
    text = f"{PREFIXES}<{iris.resolve('planted/x')}> a ckg:{kind} ; {predicate} {value} ."
    return Graph().parse(data=text, format="turtle")


@pytest.mark.parametrize(("predicate", "value", "kind"), [
    ("ckg:contribution", '"1.5"^^xsd:double', "Partnership"),
    ("ckg:contribution", '"much"^^xsd:decimal', "Partnership"),
    ("ckg:contribution", '"2018"^^xsd:gYear', "Partnership"),
    ("ckg:membersStated", '"008"^^xsd:integer', "Partnership"),
    ("ckg:membersStated", '"8"^^xsd:int', "Partnership"),
    ("ckg:startDate", '"2018-11-22Z"^^xsd:date', "Partnership"),
    ("ckg:startDate", '"2018-02-30"^^xsd:date', "Partnership"),
    ("ckg:startDate", '"2018Z"^^xsd:gYear', "Partnership"),
    ("ckg:startDate", '"02018"^^xsd:gYear', "Partnership"),
    ("ckg:startDate", '"2019"^^xsd:gYear ; ckg:endDate "2018-11-22"^^xsd:date', "Partnership"),
    ("ckg:startDate", '"2018-11"^^xsd:gYearMonth ; ckg:endDate "2018"^^xsd:gYear', "Partnership"),
    ("ckg:startDate", '"2018-11-22"^^xsd:date ; ckg:endDate "2018-02-30"^^xsd:date', "Event"),
    ("ckg:grantAgreement", '"823977"@en', "Partnership"),
    ("ckg:grantAgreement", '""', "Partnership"),
    ("ckg:website", "<https://example.org/Köln>", "Partnership"),
    ("ckg:website", "<HTTPS://example.org/>", "Partnership"),
    ("skos:notation", '"ÅÄ"', "Country"),
    ("skos:prefLabel", '"a"@en, "b"@EN', "Country"),
    ("skos:prefLabel", '"a"@en, "b"@en-GB', "Country"),
    ("ckg:nutsLevel", '"1"^^xsd:decimal', "Region"),
    ("ckg:nutsLevel", '"+1"^^xsd:integer', "Region"),
    ("ckg:latitude", '"INF"^^xsd:double', "City"),
    ("ckg:timeVarying", '"1"^^xsd:boolean', "Indicator"),
])
def test_both_read_odd_values_alike(predicate: str, value: str, kind: str) -> None:
    graph = one(predicate, value, kind)
    fast, reference = (
        {violation[:4] for violation in validate(graph, engine)} for engine in ("shacl", "pyshacl")
    )
    assert fast == reference


def test_the_reference_lets_a_final_line_break_pass_and_the_fast_one_does_not() -> None:
    # XPath's $ is the end of the text; Python's also stands before a final line break.
    graph = one("skos:notation", '"IT\\n"', "Country")
    found = {engine: {v.path for v in validate(graph, engine)} for engine in ENGINES}
    assert found["shacl"] - found["pyshacl"] == {"skos:notation"}


def test_the_fast_one_reads_decimals_of_up_to_eighteen_places() -> None:
    for places, extra in ((18, set()), (19, {"ckg:contribution"})):
        graph = one("ckg:contribution", f"0.{'1' * places}")
        found = {engine: {v.path for v in validate(graph, engine)} for engine in ENGINES}
        assert found["shacl"] - found["pyshacl"] == extra


def test_the_reference_stops_over_a_value_that_compares_with_nothing() -> None:
    # Python's decimal numbers refuse the order of NaN.
    graph = one("ckg:staffFte", '"NaN"^^xsd:double', "ClusterOrganisation, ckg:Organisation")
    with pytest.raises(EngineError, match="cannot be compared; the engine 'shacl' says which"):
        validate(graph, "pyshacl")
    assert "nan" in {violation.value.lower() for violation in validate(graph, "shacl")}


def test_an_engine_that_does_not_exist_is_named() -> None:
    with pytest.raises(EngineError, match="'jena'; there are shacl and pyshacl"):
        validate(Graph(), "jena")


def test_without_the_fast_engine_the_reference_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert default_engine() == "shacl"
    monkeypatch.setattr(shapes_engines, "find_spec", lambda name: None)
    assert default_engine() == "pyshacl"
    with pytest.raises(EngineError, match="'shacl' is not installed: take pyshacl"):
        run("shacl", Graph(), Graph())


@BOTH
def test_a_severity_is_that_of_the_shape(engine: str) -> None:
    rules = Graph().parse(
        data=f"{PREFIXES}@prefix sh: <{SH}> . ckg:S a sh:NodeShape ; sh:targetClass ckg:Role ;"
        " sh:property [ sh:path ckg:a ; sh:minCount 1 ; sh:severity sh:Info ] ,"
        " [ sh:path ckg:b ; sh:minCount 1 ; sh:severity sh:Warning ] ,"
        " [ sh:path ckg:c ; sh:minCount 1 ] .", format="turtle",
    )
    data = Graph().parse(data=f"{PREFIXES}<{iris.resolve('role/x')}> a ckg:Role .", format="turtle")
    found = {(str(rules.value(result.source, SH.path))[-1], result.severity)
             for result in run(engine, data, rules)}
    assert found == {("a", "Info"), ("b", "Warning"), ("c", "Violation")}


@BOTH
def test_the_data_are_not_changed_by_a_check(engine: str, checked: Checked) -> None:
    assert set(checked.data[engine]) == set(planted_graph())
