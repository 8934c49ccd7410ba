"""Groups of nodes as matrices, with several groups a node where the data says so."""

import numpy as np
import polars as pl
import scipy.sparse as sp

from .arrays import Sparse, row_sums, scaled_rows, sparse
from .network import NetworkError


def indicator(nodes: pl.DataFrame, column: str) -> tuple[list[str], Sparse]:
    """Return the groups in ``column`` and who carries them.

    Parameters
    ----------
    nodes : polars.DataFrame
        n rows; ``column`` holds a label or a list of labels, null where there is none.
    column : str
        A missing column means that no node has a group.

    Returns
    -------
    names : list of str
        The g groups, sorted.
    matrix : csr_array, shape (n, g)
        One where the node carries the group.

    Raises
    ------
    NetworkError
        The column holds something else than text.
    """
    if column not in nodes.columns:
        return [], sparse(sp.csr_array((nodes.height, 0)))
    values = nodes.select(pl.col(column)).with_row_index("row")
    if isinstance(values.schema[column], pl.List):
        values = values.explode(column)
    if (kind := values.schema[column]) not in (pl.String, pl.Null):
        raise NetworkError(f"column '{column}' holds {kind}; groups are told by labels, as text")
    pairs = values.drop_nulls().filter(pl.col(column) != "").unique(maintain_order=True)
    names = sorted(pairs[column].unique().to_list())
    position = {name: i for i, name in enumerate(names)}
    columns = np.array([position[name] for name in pairs[column].to_list()], dtype=np.int64)
    at = (pairs["row"].to_numpy().astype(np.int64), columns)
    ones = np.ones(columns.size)
    return names, sparse(sp.coo_array((ones, at), shape=(nodes.height, len(names))))


def allocation(nodes: pl.DataFrame, column: str) -> tuple[list[str], Sparse]:
    """Return the groups in ``column`` and each node's shares in them.

    A node with k groups belongs to each by 1/k (fractional counting); a node without a group
    has an empty row. Parameters and shapes as in `indicator`.
    """
    names, matrix = indicator(nodes, column)
    sizes = row_sums(matrix)
    return names, scaled_rows(matrix, 1.0 / np.maximum(sizes, 1.0))
