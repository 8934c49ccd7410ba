"""The alignments: generated from tables that a second reader reads alike, to terms that exist."""

import csv
from pathlib import Path

import pytest
import yaml
from rdflib import OWL, RDF, RDFS, Graph, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, GEO, ORG, PROV, QB, SDO, SKOS, TIME

from clusterkg.ontology import alignment
from tests.conftest import require
from tests.ontology.turtle import ALIGNMENTS, CKG, FOLDER, MODULES, read

TABLES = sorted((FOLDER / "alignments").glob("*.sssom.tsv"))
CORE = read(MODULES)
# rdflib holds each of these completely, as it was generated from the original.
CLOSED = (DCAT, DCTERMS, FOAF, GEO, ORG, PROV, QB, SDO, SKOS, TIME)
EURIO = Namespace("http://data.europa.eu/s66#")
EURIO_FILE = FOLDER.parents[1] / "shared" / "data" / "eurio" / "EURIO_v2.4.ttl"
CLASS_AXIOMS = ("rdfs:subClassOf", "owl:equivalentClass")
PROPERTY_AXIOMS = ("rdfs:subPropertyOf", "owl:equivalentProperty")
VOCABULARIES = set(
    "cmisa core-business core-location cpov dcat dcterms eurio foaf frapo geosparql org prov qb"
    " schema skos time".split()
)
# Vocabularies' own axioms: the FOAF specification, EURIO 2.4, and PROV-O (section 3).
APART = [
    (FOAF.Person, FOAF.Organization), (FOAF.Person, FOAF.Project),
    (FOAF.Document, FOAF.Organization), (FOAF.Document, FOAF.Project),
    (PROV.Activity, PROV.Entity), (EURIO.Person, EURIO.PersonRole),
]


def name(path: Path) -> str:
    """Return a table's name without its ending."""
    return path.name.partition(".")[0]


def full(table: alignment.Table, curie: str) -> URIRef:
    """Return the IRI that a name of a table stands for."""
    prefix, _, local = curie.partition(":")
    return URIRef(table.prefixes[prefix] + local)


def seen() -> dict[str, str]:
    """Return the pages on which terms of vocabularies that are not at hand were seen."""
    with (Path(__file__).parent / "terms_seen.tsv").open(encoding="utf-8", newline="") as file:
        return {row["term"]: row["page"] for row in csv.DictReader(file, delimiter="\t")}


@pytest.fixture(scope="module")
def eurio() -> Graph:
    """The ontology of CORDIS, as its publisher gives it out."""
    require("EURIO 2.4", EURIO_FILE.is_file(), "its file is not part of this repository")
    return Graph().parse(EURIO_FILE)


def test_every_vocabulary_has_a_table_and_every_turtle_file_comes_from_one() -> None:
    assert {name(path) for path in TABLES} == VOCABULARIES
    assert {path.stem for path in ALIGNMENTS} == VOCABULARIES
    assert alignment.tables() == TABLES


@pytest.mark.parametrize("path", TABLES, ids=name)
def test_generated_turtle_is_the_committed_one(path: Path) -> None:
    committed = path.with_name(f"{name(path)}.ttl").read_text(encoding="utf-8")
    assert alignment.turtle(alignment.read(path)) == committed


@pytest.mark.parametrize("path", TABLES, ids=name)
def test_second_readers_of_yaml_and_turtle_find_the_same(path: Path) -> None:
    table = alignment.read(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    header = yaml.safe_load("\n".join(line[2:] for line in lines if line.startswith("# ")))
    assert header.pop("curie_map") == table.prefixes
    assert header == table.header
    assert header["mapping_set_id"].endswith(f"/ontology/alignments/{path.name}")
    graph = read([path.with_name(f"{name(path)}.ttl")])
    ontology = URIRef(table.ontology)
    mapped = {triple for triple in graph if triple[0] != ontology}
    assert mapped == {
        (full(table, row["subject_id"]), full(table, row["predicate_id"]),
         full(table, row["object_id"]))
        for row in table.rows
    }


@pytest.mark.parametrize("path", TABLES, ids=name)
def test_rows_name_our_terms_by_their_labels_and_say_how_they_were_found(path: Path) -> None:
    for row in alignment.read(path).rows:
        prefix, _, local = row["subject_id"].partition(":")
        assert prefix == "ckg"
        assert str(CORE.value(CKG[local], RDFS.label)) == row["subject_label"]
        assert row["mapping_justification"] == "semapv:ManualMappingCuration"


@pytest.mark.parametrize("path", TABLES, ids=name)
def test_classes_are_below_classes_and_properties_below_properties(path: Path) -> None:
    for row in alignment.read(path).rows:
        subject = CKG[row["subject_id"].removeprefix("ckg:")]
        is_class = (subject, RDF.type, OWL.Class) in CORE
        assert not (is_class and row["predicate_id"] in PROPERTY_AXIOMS), row
        assert is_class or row["predicate_id"] not in CLASS_AXIOMS, row
        # All vocabularies here write classes with a capital and properties without.
        target = row["object_id"].partition(":")[2]
        if row["predicate_id"] in (*CLASS_AXIOMS, *PROPERTY_AXIOMS):
            assert target[0].isupper() == is_class, row


@pytest.mark.parametrize("path", TABLES, ids=name)
def test_targets_exist(path: Path) -> None:
    table, pages = alignment.read(path), seen()
    for row in table.rows:
        target = full(table, row["object_id"])
        namespaces = [space for space in CLOSED if target.startswith(str(space))]
        if namespaces:
            assert target in namespaces[0], row
        elif not target.startswith(str(EURIO)):
            assert row["see_also"] == pages[str(target)], row


def test_every_page_is_of_a_term_that_is_used() -> None:
    used = {
        str(full(table, row["object_id"]))
        for table in map(alignment.read, TABLES) for row in table.rows
    }
    assert set(seen()) <= used


def test_targets_of_eurio_exist_with_their_labels_and_kinds(eurio: Graph) -> None:
    table = alignment.read(FOLDER / "alignments" / "eurio.sssom.tsv")
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty}
    for row in table.rows:
        target = full(table, row["object_id"])
        assert str(eurio.value(target, RDFS.label)) == row["object_label"], row
        if row["predicate_id"] in (*CLASS_AXIOMS, *PROPERTY_AXIOMS):
            subject = full(table, row["subject_id"])
            ours = kinds & set(CORE.objects(subject, RDF.type))
            assert ours == kinds & set(eurio.objects(target, RDF.type)), row


