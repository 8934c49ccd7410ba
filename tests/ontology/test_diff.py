"""Versions and their differences: planted changes of each kind, and the real ones."""

from pathlib import Path

import pytest
from rdflib import OWL, RDF, Graph, URIRef

from clusterkg.ontology import archive, iris
from clusterkg.ontology.diff import Change, difference
from tests.ontology.turtle import FOLDER, ROOT

HEAD = """
@prefix ckg: <https://w3id.org/clusterkg/ontology#> .
@prefix id: <https://w3id.org/clusterkg/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
OLD = HEAD + """
ckg:Organisation a owl:Class ; rdfs:label "Organisation"@en ; skos:definition "A body."@en .
ckg:Company a owl:Class ; rdfs:subClassOf ckg:Organisation ; skos:definition "A firm."@en .
ckg:Place a owl:Class ; skos:definition "A spot."@en .
ckg:City a owl:Class ; rdfs:subClassOf ckg:Place ; skos:definition "A town."@en .
ckg:seat a owl:ObjectProperty ; rdfs:domain ckg:Company ; rdfs:range ckg:Place ;
    skos:definition "Where it sits."@en .
ckg:size a owl:DatatypeProperty ; rdfs:range xsd:integer ; skos:definition "How many."@en .
<https://w3id.org/clusterkg/id/sector/energy> a skos:Concept ; skos:prefLabel "Energy"@en ;
    skos:notation "energy" ; skos:definition "Power."@en .
