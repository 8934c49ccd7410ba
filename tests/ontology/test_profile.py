"""The core is in OWL 2 DL, and what is planted outside it is found.

Which axioms are outside follows from the OWL 2 Structural Specification, sections 4, 5.8 and 11.
The OWL API 5.1.9, another release than the one in owlready2's jar, named the same ones.
"""

from pathlib import Path

import pytest

from clusterkg.ontology.reasoning import ReasonerError, java, violations
from tests.ontology.java import need_owl_api, turtle

PLANTED = {
    "a count of a transitive property": (
        """ckg:Place rdfs:subClassOf [ a owl:Restriction ;
            owl:onProperty ckg:within ; owl:maxCardinality "1"^^xsd:nonNegativeInteger ] .""",
        "UseOfNonSimplePropertyInCardinalityRestriction",
        "SubClassOf(ckg:Place ObjectMaxCardinality(1 ckg:within owl:Thing)): the property is "
        "transitive, or follows from one or from a chain: OWL 2 DL forbids counting it.",
    ),
    "a transitive property that is asymmetric": (
        "ckg:subOrganisationOf a owl:AsymmetricProperty .",
        "UseOfNonSimplePropertyInAsymmetricObjectPropertyAxiom",
        "AsymmetricObjectProperty(ckg:subOrganisationOf): the property is "
        "transitive, or follows from one or from a chain: OWL 2 DL forbids asymmetry.",
    ),
    "a property of things that is one of literals": (
        "ckg:member a owl:DatatypeProperty .",
        "IllegalPunning",
        "Declaration(DataProperty(ckg:member)): the name is used for things that OWL 2 DL keeps "
        "apart, such as a property of things and a property of literals; give them two names "
        "(ckg:member).",
    ),
    "chains that follow from each other": (
        """ckg:cites owl:propertyChainAxiom ( ckg:quotes ckg:foundedBy ) .
           ckg:quotes owl:propertyChainAxiom ( ckg:cites ckg:presentedAt ) .""",
        "UseOfPropertyInChainCausesCycle",
        "SubObjectPropertyOf(ObjectPropertyChain( ckg:quotes ckg:foundedBy ) ckg:cites): a "
        "property of the chain follows from the property that the chain implies: OWL 2 DL wants "
        "an order among them without a cycle (ckg:quotes).",
    ),
    "a datatype that OWL 2 lacks": (
        "<https://example.org/day> a owl:DatatypeProperty ; rdfs:range xsd:date .",
        "UseOfUndeclaredDatatype",
        "<https://example.org/day> rdfs:range xsd:date: the datatype is not in OWL 2's datatype "
        "map; rdfs:Literal fits, and a shape can check the type.",
    ),
    "a class that nobody declared": (
        "ckg:website rdfs:range <https://example.org/Page> .",
        "UseOfUndeclaredClass",
        "ObjectPropertyRange(ckg:website <https://example.org/Page>): use of undeclared class "
        "(<https://example.org/Page>).",
    ),
}


def test_the_core_is_in_owl_2_dl() -> None:
    need_owl_api()
    assert [violation.message for violation in violations()] == []


@pytest.mark.parametrize("name", PLANTED)
def test_planted_axiom_is_found_and_named(name: str) -> None:
    need_owl_api()
    axiom, kind, message = PLANTED[name]
    found = violations(more=turtle(axiom))
    assert {violation.kind for violation in found} == {kind}
    assert message in {violation.message for violation in found}


def test_what_the_owl_api_cannot_read_is_said(tmp_path: Path) -> None:
    need_owl_api()
    document = tmp_path / "broken.rdf"
    document.write_text("<rdf:RDF")
    with pytest.raises(ReasonerError, match=r"the OWL API gave up: .*Lexical error"):
        java.ask("profile", str(document))
