"""The answer to a query: as SPARQL results in any format, as rows, or as a polars table."""

import io
from typing import TYPE_CHECKING, Any

from clusterkg.ontology.errors import ClusterkgError

if TYPE_CHECKING:
    import polars as pl

SOLUTION_FORMATS = {"csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML"}
TRIPLE_FORMATS = {"ttl": "TURTLE", "nt": "N_TRIPLES", "jsonld": "JSON_LD", "xml": "RDF_XML"}


class FormatError(ClusterkgError):
    """A format that does not fit the kind of result."""


class QuerySyntaxError(ClusterkgError):
    """Text that is no SPARQL."""


class Answer:
    """One query with its dataset; each reading runs it afresh, in the thread that reads."""

    def __init__(
        self, store: Any, text: str, default_graphs: list[str] | None = None,
        named_graphs: list[str] | None = None,
    ) -> None:
        self._store, self.text = store, text
        self._default, self._named = default_graphs, named_graphs

    def _run(self) -> Any:
        options = {"default_graph": _graphs(self._default), "named_graphs": _graphs(self._named)}
        try:
            return self._store.query(self.text, **options)
        except SyntaxError as error:
            raise QuerySyntaxError(f"this is no valid SPARQL: {error}") from error

    def gives_triples(self) -> bool:
        """Say whether the result is a graph (CONSTRUCT, DESCRIBE) and not a table."""
        import pyoxigraph

        return isinstance(self._run(), pyoxigraph.QueryTriples)

    def serialize(self, name: str) -> bytes:
        """Return the result in a W3C format: csv, tsv, json, xml; ttl, nt, jsonld for graphs."""
        import pyoxigraph

        result = self._run()
        kind: Any = pyoxigraph.QueryResultsFormat
        formats = SOLUTION_FORMATS
        if isinstance(result, pyoxigraph.QueryTriples):
            kind, formats = pyoxigraph.RdfFormat, TRIPLE_FORMATS
        if name not in formats:
            fitting = ", ".join(formats)
            raise FormatError(f"'{name}' does not fit this result; one of {fitting} does")
        if isinstance(result, pyoxigraph.QueryBoolean) and name in ("csv", "tsv"):
            return f"answer\n{str(bool(result)).lower()}\n".encode()
        return bytes(result.serialize(format=getattr(kind, formats[name])))

    def rows(self) -> list[dict[str, Any]]:
        """Return the solutions as Python values: CURIEs, texts, integers, floats, booleans."""
        return self.to_polars().to_dicts()

    def to_polars(self) -> "pl.DataFrame":
        """Return the solutions as a table; a column a variable, IRIs as CURIEs."""
        from .tsv import read_solutions

        return read_solutions(io.BytesIO(self.serialize("tsv")))


def _graphs(names: list[str] | None) -> list[Any] | None:
    """Return graphs by their IRIs; the union, which the default graph holds, has an empty name."""
    import pyoxigraph

    if names is None:
        return None
    return [pyoxigraph.NamedNode(name) if name else pyoxigraph.DefaultGraph() for name in names]
