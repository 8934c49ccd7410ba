"""Loading H2020 participations: against pyoxigraph's bulk load, by hand, and in ten times the rows.

    python benchmarks/loading.py [FILE] [--runs 5] [--skip-store]

Prints and judges, in one run: rows to N-Quads (gzip, checks and duplicates included) against the
same quads made of pyoxigraph's and of rdflib's objects, rdflib on a part of the rows and scaled;
``clusterkg load`` against one bulk load of the same quads, union included, from a file; and the
peak memory of rows to N-Quads for ten times the rows, whose ids are changed. Seconds are the best
of the runs; the processor's stand beside them. Exit status 1 where a figure misses its mark.
"""

import argparse
import gzip
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

import loading_by_hand as by_hand
import pyoxigraph

from clusterkg.loaders.columnar.load import load, write_nquads
from clusterkg.loaders.columnar.seen import BYTES_A_KEY
from clusterkg.loaders.cordis.participations import SOURCE

FILE = Path(__file__).parents[2] / "shared/data/cordis/h2020_participations_2020-12_eunets.csv.gz"
AGAINST_OXIGRAPH, AGAINST_RDFLIB, AGAINST_BULK, GROWTH = 5.0, 40.0, 1.5, 1.2
PART, TIMES = 5_000, 10
_CHILD = """
import json, resource, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import loading
begin, spent = time.perf_counter(), time.process_time()
found = getattr(loading, sys.argv[2])(*map(Path, sys.argv[3:]))
seconds, processor = time.perf_counter() - begin, time.process_time() - spent
status = Path("/proc/self/status")
if status.exists():
    # The system's other figure begins with the peak of the process that started this one.
    peak = int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([seconds, processor, peak, found]))
"""


