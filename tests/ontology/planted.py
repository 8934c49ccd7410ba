"""The good things and the planted faults that the tests of the shapes share.

``good_things.ttl`` holds one thing of each kind; each row of ``bad_things.tsv`` replaces the values
of one property of a copy of one of them. All copies are checked in one run.
"""

import csv
from functools import cache

from rdflib import Graph, URIRef

from clusterkg.ontology import iris
from tests.ontology.turtle import ALL, FOLDER, SHAPES, read

HERE = FOLDER.parent / "tests" / "ontology"
PREFIXES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in iris.PREFIXES.items())
Case = dict[str, str]


@cache
def cases() -> list[Case]:
    """Return the planted faults."""
    with (HERE / "bad_things.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def thing(case: Case) -> URIRef:
    """Return the good thing of a case."""
    graph = URIRef(iris.graph("documents", "1"))
    return graph if case["subject"] == "graph" else URIRef(iris.resolve(case["subject"]))


def copy_of(number: int) -> URIRef:
    """Return the copy that carries the fault of a case."""
    return URIRef(iris.resolve(f"planted/{number}"))


@cache
def good_graph() -> Graph:
    """Return the good things among the ontology and its vocabularies, as a build holds them."""
    return read([*(path for path in ALL if path not in SHAPES), HERE / "good_things.ttl"])


@cache
def planted_graph() -> Graph:
    """Return the good things with all planted copies beside them."""
    good = good_graph()
    graph = good + Graph()
    for number, case in enumerate(cases()):
        copy, predicate = copy_of(number), URIRef(iris.expand(case["predicate"]))
        for relation, value in good.predicate_objects(thing(case)):
            if relation != predicate:
                graph.add((copy, relation, value))
        if case["values"]:
            text = f"{PREFIXES}<{copy}> <{predicate}> {case['values']} ."
            graph.parse(data=text, format="turtle")
    return graph
