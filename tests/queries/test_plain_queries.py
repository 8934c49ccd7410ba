"""Queries in the terms of others alone, answered by the graph with its inferences.

What they must find is counted from the tables, which know nothing of the alignments.
"""

import csv
from collections import defaultdict

import pycountry
import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef

from clusterkg.graph import KnowledgeGraph
from clusterkg.graph.inference import close
from clusterkg.loaders.bundled import bundled_folder
from clusterkg.ontology.iris import PREFIXES
from clusterkg.queries.rulebook import rules
from tests.conftest import require

DATA = bundled_folder()

MEMBERS = """
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT DISTINCT ?partnership ?label ?member ?name ?role ?document WHERE {
  ?partnership a org:OrganizationalCollaboration, schema:Organization ; skos:prefLabel ?label .
  ?membership a org:Membership ; org:organization ?partnership ; org:member ?member .
  ?member a org:Organization, prov:Organization ;
    schema:memberOf ?partnership ; org:memberOf ?partnership ; skos:prefLabel ?name .
  OPTIONAL { ?membership org:role ?concept . ?concept a skos:Concept ; skos:notation ?role }
  OPTIONAL { ?membership prov:hadPrimarySource ?text . ?text skos:notation ?document }
}
"""
# The shape in which the SPARQL service of CORDIS is asked for countries of participants.
PARTICIPANTS = """
PREFIX eurio: <http://data.europa.eu/s66#>
SELECT DISTINCT ?project ?title ?number ?country ?name WHERE {
  ?project a eurio:Project ; eurio:title ?title ; eurio:hasInvolvedParty ?role .
  OPTIONAL { ?project eurio:identifier ?number }
  ?role a eurio:OrganisationRole ; eurio:isInvolvedIn ?project ; eurio:isRoleOf ?organisation .
  ?organisation a eurio:Organisation ; eurio:hasRole ?role ; eurio:hasSite ?site .
  ?site a eurio:Site ; eurio:isSiteOf ?organisation ; eurio:hasGeographicalLocation ?country .
  ?country a eurio:Country ; eurio:name ?name .
}
"""
SITES = """
PREFIX eurio: <http://data.europa.eu/s66#>
SELECT ?site ?organisation WHERE { ?organisation eurio:hasSite ?site }
"""
ROLES = """
PREFIX eurio: <http://data.europa.eu/s66#>
SELECT ?role WHERE { ?role a eurio:Role } LIMIT 1
"""


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def slug(curie: str, kind: str) -> str:
    """Return what follows the kind in a CURIE of ours."""
    return curie.removeprefix(f"id:{kind}/")


def members() -> dict[str, set[str]]:
    """Return the organisations of each partnership, from the two tables of memberships."""
    found = defaultdict(set)
    for row in (*table("memberships.csv"), *table("document_memberships.csv")):
        found[row["partnership_id"]].add(row["organisation_id"])
    return dict(found)


def country(code: str) -> str:
    """Return the CURIE of a country in the list of the Publications Office, by ISO 3166-1."""
    return f"country:{pycountry.countries.get(alpha_2=code).alpha_3}"


def participants() -> dict[str, set[str]]:
    """Return the countries of the members of each partnership that has a grant agreement."""
    seats = {row["organisation_id"]: row["country"] for row in table("organisations.csv")}
    joined = members()
    found = {
        row["partnership_id"]: {
            country(seats[one]) for one in joined.get(row["partnership_id"], ()) if seats[one]
        }
        for row in table("partnerships.csv") if row["grant_agreement"]
    }
    return {partnership: countries for partnership, countries in found.items() if countries}


@pytest.mark.parametrize("text", [MEMBERS, PARTICIPANTS, SITES, ROLES])
def test_queries_hold_no_term_of_ours(text: str) -> None:
    assert PREFIXES["ckg"] not in text
    assert PREFIXES["id"] not in text


@pytest.mark.slow
def test_plain_query_finds_the_members_of_every_partnership(reasoned: KnowledgeGraph) -> None:
    found = defaultdict(set)
    for row in reasoned.sparql(MEMBERS, inferred=True).rows():
        found[slug(row["partnership"], "partnership")].add(slug(row["member"], "organisation"))
    assert dict(found) == members()


@pytest.mark.slow
def test_plain_query_names_the_members_of_one_partnership(reasoned: KnowledgeGraph) -> None:
    """Tex4IM has eight members in document F3, at every second line from 491 to 505."""
    everybody = reasoned.sparql(MEMBERS, inferred=True).rows()
    rows = [row for row in everybody if row["label"] == "Tex4IM" and row["document"] == "F3"]
    assert {slug(row["member"], "organisation") for row in rows} == {
        "astrico-nord-est", "ateval", "citeve", "clutex", "euramaterials",
        "next-technology-tecnotessile", "pointex", "smart-textiles-boras",
    }
    led = {slug(row["member"], "organisation") for row in rows if row["role"] == "coordinator"}
    assert led == {"next-technology-tecnotessile"}


@pytest.mark.slow
def test_query_in_the_shape_of_eurio_finds_projects_and_countries(
    reasoned: KnowledgeGraph,
) -> None:
    found = defaultdict(set)
    numbers = {}
    for row in reasoned.sparql(PARTICIPANTS, inferred=True).rows():
        partnership = slug(row["project"], "partnership")
        found[partnership].add(row["country"])
        numbers[partnership] = row["number"]
    expected = participants()
    assert {one: found[one] for one in expected} == expected
    agreed = {row["partnership_id"]: row["grant_agreement"] for row in table("partnerships.csv")}
    assert {one: numbers[one] for one in expected} == {one: agreed[one] for one in expected}
    # Without a number there are projects of INNOSUP-1, which pays for projects alone.
    assert {one.partition("/")[0] for one in set(found) - set(expected)} == {"innosup-1"}


@pytest.mark.slow
def test_each_site_is_of_one_organisation(reasoned: KnowledgeGraph) -> None:
    """EURIO gives a site exactly one organisation: two would be one to a reasoner."""
    rows = reasoned.sparql(SITES, inferred=True).rows()
    assert rows
    sites, organisations = ({row[column] for row in rows} for column in ("site", "organisation"))
    assert len(sites) == len(organisations) == len(rows)


@pytest.mark.slow
def test_without_inferences_there_is_nothing_of_eurio(reasoned: KnowledgeGraph) -> None:
    assert reasoned.sparql(PARTICIPANTS).rows() == []
    assert reasoned.sparql(ROLES, inferred=True).rows() == []


SMALL = """
@prefix ckg: <https://w3id.org/clusterkg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix organisation: <https://w3id.org/clusterkg/id/organisation/> .
@prefix : <https://example.org/> .
:paid a ckg:Project ; skos:prefLabel "Paid" .
:free a ckg:Partnership ; skos:prefLabel "Free" .
:one a ckg:Membership ; ckg:inPartnership :paid ; ckg:member organisation:a ; ckg:role :lead .
:two a ckg:Membership ; ckg:inPartnership :paid ; ckg:member organisation:b ; ckg:role :guest .
:three a ckg:Membership ; ckg:inPartnership :free ; ckg:member organisation:c .
:region a ckg:RegionMembership ; ckg:inPartnership :paid ; ckg:region :x .
:lead skos:notation "coordinator" .
:guest skos:notation "associate" .
organisation:a ckg:country :x .
organisation:c ckg:country :x .
:x skos:prefLabel "Exland"@en, "Exlande"@fr .
"""


def drawn() -> set[ox.Triple]:
    """Return what the rule alone infers from the small graph."""
    chosen = [rule for rule in rules() if rule.name == "eurio-participants"]
    return set(close(ox.parse(SMALL.encode(), format=ox.RdfFormat.TURTLE), chosen))


def test_small_graph_gets_the_shape_of_eurio_as_counted_by_hand() -> None:
    found = {tuple(map(str, triple)) for triple in drawn()}
    eurio, own, site = "<http://data.europa.eu/s66#", "<https://example.org/", "site/a>"
    organisations = "<https://w3id.org/clusterkg/id/organisation/"
    said = {(s.removeprefix(own), p.removeprefix(eurio), o) for s, p, o in found}
    assert ("paid>", "title>", '"Paid"') in said
    assert ("x>", "name>", '"Exland"') in said
    assert ("one>", "roleLabel>", '"coordinator"') in said
    assert ("two>", "isRoleOf>", organisations + "b>") in said
    assert (organisations + "a>", "hasSite>", f"<https://w3id.org/clusterkg/id/{site}") in said
    # Roles: type, project, its inverse, organisation, its inverse. A site: given, type, its
    # inverse, location. Organisation b has no country and so no site; "associate" is no label.
    assert len(found) == 2 * 5 + 2 * 1 + 1 + 4 + 1 + 1


def test_statements_of_eurio_fit_its_domains_and_ranges() -> None:
    """Of classes with a name; the classes of projects and countries come from the alignment."""
    file = DATA.parents[1] / "shared" / "data" / "eurio" / "EURIO_v2.4.ttl"
    require("EURIO 2.4", file.is_file(), "its file is not part of this repository")
    eurio = Graph().parse(file)
    space, found = "http://data.europa.eu/s66#", Graph()
    for triple in drawn():
        found.parse(data=f"{triple} .", format="nt")
    classes = {(URIRef("https://example.org/paid"), "Project"),
               (URIRef("https://example.org/x"), "Country")}
    for subject, name in classes:
        found.add((subject, RDF.type, URIRef(space + name)))
    for subject, relation, value in found:
        if relation == RDF.type:
            assert (value, RDF.type, OWL.Class) in eurio
            continue
        for side, at in ((subject, RDFS.domain), (value, RDFS.range)):
            for wanted in eurio.objects(relation, at):
                own = {up for kind in found.objects(side, RDF.type)
                       for up in eurio.transitive_objects(kind, RDFS.subClassOf)}
                assert isinstance(wanted, BNode) or isinstance(side, Literal) or wanted in own
