"""``clusterkg infer``: inferences come and go with a version, and nobody reads them unasked."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner, Result

from clusterkg.app.cli import cli
from clusterkg.graph import KnowledgeGraph, builder, open_graph
from clusterkg.graph.store import NotInferredError, ScopeError
from clusterkg.graph.versions import GraphFolderError
from clusterkg.loaders.vocabularies import turtle_files
from clusterkg.queries.rulebook import rules

GOOD_THINGS = Path(__file__).parents[1] / "ontology" / "good_things.ttl"
FILES = [GOOD_THINGS, *(path for path in turtle_files() if path.parent.name != "vocabularies")]
# A query without any term of ours: W3C, "The Organization Ontology".
MEMBERS = """
PREFIX org: <http://www.w3.org/ns/org#>
SELECT ?member WHERE {
  ?membership a org:Membership ; org:member ?member ;
    org:organization <https://w3id.org/clusterkg/id/partnership/escp-s3/tex4im> .
}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The ontology's own files with one thing of each kind, to write in."""
    lines = [f"{t.subject} {t.predicate} {t.object}" for path in FILES for t in parse(path)]
    graphs = {"https://example.org/things": lines}
    builder.build(tmp_path / "kg", graphs, {"digest": "0"}, {"rejected.csv": "file\n"})
    return tmp_path / "kg"


@pytest.fixture(scope="module")
def inferred(kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the bundled graph with its inferences, to read."""
    place = tmp_path_factory.mktemp("inferred") / "kg"
    shutil.copytree(kg.version.parents[1], place)
    assert run("infer", place).exit_code == 0
    return place


def parse(path: Path) -> list[pyoxigraph.Quad]:
    return list(pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE))


def run(command: str, folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, [command, *arguments, "-g", str(folder)])


def dump(folder: Path) -> bytes:
    with open_graph(folder) as kg:
        return bytes(kg.store.dump(format=pyoxigraph.RdfFormat.N_QUADS) or b"")


def kept(folder: Path) -> dict[str, bytes]:
    version = open_graph(folder).version
    return {path.name: path.read_bytes() for path in version.iterdir() if path.is_file()}


def test_drop_restores_the_graph_to_the_byte(folder: Path) -> None:
    before, files = dump(folder), kept(folder)
    assert run("infer", folder).exit_code == 0
    once = dump(folder)
    assert len(once) > len(before)
    assert run("infer", folder).exit_code == 0
    assert dump(folder) == once
    done = run("infer", folder, "--drop")
    assert "inferences dropped" in done.stdout
    assert dump(folder) == before
    assert kept(folder) == files
    assert "no inferences to drop" in run("infer", folder, "--drop").stdout
    assert dump(folder) == before


def test_a_build_begins_without_inferences(folder: Path) -> None:
    run("infer", folder)
    done = run("build", folder)
    assert "'clusterkg infer' draws them again" in done.stderr
    assert not open_graph(folder).inferred_graph
    assert "draws them again" not in run("build", folder).stderr


def test_each_rule_is_printed_with_its_number(folder: Path) -> None:
    lines = run("infer", folder).stdout.splitlines()
    printed = {line.split()[0]: int(line.split()[-1].replace(",", "")) for line in lines[:-1]}
    assert list(printed) == [rule.name for rule in rules()]
    total = f"{sum(printed.values()):,} triples inferred in"
    assert total in lines[-1]
    with open_graph(folder) as kg:
        noted = kg.summary["inferred"]
        assert noted["rules"] == printed
        assert f"in {noted['rounds']} rounds" in lines[-1]


def test_members_in_terms_of_others(inferred: Path, kg: KnowledgeGraph) -> None:
    done = run("sparql", inferred, MEMBERS, "--inferred", "-f", "csv")
    # The eight members that document F3 lists, lines 491 to 505.
    assert len(set(done.stdout.split()) - {"member"}) == 8
    asserted = kg.query("members_of_partnership", partnership="escp-s3/tex4im").rows()
    assert {row["member"].removeprefix("id:") for row in asserted} == {
        line.removeprefix("https://w3id.org/clusterkg/id/") for line in done.stdout.split()[1:]
    }


def test_nobody_reads_inferences_unasked(inferred: Path, kg: KnowledgeGraph) -> None:
    everywhere = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
    union = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    with open_graph(inferred) as graph:
        assert graph.sparql(MEMBERS).rows() == []
        for query in (everywhere, union):
            for scope in ("all", "documents"):
                asked = graph.sparql(query, scope=scope).rows()
                assert asked == kg.sparql(query, scope=scope).rows()
        assert graph.union() == kg.union()
        more = graph.sparql(union, inferred=True).rows()[0]["n"]
        held = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph.inferred_graph}> {{ ?s ?p ?o }} }}"
        alone = graph.sparql(held, inferred=True).rows()[0]["n"]
        assert more == graph.sparql(union).rows()[0]["n"] + alone


def test_the_graph_says_how_it_came_about(inferred: Path) -> None:
    with open_graph(inferred) as kg:
        query = f"""
            PREFIX prov: <http://www.w3.org/ns/prov#>
            PREFIX void: <http://rdfs.org/ns/void#>
            PREFIX dcterms: <http://purl.org/dc/terms/>
            PREFIX ckg: <https://w3id.org/clusterkg/ontology#>
            SELECT ?certainty ?digest ?triples (SUM(?part) AS ?parts) (COUNT(?rule) AS ?rules) {{
              GRAPH <{kg.inferred_graph}> {{
                <{kg.inferred_graph}> ckg:certainty ?certainty ; void:triples ?triples ;
                  prov:wasGeneratedBy ?activity ; void:subset ?subset .
                ?activity a prov:Activity ; dcterms:identifier ?digest ; prov:used ?rule .
                ?subset prov:wasDerivedFrom ?rule ; void:triples ?part .
              }}
            }} GROUP BY ?certainty ?digest ?triples
        """
        (row,) = kg.sparql(query, inferred=True).rows()
        total = sum(kg.summary["inferred"]["rules"].values())
        assert (row["triples"], row["parts"], row["rules"]) == (total, total, len(rules()))
        assert row["certainty"] == "id:certainty/inferred"
        assert row["digest"] == kg.summary["digest"]


def test_asking_for_inferences_where_there_are_none(kg: KnowledgeGraph) -> None:
    folder = kg.version.parents[1]
    for arguments in (("query", "coverage"), ("sparql", MEMBERS)):
        done = run(arguments[0], folder, arguments[1], "--inferred")
        assert isinstance(done.exception, NotInferredError)
        assert "'clusterkg infer' does it" in str(done.exception)


def test_inferences_have_no_scope_of_documents(inferred: Path) -> None:
    done = run("query", inferred, "coverage", "--inferred", "--scope", "documents")
    assert isinstance(done.exception, ScopeError)
    assert "ask for them with the scope 'all'" in str(done.exception)


@pytest.mark.parametrize("arguments", [(), ("--drop",)])
def test_a_folder_without_a_graph(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run("infer", tmp_path / "none", *arguments)
    assert isinstance(done.exception, GraphFolderError)
    assert "'clusterkg build' makes one" in str(done.exception)
    assert not (tmp_path / "none").exists()


def test_questions_may_be_asked_with_inferences(inferred: Path) -> None:
    arguments = ("members_of_partnership", "--param", "partnership=escp-s3/tex4im")
    done = run("query", inferred, *arguments, "--inferred", "-f", "csv")
    assert done.stdout.count("\n") == 9
