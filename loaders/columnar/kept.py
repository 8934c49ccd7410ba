"""What was written so far: which rows are duplicates, and which say otherwise than earlier ones.

Kept are 24 bytes for each row, and 24 for each thing of a node that is written once.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .mapping import telling
from .seen import NEW, OTHER, SAME, Keys, Seen, keys
from .source import Table

Flags = NDArray[np.bool_]


class Verdict(NamedTuple):
    """What becomes of the rows of a batch; arrays of one entry a row.

    ``accepted`` rows are written, ``duplicate`` ones are not, and the others are at odds with an
    earlier row: over the key of the table (``odds`` 0) or over the node of place ``odds`` - 1.
    ``first`` says for each node that is written once which rows tell of it for the first time.
    """

    accepted: Flags
    duplicate: Flags
    odds: NDArray[np.int64]
    first: dict[int, Flags]


class Odds(NamedTuple):
    """Why a row is at odds with an earlier one: the key, the columns that differ, rule and hint."""

    key: list[str]
    columns: str
    rule: str
    hint: str


@dataclass
class Kept:
    """The keys of the rows and of the things of one table."""

    table: Table
    rows: Seen = field(default_factory=Seen)
    things: dict[int, Seen] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.things = {at: Seen() for at, node in enumerate(self.table.nodes)
                       if node.once or node.first}

    def judge(self, frame: pl.DataFrame) -> Verdict:
        """Decide which rows of a batch of good rows are written, and remember these."""
        batches = self._keys(frame)
        states = {at: seen.states(batches[at]) for at, seen in self._all().items()}
        if _contradicted(states):
            told = {at: telling(frame, self.table.nodes[at]) for at in self.things}
            if _contradicted(_silenced(states, told)):
                states = self._one_by_one(batches, told)
        verdict = _verdict(states)
        for at, seen in self._all().items():
            seen.add(batches[at], verdict.accepted & (states[at] == NEW))
        return verdict

    def odds(self, number: int) -> Odds:
        """Say what is at odds, by the number that a verdict gives."""
        if number == 0:
            hint = "a key that no other row has; an earlier row has it with other values"
            return Odds(list(self.table.key), self.table.key[-1], "key", hint)
        node = self.table.nodes[number - 1]
        key, values = " ".join(node.key_columns), " ".join(node.value_columns)
        hint = f"the same {values} as on the earlier row with the same {key}"
        return Odds(node.key_columns, values, "conflict", hint)

    def _all(self) -> dict[int, Seen]:
        return {-1: self.rows, **self.things}

    def _keys(self, frame: pl.DataFrame) -> dict[int, Keys]:
        names = [column.name for column in self.table.columns]
        key = list(self.table.key) or names
        found = {-1: keys(frame, key, [name for name in names if name not in key])}
        for at in self.things:
            node = self.table.nodes[at]
            values, key = node.value_columns if node.once else [], node.key_columns
            told = frame
            if node.when is not None:
                # Apart from the others, rows that tell nothing stand in nobody's way.
                key = [*key, "#told"]
                told = frame.with_columns(pl.Series("#told", telling(frame, node)))
            found[at] = keys(told, key, values)
        return found

    def _one_by_one(
        self, batches: dict[int, Keys], told: dict[int, Flags]
    ) -> dict[int, NDArray[np.uint8]]:
        """Judge rows in turn: only what an accepted row said counts against a later one."""
        known = {at: seen.states(batches[at], within=False) for at, seen in self._all().items()}
        _silenced(known, told)
        new: dict[int, dict[tuple[int, int], int]] = {at: {} for at in known}
        for row in range(len(known[-1])):
            said = {at: _word(batches[at], row) for at in known}
            for at, (key, value) in said.items():
                if known[at][row] == NEW and key in new[at]:
                    known[at][row] = SAME if new[at][key] == value else OTHER
            if known[-1][row] == NEW and all(state[row] != OTHER for state in known.values()):
                for at, (key, value) in said.items():
                    if known[at][row] == NEW:
                        new[at][key] = value
        return known


def _contradicted(states: dict[int, NDArray[np.uint8]]) -> bool:
    return any((state == OTHER).any() for state in states.values())


def _silenced(
    states: dict[int, NDArray[np.uint8]], told: dict[int, Flags]
) -> dict[int, NDArray[np.uint8]]:
    """Let rows that tell nothing of a thing say nothing new of it; ``states`` are changed."""
    for at, rows in told.items():
        states[at][~rows] = SAME
    return states


def _word(batch: Keys, row: int) -> tuple[tuple[int, int], int]:
    return (int(batch.high[row]), int(batch.low[row])), int(batch.value[row])


def _verdict(states: dict[int, NDArray[np.uint8]]) -> Verdict:
    row = states[-1]
    odds = np.full(len(row), -1, dtype=np.int64)
    for at in sorted(states, reverse=True):
        odds[states[at] == OTHER] = at + 1
    duplicate = row == SAME
    odds[duplicate] = -1
    accepted = (row == NEW) & (odds < 0)
    first = {at: accepted & (state == NEW) for at, state in states.items() if at >= 0}
    return Verdict(accepted, duplicate, odds, first)
