"""The shapes: a good thing of each kind conforms, each planted fault is found where it is."""

from collections import defaultdict
from functools import cache

import pytest
from rdflib import RDF, SH, Graph, URIRef

from clusterkg.ontology import iris
from clusterkg.ontology.shapes_check import Violation, shape_files, shapes, validate
from clusterkg.ontology.shapes_paths import ITSELF, path_text
from tests.ontology.planted import PREFIXES, cases, copy_of, good_graph, planted_graph, thing
from tests.ontology.turtle import read

TARGETS = (SH.targetClass, SH.targetSubjectsOf)
OF_ITSELF = (SH["or"], SH["and"], SH["not"], SH.xone, SH["class"], SH.node, SH.pattern)


@pytest.fixture(scope="module")
def found() -> dict[str, list[Violation]]:
    """What the shapes say of each planted copy, by its name."""
    violations = defaultdict(list)
    for violation in validate(planted_graph()):
        violations[violation.focus].append(violation)
    return violations


@cache
def fixes() -> set[str]:
    """Return what the shapes say would be right."""
    return {str(message) for message in shapes().objects(None, SH.message)}


def test_good_things_conform() -> None:
    assert validate(good_graph()) == []


def test_good_things_stay_good_among_bad_ones(found: dict[str, list[Violation]]) -> None:
    names = [name for name in found if not name.startswith("id:planted/")]
    others = [violation for name in names for violation in found[name]]
    # A copy of a value chain makes a second chain of the same stages.
    assert {violation.path for violation in others} <= {"^ckg:hasStage"}


@pytest.mark.parametrize("number", range(len(cases())), ids=lambda n: cases()[n]["why"])
def test_fault_is_found(number: int, found: dict[str, list[Violation]]) -> None:
    case = cases()[number]
    assert (thing(case), None, None) in good_graph(), "the case names a good thing"
    name = iris.compact(str(copy_of(number)))
    here = [violation for violation in found[name] if violation.path == case["path"]]
    assert case["shape"] in {violation.shape for violation in here}
    for violation in here:
        assert violation.message.startswith(f"{name}, {case['path']}: ")
        assert any(violation.message.endswith(f". {fix}") for fix in fixes())
        assert violation.value in violation.message


@pytest.mark.parametrize("number", range(len(cases())), ids=lambda n: cases()[n]["why"])
def test_the_sentence_names_a_planted_value_or_that_it_is_missing(
    number: int, found: dict[str, list[Violation]]
) -> None:
    case, name = cases()[number], iris.compact(str(copy_of(number)))
    values = set(planted_graph().objects(copy_of(number), URIRef(iris.expand(case["predicate"]))))
    texts = {iris.compact(value) if isinstance(value, URIRef) else str(value) for value in values}
    sentences = [violation.message for violation in found[name]
                 if (violation.shape, violation.path) == (case["shape"], case["path"])]
    for sentence in sentences:
        named = [text for text in texts if f"'{text}'" in sentence]
        # Other paths than the predicate itself, such as an inverse, can be empty beside a value.
        may_miss = not texts or case["path"] != case["predicate"]
        assert named or (may_miss and " missing" in sentence)
    assert sentences


def test_every_property_of_every_shape_has_a_planted_fault() -> None:
    rules = shapes()
    known = {(case["shape"], case["path"]) for case in cases()}
    wanted = set()
    for target in TARGETS:
        for shape in rules.subjects(target, None):
            if any((shape, constraint, None) in rules for constraint in OF_ITSELF):
                wanted.add((str(shape).rpartition("#")[2], ITSELF))
            for part in rules.objects(shape, SH.property):
                named = part if isinstance(part, URIRef) else shape
                path = path_text(rules, rules.value(part, SH.path))
                wanted.add((str(named).rpartition("#")[2], path))
    assert len(wanted) > 100
    assert known == wanted


def test_every_rule_says_what_would_be_right() -> None:
    rules = shapes()
    used = set(rules.objects(None, SH.property))
    used |= {shape for target in TARGETS for shape in rules.subjects(target, None)
             if any((shape, constraint, None) in rules for constraint in OF_ITSELF)}
    nested = {part for shape, part in rules.subject_objects(SH.property)
              if not any((shape, target, None) in rules for target in TARGETS)}
    for part in used - nested:
        message = str(rules.value(part, SH.message))
        assert message.endswith("."), part
        assert message[0].isupper()


