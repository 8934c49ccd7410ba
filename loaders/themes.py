"""The mapping of themes to ecosystems and NACE divisions (SSSOM), as SKOS and as mappings."""

from collections.abc import Iterator

from clusterkg.ontology import iris, rdf

from .tables import Reading

# A theme carries an ecosystem when "is" or "is part of" is at least as likely as not.
CARRYING = ("skos:exactMatch", "skos:closeMatch", "skos:broadMatch")
MIN_CONFIDENCE = 0.5
NO_TERM = "sssom:NoTermFound"


def themes(reading: Reading) -> Iterator[rdf.Triple]:
    """Yield the themes, their scheme and SKOS matches, and one SSSOM mapping a row."""
    yield from rdf.describe(rdf.ref("scheme/themes"), [
        ("rdf:type", rdf.iri("skos:ConceptScheme")),
        ("dcterms:title", rdf.text("Themes of partnerships and organisations", "en")),
    ])
    for row in reading.rows:
        yield from _theme(row.cells)
        yield from _mapping(row.cells)


def carries(cells: dict[str, str]) -> bool:
    """Say whether a mapping row gives its theme an ecosystem."""
    return (
        cells["object_id"].startswith("id:ecosystem/")
        and cells["predicate_id"] in CARRYING
        and float(cells["confidence"]) >= MIN_CONFIDENCE
    )


def _theme(cells: dict[str, str]) -> Iterator[rdf.Triple]:
    subject, found = rdf.iri(cells["subject_id"]), cells["object_id"]
    mapped = found != NO_TERM
    ecosystem = rdf.iri(found) if carries(cells) else None
    yield from rdf.describe(subject, [
        ("rdf:type", rdf.iri("ckg:Theme")),
        ("rdf:type", rdf.iri("skos:Concept")),
        ("skos:inScheme", rdf.ref("scheme/themes")),
        ("skos:prefLabel", rdf.text(_label(cells), "en")),
        (cells["predicate_id"], rdf.iri(found) if mapped else None),
        ("ckg:ecosystem", ecosystem),
    ])


def _label(cells: dict[str, str]) -> str:
    # Two spellings of one theme (Industry 4.0, industry 4.0) share a node and so one label.
    label = cells["subject_label"]
    return label if label.isupper() else label[0].lower() + label[1:]


def _mapping(cells: dict[str, str]) -> Iterator[rdf.Triple]:
    theme = cells["subject_id"].removeprefix("id:theme/")
    target = iris.slug(cells["object_id"])
    yield from rdf.describe(rdf.ref(f"mapping/{theme}/{target}"), [
        ("rdf:type", rdf.iri("ckg:Mapping")),
        ("sssom:subject_id", rdf.iri(cells["subject_id"])),
        ("sssom:predicate_id", rdf.iri(cells["predicate_id"])),
        ("sssom:object_id", rdf.iri(cells["object_id"])),
        ("sssom:mapping_justification", rdf.iri(cells["mapping_justification"])),
        ("ckg:confidence", rdf.decimal(cells["confidence"])),
        ("ckg:justification", rdf.text(cells["comment"], "en") if cells["comment"] else None),
    ])