def test_no_class_is_below_two_that_their_vocabularies_keep_apart() -> None:
    everything = CORE + read(ALIGNMENTS)
    # ORG 0.8 has the second as an equivalence.
    everything.add((ORG.OrganizationalCollaboration, RDFS.subClassOf, ORG.Organization))
    everything.add((ORG.Organization, RDFS.subClassOf, FOAF.Organization))
    for subject in CORE.subjects(RDF.type, OWL.Class):
        above = set(everything.transitive_objects(subject, RDFS.subClassOf))
        for pair in APART:
            assert not set(pair) <= above, (subject, pair)


def test_alignment_is_stable_when_written_again(tmp_path: Path) -> None:
    for path in TABLES:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    written = alignment.write(tmp_path)
    assert [path.stem for path in written] == sorted(VOCABULARIES)
    for path in written:
        assert path.read_bytes() == (FOLDER / "alignments" / path.name).read_bytes()


HEAD = """# mapping_set_id: https://example.org/ontology/alignments/foaf.sssom.tsv
# mapping_set_title: "An alignment with \\"quotes\\""
# mapping_set_description: Short
# license: https://creativecommons.org/licenses/by/4.0/
# curie_map:
#   ex: https://example.org/ontology#
#   foaf: http://xmlns.com/foaf/0.1/
#   rdfs: http://www.w3.org/2000/01/rdf-schema#
#   owl: http://www.w3.org/2002/07/owl#
#   dcterms: http://purl.org/dc/terms/
#   semapv: https://w3id.org/semapv/vocab/
#   skos: http://www.w3.org/2004/02/skos/core#
"""
COLUMNS = "\t".join(alignment.COLUMNS) + "\n"
LOOSE = "ex:Folk\tfolk\tskos:closeMatch\tfoaf:Group\t\tsemapv:ManualMappingCuration\t0.5\t\t\n"
TIGHT = "ex:Man\tman\trdfs:subClassOf\tfoaf:Person\t\tsemapv:ManualMappingCuration\t1\t\tsure\n"


def test_turtle_is_as_written_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "foaf.sssom.tsv"
    path.write_text(HEAD + COLUMNS + LOOSE + TIGHT, encoding="utf-8")
    assert alignment.turtle(alignment.read(path)) == (
        "# Made from foaf.sssom.tsv by clusterkg.ontology.alignment.\n"
        "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
        "@prefix ex: <https://example.org/ontology#> .\n"
        "@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n"
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "\n"
        "<https://example.org/ontology/alignments/foaf> a owl:Ontology ;\n"
        '    dcterms:title "An alignment with \\"quotes\\""@en ;\n'
        '    dcterms:description "Short"@en ;\n'
        "    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;\n"
        "    owl:imports <https://example.org/ontology> .\n"
        "\n"
        "ex:Man rdfs:subClassOf foaf:Person .\n"
        "\n"
        "ex:Folk skos:closeMatch foaf:Group .\n"
    )


@pytest.mark.parametrize(("text", "message"), [
    (HEAD.replace("# license: ", "# licence: ") + COLUMNS, "the header lacks license"),
    (HEAD, "line 13: the columns are subject_id subject_label"),
    (HEAD + COLUMNS.replace("comment", "remark"), "line 13: the columns are"),
    (HEAD + COLUMNS, "no mapping"),
    (HEAD + COLUMNS + TIGHT + LOOSE + TIGHT, "line 16: the mapping stands in the table twice"),
    (HEAD + COLUMNS + TIGHT.replace("foaf:Person", "person:Person"), "'person:Person' is no name"),
    (HEAD + COLUMNS + TIGHT.replace("foaf:Person", "foaf"), "'foaf' is no name"),
    (HEAD + COLUMNS + TIGHT.replace("subClassOf", "seeAlso"), "'rdfs:seeAlso' is none of"),
    (HEAD + COLUMNS + TIGHT.replace("\t1\t", "\t1.5\t"), "'1.5' is no number from 0 to 1"),
    (HEAD + COLUMNS + TIGHT.replace("\t1\t", "\tsure\t"), "'sure' is no number from 0 to 1"),
    (HEAD + COLUMNS + "ex:Man\tman\n", "line 14: 2 cells, where 9 columns are"),
])
def test_faulty_table_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "faulty.sssom.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(alignment.AlignmentError, match=r"^faulty\.sssom\.tsv") as caught:
        alignment.read(path)
    assert message in str(caught.value)
