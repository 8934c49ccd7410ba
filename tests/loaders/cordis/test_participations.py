"""H2020 participations: the real file, counted by Python's csv module, and rows made up."""

import csv
import gzip
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from clusterkg.loaders.columnar.load import load
from clusterkg.loaders.cordis.participations import SOURCE
from clusterkg.ontology import iris
from tests.loaders.columnar.table import faults, taken
from tests.loaders.outside import described, shared

FILE = "cordis/h2020_participations_2020-12_eunets.csv.gz"
HEADER = "rcn,role,pic,type,contribution,country,start_date,end_date,max_contribution,total_cost"
ID = iris.PREFIXES["id"]


def rows() -> list[dict[str, str]]:
    with gzip.open(shared(FILE), "rt", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def lines() -> list[str]:
    found = taken(load(SOURCE, shared(FILE)))
    assert [count[1:] for count in found.counts] == [(144_726, 144_726, 0, 0)]
    assert list(found.rejects) == []
    return found.lines  # type: ignore[attr-defined, no-any-return]


def test_there_are_as_many_things_as_the_file_names(lines: list[str]) -> None:
    # SOURCES.md of the shared data: 144,726 participations, 31,451 projects, 35,871 organisations.
    types = Counter(line.split(" ")[2] for line in lines if "22-rdf-syntax-ns#type>" in line)
    assert types == {
        f"<{iris.term('Participation')}>": 144_726, f"<{iris.term('Project')}>": 31_451,
        f"<{iris.term('Organisation')}>": 35_871,
    }
    assert len(lines) == len(set(lines))


def test_each_property_stands_as_often_as_its_column_has_a_value(lines: list[str]) -> None:
    found = Counter(line.split(" ", 2)[1] for line in lines)
    told = rows()
    projects = {row["rcn"]: row for row in told}.values()
    for name, expected in (
        ("role", len(told)), ("activityType", len(told)), ("rcn", len(projects)),
        ("startDate", sum(row["start_date"] != "NA" for row in projects)),
        ("endDate", sum(row["end_date"] != "NA" for row in projects)),
        ("totalCost", sum(row["total_cost"] != "NA" for row in projects)),
    ):
        assert found[f"<{iris.term(name)}>"] == expected, name


def test_the_sum_of_the_contributions_is_that_of_the_file(lines: list[str]) -> None:
    total = sum(float(line.split('"')[1]) for line in lines
                if f"<{iris.term('contribution')}>" in line and "/participation/" in line)
    expected = sum(float(row["contribution"]) for row in rows() if row["contribution"] != "NA")
    assert total == pytest.approx(expected, rel=1e-12)


def test_a_project_and_its_parts_are_told_as_in_the_file() -> None:
    told = [row for row in rows() if row["rcn"] == "221856"]
    found = taken(load(SOURCE, shared(FILE)))
    about = described(line[:-2] for line in found.lines  # type: ignore[attr-defined]
                      if "cordis-rcn/221856" in line)
    project = about[f"{ID}project/cordis-rcn/221856"]
    assert project["ckg:startDate"] == ["2019-05-01"]
    assert project["ckg:contribution"] == ["2927875"]
    assert project["ckg:totalCost"] == ["2928125"]
    parts = {name: said for name, said in about.items() if "/participation/" in name}
    assert len(parts) == len(told)
    part = parts[f"{ID}participation/cordis-rcn/221856/998802502/participant"]
    assert part == {
        "rdf:type": [iris.term("Participation")],
        "ckg:participant": [f"{ID}organisation/pic/998802502"],
        "ckg:inProject": [f"{ID}project/cordis-rcn/221856"],
        "ckg:role": [f"{ID}role/participant"],
        "ckg:contribution": ["225625"],
        "ckg:country": [iris.country("GR")],
        "ckg:activityType": [f"{ID}activity-type/rec"],
    }


def test_who_takes_part_twice_is_kept_twice_and_contradictions_are_rejected(
    tmp_path: Path,
) -> None:
    said = "2019-05-01,2022-04-30,300,400"
    file = tmp_path / "participations.csv"
    file.write_text("\n".join((
        HEADER,
        f"1,coordinator,100000001,HES,10,IT,{said}",
        f"1,partner,100000001,HES,0.5,IT,{said}",
        f"1,partner,100000001,HES,0.75,IT,{said}",
        f"1,participant,100000002,PRC,NA,EL,{said[:-1]}1",
        "2,participant,100000001,HES,1,FR,NA,NA,NA,NA",
        "2,participant,100000003,HES,1,NA,NA,2021-02-29,NA,NA",
        "2,participant,100000003,HES,1,NA,NA,NA,NA,-5",
        "2,participant,100000003,HES,1,NA,NA,NA,NA,NA",
    )) + "\n")
    found = taken(load(SOURCE, file))
    assert faults(found) == [
        (4, "role", "key"), (5, SAID, "conflict"), (6, "country", "conflict"),
        (7, "end_date", "day"), (8, "total_cost", "amount"),
    ]
    parts = [line for line in found.lines if "#Participation>" in line]  # type: ignore[attr-defined]
    assert [line.split(">")[0].rpartition("cordis-rcn/")[2] for line in parts] == [
        "1/100000001/coordinator", "1/100000001/partner", "2/100000003/participant",
    ]
    store = ox.Store()
    store.load("\n".join(found.lines).encode(), ox.RdfFormat.N_TRIPLES)  # type: ignore[attr-defined]
    namibia = ox.NamedNode(iris.country("NA"))
    assert len(list(store.quads_for_pattern(None, None, namibia))) == 2


SAID = "end_date max_contribution start_date total_cost"
