"""The ontology and its vocabularies, read from their Turtle files."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from clusterkg.ontology import iris, rdf

from .batch import Batch, Source, TableCount


def load(version: str) -> Batch:
    """Return the ontology's modules, vocabularies and alignments as one batch."""
    triples: list[rdf.Triple] = []
    counts = []
    for path in turtle_files():
        found = list(_triples(path))
        triples += found
        counts.append(TableCount(path.name, len(found), len(found), 0, 0))
    source = Source(
        "ontology", version, "The clusterkg ontology and vocabularies", iris.BASE + "ontology",
        "https://creativecommons.org/licenses/by/4.0/", scope="documents",
    )
    return Batch(source, triples, counts)


def turtle_files() -> list[Path]:
    """Return the Turtle files of the ontology, its vocabularies and what goes with them, sorted."""
    root = Path(str(files("clusterkg.ontology")))
    folders = ("", "modules", "vocabularies", "structures", "alignments")
    return sorted(path for folder in folders for path in (root / folder).glob("*.ttl"))


def things() -> frozenset[str]:
    """Return the references (``kind/slug``) of all concepts in the vocabularies."""
    prefix = iris.PREFIXES["id"]
    triples = (triple for path in turtle_files() for triple in _triples(path))
    subjects = {triple.split(" ", 1)[0][1:-1] for triple in triples}
    return frozenset(s.removeprefix(prefix) for s in subjects if s.startswith(prefix))


def _triples(path: Path) -> Iterator[rdf.Triple]:
    import pyoxigraph

    # Nodes of lists get the same names in every build, by their order in the file.
    names: dict[str, str] = {}
    with path.open("rb") as file:
        for quad in pyoxigraph.parse(file, pyoxigraph.RdfFormat.TURTLE):
            subject, value = (
                names.setdefault(str(node), f"_:{path.stem}-{len(names)}")
                if isinstance(node, pyoxigraph.BlankNode) else str(node)
                for node in (quad.subject, quad.object)
            )
            yield f"{subject} {quad.predicate} {value}"
