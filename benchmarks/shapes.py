"""Time of the two SHACL engines on the bundled data, as a ratio in one run.

    python benchmarks/shapes.py [GRAPH] [RUNS]

Checks the union of a graph that ``clusterkg build`` made (default ``build/kg``) with the reference
and with the fast engine in turn, so that a noisy machine slows both alike, and prints the median
seconds of each with what it found. Reading the shapes and the data is part of the time.
"""

import statistics
import sys
from time import perf_counter

from clusterkg.graph import open_graph
from clusterkg.ontology.shapes_check import validate

ENGINES = ("pyshacl", "shacl")


def seconds(data: bytes, engine: str) -> tuple[float, int]:
    begun = perf_counter()
    found = validate(data, engine)
    return perf_counter() - begun, len(found)


def main() -> None:
    place = sys.argv[1] if len(sys.argv) > 1 else "build/kg"
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with open_graph(place) as graph:
        data = graph.union()
    times: dict[str, list[float]] = {engine: [] for engine in ENGINES}
    results: dict[str, int] = {}
    for _ in range(runs):
        for engine in ENGINES:
            spent, results[engine] = seconds(data, engine)
            times[engine].append(spent)
    medians = {engine: statistics.median(values) for engine, values in times.items()}
    print(f"{len(data.splitlines()):,} triples, {runs} runs in turn")
    for engine, value in medians.items():
        print(f"{engine:<8} {value:8.3f} s  {results[engine]:,} results")
    print(f"the fast engine is {medians['pyshacl'] / medians['shacl']:.0f} times as fast")


if __name__ == "__main__":
    main()
