"""Reference lists of Horizon 2020 and the parts by project: real files, read by csv as well."""

import re
from pathlib import Path

import pytest

from clusterkg.loaders.cordis import programme_parts, reference
from clusterkg.ontology import iris
from tests.loaders.cordis.files import Stored, grouped, rows, stored

TOPICS = "cordis/cordisref-H2020topics.csv"
PROGRAMMES = "cordis/cordisref-H2020programmes.csv"
TYPES = "cordis/cordisref-organizationActivityType.csv"
PARTS = "cordis/h2020_programme_parts_2020-12_eunets.csv.gz"
LOST = "\N{REPLACEMENT CHARACTER}"


def topic(code: str) -> str:
    return f"funding-topic/{iris.slug(code)}"


def part(code: str) -> str:
    return f"programme-part/{iris.slug(code)}"


@pytest.fixture(scope="module")
def topics() -> Stored:
    return stored(reference.TOPICS, TOPICS)


@pytest.fixture(scope="module")
def programmes() -> Stored:
    return stored(reference.PROGRAMMES, PROGRAMMES)


def test_topics_with_titles_and_legal_bases(topics: Stored) -> None:
    """One code has lost a letter inside, and a code is not guessed: line 843."""
    assert topics.counts == [(1_579, 1_578, 1, 0)]
    assert topics.faults == [(843, "topicCode", "encoding")]
    table = [row for row in rows(TOPICS, ";") if LOST not in row["topicCode"]]
    assert len({row["topicCode"] for row in table}) == len(topics.instances("ckg:FundingTopic"))
    assert topics.values("skos:prefLabel") == grouped(
        (topic(row["topicCode"]), row["title"].strip()) for row in table
    )
    assert topics.values("ckg:programmePart") == grouped(
        (topic(row["topicCode"]), part(row["legalBasisCode"].strip(LOST)))
        for row in table if row["legalBasisCode"]
    )
    assert topics.values("ckg:rcn") == grouped(
        pair for row in table for pair in (
            (topic(row["topicCode"]), row["topicRcn"]),
            (part(row["legalBasisCode"].strip(LOST)), row["legalBasisRcn"]),
        ) if pair[0] != "programme-part/"
    )


def test_innosup_is_among_the_topics(topics: Stored) -> None:
    codes = {code for codes in topics.values("skos:notation", "funding-topic").values()
             for code in codes}
    assert {"INNOSUP-1-2015", "INNOSUP-9-2014", "INNOSUP-05-2016-2017"} <= codes


def test_a_lost_letter_before_a_code_is_no_part_of_it(topics: Stored) -> None:
    shown = topics.values("skos:notation", "programme-part")
    assert shown["programme-part/h2020-eu-3-4-8-1"] == {"H2020-EU.3.4.8.1."}


def test_titles_with_lost_letters_stay_as_they_are(topics: Stored, programmes: Stored) -> None:
    """Counted in the files with grep: 18 and 19 rows with a lost letter of Skłodowska."""
    assert [sum(re.search(r"\w\?\w", row["title"]) is not None for row in rows(name, ";"))
            for name in (TOPICS, PROGRAMMES)] == [18, 19]
    assert topics.values("skos:prefLabel")["funding-topic/msca-itn-2014-etn"] == {
        "Marie Sk?odowska-Curie Innovative Training Networks (ITN-ETN)"
    }
    assert programmes.values("dcterms:title")["funding-topic/compet-09-2014"] == {
        f"Technology {LOST}demonstrator projects{LOST} for exploration"
    }


def test_programmes_are_parts_or_topics(programmes: Stored) -> None:
    assert programmes.counts == [(1_223, 1_222, 1, 0)]
    assert programmes.faults == [(1007, "code", "encoding")]
    table = [row for row in rows(PROGRAMMES, ";") if LOST not in row["code"]]
    parts = {row["code"]: row for row in table
             if row["code"].startswith(("H2020-EU.", "H2020-Euratom")) or row["code"] == "H2020-EC"}
    assert programmes.instances("ckg:ProgrammePart") == {part(code) for code in parts}
    assert programmes.values("skos:prefLabel") == {
        part(code): {row["title"].strip()} for code, row in parts.items()
    }
    assert programmes.values("dcterms:title") == {
        topic(row["code"]): {row["title"].strip()} for row in table if row["code"] not in parts
    }
    assert programmes.values("skos:altLabel") == grouped(
        (part(code), row["shortTitle"]) for code, row in parts.items()
    ) | grouped((topic(row["code"]), row["shortTitle"]) for row in table
                if row["code"] not in parts)


def test_a_legal_basis_has_one_name_in_both_lists(topics: Stored, programmes: Stored) -> None:
    shared = topics.instances("ckg:ProgrammePart") & programmes.instances("ckg:ProgrammePart")
    assert len(shared) > 150
    first, second = (found.values("skos:notation") for found in (topics, programmes))
    assert {thing: first[thing] for thing in shared} == {thing: second[thing] for thing in shared}


def test_types_of_activity_are_other_names_of_the_vocabulary() -> None:
    found = stored(reference.ACTIVITY_TYPES, TYPES)
    assert found.counts == [(5, 5, 0, 0)]
    assert found.values("skos:altLabel") == {
        f"activity-type/{row['Code'].lower()}": {row["Title"]} for row in rows(TYPES, ";")
    }


def test_parts_by_project_carry_the_codes_of_the_legal_basis() -> None:
    found, table = stored(programme_parts.SOURCE, PARTS), rows(PARTS)
    assert found.counts == [(37_441, 37_441, 0, 0)]
    codes = programme_parts.CODES
    linked = found.values("ckg:programmePart")
    assert linked == grouped(
        (f"project/cordis-rcn/{row['rcn']}", part(codes[row["programme_part"]])) for row in table
    )
    assert len(linked) == 31_348
    assert len(found.instances("ckg:ProgrammePart")) == 17
    assert found.values("skos:notation")[part("H2020-EU.1.3.")] == {"H2020-EU.1.3."}
    # A row, a class and a number for each project, a class and two names for each part.
    assert len(found.store) == 37_441 + 2 * 31_348 + 3 * 17


def test_a_word_that_is_no_part_is_told(tmp_path: Path) -> None:
    file = tmp_path / "parts.csv"
    file.write_text("rcn,programme_part\n1,MSCA\n1,MCSA\n1,MSCA\n", encoding="utf-8")
    found = stored(programme_parts.SOURCE, file)
    assert found.counts == [(3, 1, 1, 1)]
    assert found.faults == [(3, "programme_part", "enum")]
