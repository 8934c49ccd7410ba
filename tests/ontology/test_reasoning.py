"""Consistency and unsatisfiable classes, by HermiT; expected findings follow from the axioms."""

import pytest

from clusterkg.ontology.reasoning import (
    JavaMissingError,
    ReasonerError,
    check,
    consistency,
    explain,
    java,
)
from clusterkg.ontology.reasoning.children import Finished, TimeLimitError
from clusterkg.ontology.reasoning.projection import DATATYPE, KIND
from tests.ontology.java import n_triples, need_java, need_owl_api, turtle

PLANTED = {
    "a person that is an organisation": (
        "<person/x> a ckg:Person, ckg:ClusterOrganisation .",
        {
            "ClassAssertion(ckg:ClusterOrganisation id:person/x)",
            "ClassAssertion(ckg:Person id:person/x)",
            "DisjointClasses(ckg:Organisation ckg:Person)",
            "SubClassOf(ckg:ClusterOrganisation ckg:Organisation)",
        },
    ),
    "a membership with two members": (
        "<membership/m> ckg:member <organisation/a>, <organisation/b> .",
        {
            "FunctionalObjectProperty(ckg:member)",
            "ObjectPropertyAssertion(ckg:member id:membership/m id:organisation/a)",
            "ObjectPropertyAssertion(ckg:member id:membership/m id:organisation/b)",
        },
    ),
    "a consortium that is another of itself": (
        "<partnership/p> ckg:sameConsortiumAs <partnership/p> .",
        {
            "IrreflexiveObjectProperty(ckg:sameConsortiumAs)",
            "ObjectPropertyAssertion(ckg:sameConsortiumAs id:partnership/p id:partnership/p)",
        },
    ),
    "regions that contain each other": (
        "nuts:X1 ckg:containedIn nuts:X . nuts:X ckg:containedIn nuts:X1 .",
        {
            "AsymmetricObjectProperty(ckg:containedIn)",
            "ObjectPropertyAssertion(ckg:containedIn nuts:X nuts:X1)",
            "ObjectPropertyAssertion(ckg:containedIn nuts:X1 nuts:X)",
        },
    ),
    "a level that is a word": (
        'nuts:X ckg:nutsLevel "three" .',
        {
            'DataPropertyAssertion(ckg:nutsLevel nuts:X "three")',
            "DataPropertyRange(ckg:nutsLevel xsd:integer)",
        },
    ),
}
IMPOSSIBLE = """
    <https://example.org/PersonalPartnership> a owl:Class ;
        rdfs:subClassOf ckg:Person, ckg:MetaCluster .
    <https://example.org/Fair> a owl:Class ; rdfs:subClassOf ckg:Event .
"""
COUNTED = """
    ckg:Place rdfs:subClassOf [ a owl:Restriction ;
        owl:onProperty ckg:within ; owl:maxCardinality "1"^^xsd:nonNegativeInteger ] .
"""

# What HermiT said with -Xmx60m on the bundled data; the last place has a misleading name.
OUT_OF_MEMORY = """Exception in thread "main" java.lang.OutOfMemoryError: Java heap space
\tat org.semanticweb.HermiT.tableau.DatatypeManager$DVariable.<init>(Unknown Source)
\tat org.semanticweb.HermiT.Reasoner.isConsistent(Reasoner.java:604)
\tat org.semanticweb.HermiT.Reasoner.throwInconsistentOntologyExceptionIfNecessary(Reasoner.java)
"""
OTHER_ERROR = OUT_OF_MEMORY.replace("OutOfMemoryError: Java heap space", "StackOverflowError")
CONTRADICTION = (
    'Exception in thread "main" '
    "org.semanticweb.owlapi.reasoner.InconsistentOntologyException: Inconsistent ontology\n"
)


@pytest.mark.slow
@pytest.mark.parametrize("alignments", [False, True], ids=["core", "with alignments"])
def test_ontology_and_bundled_data_are_consistent(bundled: bytes, alignments: bool) -> None:
    need_java()
    verdict = check(bundled, alignments=alignments)
    assert verdict.consistent
    assert verdict.unsatisfiable == []
    assert verdict.triples > 30_000
    assert KIND not in {one.reason for one in verdict.left_out}


@pytest.mark.slow
def test_a_planted_contradiction_is_named_within_the_bundled_data(bundled: bytes) -> None:
    need_owl_api()
    fault, axioms = PLANTED["a membership with two members"]
    data = bundled + n_triples(fault)
    assert not check(data).consistent
    assert set(explain(data)) == axioms


@pytest.mark.parametrize("name", PLANTED)
def test_planted_contradiction_is_found(name: str) -> None:
    need_java()
    assert not check(n_triples(PLANTED[name][0])).consistent


@pytest.mark.parametrize("name", PLANTED)
def test_planted_contradiction_is_named(name: str) -> None:
    need_owl_api()
    fault, axioms = PLANTED[name]
    good = "<person/y> a ckg:Person . <membership/n> ckg:member <organisation/a> ."
    assert set(explain(n_triples(fault + good))) == axioms


