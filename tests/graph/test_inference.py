"""The second group of rules, counted by hand, and what a run leaves behind."""

import signal
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from clusterkg.graph import builder, inference, open_graph
from clusterkg.graph.builder import BuildError
from clusterkg.queries.rulebook import Rule, RuleError, read_rule, rules

from .oracle import Triples, listed, parse

PREFIXES = """
@prefix ckg: <https://w3id.org/clusterkg/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://example.org/> .
"""
# Partnership p has members a, b and c; q has c alone. a belongs to d, d to e, and g to a:
# d and e take part in p through a, but g takes no part in it.
# a, b and f lie in one region of level 3, and all but f in one of level 2.
# a works on a theme inside division 13, b on the core of division 01, c on a related one, all of
# the ecosystem of textiles; g on division 01 for the ecosystem of food, and h on that and on a
# theme of textiles of no division. Spinning (13) and growing (01) are stages of the chain of
# textiles, baking (10) of that of food, and neither g nor h is active in growing.
SMALL = f"""{PREFIXES}
:m1 a ckg:Membership ; ckg:member :a ; ckg:inPartnership :p .
:m2 a ckg:Membership ; ckg:member :b ; ckg:inPartnership :p .
:m3 a ckg:Membership ; ckg:member :c ; ckg:inPartnership :p .
:m4 a ckg:Membership ; ckg:member :c ; ckg:inPartnership :q .
:m5 a ckg:RegionMembership ; ckg:region :r3 ; ckg:inPartnership :p .
ckg:subOrganisationOf a owl:TransitiveProperty .
:a ckg:subOrganisationOf :d . :d ckg:subOrganisationOf :e . :g ckg:subOrganisationOf :a .
:r3 ckg:nutsLevel 3 . :r2 ckg:nutsLevel 2 .
:a ckg:locatedIn :r3, :r2 . :b ckg:locatedIn :r3, :r2 . :f ckg:locatedIn :r3 .
:c ckg:locatedIn :r2 .
:a a ckg:Organisation ; ckg:theme :yarn . :b a ckg:Organisation ; ckg:theme :cotton .
:c a ckg:Organisation ; ckg:theme :fashion . :p ckg:theme :yarn .
:f a ckg:Organisation ; ckg:theme :bread .
:g a ckg:Organisation ; ckg:theme :grain . :h a ckg:Organisation ; ckg:theme :grain, :fashion .
:yarn skos:broadMatch :13 . :cotton skos:closeMatch :01 . :fashion skos:relatedMatch :13 .
:bread skos:exactMatch :10 . :grain skos:closeMatch :01 .
:yarn ckg:ecosystem :textile . :cotton ckg:ecosystem :textile . :fashion ckg:ecosystem :textile .
:bread ckg:ecosystem :agri . :grain ckg:ecosystem :agri .
:clothing ckg:ecosystem :textile . :food ckg:ecosystem :agri .
:spinning ckg:naceDivision :13 ; ckg:stageOf :clothing .
:growing ckg:naceDivision :01 ; ckg:stageOf :clothing .
:baking ckg:naceDivision :10 ; ckg:stageOf :food .
"""
BY_HAND = {
    "member-of-partnership":
        ":a ckg:memberOfPartnership :p . :b ckg:memberOfPartnership :p . "
        ":c ckg:memberOfPartnership :p, :q .",
    "cooperates-with":
        ":a ckg:cooperatesWith :b, :c . :b ckg:cooperatesWith :a, :c . "
        ":c ckg:cooperatesWith :a, :b .",
    "indirect-member": ":d ckg:indirectMemberOf :p . :e ckg:indirectMemberOf :p .",
    "co-located":
        ":a ckg:coLocatedWith :b, :f . :b ckg:coLocatedWith :a, :f . "
        ":f ckg:coLocatedWith :a, :b .",
    "active-in-stage":
        ":a ckg:activeInStage :spinning . :b ckg:activeInStage :growing . "
        ":f ckg:activeInStage :baking .",
    "shares-chain": ":a ckg:sharesChainWith :b . :b ckg:sharesChainWith :a .",
}


def close(given: Triples) -> inference.Closure:
    return inference.close(ox.Quad(*triple) for triple in given)


