"""Countries: their IRIs stand in the Publications Office's own table."""

import xml.etree.ElementTree as ET

import pytest

from clusterkg.loaders import countries
from clusterkg.ontology import iris
from tests.loaders.outside import Described, described, shared

SKOS = "{http://www.w3.org/2004/02/skos/core#}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
XML = "{http://www.w3.org/XML/1998/namespace}"
OFFICE = "http://publications.europa.eu/resource/authority/country/"


@pytest.fixture(scope="module")
def loaded() -> Described:
    return described(countries.load())


@pytest.fixture(scope="module")
def authority() -> dict[str, str]:
    """English labels by IRI in the authority table of 2022-12-14."""
    root = ET.parse(shared("authority/countries-skos.rdf")).getroot()
    return {
        concept.attrib[RDF + "about"]: str(label.text)
        for concept in root.iter(SKOS + "Concept")
        for label in concept.iter(SKOS + "prefLabel")
        if label.attrib[XML + "lang"] == "en"
    }


def test_every_country_iri_is_the_publications_offices(
    loaded: Described, authority: dict[str, str]
) -> None:
    assert set(loaded) <= set(authority)


def test_the_labels_of_europe_are_the_publications_offices(
    loaded: Described, authority: dict[str, str]
) -> None:
    nuts = [iris.ISO_FROM_NUTS.get(code, code) for code in sorted(iris.NUTS_COUNTRIES)]
    for code in [*nuts, "AL", "BA", "CH", "IS", "LI", "ME", "MK", "NO", "RS", "TR", "UA", "XK"]:
        country = iris.country(code)
        assert loaded[country]["skos:prefLabel"] == [authority[country]]


def test_iso_3166_has_249_countries_and_kosovo_is_added(loaded: Described) -> None:
    # "len(pycountry.countries)" is 249 in pycountry's own manual.
    assert len(loaded) == 249 + 1
    kosovo = loaded[OFFICE + "1A0"]
    assert kosovo["skos:notation"] == ["XK"]
    assert "without prejudice to positions on status" in kosovo["skos:note"][0]


def test_greece_and_the_united_kingdom_also_carry_the_european_code(loaded: Described) -> None:
    assert loaded[OFFICE + "GRC"]["ckg:nutsPrefix"] == ["EL"]
    assert loaded[OFFICE + "GBR"]["ckg:nutsPrefix"] == ["UK"]
    assert sum("ckg:nutsPrefix" in about for about in loaded.values()) == 2
