"""The facts of the source documents: what they name, say and count, each with document and line."""

from collections.abc import Callable, Iterator

from clusterkg.ontology import iris, rdf

from .actors import appointments
from .curated import instrument_term, membership_term, parts, project_type
from .tables import Reading

_CLASSES = {
    "programme": "Programme", "instrument": "Instrument", "generation": "Generation",
    "platform": "Platform", "network": "Network", "body": "Body", "event": "Event",
    "campaign": "Campaign", "policy-document": "PolicyDocument", "person": "Person",
    "scheme": "MobilityScheme", "initiative": "Initiative", "mechanism": "Mechanism",
    "guide": "Guide", "partnership": "Partnership", "call": "Call", "disruption": "Disruption",
    "recommendation": "Recommendation",
}
# The vocabulary of instruments labels them itself.
_LABELLED_ELSEWHERE = frozenset({"instrument"})
# A name that a document uses is another label: the entity's own label stands in its table.
_AS_STATED = {"name": "skos:altLabel"}


def documents(reading: Reading) -> Iterator[rdf.Triple]:
    """Yield the source documents themselves."""
    for row in reading.rows:
        cells = row.cells
        yield from rdf.describe(rdf.ref(f"document/{cells['document_id']}"), [
            ("rdf:type", rdf.iri("ckg:SourceDocument")),
            ("skos:notation", rdf.text(cells["document_id"])),
            ("skos:prefLabel", rdf.text(cells["title"])),
            ("dcterms:identifier", rdf.text(cells["file"])),
            ("dcterms:creator", rdf.text(cells["author"]) if cells["author"] else None),
            ("dcterms:description", rdf.text(cells["occasion"])),
            ("dcterms:date", rdf.date(cells["date"])),
            ("dcterms:rights", rdf.text(cells["licence"]) if cells["licence"] else None),
        ])


def entities(reading: Reading) -> Iterator[rdf.Triple]:
    """Yield what the documents name, and each place that names it."""
    for row in reading.rows:
        cells = row.cells
        subject, kind = rdf.ref(cells["entity_id"]), cells["kind"]
        label = None if kind in _LABELLED_ELSEWHERE else rdf.text(cells["name"])
        yield from rdf.describe(subject, [
            ("rdf:type", rdf.iri(f"ckg:{_CLASSES[kind]}")),
            ("skos:prefLabel", label),
            ("ckg:existence", rdf.ref(f"existence/{cells['existence']}")),
            ("skos:note", rdf.text(cells["note"]) if cells["note"] else None),
            *(_partnership(cells["entity_id"]) if kind == "partnership" else ()),
        ])
        for name in parts(cells["alt_names"]):
            yield rdf.triple(subject, "skos:altLabel", rdf.text(name))
        yield from _mentions(subject, cells)


def document_memberships(reading: Reading) -> Iterator[rdf.Triple]:
    """Yield the members that a document lists, under the names that it prints."""
    for row in reading.rows:
        cells = row.cells
        subject = membership_term(cells)
        member = rdf.ref(f"organisation/{cells['organisation_id']}")
        document = rdf.ref(f"document/{cells['document']}")
        partnership = rdf.ref(f"partnership/{cells['partnership_id']}")
        yield from rdf.describe(subject, [
            ("rdf:type", rdf.iri("ckg:Membership")),
            ("ckg:member", member),
            ("ckg:inPartnership", partnership),
            ("ckg:statedName", rdf.text(cells["stated_name"])),
            ("ckg:role", rdf.ref(f"role/{cells['role']}") if cells["role"] else None),
            ("ckg:countryCertainty", rdf.ref(f"certainty/{cells['country_certainty']}")),
            ("ckg:statedIn", document),
            ("ckg:line", rdf.number(cells["line"])),
        ])
        yield from rdf.describe(member, [
            ("rdf:type", rdf.iri("ckg:Organisation")),
            ("ckg:country", rdf.ref(f"country/{cells['country']}")),
        ])


