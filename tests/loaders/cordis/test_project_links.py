"""Topics, legal bases and fields of science: three real workbooks, read by openpyxl as well."""

from pathlib import Path

import pytest

from clusterkg.loaders.columnar.source import OutsideSource
from clusterkg.loaders.cordis.project_links import FIELDS, LEGAL_BASES, TOPICS
from tests.loaders.cordis.files import Stored, grouped, sheet, stored

TOPIC_FILE = "cordis/horizon_2025_topics.xlsx"
BASIS_FILE = "cordis/horizon_2025_legalBasis.xlsx"
FIELD_FILE = "cordis/horizon_2025_euroSciVoc.xlsx"
CODED = [
    (TOPICS, TOPIC_FILE, "topic", "ckg:fundingTopic", "funding-topic", 15_341, 2_043),
    (LEGAL_BASES, BASIS_FILE, "legalBasis", "ckg:programmePart", "programme-part", 20_512, 96),
]


@pytest.fixture(scope="module")
def fields() -> Stored:
    return stored(FIELDS, FIELD_FILE)


def project(row: dict[str, str]) -> str:
    return f"project/cordis/{row['projectID']}"


@pytest.mark.parametrize(
    ("source", "file", "column", "predicate", "kind", "height", "codes"), CODED
)
def test_codes_and_titles_are_those_of_the_workbook(
    source: OutsideSource, file: str, column: str, predicate: str, kind: str, height: int,
    codes: int,
) -> None:
    found, table = stored(source, file), sheet(file)
    assert found.counts == [(height, height, 0, 0)]
    code = {thing: one for thing, (one,) in found.values("skos:notation", kind).items()}
    assert len(code) == codes
    linked = {subject: {code[thing] for thing in things}
              for subject, things in found.values(predicate).items()}
    assert linked == grouped((project(row), row[column]) for row in table)
    titles = {code[thing]: names for thing, names in found.values("skos:prefLabel").items()}
    assert titles == grouped((row[column], row["title"].strip()) for row in table)
    # A project has its class and number, a code its class, notation and title.
    assert len(found.store) == height + 2 * len(linked) + 3 * codes


def test_fields_of_science_are_concepts_with_what_is_above_them(fields: Stored) -> None:
    table = sheet(FIELD_FILE)
    assert fields.counts == [(38_789, 38_789, 0, 0)]
    assert fields.values("ckg:fieldOfScience") == grouped(
        (project(row), f"euroscivoc/{row['euroSciVocCode'].rpartition('/')[2]}") for row in table
    )
    steps = {
        tuple(row["euroSciVocCode"].split("/")[1 : end + 1]): row["euroSciVocPath"].split("/")[end]
        for row in table for end in range(1, row["euroSciVocCode"].count("/") + 1)
    }
    assert len(steps) == 980
    assert fields.values("skos:prefLabel", "euroscivoc/") == {
        f"euroscivoc/{codes[-1]}": {title.strip()} for codes, title in steps.items()
    }
    assert fields.values("skos:broader") == {
        f"euroscivoc/{codes[-1]}": {f"euroscivoc/{codes[-2]}"} for codes in steps if codes[1:]
    }
    assert fields.values("skos:notation") == {
        f"euroscivoc/{codes[-1]}": {"/" + "/".join(codes)} for codes in steps
    }


def test_a_field_by_hand(fields: Stored) -> None:
    """Row 2 of the file: /29/97/543, social sciences, political sciences, government systems."""
    names = fields.values("skos:prefLabel")
    above = fields.values("skos:broader")
    assert names["euroscivoc/543"] == {"government systems"}
    assert above["euroscivoc/543"] == {"euroscivoc/97"}
    assert above["euroscivoc/97"] == {"euroscivoc/29"}
    assert fields.values("skos:topConceptOf")["euroscivoc/29"] == {"scheme/euroscivoc"}


@pytest.mark.parametrize(("row", "faults"), [
    ("101116742,/29/97/543,/a/b/c", [(3, "euroSciVocPath", "conflict")]),
    ("101116742,29-97,/a/b", [(3, "euroSciVocCode", "pattern")]),
    ("none,/29,/a", [(3, "projectID", "pattern")]),
    ("101116741,/29/97/543,/social sciences/political sciences/government systems", []),
])
def test_a_row_that_says_otherwise_is_told(
    tmp_path: Path, row: str, faults: list[tuple[int, str, str]]
) -> None:
    file = tmp_path / "euroSciVoc.csv"
    file.write_text(
        "projectID,euroSciVocCode,euroSciVocPath,euroSciVocTitle\n101116741,/29/97/543,"
        f"/social sciences/political sciences/government systems,x\n{row},x\n", encoding="utf-8"
    )
    found = stored(FIELDS, file)
    assert found.faults == faults
    assert found.counts == [(2, 1, len(faults), 1 - len(faults))]
