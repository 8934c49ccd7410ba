"""The countries of ISO 3166-1, as packaged by pycountry, and Kosovo."""

from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from clusterkg.ontology import iris, rdf

from .batch import Batch, Source, TableCount

_KOSOVO_PAGE = "https://www.consilium.europa.eu/prado/en/prado-documents/xkx/a/s/docs-per-type.html"
_KOSOVO_NOTE = (
    "This designation is without prejudice to positions on status and is in line with UNSCR "
    "1244/1999 and the ICJ Opinion on the Kosovo declaration of independence."
)


def load() -> Batch:
    """Return the countries with their codes of two letters, in the order of the codes.

    Greece and the United Kingdom also carry the codes that European statistics use (EL, UK).
    """
    import pycountry

    countries = sorted(pycountry.countries, key=lambda country: str(country.alpha_2))
    triples = [line for country in countries for line in _country(country)]
    count = TableCount("ISO 3166-1", len(countries), len(countries), 0, 0)
    return Batch(_source(), [*triples, *_kosovo()], [count])


def _source() -> Source:
    return Source(
        name="countries",
        version=version("pycountry"),
        title="Countries: ISO 3166-1 by way of Debian's iso-codes, and Kosovo",
        origin="https://pypi.org/project/pycountry/",
        licence="https://spdx.org/licenses/LGPL-2.1-only",
        attribution="Debian iso-codes; by way of pycountry",
    )


def _country(country: Any) -> Iterator[rdf.Triple]:
    code = str(country.alpha_2)
    european = iris.NUTS_FROM_ISO.get(code)
    return rdf.describe(rdf.iri(iris.country(code)), [
        ("rdf:type", rdf.iri("ckg:Country")),
        ("skos:notation", rdf.text(code)),
        ("ckg:nutsPrefix", rdf.text(european) if european else None),
        ("skos:prefLabel", rdf.text(getattr(country, "common_name", country.name), "en")),
    ])


def _kosovo() -> Iterator[rdf.Triple]:
    return rdf.describe(rdf.iri(iris.country(iris.KOSOVO)), [
        ("rdf:type", rdf.iri("ckg:Country")),
        ("skos:notation", rdf.text(iris.KOSOVO)),
        ("skos:prefLabel", rdf.text("Kosovo", "en")),
        ("skos:note", rdf.text(_KOSOVO_NOTE, "en")),
        ("dcterms:source", rdf.iri(_KOSOVO_PAGE)),
    ])
