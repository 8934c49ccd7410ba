"""Places for the nodes of a drawing: the same for the same ties and seed."""

import math
from collections.abc import Sequence

import networkx as nx
import numpy as np

from clusterkg.graph.arrays import Floats

Tie = tuple[str, str]
_GAP = 1.35


def places(
    ties: Sequence[Tie], width: float, height: float, seed: int, radii: dict[str, float]
) -> dict[str, tuple[float, float]]:
    """Return a point for every node, inside ``width`` × ``height``.

    A spring layout gives the start, stress (Kamada and Kawai) the shape, and nodes that lie on
    each other are then moved apart. Parts that are not tied stand side by side.

    Parameters
    ----------
    ties : sequence of pairs
        Nodes are all ends of ties.
    width, height : float
        Of the drawing.
    seed : int
        Of the spring layout.
    radii : dict
        How much room a node takes, in the units of the drawing.

    References
    ----------
    Kamada, T., Kawai, S. (1989). An algorithm for drawing general undirected graphs. Information
    Processing Letters 31, 7-15.
    """
    graph = nx.Graph()
    graph.add_nodes_from(sorted({node for tie in ties for node in tie}))
    graph.add_edges_from(sorted(ties))
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    columns, left = _shares([len(part) for part in parts], width), 0.0
    found: dict[str, tuple[float, float]] = {}
    for part, room in zip(parts, columns, strict=True):
        nodes = sorted(part)
        at = _fitted(_shape(graph, nodes, seed), room, height, _margin(nodes, radii))
        at = _apart(at, np.array([radii[node] for node in nodes]), room, height)
        found |= {node: (left + float(x), float(y)) for node, (x, y) in zip(nodes, at, strict=True)}
        left += room
    return found


def _shape(graph: "nx.Graph", nodes: list[str], seed: int) -> Floats:
    part = nx.Graph()
    part.add_nodes_from(nodes)
    part.add_edges_from(sorted(tuple(sorted(tie)) for tie in graph.subgraph(nodes).edges))
    start = nx.spring_layout(part, seed=seed, iterations=100)
    at = nx.kamada_kawai_layout(part, pos=start) if len(nodes) > 2 else start
    return np.array([at[node] for node in nodes], dtype=np.float64)


def _fitted(at: Floats, width: float, height: float, margin: float) -> Floats:
    """Turn the long side to the wide one, and stretch to the box."""
    centred = at - at.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2]
    # The sign of an axis is arbitrary: let its largest part be positive.
    axes = axes * np.sign(axes[np.arange(2), np.abs(axes).argmax(axis=1)])[:, None]
    turned = centred @ axes.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    size = np.array([width, height]) - 2 * margin
    spread: Floats = (turned - low) / np.where(high > low, high - low, 1.0)
    return spread * size + margin


def _apart(at: Floats, radii: Floats, width: float, height: float) -> Floats:
    """Push overlapping nodes apart, a little at a time."""
    wanted = (radii[:, None] + radii[None, :]) * _GAP
    np.fill_diagonal(wanted, 0.0)
    for _ in range(300):
        delta = at[:, None, :] - at[None, :, :]
        distance = np.sqrt((delta**2).sum(axis=2))
        short = np.maximum(wanted - distance, 0.0)
        if short.max() < 0.05:
            break
        unit = delta / np.maximum(distance, 1e-3)[:, :, None]
        at = at + 0.25 * (unit * short[:, :, None]).sum(axis=1)
        at = np.clip(at, radii[:, None], np.array([width, height]) - radii[:, None])
    return at


def _margin(nodes: list[str], radii: dict[str, float]) -> float:
    return max(radii[node] for node in nodes) + 4.0


def _shares(sizes: list[int], width: float) -> list[float]:
    weights = [math.sqrt(size) for size in sizes]
    return [width * weight / sum(weights) for weight in weights]
