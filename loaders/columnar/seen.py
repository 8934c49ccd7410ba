"""Keys kept against duplicates, as hashes of 128 bits in numpy: 24 bytes a row, whatever it holds.

Runs of sorted keys grow by merging like with like, so that a batch is looked up in few arrays. A
run has at most half a million keys, so that some 40 MB more are enough while two of them merge.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

BYTES_A_KEY = 24
_LONGEST = 1 << 19
NEW, SAME, OTHER = 0, 1, 2
_SEEDS = (0x243F6A88, 0x85A308D3, 0x13198A2E)

Hashes = NDArray[np.uint64]


class Keys(NamedTuple):
    """The keys of a batch (two words) and a hash of what stands beside them; arrays of n rows."""

    high: Hashes
    low: Hashes
    value: Hashes


def keys(frame: pl.DataFrame, names: list[str], values: list[str]) -> Keys:
    """Return the hashes of the columns ``names`` and, apart, of the columns ``values``."""
    high, low = (_hashed(frame, names, seed) for seed in _SEEDS[:2])
    return Keys(high, low, _hashed(frame, values, _SEEDS[2]))


@dataclass
class Seen:
    """Which keys came before, and with which values."""

    runs: list[Keys] = field(default_factory=list)

    def states(self, batch: Keys, within: bool = True) -> NDArray[np.uint8]:
        """Say of each key whether it is NEW, was there with the SAME values or with OTHER ones.

        A key that comes again ``within`` the batch is judged by its first row there.
        """
        states = np.full(len(batch.high), NEW, dtype=np.uint8)
        order = np.argsort(batch.high, kind="stable")
        if within and len(order):
            first = _first(batch, order)
            states[batch.value == batch.value[first]] = SAME
            states[batch.value != batch.value[first]] = OTHER
            states[first == np.arange(len(first))] = NEW
        for run in self.runs:
            at = _find(run, batch, order)
            known = at >= 0
            same = run.value[at[known]] == batch.value[known]
            states[known] = np.where(same, SAME, OTHER)
        return states

    def add(self, batch: Keys, rows: NDArray[np.bool_] | None = None) -> None:
        """Keep the keys of some rows, none of which is known yet."""
        kept = batch if rows is None else Keys(*(part[rows] for part in batch))
        if not len(kept.high):
            return
        self.runs.append(_ordered(kept))
        while len(self.runs) > 1 and _merge(*map(len, (self.runs[-2].high, self.runs[-1].high))):
            last, before = self.runs.pop(), self.runs.pop()
            self.runs.append(_ordered(Keys(*map(np.concatenate, zip(before, last, strict=True)))))

    def __len__(self) -> int:
        return sum(len(run.high) for run in self.runs)


def _hashed(frame: pl.DataFrame, names: list[str], seed: int) -> Hashes:
    if not names:
        return np.zeros(frame.height, dtype=np.uint64)
    return frame.select(names).hash_rows(seed=seed).to_numpy()


def _merge(before: int, last: int) -> bool:
    return before <= 2 * last and before + last <= _LONGEST


def _ordered(batch: Keys) -> Keys:
    # Stable: where two sorted runs follow one another, this merges them.
    order = np.argsort(batch.high, kind="stable")
    return Keys(*(part[order] for part in batch))


def _first(batch: Keys, order: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return, for each row, the first row of the batch with the same key."""
    high, low = batch.high[order], batch.low[order]
    alike = high[1:] == high[:-1]
    if (low[1:] != low[:-1])[alike].any():
        # Two keys share their first word.
        order = np.lexsort((batch.low, batch.high))
        high, low = batch.high[order], batch.low[order]
        alike = (high[1:] == high[:-1]) & (low[1:] == low[:-1])
    begins = np.concatenate([[True], ~alike])
    first = np.empty(len(order), dtype=np.intp)
    first[order] = order[np.flatnonzero(begins)[np.cumsum(begins) - 1]]
    return first


def _find(run: Keys, batch: Keys, order: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return where each key stands in a run, or -1."""
    # In order, the keys meet the run from one end to the other, and not all over the memory.
    at = np.empty(len(order), dtype=np.intp)
    at[order] = np.searchsorted(run.high, batch.high[order])
    last = len(run.high) - 1
    found = np.full(len(at), -1, dtype=np.intp)
    open_rows = np.arange(len(at))
    while len(open_rows):
        place = at[open_rows]
        inside = place <= last
        open_rows, place = open_rows[inside], place[inside]
        alike = run.high[place] == batch.high[open_rows]
        open_rows, place = open_rows[alike], place[alike]
        hit = run.low[place] == batch.low[open_rows]
        found[open_rows[hit]] = place[hit]
        # Two keys that share their first word stand side by side.
        open_rows = open_rows[~hit]
        at[open_rows] += 1
    return found
