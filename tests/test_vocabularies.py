"""The SKOS vocabularies: complete concepts, value chains that hang together, known references.

Expected numbers come from outside the files: 14 ecosystems from the list of the European Cluster
Collaboration Platform, 17 thematic areas from source document F3 (which states 18), roles, kinds
and instruments from the columns of the bundled tables.
"""

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from rdflib import DCTERMS, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from clusterkg.ontology.iris import expand, resolve, term

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted((ROOT / "ontology" / "vocabularies").glob("*.ttl"))
PREFIXES = {"ckg", "id", "skos", "rdfs", "dcterms", "xsd"}
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
BY_NAME_ONLY = "known by name only; no stages listed"
LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")


def ckg(name: str) -> URIRef:
    """Return a term of the ontology."""
    return URIRef(term(name))


def thing(ref: str) -> URIRef:
    """Return the thing behind a short reference."""
    return URIRef(resolve(ref))


def local(iri: object) -> str:
    """Return what follows the base of our things: kind and slug."""
    base = expand("id:")
    assert str(iri).startswith(base)
    return str(iri).removeprefix(base)


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a bundled table."""
    with (ROOT / "data" / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def instances(graph: Graph, name: str) -> set[URIRef]:
    """Return the IRIs of the instances of a class of the ontology."""
    return {node for node in graph.subjects(RDF.type, ckg(name)) if isinstance(node, URIRef)}


def slugs(graph: Graph, name: str) -> set[str]:
    """Return the slugs of the instances of a class."""
    return {local(node).partition("/")[2] for node in instances(graph, name)}


def feeds(graph: Graph) -> nx.DiGraph:
    """Return which stage feeds which."""
    return nx.DiGraph(list(graph.subject_objects(ckg("feeds"))))


def has_note(graph: Graph, node: Node, beginning: str) -> bool:
    """Say whether a note of the node begins with the words."""
    return any(str(note).startswith(beginning) for note in graph.objects(node, SKOS.note))


def partnership_ids() -> set[str]:
    """Return the ids of the table of partnerships."""
    return {row["partnership_id"] for row in rows("partnerships.csv")}


@pytest.fixture(scope="module")
def union() -> Graph:
    """Return all vocabularies in one graph."""
    graph = Graph()
    for file in FILES:
        graph.parse(file)
    return graph


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def vocabulary(request: pytest.FixtureRequest) -> Graph:
    """Return one vocabulary after the other."""
    return Graph(bind_namespaces="none").parse(request.param)


def test_there_are_vocabularies() -> None:
    assert len(FILES) >= 6


def test_prefixes_stand_at_the_top(vocabulary: Graph) -> None:
    assert {prefix for prefix, _ in vocabulary.namespaces()} >= PREFIXES


def test_scheme_describes_itself(vocabulary: Graph) -> None:
    (scheme,) = vocabulary.subjects(RDF.type, SKOS.ConceptScheme)
    assert local(scheme).startswith("scheme/")
    for predicate in (DCTERMS.title, DCTERMS.description):
        (text,) = vocabulary.objects(scheme, predicate)
        assert isinstance(text, Literal)
        assert text.language == "en"
    assert set(vocabulary.objects(scheme, DCTERMS.license)) == {LICENCE}
    tops = set(vocabulary.objects(scheme, SKOS.hasTopConcept))
    assert tops
    assert tops == set(vocabulary.subjects(SKOS.topConceptOf, scheme))


def test_concepts_are_complete(vocabulary: Graph) -> None:
    (scheme,) = vocabulary.subjects(RDF.type, SKOS.ConceptScheme)
    concepts = set(vocabulary.subjects(RDF.type, SKOS.Concept))
    assert set(vocabulary.subjects()) == concepts | {scheme}
    for concept in concepts:
        assert set(vocabulary.objects(concept, SKOS.inScheme)) == {scheme}, concept
        assert set(vocabulary.objects(concept, RDFS.isDefinedBy)) == {scheme}, concept
        for predicate in (SKOS.prefLabel, SKOS.definition):
            texts = list(vocabulary.objects(concept, predicate))
            tags = Counter(getattr(text, "language", None) for text in texts)
            assert tags["en"] == max(tags.values()) == 1, concept
        labels = set(vocabulary.objects(concept, SKOS.altLabel))
        assert not labels & set(vocabulary.objects(concept, SKOS.prefLabel)), concept


def test_labels_are_unique_within_a_class(union: Graph) -> None:
    classes = {kind for kind in union.objects(None, RDF.type) if kind != SKOS.Concept}
    for kind in classes - {ckg("ValueChainStage")}:
        members = set(union.subjects(RDF.type, kind))
        labels = Counter(label for node in members for label in union.objects(node, SKOS.prefLabel))
        assert max(labels.values()) == 1, kind


def test_slugs_are_well_formed(vocabulary: Graph) -> None:
    for subject in set(vocabulary.subjects()):
        kind, *parts = local(subject).split("/")
        assert len(parts) == (2 if kind == "stage" else 1), subject
        assert all(SLUG.fullmatch(part) for part in [kind, *parts]), subject


def test_terms_are_ours(vocabulary: Graph) -> None:
    ours = expand("ckg:ValueChain").removesuffix("ValueChain")
    used = {str(node) for triple in vocabulary for node in triple if str(node).startswith(ours)}
    assert used == {term(iri.removeprefix(ours)) for iri in used}


def test_the_fourteen_ecosystems(union: Graph) -> None:
    assert len(slugs(union, "IndustrialEcosystem")) == 14
    spelled = {
        str(label)
        for node in instances(union, "IndustrialEcosystem")
        for predicate in (SKOS.prefLabel, SKOS.altLabel)
        for label in union.objects(node, predicate)
    }
    cells = {row["industrial_ecosystem"] for row in rows("partnerships.csv")}
    assert {name for cell in cells for name in cell.split(";") if name} <= spelled
    for node in instances(union, "IndustrialEcosystem"):
        assert any(str(s).startswith("http") for s in union.objects(node, DCTERMS.source)), node


def test_seventeen_areas_come_from_the_document(union: Graph) -> None:
    areas = instances(union, "S3ThematicArea")
    listed = {node for node in areas if (node, DCTERMS.source, thing("document/F3")) in union}
    assert len(listed) == 17
    assert all(list(union.objects(node, DCTERMS.source)) for node in areas)


def test_every_platform_partnership_has_its_area(union: Graph) -> None:
    links = list(rows("s3_area_partnerships.csv"))
    expected = {
        row["partnership_id"]
        for row in rows("partnerships.csv")
        if row["s3_area"] or row["partnership_id"].startswith("s3-platform/")
    }
    assert {row["partnership_id"] for row in links} == expected
    assert {row["s3_area"] for row in links} <= slugs(union, "S3ThematicArea")
    assert {row["certainty"] for row in links} <= {"stated", "inferred"}
    assert all(row["source_url"].startswith("http") for row in links)


def test_a_row_names_each_area_that_its_cell_names() -> None:
    areas = Counter(row["partnership_id"] for row in rows("s3_area_partnerships.csv"))
    for row in rows("partnerships.csv"):
        if row["s3_area"]:
            assert areas[row["partnership_id"]] == len(row["s3_area"].split(";"))


def test_stages_belong_to_one_chain(union: Graph) -> None:
    for stage in instances(union, "ValueChainStage"):
        chains = set(union.subjects(ckg("hasStage"), stage))
        assert chains == set(union.objects(stage, ckg("stageOf"))) == {
            thing(f"value-chain/{local(stage).split('/')[1]}")
        }
        assert any(str(s).startswith("http") for s in union.objects(stage, DCTERMS.source)), stage


def test_chains_have_cited_stages_or_say_that_they_have_none(union: Graph) -> None:
    staged = set()
    for chain in instances(union, "ValueChain"):
        sources = list(union.objects(chain, DCTERMS.source))
        assert sources, chain
        stages = list(union.objects(chain, ckg("hasStage")))
        named = Literal(BY_NAME_ONLY, "en") in set(union.objects(chain, SKOS.scopeNote))
        assert named == (not stages), chain
        if len(stages) >= 3 and any(str(source).startswith("http") for source in sources):
            staged.add(chain)
    assert len(staged) >= 6


def test_feeds_run_forward_but_for_documented_loops(union: Graph) -> None:
    graph = feeds(union)
    assert set(graph) == instances(union, "ValueChainStage")
    graph.remove_nodes_from([n for n in list(graph) if has_note(union, n, "Closes a loop")])
    assert nx.is_directed_acyclic_graph(graph)


def test_a_chain_hangs_together(union: Graph) -> None:
    graph = feeds(union)
    for chain in instances(union, "ValueChain"):
        stages = list(union.objects(chain, ckg("hasStage")))
        if stages:
            assert nx.is_weakly_connected(graph.subgraph(stages)), chain


def test_feeds_between_chains_are_documented(union: Graph) -> None:
    for giver, taker in feeds(union).edges:
        if union.value(giver, ckg("stageOf")) != union.value(taker, ckg("stageOf")):
            assert has_note(union, giver, "Feeds another chain"), giver


def test_known_feeds_of_batteries(union: Graph) -> None:
    """By hand from the Commission's list of segments and a description of recycling."""
    line = ["raw-material-extraction", "raw-material-processing", "battery-materials",
            "cell-production", "battery-systems", "application", "second-use", "recycling"]
    graph = feeds(union)
    nodes = [thing(f"stage/batteries/{stage}") for stage in line]
    assert all(graph.has_edge(*pair) for pair in itertools.pairwise(nodes))
    assert graph.has_edge(thing("stage/batteries/recycling"), nodes[1])


