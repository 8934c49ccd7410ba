"""Results of analyses as RDF: written into a graph, listed, and read back.

What a result becomes
    A data set of the W3C's RDF Data Cube Vocabulary (Recommendation of 16 January 2014), in a
    named graph of its own, ``graph/result/NAME/VERSION``; the version is made of the content.

    - Each key column is a dimension; a row is a slice, which fixes them.
    - Each cell that has a value is an observation: of which measure (``ckg:measure``, a dimension
      whose codes are the concepts of the scheme of measures), and what it says
      (``ckg:resultValue``). The ends of its interval, the columns ``x_low`` and ``x_high`` of
      ``x``, are attributes of the observation of ``x``.
    - The order, names and types of the columns are a CSVW schema (W3C, "Metadata Vocabulary for
      Tabular Data"), so that the table that is read back is the one that was written.
    - How it came about is PROV-O: an activity with its parameters and seed, carried out by one
      version of one program, that used one state of the graph. The state has the graph's digest;
      its members are the states of the named graphs, by which an outdated result is known.

Why not a property a column
    Data Cube would allow a measure property for each column. Analyses have hundreds of columns,
    users add more, and each would be a term without a definition; and all measures of a data set
    must be present in each observation (its integrity constraint IC-14), while a table has gaps.
    A measure dimension (``qb:measureType``) needs the same properties, and the same completeness
    (IC-17). With the measure as a coded dimension, as statistical offices have it, the terms are
    a closed list, a gap is an observation that is not there, and the integrity constraints hold.

What is lost
    Nothing but "not a number": it is left out, as null is, and read back as null. A row without a
    value for a key lacks that dimension, which IC-10 and IC-11 forbid.

A result is no source of facts: its graph is outside the scope of the documents, no query of
another question reads it, and digests of graphs leave results out.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import version as installed
from pathlib import Path
from typing import TYPE_CHECKING

from clusterkg.ontology import iris, provenance, rdf

from . import result_reading
from .loading import SOURCES, Account, Change, Incoming, load_source
from .result import Result, ResultError
from .result_triples import Basis, triples
from .store import open_graph

if TYPE_CHECKING:
    from .store import KnowledgeGraph

_FOLDER = "result/"
_VERSION = 12  # hexadecimal digits of the digest
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def basis(kg: "KnowledgeGraph") -> Basis:
    """Return what a result that is computed on a graph rests on, results left out."""
    loaded = kg.summary.get(SOURCES, {})
    sources = sorted(
        f"{facts['graph']} {facts['sha256']}" for name, facts in loaded.items()
        if not name.startswith(_FOLDER)
    )
    digest = str(kg.summary.get("digest", ""))
    if sources:
        digest = hashlib.sha256("\n".join([digest, *sources]).encode()).hexdigest()
    graphs = {
        iris.expand(row["graph"]): row["sha256"] or ""
        for row in kg.query("graph_digests").rows()
    }
    measures = frozenset(str(row["column"]) for row in kg.query("measures").rows())
    return Basis(digest, graphs, f"clusterkg {installed('clusterkg')}", measures)


def store_result(
    folder: Path, result: Result, computed_on: Basis | None = None, name: str = ""
) -> Change:
    """Write a result into a graph, in place of an earlier one of the same name.

    Parameters
    ----------
    folder : Path
        The graph's folder.
    result : Result
        What to write. Where the graph holds the same already, nothing is written.
    computed_on : Basis, optional
        What :func:`basis` says of the graph on which the result was computed; by default the
        current version of the graph in ``folder``.
    name : str, optional
        What to call it; by default it is called as its analysis is.

    Returns
    -------
    Change
        As of a source; ``clusterkg remove result/NAME`` takes the result out again.

    Raises
    ------
    ResultError
        A column is of a type that RDF has no datatype for, or the name is no name.
    GraphFolderError, BuildError
        There is no graph, another build is running here, or the new version could not be written
        or failed its check; the previous version stays.
    """
    if computed_on is None:
        with open_graph(folder) as kg:
            computed_on = basis(kg)
    return load_source(folder, _incoming(result, computed_on, _source(result, name)))


def stored(kg: "KnowledgeGraph") -> list[str]:
    """Return the names of the results that a graph holds."""
    return sorted(
        name.removeprefix(_FOLDER) for name in kg.summary.get(SOURCES, {})
        if name.startswith(_FOLDER)
    )


def read_result(kg: "KnowledgeGraph", name: str) -> Result:
    """Return a result that a graph holds, equal to the one that was written.

    Raises
    ------
    ResultError
        The graph holds no result of that name.
    """
    import pyoxigraph

    facts = kg.summary.get(SOURCES, {}).get(_FOLDER + name)
    if facts is None:
        there = ", ".join(stored(kg)) or "none"
        raise ResultError(f"the graph holds no result '{name}'; those that it holds: {there}")
    graph = pyoxigraph.NamedNode(facts["graph"])
    return result_reading.read(
        quad.triple for quad in kg.store.quads_for_pattern(None, None, None, graph)
    )


def _incoming(result: Result, on: Basis, source: str) -> Incoming:
    begun, rows = _now(), result.table.height
    sha256 = hashlib.sha256(_text(result, on, source, "0")).hexdigest()
    version = sha256[:_VERSION]
    counts = {"read": rows, "written": rows, "rejected": 0, "duplicate": 0}

    def finish(_: Path) -> Account:
        lines = _description(result, on, source, sha256, begun, counts)
        return Account(lines, [{"source": source, "table": result.name, **counts}])

    text = _text(result, on, source, version)
    return Incoming(source, version, sha256, on.software, [text], finish)


def _source(result: Result, name: str) -> str:
    called = iris.slug(name or result.name)
    if not called:
        raise ResultError(f"'{name or result.name}' is no name of a result: write words")
    return _FOLDER + called


def _text(result: Result, on: Basis, source: str, version: str) -> bytes:
    return "".join(f"{line} .\n" for line in triples(result, on, source, version)).encode()


def _description(
    result: Result, on: Basis, source: str, sha256: str, begun: str, counts: Mapping[str, int]
) -> Iterator[rdf.Triple]:
    """Yield what the catalogue says of the result, with the graphs that it was computed on."""
    graph = iris.graph(source, sha256[:_VERSION])
    yield from provenance.describe_graph(graph, {
        "name": source, "version": sha256[:_VERSION],
        "title": f"What the analysis {result.name} finds", "licence": _LICENCE, "scope": "all",
        "origin": f"{iris.BASE}analysis/{iris.slug(result.name)}", "sha256": sha256,
        "loader_version": installed("clusterkg"), "started": begun, "ended": _now(),
    }, counts, on.software)
    for one in sorted(on.graphs):
        yield rdf.triple(rdf.iri(graph), "prov:wasDerivedFrom", rdf.iri(one))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
