"""What changes about countries: their membership of the Union and of programmes, their names."""

from collections.abc import Iterator

from clusterkg.ontology import iris, rdf

from .sources import source_triples
from .tables import Reading


def memberships(reading: Reading) -> Iterator[rdf.Triple]:
    """Yield one membership of a country a row; without an end it lasts."""
    for row in reading.rows:
        cells = row.cells
        subject = rdf.ref(f"country-membership/{cells['of']}/{cells['country']}")
        yield from rdf.describe(subject, [
            ("rdf:type", rdf.iri("ckg:CountryMembership")),
            ("ckg:memberCountry", rdf.ref(f"country/{cells['country']}")),
            ("ckg:memberOf", rdf.ref(cells["of"])),
            ("ckg:certainty", rdf.ref(f"certainty/{cells['certainty']}")),
            ("ckg:startBasis", rdf.text(cells["basis"])),
            ("ckg:asOf", rdf.date(cells["as_of"]) if cells["as_of"] else None),
            *_period(cells),
        ])
        yield from source_triples(subject, cells["source_url"])


def names(reading: Reading) -> Iterator[rdf.Triple]:
    """Yield one dated name a row."""
    for row in reading.rows:
        cells = row.cells
        subject = rdf.ref(f"country-name/{cells['country']}/{iris.slug(cells['name'])}")
        yield from rdf.describe(subject, [
            ("rdf:type", rdf.iri("ckg:DatedName")),
            ("ckg:nameOf", rdf.ref(f"country/{cells['country']}")),
            ("ckg:name", rdf.text(cells["name"])),
            *_period(cells),
        ])
        yield from source_triples(subject, cells["source_url"])


def _period(cells: dict[str, str]) -> list[tuple[str, rdf.Term | None]]:
    start, end = cells["start_date"], cells["end_date"]
    return [
        ("ckg:startDate", rdf.date(start) if start else None),
        ("ckg:endDate", rdf.date(end) if end else None),
    ]
