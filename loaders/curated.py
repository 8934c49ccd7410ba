"""The bundled tables of organisations, partnerships and who is in what."""

from collections.abc import Iterator

from clusterkg.ontology import iris, rdf

from .sources import source_triples
from .tables import Reading

CLUSTER = "cluster"
# Instruments that pay for projects alone; what is formed under another one may be a network.
_PROJECTS = frozenset({"innosup-1"})


def organisations(reading: Reading) -> Iterator[rdf.Triple]:
    """Yield the triples of the organisations."""
    for row in reading.rows:
        yield from _organisation(row.cells)


def partnerships(reading: Reading) -> Iterator[rdf.Triple]:
    """Yield the triples of the partnerships and of the generations that they belong to."""
    for row in reading.rows:
        yield from _partnership(row.cells)
        yield from _generation(row.cells)


def memberships(reading: Reading) -> Iterator[rdf.Triple]:
    """Yield one n-ary membership a row."""
    for row in reading.rows:
        cells = row.cells
        subject = membership_term(cells)
        yield from rdf.describe(subject, [
            ("rdf:type", rdf.iri("ckg:Membership")),
            ("ckg:member", rdf.ref(f"organisation/{cells['organisation_id']}")),
            ("ckg:inPartnership", rdf.ref(f"partnership/{cells['partnership_id']}")),
            ("ckg:role", rdf.ref(f"role/{cells['role']}")),
            ("ckg:certainty", rdf.ref(f"certainty/{cells['status']}")),
        ])
        yield from source_triples(subject, cells["source_url"])


def region_memberships(reading: Reading) -> Iterator[rdf.Triple]:
    """Yield one n-ary membership of a region a row."""
    for row in reading.rows:
        cells = row.cells
        name = iris.slug(cells["region_name"])
        place = f"{cells['partnership_id']}/{cells['nuts_code']}/{name}"
        subject = rdf.ref(f"region-membership/{place}")
        yield from rdf.describe(subject, [
            ("rdf:type", rdf.iri("ckg:RegionMembership")),
            ("ckg:region", rdf.ref(f"nuts/{cells['nuts_code']}")),
            ("ckg:inPartnership", rdf.ref(f"partnership/{cells['partnership_id']}")),
            ("ckg:statedName", rdf.text(cells["region_name"])),
            ("ckg:role", rdf.ref(f"role/{cells['role']}")),
            ("ckg:certainty", rdf.ref(f"certainty/{cells['status']}")),
        ])
        yield from source_triples(subject, cells["source_url"])


def same_consortium(reading: Reading) -> Iterator[rdf.Triple]:
    """Yield the pairs of partnerships that are one consortium under two names."""
    for row in reading.rows:
        first = rdf.ref(f"partnership/{row.cells['partnership_a']}")
        second = rdf.ref(f"partnership/{row.cells['partnership_b']}")
        yield rdf.triple(first, "ckg:sameConsortiumAs", second)
        yield rdf.triple(second, "ckg:sameConsortiumAs", first)


def s3_areas(reading: Reading) -> Iterator[rdf.Triple]:
    """Yield which partnership works in which S3 thematic area."""
    for row in reading.rows:
        subject = rdf.ref(f"partnership/{row.cells['partnership_id']}")
        yield rdf.triple(subject, "ckg:s3Area", rdf.ref(f"s3-area/{row.cells['s3_area']}"))


def meta_clusters(reading: Reading) -> Iterator[rdf.Triple]:
    """Yield which partnerships a page calls a meta-cluster."""
    for row in reading.rows:
        subject = rdf.ref(f"partnership/{row.cells['partnership_id']}")
        yield rdf.triple(subject, "rdf:type", rdf.iri("ckg:MetaCluster"))
        yield from source_triples(subject, row.cells["source_url"])


def membership_term(cells: dict[str, str]) -> rdf.Term:
    """Return the node of an organisation's membership in a partnership."""
    return rdf.ref(f"membership/{cells['partnership_id']}/{cells['organisation_id']}")


def parts(cell: str) -> Iterator[str]:
    """Yield the ``;``-separated values of a cell."""
    return filter(None, (part.strip() for part in cell.split(";")))


