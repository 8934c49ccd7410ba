"""Declared priorities against evidence: supported, unsupported, missed, or not to be said.

The null of ``p``: the region's clusters, and its organisations in partnerships, carry the sector
independently at the share of all (twice the smaller of the two, each two-sided). ``q`` is that of
Benjamini and Hochberg, over the declared pairs and over the others.

The class is ``cannot say`` unless the whole interval of the kind of evidence that speaks, the one
with the narrowest, lies on one side of zero, that of no other kind lies wholly on the other side,
and ``q`` is at most 0.05 or employment speaks, which is counted and not drawn. Then a declared pair
is ``supported`` or ``unsupported``, and one that is not declared, here or in a region above or
below, is ``missed`` if above.
"""

import numpy as np
import polars as pl
from scipy.stats import false_discovery_control

from ..arrays import Floats, Ints
from .evidence import held, shares
from .quotients import chance, share_quotient, symmetric

CLASSES = ("supported", "unsupported", "missed", "cannot say")
DECLARED = pl.Schema({
    "region": pl.String(), "sector": pl.String(), "basis": pl.String(), "certainty": pl.String(),
    "ids": pl.List(pl.String()),
})
KINDS = ("cluster", "partnership", "employment")
# The quotients of clusters and partnerships hold together in 95 % of the rows: half each.
LEVEL = 0.975
COLUMNS = (
    "region", "sector", "basis", "certainty", "declared", "related", "clusters", "clusters_known",
    "partnerships", "employment_lq", "employment_lq_low", "employment_lq_high", "cluster_lq",
    "cluster_lq_low", "cluster_lq_high", "partnership_lq", "partnership_lq_low",
    "partnership_lq_high", "speaks", "score", "score_low", "score_high", "p", "q", "class",
    "evidence",
)
FALSE = 0.05  # of the pairs that counts alone put into a class, no more by chance
_PAIR = ["region", "sector"]
_COUNTS = ("found", "of", "weight")
_NONE = pl.lit([], dtype=pl.List(pl.String))


def align(
    declared: pl.DataFrame, clusters: pl.DataFrame, takings: pl.DataFrame,
    employment: pl.DataFrame,
) -> pl.DataFrame:
    """Set what regions declare against what is known to be there.

    Parameters
    ----------
    declared : polars.DataFrame
        ``region`` (NUTS, of any level), ``sector``, ``basis``, ``certainty``, ``ids``.
    clusters, takings : polars.DataFrame
        `evidence.shares` says how: clusters with their sectors, and organisations with those of
        the partnerships that they are in.
    employment : polars.DataFrame
        `employment_quotients`; may be empty.

    Returns
    -------
    polars.DataFrame
        A row a pair of a region that declares anything and a sector, by region and sector:
        ``basis`` and ``certainty`` (null where the pair is not declared), ``declared``,
        ``related`` (a region above or below declares the sector); ``clusters``,
        ``clusters_known`` and ``partnerships``; ``{kind}_lq`` with ``_low`` and ``_high``
        for ``cluster``, ``partnership`` and ``employment``, null where nothing is known;
        ``speaks``, the kind with the narrowest interval on the symmetric scale; ``score``,
        ``score_low`` and ``score_high``, its quotient on that scale; ``p`` and ``q``; ``class``;
        ``evidence``, all ids. The module says the null and the classes.
    """
    grid = _grid(declared.cast(DECLARED), shares(clusters), shares(takings), employment)
    grid = _counted(_counted(grid, clusters, "cluster"), takings, "partnership")
    grid = _employed(grid, employment)
    return _classed(_tested(_scored(grid))).sort(_PAIR)


def _grid(
    declared: pl.DataFrame, by_cluster: pl.DataFrame, by_partnership: pl.DataFrame,
    employment: pl.DataFrame,
) -> pl.DataFrame:
    """Every region that declares anything by every sector that anything is known of."""
    sources = (declared, by_cluster, by_partnership, employment)
    sectors = pl.concat([table.select(pl.col("sector").cast(pl.String)) for table in sources])
    pairs = declared.select("region").unique().join(sectors.unique(), how="cross")
    grid = pairs.join(declared.rename({"ids": "declared_ids"}), on=_PAIR, how="left").with_columns(
        pl.col("basis").is_not_null().alias("declared")
    )
    grid = grid.with_columns(_nearby(grid, declared))
    grid = grid.join(by_cluster.rename({"share": "cluster_share"}), on="sector", how="left")
    return grid.join(
        by_partnership.rename({"share": "partnership_share"}), on="sector", how="left"
    ).sort(_PAIR)


def _nearby(pairs: pl.DataFrame, declared: pl.DataFrame) -> pl.Series:
    """Which pairs a region above or below declares."""
    codes: dict[str, set[str]] = {}
    for region, sector in declared.select(_PAIR).iter_rows():
        codes.setdefault(sector, set()).add(region)
    near = [
        any(a != b and (a.startswith(b) or b.startswith(a)) for b in codes.get(sector, ()))
        for a, sector in pairs.select(_PAIR).iter_rows()
    ]
    return pl.Series("related", near, dtype=pl.Boolean)


