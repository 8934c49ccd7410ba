"""What R's sna expects of a role is another null: that of Gould and Fernandez (1989)."""

import shutil
import subprocess
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from clusterkg.graph.allocation import allocation
from clusterkg.graph.brokerage import ROLES
from clusterkg.graph.label_permutation import role_moments
from clusterkg.graph.network import from_networkx
from tests.conftest import require

SNA = """
suppressMessages(library(sna))
ties <- as.matrix(read.table("ties.txt"))
found <- brokerage(ties, scan("labels.txt", what = "", quiet = TRUE))
write.table(cbind(found$raw.nli, found$exp.nli), row.names = FALSE, col.names = FALSE)
"""


@pytest.fixture(scope="module")
def rscript() -> str:
    place = shutil.which("Rscript")
    command = [str(place), "-e", "library(sna)"]
    done = subprocess.run(command, capture_output=True, check=False) if place else None
    present = done is not None and done.returncode == 0
    require("R's package sna", present, "Debian: r-base-core r-cran-sna")
    return str(place)


def test_both_nulls_meet_where_ties_have_no_order(rscript: str, tmp_path: Path) -> None:
    """Over many random networks, permuted groups expect what random ties expect."""
    labels = ["x"] * 7 + ["y"] * 5 + ["z"] * 3
    ours, theirs = np.zeros((15, 5)), np.zeros((15, 5))
    (tmp_path / "labels.txt").write_text("\n".join(labels))
    (tmp_path / "expect.R").write_text(SNA)
    for seed in range(20):
        graph = nx.gnm_random_graph(15, 45, seed=seed)
        network = from_networkx(nx.relabel_nodes(graph, lambda i: f"{i:02d}"))
        network = from_networkx(
            network.to_networkx(), {"sector": dict(zip(network.ids, labels, strict=True))}
        )
        shares = allocation(network.nodes, "sectors")[1]
        means = role_moments(network.weights, shares)
        ours += np.column_stack([means[role][0] for role in ROLES]) / 20
        if seed == 0:
            np.savetxt(tmp_path / "ties.txt", network.weights.toarray(), fmt="%d")
            command = [rscript, "expect.R"]
            done = subprocess.run(
                command, cwd=tmp_path, capture_output=True, text=True, check=True
            )
            rows = [[float(x) for x in row.split()] for row in done.stdout.splitlines()]
            theirs = np.array(rows)[:, 6:11]
    # sna keeps a node's own group, ours moves it too: they agree on average over the nodes.
    np.testing.assert_allclose(ours.mean(axis=0), theirs.mean(axis=0), rtol=0.05)
    # Given its own group, sna expects the same of all nodes of a group, however many ties each has.
    for group in ("x", "y", "z"):
        rows = theirs[[i for i, label in enumerate(labels) if label == group]]
        assert np.ptp(rows, axis=0).max() == 0
    assert np.ptp(ours, axis=0).min() > 0