def statements(reading: Reading) -> Iterator[rdf.Triple]:
    """Yield each statement with its place, asserted directly unless doubtful, and appointments."""
    for row in reading.rows:
        cells = row.cells
        value = _VALUES[cells["value_type"]](cells["value"])
        subject, about = rdf.ref(f"statement/{cells['statement_id']}"), rdf.ref(cells["subject"])
        status = cells["status"]
        yield from rdf.describe(subject, [
            ("rdf:type", rdf.iri("ckg:Statement")),
            ("ckg:about", about),
            ("ckg:property", rdf.iri(f"ckg:{cells['property']}")),
            ("ckg:object", value),
            ("ckg:status", rdf.ref(f"status/{status}") if status else None),
            ("ckg:asOf", rdf.date(cells["as_of"])),
            ("ckg:printed", rdf.text(cells["printed"])),
            ("ckg:confidence", rdf.decimal(cells["confidence"]) if cells["confidence"] else None),
            *_place(cells),
        ])
        if cells["certainty"] != "doubtful":
            predicate = _AS_STATED.get(cells["property"], f"ckg:{cells['property']}")
            yield rdf.triple(about, predicate, value)
    yield from appointments(reading)


def observations(reading: Reading) -> Iterator[rdf.Triple]:
    """Yield each dated figure with its bounds, status and place."""
    for row in reading.rows:
        cells = row.cells
        yield from rdf.describe(rdf.ref(f"observation/{cells['observation_id']}"), [
            ("rdf:type", rdf.iri("ckg:Observation")),
            ("qb:dataSet", rdf.ref("dataset/document-figures")),
            ("ckg:indicator", rdf.ref(f"indicator/{cells['indicator']}")),
            ("ckg:about", rdf.ref(cells["subject"])),
            ("ckg:qualifier", rdf.ref(f"qualifier/{cells['qualifier']}")),
            ("ckg:unit", rdf.ref(f"unit/{cells['unit']}")),
            ("ckg:status", rdf.ref(f"status/{cells['status']}")),
            ("ckg:asOf", rdf.date(cells["as_of"])),
            ("ckg:printed", rdf.text(cells["printed"])),
            *_figures(cells),
            *_place(cells),
        ])


def _partnership(entity: str) -> list[tuple[str, rdf.Term | None]]:
    name = entity.removeprefix("partnership/")
    return [
        ("rdf:type", project_type(name)),
        ("ckg:underInstrument", instrument_term(name)),
    ]


def _figures(cells: dict[str, str]) -> list[tuple[str, rdf.Term | None]]:
    numbers = {"ckg:value": "value", "ckg:lowerBound": "lower", "ckg:upperBound": "upper"}
    dates = {"ckg:startDate": "period_start", "ckg:endDate": "period_end"}
    population = cells["population"]
    return [
        *((term, rdf.decimal(cells[name])) for term, name in numbers.items() if cells[name]),
        *((term, rdf.date(cells[name])) for term, name in dates.items() if cells[name]),
        ("ckg:population", rdf.text(population) if population else None),
    ]


def _place(cells: dict[str, str]) -> list[tuple[str, rdf.Term | None]]:
    return [
        ("ckg:statedIn", rdf.ref(f"document/{cells['document']}")),
        ("ckg:line", rdf.number(cells["line"])),
        ("ckg:certainty", rdf.ref(f"certainty/{cells['certainty']}")),
    ]


def _mentions(subject: rdf.Term, cells: dict[str, str]) -> Iterator[rdf.Triple]:
    for place in parts(cells["mentions"]):
        document, line = place.split(":")
        mention = rdf.ref(f"mention/{iris.slug(place)}/{cells['entity_id']}")
        yield from rdf.describe(mention, [
            ("rdf:type", rdf.iri("ckg:Mention")),
            ("ckg:about", subject),
            ("ckg:statedIn", rdf.ref(f"document/{document}")),
            ("ckg:line", rdf.number(line)),
        ])


_VALUES: dict[str, Callable[[str], rdf.Term]] = {"ref": rdf.ref, "date": rdf.date, "text": rdf.text}
