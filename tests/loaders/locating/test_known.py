"""What labels and bundled pairs say of cities, and where they mislead."""

import pytest

from clusterkg.loaders import nuts
from clusterkg.loaders.gazetteer import Gazetteer
from clusterkg.loaders.locating import known
from clusterkg.loaders.locating.known import Clue, Known, dominant
from clusterkg.loaders.locating.regions import TERRITORIES, Moved, Regions, labels, prefix, regions

COUNTRIES = frozenset("AT BE BG DE DK ES FR GB GR HR HU IT NL PL PT RO TR UA".split())


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(COUNTRIES)


@pytest.fixture(scope="module")
def unpaired(gazetteer: Gazetteer) -> Known:
    """Labels alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known, "_bundled_pairs", lambda countries: iter(()))
        return Known(gazetteer, COUNTRIES)


def code(source: Known, gazetteer: Gazetteer, country: str, city: str) -> str:
    place = dominant(gazetteer.find(country, city))
    assert place
    clue = source.of_place(place)
    return clue.code if clue else ""


@pytest.mark.parametrize(
    ("country", "city", "expected"),
    [
        ("DE", "Kassel", "DE731"),  # the city, not 'Kassel, Landkreis' (DE734)
        ("DE", "München", "DE212"),
        ("DE", "Tübingen", ""),  # 'Tübingen, Landkreis'
        ("DE", "Leipzig", "DED51"),  # DED52 is called 'Leipzig' and is the land around
        ("DE", "Stuttgart", "DE111"),
        ("DE", "Göttingen", "DE91C"),
        ("BG", "Sofia", "BG411"),  # BG412 is called 'Sofia' and is the land around
        ("BG", "Ruse", "BG323"),
        ("HR", "Zagreb", "HR050"),
        ("UA", "Kyiv", "UA630"),  # 'М. Київ': місто, the city
        ("PT", "Lisboa", "PT1A0"),  # 'Grande Lisboa'
        ("ES", "Palma", ""),
        ("PL", "Kraków", "PL213"),
        ("PL", "Gdańsk", ""),  # 'Gdański' (PL634) is the land around the city
        ("DK", "København", "DK011"),
        ("BE", "Gent", "BE234"),
        ("NL", "Haarlem", "NL32A"),
        ("IT", "Torino", "ITC11"),
        ("ES", "Sevilla", "ES618"),
        ("TR", "İzmir", "TR310"),
        ("FR", "Vienne", ""),  # the department of this name lies elsewhere
        ("HU", "Budapest", ""),  # a part of it is called like another county
        ("ES", "La Palma del Condado", ""),  # not the island
        ("GB", "Merton", ""),  # a village; the region is a part of London
        ("GB", "Manchester", "UKD33"),
    ],
)
def test_labels_name_cities(
    unpaired: Known, gazetteer: Gazetteer, country: str, city: str, expected: str
) -> None:
    assert code(unpaired, gazetteer, country, city) == expected


def test_pairs_add_cities_that_no_label_names(unpaired: Known, gazetteer: Gazetteer) -> None:
    paired = Known(gazetteer, COUNTRIES)
    assert code(unpaired, gazetteer, "FR", "Toulouse") == ""
    assert code(paired, gazetteer, "FR", "Toulouse") == "FRJ23"
    assert paired.of_name("FR", "SOPHIA ANTIPOLIS") == Clue(
        "FRL03", "region of a bundled organisation in this city")


def test_pairs_that_differ_from_each_other_or_from_a_label_say_nothing(
    gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = [("FR", "Toulouse", "FRJ23"), ("FR", "Toulouse", "FRJ22"), ("DE", "Kassel", "DE734"),
             ("FR", "Lyon", "FRK26"), ("DE", "Dorf am Rand", "DE731"),
             ("ES", "Fuente Álamo", "ES620")]
    monkeypatch.setattr(known, "_bundled_pairs", lambda countries: iter(pairs))
    source = Known(gazetteer, COUNTRIES)
    assert code(source, gazetteer, "FR", "Toulouse") == ""
    assert code(source, gazetteer, "DE", "Kassel") == ""
    assert code(source, gazetteer, "FR", "Lyon") == "FRK26"
    assert source.of_name("DE", "DORF am Rand")
    assert not any(source.of_place(place) for place in gazetteer.find("ES", "Fuente Álamo"))


def test_a_region_may_be_named_itself(unpaired: Known) -> None:
    clue = unpaired.of_name("ES", "BIZKAIA")
    assert clue == Clue("ES213", "region of the name 'Bizkaia'")
    assert unpaired.of_name("DE", "Leipzig") is None  # two regions have this name
    assert unpaired.of_name("FR", "BIZKAIA") is None


def test_the_largest_place_is_meant_if_all_others_are_tiny(gazetteer: Gazetteer) -> None:
    evora = gazetteer.find("PT", "Évora")
    assert len(evora) == 2
    assert dominant(evora) == max(evora, key=lambda place: place.population)
    assert dominant(gazetteer.find("DE", "Halle")) is None
    assert dominant([]) is None


def test_territories_are_regions_of_their_names() -> None:
    import pycountry

    for country, region in TERRITORIES.items():
        name = pycountry.countries.get(alpha_2=country).name
        own = {"GF": "Guyane", "RE": "La Réunion", "SJ": "Svalbard", "AX": "Åland"}
        assert labels()[region][0] == own.get(country, name)
        assert prefix(country) == region[:2]


def test_countries_of_one_region() -> None:
    assert [regions().only(code) for code in ("LU", "CY", "ME", "LI", "RE", "FR", "MT", "XX")] == [
        "LU000", "CY000", "ME000", "LI000", "FRY40", "", "", ""]


def region(code: str, label: str, *replaced_by: str) -> nuts.Region:
    return nuts.Region(code, label, 3, "2024", replaced_by)


def test_older_codes_move_where_one_region_took_over() -> None:
    today = Regions(
        [region("AA011", "North"), region("AA012", "South"), region("AA013", "Both")],
        [region("AA001", "Nord", "AA011"), region("AA002", "Sud", "AA012", "AA013"),
         region("AA003", "Old"), region("AA004", "Nord too", "AA011")],
    )
    found = today.newest(dict.fromkeys(["AA011", "AA001", "AA002", "AA003", "AA004"], "any"))
    assert found == {
        "AA011": Moved("AA011"),
        "AA001": Moved("AA011", "AA001 of 2021"),
        "AA004": Moved("AA011", "AA004 of 2021"),
    }


def test_codes_of_unknown_age_move_by_name_only_if_all_of_the_country_do() -> None:
    today = Regions([region("AA011", "North"), region("AA012", "South"), region("AA020", "West")],
                    [])
    all_named = {"AA001": "NORTH", "AA002": "South", "AA020": "West"}
    assert {code: moved.code for code, moved in today.newest(all_named).items()} == {
        "AA001": "AA011", "AA002": "AA012", "AA020": "AA020"}
    for changed in ({"AA001": "North", "AA020": "West"},  # something new is made of older ones
                    {"AA001": "North", "AA002": "South", "AA003": "East", "AA020": "West"},
                    {"AA001": "North", "AA002": "Middle", "AA020": "West"}):
        assert set(today.newest(changed)) == {"AA020"}


def test_real_older_codes() -> None:
    """Eurostat's table of changes from 2016 to 2021 has these rows."""
    croatia = {"HR041": "Grad Zagreb", "HR042": "Zagrebačka županija"}
    assert regions().newest(croatia) == {}  # a part of the country alone tells too little
    assert regions().newest({"FI193": "Keski-Suomi"})["FI193"].code == "FI198"
    assert regions().newest({"PT170": "Área Metropolitana de Lisboa"}) == {}
