"""An order of nodes that follows from the network and not from their names."""

import numpy as np
import scipy.sparse as sp

from .arrays import Ints, Sparse, sparse


def structural_order(weights: Sparse, ids: list[str]) -> Ints:
    """Return the nodes in the order of what surrounds them.

    Names decide only between nodes that could change places without changing the network: the
    first of them by name is told apart, and the others again by how they stand to it.

    Colour refinement (Weisfeiler and Leman 1968) does not see every difference: in rare, very
    regular networks names decide a little more.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal.
    ids : list of str, length n
        Unique.

    Returns
    -------
    ndarray of int, shape (n,)
    """
    name = np.argsort(np.argsort(np.array(ids)))
    # Relative to the strongest tie, as sums are compared to a fixed number of decimals.
    weights = sparse(weights / (weights.data.max(initial=0.0) or 1.0))
    component = sp.csgraph.connected_components(weights, directed=False)[1].astype(np.int64)
    colours = _refined(weights, _among_twins(weights, name))
    while (chosen := _first_alike(colours, component, name)).size:
        apart = 2 * colours + 1
        apart[chosen] -= 1
        colours = _refined(weights, apart)
    # What is still alike lies in components that are: the first name of each decides.
    first = np.full(component.max(initial=-1) + 1, len(ids), dtype=np.int64)
    np.minimum.at(first, component, name)
    return np.lexsort((first[component], colours)).astype(np.int64)


def _among_twins(weights: Sparse, name: Ints) -> Ints:
    """Number by name the nodes that have the very same ties, to the same contacts.

    Two that are tied to each other are found if that tie is as weak as any: then each is to
    itself what it is to the other.
    """
    itself = weights.data.min(initial=np.inf) * sp.eye_array(weights.shape[0])
    # A node has twins of one sort at most: tied to it, or not.
    return _among_equal(weights, name) + _among_equal(sparse(weights + itself), name)


def _among_equal(rows: Sparse, name: Ints) -> Ints:
    numbers = np.zeros(name.size, dtype=np.int64)
    count: dict[tuple[bytes, bytes], int] = {}
    for node in np.argsort(name):
        span = slice(rows.indptr[node], rows.indptr[node + 1])
        key = (rows.indices[span].tobytes(), rows.data[span].tobytes())
        numbers[node] = count[key] = count.get(key, -1) + 1
    return numbers


def _first_alike(colours: Ints, component: Ints, name: Ints) -> Ints:
    """In each component the first node, by colour and name, that shares its colour there."""
    order = np.lexsort((name, colours, component))
    place, colour = component[order], colours[order]
    alike = np.flatnonzero((place[1:] == place[:-1]) & (colour[1:] == colour[:-1]))
    return order[alike[np.unique(place[alike], return_index=True)[1]]]


def _refined(weights: Sparse, colours: Ints) -> Ints:
    """Refine colours by those of the contacts until no more appear.

    Each colour stands for a fixed random number, so that the sum over contacts tells different
    sets of them apart.
    """
    colours = np.unique(colours, return_inverse=True)[1]
    numbers = np.random.default_rng(0).random(colours.size + 1)
    count = 0
    while count < (count := int(colours.max(initial=-1)) + 1):
        around = np.round(np.asarray(weights @ numbers[colours]), 9)
        order = np.lexsort((around, colours))
        new = (np.diff(colours[order]) != 0) | (np.diff(around[order]) != 0)
        refined = np.zeros(colours.size, dtype=np.int64)
        refined[order[1:]] = np.cumsum(new)
        colours = refined
    return colours
