"""``clusterkg reconcile``: links come from real builds and loads, and decisions outlive them."""

import csv
import shutil
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner, Result

from clusterkg.app import reconciling
from clusterkg.app.cli import cli
from clusterkg.graph import KnowledgeGraph, open_graph
from clusterkg.graph.loading import Account, Incoming, load_source
from clusterkg.graph.versions import GraphFolderError
from clusterkg.loaders.reconciliation.review import ReviewError
from clusterkg.ontology import provenance, rdf

SAMPLES = Path(__file__).parents[1] / "samples"
# Profiles and participants as the registers spell them; MESAP and Dolina Lotnicza are bundled.
ECCP = {
    "eccp/it-mesap": ("MESAP Innovation Cluster - Smart Products", "IT", "Torino"),
    "eccp/pl-dolina": ("Aviation Valley / Dolina Lotnicza", "PL", "Rzeszow"),
    "eccp/es-cenfim": ("CENFIM Contract Habitat & Furnishings Hub", "ES", "La Sénia"),
    "eccp/it-nobody": ("Zyxwv Quantum Gardens", "IT", "Roma"),
}
CORDIS = {"pic/999992789": ("CENTRO SERVIZI INDUSTRIE SRL", "IT", "TORINO")}
PARTICIPATION = [
    ("rdf:type", rdf.iri("ckg:Participation")),
    ("ckg:participant", rdf.ref("organisation/pic/999992789")),
    ("ckg:inProject", rdf.ref("project/cordis/777777")),
    ("ckg:contribution", rdf.decimal("1000")),
]
MESAP, PROFILE, PIC = (
    f"id:organisation/{name}" for name in ("mesap", "eccp/it-mesap", "pic/999992789"))


def described(organisations: dict[str, tuple[str, str, str]], cluster: bool) -> Iterable[str]:
    for slug, (name, country, city) in organisations.items():
        pic = slug.partition("pic/")[2]
        yield from rdf.describe(rdf.ref(f"organisation/{slug}"), [
            ("rdf:type", rdf.iri("ckg:Organisation")),
            ("rdf:type", rdf.iri("ckg:ClusterOrganisation") if cluster else None),
            ("skos:prefLabel", rdf.text(name)),
            ("ckg:country", rdf.ref(f"country/{country}")),
            ("ckg:cityName", rdf.text(city)),
            ("ckg:pic", rdf.text(pic) if pic else None),
        ])


def load(folder: Path, name: str, triples: Iterable[str], version: str = "1") -> None:
    content = "".join(f"{triple} .\n" for triple in triples).encode()
    facts = {"name": name, "version": version, "title": name, "origin": "https://example.org/",
             "licence": "https://creativecommons.org/licenses/by/4.0/", "scope": "all"}
    incoming = Incoming(name, version, f"{len(content):064x}", "1", [content], lambda _: Account(
        [], [{"source": name, "table": name, "read": 1, "written": 1, "rejected": 0,
              "duplicate": 0}]))
    description = list(provenance.describe_graph(incoming.graph, facts, {}, "clusterkg test"))
    counts = incoming.finish(folder).counts
    load_source(folder, Incoming(
        name, version, incoming.sha256, "1", [content], lambda _: Account(description, counts)))


def load_both(folder: Path) -> None:
    load(folder, "eccp", described(ECCP, cluster=True))
    part = rdf.describe(rdf.ref("participation/777777/999992789"), PARTICIPATION)
    load(folder, "cordis-organisations", [*described(CORDIS, cluster=False), *part])


