"""Clusters with who manages them, parents of organisations, and the offices of persons."""

from collections.abc import Iterator

from clusterkg.ontology import iris, rdf

from .curated import parts
from .sources import source_triples
from .tables import Reading

_DOUBTFUL, _INFERRED, _STATED = "doubtful", "inferred", "stated"
Cells = dict[str, str]


def clusters(reading: Reading) -> Iterator[rdf.Triple]:
    """Yield the clusters; the certainty of one is that of who manages it."""
    for row in reading.rows:
        cells = row.cells
        subject = rdf.ref(f"cluster/{cells['cluster_id']}")
        yield from rdf.describe(subject, [
            ("rdf:type", rdf.iri("ckg:Cluster")),
            ("skos:prefLabel", rdf.text(cells["name"])),
            ("ckg:managedBy", rdf.ref(f"organisation/{cells['managed_by']}")),
            ("ckg:certainty", rdf.ref(f"certainty/{cells['certainty']}")),
        ])
        for name in parts(cells["alt_names"]):
            yield rdf.triple(subject, "skos:altLabel", rdf.text(name))
        yield from source_triples(subject, cells["source_url"])


def parents(reading: Reading) -> Iterator[rdf.Triple]:
    """Yield which organisation belongs to which other one, and how certain that is."""
    for row in reading.rows:
        cells = row.cells
        subject = rdf.ref(f"organisation/{cells['organisation_id']}")
        yield from rdf.describe(subject, [
            ("ckg:subOrganisationOf", rdf.ref(f"organisation/{cells['parent_id']}")),
            ("ckg:parentCertainty", rdf.ref(f"certainty/{cells['certainty']}")),
        ])
        yield from source_triples(subject, cells["source_url"])


def appointments(statements: Reading) -> Iterator[rdf.Triple]:
    """Yield an appointment for each office that a document gives to a person.

    Parameters
    ----------
    statements : Reading
        The statements of the documents. One of ``personRole`` makes the appointment; those of
        ``affiliation`` about the same person in the same document say to which body. Doubtful
        ones make none.
    """
    sound = [row.cells for row in statements.rows if row.cells["certainty"] != _DOUBTFUL]
    for office in sound:
        if office["property"] == "personRole":
            bodies = [cells for cells in sound if _same_place(cells, office)]
            yield from _appointment(office, bodies)


def _same_place(cells: Cells, office: Cells) -> bool:
    shared = ("subject", "document")
    return cells["property"] == "affiliation" and all(cells[k] == office[k] for k in shared)


def _appointment(office: Cells, bodies: list[Cells]) -> Iterator[rdf.Triple]:
    person = office["subject"].partition("/")[2]
    name = f"{person}/{iris.slug(office['value'])}-{iris.slug(office['document'])}"
    stated = all(cells["certainty"] == _STATED for cells in (office, *bodies))
    yield from rdf.describe(rdf.ref(f"appointment/{name}"), [
        ("rdf:type", rdf.iri("ckg:Appointment")),
        ("ckg:holder", rdf.ref(office["subject"])),
        *(("ckg:appointedTo", rdf.ref(cells["value"])) for cells in bodies),
        ("ckg:personRole", rdf.text(office["value"])),
        ("ckg:asOf", rdf.date(office["as_of"])),
        ("ckg:statedIn", rdf.ref(f"document/{office['document']}")),
        ("ckg:line", rdf.number(office["line"])),
        ("ckg:certainty", rdf.ref(f"certainty/{_STATED if stated else _INFERRED}")),
    ])
