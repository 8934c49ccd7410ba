"""The bridging analyses of a graph: profile, cohesion and two-mode brokerage."""

from typing import TYPE_CHECKING

import polars as pl

from . import bridging
from .cohesion import bicomponents
from .network import NetworkError, TwoMode
from .result import Parameter, Result, membership_coverage
from .two_mode_brokerage import turned, two_mode_brokerage

if TYPE_CHECKING:
    from .store import KnowledgeGraph

_NETWORK = "clusters_by_partnership"
_DESCRIPTION = ("id", "label", "kind", "country")
_BROKERS = ("organisations", "partnerships")
_PARTIAL = (
    "Partnerships list fewer members than they state: contacts that are not listed are missing, "
    "and a tie between two organisations outside of partnerships is not known."
)
_FRACTIONAL = (
    "An organisation in several groups counts in each by an equal share; one without a group has "
    "no role, and open triples with it are left out."
)
_PERMUTED = (
    "z compares with the same network when groups are permuted over its organisations; it does "
    "not know that partnerships keep to a theme."
)


def profile(
    kg: "KnowledgeGraph", *, seed: int = 0, groups: str = "country,sector",
    weighting: str = "counts", weighted: bool = False,
) -> Result:
    """Profile how every organisation bridges.

    ``groups`` names groupings, separated by commas (`bridging.profile`). Columns: those of
    `bridging.profile`, a row an organisation, by rank; key ``id``.
    """
    network = kg.network(_NETWORK, weighting=weighting)
    named = [name.strip() for name in groups.split(",") if name.strip()]
    table = bridging.profile(network, named, seed=seed, weighted=weighted)
    parameters: dict[str, Parameter] = {
        "groups": groups, "weighting": weighting, "weighted": weighted,
    }
    return Result(
        "bridging", table, ("id",), parameters, _NETWORK, _coverage(network.evidence),
        (_PARTIAL, _FRACTIONAL, _PERMUTED), seed,
    )


def cohesion(kg: "KnowledgeGraph", *, seed: int = 0) -> Result:
    """Say which organisations are in which bicomponent, and which hold several together.

    Columns: ``bicomponent size id label kind country articulation_point``; keys ``bicomponent``
    and ``id``. A bicomponent of size two is a bridge: a tie without which its ends fall apart.
    """
    network = kg.network(_NETWORK)
    described = network.nodes.select(_DESCRIPTION)
    table = bicomponents(network).join(described, on="id", how="left", maintain_order="left")
    table = table.select("bicomponent", "size", *_DESCRIPTION, "articulation_point")
    alone = network.nodes.height - table["id"].n_unique()
    return Result(
        "cohesion", table, ("bicomponent", "id"), {}, _NETWORK, _coverage(network.evidence),
        (_PARTIAL, f"{alone} organisations without a tie are in no bicomponent."),
    )


def two_mode(
    kg: "KnowledgeGraph", *, seed: int = 0, brokers: str = "organisations", groups: str = "",
    types: str = "",
) -> Result:
    """Count the chains through partnerships that every organisation brokers, by role.

    ``brokers`` may be ``partnerships`` instead, which broker through their members. ``groups``
    are columns of the brokers (``sectors``, ``country``, ``region``; ``instrument``), ``types``
    of what they broker through. Columns: ``id label kind country`` (``instrument`` of
    partnerships) ``chains``, each role, each role with ``_mixed`` and with ``_z``, ``cross_z``;
    by chains, then id; key ``id``.
    """
    if brokers not in _BROKERS:
        raise NetworkError(f"brokers={brokers}: there are {', '.join(_BROKERS)}")
    members, by_members = kg.two_mode(), brokers == _BROKERS[0]
    between = members if by_members else turned(members)
    groups = groups or ("sectors" if by_members else "instrument")
    types = types or ("instrument" if by_members else "sectors")
    found = two_mode_brokerage(between, groups, types)
    shown = [name for name in (*_DESCRIPTION, "instrument") if name in between.rows.columns]
    table = between.rows.select(shown).join(found, on="id", how="left", maintain_order="left")
    table = table.sort(pl.col("chains"), "id", descending=[True, False])
    return Result(
        "two-mode-brokerage", table, ("id",),
        {"brokers": brokers, "groups": groups, "types": types}, "two_mode", _coverage(members),
        (_PARTIAL, _FRACTIONAL, _PERMUTED),
    )


def _coverage(evidence: TwoMode | None) -> dict[str, int]:
    return membership_coverage(evidence) if evidence is not None else {}
