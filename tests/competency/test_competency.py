"""Each competency question is found, run, and answers with the rows that its file expects."""

import re
from collections import Counter

import pyoxigraph
import pytest

from clusterkg.graph import KnowledgeGraph
from clusterkg.graph.answer import Answer
from clusterkg.ontology import iris
from clusterkg.ontology.shapes_check import validate
from clusterkg.ontology.terms import TERMS

from .files import INFERRED, SOURCES, Competency, ask, competency, is_true, lines, rows

QUESTIONS = competency()
# Questions 31 to 33 are answered by calls, not by queries alone.
BY_CALLS = {31, 32, 33}


def identifier(question: Competency) -> str:
    """Return the name of a question, for the test's id."""
    return question.name


@pytest.mark.parametrize("question", QUESTIONS, ids=identifier)
def test_the_fact_holds(request: pytest.FixtureRequest, question: Competency) -> None:
    name = "loaded" if question.scope == SOURCES else "reasoned"
    graph: KnowledgeGraph = request.getfixturevalue(name)
    if question.expect:
        assert Counter(rows(graph, question)) == Counter(question.expect)
    else:
        assert is_true(ask(graph, question))


@pytest.mark.parametrize("question", QUESTIONS, ids=identifier)
def test_the_fact_does_not_hold_where_nothing_is_known(question: Competency) -> None:
    answer = Answer(pyoxigraph.Store(), question.text)
    if question.expect:
        assert Counter(lines(answer)) != Counter(question.expect)
    else:
        assert not is_true(answer)


@pytest.mark.parametrize("question", QUESTIONS, ids=identifier)
def test_the_file_says_its_fact_and_source(question: Competency) -> None:
    assert question.fact.endswith(".")
    assert question.source
    assert question.scope in ("all", "documents", INFERRED, SOURCES)


def test_rows_of_sources_answer_what_bundled_tables_cannot(kg: KnowledgeGraph) -> None:
    questions = [question for question in QUESTIONS if question.scope == SOURCES]
    assert len(questions) > 5
    for question in questions:
        assert rows(kg, question) != question.expect


def test_rows_of_sources_fit_the_shapes(loaded: KnowledgeGraph) -> None:
    assert [violation.message for violation in validate(loaded.union())] == []


def test_every_question_of_the_inventory_has_a_file() -> None:
    numbers = {int(question.inventory) for question in QUESTIONS if question.inventory}
    assert numbers == set(range(1, 36)) - BY_CALLS


def test_questions_use_only_terms_that_exist() -> None:
    prefix = iris.PREFIXES["ckg"]
    for question in QUESTIONS:
        assert prefix in question.text
        assert set(re.findall(r"ckg:(\w+)", question.text)) <= TERMS, question.name
