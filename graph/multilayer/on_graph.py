"""The layers of a graph's network: instruments, sectors of partnerships, or kinds of tie."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ..arrays import Floats, Ints, Sparse
from ..network import NetworkError, TwoMode
from ..resampling import FIRST_TEN, drawn_partnerships, share_among_first
from ..result import Result, membership_coverage
from .layers import layer_degrees, layer_overlap, multiplex_participation, overlapping_degree_z
from .multiplex import Multiplex, layers_by, shared_label
from .versatility import (
    betweenness_versatility,
    eigenvector_versatility,
    pagerank_versatility,
)

if TYPE_CHECKING:
    from ..store import KnowledgeGraph

BY = ("instrument", "sector", "kind")
_KINDS = {"Network": "network", "S3-platform": "S3 platform"}
_PARTNERSHIP, _REGION = "partnership", "same region"
_COUPLING = "Versatility depends on the weight of the ties between layers (coupling)."
_FEW = (
    "Who is listed decides in which layers an organisation is seen: one that is in a single layer "
    "here may be in others that are not known."
)
_MERGED = (
    "A consortium under two names, such as a standing network and the project that its members "
    "were funded for, is one partnership, in the layer of the project alone."
)


def overlap(
    kg: "KnowledgeGraph", *, seed: int = 0, by: str = "instrument", permutations: int = 199
) -> Result:
    """Say how far the same organisations are tied in different layers.

    Parameters
    ----------
    kg : KnowledgeGraph
        The graph.
    seed : int
        Of the permutations.
    by : {"instrument", "sector", "kind"}
        What makes a layer: the instrument of a partnership; its sectors; or the kind of tie
        (partnership, network, S3 platform, same NUTS 2 region).
    permutations : int
        Of the organisations of one layer, for the null model.

    Returns
    -------
    Result
        Keys ``layer_a`` and ``layer_b``; in the order of the layers' names. ``nodes_a nodes_b
        nodes_both``, organisations with a tie; ``ties_a ties_b ties_both``; ``jaccard``;
        ``share_of_a``, of the ties of a that are in b too, and ``share_of_b``; ``expected`` ties
        in both, ``null_low null_high`` and ``p`` when the organisations of b are permuted.
    """
    members = kg.two_mode()
    tied, others = _layered(kg, members, by)
    multiplex = layers_by(tied, "layer", others)
    return Result(
        name="layers", table=layer_overlap(multiplex, permutations, seed),
        keys=("layer_a", "layer_b"), parameters={"by": by, "permutations": permutations},
        network=_name(by), coverage=membership_coverage(members), seed=seed,
        notes=(
            "The null permutes all organisations of one layer, also those without a tie in it: "
            "layers that hold the same organisations overlap more than it expects.",
            _FEW, _MERGED,
        ),
    )


def versatility(
    kg: "KnowledgeGraph", *, seed: int = 0, by: str = "instrument", coupling: float = 1.0,
    resamples: int = 50,
) -> Result:
    """Rank organisations by their centrality in all layers and in what joins them.

    Parameters
    ----------
    kg, seed, by
        As in `overlap`; the seed is that of the resamples.
    coupling, resamples
        Weight of the tie between an organisation in one layer and in another; resamples of the
        partnerships, for ``first_ten``.

    Returns
    -------
    Result
        Key ``id``; by ``pagerank`` descending. ``id label kind country``; ``pagerank``
        versatility (adds up to one); ``first_ten``, the share of resamples in which the
        organisation is among the first ten by it; ``eigenvector`` (largest one) and
        ``betweenness`` versatility; ``layers`` with a tie; ``degree``, contacts summed over
        layers; ``degree_z``; ``participation``, 0 for one layer to 1. Null where undefined.
    """
    members = kg.two_mode()
    tied, others = _layered(kg, members, by)
    multiplex = layers_by(tied, "layer", others)
    columns = {
        "pagerank": pagerank_versatility(multiplex, coupling),
        "first_ten": _first_ten(tied, others, coupling, resamples, seed),
        **_measures(multiplex, coupling),
    }
    series = (pl.Series(name, values) for name, values in columns.items())
    table = members.rows.select("id", "label", "kind", "country").with_columns(series)
    table = table.with_columns(pl.selectors.float().fill_nan(None))
    return Result(
        name="versatility", table=table.sort(-pl.col("pagerank"), "id", nulls_last=True),
        keys=("id",), parameters={"by": by, "coupling": coupling, "resamples": resamples},
        network=_name(by), coverage=membership_coverage(members), seed=seed,
        notes=(FIRST_TEN, _COUPLING, _FEW, _MERGED),
    )


def _layered(
    kg: "KnowledgeGraph", members: TwoMode, by: str
) -> tuple[TwoMode, dict[str, Sparse]]:
    """The partnerships with the ``layer`` that each is in, and layers of other ties."""
    if by not in BY:
        raise NetworkError(f"layers by {by!r}: use {', '.join(BY)}")
    others = {_REGION: shared_label(members.rows, "region")} if by == "kind" else {}
    if by == "sector":
        return replace(members, columns=_with_sectors(kg, members.columns)), others
    layer = pl.col("instrument")
    if by == "kind":
        layer = layer.replace_strict(_KINDS, default=_PARTNERSHIP, return_dtype=pl.String)
    return replace(members, columns=members.columns.with_columns(layer.alias("layer"))), others


def _with_sectors(kg: "KnowledgeGraph", columns: pl.DataFrame) -> pl.DataFrame:
    sectors = kg.query("partnership_sectors").to_polars().group_by("partnership").agg(
        pl.col("sector").cast(pl.String).sort().alias("layer")
    )
    named = sectors.rename({"partnership": "id"}).with_columns(pl.col("id").cast(pl.String))
    return columns.join(named, on="id", how="left", maintain_order="left")


def _first_ten(
    tied: TwoMode, others: dict[str, Sparse], coupling: float, resamples: int, seed: int
) -> Floats:
    again = (
        pagerank_versatility(layers_by(tied, "layer", others, times), coupling)
        for times in drawn_partnerships(tied, resamples, seed)
    )
    return share_among_first(again, tied.rows.height)


def _measures(multiplex: Multiplex, coupling: float) -> dict[str, Floats | Ints]:
    degrees = layer_degrees(multiplex)
    return {
        "eigenvector": eigenvector_versatility(multiplex, coupling),
        "betweenness": betweenness_versatility(multiplex, coupling),
        "layers": (degrees > 0).sum(axis=1).astype(np.int64),
        "degree": degrees.sum(axis=1),
        "degree_z": overlapping_degree_z(multiplex),
        "participation": multiplex_participation(multiplex),
    }


def _name(by: str) -> str:
    return f"clusters by partnership, in layers by {by}"