"""
BREAKS = True
# What to replace in OLD, by what, and the one sentence that tells it, written by hand.
PLANTED = [
    ("", "ckg:Guild a owl:Class ; skos:definition \"A craft's body.\"@en .",
     "Class ckg:Guild is added: A craft's body.", not BREAKS),
    ('ckg:size a owl:DatatypeProperty ; rdfs:range xsd:integer ; skos:definition "How many."@en .',
     "", "Datatype property ckg:size is removed: How many. This breaks what uses it.", BREAKS),
    ("ckg:size a", "ckg:staff a",
     "Datatype property ckg:size is now called ckg:staff: its definition is the same."
     " This breaks what uses the old name.", BREAKS),
    ("ckg:size a owl:DatatypeProperty ; rdfs:range xsd:integer", "ckg:size a owl:ObjectProperty ;"
     " rdfs:range xsd:integer",
     "ckg:size was of the kind datatype property and is now of the kind object property."
     " This breaks what uses it as it was.", BREAKS),
    ('"Organisation"@en', '"Organization"@en',
     "Class ckg:Organisation changes its label in en from “Organisation” to “Organization”.",
     not BREAKS),
    ('rdfs:label "Organisation"@en', 'rdfs:label "Organisation"@en, "Organisation"@de, "Ente"@it',
     "Class ckg:Organisation gets labels in de and it.", not BREAKS),
    ('"A firm."@en', '"An enterprise."@en',
     "Class ckg:Company changes its definition in en from “A firm.” to “An enterprise.”.",
     not BREAKS),
    ("rdfs:domain ckg:Company", "rdfs:domain ckg:Organisation",
     "Object property ckg:seat has its domain widened from ckg:Company to ckg:Organisation.",
     not BREAKS),
    ("rdfs:domain ckg:Company ;", "", "Object property ckg:seat loses its domain ckg:Company.",
     not BREAKS),
    ("rdfs:domain ckg:Company", "rdfs:domain [ owl:unionOf (ckg:Company ckg:Place) ]",
     "Object property ckg:seat has its domain widened from ckg:Company to"
     " (ckg:Company or ckg:Place).", not BREAKS),
    ("rdfs:range ckg:Place", "rdfs:range ckg:City",
     "Object property ckg:seat has its range narrowed from ckg:Place to ckg:City."
     " This breaks data that are outside it.", BREAKS),
    ("rdfs:range ckg:Place", "rdfs:range ckg:Company",
     "Object property ckg:seat has its range changed from ckg:Place to ckg:Company."
     " This breaks data that are outside it.", BREAKS),
    ("rdfs:range ckg:Place", "rdfs:range ckg:Place, ckg:City",
     "Object property ckg:seat has its range narrowed from ckg:Place to ckg:City and ckg:Place."
     " This breaks data that are outside it.", BREAKS),
    ("rdfs:range xsd:integer", "rdfs:domain ckg:Company ; rdfs:range xsd:integer",
     "Datatype property ckg:size gets the domain ckg:Company."
     " This breaks data that use it on something else.", BREAKS),
    ("rdfs:range xsd:integer", "rdfs:range xsd:decimal",
     "Datatype property ckg:size has its range widened from xsd:integer to xsd:decimal.",
     not BREAKS),
    ("rdfs:range xsd:integer", "rdfs:range xsd:positiveInteger",
     "Datatype property ckg:size has its range narrowed from xsd:integer to xsd:positiveInteger."
     " This breaks data that are outside it.", BREAKS),
    ("rdfs:subClassOf ckg:Organisation ;", "",
     "Class ckg:Company loses the superclass ckg:Organisation. This breaks what relies on it.",
     BREAKS),
    ("ckg:City a owl:Class ;", "ckg:City a owl:Class ; owl:disjointWith ckg:Company ;",
     "Class ckg:City gets the disjoint class ckg:Company. This breaks data that contradict it.",
     BREAKS),
    ("ckg:seat a owl:ObjectProperty ;", "ckg:seat a owl:ObjectProperty, owl:FunctionalProperty ;",
     "Object property ckg:seat gets the type owl:FunctionalProperty."
     " This breaks data that contradict it.", BREAKS),
    ("ckg:seat a owl:ObjectProperty ;", "ckg:seat a owl:ObjectProperty ;"
     " owl:propertyChainAxiom (ckg:seat ckg:seat) ;",
     "Object property ckg:seat gets the property chain ckg:seat, ckg:seat.", not BREAKS),
    ("ckg:Place a owl:Class ;", "ckg:Place a owl:Class ; rdfs:subClassOf"
     " [ a owl:Restriction ; owl:onProperty ckg:size ; owl:maxCardinality 1 ] ;",
     "Class ckg:Place gets the superclass (ckg:size max 1). This breaks data that contradict it.",
     BREAKS),
    ("", "[] a owl:AllDisjointClasses ; owl:members (ckg:Place ckg:Company) .",
     "The axiom owl:AllDisjointClasses(ckg:Company, ckg:Place) is added."
     " This breaks data that contradict it.", BREAKS),
    ("", '<https://w3id.org/clusterkg/id/sector/space> a skos:Concept ; skos:prefLabel "Space" .',
     "Concept id:sector/space is added: Space.", not BREAKS),
    ('skos:notation "energy"', 'skos:altLabel "Power"@en',
     "Concept id:sector/energy gets the other name “Power” in en.|Concept id:sector/energy loses"
     " the notation “energy”. This breaks what relies on it.", BREAKS),
]


def version(turtle: str, name: str = "") -> archive.Version:
    return archive.Version(name, Graph().parse(data=turtle, format="turtle"))


def changes(old: str, new: str) -> list[Change]:
    return difference(version(old), version(new)).changes


@pytest.mark.parametrize(("what", "by", "sentence", "breaks"), PLANTED)
def test_a_planted_change_is_told_in_its_sentence(
    what: str, by: str, sentence: str, breaks: bool
) -> None:
    assert what in OLD
    new = OLD.replace(what, by, 1) if what else OLD + by
    found = changes(OLD, new)
    assert [change.sentence for change in found] == sentence.split("|")
    assert any(change.breaks for change in found) == breaks


def test_a_removed_concept_breaks_users() -> None:
    kept = OLD[: OLD.rindex("<https://w3id.org")]
    assert [change.breaks for change in changes(OLD, kept)] == [True]


def test_a_renamed_class_is_told_once_and_not_where_it_is_used() -> None:
    found = changes(OLD, OLD.replace("ckg:Place", "ckg:Spot"))
    assert [change.subject for change in found] == ["ckg:Spot"]


def test_the_same_axioms_in_another_spelling_are_no_change() -> None:
    first = OLD + "ckg:City rdfs:subClassOf [ owl:unionOf (ckg:Place ckg:Company) ] ."
    second = OLD + "ckg:City rdfs:subClassOf [ owl:unionOf (ckg:Company ckg:Place) ] ."
    assert changes(first, second) == []
    assert difference(version(first), version(first)).sentence().endswith("say the same.")


def test_an_expression_inside_itself_ends() -> None:
    knot = OLD + "ckg:City rdfs:subClassOf _:a . _:a owl:complementOf _:a ."
    assert changes(OLD, knot)[0].sentence == (
        "Class ckg:City gets the superclass not …. This breaks data that contradict it."
    )


def test_a_head_with_another_date_is_no_change() -> None:
    head = f'<{ROOT}> a owl:Ontology ; owl:versionInfo "1.0.0" .'
    assert changes(OLD + head, OLD + head.replace("1.0.0", "1.0.1")) == []


def test_numbers_of_changes_and_breaks_are_told() -> None:
    found = difference(version(OLD, "1"), version(OLD.replace("ckg:size", "ckg:staff"), "2"))
    assert found.sentence() == "From 1 to 2: 1 change, 1 of them breaks users."


def test_the_installed_version_names_the_archived_one_before_it() -> None:
    installed = archive.read()
    prior = installed.graph.value(ROOT, OWL.priorVersion)
    assert str(prior).removeprefix(f"{ROOT}/") in archive.archived()
    assert list(archive.archived())[-1] in (str(prior).rpartition("/")[2], installed.name)


def test_compatibility_is_declared_as_the_difference_says() -> None:
    installed = archive.read()
    prior = installed.graph.value(ROOT, OWL.priorVersion)
    breaking = difference(archive.read(str(prior).rpartition("/")[2]), installed).breaking()
    relation = OWL.incompatibleWith if breaking else OWL.backwardCompatibleWith
    assert list(installed.graph.objects(ROOT, relation)) == [prior]


def test_from_the_first_version_to_this_one_what_was_renamed_is_told() -> None:
    """Terms that the first version has and the sources no longer do, counted by hand."""
    found = difference(archive.read("0.1.0"), archive.read())
    told = {change.sentence for change in found.breaking()}
    for old, new in (("city", "cityName"), ("place", "placeName")):
        assert f"Datatype property ckg:{old} is now called ckg:{new}: its definition is the same." \
            " This breaks what uses the old name." in told


@pytest.mark.parametrize("path", sorted(FOLDER.glob("versions/*.ttl")), ids=lambda path: path.stem)
def test_an_archived_version_is_one_ontology_without_imports(path: Path) -> None:
    graph = archive.read(path.stem).graph
    assert list(graph.subjects(RDF.type, OWL.Ontology)) == [ROOT]
    assert graph.value(ROOT, OWL.versionIRI) == URIRef(f"{ROOT}/{path.stem}")
    assert (None, OWL.imports, None) not in graph


def test_the_first_version_has_its_39_classes() -> None:
    """39 classes stood in the closed list of terms at version 0.1.0."""
    classes = archive.read("0.1.0").graph.subjects(RDF.type, OWL.Class)
    assert len([node for node in classes if str(node).startswith(iris.PREFIXES["ckg"])]) == 39


def test_a_merged_version_is_read_again_as_the_same(tmp_path: Path) -> None:
    file = tmp_path / "merged.ttl"
    file.write_text(archive.turtle(archive.read()), encoding="utf-8")
    assert difference(archive.read(), archive.read(str(file))).changes == []
    assert archive.read(str(FOLDER)).name == archive.read().name


def test_what_is_no_version_is_refused_with_what_would_be_right(tmp_path: Path) -> None:
    with pytest.raises(archive.VersionError, match=r"archived are 0\.1\.0"):
        archive.read("9.9.9")
    (tmp_path / "broken.ttl").write_text("ckg:A a", encoding="utf-8")
    with pytest.raises(archive.VersionError, match=r"broken\.ttl: this is no valid Turtle"):
        archive.read(str(tmp_path / "broken.ttl"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(archive.VersionError, match="no triples"):
        archive.read(str(tmp_path / "empty"))
