"""The shapes: a good thing of each kind conforms, each planted fault is found where it is.

``good_things.ttl`` holds one thing of each kind; each row of ``bad_things.tsv`` replaces the values
of one property of a copy of one of them. All copies are checked in one run.
"""

import csv
from collections import defaultdict

import pytest
from rdflib import RDF, SH, Graph, URIRef

from clusterkg.ontology import iris
from clusterkg.ontology.shapes_check import Violation, path_text, shape_files, shapes, validate
from tests.ontology.turtle import ALIGNMENTS, FOLDER, MODULES, VOCABULARIES, read

HERE = FOLDER.parent / "tests" / "ontology"
PREFIXES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in iris.PREFIXES.items())
TARGETS = (SH.targetClass, SH.targetSubjectsOf)
Case = dict[str, str]


def cases() -> list[Case]:
    """Return the planted faults."""
    with (HERE / "bad_things.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def thing(case: Case) -> URIRef:
    """Return the good thing of a case."""
    graph = URIRef(iris.graph("documents", "1"))
    return graph if case["subject"] == "graph" else URIRef(iris.resolve(case["subject"]))


def planted(number: int) -> URIRef:
    """Return the copy that carries the fault of a case."""
    return URIRef(iris.resolve(f"planted/{number}"))


@pytest.fixture(scope="module")
def good() -> Graph:
    """The good things among the ontology and its vocabularies."""
    files = [FOLDER / "clusterkg.ttl", *MODULES, *ALIGNMENTS, *VOCABULARIES]
    return read([*files, HERE / "good_things.ttl"])


@pytest.fixture(scope="module")
def found(good: Graph) -> dict[str, list[Violation]]:
    """What the shapes say of each planted copy, by its name."""
    graph = good + Graph()
    for number, case in enumerate(cases()):
        copy, predicate = planted(number), URIRef(iris.expand(case["predicate"]))
        for relation, value in good.predicate_objects(thing(case)):
            if relation != predicate:
                graph.add((copy, relation, value))
        if case["values"]:
            text = f"{PREFIXES}<{copy}> <{predicate}> {case['values']} ."
            graph.parse(data=text, format="turtle")
    violations = defaultdict(list)
    for violation in validate(graph):
        violations[violation.focus].append(violation)
    return violations


def test_good_things_conform(good: Graph) -> None:
    assert validate(good) == []


def test_good_things_stay_good_among_bad_ones(found: dict[str, list[Violation]]) -> None:
    names = [name for name in found if not name.startswith("id:planted/")]
    others = [violation for name in names for violation in found[name]]
    # A copy of a value chain makes a second chain of the same stages.
    assert {violation.path for violation in others} <= {"^ckg:hasStage"}


@pytest.mark.parametrize("number", range(len(cases())), ids=lambda n: cases()[n]["why"])
def test_fault_is_found(number: int, good: Graph, found: dict[str, list[Violation]]) -> None:
    case = cases()[number]
    assert (thing(case), None, None) in good, "the case names a good thing"
    name = f"id:planted/{number}"
    here = [violation for violation in found[name] if violation.path == case["path"]]
    assert case["shape"] in {violation.shape for violation in here}
    for violation in here:
        assert violation.message.startswith(f"{name}, {case['path']}: ")
        assert violation.message.endswith(".")


def test_every_property_of_every_shape_has_a_planted_fault() -> None:
    rules = shapes()
    known = {(case["shape"], case["path"]) for case in cases()}
    wanted = set()
    for target in TARGETS:
        for shape in rules.subjects(target, None):
            for part in rules.objects(shape, SH.property):
                named = part if isinstance(part, URIRef) else shape
                path = path_text(rules, rules.value(part, SH.path))
                wanted.add((str(named).rpartition("#")[2], path))
    assert len(wanted) > 100
    assert known == wanted


def test_every_rule_says_what_would_be_right() -> None:
    rules = shapes()
    used = set(rules.objects(None, SH.property))
    inner = set(rules.objects(None, SH.node))
    nested = {part for shape in inner for part in rules.objects(shape, SH.property)}
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


def test_violation_names_value_and_sentence() -> None:
    text = f"{PREFIXES}<{iris.resolve('region/ZZ1')}> a ckg:Region ; ckg:nutsLevel 4 ."
    violations = validate(Graph().parse(data=text, format="turtle"))
    level = next(violation for violation in violations if violation.path == "ckg:nutsLevel")
    assert level == Violation(
        "id:region/ZZ1", "ckg:nutsLevel", "4", "Region",
        "id:region/ZZ1, ckg:nutsLevel: '4' does not fit. The level of a region is 1, 2 or 3.",
    )


def test_bundled_data_conform(bundled: bytes) -> None:
    assert [violation.message for violation in validate(bundled)] == []