@pytest.mark.parametrize("name", BY_HAND)
def test_a_rule_beyond_owl_rl(name: str) -> None:
    found = set(close(parse(SMALL)).triples[name])
    assert listed(found) == listed(parse(f"{PREFIXES}{BY_HAND[name]}"))


def test_what_was_inferred_infers_nothing_more() -> None:
    given = parse(SMALL)
    closure = close(given)
    assert close(given | set(closure)).total == 0
    assert not given & set(closure)
    assert len(set(closure)) == closure.total


def test_the_order_of_triples_does_not_count() -> None:
    given = sorted(parse(SMALL), key=str)
    first, second = (
        inference.close(ox.Quad(*t) for t in ordered) for ordered in (given, given[::-1])
    )
    assert set(first) == set(second)
    assert first.counts == second.counts


def test_an_empty_graph() -> None:
    closure = inference.close([])
    assert (closure.total, closure.rounds) == (0, 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small graph."""
    graph = {"https://example.org/g": [" ".join(map(str, t)) for t in parse(SMALL)]}
    builder.build(tmp_path / "kg", graph, {}, {"rejected.csv": "file\n"})
    return tmp_path / "kg"


def versions_of(folder: Path) -> list[Path]:
    return list((folder / "versions").iterdir())


def test_a_version_that_fails_its_check_is_dropped(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = versions_of(folder)
    write = inference._write
    monkeypatch.setattr(inference, "_write", lambda staged, graph, _: write(staged, graph, ()))
    with pytest.raises(BuildError, match=r"graph/inferred/1 holds 0 triples instead of \d+"):
        inference.infer(folder, "1")
    assert versions_of(folder) == before


def test_inferences_of_another_version_are_replaced(folder: Path) -> None:
    inference.infer(folder, "1")
    inference.infer(folder, "2")
    with open_graph(folder) as kg:
        graphs = sorted(str(graph.value) for graph in kg.store.named_graphs())
        assert kg.inferred_graph.endswith("graph/inferred/2")
        assert graphs == ["https://example.org/g", kg.inferred_graph]


POINTS = {
    "closing": "inference.close = die",
    "writing": "inference._write = die",
    "checking": "builder.check = die",
    "swapping": "os.replace = die",
}
DRIVER = """
import os, signal, sys
from pathlib import Path
from clusterkg.graph import builder, inference
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
{point}
inference.infer(Path(sys.argv[1]), "1")
"""


@pytest.mark.parametrize("point", POINTS)
def test_killed_while_inferring(folder: Path, point: str) -> None:
    (before,) = versions_of(folder)
    command = [sys.executable, "-c", DRIVER.format(point=POINTS[point]), str(folder)]
    done = subprocess.run(command, check=False)
    assert done.returncode == -signal.SIGKILL
    with open_graph(folder) as kg:
        assert kg.version == before
        assert not kg.inferred_graph
        assert len(list(kg.store)) == 2 * len(parse(SMALL))
    assert inference.infer(folder, "1").total > 0
    assert len(versions_of(folder)) == 1


@pytest.mark.parametrize(("stem", "text", "message"), [
    ("a", "#+ group: beyond", "two digits, a hyphen and a name"),
    ("10-a", "#+ group: other", "must be owl-rl or beyond"),
    ("10-a", "#+ group: beyond\n#+ says: nothing", "must be a sentence"),
    ("10-a", "#+ group: beyond\n#+ says: It.\nDELETE { ?s ?p ?o } WHERE {\n}",
     "an operation is"),
    ("10-a", "#+ group: beyond\n#+ says: It.\n"
     "INSERT { ?s ?p ?o } WHERE {\n  ?s ?p ?o . ?o ?p ?s .\n}", "is no premise"),
])
def test_a_rule_that_is_not_written_as_rules_are(stem: str, text: str, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        read_rule(stem, text)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_a_rule_s_file_runs_as_it_stands(rule: Rule) -> None:
    name = rule.name
    (path,) = Path(inference.__file__).parents[1].glob(f"queries/rules/[0-9][0-9]-{name}.ru")
    store = ox.Store()
    for triple in parse(SMALL):
        store.add(ox.Quad(*triple))
    before = len(store)
    store.update(path.read_text(encoding="utf-8"))
    if name in BY_HAND and name in ("member-of-partnership", "co-located", "active-in-stage"):
        assert len(store) == before + len(parse(f"{PREFIXES}{BY_HAND[name]}"))
