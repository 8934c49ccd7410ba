"""The communities of a graph, and whether they are sectors or countries."""

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ..allocation import allocation
from ..arrays import Ints
from ..network import Network
from ..resampling import interval
from ..result import Result, membership_coverage
from .agreement import adjusted_rand, contingency, mutual_information, permuted_agreement
from .consensus import Consensus, consensus
from .partition import ALONE
from .two_mode import two_mode_communities, two_mode_modularity

if TYPE_CHECKING:
    from ..store import KnowledgeGraph

ATTRIBUTES = ("sectors", "country", "region", "kind")
_CLIQUES = (
    "Members of one partnership are all tied to each other, so communities partly repeat which "
    "partnerships are known and who is listed in them."
)
_AGREEMENT = (
    "An organisation with several sectors is in each by an equal share.",
    "The null permutes the attribute over organisations, as if they were independent; members of "
    "one partnership are not, so p says that there is an agreement, not how strong it is.",
    "nmi is above zero by chance, the more the more groups there are: compare it with null_mean. "
    "ari is zero by chance.",
)
_AGREEMENT_SCHEMA = {
    "attribute": pl.String, "measure": pl.String, "value": pl.Float64, "value_low": pl.Float64,
    "value_high": pl.Float64, "null_mean": pl.Float64, "null_low": pl.Float64,
    "null_high": pl.Float64, "p": pl.Float64, "organisations": pl.Int64, "groups": pl.Int64,
    "communities": pl.Int64,
}


def find(
    kg: "KnowledgeGraph", *, seed: int = 0, search: str = "louvain", runs: int = 50,
    resolution: float = 1.0, threshold: float = 0.5,
) -> Result:
    """Find communities of organisations on which many runs of a search agree.

    Parameters
    ----------
    kg : KnowledgeGraph
        The graph.
    seed : int
        Of the first run.
    search : {"louvain", "leiden", "label-propagation"}
        Leiden needs igraph.
    runs : int
        Seeds whose communities are compared.
    resolution : float
        Above one for smaller communities, below one for larger.
    threshold : float
        Share of runs from which two organisations count as together.

    Returns
    -------
    Result
        Key ``id``; by ``community``, ``certainty`` descending, ``id``. ``id label kind country
        region sectors``; ``community``, from 0 on, the largest first, null for organisations
        without a tie; ``size`` of it; ``certainty``, the share of runs that put the organisation
        together with another member of its community, over those members (null where it has
        none).
    """
    network = kg.network()
    found = consensus(network.weights, search, runs, resolution, threshold, seed)
    return Result(
        name="communities", table=_members(network, found), keys=("id",),
        parameters={
            "search": search, "runs": runs, "resolution": resolution, "threshold": threshold,
        },
        network=network.name, coverage=membership_coverage(kg.two_mode()), seed=seed,
        notes=(*_said(found), _CLIQUES),
    )


def agree(
    kg: "KnowledgeGraph", *, seed: int = 0, search: str = "louvain", runs: int = 50,
    resolution: float = 1.0, threshold: float = 0.5, permutations: int = 999,
) -> Result:
    """Say how far communities are sectors, countries, regions or kinds of organisation.

    Parameters
    ----------
    kg, seed, search, runs, resolution, threshold
        As in `find`; the seed is that of the permutations too.
    permutations : int
        For the null model.

    Returns
    -------
    Result
        Keys ``attribute`` and ``measure``; in the order of `ATTRIBUTES`. ``attribute`` (sectors,
        country, region: NUTS 2, kind); ``measure`` (nmi: normalised mutual information, by the
        mean of the entropies; ari: adjusted Rand index); ``value`` of the consensus;
        ``value_low value_high``, 95 % of the values of single runs; ``null_mean null_low
        null_high`` and ``p`` under permutation of the attribute over the organisations that have
        it; ``organisations`` with a community and the attribute; ``groups`` and ``communities``
        among them. Null where undefined.
    """
    network = kg.network()
    found = consensus(network.weights, search, runs, resolution, threshold, seed)
    each = (_agreement(network, found, name, permutations, seed) for name in ATTRIBUTES)
    rows = [row for of_attribute in each for row in of_attribute]
    return Result(
        name="community-agreement", table=pl.DataFrame(rows, schema=_AGREEMENT_SCHEMA),
        keys=("attribute", "measure"),
        parameters={
            "search": search, "runs": runs, "resolution": resolution, "threshold": threshold,
            "permutations": permutations,
        },
        network=network.name, coverage=membership_coverage(kg.two_mode()), seed=seed,
        notes=(*_AGREEMENT, _CLIQUES),
    )


