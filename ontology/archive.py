"""The versions of the ontology: the one that is installed, and those that were published.

A published version is one Turtle file in ``versions/``: root, modules and vocabularies together,
without imports, as it is served at its version IRI.
"""

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from . import iris
from .errors import ClusterkgError

if TYPE_CHECKING:
    from rdflib import Graph

INSTALLED = "installed"
_PARTS = ("*.ttl", "modules/*.ttl", "vocabularies/*.ttl")


class VersionError(ClusterkgError):
    """A version that is neither archived nor a readable file or folder."""


class Version(NamedTuple):
    """A version of the ontology: its number (or its path, where it has none) and its triples."""

    name: str
    graph: "Graph"


def archived() -> dict[str, Path]:
    """Return the files of the published versions by their number, the oldest first."""
    found = (_folder() / "versions").glob("*.ttl")
    return {path.stem: path for path in sorted(found, key=lambda path: _order(path.stem))}


def read(which: str = INSTALLED) -> Version:
    """Return a version of the ontology.

    Parameters
    ----------
    which : str
        ``installed``, the number of an archived version (``0.1.0``), a Turtle file, or a folder
        with the ontology's files.

    Raises
    ------
    VersionError
        There is no such version or file, or it is no Turtle.
    """
    path = archived().get(which)
    if path is None:
        installed = merged(_folder())
        if which in (INSTALLED, _number(installed)):
            return Version(_number(installed) or INSTALLED, installed)
        path = Path(which)
    if not path.exists():
        known = ", ".join(archived())
        raise VersionError(
            f"'{which}' is no version of the ontology: archived are {known}, '{INSTALLED}' is the"
            " one in use, and a Turtle file or a folder of them does as well"
        )
    graph = merged(path) if path.is_dir() else _parsed([path])
    return Version(_number(graph) or which, graph)


def merged(folder: Path) -> "Graph":
    """Return root, modules and vocabularies as one ontology, without imports and module heads."""
    from rdflib import OWL, RDF

    graph = _parsed(sorted(path for part in _PARTS for path in folder.glob(part)))
    root = next(graph.subjects(OWL.versionIRI), None)
    for ontology in set(graph.subjects(RDF.type, OWL.Ontology)):
        graph.remove((ontology, OWL.imports, None))
        if root is not None and (ontology, OWL.versionIRI, None) not in graph:
            graph.remove((ontology, None, None))
    return graph


def turtle(version: Version) -> str:
    """Return a version as Turtle text with our prefixes; the same version gives the same text."""
    from rdflib import Graph

    found = Graph(bind_namespaces="none")
    for prefix, namespace in (*iris.PREFIXES.items(), *version.graph.namespaces()):
        # Things of ours have slashes in their names, which prefixed names would escape.
        if prefix not in ("id", "graph"):
            found.bind(prefix, namespace)
    found += version.graph
    return found.serialize(format="turtle")


def _parsed(paths: list[Path]) -> "Graph":
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    for path in paths:
        try:
            graph.parse(path, format="turtle")
        except Exception as error:  # rdflib's parser raises errors of many kinds
            raise VersionError(f"{path}: this is no valid Turtle: {error}") from error
    if not len(graph):
        raise VersionError(f"no triples in {', '.join(map(str, paths)) or 'the folder'}")
    return graph


def _number(graph: "Graph") -> str:
    from rdflib import OWL, RDF

    ontology = next(graph.subjects(RDF.type, OWL.Ontology), None)
    return str(graph.value(ontology, OWL.versionInfo) or "")


def _order(name: str) -> list[int]:
    return [int(part) if part.isdigit() else 0 for part in name.split(".")]


def _folder() -> Path:
    return Path(str(files("clusterkg.ontology")))
