"""The rules of OWL 2 RL against owlrl, on the same multiplied graph, in one run.

    python benchmarks/rules.py [--graph build/kg] [--triples 100000] [--limit 240] [--seed 0]

Prints the seconds of our first group of rules (reading the graph included) and of owlrl, which is
stopped at the limit, and how many times longer owlrl took, or was let run. owlrl gets the same
triples in an rdflib graph that is read before its clock starts. All seconds are of the processor,
so that what else a machine does blurs nothing. Exit status 1 below 50 times.
"""

import argparse
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyoxigraph
from multiplier import bundled, multiply

from clusterkg.graph.inference import close
from clusterkg.queries.rulebook import rules

WANTED = 50
_OWLRL = """
import math, resource, sys, time
import rdflib
from owlrl import DeductiveClosure, OWLRL_Semantics
graph = rdflib.Graph().parse(sys.argv[1], format="nt")
begin = time.process_time()
most = math.ceil(begin + float(sys.argv[2]))
resource.setrlimit(resource.RLIMIT_CPU, (most, most))
DeductiveClosure(OWLRL_Semantics).expand(graph)
print(time.process_time() - begin, len(graph))
"""


def ours(file: Path) -> tuple[float, int]:
    """Return the seconds of our rules and the number of triples that they add."""
    begin = time.process_time()
    quads = pyoxigraph.parse(path=str(file), format=pyoxigraph.RdfFormat.N_TRIPLES)
    closure = close(quads, rules("owl-rl"))
    return time.process_time() - begin, closure.total


def theirs(file: Path, limit: float) -> tuple[float, str]:
    """Return the seconds of owlrl, or the limit, and what came of it."""
    command = [sys.executable, "-c", _OWLRL, str(file), str(limit)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return limit, "stopped at the limit"
    done.check_returncode()
    seconds, size = done.stdout.split()
    return float(seconds), f"ended with {int(size):,} triples"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--graph", default="build/kg")
    parser.add_argument("--triples", type=int, default=100_000)
    parser.add_argument("--limit", type=float, default=240)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "graph.nt"
        lines = list(multiply(bundled(given.graph), given.triples, given.seed))
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        print(f"{len(lines):,} triples, {len(set(lines)):,} of them distinct")
        seconds, added = ours(file)
        print(f"our rules  {seconds:8.2f} s, {added:,} triples added")
        longer, outcome = theirs(file, given.limit)
        print(f"owlrl      {longer:8.2f} s, {outcome}")
    ratio = longer / seconds
    print(f"{ratio:.0f} times our rules' time; {WANTED} are wanted")
    sys.exit(ratio < WANTED)


if __name__ == "__main__":
    main()
