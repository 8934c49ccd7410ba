"""Projects: 100 real rows of Horizon Europe, and a row each in the older header of Horizon 2020."""

from decimal import Decimal
from pathlib import Path

import pytest

from clusterkg.loaders.cordis.projects import SOURCE
from tests.loaders.cordis.files import PROJECTS, Stored, grouped, rows, stored

# The header of cordis-h2020projects.csv, as read in public code that checks it; one made-up row.
OLDER = (
    "\ufeffrcn;id;acronym;status;programme;topics;frameworkProgramme;title;startDate;endDate;"
    "projectUrl;objective;totalCost;ecMaxContribution;call;fundingScheme;coordinator;"
    "coordinatorCountry;participants;participantCountries;subjects\n"
    '221856;823914;TRY;SIGNED;H2020-EU.3.4.;MG-1-1-2018;H2020;"A title; with a semicolon";'
    '2019-05-01;2022-04-30;;"Two lines,\nand ""quotes""";2928125;2927875,25;H2020-MG;RIA;X;ES;'
    "Y;BE;\n"
)


@pytest.fixture(scope="module")
def projects() -> Stored:
    return stored(SOURCE, PROJECTS)


def iri(row: dict[str, str]) -> str:
    return f"project/cordis/{row['id']}"


def amount(cell: str) -> str:
    """Return a figure as XSD 1.1 writes decimals, by Python's own arithmetic."""
    return f"{Decimal(cell.replace(',', '.')).normalize():f}"


def test_every_row_is_written(projects: Stored) -> None:
    assert projects.counts == [(100, 100, 0, 0)]
    assert len(projects.instances("ckg:Project")) == 100


@pytest.mark.parametrize(("predicate", "column"), [
    ("ckg:grantAgreement", "id"), ("ckg:rcn", "rcn"), ("skos:prefLabel", "acronym"),
    ("dcterms:title", "title"), ("dcterms:description", "objective"),
    ("dcterms:identifier", "grantDoi"), ("ckg:projectStatus", "status"),
    ("ckg:startDate", "startDate"), ("ckg:endDate", "endDate"),
    ("ckg:signatureDate", "ecSignatureDate"),
])
def test_texts_and_days_are_those_of_the_file(
    projects: Stored, predicate: str, column: str
) -> None:
    found = projects.values(predicate, "project/")
    assert found == grouped((iri(row), row[column]) for row in rows(PROJECTS))


@pytest.mark.parametrize(("predicate", "column", "commas"), [
    ("ckg:totalCost", "totalCost", 9), ("ckg:contribution", "ecMaxContribution", 20),
])
def test_amounts_have_points_whatever_the_file_has(
    projects: Stored, predicate: str, column: str, commas: int
) -> None:
    wanted = rows(PROJECTS)
    assert sum("," in row[column] for row in wanted) == commas
    found = projects.values(predicate)
    assert found == grouped((iri(row), amount(row[column])) for row in wanted)


@pytest.mark.parametrize(("predicate", "column", "kind"), [
    ("ckg:fundingTopic", "topics", "funding-topic"),
    ("ckg:programmePart", "legalBasis", "programme-part"),
    ("ckg:fundingScheme", "fundingScheme", "funding-scheme"),
])
def test_topics_bases_and_schemes_carry_their_codes(
    projects: Stored, predicate: str, column: str, kind: str
) -> None:
    codes = {thing: code for thing, (code,) in projects.values("skos:notation", kind).items()}
    linked = {subject: {codes[thing] for thing in things}
              for subject, things in projects.values(predicate).items()}
    assert linked == grouped((iri(row), row[column]) for row in rows(PROJECTS))
    assert set(codes.values()) == {row[column] for row in rows(PROJECTS)}


def test_the_store_holds_what_the_rows_say_and_no_more(projects: Stored) -> None:
    """By hand: 16 statements a project, 15 without a DOI; a class and a notation for each code."""
    table = rows(PROJECTS)
    without = sum(not row["grantDoi"] for row in table)
    codes = sum(len({row[name] for row in table}) for name in
                ("topics", "legalBasis", "fundingScheme"))
    assert len(projects.store) == 100 * 16 - without + 2 * codes


def test_the_older_header_makes_the_same_project(tmp_path: Path) -> None:
    file = tmp_path / "cordis-h2020projects.csv"
    file.write_text(OLDER, encoding="utf-8")
    found = stored(SOURCE, file)
    assert found.counts == [(1, 1, 0, 0)]
    subject = "project/cordis/823914"
    assert found.values("ckg:rcn", "project/") == {subject: {"221856"}}
    assert found.values("dcterms:title") == {subject: {"A title; with a semicolon"}}
    assert found.values("dcterms:description") == {subject: {'Two lines,\nand "quotes"'}}
    assert found.values("ckg:contribution") == {subject: {"2927875.25"}}
    assert found.values("ckg:programmePart") == {subject: {"programme-part/h2020-eu-3-4"}}
    assert found.values("ckg:fundingTopic") == {subject: {"funding-topic/mg-1-1-2018"}}


@pytest.mark.parametrize(("old", "new", "fault"), [
    ("2024-02-01", "2024-02-30", (2, "startDate", "day")),
    (",SIGNED,", ",SIGNATURE,", (2, "status", "enum")),
    ("1499998,1499998", "1.499.998,1499998", (2, "totalCost", "pattern")),
    ("101116741,DOE", "GRANT,DOE", (2, "id", "pattern")),
])
def test_a_wrong_cell_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, fault: tuple[int, str, str]
) -> None:
    from tests.loaders.outside import shared

    text = shared(PROJECTS).read_text(encoding="utf-8")
    assert old in text.split("\n")[1]
    file = tmp_path / "project.csv"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = stored(SOURCE, file)
    assert found.counts == [(100, 99, 1, 0)]
    assert found.faults == [fault]


def test_one_number_with_two_titles_is_a_conflict(tmp_path: Path) -> None:
    file = tmp_path / "project.csv"
    second = OLDER.splitlines()[1:]
    text = OLDER + "\n".join(second).replace("A title", "Another title") + "\n"
    file.write_text(text, encoding="utf-8")
    found = stored(SOURCE, file)
    assert found.counts == [(2, 1, 1, 0)]
    assert found.faults == [(4, "id", "key")]
