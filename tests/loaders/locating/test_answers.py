"""Cells to regions: what is answered, with which evidence, and why others are not."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import polars as pl
import pytest

from clusterkg.loaders.locating import REASONS, Boundaries, locate, read_boundaries
from clusterkg.loaders.locating.answers import Answer, answer
from clusterkg.loaders.locating.locate import gather
from tests.loaders.outside import shared

from .drawn import MUNICH, collection, feature, square, whole, written

COUNTRIES = "AL AT BA BE BG CZ DE ES FI FR GR HR IT LU MT NL PL PT SI TR UK".split()
locate_module = import_module("clusterkg.loaders.locating.locate")
Asked = Callable[[str, str], Answer]


@pytest.fixture(scope="module")
def named() -> Asked:
    evidence = gather(COUNTRIES)
    return lambda country, city: answer(evidence, country, city)


@pytest.fixture(scope="module")
def real() -> Boundaries:
    return read_boundaries(shared("nuts/nuts2json_20M_3.topo.json"))


@pytest.fixture(scope="module")
def placed(real: Boundaries) -> Asked:
    evidence = gather(COUNTRIES, real)
    return lambda country, city: answer(evidence, country, city)


@pytest.mark.parametrize(
    ("country", "city", "reason"),
    [
        ("DE", "", "no-city"),
        ("DE", "n/a", "no-city"),
        ("Atlantis", "Atlantis", "country-unknown"),
        ("ES", "España", "country-named"),
        ("FI", "SUOMI", "country-named"),
        ("DE", "Germany", "country-named"),
        ("MT", "Malta", "country-named"),
        ("CY", "Cyprus", "country-named"),
        ("BA", "Sarajevo", "no-regions"),
        ("US", "Boston", "no-regions"),
        ("DE", "Xyzstadt", "unknown"),
        ("DE", "M" * 100_000, "unknown"),
        ("DE", "a-" * 90, "unknown"),
        ("DE", "a/" * 90, "unknown"),
        ("DE", "Torino", "unknown"),
        ("FR", "Arles", "region-unknown"),
        ("FR", "Vienne", "region-unknown"),
        ("PL", "Zakopane", "region-unknown"),
        ("DE", "Halle", "ambiguous"),
        ("IT", "Milano; Torino", "ambiguous"),
    ],
)
def test_no_answer_has_a_reason(named: Asked, country: str, city: str, reason: str) -> None:
    found = named(country, city)
    assert (found.nuts3, found.vintage, found.confidence) == (None, None, None)
    assert found.reason == reason
    assert reason in REASONS
    assert found.evidence
    assert len(found.evidence) < 1000


@pytest.mark.parametrize(
    ("country", "city", "code"),
    [
        ("DE", "Munich", "DE212"),
        ("Germany", "MÃ¼nchen", "DE212"),
        ("DE", "Kassel", "DE731"),
        ("EL", "ΘΕΣΣΑΛΟΝΙΚΗ", "EL522"),
        ("GR", "Θεσσαλονίκη", "EL522"),
        ("BG", "СОФИЯ", "BG411"),
        ("BG", "гр. София", "BG411"),
        ("UK", "Manchester", "UKD33"),
        ("LU", "Belval", "LU000"),
        ("LU", "Luxembourg", "LU000"),
        ("RE", "Saint-Denis", "FRY40"),
        ("ES", "Bizkaia", "ES213"),
        ("DE", "Kassel, Landkreis", "DE734"),
        ("ES", "San Sebastián/Donostia", "ES212"),
        ("FR", "Lyon Cedex 07", "FRK26"),
        ("CZ", "Ostrava-Vítkovice", "CZ080"),
        ("TR", "IZMIR", "TR310"),
    ],
)
def test_names_alone_give_regions(named: Asked, country: str, city: str, code: str) -> None:
    found = named(country, city)
    assert (found.nuts3, found.reason) == (code, None)
    assert found.vintage == ("2018" if code.startswith("UK") else "2024")
    assert found.confidence is not None
    assert 0.8 < found.confidence < 1
    assert found.evidence


@pytest.mark.parametrize(
    ("country", "city", "code"),
    [
        ("PL", "Zakopane", "PL219"),
        ("FR", "Vierzon", "FRB01"),
        ("IT", "Prato", "ITI15"),  # other places of this name are 50 times smaller
        ("PT", "Aveiro", "PT191"),
        ("HR", "Zagreb", "HR050"),
        ("IT", "Tavagnacco (Udine)", "ITH42"),
        ("IT", "Ruvo di Puglia (BA)", "ITF47"),
        ("ES", "Zamudio, Vizcaya", "ES213"),
        ("ES", "FUENTE ALAMO MURCIA", "ES620"),  # the province decides between two of the name
        ("ES", "Fuente Álamo (Albacete)", "ES421"),
        ("DE", "Garching bei München", "DE21H"),
        ("DE", "GARCHING NEAR MUNICH", "DE21H"),  # the smaller place, near the larger one
        ("SI", "Portorož-Portorose", "SI044"),
        ("BE", "Charleroi", "BE32B"),  # the outlines have an older code; its name decides
    ],
)
def test_boundaries_give_regions(placed: Asked, country: str, city: str, code: str) -> None:
    found = placed(country, city)
    assert (found.nuts3, found.reason) == (code, None)


@pytest.mark.parametrize(
    ("country", "city", "reason"),
    [
        ("ES", "Fuente Álamo", "ambiguous"),
        ("FR", "Saint-Denis", "ambiguous"),  # near Paris, or on Réunion
        ("AT", "Lend", "ambiguous"),  # a part of Graz, or a small town in Salzburg
        ("ES", "Ribeira", "ambiguous"),  # a village, or short for Santa Uxía de Ribeira
        ("FR", "Vienne", "ambiguous"),  # a town, and a department elsewhere
        ("FR", "Saint-Pierre, La Réunion", "ambiguous"),  # two hamlets in the Oise, or the island
        ("IT", "Milano; Torino", "ambiguous"),
        ("DE", "Fürth/Nürnberg", "ambiguous"),  # neighbours, and neither is small
        ("DE", "Fellbach", "near-border"),
        ("UK", "Torpoint", "near-border"),  # on a bank that the outlines leave out
        ("PT", "Caparica", "old-vintage"),
        ("BE", "Beringen", "old-vintage"),
        ("ES", "España", "country-named"),
    ],
)
def test_boundaries_do_not_decide_everything(
    placed: Asked, country: str, city: str, reason: str
) -> None:
    found = placed(country, city)
    assert (found.nuts3, found.reason) == (None, reason)


def test_the_more_steps_the_less_confidence(named: Asked, placed: Asked) -> None:
    def confidence(asked: Asked, country: str, city: str) -> float:
        found = asked(country, city).confidence
        assert found is not None
        return found

    both = confidence(placed, "DE", "Munich")
    assert both > confidence(named, "DE", "Munich") > confidence(named, "DE", "D-80331 München")
    inland, border = confidence(placed, "FR", "Vierzon"), confidence(placed, "NL", "Zoetermeer")
    assert both > inland > border > confidence(placed, "FR", "Le Havre")
    assert confidence(placed, "IT", "Prato") < 0.9  # others of its name are much smaller


def test_the_evidence_is_a_sentence_without_control_characters(placed: Asked) -> None:
    assert placed("FR", "Orléans Cedex").evidence == (
        "Orléans (geonames.org/2989317) lies in FRB06; read from 'Orléans Cedex'")
    moved = placed("PT", "Évora de Alcobaça")
    assert "\x1b" not in placed("DE", "Köln\x1b[31m / Bonn\x07").evidence + moved.evidence


def test_a_city_outside_of_the_region_it_names_is_no_answer(tmp_path: Path) -> None:
    drawn = [feature("DE731", [square(8.0, 50.0, 8.4, 50.4)]),  # far from Kassel
             feature("DE734", [square(9.3, 51.2, 9.7, 51.45)])]
    cell = answer(gather(COUNTRIES, whole(written(tmp_path, collection(drawn)))), "DE", "Kassel")
    assert (cell.nuts3, cell.reason) == (None, "conflict")
    assert "lies in DE734" in cell.evidence
    assert "but DE731" in cell.evidence


def test_outlines_that_contradict_names_are_not_used(tmp_path: Path, real: Boundaries) -> None:
    """In the real file Albania's codes stand for other districts than today's."""
    assert gather(COUNTRIES, real).unfit == {"AL"}
    exchanged = [feature("DE212", [square(9.3, 51.2, 9.7, 51.45)]),
                 feature("DE731", [square(11.4, 48.05, 11.7, 48.25)])]
    evidence = gather(COUNTRIES, whole(written(tmp_path, collection(exchanged))))
    assert evidence.unfit == {"DE"}
    assert answer(evidence, "DE", "Kassel").nuts3 == "DE731"
    fit = whole(written(tmp_path, collection(MUNICH)))
    assert gather(COUNTRIES, fit).unfit == set()


def test_albanian_cities_that_only_wrong_outlines_locate_get_no_answer(real: Boundaries) -> None:
    evidence = gather(COUNTRIES, real)
    assert answer(evidence, "AL", "Korçë").nuts3 == "AL034"
    assert answer(evidence, "AL", "Pogradec").reason == "region-unknown"


def test_locate_keeps_rows_order_and_other_columns() -> None:
    frame = pl.DataFrame({
        "nr": [1, 2, 3, 4, 5],
        "land": ["DE", None, "IT", "DE", "DE"],
        "town": ["Kassel", "Kassel", None, "Kassel", "Halle"],
    })
    found = locate(frame, country="land", city="town")
    assert found.columns == [*frame.columns, "nuts3", "vintage", "confidence", "evidence", "reason"]
    assert found.select(frame.columns).equals(frame)
    assert found["nuts3"].to_list() == ["DE731", None, None, "DE731", None]
    assert found["reason"].to_list() == [None, "country-unknown", "no-city", None, "ambiguous"]
    assert found["confidence"].dtype == pl.Float64


def test_cities_that_are_read_stay_until_others_are_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locate_module, "_kept", {})
    first = gather(["LU", "CY"])
    assert gather(["CY"]).gazetteer is first.gazetteer
    other = gather(["CY", "MT"])
    assert other.gazetteer is not first.gazetteer
    assert other.gazetteer.find("MT", "Valletta")
    assert not first.gazetteer.find("MT", "Valletta")


def test_locate_takes_an_empty_table_and_names_a_wrong_one() -> None:
    from clusterkg.loaders.locating import LocatingError

    empty = pl.DataFrame(schema={"country": pl.String, "city": pl.String})
    assert locate(empty).height == 0
    with pytest.raises(LocatingError, match="no column 'city'; it has country, town"):
        locate(empty.rename({"city": "town"}))
    with pytest.raises(LocatingError, match="a column 'reason' already"):
        locate(empty.with_columns(reason=pl.lit("")))
