"""Partners for clusters, by what a tie would bring and how plausible it is, with evidence."""

from collections import Counter
from collections.abc import Mapping

import polars as pl
from scipy.sparse.csgraph import connected_components

from clusterkg.graph.changing.digits import rounded
from clusterkg.graph.network import TwoMode

from .evidence import Ways
from .holdout import Holdout
from .recommender import YEARS, Plausibility
from .value import value

AT_MOST = 2
"""How often one organisation may be among the best recommendations of all."""

_PAIR = ("cluster", "partner")
# ``score`` is ``plausibility``, the chance of a first tie within `YEARS`, times ``value``.
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "cluster": pl.String, "cluster_label": pl.String,
    "partner": pl.String, "partner_label": pl.String, "score": pl.Float64,
    "plausibility": pl.Float64, "plausibility_low": pl.Float64, "plausibility_high": pl.Float64,
    "percentile": pl.Float64, "value": pl.Float64, "bridging_gain": pl.Float64,
    "bridging_share": pl.Float64, "complementarity": pl.Float64,
    "new_sectors": pl.Float64, "new_region": pl.Float64,
    "sectors_joined": pl.List(pl.String), "path": pl.List(pl.String),
    "path_label": pl.String, "reason": pl.String,
}


def candidates(known: TwoMode, held: Holdout, chances: Plausibility) -> pl.DataFrame:
    """Return every ordered pair of clusters that no partnership ties, with its score.

    Parameters
    ----------
    known : TwoMode
        All partnerships, dated or not: who is tied already, and what a tie would bring.
    held : Holdout
        The dated partnerships, all before its cut; its members are among those of ``known``.
    chances : Plausibility
        Of the pairs of ``held``.

    Returns
    -------
    polars.DataFrame
        ``cluster``, ``partner`` (ids), ``score`` (plausibility times value), ``plausibility``
        with ``_low`` and ``_high``, ``percentile`` (of all pairs of ``held``, the share less
        plausible, in %) and the columns of :func:`.value.value`; best first, then by ids.
    """
    ids = held.past.rows["id"].to_numpy()
    pairs = pl.DataFrame(
        {
            "cluster": pl.Series(ids[held.first], dtype=pl.String),
            "partner": pl.Series(ids[held.second], dtype=pl.String),
            "plausibility": chances.chance, "plausibility_low": chances.low,
            "plausibility_high": chances.high,
        }
    )
    less = (pl.col("plausibility").rank("average") - 0.5) / max(pairs.height, 1)
    pairs = pairs.with_columns((100.0 * less).alias("percentile"))
    swapped = pairs.rename({"cluster": "partner", "partner": "cluster"}).select(pairs.columns)
    gained = _named(value(known), known).filter(pl.col("value") > 0)
    both = pl.concat([pairs, swapped]).join(gained, on=["cluster", "partner"], how="inner")
    score = (pl.col("plausibility") * pl.col("value")).alias("score")
    return rounded(both.with_columns(score)).sort(
        "score", "cluster", "partner", descending=[True, False, False]
    )


def reachable(pairs: pl.DataFrame, known: TwoMode) -> pl.DataFrame:
    """Return the pairs between which a way over partnerships leads."""
    _, component = connected_components(known.incidence @ known.incidence.T, directed=False)
    place = dict(zip(known.rows["id"], component.tolist(), strict=True))
    one, other = (pairs[name].replace_strict(place, return_dtype=pl.Int64) for name in _PAIR)
    return pairs.filter(one == other)


def best(pairs: pl.DataFrame, k: int, at_most: int = AT_MOST) -> pl.DataFrame:
    """Return the first ``k`` pairs, no organisation in more than ``at_most``, no pair twice."""
    used: Counter[str] = Counter()
    seen, kept = set[frozenset[str]](), list[int]()
    for place, (one, other) in enumerate(pairs.select("cluster", "partner").iter_rows()):
        if len(kept) >= k:
            break
        pair = frozenset((one, other))
        if pair not in seen and max(used[one], used[other]) < at_most:
            seen.add(pair)
            used.update(pair)
            kept.append(place)
    return pairs[kept]


def with_evidence(
    pairs: pl.DataFrame, known: TwoMode, sector_labels: Mapping[str, str]
) -> pl.DataFrame:
    """Add labels, the sectors that a tie would join, the way to the partner and the reason.

    Parameters
    ----------
    pairs : polars.DataFrame
        Rows of `candidates`.
    known : TwoMode
        All partnerships: the shortest way over them is the evidence.
    sector_labels : mapping
        What sectors are called, by id; the id where there is none.

    Returns
    -------
    polars.DataFrame
        The columns of ``SCHEMA``. ``path`` holds ids, member and partnership in turn, and is
        empty where no way leads to the partner.
    """
    ways = Ways(known)
    about = {row["id"]: row for row in known.rows.iter_rows(named=True)}
    rows = [_explained(row, about, ways, sector_labels) for row in pairs.iter_rows(named=True)]
    return pl.DataFrame(rows, schema=SCHEMA)


def _named(gained: pl.DataFrame, known: TwoMode) -> pl.DataFrame:
    """Rows as ids, and only pairs of clusters, where kinds are known at all."""
    rows = known.rows
    ids = rows.select(pl.int_range(pl.len()).alias("row"), "id")
    if "kind" in rows.columns and rows["kind"].null_count() < rows.height:
        ids = ids.filter((rows["kind"] == "cluster").fill_null(False))
    ids = ids.with_columns(pl.col("row").cast(pl.Int64))
    for column, name in (("member", "cluster"), ("partner", "partner")):
        as_name = ids.rename({"row": column, "id": f"{name}_id"})
        gained = gained.join(as_name, on=column, how="inner").drop(column)
        gained = gained.rename({f"{name}_id": name})
    return gained


def _explained(
    row: dict[str, object], about: Mapping[str, dict[str, object]], ways: Ways,
    sector_labels: Mapping[str, str],
) -> dict[str, object]:
    one, other = str(row["cluster"]), str(row["partner"])
    names = {
        "cluster_label": about[one].get("label") or one,
        "partner_label": about[other].get("label") or other,
    }
    joined = _joined(about[one].get("sectors"), about[other].get("sectors"), sector_labels)
    way = ways.between(one, other)
    found = {"sectors_joined": joined, "path": ways.ids(way), "path_label": ways.sentence(way)}
    return {**row, **names, **found, "reason": _reason({**row, **names}, joined)}


def _joined(one: object, other: object, labels: Mapping[str, str]) -> list[str]:
    """The pairs of different sectors, the cluster's first."""
    first, second = (sorted(x) if isinstance(x, list) else [] for x in (one, other))
    pairs = ((a, b) for a in first for b in second if a != b and b not in first)
    return [f"{labels.get(a, a)} – {labels.get(b, b)}" for a, b in pairs]


def _reason(row: Mapping[str, object], joined: list[str]) -> str:
    number = {name: x for name, x in row.items() if isinstance(x, float)}
    said = [
        f"{row['cluster_label']} would stand across sectors between {row['partner_label']} and "
        f"{number['bridging_share']:.0%} of its present contacts"
    ]
    if joined:
        said.append(f"the tie joins {', '.join(joined)}")
    for name, what in (("new_sectors", "sector"), ("new_region", "region")):
        if number[name] > 0:
            said.append(f"it brings a {what} that neither the cluster nor its contacts have")
    chance, low, high = (number[f"plausibility{end}"] for end in ("", "_low", "_high"))
    said.append(f"chance of a first tie within {YEARS} years {chance:.2%} ({low:.2%}-{high:.2%})")
    return "; ".join(said) + "."