def find_two_mode(kg: "KnowledgeGraph", *, seed: int = 0, restarts: int = 50) -> Result:
    """Find communities of organisations and partnerships together.

    Parameters
    ----------
    kg : KnowledgeGraph
        The graph.
    seed : int
        Of the random orders.
    restarts : int
        Random orders; the best outcome is kept.

    Returns
    -------
    Result
        Keys ``mode`` and ``id``; by ``community``, then ``mode`` and ``id``. ``mode``
        (organisation or partnership), ``id label``; ``community``, from 0 on, the largest first,
        null for partnerships without members.
    """
    members = kg.two_mode()
    rows, columns = two_mode_communities(members.incidence, restarts, seed)
    parts = (
        _mode("organisation", members.rows, rows), _mode("partnership", members.columns, columns)
    )
    value = two_mode_modularity(members.incidence, rows, columns)
    return Result(
        name="two-mode-communities", keys=("mode", "id"),
        table=pl.concat(parts).sort("community", "mode", "id", nulls_last=True),
        parameters={"restarts": restarts}, network="members by partnerships",
        coverage=membership_coverage(members), seed=seed,
        notes=(
            _modularity("bipartite modularity", value),
            "One outcome of a search: other communities may do as well.",
        ),
    )


def _mode(mode: str, table: pl.DataFrame, found: Ints) -> pl.DataFrame:
    community = pl.Series("community", found, dtype=pl.Int64).replace(ALONE, None)
    return table.select(pl.lit(mode).alias("mode"), "id", "label", community)


def _members(network: Network, found: Consensus) -> pl.DataFrame:
    table = network.nodes.select("id", "label", "kind", "country", "region", "sectors")
    return table.with_columns(
        pl.Series("community", found.communities, dtype=pl.Int64).replace(ALONE, None),
        pl.Series("certainty", found.certainty, dtype=pl.Float64).fill_nan(None),
    ).with_columns(
        pl.when(pl.col("community").is_not_null())
        .then(pl.len().over("community")).cast(pl.Int64).alias("size")
    ).sort("community", -pl.col("certainty"), "id", nulls_last=True)


def _said(found: Consensus) -> tuple[str, ...]:
    runs, n = found.runs.shape
    if not n:
        return ("There are no organisations.",)
    numbers = np.sort(found.runs.max(axis=1) + 1)
    return (
        _modularity("modularity", found.modularity),
        f"{found.communities.max() + 1} communities; single runs find {numbers[0]} to "
        f"{numbers[-1]} ({runs} runs).",
    )


def _modularity(what: str, value: float) -> str:
    return "There are no ties." if np.isnan(value) else f"The {what} is {value:.3f}."


def _agreement(
    network: Network, found: Consensus, attribute: str, permutations: int, seed: int
) -> list[dict[str, object]]:
    names, shares = allocation(network.nodes, attribute)
    table = contingency(found.communities, shares)
    tested = permuted_agreement(found.communities, shares, permutations, seed)
    runs = {
        "nmi": [mutual_information(contingency(run, shares)) for run in found.runs],
        "ari": [adjusted_rand(run, shares) for run in found.runs],
    }
    counts = {
        "organisations": round(float(table.sum())), "communities": table.shape[0],
        "groups": int((table.sum(axis=0) > 0).sum()) if names else 0,
    }
    rows = []
    for measure, against in tested.items():
        low, high = interval(np.array(runs[measure]))
        values = {**vars(against), "value_low": low, "value_high": high}
        known = {name: None if np.isnan(value) else value for name, value in values.items()}
        rows.append({"attribute": attribute, "measure": measure, **known, **counts})
    return rows
