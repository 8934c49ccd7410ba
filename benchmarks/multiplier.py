"""Multiplies the bundled graph: copies of its organisations and partnerships, seeded.

A copy of a thing has an IRI of its own, all its texts and figures, and the places, themes and
other shared things of the original; between copied things it keeps the links of the original.
A share of the links from members to organisations is redrawn at random, so that the copies are
not all alike.

    python benchmarks/multiplier.py GRAPH TRIPLES OUTPUT.nt [SEED]
"""

import random
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

from clusterkg.graph import open_graph
from clusterkg.ontology.iris import PREFIXES

# The kinds of things of which copies are made: who is in what, and what is said about it.
COPIED = ("organisation", "partnership", "membership", "region-membership")
REDRAWN = 0.2
_COPIED = re.compile(rf"<{PREFIXES['id']}(?:{'|'.join(COPIED)})/[^>]+")
_MEMBER = f"<{PREFIXES['ckg']}member>"


def multiply(lines: Iterable[str], size: int, seed: int = 0) -> Iterator[str]:
    """Yield at least ``size`` distinct N-Triples lines: the given ones first, then copies.

    Parameters
    ----------
    lines : iterable of str
        A graph as N-Triples.
    size : int
        How many lines are wanted; the last copy may be cut short.
    seed : int
        Seed of the links that are redrawn.
    """
    given = sorted(set(lines))
    yield from given
    core = [line for line in given if _COPIED.match(line)]
    organisations = sorted({line.split(" ", 1)[0] for line in core if "/organisation/" in line})
    draw, left = random.Random(seed), size - len(given)
    for number in count(1):
        for line in core[:max(left, 0)]:
            yield _copy(line, number, organisations, draw)
        left -= len(core)
        if left <= 0 or not core:
            return


def _copy(line: str, number: int, organisations: list[str], draw: random.Random) -> str:
    subject, predicate, value = line.split(" ", 2)
    if predicate == _MEMBER and draw.random() < REDRAWN:
        value = f"{draw.choice(organisations)} ."
    return _COPIED.sub(rf"\g<0>-copy-{number}", f"{subject} {predicate} {value}")


def bundled(folder: str | Path) -> list[str]:
    """Return the union of a built graph as lines of N-Triples."""
    with open_graph(folder) as kg:
        return kg.union().decode().splitlines()


def main() -> None:
    graph, size, output, *seed = sys.argv[1:]
    lines = multiply(bundled(graph), int(size), *map(int, seed))
    Path(output).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
