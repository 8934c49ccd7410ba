"""Small networks with a planted bridge, a decoy hub and an isolate.

Sectors are worlds of their own: partnerships have members of one sector. The bridge is a member
of one partnership in its own sector and, by the planted link, of one in another sector. The hub
is in very many partnerships, all in its own sector. Nobody else crosses.
"""

import random
from dataclasses import dataclass

import numpy as np
import polars as pl
import scipy.sparse as sp

from clusterkg.graph.network import TwoMode

BRIDGE, HUB, ISOLATE = "bridge", "hub", "isolate"

# By hand: 3 sectors. The letter of a member is its sector. The hub (sector a) has 18 contacts,
# the bridge (sector a) has 3 in a3 and 3 in b1, which none of them share.
BY_HAND = {
    "a1": [HUB, "a01", "a02", "a03", "a04"],
    "a2": [HUB, "a04", "a05", "a06", "a07"],
    "a3": [BRIDGE, "a10", "a11", "a12"],
    "a4": [HUB, "a07", "a08", "a09", "a10"],
    "a5": [HUB, "a13", "a14", "a15", "a01"],
    "a6": [HUB, "a16", "a17", "a18", "a19", "a20"],
    "a7": ["a16", "a11", "a13"],
    "b1": ["b01", "b02", "b03"],
    "b2": ["b03", "b04", "b05"],
    "b3": ["b05", "b06", "b07", "b01"],
    "c1": ["c01", "c02", "c03", "c04"],
    "c2": ["c04", "c05", "c06"],
    "c3": ["c06", "c07", "c01"],
}
LINK = ("b1", BRIDGE)


@dataclass(frozen=True)
class Shape:
    """What a seeded variant is drawn from."""

    sectors: int
    members: int
    partnerships: int
    contacts: int


def by_hand(link: bool = True) -> TwoMode:
    """Return the network made by hand, with or without the planted link."""
    return made(_with_link(BY_HAND, LINK) if link else BY_HAND)


def variant(seed: int, link: bool = True) -> TwoMode:
    """Return a seeded variant; the hub has at least three times the contacts of the bridge."""
    draw = random.Random(seed)
    shape = Shape(draw.randint(3, 5), draw.randint(22, 30), draw.randint(7, 10), draw.randint(2, 3))
    inside: dict[str, list[str]] = {}
    for sector in "abcde"[: shape.sectors]:
        names = [f"{sector}{i:02d}" for i in range(shape.members)]
        for p in range(shape.partnerships):
            inside[f"{sector}{p}"] = draw.sample(names, draw.randint(3, 6))
    return made(_planted(inside, shape, draw, link))


def _planted(
    inside: dict[str, list[str]], shape: Shape, draw: random.Random, link: bool
) -> dict[str, list[str]]:
    at_home = [f"a{i:02d}" for i in range(shape.members)]
    inside["a-own"] = [BRIDGE, *draw.sample(at_home, shape.contacts)]
    inside["b-own"] = draw.sample([f"b{i:02d}" for i in range(shape.members)], shape.contacts)
    draw.shuffle(at_home)
    for start in range(0, shape.members, 4):
        inside[f"a-hub{start}"] = [HUB, *at_home[start : start + 4]]
    return _with_link(inside, ("b-own", BRIDGE)) if link else inside


def _with_link(partnerships: dict[str, list[str]], link: tuple[str, str]) -> dict[str, list[str]]:
    name, member = link
    return {**partnerships, name: [*partnerships[name], member]}


def made(partnerships: dict[str, list[str]]) -> TwoMode:
    """Return members by partnerships; the letter of a member is its sector."""
    ids = sorted({m for members in partnerships.values() for m in members} | {ISOLATE})
    sectors = [["a"] if i in (BRIDGE, HUB, ISOLATE) else [i[0]] for i in ids]
    countries = [("IT", "FR", "DE")[sum(map(ord, i)) % 3] for i in ids]
    rows = pl.DataFrame({"id": ids, "label": ids, "country": countries, "sectors": sectors})
    rows = rows.with_columns(kind=pl.lit("cluster"))
    columns = pl.DataFrame({"id": list(partnerships), "label": list(partnerships)})
    at = [(ids.index(m), c) for c, members in enumerate(partnerships.values()) for m in members]
    i, j = np.array(at).T
    incidence = sp.csr_array((np.ones(len(at)), (i, j)), shape=(len(ids), len(partnerships)))
    return TwoMode(rows, columns, incidence)
