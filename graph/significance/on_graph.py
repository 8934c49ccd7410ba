"""What is tied beyond chance in a graph: sectors, clusters, regions, and who bridges."""

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ..chains.reading import partnerships
from ..complexity.tables import label, region_labels, sector_labels
from ..linkage import cross_sector
from ..membership_null import theme_z
from ..network import NetworkError, TwoMode
from ..projection import project_groups
from ..result import Parameter, Result, membership_coverage
from . import regions
from .backbone import backbone
from .false_discovery import q_values
from .sectors import of_one_sector, themed_links

if TYPE_CHECKING:
    from ..store import KnowledgeGraph

NULLS = ("members", "themes")
_PARTIAL = (
    "Partnerships list fewer members than they state: a pair may be tied by members that are not "
    "listed, and a pair that is not in the table is not shown to be apart."
)
_LEFT_OUT = "Standing networks and S3 platforms are left out."
_OF_NULL = {
    "members": (
        "p: exact, under the null that organisations and partnerships keep their expected numbers "
        "of memberships and members of all sectors mix (maximum entropy).",
        "Partnerships keep to themes, so nearly all pairs are joined less than this null expects; "
        "that a pair is not found does not show that its sectors stay apart.",
    ),
    "themes": (
        "p: sampled, under the null that each partnership keeps its number of sectors and each "
        "sector its number of partnerships, all ways being equally likely.",
        "Organisations with several sectors are left out, as they would join them by themselves.",
    ),
}
_OF_MODEL = {
    "sdsm": "p: exact, under the null that clusters and partnerships keep their expected numbers "
    "of memberships (stochastic degree sequence model).",
    "fdsm": "p: sampled, under the null that clusters and partnerships keep exactly their numbers "
    "of memberships, all ways being equally likely (fixed degree sequence model).",
    "hypergeometric": "p: exact, under the null that each cluster has its number of partnerships "
    "anywhere with equal chance; that some partnerships are large is not allowed for.",
}
_SPATIAL = (
    "p: binomial, under the null that the joins at a distance fall on pairs of regions "
    "independently, in proportion to the product of their sizes; one partnership of many regions "
    "makes many joins at once, so that p is rather too small.",
    "A region lies where its organisations' cities are on average; distances are great circles.",
)
_THEME = (
    "p and z: sampled, under the null that each partnership keeps its number of members of each "
    "set of sectors and each organisation its number of partnerships, all ways being equally "
    "likely.",
    "Organisations with several sectors trade places only with those of exactly the same; those "
    "without a sector have no brokerage of their own.",
)


def links(
    kg: "KnowledgeGraph", *, seed: int = 0, null: str = "members", samples: int = 5000
) -> Result:
    """Say which sectors partnerships join more often than chance explains.

    ``null``: ``members`` (`linkage.cross_sector`) or ``themes`` (`sectors.themed_links`, with
    ``samples``). Columns: ``sector_a label_a sector_b label_b observed expected p p_error q_bh
    q_by partnerships`` (a list), a row a pair, by p; keys ``sector_a`` and ``sector_b``.

    Raises
    ------
    NetworkError
        There is no such null.
    """
    if null not in NULLS:
        raise NetworkError(f"null '{null}': use one of {', '.join(NULLS)}")
    members = partnerships(kg)
    coverage = membership_coverage(members)
    if null == "themes":
        coverage["organisations of one sector"] = of_one_sector(members).rows.height
        found = themed_links(members, samples, seed)
    else:
        found = _by_members(members)
    table = _labelled(found, "sector", sector_labels(kg))
    parameters: dict[str, Parameter] = {"null": null, "samples": samples}
    return Result(
        "links", table, ("sector_a", "sector_b"), parameters, "organisations by partnerships",
        coverage, (*_OF_NULL[null], _LEFT_OUT, _PARTIAL), seed,
    )


