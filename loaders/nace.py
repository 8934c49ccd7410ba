"""NACE 2.1, the European classification of economic activities, as packaged by naceconverter."""

from collections.abc import Iterator, Mapping
from typing import Any

from clusterkg.ontology import iris, rdf

from .batch import Batch, Source, TableCount

SOURCE = Source(
    name="nace",
    version="2.1",
    title="NACE Rev. 2.1: sections, divisions, groups and classes",
    origin="https://pypi.org/project/naceconverter/",
    licence="https://creativecommons.org/licenses/by/4.0/",
    attribution="European Commission, Eurostat: NACE Rev. 2.1; by way of naceconverter",
)
_CLASSES = 4
_LOST_APOSTROPHE = "?"  # the package's file was once saved in an encoding that has none


def load() -> Batch:
    """Return the four levels of NACE 2.1 as a hierarchy of SKOS concepts.

    The package's fifth level is one country's own; it is left out.
    """
    from naceconverter import NACEConverter

    records = NACEConverter().codes_dict.values()
    kept = sorted(
        (record for record in records if record["level"] <= _CLASSES),
        key=lambda record: (record["level"], record["code"]),
    )
    count = TableCount("NACE 2.1, levels 1-4", len(kept), len(kept), 0, 0)
    triples = [line for record in kept for line in _triples(record)]
    return Batch(SOURCE, [*_scheme(), *triples], [count])


def _scheme() -> Iterator[rdf.Triple]:
    return rdf.describe(rdf.iri("nace:nace2.1"), [
        ("rdf:type", rdf.iri("skos:ConceptScheme")),
        ("dcterms:title", rdf.text("NACE Rev. 2.1", "en")),
    ])


def _triples(record: Mapping[str, Any]) -> Iterator[rdf.Triple]:
    parent = record["parentCode"]
    yield from rdf.describe(rdf.iri(iris.nace(record["code"])), [
        ("rdf:type", rdf.iri("ckg:EconomicActivity")),
        ("rdf:type", rdf.iri("skos:Concept")),
        ("skos:notation", rdf.text(record["code"])),
        ("skos:prefLabel", rdf.text(record["name"].replace(_LOST_APOSTROPHE, "'"), "en")),
        ("skos:broader", rdf.iri(iris.nace(parent)) if parent else None),
        ("skos:inScheme", rdf.iri("nace:nace2.1")),
    ])
