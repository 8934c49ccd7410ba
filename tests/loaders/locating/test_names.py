"""Cells as people write them: spellings, parts, countries."""

import pytest

from clusterkg.loaders.gazetteer import Gazetteer
from clusterkg.loaders.locating import names, nations


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer({"BG", "DE", "DK", "ES", "FR", "GR", "PL", "RS"})


def found(gazetteer: Gazetteer, country: str, cell: str) -> set[str]:
    for alike in names.spellings(cell):
        places = {place.name for spelling in alike for place in gazetteer.find(country, spelling)}
        if places:
            return places
    return set()


def misread(text: str, encoding: str) -> str:
    return text.encode().decode(encoding)


@pytest.mark.parametrize(
    ("meant", "encoding"),
    [("Málaga", "latin-1"), ("Łódź", "latin-1"), ("Ústí", "cp1250"), ("Münster", "mac-roman"),
     ("Αθήνα", "latin-1"), ("Göteborg", "cp437"), ("İzmir", "cp1254")],
)
def test_letters_read_in_a_wrong_encoding_are_repaired(meant: str, encoding: str) -> None:
    assert names.repaired(misread(meant, encoding)) == meant


def test_letters_read_wrongly_twice_are_repaired() -> None:
    assert names.repaired(misread(misread("Málaga", "cp1252"), "cp1252")) == "Málaga"


@pytest.mark.parametrize("good", ["Málaga", "Łódź", "Αθήνα", "София", "Sant Cugat", "Çankırı", ""])
def test_good_letters_are_left_alone(good: str) -> None:
    assert names.repaired(good) == good


@pytest.mark.parametrize(
    ("country", "cell", "name"),
    [  # the names are GeoNames' own
        ("DE", "MÜNCHEN", "Munich"),
        ("DE", "Muenchen", "Munich"),
        ("DE", "Мюнхен", "Munich"),
        ("DE", "Μόναχο", "Munich"),
        ("DE", "D-80331 München", "Munich"),
        ("DE", "M&uuml;nchen", "Munich"),
        ("DE", "MÃ¼nchen", "Munich"),
        ("DE", "M√ºnchen", "Munich"),
        ("DE", "St. Ingbert", "Sankt Ingbert"),
        ("GR", "ΘΕΣΣΑΛΟΝΙΚΗ", "Thessaloníki"),
        ("GR", "Salonica", "Thessaloníki"),
        ("BG", "СОФИЯ", "Sofia"),
        ("RS", "Нови Сад", "Novi Sad"),
        ("FR", "PARIS CEDEX 05", "Paris"),
        ("FR", "Paris Cedex", "Paris"),
        ("FR", "75009 Paris", "Paris"),
        ("FR", "Saint Etienne du Rouvray", "Saint-Étienne-du-Rouvray"),
        ("FR", "St-Etienne", "Saint-Étienne"),
        ("DK", "København K", "Copenhagen"),
        ("DK", "Aarhus C.", "Århus"),
        ("PL", "00-950 Warszawa", "Warsaw"),
        ("ES", "SAN SEBASTIAN", "Donostia / San Sebastián"),
    ],
)
def test_a_city_is_found_however_it_is_written(
    gazetteer: Gazetteer, country: str, cell: str, name: str
) -> None:
    assert found(gazetteer, country, cell) == {name}


@pytest.mark.parametrize("cell", ["", " ", "-", "N/A", "n.a.", "null", "75009", "???", "12 / 34"])
def test_some_cells_name_nothing(cell: str) -> None:
    assert names.is_empty(cell)


def test_a_short_name_is_a_name() -> None:
    assert not any(map(names.is_empty, ("Å", "Au", "Y", "Ré")))


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Martinsried/Munich", ["Martinsried", "Munich"]),
        ("Tavagnacco (Udine)", ["Tavagnacco", "Udine"]),
        ("Zamudio, Vizcaya", ["Zamudio", "Vizcaya"]),
        ("Segrate - Milano", ["Segrate", "Milano"]),
        ("Garching bei München", ["Garching", "München"]),
        ("Milano; Torino", ["Milano", "Torino"]),
        ("Raaba-Grambach", ["Raaba-Grambach"]),
        ("75009, Paris", ["Paris"]),
        ("Nairn", ["Nairn"]),
    ],
)
def test_signs_join_names(cell: str, parts: list[str]) -> None:
    assert names.parts(cell) == parts


def test_hyphens_join_names_too() -> None:
    assert names.hyphened("Ostrava-Vítkovice") == ["Ostrava", "Vítkovice"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("DE", "DE"), ("de ", "DE"), ("EL", "GR"), ("GR", "GR"), ("UK", "GB"), ("GBR", "GB"),
     ("XK", "XK"), ("Kosovo", "XK"), ("Türkiye", "TR"), ("Turkey", "TR"), ("Česko", "CZ"),
     ("ΕΛΛΑΔΑ", "GR"), ("България", "BG"), ("The Netherlands", "NL"), ("Germany", "DE"),
     ("", ""), ("ZZ", ""), ("Europe", "")],
)
def test_countries_are_codes_or_names_in_any_language(text: str, code: str) -> None:
    assert nations.code_of(text) == code


@pytest.mark.parametrize(
    ("code", "name"),
    [("CZ", "Czechia"), ("DK", "Danmark"), ("ES", "España"), ("ES", "ESPANA"), ("IE", "Ireland"),
     ("RO", "Romania"), ("SE", "Sweden"), ("TR", "Türkiye"), ("UA", "Украина"), ("SI", "Slovenija"),
     ("DE", "Bundesrepublik Deutschland"), ("GR", "Ελλάδα")],
)
def test_a_cell_may_name_the_country(code: str, name: str) -> None:
    assert nations.names(code, name)


def test_a_city_is_no_country() -> None:
    assert not nations.names("FR", "Paris")
    assert not nations.names("PT", "Cuba")
    assert not nations.names("AT", "Au")