def cluster_backbone(
    kg: "KnowledgeGraph", *, seed: int = 0, model: str = "sdsm", samples: int = 1000,
    kind: str = "cluster",
) -> Result:
    """Say which pairs of clusters share more partnerships than chance explains.

    ``model``, ``samples``: see `backbone.backbone`; ``kind``: of organisation, all if empty.
    Columns: ``member_a label_a member_b label_b observed expected p p_error q_bh q_by``, a row a
    pair that shares a partnership, by p; keys ``member_a`` and ``member_b``.

    Raises
    ------
    NetworkError
        There is no such model, or no organisation of that kind.
    """
    everyone = partnerships(kg)
    members = _of_kind(everyone, kind)
    coverage = membership_coverage(everyone) | {"organisations tested": members.rows.height}
    found = backbone(members, model, samples, seed)
    names = dict(members.rows.select("id", pl.col("label").fill_null(pl.col("id"))).iter_rows())
    parameters: dict[str, Parameter] = {"model": model, "samples": samples, "kind": kind}
    return Result(
        "backbone", _labelled(found, "member", names), ("member_a", "member_b"), parameters,
        "organisations by partnerships", coverage, (_OF_MODEL[model], _LEFT_OUT, _PARTIAL), seed,
    )


def region_links(kg: "KnowledgeGraph", *, seed: int = 0, bins: int = 20) -> Result:
    """Say which regions work together more than sizes and distance explain.

    Regions are of level 2 of NUTS. Columns: ``region_a label_a region_b label_b distance_km
    observed expected ratio p q_bh q_by``, a row a pair that partnerships join, by p; keys
    ``region_a`` and ``region_b``. Nothing is random.
    """
    members = partnerships(kg)
    network = project_groups(members, "region")
    places = kg.query("organisation_places").to_polars()
    centres = regions.centres(members.rows.select("id", "region"), places)
    table = _labelled(regions.region_pairs(network, centres, bins), "region", region_labels(kg))
    located = network.nodes.join(centres, on="id", how="semi").height
    coverage = {"regions": network.nodes.height, "regions with a place": located}
    return Result(
        "region-links", table, ("region_a", "region_b"), {"bins": bins}, "regions by partnerships",
        coverage | membership_coverage(members), (*_SPATIAL, _LEFT_OUT, _PARTIAL),
    )


def bridging_null(kg: "KnowledgeGraph", *, seed: int = 0, samples: int = 500) -> Result:
    """Say who bridges sectors more than the themes of its partnerships explain.

    Columns: ``id label kind observed expected sd z p q_bh q_by`` (see `membership_null.theme_z`;
    q over the organisations whose brokerage can vary), a row an organisation, by z; key ``id``.
    """
    members = kg.two_mode()
    found = theme_z(members, samples, seed)
    named = members.rows.select("id", "label", "kind")
    table = found.join(named, on="id", how="left", maintain_order="left")
    table = _tested(table).select("id", "label", "kind", *found.columns[1:], "q_bh", "q_by")
    return Result(
        "bridging-null", table, ("id",), {"samples": samples}, "organisations by partnerships",
        membership_coverage(members), (*_THEME, _PARTIAL), seed,
    )


def _of_kind(members: TwoMode, kind: str) -> TwoMode:
    if not kind:
        return members
    kept = (members.rows["kind"] == kind).fill_null(False)
    if members.rows.height and not kept.any():
        kinds = ", ".join(members.rows["kind"].drop_nulls().unique().sort())
        raise NetworkError(f"no organisation is of kind '{kind}'; there are {kinds}")
    at = np.flatnonzero(kept.to_numpy())
    return TwoMode(members.rows.filter(kept), members.columns, members.incidence[at])


def _by_members(members: TwoMode) -> pl.DataFrame:
    found = cross_sector(members, leave_out=()).table
    return found.select(
        "sector_a", "sector_b", "observed", "expected", "p",
        pl.lit(None, dtype=pl.Float64).alias("p_error"), pl.col("q").alias("q_bh"),
        pl.Series("q_by", q_values(found["p"].to_numpy(), "by")), "partnerships",
    )


def _tested(table: pl.DataFrame) -> pl.DataFrame:
    """Add q over the rows whose z is known."""
    known = table.filter(pl.col("z").is_not_null())
    p = known["p"].to_numpy()
    q = known.select("id", pl.Series("q_bh", q_values(p)), pl.Series("q_by", q_values(p, "by")))
    return table.join(q, on="id", how="left", maintain_order="left")


def _labelled(table: pl.DataFrame, what: str, labels: dict[str, str]) -> pl.DataFrame:
    """Put what the two things of a row are called after their ids."""
    first = [f"{what}_a", f"{what}_b"]
    named = table.with_columns(
        label(first[0], labels).alias("label_a"), label(first[1], labels).alias("label_b")
    )
    order = (first[0], "label_a", first[1], "label_b")
    return named.select(*order, pl.exclude(order))

