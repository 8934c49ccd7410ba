"""The commands that ask: formats, parameters, and errors that say what would be right."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clusterkg.app.cli import cli
from clusterkg.graph import KnowledgeGraph
from clusterkg.ontology.errors import ClusterkgError


def run(kg: KnowledgeGraph, *arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments, "-g", str(kg.version.parents[1])])


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "xml"])
def test_every_format_holds_the_eight_members(kg: KnowledgeGraph, form: str) -> None:
    arguments = ("query", "members_of_partnership", "--param", "partnership=escp-s3/tex4im")
    done = run(kg, *arguments, "-f", form)
    assert done.exit_code == 0
    # The eight names as document F3 prints them, lines 491 to 505.
    names = "OTIR2020 ASTRICO ATEVAL CITEVE CLUTEX PO.IN.TEX SMART UP-TEX"
    assert [name for name in names.split() if name not in done.stdout] == []


def test_parquet_is_written_to_a_file(kg: KnowledgeGraph, tmp_path: Path) -> None:
    target = tmp_path / "coverage.parquet"
    done = run(kg, "query", "coverage", "-f", "parquet", "-o", str(target))
    assert done.exit_code == 0
    assert target.read_bytes()[:4] == b"PAR1"


def test_json_is_sparql_json(kg: KnowledgeGraph) -> None:
    found = json.loads(run(kg, "sparql", "SELECT (1 AS ?one) {}", "-f", "json").stdout)
    assert found["head"]["vars"] == ["one"]


@pytest.mark.parametrize("form", ["table", "ttl"])
def test_a_graph_is_shown_as_turtle(kg: KnowledgeGraph, form: str) -> None:
    query = "CONSTRUCT { <http://example.org/a> a <http://example.org/B> } WHERE {}"
    done = run(kg, "sparql", query, "-f", form)
    assert done.stdout.strip() == "<http://example.org/a> a <http://example.org/B> ."


def test_the_documents_alone_know_fewer_partnerships(kg: KnowledgeGraph) -> None:
    query = "SELECT ?p { ?p a <https://w3id.org/clusterkg/ontology#Partnership> }"
    sizes = [
        run(kg, "sparql", query, "--scope", scope, "-f", "csv").stdout.count("\n")
        for scope in ("documents", "all")
    ]
    assert 1 < sizes[0] < sizes[1]


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("query", "members_of_partnershp"), "did you mean members_of_partnership"),
        (("query", "members_of_partnership", "--param", "partner=x"), "it has: partnership"),
        (("query", "members_of_partnership", "--param", "partnership=a b"), "is no partnership"),
        (("sparql", "SELEC"), "no valid SPARQL"),
        (("query", "indicator_as_of", "--param", "date=2021-13-01"), "month must be in 1..12"),
        (("network", "--start", "abc"), "no year, month or day"),
        (("network", "--start", "2020", "--end", "2010"), "ends (2010) before it begins (2020)"),
    ],
)
def test_errors_say_what_would_be_right(
    kg: KnowledgeGraph, arguments: tuple[str, ...], hint: str
) -> None:
    done = run(kg, *arguments)
    assert isinstance(done.exception, ClusterkgError)
    assert hint in str(done.exception)


@pytest.mark.parametrize("arguments", [("sparql",), ("query", "coverage", "--param", "novalue")])
def test_wrong_use_is_exit_status_2(kg: KnowledgeGraph, arguments: tuple[str, ...]) -> None:
    assert run(kg, *arguments).exit_code == 2


@pytest.mark.parametrize("form", ["graphml", "gexf", "pajek", "vosviewer", "csv"])
def test_networks_are_exported_the_same_twice(kg: KnowledgeGraph, form: str) -> None:
    first, second = (run(kg, "network", "countries_by_partnership", "-f", form) for _ in "ab")
    assert first.exit_code == 0
    assert first.stdout == second.stdout
    assert "FR" in first.stdout


def test_validate_counts_and_measures_agreement(kg: KnowledgeGraph) -> None:
    done = run(kg, "validate", "--no-shapes")
    assert done.exit_code == 0
    assert "partnerships with a listed member" in done.stdout
    assert "kappa" in done.stdout


def test_queries_lists_and_narrows(kg: KnowledgeGraph) -> None:
    everything = CliRunner().invoke(cli, ["queries", "-f", "csv"]).stdout.splitlines()
    narrowed = CliRunner().invoke(cli, ["queries", "containment", "-f", "csv"]).stdout.splitlines()
    assert 1 <= len(narrowed) < len(everything)


@pytest.mark.parametrize("scope", ["all", "documents"])
@pytest.mark.parametrize("tied", ["clusters", "sectors", "regions", "countries"])
def test_every_network_in_every_scope(kg: KnowledgeGraph, tied: str, scope: str) -> None:
    done = run(kg, "network", f"{tied}_by_partnership", "--scope", scope, "-f", "csv")
    assert done.exit_code == 0
    assert done.stdout.startswith("source,target,weight")


def test_a_plan_does_not_hide_what_was_achieved(kg: KnowledgeGraph) -> None:
    # Inventory, question 15: 500 SMEs supported (F3) against the target of 2,000 (F2 repeats it).
    rows = kg.query("indicator_as_of", indicator="smes-supported", date="2021-02-01").rows()
    assert {(row["status"], row["value"]) for row in rows} == {("planned", 2000), ("achieved", 500)}


def test_a_month_holds_its_days(kg: KnowledgeGraph) -> None:
    (row,) = kg.query("indicator_as_of", indicator="eccp-profiles", date="2018-11").rows()
    assert (row["lower"], row["document"]) == (880, "F3")


def test_graphs_by_name_keep_to_the_scope(kg: KnowledgeGraph) -> None:
    query = "SELECT ?m { GRAPH ?g { ?m a <https://w3id.org/clusterkg/ontology#Membership> } }"
    done = run(kg, "sparql", query, "--scope", "documents", "-f", "csv")
    # The eight of Tex4IM and the eight of IoT4Industry, and the header.
    assert done.stdout.count("\n") == 17


def test_a_period_without_partnerships_ranks_nobody(kg: KnowledgeGraph) -> None:
    done = run(kg, "bridges", "--start", "1800", "--end", "1801", "-f", "json")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == []
