"""Writing a network for other programs: GraphML, GEXF, Pajek, VOSviewer, CSV."""

import io
import json
from collections.abc import Callable

from .network import Network


def graphml(network: Network) -> bytes:
    """Return GraphML (http://graphml.graphdrawing.org/), as NetworkX writes it."""
    import networkx as nx

    buffer = io.BytesIO()
    nx.write_graphml_xml(network.to_networkx(), buffer)
    return buffer.getvalue()


def gexf(network: Network) -> bytes:
    """Return GEXF 1.2 (https://gexf.net/), without the date of writing: the same bytes twice."""
    import networkx as nx

    lines = nx.generate_gexf(network.to_networkx())
    kept = [line for line in lines if "lastmodifieddate" not in line and "</meta>" not in line]
    return ("\n".join(kept) + "\n").encode()


def pajek(network: Network) -> bytes:
    """Return a Pajek .net file: vertices with labels, and weighted edges."""
    import networkx as nx

    graph = network.to_networkx()
    plain: nx.Graph = nx.Graph()
    plain.add_nodes_from(graph)
    plain.add_weighted_edges_from(graph.edges(data="weight"))
    return ("\n".join(nx.generate_pajek(plain)) + "\n").encode()


def vosviewer(network: Network) -> bytes:
    """Return a VOSviewer JSON file (items and links)."""
    number = {name: place for place, name in enumerate(network.ids, start=1)}
    labels = network.nodes["label"].to_list()
    items = [
        {"id": number[name], "label": label or name, "description": name}
        for name, label in zip(network.ids, labels, strict=True)
    ]
    links = [
        {"source_id": number[a], "target_id": number[b], "strength": weight}
        for a, b, weight in _edges(network)
    ]
    whole = {"network": {"items": items, "links": links}}
    return (json.dumps(whole, ensure_ascii=False) + "\n").encode()


def edge_list(network: Network) -> bytes:
    """Return CSV with source, target and weight, an edge once."""
    import polars as pl

    rows = list(_edges(network))
    schema = {"source": pl.String, "target": pl.String, "weight": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row").write_csv().encode()


def _edges(network: Network) -> list[tuple[str, str, float]]:
    ties, ids = network.weights.tocoo(), network.ids
    cells = zip(ties.row.tolist(), ties.col.tolist(), ties.data.tolist(), strict=True)
    return sorted((ids[i], ids[j], float(weight)) for i, j, weight in cells if i < j)


FORMATS: dict[str, Callable[[Network], bytes]] = {
    "graphml": graphml, "gexf": gexf, "pajek": pajek, "vosviewer": vosviewer, "csv": edge_list,
}