def test_each_shape_is_defined_once_and_none_is_idle() -> None:
    rules = shapes()
    named = [
        shape
        for path in shape_files()
        for kind in (SH.NodeShape, SH.PropertyShape)
        for shape in read([path]).subjects(RDF.type, kind)
    ]
    assert len(named) == len(set(named))
    for shape in named:
        targeted = any((shape, target, None) in rules for target in TARGETS)
        assert targeted or (None, None, shape) in rules, shape


# By hand: what each kind of fault should say, with the fix as the shape's file words it.
SENTENCES = {
    "no name":
        "skos:prefLabel: the value is missing. A name is one text without a language; other names "
        "are alternative labels.",
    "neither a name nor a code":
        "skos:prefLabel|ckg:pic: the value is missing. An organisation has a name, or the code by "
        "which a register of funding knows it.",
    "two names of a cluster":
        "skos:prefLabel: 2 values, 'Toscana' and 'Tuscany'. A name is one text without a language; "
        "other names are alternative labels.",
    "a row that got lost":
        "ckg:rowsRead: '4' (xsd:integer) does not fit. The rows that were read are those written, "
        "rejected and duplicate together.",
    "two labels in one language":
        "skos:prefLabel: several values in one language: 'DG GROW'@en and 'GROW'@en. A thing has "
        "one preferred label a language; other names are alternative labels.",
    "a theme that nobody mapped":
        "ckg:theme: 'id:theme/unknown' (not in the graph) does not fit. A theme is one of the "
        "themes of the mapping table.",
    "a source as text":
        "dcterms:source: 'a page' (text) does not fit. A row of the tables has at least one "
        "source: a page, a document or a project, as an IRI.",
    "a region replaced by a country":
        "ckg:replacedBy: 'country:ITA' (a ckg:Country) does not fit. A region is replaced by "
        "regions.",
    "too few staff for ECCP":
        "ckg:staffFte: '0.49' (xsd:decimal) does not meet the rule. ECCP admits a cluster "
        "organisation with at least 0.5 full-time equivalents of staff.",
    "one kind of members":
        "the thing itself: ckg:memberKind 'id:organisation-kind/company' does not meet the rule. "
        "ECCP admits a cluster organisation with at least 2 kinds of members; the kinds count as "
        "complete once one is stated.",
}


@pytest.mark.parametrize("why", SENTENCES)
def test_sentence_names_node_value_and_fix(why: str, found: dict[str, list[Violation]]) -> None:
    (number,) = (number for number, case in enumerate(cases()) if case["why"] == why)
    name = iris.compact(str(copy_of(number)))
    assert f"{name}, {SENTENCES[why]}" in {violation.message for violation in found[name]}


def test_a_value_that_is_required_is_named_with_what_stands_there() -> None:
    text = (f"{PREFIXES}<{iris.resolve('role/boss')}> a ckg:Role ;"
            " skos:inScheme id:scheme\\/themes .")
    (violation,) = validate(Graph().parse(data=text, format="turtle"))
    assert violation.message == (
        "id:role/boss, skos:inScheme: 'id:scheme/roles' is missing; there is 'id:scheme/themes'. "
        "A role stands in the scheme of roles."
    )


def test_violation_names_value_and_sentence() -> None:
    text = f"{PREFIXES}<{iris.resolve('region/ZZ1')}> a ckg:Region ; ckg:nutsLevel 4 ."
    violations = validate(Graph().parse(data=text, format="turtle"))
    level = next(violation for violation in violations if violation.path == "ckg:nutsLevel")
    assert level == Violation(
        "id:region/ZZ1", "ckg:nutsLevel", "4", "Region",
        "id:region/ZZ1, ckg:nutsLevel: '4' (xsd:integer) does not fit. "
        "The level of a region is 1, 2 or 3.",
        "Violation",
    )


def test_a_long_list_of_values_is_cut() -> None:
    names = ", ".join(f'"name {number}"' for number in range(8))
    text = f"{PREFIXES}<{iris.resolve('person/x')}> a ckg:Person ; skos:prefLabel {names} ."
    (violation,) = validate(Graph().parse(data=text, format="turtle"))
    assert "8 values, 'name 0', 'name 1', 'name 2', 'name 3', 'name 4' and 3 more" in (
        violation.message
    )


def test_bundled_data_conform(bundled: bytes) -> None:
    assert [violation.message for violation in validate(bundled)] == []