def _organisation(cells: dict[str, str]) -> Iterator[rdf.Triple]:
    subject = rdf.ref(f"organisation/{cells['organisation_id']}")
    code, country = cells["nuts_code"], cells["country"]
    is_cluster = cells["kind"] == CLUSTER
    certainty = cells["nuts_status"]
    yield from rdf.describe(subject, [
        ("rdf:type", rdf.iri("ckg:Organisation")),
        ("rdf:type", rdf.iri("ckg:ClusterOrganisation") if is_cluster else None),
        ("skos:prefLabel", rdf.text(cells["name"])),
        ("ckg:organisationKind", rdf.ref(f"organisation-kind/{cells['kind']}")),
        ("ckg:country", rdf.ref(f"country/{country}") if country else None),
        ("ckg:cityName", rdf.text(cells["city"]) if cells["city"] else None),
        ("ckg:locatedIn", rdf.ref(f"nuts/{code}") if code else None),
        ("ckg:locationCertainty", rdf.ref(f"certainty/{certainty}") if certainty else None),
        ("ckg:website", rdf.iri(cells["website"]) if cells["website"] else None),
    ])
    for name in parts(cells["alt_names"]):
        yield rdf.triple(subject, "skos:altLabel", rdf.text(name))
    yield from _themes(subject, cells)
    yield from source_triples(subject, cells["source_url"])


def _partnership(cells: dict[str, str]) -> Iterator[rdf.Triple]:
    subject = rdf.ref(f"partnership/{cells['partnership_id']}")
    acronym, full_name, generation = cells["acronym"], cells["full_name"], generation_ref(cells)
    yield from rdf.describe(subject, [
        ("rdf:type", rdf.iri("ckg:Partnership")),
        ("rdf:type", project_type(cells["partnership_id"], cells["grant_agreement"])),
        ("skos:prefLabel", rdf.text(acronym or full_name)),
        ("skos:altLabel", rdf.text(full_name) if acronym and acronym != full_name else None),
        ("ckg:underInstrument", instrument_term(cells["partnership_id"])),
        ("ckg:generation", rdf.ref(generation) if generation else None),
        *_optional(cells),
    ])
    for name in parts(cells["industrial_ecosystem"]):
        yield rdf.triple(subject, "ckg:ecosystem", rdf.ref(f"ecosystem/{ecosystem_slug(name)}"))
    for country in parts(cells["target_countries"]):
        yield rdf.triple(subject, "ckg:targetCountry", rdf.ref(f"country/{country}"))
    yield from _themes(subject, cells)
    yield from source_triples(subject, cells["source_url"])


def _optional(cells: dict[str, str]) -> list[tuple[str, rdf.Term | None]]:
    start, end, money = cells["start_date"], cells["end_date"], cells["eu_contribution_eur"]
    grant, stated, site = cells["grant_agreement"], cells["members_stated"], cells["website"]
    return [
        ("ckg:startDate", rdf.date(start) if start else None),
        ("ckg:endDate", rdf.date(end) if end else None),
        ("ckg:grantAgreement", rdf.text(grant) if grant else None),
        ("ckg:contribution", rdf.decimal(money) if money else None),
        ("ckg:membersStated", rdf.number(stated) if stated else None),
        ("ckg:website", rdf.iri(site) if site else None),
    ]


def _generation(cells: dict[str, str]) -> Iterator[rdf.Triple]:
    ref = generation_ref(cells)
    if ref:
        label = f"{cells['instrument']}, {cells['generation']}"
        yield from rdf.describe(rdf.ref(ref), [
            ("rdf:type", rdf.iri("ckg:Generation")),
            ("skos:prefLabel", rdf.text(label)),
            ("ckg:underInstrument", instrument_term(cells["partnership_id"])),
        ])


def instrument_slug(partnership: str) -> str:
    """Return the slug of a partnership's instrument: the first part of its id."""
    return partnership.partition("/")[0]


def instrument_term(partnership: str) -> rdf.Term:
    """Return the node of the instrument under which a partnership was formed."""
    return rdf.ref(f"instrument/{instrument_slug(partnership)}")


def project_type(partnership: str, grant_agreement: str = "") -> rdf.Term | None:
    """Return the class of projects for a partnership that works under a grant agreement."""
    paid = grant_agreement or instrument_slug(partnership) in _PROJECTS
    return rdf.iri("ckg:Project") if paid else None


def generation_ref(cells: dict[str, str]) -> str:
    """Return the reference of a partnership's generation, or an empty text."""
    instrument = instrument_slug(cells["partnership_id"])
    generation = iris.slug(cells["generation"]).removeprefix(f"{instrument}-")
    return f"generation/{instrument}-{generation}" if generation else ""


def ecosystem_slug(name: str) -> str:
    """Return the slug of an ecosystem as the table of partnerships spells it."""
    shortened = {"Cultural & Creative Industries": "cultural-creative",
                 "Energy-Intensive Industries": "energy-intensive"}
    return shortened.get(name) or iris.slug(name.replace("&", ""))


def _themes(subject: rdf.Term, cells: dict[str, str]) -> Iterator[rdf.Triple]:
    for theme in parts(cells["themes"]):
        yield rdf.triple(subject, "ckg:theme", rdf.ref(f"theme/{iris.slug(theme)}"))
