"""The way from one member to another over partnerships: what a recommendation rests on."""

from collections import deque

import polars as pl

from clusterkg.graph.arrays import Sparse, sparse
from clusterkg.graph.network import NetworkError, TwoMode


class Ways:
    """Shortest ways between members, over partnerships and shared partners.

    Of equally short ways, the one is taken that breadth-first search finds when partnerships
    and members are visited in the order of their ids.
    """

    def __init__(self, two_mode: TwoMode) -> None:
        self._members = _neighbours(sparse(two_mode.incidence.T), two_mode.rows["id"].to_list())
        columns = two_mode.columns["id"].to_list()
        self._partnerships = _neighbours(two_mode.incidence, columns)
        self._ids = (two_mode.rows["id"].to_list(), columns)
        self._labels = (_labels(two_mode.rows), _labels(two_mode.columns))
        self._row = {name: i for i, name in enumerate(self._ids[0])}

    def between(self, member: str, other: str) -> list[int]:
        """Return rows and columns in turn, from the one to the other; empty if there is no way.

        Raises
        ------
        NetworkError
            One of them is no member.
        """
        for name in (member, other):
            if name not in self._row:
                raise NetworkError(f"'{name}' is not in any partnership that was read")
        start, goal = self._row[member], self._row[other]
        came = self._search(start, goal)
        way, at = [goal], goal
        while at != start:
            if at not in came:
                return []
            at, partnership = came[at]
            way = [at, partnership, *way]
        return way

    def ids(self, way: list[int]) -> list[str]:
        """Return the ids along a way."""
        return [self._ids[i % 2][place] for i, place in enumerate(way)]

    def sentence(self, way: list[int]) -> str:
        """Say the way: who meets whom in which partnership."""
        names = [self._labels[i % 2][place] for i, place in enumerate(way)]
        if len(names) < 3:
            return "no way over partnerships"
        steps = zip(names[::2], names[1::2], names[2::2], strict=False)
        return "; ".join(f"{one} is in {where} with {other}" for one, where, other in steps)

    def _search(self, start: int, goal: int) -> dict[int, tuple[int, int]]:
        """From which member, over which partnership, each member is reached first."""
        came: dict[int, tuple[int, int]] = {}
        waiting, used = deque([start]), set[int]()
        while waiting and goal not in came:
            at = waiting.popleft()
            for partnership in self._partnerships[at]:
                if partnership in used:
                    continue
                used.add(partnership)
                for member in self._members[partnership]:
                    if member != start and member not in came:
                        came[member] = (at, partnership)
                        waiting.append(member)
        return came


def _neighbours(matrix: Sparse, ids: list[str]) -> list[list[int]]:
    """The places stored in each row of ``matrix``, in the order of their ids."""
    bounds = zip(matrix.indptr, matrix.indptr[1:], strict=False)
    return [sorted(matrix.indices[a:b].tolist(), key=lambda i: ids[i]) for a, b in bounds]


def _labels(table: pl.DataFrame) -> list[str]:
    """What each is called: its label, else its id."""
    if "label" not in table.columns:
        return table["id"].to_list()
    return table.select(pl.coalesce("label", "id")).to_series().to_list()
