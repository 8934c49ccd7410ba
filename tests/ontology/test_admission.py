"""ECCP's rules for admission: the shapes and the question give the states written by hand.

``admission.tsv`` plants cluster organisations with their facts (empty where nobody states one) and
the state of each rule; the admission as a whole is the last column, by Kleene's strong logic of
three values (S. C. Kleene, Introduction to Metamathematics, 1952, section 64): recognised, or all
four rules.
"""

import csv
from collections import Counter, defaultdict
from itertools import product

import pyoxigraph
import pytest
from rdflib import Graph

from clusterkg.graph import KnowledgeGraph
from clusterkg.ontology import iris
from clusterkg.ontology.shapes_check import Violation, validate
from clusterkg.ontology.shapes_engines import ENGINES
from clusterkg.queries.catalogue import find
from tests.ontology.planted import HERE, PREFIXES

Case = dict[str, str]
# The columns of the planted table, of the question, and the names of the shapes.
RULES = (
    ("staff_state", "staff", "AdmissionStaff"),
    ("members_state", "members", "AdmissionMembers"),
    ("kinds_state", "member_kinds", "AdmissionMemberKinds"),
    ("language_state", "english_website", "AdmissionWebsite"),
    ("admission", "admission", "Admission"),
)
BOTH = pytest.mark.parametrize("engine", ENGINES)
WORST_FIRST = ("not met", "unknown", "met")


def cases() -> list[Case]:
    """Return the planted cluster organisations."""
    with (HERE / "admission.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def facts(case: Case) -> str:
    """Return a planted organisation in Turtle."""
    kinds = (f"<{iris.resolve('organisation-kind/' + kind)}>" for kind in case["kinds"].split())
    values = {
        "staffFte": case["staff"], "membersTotal": case["members"], "memberKind": ", ".join(kinds),
        "websiteLanguage": ", ".join(f'"{code}"' for code in case["languages"].split()),
        "officiallyRecognised": case["recognised"],
    }
    stated = "".join(f" ; ckg:{name} {text}" for name, text in values.items() if text)
    return f"<{iris.resolve('organisation/' + case['slug'])}> a ckg:ClusterOrganisation{stated} ."


@pytest.fixture(scope="module")
def planted() -> Graph:
    """The planted organisations in one graph."""
    return Graph().parse(data=PREFIXES + "\n".join(map(facts, cases())), format="turtle")


@pytest.fixture(scope="module")
def answers(planted: Graph) -> dict[str, dict[str, str]]:
    """What the question says of each planted organisation."""
    return asked(planted)


def asked(graph: Graph) -> dict[str, dict[str, str]]:
    """Return the answer of the question, by organisation."""
    store = pyoxigraph.Store()
    store.load(graph.serialize(format="nt"), format=pyoxigraph.RdfFormat.N_TRIPLES)
    found = store.query(find("admission_status").text)
    names = [variable.value for variable in found.variables]
    rows = ({name: row[name].value for name in names if row[name]} for row in found)
    return {iris.compact(row["organisation"]): row for row in rows}


def remarks(graph: Graph, engine: str) -> dict[str, list[Violation]]:
    """Return what the shapes of the admission say, by organisation."""
    found = defaultdict(list)
    for result in validate(graph, engine):
        if result.shape in {shape for *_, shape in RULES}:
            found[result.focus].append(result)
    return found


def test_the_planted_states_follow_from_the_rules() -> None:
    for case in cases():
        states = [case[column] for column, *_ in RULES[:4]]
        four = min(states, key=WORST_FIRST.index)
        assert case["admission"] == max(four, case["waiver"], key=WORST_FIRST.index)
    assert {case["admission"] for case in cases()} == set(WORST_FIRST)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["slug"])
def test_question_gives_the_states(case: Case, answers: dict[str, dict[str, str]]) -> None:
    row = answers[f"id:organisation/{case['slug']}"]
    assert {column: row[name] for column, name, _ in RULES} == {
        column: case[column] for column, *_ in RULES
    }
    assert row["recognised"] == case["waiver"]
    facts_stated = ("staff", "members", "kinds", "languages", "recognised")
    assert int(row["known"]) == sum(bool(case[name]) for name in facts_stated)


@BOTH
def test_shapes_report_what_is_not_met_and_nothing_else(engine: str, planted: Graph) -> None:
    found = remarks(planted, engine)
    for case in cases():
        here = {result.shape for result in found.get(f"id:organisation/{case['slug']}", ())}
        assert here == {shape for column, _, shape in RULES if case[column] == "not met"}


@BOTH
def test_what_is_not_met_is_never_a_violation(engine: str, planted: Graph) -> None:
    found = [result for results in remarks(planted, engine).values() for result in results]
    severities = {(result.shape == "Admission", result.severity) for result in found}
    assert severities == {(False, "Info"), (True, "Warning")}


@BOTH
def test_shapes_and_question_agree_on_every_combination(engine: str) -> None:
    texts = product(("", "0.4", "0.5"), ("", "14", "15"), ("", "company", "company cluster"),
                    ("", "de", "en"), ("", "true", "false"))
    names = ("staff", "members", "kinds", "languages", "recognised")
    made = [dict(zip(names, values, strict=True), slug=f"n{number}")
            for number, values in enumerate(texts)]
    graph = Graph().parse(data=PREFIXES + "\n".join(map(facts, made)), format="turtle")
    found = {(focus, result.shape)
             for focus, results in remarks(graph, engine).items() for result in results}
    answered = asked(graph)
    assert len(answered) == 3**5
    assert found == {(focus, shape) for focus, row in answered.items()
                     for _, name, shape in RULES if row[name] == "not met"}
    # By hand, of 3**4 ways that four rules can stand, one has all met and 2**4 have none not met.
    # Recognition unknown: 1 met. Recognised: 3**4 met. Not recognised: 1 met, 3**4 - 2**4 not met.
    assert Counter(row["admission"] for row in answered.values()) == {
        "met": 3**4 + 2, "not met": 3**4 - 2**4, "unknown": 3**4 - 2 + 2**4,
    }


@BOTH
@pytest.mark.parametrize(("fact", "rule"), [
    ('ckg:staffFte "a half"', "staff"), ("ckg:staffFte 1", "staff"),
    ('ckg:staffFte "x"^^xsd:decimal', "staff"), ('ckg:membersTotal "few"', "members"),
    ("ckg:membersTotal 3.0", "members"), ('ckg:officiallyRecognised "no"', "recognised"),
])
def test_a_value_of_another_type_is_wrong_but_says_nothing(
    engine: str, fact: str, rule: str
) -> None:
    text = f"{PREFIXES}<{iris.resolve('organisation/x')}> a ckg:ClusterOrganisation ; {fact} ."
    graph = Graph().parse(data=text + "ckg:ClusterOrganisation rdfs:subClassOf ckg:Organisation .",
                          format="turtle")
    (row,) = asked(graph).values()
    assert (row[rule], row["known"]) == ("unknown", "0")
    assert remarks(graph, engine) == {}
    assert "AdmissionFacts" in {result.shape for result in validate(graph, engine)}


def test_nothing_is_known_of_the_bundled_organisations(kg: KnowledgeGraph) -> None:
    rows = list(kg.query("admission_status").rows())
    assert len(rows) > 300
    assert {(row["known"], row["admission"]) for row in rows} == {(0, "unknown")}
