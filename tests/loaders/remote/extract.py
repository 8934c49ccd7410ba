"""Extracts in the shape of EURIO 2.4 and of Wikidata, made of real rows of CORDIS.

The classes and properties are those of EURIO_v2.4.ttl; identifiers are typed ``rdfs:Literal``, as
the public endpoint gives them.
"""

import csv
import gzip
import io
import uuid
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

EURIO = "http://data.europa.eu/s66#"
RESOURCE = "http://data.europa.eu/s66/resource/"
XSD = "http://www.w3.org/2001/XMLSchema#"
Row = dict[str, str]


def rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a CSV file, packed or not."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    yield from csv.DictReader(io.StringIO(text, newline=""))


def eurio(cordis: Path, participations: int) -> Iterator[str]:
    """Yield N-Triples: all of the Horizon Europe sample and some of H2020's participations."""
    for row in rows(cordis / "horizon_2025_project_df_100.csv"):
        yield from _project(row)
    for row in rows(cordis / "horizon_2025_organization_df_100.csv"):
        yield from _organisation(row)
        yield from _role(row["projectID"], row["organisationID"], row["role"],
                         row["ecContribution"], row["order"])
    named = {row["orgId"]: row for row in rows(cordis / "h2020_2017_organisations_odfest.csv")}
    yield from _h2020(cordis, participations, named)


def _h2020(cordis: Path, participations: int, named: dict[str, Row]) -> Iterator[str]:
    seen: set[str] = set()
    table = rows(cordis / "h2020_participations_2020-12_eunets.csv.gz")
    for row in islice(table, participations):
        project, pic = f"rcn-{row['rcn']}", row["pic"]
        if project not in seen:
            seen.add(project)
            yield from _thing("projects", project, "Project", {
                "rcn": (row["rcn"], "nonNegativeInteger"), "startDate": (row["start_date"], "date"),
                "endDate": (row["end_date"], "date")})
        if pic not in seen:
            seen.add(pic)
            found = named.get(pic, {})
            yield from _organisation({
                "organisationID": pic, "name": found.get("name", ""), "country": row["country"],
                "city": found.get("city", ""), "street": found.get("street", "")})
        yield from _role(project, pic, row["role"], row["contribution"], "")


def _project(row: Row) -> Iterator[str]:
    project = row["id"]
    yield from _thing("projects", project, "Project", {
        "identifier": (project, "rdfs"), "rcn": (row["rcn"], "nonNegativeInteger"),
        "title": (row["title"], "string"), "startDate": (row["startDate"], "date"),
        "endDate": (row["endDate"], "date"), "projectStatus": (row["status"], "string"),
        "signatureDate": (row["ecSignatureDate"], "date")})
    yield from _thing("acronyms", project, "Acronym", {"shortForm": (row["acronym"], "string")})
    yield _link(node("projects", project), "hasAcronym", node("acronyms", project))
    yield from _money(project, "cost", row["totalCost"])
    yield _link(node("projects", project), "hasTotalCost", node("monetaryamounts", project, "cost"))


def _organisation(row: Row) -> Iterator[str]:
    pic = row["organisationID"]
    organisation = node("organisations", pic)
    yield from _thing("organisations", pic, "Organisation", {
        "identifier": (pic, "rdfs"), "legalName": (row.get("name", ""), "string"),
        "vatNumber": (row.get("vatNumber", ""), "string"),
        "url": (row.get("organizationURL", ""), "anyURI")})
    yield from _thing("sites", pic, "Site", {})
    yield _link(organisation, "hasSite", node("sites", pic))
    yield from _thing("addresses", pic, "PostalAddress", {
        "addressCountry": (row.get("country", ""), "string"),
        "addressLocality": (row.get("city", ""), "string"),
        "postalCode": (row.get("postCode", ""), "string"),
        "streetAddress": (row.get("street", ""), "string")})
    yield _link(node("sites", pic), "hasAddress", node("addresses", pic))
    if row.get("nutsCode"):
        area = node("areas", row["nutsCode"])
        yield _link(node("sites", pic), "hasGeographicalLocation", area)
        yield _link(area, "hasNUTS3code", f"http://data.europa.eu/nuts/code/{row['nutsCode']}")