def _counted(grid: pl.DataFrame, things: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Add the counts of one kind of thing, and its quotient with interval."""
    found = held(things, grid["region"])
    size = found.select("region", "of", "weight").unique()
    joined = grid.join(found.drop("of", "weight"), on=_PAIR, how="left", maintain_order="left")
    joined = joined.join(size, on="region", how="left", maintain_order="left").with_columns(
        pl.col("found", "of").fill_null(0), pl.col("weight").fill_null(1.0),
        pl.col("ids").fill_null(_NONE),
    )
    x, n, weight = (joined[name].to_numpy().astype(np.float64) for name in _COUNTS)
    share = joined[f"{kind}_share"].fill_null(0.0).to_numpy()
    lq, low, high = share_quotient(x * weight, n * weight, share, LEVEL)
    return joined.with_columns(
        _measure(f"{kind}_lq", lq), _measure(f"{kind}_lq_low", low),
        _measure(f"{kind}_lq_high", high),
        pl.Series(f"{kind}_p", chance(x * weight, n * weight, share)),
    ).rename({name: f"{kind}_{name}" for name in (*_COUNTS, "ids")})


def _employed(grid: pl.DataFrame, employment: pl.DataFrame) -> pl.DataFrame:
    names = {"lq": "lq", "low": "lq_low", "high": "lq_high", "ids": "ids"}
    named = employment.rename({old: f"employment_{new}" for old, new in names.items()})
    return grid.join(named, on=_PAIR, how="left", maintain_order="left").with_columns(
        pl.col("employment_ids").fill_null(_NONE)
    )


def _scored(grid: pl.DataFrame) -> pl.DataFrame:
    """Add the kind of evidence with the narrowest interval, its score, and its direction."""
    parts = [f"{kind}_{part}" for kind in KINDS for part in ("lq", "lq_low", "lq_high")]
    values = grid.select(pl.col(parts).fill_null(np.nan)).to_numpy()
    scale = symmetric(values.reshape(-1, len(KINDS), 3))
    low, high = scale[:, :, 1], scale[:, :, 2]
    width = np.where(np.isnan(low), np.inf, high - low)
    first = np.argmin(width, axis=1)
    at = np.arange(grid.height)
    known = np.isfinite(width[at, first])
    said = pl.Series("speaks", [KINDS[i] if k else None for i, k in zip(first, known, strict=True)],
                     dtype=pl.String)
    names = ("score", "score_low", "score_high")
    scores = [_measure(name, scale[at, first, i]) for i, name in enumerate(names)]
    return grid.with_columns(said, *scores, pl.Series("side", _side(low, high, first)))


def _side(low: Floats, high: Floats, first: Ints) -> Ints:
    """1 or -1 where the speaking kind is above or below and none is on the other side, else 0."""
    above, below = low > 0, high < 0
    at = np.arange(first.size)
    up = above[at, first] & ~below.any(axis=1)
    down = below[at, first] & ~above.any(axis=1)
    return up.astype(np.int64) - down.astype(np.int64)


def _tested(grid: pl.DataFrame) -> pl.DataFrame:
    """Add p, of either kind of count, and q, over the declared pairs and over the others."""
    p = 2.0 * pl.min_horizontal("cluster_p", "partnership_p")
    counted = pl.max_horizontal("cluster_of", "partnership_of") > 0
    table = grid.with_columns(
        pl.when(counted).then(pl.min_horizontal(1.0, p)).alias("p")
    ).with_row_index("row")
    parts = [table.filter(pl.col("p").is_not_null() & pl.col("declared").eq(which))
             for which in (True, False)]
    adjusted = pl.concat([
        part.select("row", pl.Series("q", false_discovery_control(part["p"]), dtype=pl.Float64))
        for part in parts if part.height
    ] or [pl.DataFrame(schema={"row": pl.UInt32, "q": pl.Float64})])
    return table.join(adjusted, on="row", how="left", maintain_order="left").drop("row")


def _classed(grid: pl.DataFrame) -> pl.DataFrame:
    sure = (pl.col("speaks") == "employment") | (pl.col("q") <= FALSE).fill_null(False)
    above, below = sure & (pl.col("side") > 0), sure & (pl.col("side") < 0)
    missed = above & ~pl.col("declared") & ~pl.col("related")
    ids = pl.concat_list(pl.col("declared_ids").fill_null(_NONE),
                         *(f"{kind}_ids" for kind in KINDS))
    return grid.with_columns(
        pl.when(pl.col("declared") & above).then(pl.lit("supported"))
        .when(pl.col("declared") & below).then(pl.lit("unsupported"))
        .when(missed).then(pl.lit("missed")).otherwise(pl.lit("cannot say")).alias("class"),
        pl.col("cluster_found").alias("clusters"), pl.col("cluster_of").alias("clusters_known"),
        pl.col("partnership_ids").list.len().cast(pl.Int64).alias("partnerships"),
        ids.list.unique().list.sort().alias("evidence"),
    ).select(*COLUMNS)


def _measure(name: str, values: Floats) -> pl.Series:
    return pl.Series(name, values, dtype=pl.Float64).fill_nan(None)