def test_class_that_nothing_can_be_in_is_named_with_its_axioms() -> None:
    need_owl_api()
    verdict = check(more=turtle(IMPOSSIBLE))
    assert verdict.consistent
    assert verdict.unsatisfiable == ["https://example.org/PersonalPartnership"]
    found = explain(more=turtle(IMPOSSIBLE), unsatisfiable=verdict.unsatisfiable[0])
    assert set(found) == {
        "DisjointClasses(ckg:Partnership ckg:Person)",
        "SubClassOf(<https://example.org/PersonalPartnership> ckg:MetaCluster)",
        "SubClassOf(<https://example.org/PersonalPartnership> ckg:Person)",
        "SubClassOf(ckg:MetaCluster ckg:Partnership)",
    }


def test_two_names_that_are_said_to_be_the_same_are_no_two_members() -> None:
    need_java()
    two = PLANTED["a membership with two members"][0]
    assert check(n_triples(two + "<organisation/a> owl:sameAs <organisation/b> .")).consistent


def test_what_hermit_costs_is_measured() -> None:
    need_java()
    verdict = check(n_triples("<person/x> a ckg:Person ; ckg:startDate '2018'^^xsd:gYear ."))
    # A Java machine takes more than 20 MB and less than its limit, and some tenths of a second.
    assert 20e6 < verdict.peak < 2.5e9
    assert 0.05 < verdict.seconds < java.TIME_LIMIT
    assert {(one.reason, one.name): count for one, count in verdict.left_out.items()}[
        DATATYPE, "ckg:startDate xsd:gYear"
    ] == 1


def test_without_java_the_reason_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(JavaMissingError, match=r"needs Java.*default-jre-headless"):
        check()
    with pytest.raises(JavaMissingError, match="needs Java"):
        explain()


def test_without_jpype_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    need_java()
    monkeypatch.setattr(java, "find_spec", lambda name: None)
    with pytest.raises(JavaMissingError, match=r"clusterkg\[reasoning\]"):
        explain()


def test_hermit_that_gives_up_is_no_verdict() -> None:
    """HermiT counts no transitive property: OWL 2, section 11.2."""
    need_java()
    with pytest.raises(ReasonerError, match="HermiT gave up"):
        check(more=turtle(COUNTED))


def test_hermit_is_stopped_at_its_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    need_java()
    monkeypatch.setattr(java, "TIME_LIMIT", 0.01)
    with pytest.raises(TimeLimitError, match=r"java: stopped after 0\.01 seconds"):
        check()


@pytest.mark.parametrize(("errors", "words"), [
    (OUT_OF_MEMORY, r"HermiT needs more memory than its limit of 2000m: set CLUSTERKG_JAVA_MEMORY"),
    (OTHER_ERROR, r"HermiT gave up: .*java\.lang\.StackOverflowError"),
])
def test_an_error_during_the_check_is_no_contradiction(
    errors: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CLUSTERKG_JAVA_MEMORY", raising=False)
    with pytest.raises(ReasonerError, match=words):
        consistency._answer(Finished(1, "", errors, 1.0, 1))


@pytest.mark.parametrize("before", ["", "WARNING: slow\n"])
def test_the_exception_of_a_contradiction_is_one(before: str) -> None:
    assert consistency._answer(Finished(1, "", before + CONTRADICTION, 1.0, 1)) == (False, [])


def test_too_little_memory_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """For these 4,000 numbers HermiT was seen to need more than 24 MB, and 40 MB to do."""
    need_owl_api()
    data = n_triples("".join(f"nuts:X{i} ckg:nutsLevel {i} . " for i in range(4000)))
    monkeypatch.setenv("CLUSTERKG_JAVA_MEMORY", "20m")
    for ask in (check, explain):
        with pytest.raises(ReasonerError, match=r"limit of 20m: set CLUSTERKG_JAVA_MEMORY to more"):
            ask(data)
    monkeypatch.setenv("CLUSTERKG_JAVA_MEMORY", "200m")
    assert check(data).consistent


@pytest.mark.parametrize(("limit", "words"), [
    ("lots", "CLUSTERKG_JAVA_MEMORY=lots: not an amount of memory"),
    ("1k", "HermiT needs more memory than its limit of 1k"),
    ("900000g", "HermiT gave up: .*Could not reserve"),
])
def test_memory_that_java_cannot_have(
    limit: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    need_java()
    monkeypatch.setenv("CLUSTERKG_JAVA_MEMORY", limit)
    with pytest.raises(ReasonerError, match=words):
        check()


def test_what_does_not_contradict_itself_is_not_explained() -> None:
    need_owl_api()
    with pytest.raises(ReasonerError, match="nothing contradicts anything else"):
        explain(n_triples("<person/x> a ckg:Person ."))


def test_an_explanation_ends_in_its_time() -> None:
    need_owl_api()
    with pytest.raises(TimeLimitError, match=r"stopped after 0\.05 seconds"):
        explain(n_triples(PLANTED["a level that is a word"][0]), seconds=0.05)


def test_literals_that_hermit_would_refuse_do_not_stop_it() -> None:
    need_java()
    verdict = check(n_triples(
        'nuts:X ckg:nutsLevel "abc"^^xsd:integer . '
        r'<event/e> ckg:topicStatus "a\u000B", "b\uFFFE" ; ckg:startDate "+INF"^^xsd:float .'
    ))
    assert verdict.consistent
    assert [fault.value for fault in verdict.faults] == ['"abc"^^xsd:integer']
