"""Sources made in tests: triples as a loader yields them, with a description and counts."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from clusterkg.graph import builder, loading, open_graph
from clusterkg.ontology import iris, provenance

NAME = "https://example.org/{}/{}".format
Graphs = dict[str, list[str]]


def triples(numbers: Iterable[int], word: str = "is") -> list[str]:
    return [f'<{NAME("s", n)}> <{NAME("p", word)}> "{n}"' for n in numbers]


def facts(name: str, version: str) -> dict[str, str]:
    return {"name": name, "version": version, "title": name, "scope": "all",
            "origin": "https://example.org/", "licence": "https://example.org/licence"}


def described(name: str, version: str) -> list[str]:
    counts = {"read": 1, "written": 1, "rejected": 0, "duplicate": 0}
    graph = iris.graph(name, version)
    return list(provenance.describe_graph(graph, facts(name, version), counts, "test 1"))


def incoming(
    name: str, version: str, lines: list[str], *, loader: str = "1", rejected: str = ""
) -> loading.Incoming:
    """Return a source of some triples, in chunks that are cut anywhere."""
    text = "".join(f"{line} .\n" for line in lines).encode()

    def chunks() -> Iterator[bytes]:
        for start in range(0, len(text), 1000):
            yield text[start : start + 1000]

    def finish(place: Path) -> loading.Account:
        if rejected:
            place.write_text(rejected, encoding="utf-8")
        counts = {"source": name, "table": "t", "read": 1, "written": 1, "rejected": 0,
                  "duplicate": 0}
        return loading.Account(described(name, version), [counts])

    sha256 = hashlib.sha256(text).hexdigest()
    return loading.Incoming(name, version, sha256, loader, chunks(), finish)


def build(folder: Path, bundled: list[str]) -> Path:
    """Build a graph of one bundled source."""
    graphs = {iris.graph("bundled", "1"): bundled,
              provenance.CATALOGUE: described("bundled", "1")}
    counts = [{"source": "bundled", "table": "b", "read": 1, "written": 1, "rejected": 0,
               "duplicate": 0}]
    summary = {"digest": "0", "counts": counts}
    return builder.build(folder, graphs, summary, {"rejected.csv": "file\n"})


def content(folder: Path) -> Graphs:
    """Return the triples of each named graph, and of the union, as a reader finds them."""
    with open_graph(folder) as graph:
        found: Graphs = {"": []}
        for quad in graph.store:
            name = getattr(quad.graph_name, "value", "")
            found.setdefault(name, []).append(str(quad.triple))
        return {name: sorted(lines) for name, lines in found.items()}


def reference(**named: list[str]) -> Graphs:
    """Return what a graph must hold that has the bundled source and these, by name and version."""
    graphs = {name.replace("_", "/", 1): lines for name, lines in named.items()}
    whole = {iris.PREFIXES["graph"] + name: set(lines) for name, lines in graphs.items()}
    catalogue = {line for name in graphs for line in described(*name.split("/"))}
    whole[provenance.CATALOGUE] = catalogue
    union = set().union(*whole.values())
    return {"": sorted(union), **{name: sorted(lines) for name, lines in whole.items()}}
