"""How the bundled graph opens fastest: from disk, or into memory from a snapshot.

    python benchmarks/opening.py [GRAPH] [RUNS]

Prints medians over the runs of opening, and of opening and asking one catalogue question, for the
on-disk store opened read-only (what clusterkg does) and for an in-memory store that bulk-loads the
same quads from N-Quads.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph

from clusterkg.graph.builder import STORE
from clusterkg.graph.versions import current
from clusterkg.queries.catalogue import find

QUESTIONS = ("members_of_partnership", "co_partner_pairs", "coverage")


def from_disk(version: Path, snapshot: Path) -> pyoxigraph.Store:
    return pyoxigraph.Store.read_only(str(version / STORE))


def from_snapshot(version: Path, snapshot: Path) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.bulk_load(path=str(snapshot), format=pyoxigraph.RdfFormat.N_QUADS)
    return store


def timed(action: Callable[[], object], runs: int) -> float:
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/kg")
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    version = current(folder)
    with tempfile.TemporaryDirectory() as scratch:
        snapshot = Path(scratch) / "graph.nq"
        whole = from_disk(version, snapshot)
        whole.dump(str(snapshot), pyoxigraph.RdfFormat.N_QUADS)
        print(f"{len(whole):,} quads, snapshot {snapshot.stat().st_size / 1e6:.1f} MB")
        for name, way in (("disk, read-only", from_disk), ("memory, from snapshot", from_snapshot)):
            opening = timed(lambda way=way: way(version, snapshot), runs)  # type: ignore[misc]
            print(f"{name:<24} open {opening * 1000:7.1f} ms")
            store = way(version, snapshot)
            for question in QUESTIONS:
                text = find(question).text
                asking = timed(lambda store=store, text=text: list(store.query(text)), runs)  # type: ignore[misc]
                total = (opening + asking) * 1000
                shown = f"{asking * 1000:7.1f} ms, with opening {total:7.1f} ms"
                print(f"{'':<24} {question:<24} {shown}")


if __name__ == "__main__":
    main()
