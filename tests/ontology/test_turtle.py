"""The files: they parse, hang together, and stay within OWL 2 DL where the core must."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest
from rdflib import DCTERMS, OWL, QB, RDF, RDFS, SKOS, VANN, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from clusterkg.ontology.terms import TERMS
from tests.ontology.turtle import ALIGNMENTS, ALL, CKG, FOLDER, MODULES, ROOT, read, terms_in

LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")
# OWL 2 Structural Specification, section 4: the datatypes of ours that its map holds.
IN_OWL = {XSD.string, XSD.integer, XSD.decimal, XSD.boolean, RDFS.Literal}
# What the head of the ontology says with IRIs of things that it does not describe.
METADATA = {
    OWL.versionIRI, OWL.priorVersion, OWL.incompatibleWith, OWL.backwardCompatibleWith,
    DCTERMS.license, URIRef("http://purl.org/ontology/bibo/status"),
}
TOP = read([FOLDER / "clusterkg.ttl"])
CORE = TOP + read(MODULES)


def identifier(path: Path) -> str:
    """Return the path inside the ontology's folder."""
    return path.relative_to(FOLDER).as_posix()


def ontology_of(path: Path) -> URIRef:
    """Return the one ontology that a file describes."""
    found = list(read([path]).subjects(RDF.type, OWL.Ontology))
    assert len(found) == 1
    assert isinstance(found[0], URIRef)
    return found[0]


@pytest.mark.parametrize("path", ALL, ids=identifier)
def test_file_parses_and_names_no_term_that_does_not_exist(path: Path) -> None:
    graph = read([path])
    assert len(graph) > 0
    assert terms_in(graph) <= TERMS


@pytest.mark.parametrize("path", [*MODULES, *ALIGNMENTS], ids=identifier)
def test_module_and_alignment_are_described_with_no_blank_nodes_but_lists(path: Path) -> None:
    graph, ontology = read([path]), ontology_of(path)
    assert isinstance(graph.value(ontology, DCTERMS.title), Literal)
    assert graph.value(ontology, DCTERMS.license) == LICENCE
    assert ontology == ROOT + "/" + identifier(path).removeprefix("modules/").removesuffix(".ttl")
    lists = set(graph.subjects(RDF.first, None))
    blank = {node for triple in graph for node in triple if isinstance(node, BNode)}
    assert blank <= lists


def test_blank_nodes_of_the_root_are_lists_and_axioms_about_many_classes() -> None:
    allowed = set(TOP.subjects(RDF.first, None))
    allowed |= set(TOP.subjects(RDF.type, OWL.AllDisjointClasses))
    assert {node for triple in TOP for node in triple if isinstance(node, BNode)} == allowed


def test_root_imports_exactly_the_modules() -> None:
    assert set(TOP.objects(ROOT, OWL.imports)) == {ontology_of(path) for path in MODULES}


def test_alignments_import_the_root_and_the_core_imports_none() -> None:
    for path in ALIGNMENTS:
        assert list(read([path]).objects(ontology_of(path), OWL.imports)) == [ROOT]


def test_root_is_described_for_citation() -> None:
    version = TOP.value(ROOT, OWL.versionInfo)
    assert TOP.value(ROOT, OWL.versionIRI) == URIRef(f"{ROOT}/{version}")
    assert TOP.value(ROOT, VANN.preferredNamespaceUri) == Literal(str(CKG))
    assert TOP.value(ROOT, VANN.preferredNamespacePrefix) == Literal("ckg")
    for relation in (DCTERMS.title, DCTERMS.description, DCTERMS.creator, DCTERMS.license):
        assert TOP.value(ROOT, relation) is not None


def test_each_term_is_defined_in_one_module() -> None:
    defined = [term for path in MODULES for term in read([path]).subjects(RDFS.isDefinedBy, ROOT)]
    assert len(defined) == len(set(defined)) == len(TERMS)


@pytest.mark.parametrize("relation", [RDFS.subClassOf, RDFS.subPropertyOf])
def test_nothing_is_above_itself(relation: URIRef) -> None:
    edges = [(str(low), str(high)) for low, high in read(ALL).subject_objects(relation)]
    assert list(nx.simple_cycles(nx.DiGraph(edges))) == []


def test_ranges_of_literals_are_datatypes_that_owl_knows() -> None:
    for term in CORE.subjects(RDF.type, OWL.DatatypeProperty):
        assert CORE.value(term, RDFS.range) in IN_OWL
    for term in CORE.subjects(RDF.type, OWL.ObjectProperty):
        target = CORE.value(term, RDFS.range)
        assert target is None or (target, RDF.type, OWL.Class) in CORE


def test_core_declares_whatever_it_uses_of_others() -> None:
    declared = set(CORE.subjects(RDF.type, None))
    annotations = set(CORE.subjects(RDF.type, OWL.AnnotationProperty))
    built_in = (str(OWL), str(RDF), str(RDFS), str(XSD))
    for _, relation, value in CORE:
        assert relation in annotations or str(relation).startswith(built_in)
        external = isinstance(value, URIRef) and value not in declared and value != LICENCE
        if external and relation not in METADATA:
            assert str(value).startswith(built_in)


def disjoint_pairs() -> Iterator[tuple[Node, ...]]:
    """Yield the classes that are declared disjoint, two by two."""
    yield from CORE.subject_objects(OWL.disjointWith)
    for members in CORE.objects(None, OWL.members):
        yield from combinations(Collection(CORE, members), 2)


def test_disjoint_classes_share_no_subclass() -> None:
    assert {(CKG.Organisation, CKG.Person), (CKG.Person, CKG.Organisation)} & set(disjoint_pairs())
    for first, second in disjoint_pairs():
        below = [set(CORE.transitive_subjects(RDFS.subClassOf, c)) for c in (first, second)]
        assert not below[0] & below[1]


def test_no_two_observations_share_all_dimensions(instances: Graph) -> None:
    """Integrity constraint IC-12 of the RDF Data Cube Vocabulary."""
    cube = read([FOLDER / "structures" / "document-figures.ttl"])
    dimensions = list(cube.objects(None, QB.dimension))
    seen = [
        tuple(instances.value(observation, dimension) for dimension in dimensions)
        for observation in instances.subjects(RDF.type, CKG.Observation)
    ]
    assert seen
    assert None not in {value for row in seen for value in row}, "IC-11: every dimension is there"
    assert len(seen) == len(set(seen))


def test_code_lists_of_the_cube_are_schemes_of_the_vocabularies() -> None:
    everything = read(ALL)
    for scheme in everything.objects(None, QB.codeList):
        assert (scheme, RDF.type, SKOS.ConceptScheme) in everything
