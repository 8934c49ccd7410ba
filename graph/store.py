"""The embedded graph: opened read-only, asked in SPARQL, seen through rdflib."""

import os
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clusterkg.ontology import iris
from clusterkg.ontology.errors import ClusterkgError
from clusterkg.queries.binding import bind
from clusterkg.queries.catalogue import find

from . import versions
from .answer import Answer
from .builder import STORE, read_summary

if TYPE_CHECKING:
    from rdflib import Dataset

    from .network import Network, TwoMode

# A build may replace and remove a version between reading the pointer and opening it.
_ATTEMPTS = 5
SCOPES = ("all", "documents")


class ScopeError(ClusterkgError):
    """A scope that does not exist."""


class NotInferredError(ClusterkgError):
    """Inferences were asked of a graph that holds none."""


class RemoteGraphError(ClusterkgError):
    """An address was given where only a folder can be opened."""


def open_graph(place: str | Path = "build/kg") -> "KnowledgeGraph":
    """Open the current version of a graph.

    Parameters
    ----------
    place : str or Path
        A folder that ``clusterkg build`` made.

    Raises
    ------
    GraphFolderError
        No graph lies there.
    RemoteGraphError
        ``place`` is the address of an endpoint.
    """
    if "://" in str(place):
        hint = "graphs are opened from folders; give the folder of a build"
        raise RemoteGraphError(f"{place}: {hint}")
    for _ in range(_ATTEMPTS):
        with suppress(versions.SweptError):
            return KnowledgeGraph(versions.current(Path(place)))
    return KnowledgeGraph(versions.current(Path(place)))


class KnowledgeGraph:
    """One version of a graph, for reading.

    A triple stands in the named graph of its source, and once in the default graph, the union of
    all. ``scope="documents"`` reads only what the five source documents say, with the
    vocabularies and code lists. ``inferred=True`` reads the union and what the rules infer from
    it (:func:`clusterkg.graph.inference.infer`), which no other reading sees.
    """

    _lock = -1  # none yet, for an opening that fails

    def __init__(self, version: Path) -> None:
        import pyoxigraph

        self.version = version
        self._lock = versions.hold(version)
        try:
            self.store = pyoxigraph.Store.read_only(str(version / STORE))
        except (OSError, RuntimeError) as error:
            self.close()
            hint = "its store cannot be read; build it again"
            raise versions.GraphFolderError(f"{version}: {hint} ({error})") from error

    def close(self) -> None:
        """Let go of the version, so that a later build may remove it."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def __enter__(self) -> "KnowledgeGraph":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def query(
        self, name: str, /, *, scope: str = "all", inferred: bool = False, **parameters: object
    ) -> Answer:
        """Ask a question of the catalogue.

        Parameters
        ----------
        name : str
            The query's name.
        scope : {"all", "documents"}
            What to ask: everything, or the five source documents alone.
        inferred : bool
            Ask the inferences too; with the scope "all" alone.
        **parameters
            The query's parameters: IRIs, CURIEs or slugs for things.

        Raises
        ------
        UnknownQueryError, ParameterError, ScopeError, NotInferredError
            What is wrong with the name, a parameter or the scope; there are no inferences.
        """
        return self.sparql(bind(find(name), parameters), scope=scope, inferred=inferred)

    def sparql(self, text: str, *, scope: str = "all", inferred: bool = False) -> Answer:
        """Ask any SPARQL query; without GRAPH it reads the union of the scope's graphs.

        With ``inferred`` it reads the graph of inferences as well; see :meth:`query`.
        """
        if scope not in SCOPES:
            raise ScopeError(f"'{scope}' is no scope; the scopes are {' and '.join(SCOPES)}")
        if inferred:
            return Answer(self.store, text, ["", self._inferences(scope)])
        if scope == "documents":
            return Answer(self.store, text, self._document_graphs, self._document_graphs)
        return Answer(self.store, text, None, self._asserted_graphs)

    @cached_property
    def rdflib(self) -> "Dataset":
        """An rdflib Dataset over the same store; give it query strings, not prepared queries."""
        from .rdflib_face import dataset

        return dataset(self.store)

    @cached_property
    def summary(self) -> dict[str, Any]:
        """What the build read, wrote and rejected."""
        return read_summary(self.version)

    @cached_property
    def inferred_graph(self) -> str:
        """The IRI of the graph of inferences; empty where there is none."""
        begins = iris.graph("inferred", "")
        return next((name for name in self._named_graphs if name.startswith(begins)), "")

    def union(self, *, inferred: bool = False) -> bytes:
        """Return the union of all named graphs as N-Triples; with the inferences on request.

        Raises
        ------
        NotInferredError
            ``inferred`` is asked of a graph without inferences.
        """
        import pyoxigraph

        graphs: list[Any] = [pyoxigraph.DefaultGraph()]
        if inferred:
            graphs.append(pyoxigraph.NamedNode(self._inferences("all")))
        form = pyoxigraph.RdfFormat.N_TRIPLES
        return b"".join(self.store.dump(format=form, from_graph=graph) or b"" for graph in graphs)

    @property
    def rejected(self) -> str:
        """The rows that the build wrote aside, as CSV text."""
        return (self.version / "rejected.csv").read_text(encoding="utf-8")

    def network(self, name: str = "clusters_by_partnership", **selection: Any) -> "Network":
        """Build a network; see :func:`clusterkg.graph.networks.build`."""
        from .networks import build

        return build(self, name, **selection)

    def two_mode(self, **selection: Any) -> "TwoMode":
        """Return who is in what; see :func:`clusterkg.graph.networks.two_mode`."""
        from .networks import two_mode

        return two_mode(self, **selection)

    @cached_property
    def _document_graphs(self) -> list[str]:
        answer = self.query("graphs_of_scope", graph_scope="documents")
        return [iris.expand(row["graph"]) for row in answer.rows()]

    @cached_property
    def _asserted_graphs(self) -> list[str] | None:
        if not self.inferred_graph:
            return None
        return [name for name in self._named_graphs if name != self.inferred_graph]

    @cached_property
    def _named_graphs(self) -> list[str]:
        return [str(graph.value) for graph in self.store.named_graphs()]

    def _inferences(self, scope: str) -> str:
        if scope != "all":
            hint = "inferences come from all sources; ask for them with the scope 'all'"
            raise ScopeError(f"scope '{scope}': {hint}")
        if not self.inferred_graph:
            hint = "nothing has been inferred here; 'clusterkg infer' does it"
            raise NotInferredError(f"{self.version}: {hint}")
        return self.inferred_graph
