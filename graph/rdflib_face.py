"""An rdflib Dataset over the embedded store whose terms equal plain rdflib's."""

from collections.abc import Iterator
from typing import Any

from oxrdflib.store import OxigraphStore
from rdflib import Dataset, Graph, Literal
from rdflib.namespace import XSD


def dataset(store: Any) -> Dataset:
    """Return an rdflib Dataset over a pyoxigraph store; its default graph is the union."""
    return Dataset(store=_PlainStore(store=store))


class _PlainStore(OxigraphStore):
    """oxrdflib types every plain string as ``xsd:string``, which rdflib's own terms do not."""

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:
        for triple, contexts in super().triples(triple_pattern, context):
            yield tuple(_plain(term) for term in triple), contexts

    def query(self, *arguments: Any, **options: Any) -> Any:
        result = super().query(*arguments, **options)
        if result.type == "SELECT":
            result.bindings = [
                {name: _plain(term) for name, term in row.items() if term is not None}
                for row in result.bindings
            ]
        elif result.graph is not None:
            triples = [tuple(_plain(term) for term in triple) for triple in result.graph]
            result.graph = Graph()
            result.graph += triples
        return result


def _plain(term: Any) -> Any:
    if isinstance(term, Literal) and term.datatype == XSD.string:
        return Literal(str(term))
    return term
