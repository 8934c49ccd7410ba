"""Web addresses as answers hold them: several in a cell, some of them no address."""

import polars as pl

from clusterkg.loaders.columnar.mapping import Node
from clusterkg.loaders.columnar.terms import column, iri, text

from .extract import SEVERAL

_CELL = "websites"
_ADDRESS = r"\Ahttps?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?#][A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*)?\z"
_BROKEN = r"%(?:[^0-9A-Fa-f]|[0-9A-Fa-f](?:[^0-9A-Fa-f]|\z)|\z)|#.*#"


def nodes(subject: pl.Expr) -> tuple[Node, Node]:
    """Return what the column ``websites`` says: home pages, and as texts what is no address."""
    cell = column(_CELL)
    whole = pl.when(cell.str.contains("(?i)^https?://")).then(cell).otherwise(
        pl.lit("http://") + cell)
    good = whole.str.contains(f"(?i){_ADDRESS}") & ~whole.str.contains(_BROKEN)
    split = (_CELL, SEVERAL.strip())
    return (
        Node(subject, (("ckg:website", iri(whole)),), split=split, when=good),
        Node(subject, (("schema:url", text(cell)),), split=split, when=~good & (cell != "")),
    )
