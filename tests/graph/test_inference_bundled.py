"""The rules beyond OWL RL on the bundled data, counted again from its tables in plain Python."""

import csv
from collections import defaultdict
from collections.abc import Callable, Mapping, Set
from itertools import permutations

import pyoxigraph as ox
import pytest

from clusterkg.graph import KnowledgeGraph, inference
from clusterkg.ontology import iris
from tests.queries.independent import CARRYING, ROOT, members, table

from .oracle import parse

Pairs = set[tuple[str, str]]
STAGES = ROOT / "ontology" / "vocabularies" / "value-chains.ttl"


@pytest.fixture(scope="module")
def closure(kg: KnowledgeGraph) -> inference.Closure:
    return inference.close(kg.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))


def member_of() -> Pairs:
    return {
        (f"organisation/{organisation}", f"partnership/{partnership}")
        for partnership, found in members().items() for organisation in found
    }


def cooperates() -> Pairs:
    return together({partnership: {f"organisation/{name}" for name in found}
                     for partnership, found in members().items()})


def co_located() -> Pairs:
    """Codes of level 3 have five characters (Regulation (EC) No 1059/2003, article 1)."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in table("organisations"):
        if len(row["nuts_code"]) == 5:
            found[row["nuts_code"]].add(f"organisation/{row['organisation_id']}")
    return together(found)


def indirect() -> Pairs:
    parents: dict[str, set[str]] = defaultdict(set)
    for row in table("parent_organisations"):
        parents[row["organisation_id"]].add(row["parent_id"])
    grown = True
    while grown:
        grown = False
        for found in parents.values():
            above = {top for parent in found for top in parents.get(parent, ())}
            grown = grown or not above <= found
            found |= above
    return {
        (f"organisation/{parent}", f"partnership/{partnership}")
        for partnership, organisations in members().items()
        for unit in organisations for parent in parents.get(unit, ())
    }


def active() -> Pairs:
    stages, chains, mapped = subjects("naceDivision"), subjects("ecosystem"), mappings()
    return {
        (f"organisation/{row['organisation_id']}", stage)
        for row in table("organisations") for theme in row["themes"].split(";")
        for division in mapped[theme.strip()] for stage in stages[division]
        # A stage is called after its chain: stage/CHAIN/STAGE.
        if any(f"value-chain/{stage.split('/')[1]}" in chains[ecosystem]
               for ecosystem in mapped[theme.strip()])
    }


def mappings() -> dict[str, set[str]]:
    """An ecosystem counts from a confidence of a half on; see docs/theme-mapping.md."""
    found: dict[str, set[str]] = defaultdict(set)
    with (ROOT / "data" / "themes.sssom.tsv").open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        for row in csv.DictReader(lines, delimiter="\t"):
            division = row["object_id"].startswith("nace:")
            if row["predicate_id"] in CARRYING and (division or float(row["confidence"]) >= 0.5):
                found[row["subject_label"]].add(row["object_id"])
    return found


def sharing() -> Pairs:
    found: dict[str, set[str]] = defaultdict(set)
    for organisation, stage in active():
        # A stage is called after its chain: stage/CHAIN/STAGE.
        found[stage.split("/")[1]].add(organisation)
    return together(found)


def together(groups: Mapping[str, Set[str]]) -> Pairs:
    return {pair for group in groups.values() for pair in permutations(group, 2)}


def subjects(name: str) -> dict[str, set[str]]:
    """Return the stages or chains of each division or ecosystem."""
    found: dict[str, set[str]] = defaultdict(set)
    for triple in parse(STAGES.read_bytes()):
        if str(triple.predicate.value) == iris.term(name):
            found[iris.compact(triple.object.value)].add(short(triple.subject))
    return found


def short(node: ox.NamedNode) -> str:
    return node.value.removeprefix(iris.PREFIXES["id"])


COUNTED: dict[str, Callable[[], Pairs]] = {
    "memberOfPartnership": member_of, "cooperatesWith": cooperates, "coLocatedWith": co_located,
    "indirectMemberOf": indirect, "activeInStage": active, "sharesChainWith": sharing,
}


@pytest.mark.parametrize("name", COUNTED)
def test_as_many_as_the_tables_say(closure: inference.Closure, name: str) -> None:
    found = {
        (short(triple.subject), short(triple.object))
        for triple in closure if triple.predicate.value == iris.term(name)
    }
    expected = COUNTED[name]()
    assert expected
    assert found == expected


@pytest.mark.parametrize(("subject", "name", "value"), [
    # Chemicals (20) and agriculture (01) make fibres too, but these make cosmetics and food.
    ("organisation/cosmetic-valley", "sharesChainWith", "organisation/teagasc"),
    ("organisation/teagasc", "activeInStage", "stage/textile-clothing/raw-materials"),
    # Corallia is a member of S3FOOD; gi-Cluster, for games, is one of its units.
    ("organisation/gi-cluster", "indirectMemberOf", "partnership/innosup-1/s3food"),
])
def test_what_does_not_follow(
    closure: inference.Closure, kg: KnowledgeGraph, subject: str, name: str, value: str
) -> None:
    first, last = ox.NamedNode(iris.resolve(subject)), ox.NamedNode(iris.resolve(value))
    for node in (first, last):
        assert any(kg.store.quads_for_pattern(node, None, None, ox.DefaultGraph()))
    assert ox.Triple(first, ox.NamedNode(iris.term(name)), last) not in set(closure)


def test_nothing_is_inferred_that_stands_already(
    closure: inference.Closure, kg: KnowledgeGraph
) -> None:
    assert not [triple for triple in closure if ox.Quad(*triple) in kg.store]


def test_a_region_lies_within_its_country(closure: inference.Closure) -> None:
    # Prato lies in Tuscany, in the centre of Italy: ITI15, ITI1, ITI, Italy; a transitive property.
    prato = iris.nuts("ITI15")
    wholes = {
        triple.object.value for triple in closure
        if triple.subject.value == prato and triple.predicate.value == iris.term("within")
    }
    assert wholes == {iris.nuts(code) for code in ("ITI1", "ITI", "IT")}


def test_partnerships_to_programmes_by_chains(closure: inference.Closure) -> None:
    # TEX4IM is under ESCP-S3, which COSME pays for (document F3); CITEVE is its member.
    found = {
        (short(triple.subject), triple.predicate.value) for triple in closure
        if triple.object == ox.NamedNode(iris.resolve("programme/cosme"))
    }
    assert ("partnership/escp-s3/tex4im", iris.term("fundedUnder")) in found
    assert ("organisation/citeve", iris.term("supportedBy")) in found
