"""``clusterkg bridges`` and ``clusterkg links``: what they print equals the Python calls."""

import csv
import io
import json

import pytest
from click.testing import CliRunner, Result

from clusterkg.app.cli import cli
from clusterkg.graph import KnowledgeGraph, bridging, linkage
from clusterkg.graph.network import NetworkError


def run(kg: KnowledgeGraph, *arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments, "-g", str(kg.version.parents[1])])


def rows(kg: KnowledgeGraph, *arguments: str) -> list[dict[str, str]]:
    done = run(kg, *arguments, "-f", "csv")
    assert done.exit_code == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_bridges_prints_the_profile(kg: KnowledgeGraph) -> None:
    found = rows(kg, "bridges", "--bootstrap", "0", "--top", "25")
    profile = bridging.profile(kg.network()).head(25).to_dicts()
    assert [row["id"] for row in found] == [row["id"] for row in profile]
    assert [int(row["rank"]) for row in found] == list(range(1, 26))
    for row, expected in zip(found, profile, strict=True):
        for measure in ("cross_sector_z", "betweenness", "constraint", "sector_liaison"):
            assert float(row[measure]) == expected[measure]


def test_bridges_counts_the_partnerships_of_each(kg: KnowledgeGraph) -> None:
    members = kg.two_mode()
    counts = dict(zip(members.rows["id"], members.incidence.sum(axis=1), strict=True))
    for row in rows(kg, "bridges", "--bootstrap", "0"):
        assert int(row["partnerships"]) == counts[row["id"]]


def test_top_zero_prints_all_ranked_or_not(kg: KnowledgeGraph) -> None:
    found = rows(kg, "bridges", "--bootstrap", "0", "--top", "0")
    assert len(found) == kg.network().nodes.height
    assert {row["kind"] == "cluster" for row in found if not row["rank"]} == {False}


def test_intervals_hold_for_the_first_ten_and_follow_the_seed(kg: KnowledgeGraph) -> None:
    options = ("bridges", "--bootstrap", "5", "--top", "11", "--seed", "4")
    found = rows(kg, *options)
    assert [bool(row["rank_low"]) for row in found] == [True] * 10 + [False]
    assert all(int(row["rank_low"]) <= int(row["rank_high"]) for row in found[:10])
    assert found == rows(kg, *options)


def test_bridges_of_some_instruments(kg: KnowledgeGraph) -> None:
    only = rows(kg, "bridges", "--bootstrap", "0", "--top", "0", "--instrument", "ESCP-S3")
    less = rows(kg, "bridges", "--bootstrap", "0", "--top", "0", "--leave-out", "ESCP-S3")
    assert len(only) == kg.network(instruments=["ESCP-S3"]).nodes.height
    assert len(less) == kg.network(leave_out=["ESCP-S3"]).nodes.height
    assert only != less


def test_an_unknown_instrument_is_named(kg: KnowledgeGraph) -> None:
    done = run(kg, "bridges", "--instrument", "ESCP-9Z")
    assert isinstance(done.exception, NetworkError)
    assert "ESCP-9Z" in str(done.exception)


def test_weighted_changes_betweenness(kg: KnowledgeGraph) -> None:
    plain = {row["id"]: row for row in rows(kg, "bridges", "--bootstrap", "0", "--top", "0")}
    found = rows(kg, "bridges", "--bootstrap", "0", "--top", "0", "--weighted")
    assert any(row["betweenness"] != plain[row["id"]]["betweenness"] for row in found)
    assert all(row["cross_sector_z"] == plain[row["id"]]["cross_sector_z"] for row in found)


def test_links_prints_the_test(kg: KnowledgeGraph) -> None:
    found = rows(kg, "links")
    members = kg.two_mode(leave_out=("Network", "S3-platform"))
    expected = linkage.cross_sector(members, leave_out=()).table.to_dicts()
    assert [(row["sector_a"], row["sector_b"]) for row in found] == [
        (row["sector_a"], row["sector_b"]) for row in expected
    ]
    for row, pair in zip(found, expected, strict=True):
        assert int(row["observed"]) == pair["observed"]
        assert row["partnerships"] == ";".join(pair["partnerships"])
        assert [float(row[name]) for name in ("expected", "p", "q")] == [
            pair[name] for name in ("expected", "p", "q")
        ]


def test_links_says_the_outcome_in_names_on_standard_error(kg: KnowledgeGraph) -> None:
    done = run(kg, "links", "-f", "json")
    assert len(json.loads(done.stdout)) > 0
    assert "pairs" in done.stderr
    assert "id:ecosystem" not in done.stderr


@pytest.mark.parametrize("alpha", ["0", "1.5"])
def test_a_rate_outside_zero_to_one_is_wrong_use(kg: KnowledgeGraph, alpha: str) -> None:
    assert run(kg, "links", "--alpha", alpha).exit_code == 2
