"""What was found, in plain sentences that say how sure it is."""

from collections.abc import Iterator, Sequence
from typing import Any

from clusterkg.graph.linkage import LinkageResult

_NOTABLE = 2.0


def sentences(
    rows: Sequence[dict[str, Any]], first: Sequence[dict[str, Any]], links: LinkageResult
) -> list[str]:
    """Return the findings: the first bridging cluster, its certainty, and the sector links."""
    return [*_bridging(rows, first), links.sentence()]


def _bridging(rows: Sequence[dict[str, Any]], first: Sequence[dict[str, Any]]) -> Iterator[str]:
    if not first:
        yield "No cluster organisation is in a network, so none can be ranked."
        return
    ranked = sum(row["rank"] is not None for row in rows)
    top = first[0]
    yield (
        f"First of {ranked} cluster organisations by brokerage between sectors with few ways "
        f"around is {top['label']} ({top['country'] or 'country unknown'}, {top['partnerships']} "
        f"partnerships; 95 % interval of its rank {top['rank_low']} to {top['rank_high']})."
    )
    yield from _certainty(first, ranked)


def _certainty(first: Sequence[dict[str, Any]], ranked: int) -> Iterator[str]:
    known = [row["cross_sector_z"] for row in first if row["cross_sector_z"] is not None]
    best = max(known, default=None)
    if best is None or best < _NOTABLE:
        shown = "undefined" if best is None else f"{best:.2f}"
        yield (
            f"None of the first {len(first)} bridges sectors significantly more than its place in "
            f"the network explains: the largest z is {shown}, and {_NOTABLE:g} would be notable."
        )
    widest = max(row["rank_high"] - row["rank_low"] for row in first)
    if widest > ranked / 4:
        yield (
            "The order is uncertain: when partnerships are drawn again, the interval that holds "
            f"95 % of a first cluster's ranks reaches up to {widest + 1} of {ranked} places. Read "
            "the ten as candidates, not as a league table."
        )