def child(action: str, *paths: Path) -> tuple[float, float, float, int]:
    """Run a function of this module apart: seconds, the processor's, peak MB, what it returns."""
    command = [sys.executable, "-c", _CHILD, str(Path(__file__).parent), action, *map(str, paths)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    seconds, processor, peak, found = json.loads(done.stdout.splitlines()[-1])
    return seconds, processor, peak, found


def columnar(file: Path, graph: str, out: BinaryIO) -> None:
    """Write the N-Quads of a file as the loader makes them."""
    found = load(SOURCE, file, "benchmark")
    assert found.source.graph == graph
    write_nquads(found, out)


def streamed(file: Path) -> int:
    """Make the N-Quads of a file and keep none; return the number of keys kept."""
    found = load(SOURCE, file, "benchmark")
    for _ in found.chunks(found.source.graph):
        pass
    return sum(len(seen) for kept in found._kept.values()
               for seen in (kept.rows, *kept.things.values()))


def bulk(quads: Path, store: Path) -> int:
    """Load a file of N-Quads as pyoxigraph does it by itself."""
    opened = pyoxigraph.Store(store)
    opened.bulk_load(path=str(quads), format=pyoxigraph.RdfFormat.N_QUADS)
    opened.flush()
    return 0


def whole(file: Path, graph: Path) -> int:
    """Load the source as the command does: checks, union, description, swap."""
    from clusterkg.app.loading import Choices
    from clusterkg.app.loading import load as load_into

    load_into(graph, SOURCE.name, [str(file)], Choices("benchmark"))
    return 0


def built(graph: Path) -> int:
    """Build the graph of the bundled data, to load into."""
    from clusterkg.app.building import build
    from clusterkg.loaders.bundled import bundled_folder

    build(graph, bundled_folder())
    return 0


def best(action: Callable[[BinaryIO], None], runs: int) -> tuple[float, float]:
    """Return the best seconds and processor seconds of some runs that write to nowhere."""
    seconds = []
    with open(os.devnull, "wb") as nowhere:
        for _ in range(runs):
            begin, spent = time.perf_counter(), time.process_time()
            action(nowhere)
            seconds.append((time.perf_counter() - begin, time.process_time() - spent))
    return min(one for one, _ in seconds), min(one for _, one in seconds)


def lines(action: Callable[[BinaryIO], None]) -> set[bytes]:
    """Return the different lines that an action writes."""
    out = io.BytesIO()
    action(out)
    return set(out.getvalue().split(b"\n"))


def judged(what: str, value: float, wanted: float, at_least: bool) -> bool:
    """Print a ratio with its mark; say whether it meets it."""
    right = value >= wanted if at_least else value <= wanted
    word = "at least" if at_least else "at most"
    print(f"{what:<58} {value:6.2f} (wanted: {word} {wanted:g}) {'ok' if right else 'MISSED'}")
    return right


def steps(file: Path, runs: int) -> bool:
    """Compare rows to N-Quads with the same quads made by hand."""
    name = load(SOURCE, file, "benchmark").source.graph
    fast = partial(columnar, file, name)
    objects, slowly = (partial(way, file, name) for way in (by_hand.with_oxigraph,
                                                            by_hand.with_rdflib))
    ours, theirs, slow = best(fast, runs), best(objects, runs), best(partial(slowly, limit=PART), 1)
    quads = lines(fast)
    if quads != lines(objects) or lines(partial(slowly, limit=PART)) - quads:
        raise SystemExit("the loader, pyoxigraph's and rdflib's objects give different quads")
    count = sum(1 for _ in by_hand.rows(file))
    slow = (slow[0] * count / PART, slow[1] * count / PART)
    print(f"{count:,} rows, {len(quads) - 1:,} quads, the same in all three ways")
    for what, seconds, work in (
        ("rows to N-Quads", *ours), ("pyoxigraph's objects", *theirs),
        (f"rdflib's objects, {PART:,} rows scaled", *slow),
    ):
        print(f"  {what:<40} {seconds:8.2f} s {work:8.2f} s of the processor")
    right = judged("times faster than pyoxigraph's objects", theirs[0] / ours[0],
                   AGAINST_OXIGRAPH, True)
    return judged("times faster than rdflib's objects", slow[0] / ours[0],
                  AGAINST_RDFLIB, True) and right


def store(file: Path, folder: Path, runs: int) -> bool:
    """Compare the whole load with pyoxigraph's own bulk load of the same quads."""
    child("built", folder / "kg")
    graph, quads = load(SOURCE, file, "benchmark").source.graph, folder / "same.nq"
    with quads.open("wb") as out:
        for piece in load(SOURCE, file, "benchmark").chunks():
            out.write(piece)
            out.write(piece.replace(b" .\n", f" <{graph}> .\n".encode()))
    theirs, ours = [], []
    for run in range(runs):
        theirs.append(child("bulk", quads, folder / f"store-{run}"))
        subprocess.run(["cp", "-a", folder / "kg", folder / f"kg-{run}"], check=True)
        ours.append(child("whole", file, folder / f"kg-{run}"))
    for what, found in (("pyoxigraph's bulk load", theirs), ("clusterkg load", ours)):
        seconds, work, peak = (min(one[at] for one in found) for at in range(3))
        print(f"  {what:<40} {seconds:8.2f} s {work:8.2f} s of the processor {peak:6.0f} MB")
    ratio = min(one[0] for one in ours) / min(one[0] for one in theirs)
    return judged("clusterkg load in times of the bulk load", ratio, AGAINST_BULK, False)


def memory(file: Path, folder: Path) -> bool:
    """Compare the peak memory for the rows and for ten times as many."""
    many = folder / "many.csv.gz"
    multiplied(file, many)
    (_, _, once, few), (seconds, _, peak, keys) = child("streamed", file), child("streamed", many)
    kept = (keys - few) * BYTES_A_KEY / (1 << 20)
    print(f"  peak {once:.0f} MB, for {TIMES} times the rows {peak:.0f} MB in {seconds:.1f} s; "
          f"{keys:,} keys of {BYTES_A_KEY} bytes: {kept:.0f} MB more")
    return judged("peak for ten times the rows, without the keys",
                  (peak - kept) / once, GROWTH, False)


def multiplied(file: Path, many: Path) -> None:
    """Write the rows again and again, with other numbers of projects and organisations."""
    header, *lines = gzip.decompress(file.read_bytes()).decode().splitlines()
    with gzip.open(many, "wt", compresslevel=1, encoding="utf-8") as out:
        out.write(header + "\n")
        for time_ in range(TIMES):
            for line in lines:
                rcn, role, pic, rest = line.split(",", 3)
                out.write(f"{rcn}{time_},{role},{time_}{pic[1:]},{rest}\n")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--skip-store", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        right = [steps(given.file, given.runs), memory(given.file, Path(scratch))]
        if not given.skip_store:
            right.append(store(given.file, Path(scratch), given.runs))
    sys.exit(0 if all(right) else 1)


if __name__ == "__main__":
    main()