def _role(project: str, pic: str, label: str, amount: str, order: str) -> Iterator[str]:
    key = f"{project} {pic}"
    yield from _thing("organisationroles", key, "OrganisationRole", {
        "roleLabel": (label, "string"), "order": (order, "nonNegativeInteger")})
    role = node("organisationroles", key)
    yield _link(role, "isInvolvedIn", node("projects", project))
    yield _link(node("projects", project), "hasInvolvedParty", role)
    yield _link(role, "isRoleOf", node("organisations", pic))
    if amount not in ("", "NA"):
        yield from _money(key, "paid", amount)
        yield _link(role, "isRecipientOf", node("grantpayments", key))
        yield _link(node("grantpayments", key), "hasPaymentAmount",
                    node("monetaryamounts", key, "paid"))


def _money(key: str, use: str, amount: str) -> Iterator[str]:
    number = amount.replace(",", ".")
    yield f'<{node("monetaryamounts", key, use)}> <{EURIO}value> "{number}"^^<{XSD}decimal> .'


def _thing(kind: str, key: str, type_: str, cells: dict[str, tuple[str, str]]) -> Iterator[str]:
    subject = node(kind, key)
    yield f"<{subject}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{EURIO}{type_}> ."
    for name, (value, datatype) in cells.items():
        if value not in ("", "NA"):
            yield f"<{subject}> <{EURIO}{name}> {_literal(value, datatype)} ."


def _literal(value: str, datatype: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    if datatype == "string":
        return f'"{escaped}"'
    if datatype == "rdfs":
        return f'"{escaped}"^^<http://www.w3.org/2000/01/rdf-schema#Literal>'
    return f'"{escaped}"^^<{XSD}{datatype}>'


def _link(subject: str, name: str, target: str) -> str:
    return f"<{subject}> <{EURIO}{name}> <{target}> ."


def node(kind: str, *key: str) -> str:
    """Return the address of a thing; like EURIO's, it ends in a UUID made of its key."""
    return f"{RESOURCE}{kind}/{uuid.uuid3(uuid.NAMESPACE_URL, ' '.join(key))}"


def wikidata(eccp: Path) -> Iterator[str]:
    """Yield Turtle in Wikidata's shape: the cluster organisations that ECCP lists.

    Every third one is of a subclass; every fifth has two home pages, a region within another one,
    coordinates and a participant ID; the tenth and each tenth after it has a name for all
    languages instead of an English one, and a German one.
    """
    yield "@prefix wd: <http://www.wikidata.org/entity/> ."
    yield "@prefix wdt: <http://www.wikidata.org/prop/direct/> ."
    yield "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
    yield 'wd:Q1 rdfs:label "business cluster"@en . wd:Q2 wdt:P279 wd:Q1 .'
    yield 'wd:Q3 rdfs:label "business"@en . wd:Q4 wdt:P31 wd:Q3 ; rdfs:label "no cluster"@en .'
    for at, row in enumerate(rows(eccp)):
        item, place, land = f"wd:Q{1000 + at}", f"wd:Q{500_000 + at}", f"wd:Q9{row['country']}"
        name = _literal(row["name"], "string")
        languages = ("mul", "de") if at % 10 == 9 else ("en",)
        yield f"{item} wdt:P31 wd:Q{2 if at % 3 == 0 else 1} ; wdt:P17 {land} ."
        yield " ".join(f"{item} rdfs:label {name}@{language} ." for language in languages)
        yield f'{land} wdt:P297 "{row["country"]}" .'
        if row["city"]:
            city = _literal(row["city"], "string")
            yield f"{item} wdt:P159 {place} . {place} rdfs:label {city}@en ."
        if at % 5 == 4:
            yield (f'{item} wdt:P856 <https://a{at}.example.org/>, <https://b{at}.example.org/> ; '
                   f'wdt:P605 "ITC1", "ITC11" ; wdt:P5785 "9{at:08}" ; '
                   'wdt:P625 "Point(7.68 45.07)" .')