def test_links_lead_somewhere(union: Graph) -> None:
    ecosystems = instances(union, "IndustrialEcosystem")
    for chain, ecosystem in union.subject_objects(ckg("ecosystem")):
        assert ecosystem in ecosystems
        assert has_note(union, chain, "The link to the industrial ecosystem is inferred")
    divisions = {str(node) for node in union.objects(None, ckg("naceDivision"))}
    assert divisions == {resolve(f"nace/{code}") for code in ("01", "13", "14", "20")}


def test_instruments_of_the_table_are_concepts(union: Graph) -> None:
    used = {(r["partnership_id"].split("/")[0], r["instrument"]) for r in rows("partnerships.csv")}
    assert len(used) == 13
    for slug, notation in used:
        instrument = thing(f"instrument/{slug}")
        assert (instrument, RDF.type, ckg("Instrument")) in union
        assert [str(n) for n in union.objects(instrument, SKOS.notation)] == [notation]
    for instrument in instances(union, "Instrument"):
        assert list(union.objects(instrument, DCTERMS.source)), instrument


def test_roles_and_kinds_are_those_of_the_tables(union: Graph) -> None:
    tables = ("memberships.csv", "region_memberships.csv")
    # Roles that registers of funding have beside those of the tables.
    register = {"associated-partner", "beneficiary", "host-institution", "international-partner",
                "third-party"}
    assert slugs(union, "Role") == register | {
        row["role"] for table in tables for row in rows(table)
    }
    assert slugs(union, "OrganisationKind") == {row["kind"] for row in rows("organisations.csv")}


def test_pairs_of_one_consortium_exist() -> None:
    known = partnership_ids()
    pairs = list(rows("same_consortium.csv"))
    assert pairs
    for row in pairs:
        assert {row["partnership_a"], row["partnership_b"]} <= known
        assert row["partnership_a"] < row["partnership_b"]
        assert row["relation"] == "same-consortium"
        assert row["certainty"] in {"stated", "inferred"}
        assert row["justification"]
        assert row["source_url"].startswith("http")


def test_pairs_of_one_consortium_share_most_members() -> None:
    """At least three quarters of the smaller list; counted from the table of memberships."""
    members: dict[str, set[str]] = {}
    for row in rows("memberships.csv"):
        members.setdefault(row["partnership_id"], set()).add(row["organisation_id"])
    for row in rows("same_consortium.csv"):
        one, two = members[row["partnership_a"]], members[row["partnership_b"]]
        assert len(one & two) >= 0.75 * min(len(one), len(two))
