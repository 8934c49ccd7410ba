"""What the report shows of the analyses beside bridges and links."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from clusterkg.graph.linkage import NOT_PARTNERSHIPS

from .sections import Column, Section

if TYPE_CHECKING:
    from clusterkg.graph.result import Result

_FIRST = 10
_ALPHA = 0.05


def _cuts(table: pl.DataFrame) -> pl.DataFrame:
    """What cuts two sectors off first, then what most surely is alone."""
    return table.sort(
        "cut_off", "still_single_low", "thing", "sector_a", "sector_b",
        descending=[True, True, False, False, False], nulls_last=True,
    )


def _failures(result: "Result") -> Iterator[str]:
    table = result.table
    if table.is_empty():
        yield "No pair of sectors hangs on a single organisation or partnership."
        return
    alone = table.filter(pl.col("kind") != "articulation")["thing"].n_unique()
    cutting = table.filter("cut_off")["thing"].n_unique()
    yield (
        f"{alone} organisations and partnerships are the only ones to join some pair of sectors; "
        f"the loss of any of {cutting}, articulations included, would cut sectors off from others."
    )
    first = _cuts(table).row(0, named=True)
    yield (
        f"The surest single point of failure is {first['thing_label']} ({first['kind']}) between "
        f"{first['sector_a_label']} and {first['sector_b_label']}: were the missing members "
        f"listed, it would still be alone with probability {first['still_single']:.2f} "
        f"({first['still_single_low']:.2f} to {first['still_single_high']:.2f})."
    )


def _surest(result: "Result") -> Iterator[str]:
    table = result.table
    if table.is_empty():
        return
    first = table.sort("probability_first_k", "id", descending=[True, False]).row(0, named=True)
    mark = "" if first["reliable"] == "yes" else f" ({first['reliable']})"
    yield (
        f"By funded partnerships, with the missing members filled in, {first['label']} is the "
        f"likeliest to be among the first {result.parameters['k']}: with probability "
        f"{first['probability_first_k']:.2f}, on ranks {first['low']} to {first['high']}{mark}."
    )


def _themed(result: "Result") -> Iterator[str]:
    if result.table.is_empty():
        return
    found = result.table.filter(pl.col("q_bh") <= _ALPHA)
    names = "; ".join(
        f"{row['label_a']} – {row['label_b']} ({row['observed']} partnerships, "
        f"{row['expected']:.1f} expected, q = {row['q_bh']:.2g}, under any dependence "
        f"{row['q_by']:.2g})"
        for row in found.iter_rows(named=True)
    )
    yield (
        f"Given how mixed partnerships are, {found.height} of {result.table.height} pairs of "
        f"sectors are mixed more often than chance explains{': ' if names else ''}{names}."
    )


def _leaning(table: pl.DataFrame) -> pl.DataFrame:
    """What is judged first; then what leans furthest, whichever way."""
    return table.sort(
        pl.col("class") == "cannot say", pl.col("score").abs(), "region", "sector",
        descending=[False, True, False, False], nulls_last=True,
    ).head(_FIRST)


def _priorities(result: "Result") -> Iterator[str]:
    counts = dict(result.table["class"].value_counts().iter_rows())
    if not counts:
        yield "No region's priorities are known."
        return
    of = result.table.height
    pairs = f"{of} pairs of a region and a sector that it declares or seems strong in"
    unsaid = counts.get("cannot say", 0)
    if unsaid == of:
        yield f"None of {pairs} can be judged: the data cannot say whether they are supported."
        return
    judged = [f"{counts.get(name, 0)} {name}" for name in ("supported", "unsupported", "missed")]
    yield f"Of {pairs}, {', '.join(judged)}; of {unsaid} the data cannot say."


def _partners(result: "Result") -> Iterator[str]:
    if result.table.is_empty():
        yield "No partner can be recommended."
        return
    first = result.table.row(0, named=True)
    yield (
        f"First of the recommended partners: {first['partner_label']} for "
        f"{first['cluster_label']}, plausible at {first['plausibility']:.3f} "
        f"({first['plausibility_low']:.3f} to {first['plausibility_high']:.3f})."
    )


SECTIONS = (
    Section(
        "ranks", "How sure the ranks are",
        "Ranks by the same score when the members that partnerships state but do not list are "
        "filled in, many times by chance. The interval holds 95 % of the ranks, among all members, "
        "listed or not. It is marked where trials on fully listed partnerships showed that such "
        "intervals hold the true rank less often than they say. Standing networks and S3 "
        "platforms, of whose members fewest are listed, are left out here, so that the ranks are "
        "others than above.",
        "The first clusters by funded partnerships, with the members that are missing filled in",
        (
            Column("label", "Cluster", number=False), Column("country", "Country", number=False),
            Column("rank", "Rank"), Column("low", "from"), Column("high", "to"),
            Column("median", "Median", 0), Column("probability_first_k", "Among the first ten", 2),
            Column("reliable", "Reliable", number=False),
        ),
        lambda table: table.head(_FIRST), _surest,
        options=(("leave_out", ",".join(NOT_PARTNERSHIPS)),),
    ),
    Section(
        "links", "Links between sectors, themes kept",
        "Most partnerships keep to a sector or two. Here each partnership brings as many sectors "
        "together, and each sector is in as many partnerships, as they do and are; all ways to do "
        "so are equally likely. p is sampled; q is that of Benjamini and Hochberg, and of "
        "Benjamini and Yekutieli, which holds whatever the dependence between pairs.",
        "Pairs of sectors by p-value, the first ten",
        (
            Column("label_a", "Sector", number=False), Column("label_b", "Sector", number=False),
            Column("observed", "Observed"), Column("expected", "Expected", 1),
            Column("p", "p", 4), Column("p_error", "± (sampled)", 4), Column("q_bh", "q", 3),
            Column("q_by", "q, any dependence", 3),
        ),
        lambda table: table.head(_FIRST), _themed, "theme-links", (("null", "themes"),),
    ),
    Section(
        "failures", "Single points of failure between sectors",
        "What alone joins two sectors. An organisation or a partnership is one where no other "
        "joins the pair; an articulation where nothing but this organisation holds the sectors "
        "together. As member lists are incomplete, they are completed many times by chance: the "
        "probability, with its 95 % interval, is that of still being alone.",
        "Single points of failure, those that cut sectors off first",
        (
            Column("thing_label", "What", number=False), Column("kind", "Kind", number=False),
            Column("sector_a_label", "Sector", number=False),
            Column("sector_b_label", "Sector", number=False), Column("cut_off", "Cuts off"),
            Column("still_single", "Still alone", 2), Column("still_single_low", "from", 2),
            Column("still_single_high", "to", 2),
        ),
        lambda table: _cuts(table).head(2 * _FIRST), _failures,
    ),
    Section(
        "atlas", "Priorities of regions",
        "A priority is supported where the region has more of the sector than other regions, "
        "unsupported where it has less, and missed where a region is strong in a sector that it "
        "does not declare. The score runs from −1 to 1 and compares with all regions; the "
        "interval is of 95 %. Where it reaches to both sides, the data cannot say.",
        "Pairs of a region and a sector, those judged first, then those that lean furthest",
        (
            Column("region_label", "Region", number=False),
            Column("sector_label", "Sector", number=False),
            Column("basis", "Declared", number=False), Column("class", "Reading", number=False),
            Column("clusters", "Clusters"), Column("partnerships", "Partnerships"),
            Column("score", "Score", 2), Column("score_low", "from", 2),
            Column("score_high", "to", 2), Column("density", "Density", 0),
            Column("density_low", "from", 0), Column("density_high", "to", 0),
        ),
        _leaning, _priorities,
    ),
    Section(
        "recommend", "Recommended partners",
        "Pairs of clusters that have not worked together, by how plausible a tie is (learnt from "
        "which ties came later, with its 95 % interval) times what it would bring: brokerage "
        "across sectors, sectors and regions that the cluster does not reach. The last column "
        "says on which way the two are joined today.",
        "Ten recommendations",
        (
            Column("cluster_label", "Cluster", number=False),
            Column("partner_label", "Partner", number=False), Column("score", "Score", 3),
            Column("plausibility", "Plausible", 3), Column("plausibility_low", "from", 3),
            Column("plausibility_high", "to", 3), Column("value", "Value", 2),
            Column("bridging_gain", "Brokerage gained", 0),
            Column("sectors_joined", "Sectors", number=False),
            Column("path_label", "Way today", number=False),
        ),
        lambda table: table.head(_FIRST), _partners,
    ),
)
