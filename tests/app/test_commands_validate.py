"""``clusterkg validate``: what is wrong, what is only remarked, what is known of the admission."""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner, Result

from clusterkg.app.cli import cli
from clusterkg.graph import KnowledgeGraph
from clusterkg.graph.builder import STORE, build
from clusterkg.graph.store import NotInferredError
from clusterkg.ontology import iris

ONE, ROLE = iris.resolve("organisation/one"), iris.resolve("role/boss")
WRONG = (
    "id:role/boss, skos:inScheme: 'id:scheme/roles' is missing. "
    "A role stands in the scheme of roles."
)
REMARKED = (
    "id:organisation/one, ckg:staffFte: '0.4' (xsd:decimal) does not meet the rule. "
    "ECCP admits a cluster organisation with at least 0.5 full-time equivalents of staff."
)


def triples(wrong: bool) -> Iterable[str]:
    """Return a cluster organisation that ECCP would not admit, and a role without a scheme."""
    kind, staff = (iris.expand(name) for name in ("rdf:type", "ckg:staffFte"))
    yield f"<{ONE}> <{kind}> <{iris.expand('ckg:ClusterOrganisation')}>"
    yield f'<{ONE}> <{staff}> "0.4"^^<{iris.expand("xsd:decimal")}>'
    yield (f"<{ONE}> <{iris.expand('ckg:organisationKind')}> "
           f"<{iris.resolve('organisation-kind/cluster')}>")
    if wrong:
        yield f"<{ROLE}> <{kind}> <{iris.expand('ckg:Role')}>"


def validated(folder: Path, *arguments: str, wrong: bool) -> Result:
    """Build a graph and validate it."""
    build(folder / "kg", {iris.graph("planted", "1"): triples(wrong)}, {"counts": []}, {})
    return CliRunner().invoke(cli, ["validate", "-g", str(folder / "kg"), *arguments])


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
def test_a_violation_is_a_sentence_and_exit_status_1(tmp_path: Path, engine: str) -> None:
    done = validated(tmp_path, "--engine", engine, wrong=True)
    assert done.exit_code == 1
    assert f"1 violation, 1 remark ({engine}, " in done.stdout
    assert WRONG in done.stdout
    assert REMARKED in done.stdout


def test_a_rule_of_eccp_that_is_not_met_violates_nothing(tmp_path: Path) -> None:
    done = validated(tmp_path, wrong=False)
    assert done.exit_code == 0
    assert "0 violations, 1 remark (shacl, " in done.stdout
    assert REMARKED in done.stdout
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "at least 0.5 full-time equivalents met 0 not met 1 unknown 0" in lines
    assert "at least 15 members met 0 not met 0 unknown 1" in lines
    # Whether it is recognised is unknown, and so is the admission.
    assert "all four, or the waiver met 0 not met 0 unknown 1" in lines


def test_the_mappings_are_said_to_be_the_bundled_ones(tmp_path: Path) -> None:
    done = validated(tmp_path, "--no-shapes", wrong=True)
    assert done.exit_code == 0
    assert "Theme mappings, the two bundled ones (not read from this graph)" in done.stdout
    assert "Shapes" not in done.stdout


def test_nothing_is_wrong_with_the_bundled_graph(kg: KnowledgeGraph) -> None:
    done = CliRunner().invoke(cli, ["validate", "-g", str(kg.version.parents[1])])
    assert "0 violations, 0 remarks (shacl, " in done.stdout
    assert done.exit_code == 0


def test_nothing_is_wrong_with_what_the_rules_infer(reasoned: KnowledgeGraph) -> None:
    # Without inferences no such thing stands in the data that the shapes of derived terms check.
    member = f"<{iris.expand('ckg:memberOfPartnership')}>".encode()
    assert member in reasoned.union(inferred=True)
    done = CliRunner().invoke(
        cli, ["validate", "-g", str(reasoned.version.parents[1]), "--inferred"])
    assert "0 violations, 0 remarks (shacl, " in done.stdout
    assert done.exit_code == 0


def inferred(version: Path, thing: str) -> None:
    """Write into a version that the rules have made an organisation a member of a thing."""
    terms = [pyoxigraph.NamedNode(name) for name in (
        ONE, iris.expand("ckg:memberOfPartnership"), thing, iris.graph("inferred", "1"))]
    store = pyoxigraph.Store(version / STORE)
    store.add(pyoxigraph.Quad(*terms))
    store.flush()


def test_a_wrong_inference_is_found_where_it_is_asked(tmp_path: Path) -> None:
    graphs = {iris.graph("planted", "1"): triples(wrong=False)}
    inferred(build(tmp_path / "kg", graphs, {"counts": []}, {}), iris.resolve("role/boss"))
    arguments = ["validate", "-g", str(tmp_path / "kg")]
    asserted, both = (CliRunner().invoke(cli, [*arguments, *more]) for more in ((), ["--inferred"]))
    assert "0 violations" in asserted.stdout
    assert both.exit_code == 1
    assert (
        "id:organisation/one, ckg:memberOfPartnership: 'id:role/boss' (not in the graph) does not "
        "fit. An organisation is a member of partnerships."
    ) in both.stdout


def test_without_inferences_there_is_nothing_to_check(tmp_path: Path) -> None:
    done = validated(tmp_path, "--inferred", wrong=False)
    assert isinstance(done.exception, NotInferredError)
    assert "nothing has been inferred here; 'clusterkg infer' does it" in str(done.exception)
