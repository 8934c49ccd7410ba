"""Keys in numpy, judged by a dictionary."""

import random

import numpy as np
import polars as pl

from clusterkg.loaders.columnar.seen import BYTES_A_KEY, NEW, OTHER, SAME, Keys, Seen, keys


def drawn_keys(drawn: random.Random, count: int, words: int) -> Keys:
    # Few different words, so that keys share the first or the second one.
    columns = [[drawn.randrange(words) for _ in range(count)] for _ in range(2)]
    values = [drawn.randrange(2) for _ in range(count)]
    return Keys(*(np.array(column, dtype=np.uint64) for column in (*columns, values)))


def test_batches_are_judged_as_by_a_dictionary() -> None:
    drawn = random.Random("seen")
    for words in (3, 12, 60):
        seen, known = Seen(), dict[tuple[int, int], int]()
        for _ in range(60):
            batch = drawn_keys(drawn, drawn.randrange(40), words)
            rows = list(zip(*(part.tolist() for part in batch), strict=True))
            first = dict(known)
            for high, low, value in rows:
                first.setdefault((high, low), value)
            new = set[tuple[int, int]]()
            expected = []
            for high, low, value in rows:
                key = (high, low)
                fresh = key not in known and key not in new
                new.add(key)
                expected.append(NEW if fresh else SAME if first[key] == value else OTHER)
            states = seen.states(batch)
            assert states.tolist() == expected
            seen.add(batch, states == NEW)
            known = first
            assert len(seen) == len(known)


def test_a_key_takes_the_bytes_that_the_documentation_says() -> None:
    seen = Seen()
    frame = pl.DataFrame({"a": map(str, range(50_000)), "b": ["x"] * 50_000})
    for part in frame.iter_slices(1_000):
        batch = keys(part, ["a"], ["b"])
        seen.add(batch, seen.states(batch) == NEW)
    held = sum(array.nbytes for run in seen.runs for array in run)
    assert held == BYTES_A_KEY * 50_000
    assert len(seen.runs) < 10


def test_hashes_tell_cells_rows_and_empty_cells_apart() -> None:
    frame = pl.DataFrame({
        "a": ["x", None, "", "xy", "x", "y", None], "b": [None, "x", "x", "", "y", "x", None],
    })
    found = keys(frame, ["a", "b"], ["b"])
    for word in (found.high, found.low):
        assert len(set(word.tolist())) == frame.height
    assert not set(found.high.tolist()) & set(found.low.tolist())


def test_the_two_words_of_a_key_do_not_collide_together() -> None:
    frame = pl.DataFrame({"a": [f"{number:09}" for number in range(1_000_000)]})
    found = keys(frame, ["a"], [])
    assert len(np.unique(found.high)) == frame.height
    assert len(np.unique(found.low)) == frame.height
    mixed = np.corrcoef(found.high.astype(float), found.low.astype(float))[0, 1]
    assert abs(mixed) < 0.01
