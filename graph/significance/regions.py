"""Which regions work together more than their sizes and their distance explain.

The expected number of partnerships that join two regions is ``N_i N_j f(d_ij)``: N is a region's
size, and f, the deterrence function, is read off the data, ``f(d) = Σ A_ij / Σ N_i N_j`` over the
pairs of regions at about that distance (Expert et al. 2011). Distances are put into
bins that hold equally many pairs.

The null model for p: within a bin, the joins that there are fall on the pairs independently, each
on a pair with a chance in proportion to ``N_i N_j``. A pair's number is then binomial, with the
expectation above, and that f was read off the same data is allowed for. What the null leaves out:
a partnership of many regions makes many joins at once, so that numbers vary more than it says.

References
----------
Expert, P., Evans, T. S., Blondel, V. D., Lambiotte, R. (2011). Uncovering space-independent
communities in spatial networks. PNAS 108, 7663-7668.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.stats import binom

from ..arrays import Floats, Ints, Sparse, row_sums
from ..network import Network, NetworkError
from .false_discovery import q_values

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the ellipsoid GRS 80, (2 a + b) / 3."""


@dataclass(frozen=True)
class Expectation:
    """Pairs of regions ``first`` < ``second``, each (k,), and what is expected of them.

    ``distance`` in the unit given; ``bin`` numbers the distance bins from the nearest;
    ``share`` is the pair's part of its bin's ``N_i N_j``, ``joins`` the bin's joins, so that
    ``expected`` is their product.
    """

    first: Ints
    second: Ints
    distance: Floats
    bin: Ints
    observed: Floats
    joins: Floats
    share: Floats

    @property
    def expected(self) -> Floats:
        """``N_i N_j f(d)``; over each bin it sums to the joins observed there."""
        return self.joins * self.share


def region_pairs(network: Network, places: pl.DataFrame, bins: int = 20) -> pl.DataFrame:
    """Test each pair of regions that partnerships join.

    Parameters
    ----------
    network : Network
        Regions tied by partnerships, weights counting them, with its evidence: a region's size
        is the number of partnerships that it is present in.
    places : polars.DataFrame
        ``id latitude longitude`` of regions, in degrees. Regions without a place are left out.
    bins : int
        Of distance, at most.

    Returns
    -------
    polars.DataFrame
        A row a pair that is joined, by p, then by ids: ``region_a`` < ``region_b``,
        ``distance_km`` (great circle, to 0.1), ``observed``, ``expected``, ``ratio`` of the two,
        ``p``, ``q_bh``, ``q_by``. All pairs of regions with a place count as tested; those that
        nothing joins have p = 1.

    Raises
    ------
    NetworkError
        If the network has no evidence, or there is not at least one bin.
    """
    if network.evidence is None:
        raise NetworkError("the sizes of regions are counted in the evidence: there is none")
    located = network.nodes.select("id").with_row_index("at").join(
        places.select("id", "latitude", "longitude"), on="id", how="inner", maintain_order="left"
    )
    at = located["at"].to_numpy().astype(np.int64)
    distance = great_circle(located["latitude"].to_numpy(), located["longitude"].to_numpy())
    sizes = row_sums(network.evidence.incidence)[at]
    found = expectation(network.weights[at][:, at], sizes, distance, bins)
    return _table(located["id"].to_list(), found)


def expectation(ties: Sparse, sizes: Floats, distance: Floats, bins: int = 20) -> Expectation:
    """Return what sizes and distances make expect of every pair.

    Parameters
    ----------
    ties : csr_array, shape (n, n)
        Whole numbers, symmetric.
    sizes : ndarray, shape (n,)
        N, in any unit.
    distance : ndarray, shape (n, n)
    bins : int
        How many bins of distance, with equally many pairs; fewer where distances are equal.

    Raises
    ------
    NetworkError
        If there is not at least one bin.
    """
    if bins < 1:
        raise NetworkError(f"{bins} bins of distance: at least one is needed")
    first, second = (side.astype(np.int64) for side in np.triu_indices(sizes.size, k=1))
    apart = distance[first, second]
    number = _bins(apart, bins)
    observed = np.asarray(ties.toarray(), dtype=np.float64)[first, second]
    product = sizes[first] * sizes[second]
    joins, mass = (
        np.bincount(number, of, minlength=1)[number].astype(np.float64)
        for of in (observed, product)
    )
    share = np.divide(product, mass, out=np.zeros(product.size), where=mass > 0)
    return Expectation(first, second, apart, number, observed, joins, share)


def great_circle(latitude: Floats, longitude: Floats) -> Floats:
    """Return distances on the sphere between all points, (n, n), in km (haversine formula).

    Parameters
    ----------
    latitude, longitude : ndarray, shape (n,)
        In degrees.
    """
    lat, lon = np.radians(latitude), np.radians(longitude)
    across = np.sin(np.subtract.outer(lat, lat) / 2.0) ** 2
    along = np.sin(np.subtract.outer(lon, lon) / 2.0) ** 2
    half = across + np.outer(np.cos(lat), np.cos(lat)) * along
    return np.asarray(2.0 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))))


def centres(regions: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Return the middle of each region's organisations.

    Parameters
    ----------
    regions : polars.DataFrame
        ``id region`` of organisations; ``region`` may be null.
    places : polars.DataFrame
        ``id latitude longitude`` of organisations, in degrees.

    Returns
    -------
    polars.DataFrame
        ``id latitude longitude organisations``, by id: a region, the mean of its organisations'
        coordinates, and how many of them have any.
    """
    located = regions.drop_nulls("region").join(places, on="id", how="inner")
    return (
        located.select(pl.col("region").alias("id"), "latitude", "longitude")
        .sort("id", "latitude", "longitude")
        .group_by("id", maintain_order=True)
        .agg(
            pl.col("latitude").cast(pl.Float64).mean(),
            pl.col("longitude").cast(pl.Float64).mean(),
            pl.len().cast(pl.Int64).alias("organisations"),
        )
    )


def _bins(distance: Floats, bins: int) -> Ints:
    if not distance.size:
        return np.empty(0, dtype=np.int64)
    most = min(bins, distance.size)
    edges = np.unique(np.quantile(distance, np.linspace(0.0, 1.0, most + 1)))
    inner = np.searchsorted(edges[1:-1], distance, side="left")
    return inner.astype(np.int64)


def _table(ids: list[str], found: Expectation) -> pl.DataFrame:
    joined = np.flatnonzero(found.observed > 0)
    observed, expected = found.observed[joined], found.expected[joined]
    p = np.asarray(binom.sf(observed - 1, found.joins[joined], found.share[joined]))
    names = [[ids[i] for i in side[joined]] for side in (found.first, found.second)]
    table = pl.DataFrame(
        {
            "region_a": pl.Series(list(map(min, *names)), dtype=pl.String),
            "region_b": pl.Series(list(map(max, *names)), dtype=pl.String),
            "distance_km": np.round(found.distance[joined], 1),
            "observed": observed.astype(np.int64),
            "expected": expected,
            "ratio": observed / expected,
            "p": p,
            "q_bh": q_values(p, "bh", found.observed.size),
            "q_by": q_values(p, "by", found.observed.size),
        }
    )
    return table.sort(pl.col("p").round_sig_figs(10), "region_a", "region_b")
