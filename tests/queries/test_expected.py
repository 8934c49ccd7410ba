"""Every query of the catalogue gives its expected answer; each expectation names its origin."""

from collections import Counter

import pytest

from clusterkg.graph import KnowledgeGraph
from clusterkg.queries.catalogue import catalogue

from .expectations import FOLDER, answered_rows, expectation, expected_rows

ORIGINS = ("document", "inventory", "by hand", "independent count", "the vocabulary")


def test_every_query_has_an_expectation_and_every_expectation_a_query() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(catalogue())


def test_every_inventory_question_is_answered_by_some_query() -> None:
    claimed = {
        int(number) for question in catalogue().values()
        for number in question.inventory.split(",") if number.strip()
    }
    assert claimed == {*range(1, 31), 35}


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_default_answer_is_the_expected_one(kg: KnowledgeGraph, name: str) -> None:
    expected = expectation(name)
    assert expected["origin"].startswith(ORIGINS)
    found = answered_rows(
        kg, name, expected["columns"], scope=expected["scope"],
        distinct=expected.get("distinct", False),
    )
    assert Counter(found) == Counter(expected_rows(expected))


@pytest.mark.parametrize("name", sorted(catalogue()))
@pytest.mark.parametrize("scope", ["all", "documents"])
def test_an_answer_is_the_same_twice(kg: KnowledgeGraph, name: str, scope: str) -> None:
    once = kg.query(name, scope=scope).serialize("tsv")
    assert kg.query(name, scope=scope).serialize("tsv") == once
