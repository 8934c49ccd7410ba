"""``clusterkg validate --reasoning``: what it prints, and how it ends."""

import re

import pytest
from click.testing import CliRunner

from clusterkg.app.cli import cli
from clusterkg.app.validation_reasoning import report
from clusterkg.graph import KnowledgeGraph
from clusterkg.ontology.reasoning import JavaMissingError
from tests.ontology.java import n_triples, need_owl_api

FAULT = "<person/x> a ckg:Person, ckg:Organisation ; ckg:affiliation 'nobody' ."


@pytest.mark.slow
def test_bundled_graph_passes_and_its_cost_is_printed(kg: KnowledgeGraph) -> None:
    need_owl_api()
    lines = list(report(kg.union()))
    assert [line for wrong, line in lines if wrong] == []
    text = "\n".join(line for _, line in lines)
    cost = r"\([\d,]+ triples; HermiT took \d+\.\d s and \d+ MB\)"
    assert re.search(rf"^The ontology and the graph are consistent {cost}\.$", text, re.MULTILINE)
    assert re.search(rf"^The ontology with alignments and the graph are consistent {cost}", text,
                     re.MULTILINE)
    assert text.count("Every class can have things in it.") == 2
    assert re.search(r"ckg:asOf xsd:date \d", text)
    assert text.endswith("The root and the modules, without alignments, are in OWL 2 DL.")


@pytest.mark.slow
def test_contradiction_is_reported_with_what_contradicts() -> None:
    need_owl_api()
    wrong = [line.strip() for wrong, line in report(n_triples(FAULT)) if wrong]
    assert wrong[0].startswith(
        "The ontology and the graph, without 1 faulty triple, are inconsistent ("
    )
    assert wrong[1:5] == [
        "These cannot all be true:",
        "ClassAssertion(ckg:Organisation id:person/x)",
        "ClassAssertion(ckg:Person id:person/x)",
        "DisjointClasses(ckg:Organisation ckg:Person)",
    ]
    assert wrong[5:7] == [
        "Left out, and to be corrected: 1 faulty triple.",
        'id:person/x ckg:affiliation "nobody": '
        "the property takes things, and the value is a literal.",
    ]


@pytest.mark.slow
def test_a_fault_is_a_problem_though_the_rest_is_consistent() -> None:
    need_owl_api()
    lines = list(report(n_triples("<person/x> a ckg:Person ; ckg:affiliation 'nobody' .")))
    assert [line.strip() for wrong, line in lines if wrong] == [
        "Left out, and to be corrected: 1 faulty triple.",
        'id:person/x ckg:affiliation "nobody": '
        "the property takes things, and the value is a literal.",
    ]
    assert lines[0][1].startswith("The ontology and the graph, without 1 faulty triple, are cons")


def test_without_java_the_command_says_what_it_needs(
    kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    place = str(kg.version.parents[1])
    done = CliRunner().invoke(cli, ["validate", "-g", place, "--reasoning"])
    assert isinstance(done.exception, JavaMissingError)
    assert "no 'java' is on the PATH: install one" in str(done.exception)
