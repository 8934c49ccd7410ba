"""EURIO's oddities on a small server: names of countries, two sites, two payments, no number."""

from pathlib import Path

import pytest

from clusterkg.loaders.columnar.load import load
from clusterkg.loaders.remote import eurio
from clusterkg.loaders.remote.endpoint import Profile
from tests.loaders.outside import described
from tests.loaders.remote.extract import rows
from tests.loaders.remote.servers import oxigraph

BASE = "https://w3id.org/clusterkg/id/"
ALPHA_VALUES = "country name pic"
R = "http://data.europa.eu/s66/resource"
DATA = f"""
@prefix eurio: <http://data.europa.eu/s66#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@base <{R}/> .
<projects/p1> a eurio:Project ; eurio:identifier "101000001"^^rdfs:Literal ;
  eurio:title "One"@en, "Un"@fr ; eurio:hasAcronym <acronyms/a1>, <acronyms/a2> ;
  eurio:isFundedBy <grants/g1> .
<acronyms/a1> eurio:shortForm "ONE" . <acronyms/a2> eurio:shortForm "ON1" .
<grants/g1> eurio:hasFundingAmount <monetaryamounts/m0> . <monetaryamounts/m0> eurio:value 100.5 .
<projects/p2> a eurio:Project ; eurio:title "Two" .
<organisations/o1> eurio:identifier "999999991" ; eurio:legalName "Alpha" ;
  eurio:url "alpha.example", "https://alpha.example.org/a b" ; eurio:hasSite <sites/s1> .
<sites/s1> eurio:hasAddress <addresses/d1> ; eurio:hasGeographicalLocation <areas/c1> .
<addresses/d1> eurio:addressCountry "Netherlands" ;
  eurio:addressLocality "Delft", "Den Haag | The Hague" .
<areas/c1> a eurio:Country ; eurio:name "Netherlands" .
<organisations/o2> eurio:legalName "Beta" ; eurio:hasSite <sites/s2> .
<sites/s2> eurio:hasGeographicalLocation <areas/c2> .
<areas/c2> a eurio:Country ; eurio:name "Kosovo*" .
<organisations/o3> eurio:identifier "999999993" ; eurio:legalName "Gamma" ;
  eurio:hasSite <sites/s3>, <sites/s4> .
<sites/s3> eurio:hasAddress <addresses/d3> . <addresses/d3> eurio:addressCountry "IT" .
<sites/s4> eurio:hasAddress <addresses/d4> . <addresses/d4> eurio:addressCountry "FR" .
<organisations/o4> eurio:identifier "999999991" ; eurio:legalName "Alpha, formerly" .
<organisationroles/r1> a eurio:OrganisationRole ; eurio:roleLabel "third party" ;
  eurio:isInvolvedIn <projects/p1> ; eurio:isRoleOf <organisations/o1> ;
  eurio:isRecipientOf <grantpayments/y1>, <grantpayments/y2> .
<grantpayments/y1> eurio:hasPaymentAmount <monetaryamounts/m1> .
<grantpayments/y2> eurio:hasPaymentAmount <monetaryamounts/m2> .
<monetaryamounts/m1> eurio:value 60.25 ; eurio:isNet false .
<monetaryamounts/m2> eurio:value 50.5 ; eurio:isNet true .
<organisationroles/r2> a eurio:OrganisationRole ; eurio:roleLabel "partner" ;
  eurio:isInvolvedIn <projects/p1> ; eurio:isRoleOf <organisations/o2> .
<organisationroles/r3> a eurio:OrganisationRole ; eurio:roleLabel "partner" ;
  eurio:isInvolvedIn <projects/p2> ; eurio:isRoleOf <organisations/o3> .
<organisationroles/r4> a eurio:OrganisationRole ; eurio:roleLabel "guest" ;
  eurio:isInvolvedIn <projects/p1> ; eurio:isRoleOf <organisations/o4> .
"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The three tables of a small server."""
    with oxigraph(DATA) as address:
        return eurio.extract(address, tmp_path_factory.mktemp("eurio"), lambda _: None, Profile())


def test_cells(tables: list[Path]) -> None:
    projects, organisations, roles = (
        {next(iter(row.values())).rpartition("/")[2]: row for row in rows(path)} for path in tables
    )
    assert projects["p1"]["title"] == "One"
    assert projects["p1"]["acronyms"] == "ON1 ‖ ONE"
    assert projects["p1"]["contribution"] == "100.5"
    countries = [organisations[name]["country"] for name in ("o1", "o2", "o3")]
    assert countries == ["NL", "XK", "FR ‖ IT"]
    assert (roles["r1"]["contribution"], roles["r1"]["netContribution"]) == ("60.25", "50.5")


def test_what_is_at_odds_is_rejected_and_told(tables: list[Path]) -> None:
    found = load(eurio.SOURCE, tables)
    lines = b"".join(found.chunks()).decode().splitlines()
    assert [(reject.file, reject.column, reject.rule) for reject in found.rejects] == [
        ("eurio_projects.csv", "projectId", "numbered"),
        ("eurio_organisations.csv", "country", "country"),
        ("eurio_organisations.csv", ALPHA_VALUES, "conflict"),
        ("eurio_participations.csv", "projectId", "numbered"),
        ("eurio_participations.csv", "role", "enum"),
    ]
    things = described(line.removesuffix(" .") for line in lines)
    alpha = things[f"{BASE}organisation/pic/999999991"]
    assert alpha["skos:prefLabel"] == ["Alpha"]
    assert alpha["ckg:cityName"] == ["Delft", "Den Haag | The Hague"]
    assert alpha["ckg:website"] == ["http://alpha.example"]
    assert alpha["schema:url"] == ["https://alpha.example.org/a b"]
    assert things[f"{BASE}organisation/eurio/o2"]["skos:prefLabel"] == ["Beta"]
    assert things[f"{BASE}project/cordis/101000001"]["skos:altLabel"] == ["ON1", "ONE"]
    role = things[f"{BASE}participation/eurio/r1"]
    assert role["ckg:role"] == [f"{BASE}role/third-party"]
    assert role["ckg:netContribution"] == ["50.5"]
    other = things[f"{BASE}participation/eurio/r2"]
    assert other["ckg:participant"] == [f"{BASE}organisation/eurio/o2"]
