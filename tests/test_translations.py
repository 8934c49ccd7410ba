"""Names of concepts in French, German, Italian and Spanish: how many, and from where.

The expected names were read in the official texts that the concepts cite: the EU's own tables of
codes, press releases and pages of the Commission, EUR-Lex, and pages of public bodies.
"""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef

from clusterkg.graph.store import KnowledgeGraph
from clusterkg.ontology.iris import resolve

ROOT = Path(__file__).resolve().parents[1]
TONGUES = ("fr", "de", "it", "es")
COPY = "/ioggstream/dati-eu-authority-tables/blob/bcfcc6454574c009e74eacac1f9b19d417d22525/"
OFFICIAL = {
    "publications.europa.eu", "eur-lex.europa.eu", "europa.eu", "ec.europa.eu",
    "cordis.europa.eu", "www.europarl.europa.eu", "www.eesc.europa.eu", "www.clusterplattform.de",
    "www.na-bibb.de", "redpoliticasidi.es",
}
COUNTS = {  # counted by hand from the lists of what was read
    "ecosystems": {"fr": 3, "de": 3, "it": 2, "es": 2},
    "sectors": {"fr": 2, "de": 3, "it": 2, "es": 3},
    "s3-areas": {"fr": 4, "de": 3, "it": 3, "es": 1},
    "roles": {"de": 1},
    "organisation-kinds": {"fr": 1, "de": 1, "it": 1, "es": 1},
    "statuses": {},
    "units": {"fr": 1, "de": 1, "it": 1, "es": 1},
    "instruments": {"fr": 1, "de": 3, "it": 1, "es": 1},
    "technologies": {"fr": 3, "de": 5, "it": 3, "es": 1},
}
READ = [  # (concept, language, name as printed but for a capital first letter)
    ("unit/eur", "fr", "Euro"),
    ("organisation-kind/company", "de", "Gesellschaft"),
    ("organisation-kind/company", "es", "Sociedad"),
    ("sector/energy", "fr", "Énergie"),
    ("sector/circular-economy", "de", "Kreislaufwirtschaft"),
    ("ecosystem/health", "it", "Salute"),
    ("ecosystem/retail", "fr", "Commerce de détail"),
    ("ecosystem/retail", "de", "Einzelhandel"),
    ("ecosystem/retail", "es", "Comercio minorista"),
    ("s3-area/3d-printing", "it", "Stampa 3D"),
    ("s3-area/marine-renewable-energy", "fr", "Énergies marines renouvelables"),
    ("technology/photonics", "it", "Fotonica"),
    ("instrument/i3", "de", "Interregionale Innovationsinvestitionen"),
    ("instrument/joint-cluster-initiatives", "de", "Gemeinsame Cluster-Initiativen"),
]


@pytest.fixture(scope="module")
def schemes() -> dict[str, Graph]:
    """Return the graph of every vocabulary by the name of its file."""
    folder = ROOT / "ontology" / "vocabularies"
    return {file.stem: Graph().parse(file) for file in sorted(folder.glob("*.ttl"))}


def names(graph: Graph) -> list[tuple[URIRef, Literal]]:
    """Return every preferred name of every concept of a graph."""
    return [
        (node, label)
        for node in graph.subjects(RDF.type, SKOS.Concept)
        for label in graph.objects(node, SKOS.prefLabel)
        if isinstance(node, URIRef) and isinstance(label, Literal)
    ]


def translated(graph: Graph) -> set[URIRef]:
    """Return the concepts that have a name in another language than English."""
    return {node for node, label in names(graph) if label.language != "en"}


def test_coverage_is_the_one_counted(schemes: dict[str, Graph]) -> None:
    for scheme, expected in COUNTS.items():
        found = Counter(label.language for _, label in names(schemes[scheme]))
        del found["en"]
        assert found == expected, scheme


def test_other_vocabularies_are_in_english_alone(schemes: dict[str, Graph]) -> None:
    assert not {name for name in schemes.keys() - COUNTS.keys() if translated(schemes[name])}


def test_languages_are_the_five(schemes: dict[str, Graph]) -> None:
    for graph in schemes.values():
        texts = [text for text in graph.objects() if isinstance(text, Literal) and text.language]
        assert {text.language for text in texts} <= {"en", *TONGUES}


def test_english_and_once_a_language(schemes: dict[str, Graph]) -> None:
    for graph in schemes.values():
        found = Counter((node, label.language) for node, label in names(graph))
        assert max(found.values()) == 1
        assert {(node, "en") for node in translated(graph)} <= found.keys()


def test_a_translated_concept_cites_an_official_page_and_says_so(schemes: dict[str, Graph]) -> None:
    for graph in schemes.values():
        for node in translated(graph):
            hosts = {urlsplit(str(source)).netloc for source in graph.objects(node, DCTERMS.source)}
            assert hosts & OFFICIAL, node
            notes = [str(note) for note in graph.objects(node, SKOS.editorialNote)]
            assert any(note.startswith("The names in other languages are those") for note in notes)


def test_a_table_of_the_union_comes_with_the_copy_that_was_read(schemes: dict[str, Graph]) -> None:
    codes = set()
    for graph in schemes.values():
        for node in translated(graph):
            sources = [str(source) for source in graph.objects(node, DCTERMS.source)]
            table = [source for source in sources if "/resource/authority/" in source]
            assert bool(table) == any(COPY in source for source in sources), node
            codes |= {re.sub(r".*/authority/", "", source) for source in table}
    assert codes == {
        "currency/EUR", "organization-type/COMPANY", "data-theme/ENER", "data-theme/HEAL",
    }


@pytest.mark.parametrize(("concept", "language", "name"), READ)
def test_name_is_the_one_read(
    schemes: dict[str, Graph], concept: str, language: str, name: str,
) -> None:
    node = URIRef(resolve(concept))
    found = {label for graph in schemes.values() for label in graph.objects(node, SKOS.prefLabel)}
    assert Literal(name, language) in found


def test_queries_name_a_concept_once_and_in_english(kg: KnowledgeGraph) -> None:
    """Without the language, MIN would take "Gesundheit" and "Comercio minorista"."""
    labels = {row["id"]: row["label"] for row in kg.query("ecosystem_labels").rows()}
    assert labels["id:ecosystem/health"] == "Health"
    assert labels["id:ecosystem/retail"] == "Retail"
    becomes = kg.query("successors_of", entity="instrument/joint-cluster-initiatives").rows()
    assert {row["name"] for row in becomes} == {"Euroclusters"}


def test_a_name_in_another_language_finds_the_concept(kg: KnowledgeGraph) -> None:
    (row,) = kg.query("entity_lookup", name="Kreislaufwirtschaft").rows()
    assert row["entity"] == "id:sector/circular-economy"
    assert (row["label"], row["matching"]) == ("Circular economy", "Kreislaufwirtschaft")
