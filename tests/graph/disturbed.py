"""Planted bridges among other things that cross sectors, or that hide the bridge.

What disturbs, by letter: ``m`` three partnerships of three to five random members; ``p`` three
of two members, of two sectors; ``o`` two more partnerships of the bridge in its own sector;
``h`` the hub in one partnership with two members of other sectors.
"""

import random
from collections.abc import Callable

import numpy as np

from clusterkg.graph.network import TwoMode

from .planted import BRIDGE, HUB, ISOLATE, made, variant

KINDS = ("", "m", "p", "o", "h", "mo", "po", "ho", "ph")
Members = dict[str, list[str]]


def disturbed(seed: int, kinds: str) -> TwoMode:
    """Return the seeded variant of the planted bridge with these kinds of disturbance."""
    whole = variant(seed)
    ids = whole.rows["id"].to_list()
    cells = whole.incidence.toarray() > 0
    partnerships = {
        name: [ids[i] for i in np.flatnonzero(cells[:, j])]
        for j, name in enumerate(whole.columns["id"])
    }
    draw = random.Random(1000 + seed)
    pool = [name for name in ids if name not in (BRIDGE, HUB, ISOLATE)]
    for kind, add in _ADD.items():
        if kind in kinds:
            partnerships |= add(pool, draw)
    return made(partnerships)


def _mixed(pool: list[str], draw: random.Random) -> Members:
    return {f"m{k}": draw.sample(pool, draw.randint(3, 5)) for k in range(3)}


def _pairs(pool: list[str], draw: random.Random) -> Members:
    sectors = sorted({name[0] for name in pool})
    return {
        f"p{k}": [draw.choice(_of(pool, sector)) for sector in draw.sample(sectors, 2)]
        for k in range(3)
    }


def _own(pool: list[str], draw: random.Random) -> Members:
    return {f"o{k}": [BRIDGE, *draw.sample(_of(pool, "a"), 3)] for k in range(2)}


def _hub(pool: list[str], draw: random.Random) -> Members:
    return {"h": [HUB, *draw.sample([name for name in pool if name[0] != "a"], 2)]}


def _of(pool: list[str], sector: str) -> list[str]:
    return [name for name in pool if name[0] == sector]


_ADD: dict[str, Callable[[list[str], random.Random], Members]] = {
    "m": _mixed, "p": _pairs, "o": _own, "h": _hub,
}