@pytest.fixture(scope="module")
def loaded(kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled graph with a few profiles and participants."""
    place = tmp_path_factory.mktemp("loaded") / "kg"
    shutil.copytree(kg.version.parents[1], place)
    load_both(place)
    return place


@pytest.fixture
def folder(loaded: Path, tmp_path: Path) -> Path:
    """A copy of that graph, to write in."""
    shutil.copytree(loaded, tmp_path / "kg")
    return tmp_path / "kg"


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["reconcile", "-g", str(folder), *arguments])


def table(path: Path) -> list[dict[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    body = [line for line in lines if not line.startswith("#")]
    return list(csv.DictReader(body, delimiter="\t"))


def linked(folder: Path) -> set[tuple[str, str]]:
    found = [(row["subject_id"], row["object_id"]) for row in table(folder / "links.sssom.tsv")]
    assert len(found) == len(set(found))
    return set(found)


def dump(folder: Path) -> bytes:
    with open_graph(folder) as kg:
        return bytes(kg.store.dump(format=pyoxigraph.RdfFormat.N_QUADS) or b"")


def decide(path: Path, first: str, second: str, word: str) -> None:
    """Write a decision as a person would, in a row of one's own."""
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    head = next(at for at, line in enumerate(lines) if not line.startswith("#"))
    names = lines[head].split("\t")
    cells = {"decision": word, "subject_id": first, "object_id": second,
             "reviewer_label": "Ada", "mapping_date": "2026-11-21"}
    row = "\t".join(cells.get(name, "") for name in names)
    path.write_text("\n".join([*lines, row]) + "\n", encoding="utf-8")


def test_links_of_three_sources(folder: Path) -> None:
    done = run(folder)
    assert done.exit_code == 0, done.output
    assert {(MESAP, PROFILE), (MESAP, PIC),
            ("id:organisation/aviation-valley", "id:organisation/eccp/pl-dolina")} <= linked(folder)
    assert not [pair for pair in linked(folder) if "nobody" in "".join(pair)]
    assert f"{len(linked(folder))} pairs linked" in done.stdout
    assert "clusterkg and eccp" in done.stdout
    with open_graph(folder) as kg:
        union = kg.union().decode()
        assert union.count("core#exactMatch> <https://w3id.org/clusterkg/id/organ") == len(
            linked(folder))
        assert "owl#sameAs>" not in union


def test_the_graph_of_links_says_where_it_comes_from(folder: Path) -> None:
    run(folder)
    query = """
        PREFIX prov: <http://www.w3.org/ns/prov#>
        PREFIX ckg: <https://w3id.org/clusterkg/ontology#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT DISTINCT ?graph ?rows ?source WHERE {
          GRAPH ?graph { ?a skos:exactMatch ?b }
          ?graph ckg:rowsWritten ?rows ; prov:wasDerivedFrom ?source ; prov:wasGeneratedBy ?run ;
            ckg:sha256 ?digest .
        }
    """
    with open_graph(folder) as kg:
        rows = [row for row in kg.sparql(query).rows() if "reconciliation" in row["graph"]]
    assert {row["rows"] for row in rows} == {len(linked(folder))}
    assert {"graph:eccp/1", "graph:cordis-organisations/1"} <= {row["source"] for row in rows}


def test_a_second_run_changes_nothing(folder: Path) -> None:
    run(folder)
    before, files = dump(folder), [
        (folder / name).read_bytes() for name in (reconciling.LINKS, reconciling.REVIEW)]
    assert run(folder).exit_code == 0
    assert dump(folder) == before
    assert files == [
        (folder / name).read_bytes() for name in (reconciling.LINKS, reconciling.REVIEW)]


def test_the_same_links_of_a_newer_source_say_so(folder: Path) -> None:
    run(folder)
    before = linked(folder)
    load(folder, "eccp", described(ECCP, cluster=True), "2")
    assert run(folder).exit_code == 0
    assert linked(folder) == before
    with open_graph(folder) as kg:
        lines = kg.union().decode().splitlines()
    derived = {line for line in lines if "/reconciliation/" in line and "wasDerivedFrom>" in line}
    assert any("graph/eccp/2>" in line for line in derived)
    assert not any("graph/eccp/1>" in line for line in lines)


def test_a_removal_says_that_links_are_of_before(folder: Path) -> None:
    run(folder)
    removed = CliRunner().invoke(cli, ["remove", "eccp", "-g", str(folder)])
    assert "'clusterkg reconcile' finds them again" in removed.stderr
    assert run(folder).exit_code == 0
    assert not [pair for pair in linked(folder) if "eccp/" in "".join(pair)]


def test_a_review_file_in_a_new_folder(folder: Path) -> None:
    place = folder.parent / "ours" / "review.tsv"
    done = run(folder, "--review", str(place))
    assert done.exit_code == 0, done.output
    assert place.exists()


def test_no_pair_is_looked_at_below_the_lowest_probability(folder: Path) -> None:
    done = run(folder, "--threshold", "0.1")
    assert done.exit_code == 2
    assert "0.1 is not in the range 0.25<=x<=1" in done.output


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    before = dump(folder)
    done = run(folder, "--dry-run")
    assert "would be linked" in done.stdout
    assert dump(folder) == before
    assert not (folder / reconciling.LINKS).exists()
    assert not (folder / reconciling.REVIEW).exists()


def test_decisions_survive_a_rebuild(folder: Path) -> None:
    run(folder)
    file = folder / reconciling.REVIEW
    decide(file, MESAP, PROFILE, "reject")
    decide(file, "id:organisation/eccp/it-nobody", PIC, "accept")
    for rebuilt in (False, True):
        if rebuilt:
            built = CliRunner().invoke(cli, ["build", "--force", "-g", str(folder)])
            assert built.exit_code == 0, built.output
            load_both(folder)
        assert run(folder).exit_code == 0
        assert (MESAP, PROFILE) not in linked(folder)
        accepted = next(row for row in table(folder / reconciling.LINKS) if row["reviewer_label"])
        assert {accepted["subject_id"], accepted["object_id"]} == {
            "id:organisation/eccp/it-nobody", PIC}
        assert accepted["mapping_justification"] == "semapv:ManualMappingCuration"
    decided = [row["decision"] for row in table(file) if row["decision"]]
    assert sorted(decided) == ["accept", "reject"]


def test_decisions_about_what_is_gone_are_kept_and_told(folder: Path) -> None:
    run(folder)
    file = folder / reconciling.REVIEW
    decide(file, MESAP, "id:organisation/eccp/it-closed", "reject")
    done = run(folder)
    assert "organisation/eccp/it-closed is no longer known" in done.stderr
    assert [row["object_id"] for row in table(file) if row["decision"]] == [
        "id:organisation/eccp/it-closed"]


def test_links_that_a_review_contradicts_are_told(folder: Path) -> None:
    run(folder)
    decide(folder / reconciling.REVIEW, MESAP, "id:organisation/eccp/it-nobody", "reject")
    decide(folder / reconciling.REVIEW, PIC, "id:organisation/eccp/it-nobody", "accept")
    assert "a review rejects that they are one" in run(folder).stderr


def test_a_bad_review_file_stops_before_anything_is_written(folder: Path) -> None:
    run(folder)
    decide(folder / reconciling.REVIEW, MESAP, PROFILE, "perhaps")
    before = dump(folder)
    done = run(folder, "--threshold", "0.9")
    assert isinstance(done.exception, ReviewError)
    assert "column 1 (decision): 'perhaps'" in str(done.exception)
    assert dump(folder) == before


def test_links_that_are_no_more_leave_the_graph(folder: Path, kg: KnowledgeGraph) -> None:
    run(folder)
    assert linked(folder)
    shutil.rmtree(folder / "versions")
    shutil.copytree(kg.version.parents[1], folder, dirs_exist_ok=True)
    done = run(folder)
    assert "0 pairs linked" in done.stdout
    assert not (folder / reconciling.LINKS).exists()


def test_questions_follow_the_links(folder: Path) -> None:
    run(folder)
    with open_graph(folder) as kg:
        found = kg.query("identities_of", organisation="eccp/it-mesap").rows()
        assert {row["identity"] for row in found} == {MESAP, PROFILE, PIC}
        (cluster,) = [row for row in kg.query("cluster_profiles_in_projects", country="IT").rows()
                      if row["cluster"] == PROFILE]
        assert (cluster["projects"], float(cluster["contribution"])) == (1, 1000)
        partnerships = kg.query("partnerships_of_cluster", organisation="mesap").rows()
        for row in partnerships:
            asked = kg.query("projects_of_partnership_members", partnership=row["partnership"])
            assert (MESAP, "id:project/cordis/777777") in {
                (line["member"], line["project"]) for line in asked.rows()}
        assert partnerships


def test_all_pairs_of_a_country_find_no_more(folder: Path) -> None:
    done = run(folder, "--dry-run", "--exhaustive")
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("blocking keeps")]
    assert line.startswith("blocking keeps 1.000 (")


def test_the_sample_is_measured_without_a_graph(tmp_path: Path) -> None:
    done = run(tmp_path / "none", "--evaluate", str(SAMPLES), "--half", "tune")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0] == "285 labelled pairs (tune), 130 of them matches"
    assert lines[2].split()[:2] == ["precision", "1.000"]
    assert lines[-1].startswith("links of a graph: not measured")


def test_a_folder_without_a_graph(tmp_path: Path) -> None:
    done = run(tmp_path / "none")
    assert isinstance(done.exception, GraphFolderError)
