"""Scores of pairs that a person tells apart at a glance."""

import json
from itertools import pairwise

import pytest

from clusterkg.loaders.reconciliation import scoring
from clusterkg.loaders.reconciliation.matching import LOWEST, THRESHOLD
from clusterkg.loaders.reconciliation.scoring import FEATURES, Organisation, score


def made(*labels: str, **facts: str) -> Organisation:
    return Organisation(f"https://example.org/{labels[0]}", "one", labels, "IT", **facts)


def probability(one: Organisation, other: Organisation) -> float:
    return score(one, other).probability


@pytest.mark.parametrize(("one", "other"), [
    ("Distretto Ligure delle Tecnologie Marine",
     "DISTRETTO LIGURE DELLE TECNOLOGIE MARINE SOCIETA CONSORTILE A RL"),
    ("Basque Energy Cluster (Cluster de Energía)", "Basque Energy Cluster"),
    ("ARIA Normandy", "ARIA Normandie"),
    ("MITC - Malardalen Industrial Technology Center", "Mälardalen Industrial Technology Centre"),
    ("Railway cluster of Sweden", "Swedish Railway Cluster"),
])
def test_one_organisation(one: str, other: str) -> None:
    assert probability(made(one), made(other)) >= THRESHOLD
    assert probability(made(one), made(other)) == probability(made(other), made(one))


@pytest.mark.parametrize(("one", "other"), [
    ("Automotive Cluster Bulgaria", "Automotive Cluster Serbia"),
    ("Basque Health Cluster", "Navarra Health Cluster"),
    ("Latvian Hydrogen Association", "Latvian Logistics Association"),
    ("Cork Institute of Technology", "Dublin Institute of Technology"),
    ("Ankara University", "Ankara University Science Park"),
    ("Cluster Finland", "Outotec (Finland)"),
    ("Institute of Nuclear Physics, Polish Academy of Sciences",
     "Systems Research Institute of the Polish Academy of Sciences"),
    ("mi-Cluster", "gi-Cluster"),
])
def test_two_organisations(one: str, other: str) -> None:
    assert probability(made(one), made(other)) < THRESHOLD


def test_an_other_city_lowers_and_vetoes_nothing() -> None:
    here = made("Polo Tecnologico di Pordenone", city="Pordenone")
    same = made("Polo Tecnologico di Pordenone", city="PORDENONE PN")
    unknown = made("Polo Tecnologico di Pordenone", city="Italia")
    away = made("Polo Tecnologico di Pordenone", city="Udine")
    assert probability(here, same) >= probability(here, unknown) > probability(here, away)
    assert probability(here, away) >= THRESHOLD


def test_a_short_name_counts_with_its_city() -> None:
    own = made("Laser and Engineering Technologies Cluster (LITEK)", city="Vilnius")
    there = made("Fizikos mokslo ir technologiju parkas", "LITEK", city="VILNIUS")
    away = made("Litauische Technik", "LITEK", city="Kaunas")
    assert probability(own, there) > probability(own, away)
    assert probability(own, away) < THRESHOLD


def test_equal_numbers_outweigh_names() -> None:
    one, other = made("ECO World Styria", pic="123456789"), made("Green Tech", pic="123456789")
    assert probability(one, other) > probability(made("ECO World Styria"), made("Green Tech"))
    assert probability(one, made("Green Tech", pic="987654321")) < LOWEST


def test_equal_domains_count_unless_many_share_them() -> None:
    one = made("Silicon Saxony", website="https://www.silicon-saxony.de/en")
    other = made("Silicon Saxony Management", website="silicon-saxony.de")
    assert probability(one, other) > probability(made(*one.labels), made(*other.labels))
    assert made("A", website="https://www.facebook.com/a").domain == ""
    assert made("A", website="no address [").domain == ""


def test_an_organisation_without_words_matches_nobody() -> None:
    assert probability(made("GmbH"), made("GmbH")) == 0.0


def test_the_model_has_a_coefficient_a_feature() -> None:
    assert set(scoring.coefficients()) == {"intercept", *FEATURES}
    found = score(made("Alpha Valley"), made("Alpha Valley"))
    assert len(found.features) == len(FEATURES)


def test_more_in_common_never_lowers_the_score() -> None:
    names = ["Nano", "Nano Tex", "Nano Tex Alpha", "Nano Tex Alpha Omega"]
    full = made(names[-1])
    scores = [probability(full, made(name)) for name in names]
    assert all(before <= after for before, after in pairwise(scores)), json.dumps(scores)
