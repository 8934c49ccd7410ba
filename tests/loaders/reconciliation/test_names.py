"""Names made comparable; what each test expects was worked out by hand from the names."""

import pytest

from clusterkg.loaders.reconciliation import names
from clusterkg.loaders.reconciliation.names import PART, SHORT, WHOLE
from clusterkg.loaders.reconciliation.words import meanings, phrases, weight


def words(name: str) -> list[str]:
    return [word.text for word in names.read_words(name)]


@pytest.mark.parametrize(("one", "other"), [
    ("CYBERFORUM EV", "CyberForum e.V."),
    ("FUNDINGBOX ACCELERATOR SP ZOO", "FundingBox Accelerator Sp. z o.o."),
    ("DISTRETTO TECNOLOGICO AEROSPAZIALE S.C. A R.L.", "Distretto Tecnologico Aerospaziale"),
    ("Berlin Partner für Wirtschaft", "BERLIN PARTNER FUER WIRTSCHAFT"),
    ("Lifestyle & Design Cluster", "Lifestyle and Design Cluster"),
    ("Umweltcluster Bayern", "Environment Cluster Bavaria"),
    ("Clúster de Automoción de la Comunitat Valenciana", "Valencian Automotive Cluster"),
    ("Information and Communication Technologies Cluster", "ICT Cluster"),
    ("Αθήνα Ένωση", "Athina Enosi"),
    ("ΚΛΑΣΤΕΡ ИКЕМ", "KLASTER IKEM"),
])
def test_names_that_say_the_same_have_the_same_words(one: str, other: str) -> None:
    assert sorted(words(one)) == sorted(words(other))


@pytest.mark.parametrize(("one", "other"), [
    ("Health Cluster Portugal", "Wine Cluster Portugal"),
    ("University of Surrey", "University of Sussex"),
    ("Lodz University of Technology", "Uniwersytet Łódzki"),
    ("si-Cluster", "gi-Cluster"),
    ("Cluster of Flanders", "Cluster of Wallonia"),
])
def test_names_of_others_keep_a_difference(one: str, other: str) -> None:
    assert set(words(one)) - set(words(other))


def test_legal_forms_and_function_words_are_no_words() -> None:
    assert words("Stichting voor de Bouw B.V.") == ["foundation", "construction"]
    assert words("The S.A. of SRL GmbH") == []


def test_utf_8_read_as_mac_roman_is_mended() -> None:
    assert names.mended("O√ú Skeleton Technologies") == "OÜ Skeleton Technologies"
    assert names.mended("Soci√©t√© Civile") == "Société Civile"
    assert names.mended("√2 Labs") == "√2 Labs"
    assert names.mended("Österreich") == "Österreich"


def test_parts_of_a_name_are_read_apart() -> None:
    read = names.read(["Aviation Valley / Dolina Lotnicza"])
    found = {(view.extent, *(word.text for word in view.words)) for view in read.views}
    assert (WHOLE, "aerospace", "valley", "dolina") in found
    assert (PART, "aerospace", "valley") in found


@pytest.mark.parametrize("name", [
    "Biopeople (University of Copenhagen)", "Outotec (Finland)",
    "Logistics Cluster @Business Upper Austria",
    "Torino Social Impact (represented by Fondazione Giacomo Brodolini)",
])
def test_a_parent_a_place_or_a_host_is_no_part(name: str) -> None:
    assert not [view for view in names.read([name]).views if view.extent == PART]


def test_acronyms_and_initials() -> None:
    read = names.read(["Berlin-Brandenburg Aerospace Allianz e.V. (BBAA)"])
    assert read.acronyms == {"bbaa"}
    assert "bbaa" in names.read(["Berlin Brandenburg Aerospace Allianz"]).initials
    # A field's usual short name is no acronym of an organisation.
    assert not names.read(["Digital Cluster (ICT)"]).acronyms
    assert names.read(["Clúster de Automoción", "AVIA"]).views[1].extent == SHORT


def test_reading_twice_or_in_capitals_changes_nothing() -> None:
    name = "Chemie-Cluster Bayern GmbH"
    assert names.read([name]) == names.read([name, name])
    assert words(name) == words(name.upper())


def test_a_common_word_tells_less_than_a_rare_one() -> None:
    assert weight("cluster", "body") < weight("textile", "field") < weight("tex4im", "") < 1
    assert weight("limited", "form") == 0
    assert weight("association", "society") < weight("association", "body") < 0.5


def test_the_table_of_words_is_sound() -> None:
    assert all(form == form.strip() and form.islower() and form.isascii() for form in meanings())
    assert all(" " in phrase for found in phrases().values() for phrase in found)
    assert {kind for _, kind in meanings().values()} == {
        "form", "stop", "society", "body", "field", "place"}
